"""A whole demo of 2,000 people, made once for all tests of this folder, and pure parts of it."""

import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from msgspec import Struct
from tests.support.database import clone, settings_of

from tiemchung.country.pack import Pack, read_pack
from tiemchung.demo import job
from tiemchung.demo.beginning import begin
from tiemchung.demo.campaign.areas import Territories
from tiemchung.demo.job import Progress
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.install import install_pack
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import running
from tiemchung.worker import all_followers

PEOPLE = 2_000
SEED = 7


class Demo(Struct, frozen=True):
    """A finished demo: the owner's address, settings of a process, how it went."""

    database: str
    settings: Settings
    steps: list[Progress]
    counted_at_first: dict[str, int]

    async def rows(self, query: str, *args: Any) -> list[asyncpg.Record]:
        """Read as the owner under the nation flag."""
        connection = await asyncpg.connect(self.database)
        try:
            await connection.execute("SET app.nation = 'on'")
            return await connection.fetch(query, *args)
        finally:
            await connection.close()

    async def value(self, query: str, *args: Any) -> Any:
        """Read one value."""
        return (await self.rows(query, *args))[0][0]


@pytest.fixture(scope="package")
async def demo(owner_dsn: str, secrets_folder: Path) -> AsyncGenerator[Demo]:
    """The demo of 2,000 people, with every follower through."""
    with tempfile.TemporaryDirectory(prefix="tiemchung-demo-") as home:
        link_secrets(secrets_folder, Path(home))
        async with clone(owner_dsn) as database:
            await install_pack(database)
            settings = settings_of(database, Path(home))
            await begin(
                database, settings, host="127.0.0.1", people=PEOPLE, seed=SEED, say=lambda _: None
            )
            steps: list[Progress] = []
            async with running(settings) as runtime:
                counted = {
                    "registered": await runtime.db.worker.fetchval(
                        "SELECT sum(persons)::int FROM statistics.registered"
                    ),
                    "doses": await runtime.db.worker.fetchval(
                        "SELECT sum(doses)::int FROM statistics.by_place"
                    ),
                }
                await job.whole_demo(runtime, seed=SEED, people=PEOPLE, show=steps.append)
                await catch_up(runtime.db.worker, all_followers(runtime))
            yield Demo(database, settings, steps, counted)


def link_secrets(secrets: Path, home: Path) -> None:
    """Give a home of its own the passwords that the test run's logins have."""
    place = home / "secrets"
    place.mkdir(mode=0o700)
    for file in (secrets / "secrets").glob("*.password"):
        copy = place / file.name
        copy.touch(mode=0o600)
        copy.write_bytes(file.read_bytes())


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The country pack."""
    return read_pack()


@pytest.fixture(scope="session")
def territories(pack: Pack) -> Territories:
    """The city and the other provinces for the default number of people."""
    return Territories(pack, 50_000)
