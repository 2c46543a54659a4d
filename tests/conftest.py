"""Fixtures of all tests live in tests/support; this file only names them."""

import pytest

pytest_plugins = [
    "tests.support.browser",
    "tests.support.database",
    "tests.support.world",
    "tests.support.server",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the suite."""
    parser.addoption("--kill-seeds", type=int, default=5, help="kills a target, each at its moment")


@pytest.fixture(scope="session")
def kill_seeds(request: pytest.FixtureRequest) -> int:
    """How often each process is killed."""
    seeds = request.config.getoption("--kill-seeds")
    assert isinstance(seeds, int)
    return seeds
