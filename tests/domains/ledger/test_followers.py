"""Followers: what they cost while nothing happens, and who goes first while much does."""

import asyncio
from collections.abc import Sequence

from tests.support.waiting import until
from tests.support.world import World

from tiemchung.domains.ledger.envelope import SentEvent, Upload, write_body
from tiemchung.domains.ledger.followers import (
    BATCH,
    WINDOW,
    Follower,
    FollowerLoop,
    Seen,
    catch_up,
    step,
)
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import Runtime

SENT = 5
UPLOAD = 500


async def send_many(runtime: Runtime, world: World) -> None:
    """Send more doses than a follower takes at once."""
    for _ in range(SENT):
        doses = [SentEvent(body=write_body(world.dose()).decode()) for _ in range(UPLOAD)]
        await runtime.intake.take(Upload(events=doses), Voucher(server=True))
    assert SENT * UPLOAD > BATCH


async def look_on(_: Tx, __: Sequence[Seen]) -> None:
    """Do nothing about it."""


async def test_a_follower_of_a_quiet_ledger_writes_nothing(runtime: Runtime, world: World) -> None:
    await send_many(runtime, world)
    idle = Follower("idle", look_on)
    cursor = "SELECT xmin::text, moved_at FROM ledger.follower_cursor WHERE follower = 'idle'"
    assert await catch_up(runtime.db.worker, [idle]) >= SENT * UPLOAD
    before = await runtime.db.worker.fetchrow(cursor)
    # Others go on elsewhere on the server, which moves the ceiling but brings no event.
    await runtime.db.worker.execute("SELECT pg_current_xact_id()")
    assert await step(runtime.db.worker, idle) == 0
    assert await runtime.db.worker.fetchrow(cursor) == before


async def test_a_failure_that_is_over_is_forgotten_without_a_new_event(
    runtime: Runtime, world: World
) -> None:
    await send_many(runtime, world)
    idle = Follower("idle", look_on)
    await catch_up(runtime.db.worker, [idle])
    cursor = runtime.db.worker
    await cursor.execute(
        "UPDATE ledger.follower_cursor SET failure = 'OSError' WHERE follower = 'idle'"
    )
    assert await step(runtime.db.worker, idle) == 0
    left = "SELECT count(*) FROM ledger.follower_cursor WHERE failure IS NOT NULL"
    assert await cursor.fetchval(left) == 0


async def test_a_look_at_the_ledger_begins_at_the_cursor(runtime: Runtime, world: World) -> None:
    """It once read the whole ledger, four times a second for each follower."""
    await send_many(runtime, world)
    await catch_up(runtime.db.worker, [Follower("idle", look_on)])
    async with runtime.db.worker.acquire() as tx:
        await tx.execute("SET plan_cache_mode = force_generic_plan")
        await tx.execute(f"PREPARE look (text, int, text) AS {WINDOW}")
        explained = await tx.fetchval(
            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE look ('idle', 2000, NULL)"
        )
        plan = explained[0]["Plan"]
        await tx.execute("DEALLOCATE look")
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 20, plan


async def test_a_patient_follower_lets_one_that_is_behind_go_first(
    runtime: Runtime, world: World
) -> None:
    await send_many(runtime, world)
    # No transaction of another test holds the ceiling back: both have the same batches before them.
    await catch_up(runtime.db.worker, [Follower("first", look_on)])
    order: list[str] = []
    begun, second = asyncio.Event(), asyncio.Event()

    async def watched(_: Tx, __: Sequence[Seen]) -> None:
        await begun.wait()
        if order.count("watched ends"):
            second.set()  # it has a second batch before it, and the patient one is free to begin
            await asyncio.sleep(0.5)
        order.append("watched ends")

    async def patient(_: Tx, __: Sequence[Seen]) -> None:
        order.append("patient begins")
        begun.set()
        await second.wait()

    loop = FollowerLoop(
        runtime.db.worker,
        [Follower("watched", watched), Follower("patient", patient, patient=True)],
    )
    await loop.start()

    async def look() -> list[str]:
        return order

    await until("both at the end", look, lambda o: len(o) == 4, seconds=30)
    await loop.stop()
    assert order == ["patient begins", "watched ends", "watched ends", "patient begins"]
