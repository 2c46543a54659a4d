"""How doses are counted: pure, so that the follower and the reconciliation share it.

The number of a dose is its place among all doses of the person and their aliases, in the order
they happened; voided doses and confirmed re-entries do not count. Unknown facts count as 0,
'unknown' or the reserved unknown unit, never as nothing, so that every figure adds up.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from tiemchung.country import UNKNOWN_UNIT

AGE_GROUPS = ("0-4", "5-11", "12-17", "18-49", "50-64", "65+", "unknown")
_BOUNDS = ((5, "0-4"), (12, "5-11"), (18, "12-17"), (50, "18-49"), (65, "50-64"))
MAX_NUMBER = 9


class Dose(Struct, frozen=True):
    """A dose as the projection holds it; positions follow `doses_of` in queries.sql."""

    person_id: UUID
    event_id: UUID
    happened_at: datetime
    day: date
    facility_id: int | None
    product_id: int | None
    lot_id: int | None
    age_years: int | None
    sex: str | None
    priority_group: str | None
    place_province: int | None
    place_district: int | None
    place_ward: int | None
    home_province: int | None
    home_district: int | None
    home_ward: int | None


class Counted(Struct, frozen=True):
    """A dose as it was counted; positions are the columns of statistics.dose_counted."""

    person_id: UUID
    event_id: UUID
    day: date
    facility_id: int
    product_id: int
    lot_id: int
    number: int
    age_group: str
    sex: str
    priority_group: str
    home_unit: int
    place_province: int | None
    place_district: int | None
    place_ward: int | None
    home_province: int | None
    home_district: int | None
    home_ward: int | None


COLUMNS = Counted.__struct_fields__


def age_group(age: int | None) -> str:
    """Return the age group of the open-data tables."""
    if age is None:
        return "unknown"
    return next((name for below, name in _BOUNDS if age < below), "65+")


def count(doses: Iterable[Dose], root: Mapping[UUID, UUID]) -> list[Counted]:
    """Give each dose its number within its human being, and its cells."""
    by_root: dict[UUID, list[Dose]] = {}
    for dose in doses:
        by_root.setdefault(root[dose.person_id], []).append(dose)
    counted: list[Counted] = []
    for own in by_root.values():
        own.sort(key=lambda d: (d.happened_at, d.event_id))
        counted += [_counted(d, min(i + 1, MAX_NUMBER)) for i, d in enumerate(own)]
    return counted


def _counted(d: Dose, number: int) -> Counted:
    return Counted(
        d.person_id, d.event_id, d.day, d.facility_id or 0, d.product_id or 0, d.lot_id or 0,
        number, age_group(d.age_years), d.sex or "unknown", d.priority_group or "unknown",
        d.home_ward or d.home_district or d.home_province or UNKNOWN_UNIT, d.place_province,
        d.place_district, d.place_ward, d.home_province, d.home_district, d.home_ward,
    )  # fmt: skip


Cell = tuple[Any, ...]


def place_cell(c: Counted) -> Cell:
    """Return the cell of statistics.by_place."""
    return (c.day, c.facility_id, c.product_id, c.lot_id, c.number, c.age_group, c.sex)


def home_cell(c: Counted) -> Cell:
    """Return the cell of statistics.by_home."""
    return (c.home_unit, c.day, c.product_id, c.number, c.age_group, c.sex, c.priority_group)


def difference(
    before: Iterable[Counted], after: Iterable[Counted]
) -> tuple[Counter[Cell], Counter[Cell]]:
    """Return what to add to by_place and by_home, cells without a change left out."""
    places: Counter[Cell] = Counter()
    homes: Counter[Cell] = Counter()
    for rows, sign in ((before, -1), (after, 1)):
        for row in rows:
            places[place_cell(row)] += sign
            homes[home_cell(row)] += sign
    return (
        Counter({k: n for k, n in places.items() if n}),
        Counter({k: n for k, n in homes.items() if n}),
    )
