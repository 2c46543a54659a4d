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
    parser.addoption("--fuzz-examples", type=int, default=8, help="requests an endpoint of the API")


@pytest.fixture(scope="session")
def kill_seeds(request: pytest.FixtureRequest) -> int:
    """How often each process is killed."""
    seeds = request.config.getoption("--kill-seeds")
    assert isinstance(seeds, int)
    return seeds


@pytest.fixture(scope="session")
def fuzz_examples(request: pytest.FixtureRequest) -> int:
    """How many good and how many bad requests are made for each endpoint of the API."""
    examples = request.config.getoption("--fuzz-examples")
    assert isinstance(examples, int)
    return examples
