"""The worker's sender: claims what may go out, hands it to the gateway, notes what became of it.

At least once: a sender that dies between the hand-over and its note sends again when its lease is
over, and the message's id tells the gateway that it is the same one.
"""

import asyncio
from datetime import datetime, timedelta

from tiemchung.domains.notifications import queries
from tiemchung.domains.notifications.gateway import Answer, Gateway
from tiemchung.domains.notifications.queries import Claimed
from tiemchung.kernel.clock import Clock, real_now
from tiemchung.kernel.db import Pool

LEASE = timedelta(seconds=60)
BATCH = 100
MAX_ATTEMPTS = 6
AT_ONCE = 20


async def deliver(pool: Pool, gateway: Gateway, clock: Clock) -> int:
    """Send one batch; returns how many messages were tried (0: nothing waits)."""
    now, real = clock.now(), real_now()
    async with pool.acquire() as tx, tx.transaction():
        await queries.expire(tx, now=now)
        claimed = await queries.claim(tx, now=now, real_now=real, until=real + LEASE, limit=BATCH)
    if not claimed:
        return 0
    room = asyncio.Semaphore(AT_ONCE)

    async def carry(message: Claimed) -> Answer:
        async with room:
            return await gateway.carry(str(message.message_id), message.recipient, message.text)

    answers = await asyncio.gather(*(carry(m) for m in claimed))
    await _note(pool, list(zip(claimed, answers, strict=True)), clock.now())
    return len(claimed)


async def _note(pool: Pool, tried: list[tuple[Claimed, Answer]], now: datetime) -> None:
    sent = [(m, a) for m, a in tried if a.taken]
    failed = [(m, a) for m, a in tried if not a.taken]
    async with pool.acquire() as tx, tx.transaction():
        if sent:
            await queries.mark_sent(
                tx,
                ids=[m.message_id for m, _ in sent],
                gateway_ids=[a.gateway_id for _, a in sent],
                now=now,
            )
        if failed:
            await queries.mark_failed(
                tx,
                ids=[m.message_id for m, _ in failed],
                failures=[a.failure for _, a in failed],
                finals=[a.final or m.attempts >= MAX_ATTEMPTS for m, a in failed],
                again_at=[now + pause(m.attempts) for m, _ in failed],
            )


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: 15 s, doubled each time, 10 min at most."""
    return min(timedelta(seconds=15 * 2 ** (attempts - 1)), timedelta(minutes=10))
