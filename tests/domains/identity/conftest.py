"""Members of staff with passwords, badges and PINs in the small world."""

from collections.abc import AsyncGenerator

import asyncpg
import pytest
from tests.support.people import PASSWORD
from tests.support.world import World

from tiemchung.domains.identity import passwords
from tiemchung.kernel.db import Pool, open_pool
from tiemchung.kernel.settings import Settings


@pytest.fixture(scope="session")
async def password_hash() -> str:
    return await passwords.hashed(PASSWORD)


@pytest.fixture
async def passworded(world: World, database: str, password_hash: str) -> World:
    """The small world in which everybody's password is PASSWORD."""
    connection = await asyncpg.connect(database)
    await connection.execute("UPDATE identity.staff SET password_hash = $1", password_hash)
    await connection.close()
    return world


@pytest.fixture
async def pool(settings: Settings) -> AsyncGenerator[Pool]:
    made = await open_pool(settings.dsn["app"], size=6)
    yield made
    await made.close()
