"""A played day behind a running server, shared by the tests of a module, and people who look at it.

Tests add what they need and read that alone, so their order does not matter.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from msgspec import Struct

from tests.domains.statistics.played_day import PlayedDay, play
from tests.support.database import clone, settings_of
from tests.support.people import as_staff
from tests.support.server import serving
from tests.support.world import World, make_world
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.response import service as response
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime, running

As = Callable[[Role], AbstractAsyncContextManager[httpx.AsyncClient]]


class Centre(Struct, frozen=True):
    """A running server on a played day, and the parts of a process on the same database."""

    address: str
    database: str
    settings: Settings
    world: World
    runtime: Runtime
    day: PlayedDay


@pytest.fixture(scope="module")
async def centre(owner_dsn: str, secrets_folder: Path) -> AsyncGenerator[Centre]:
    """Play a day, judge its alerts, and serve it."""
    async with clone(owner_dsn) as dsn:
        world = await make_world(dsn)
        settings = settings_of(dsn, secrets_folder)
        async with running(settings) as runtime:
            day = await play(runtime, world, dsn)
            async with runtime.db.worker.acquire() as tx, tx.transaction():
                await response.judge(tx, today=day.here.day, now=runtime.clock.now())
            with serving(settings) as address:
                yield Centre(address, dsn, settings, world, runtime, day)


@pytest.fixture
def as_(centre: Centre) -> As:
    """Sign a member of staff of the small world in."""

    @asynccontextmanager
    async def signed_in(role: Role) -> AsyncGenerator[httpx.AsyncClient]:
        staff_id = centre.world.staff[role]
        async with as_staff(centre.address, centre.settings, staff_id) as client:
            yield client

    return signed_in


@pytest.fixture
def day(centre: Centre) -> PlayedDay:
    """What was played."""
    return centre.day
