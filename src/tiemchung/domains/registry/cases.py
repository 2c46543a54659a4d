"""Cases about a record that somebody must look at: opened by followers, with owner and clock.

A case about an event has an id made from the event and the kind, so a follower that runs twice
opens it once, and one that judges again changes or settles the same case.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

CLOCK = timedelta(hours=48)  # 9458/BYT-CNTT: an answer within 48 hours
_SPACE = UUID("5b0b1a0e-6c9e-4d0b-9a51-3c5f0d9a7c21")


class Judged(Struct, frozen=True):
    """What was found about one event: no flags means that nothing is wrong (any more)."""

    person_id: UUID
    event_id: UUID
    flags: tuple[str, ...]
    facility_id: int | None
    place: tuple[int | None, int | None, int | None]


@sql
async def open_cases(
    tx: Tx,
    *,
    people: list[UUID],
    cases: list[UUID],
    numbers: list[str],
    kind: str,
    events: list[UUID],
    flags: list[str],
    facilities: list[int | None],
    provinces: list[int | None],
    districts: list[int | None],
    wards: list[int | None],
    now: datetime,
    due: datetime,
) -> None: ...


@sql
async def settle_cases(
    tx: Tx, *, people: list[UUID], cases: list[UUID], answer: str, now: datetime
) -> None: ...


def case_id(kind: str, event_id: UUID) -> UUID:
    """Return the id of the case of this kind about this event."""
    return uuid5(_SPACE, f"{kind}:{event_id}")


async def settle(tx: Tx, kind: str, found: Sequence[Judged], *, now: datetime) -> None:
    """Open a case for everything that has flags; settle open ones of what has none any more."""
    wrong = sorted((j for j in found if j.flags), key=lambda j: j.event_id)
    fine = sorted((j for j in found if not j.flags), key=lambda j: j.event_id)
    if wrong:
        ids = [case_id(kind, j.event_id) for j in wrong]
        await open_cases(
            tx,
            people=[j.person_id for j in wrong],
            cases=ids,
            numbers=[f"HS-{i.hex[:10].upper()}" for i in ids],
            kind=kind,
            events=[j.event_id for j in wrong],
            flags=[",".join(j.flags) for j in wrong],
            facilities=[j.facility_id for j in wrong],
            provinces=[j.place[0] for j in wrong],
            districts=[j.place[1] for j in wrong],
            wards=[j.place[2] for j in wrong],
            now=now,
            due=now + CLOCK,
        )
    if fine:
        await settle_cases(
            tx,
            people=[j.person_id for j in fine],
            cases=[case_id(kind, j.event_id) for j in fine],
            answer="no_longer_flagged",
            now=now,
        )
