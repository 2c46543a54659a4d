"""Fixtures of all tests live in tests/support; this file only names them."""

pytest_plugins = ["tests.support.database", "tests.support.world", "tests.support.server"]
