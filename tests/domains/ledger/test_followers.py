"""Followers side by side: what is watched by the second goes first."""

import asyncio
from collections.abc import Sequence

from tests.support.waiting import until
from tests.support.world import World

from tiemchung.domains.ledger.envelope import SentEvent, Upload, write_body
from tiemchung.domains.ledger.followers import BATCH, Follower, FollowerLoop, Seen
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import Runtime

SENT = 5
UPLOAD = 500


async def test_a_patient_follower_lets_one_that_is_behind_go_first(
    runtime: Runtime, world: World
) -> None:
    for _ in range(SENT):
        doses = [SentEvent(body=write_body(world.dose()).decode()) for _ in range(UPLOAD)]
        await runtime.intake.take(Upload(events=doses), Voucher(server=True))
    assert SENT * UPLOAD > BATCH
    order: list[str] = []

    async def watched(_: Tx, __: Sequence[Seen]) -> None:
        await asyncio.sleep(0.5)
        order.append("watched ends")

    async def patient(_: Tx, __: Sequence[Seen]) -> None:
        order.append("patient begins")
        await asyncio.sleep(0.7)  # now the other one has a second batch before it

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
