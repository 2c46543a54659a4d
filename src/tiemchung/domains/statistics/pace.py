"""Doses by ten minutes of the day: the curve of the board.

Booked like stock: the slots of a facility and day that a dose touches are made anew from its
doses, so that voids and late rows come out right without a book of what was counted.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.clock import local_day, local_time
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

SLOT = timedelta(minutes=10)

Level = Literal["nation", "province", "district", "ward", "facility"]


def slot_of(at: datetime) -> datetime:
    """Return the beginning of the slot that holds a moment."""
    return at - (at - local_time(local_day(at))) % SLOT


class FacilityDay(Struct, frozen=True):
    """A facility and a day whose doses are counted together."""

    facility_id: int
    day: date


class Slot(Struct, frozen=True):
    """Ten minutes of a day (0 begins at midnight) and the doses given in them."""

    slot: int
    doses: int


@sql
async def touched_days(tx: Tx, *, people: list[UUID]) -> list[FacilityDay]: ...


@sql
async def forget_pace(tx: Tx, *, facilities: list[int], days: list[date]) -> None: ...


@sql
async def add_pace(tx: Tx, *, facilities: list[int], days: list[date]) -> None: ...


@sql
async def pace_of(tx: Tx, *, day: date, level: str, units: list[int]) -> list[Slot]: ...


async def recount(tx: Tx, people: set[UUID]) -> None:
    """Make the slots of every facility and day anew on which these people have a dose."""
    touched = await touched_days(tx, people=sorted(people))
    if touched:
        facilities, days = [t.facility_id for t in touched], [t.day for t in touched]
        await forget_pace(tx, facilities=facilities, days=days)
        await add_pace(tx, facilities=facilities, days=days)


async def curve(
    tx: Tx, day: date, level: Level, units: Iterable[int], until: datetime
) -> list[tuple[datetime, int]]:
    """Return (beginning of a slot, doses) from the first dose of the day until a moment.

    Slots between without a dose are zeros: somebody was entering, just not then. An empty list
    means that nothing has been entered for the day.
    """
    found = {s.slot: s.doses for s in await pace_of(tx, day=day, level=level, units=list(units))}
    if not found:
        return []
    midnight, last = local_time(day), max(found)
    if local_day(until) == day:
        last = max(last, int((until - midnight) / SLOT))
    return [(midnight + SLOT * n, found.get(n, 0)) for n in range(min(found), last + 1)]
