"""One server a run, one migrated template, and clones of it: fixtures for all database tests.

The controlling process starts the embedded server (or takes the PostgreSQL that
TIEMCHUNG_TEST_DSN names, as a login that may make roles and databases) and hands its address to
the workers of pytest-xdist.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from tiemchung.kernel.embedded.server import throwaway
from tiemchung.kernel.migrate import migrate
from tiemchung.kernel.settings import LOGINS, Settings, login_dsn, secret
from tiemchung.kernel.sql import Tx

TEMPLATE = "tiemchung_template"
_stack = ExitStack()


def with_database(dsn: str, name: str) -> str:
    """Return the same URI for another database."""
    parts = urlsplit(dsn)
    return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, parts.fragment))


async def _make_template(owner_dsn: str, folder: Path) -> None:
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        await connection.execute(f"CREATE DATABASE {TEMPLATE}")
    finally:
        await connection.close()
    await migrate(with_database(owner_dsn, TEMPLATE), folder)


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    folder = Path(_stack.enter_context(tempfile.TemporaryDirectory(prefix="tiemchung-test-")))
    dsn, log = os.environ.get("TIEMCHUNG_TEST_DSN", ""), ""
    if not dsn:
        running = _stack.enter_context(throwaway())
        dsn, log = running.owner_dsn, str(running.log)
    asyncio.run(_make_template(dsn, folder))
    config.stash[_DSN] = dsn
    config.stash[_LOG] = log
    config.stash[_FOLDER] = str(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _stack.close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["owner_dsn"] = node.config.stash[_DSN]
    node.workerinput["secrets"] = node.config.stash[_FOLDER]
    node.workerinput["database_log"] = node.config.stash[_LOG]


_DSN = pytest.StashKey[str]()
_FOLDER = pytest.StashKey[str]()
_LOG = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def owner_dsn(request: pytest.FixtureRequest) -> str:
    """The owner's address of the run's server."""
    given = getattr(request.config, "workerinput", None)
    return given["owner_dsn"] if given else request.config.stash[_DSN]


@pytest.fixture(scope="session")
def secrets_folder(request: pytest.FixtureRequest) -> Path:
    """Where the passwords of the logins and the keys of the run are."""
    given = getattr(request.config, "workerinput", None)
    return Path(given["secrets"] if given else request.config.stash[_FOLDER])


async def _drop(connection: Tx, name: str) -> None:
    """Drop a database as soon as nobody is in it; the owner may not end others' sessions."""
    for _ in range(100):
        try:
            await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        except (asyncpg.ObjectInUseError, asyncpg.InsufficientPrivilegeError):
            await asyncio.sleep(0.1)
        else:
            return
    raise TimeoutError(f"somebody is still in {name}")


@pytest.fixture(scope="session")
def database_log(request: pytest.FixtureRequest) -> Path | None:
    """The log of the run's server; None where another PostgreSQL than the embedded one serves."""
    given = getattr(request.config, "workerinput", None)
    log = given["database_log"] if given else request.config.stash[_LOG]
    return Path(log) if log else None


@asynccontextmanager
async def clone(owner_dsn: str) -> AsyncGenerator[str]:
    """Make a database of its own from the template; yields the owner's address of it."""
    name = f"t_{uuid4().hex[:12]}"
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        yield with_database(owner_dsn, name)
        await _drop(connection, name)
    finally:
        await connection.close()


def settings_of(database_dsn: str, folder: Path) -> Settings:
    """Return the settings of a process on this database, with all three logins."""
    return Settings(
        folder=folder,
        dsn={
            login: login_dsn(database_dsn, login, secret(folder, f"{login}.password").hex())
            for login in LOGINS
        },
    )


@pytest.fixture
async def database(owner_dsn: str) -> AsyncGenerator[str]:
    """A fresh database for one test that commits; the owner's address."""
    async with clone(owner_dsn) as dsn:
        yield dsn


@pytest.fixture
def settings(database: str, secrets_folder: Path) -> Settings:
    """Settings of a process on the test's own database."""
    return settings_of(database, secrets_folder)


@pytest.fixture(scope="session")
async def shared_database(owner_dsn: str) -> AsyncGenerator[str]:
    """One clone a worker, for tests that roll back."""
    async with clone(owner_dsn) as dsn:
        yield dsn


@pytest.fixture
async def owner(shared_database: str) -> AsyncGenerator[Tx]:
    """A connection of the owner under the nation flag, rolled back at the end."""
    connection = await asyncpg.connect(shared_database)
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("SET LOCAL app.nation = 'on'")
    yield connection
    await transaction.rollback()
    await connection.close()
