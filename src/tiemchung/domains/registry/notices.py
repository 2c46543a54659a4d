"""Tells people of every change to their record: the health book shows it.

A notice names the event and holds codes alone; the page finds the words. A dose that appears,
changes, vanishes or is certified is told, and so is every change of who the person is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from tiemchung.domains.ledger.followers import Follower, Seen
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

TOLD = frozenset({
    "injected", "entered_late", "corrected", "voided", "same_as", "confirmed", "certified",
    "deferred", "contraindicated", "referred", "reaction_reported",
    "registered", "updated", "verified", "merged", "unmerged", "consent_withdrawn",
})  # fmt: skip

_FACTS = ("product", "lot", "number", "reason", "earliest_on", "other", "doses", "changes")
"""What of an event's data a notice keeps: codes, never words of a person."""


@sql
async def add_notices(
    tx: Tx,
    *,
    people: list[UUID],
    events: list[UUID],
    kinds: list[str],
    moments: list[datetime],
    facts: list[str],
) -> None: ...


@sql
async def mark_read(tx: Tx, *, people: list[UUID], now: datetime) -> None: ...


def facts_of(seen: Seen) -> dict[str, Any]:
    """Return the codes that a notice keeps of an event."""
    data: dict[str, Any] = msgspec.json.decode(seen.body).get("data", {})
    facts: dict[str, Any] = {name: data[name] for name in _FACTS if name in data}
    facts["happened_at"] = seen.happened_at.isoformat()
    if seen.facility_id is not None:
        facts["facility"] = seen.facility_id
    if seen.supersedes is not None:
        facts["about"] = str(seen.supersedes)
    return facts


async def _tell(tx: Tx, seen: Sequence[Seen]) -> None:
    told = [s for s in seen if s.person_id is not None]
    await add_notices(
        tx,
        people=[s.person_id for s in told if s.person_id is not None],
        events=[s.event_id for s in told],
        kinds=[s.kind for s in told],
        moments=[s.received_at for s in told],
        facts=[msgspec.json.encode(facts_of(s)).decode() for s in told],
    )


def followers() -> list[Follower]:
    """Return the follower that writes notices."""
    return [Follower("registry.notices", _tell, TOLD, patient=True)]
