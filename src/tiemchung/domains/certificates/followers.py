"""Who may need a certificate made, changed or taken back, heard from the ledger."""

from collections.abc import Sequence

from tiemchung.domains.certificates import queries
from tiemchung.domains.ledger.followers import Follower, Seen
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.sql import Tx

HEARD = frozenset({
    "confirmed", "voided", "corrected", "same_as", "verified", "updated", "merged", "unmerged",
    "erased", "injected", "entered_late",
})  # fmt: skip
"""A dose that arrives late may stand before one that is certified, and shift its number."""


async def _queue(tx: Tx, seen: Sequence[Seen]) -> None:
    people = sorted({s.person_id for s in seen if s.person_id is not None})
    await queries.enqueue(tx, people=people, now=real_now())


def followers() -> list[Follower]:
    """Return the queue of certificates; it reads projections, so it waits for corrections."""
    return [Follower("certificates.queue", _queue, HEARD, after="corrections", patient=True)]
