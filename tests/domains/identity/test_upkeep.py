"""The worker forgets what is long over, and nothing that still counts."""

from datetime import timedelta

import asyncpg
from tests.support.rows import put
from tests.support.world import World

from tiemchung.domains.identity import service
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import open_pool
from tiemchung.kernel.settings import Settings
from tiemchung.kernel.web import limits


async def test_only_what_is_long_over_is_forgotten(
    world: World, database: str, settings: Settings
) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute("SET app.nation = 'on'")
    now, staff_id = real_now(), world.staff["nurse"]
    for days, ended in ((-1, None), (10, None), (10, 10), (100, None), (-1, 100)):
        await put(owner, "identity.login_session", token_digest=f"{days}/{ended}".encode(),
                  staff_id=staff_id, kind="console", expires_at=now - timedelta(days=days),
                  ended_at=None if ended is None else now - timedelta(days=ended))  # fmt: skip
    for days in (-1, 10, 100):
        await put(owner, "identity.citizen_login", expires_at=now - timedelta(days=days))
    for hours in (1, 30):
        await put(owner, "identity.citizen_code", sent_at=now - timedelta(hours=hours))
        await put(owner, "kernel.attempt", window_ends=now + timedelta(hours=2 - hours))
    worker = await open_pool(settings.dsn["worker"], size=1)
    async with worker.acquire() as tx:
        await service.forget_old(tx)
        await limits.forget(tx)
    await worker.close()
    kept = [
        await owner.fetchval(f"SELECT count(*) FROM {table}")
        for table in ("identity.login_session", "identity.citizen_login",
                      "identity.citizen_code", "kernel.attempt")
    ]  # fmt: skip
    await owner.close()
    assert kept == [3, 2, 1, 1]
