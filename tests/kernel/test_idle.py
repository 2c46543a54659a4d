"""Transactions may not idle for long, but for those that say so before they write."""

import asyncio

import asyncpg
import pytest

from tests.support.world import World
from tiemchung.kernel.db import let_idle
from tiemchung.kernel.settings import Settings


@pytest.mark.parametrize("asks", [True, False])
async def test_a_transaction_waits_for_outside_work_only_where_it_has_said_so(
    world: World, settings: Settings, *, asks: bool
) -> None:
    assert world.staff
    tx = await asyncpg.connect(
        settings.dsn["app"], server_settings={"idle_in_transaction_session_timeout": "100ms"}
    )
    await tx.execute("BEGIN")
    if asks:
        await let_idle(tx, 30)
    await asyncio.sleep(0.5)
    assert tx.is_closed() is not asks
    if asks:
        assert await tx.fetchval("SELECT 1") == 1
        await tx.close()
