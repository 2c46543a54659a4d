"""Figures by unit and day, of every level: what the public and the maps read.

Booked with the roll-ups they come from, in the transaction of the same cursor: doses by where they
were given and by where people live, registrations, and what sessions declared.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.statistics.counting import Counted
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

LEVELS = ("province", "district", "ward")
NATION = 0
"""The unit of the level 'nation'."""

UnitCell = tuple[str, int, str, date, int, int]
"""Level, unit, figure, day, product, number of the dose."""


class SessionFigures(Struct, frozen=True):
    """What a session is counted with; `declared` None: nobody has declared anything."""

    facility_id: int
    session_id: UUID
    day: date
    place_province: int | None
    place_district: int | None
    place_ward: int | None
    declared: int | None
    declared_entered: int
    reactions: int
    severe: int


@sql
async def add_registered_by_unit(
    tx: Tx, *, units: list[int], days: list[date], persons: list[int]
) -> None: ...


@sql
async def session_figures(
    tx: Tx, *, facilities: list[int], sessions: list[UUID]
) -> list[SessionFigures]: ...


@sql
async def add_by_unit(
    tx: Tx,
    *,
    levels: list[str],
    units: list[int],
    figures: list[str],
    days: list[date],
    products: list[int],
    numbers: list[int],
    amounts: list[int],
) -> None: ...


class RegisteredInUnit(Struct, frozen=True):
    """People registered on a day in a unit of a level."""

    level: str
    unit_id: int
    day: date
    persons: int


class BookedCell(Struct, frozen=True):
    """One cell as it is booked."""

    level: str
    unit_id: int
    figure: str
    day: date
    product_id: int
    number: int
    amount: int


@sql
async def all_session_figures(tx: Tx) -> list[SessionFigures]: ...


@sql
async def registered_by_unit(tx: Tx) -> list[RegisteredInUnit]: ...


@sql
async def booked_by_unit(tx: Tx) -> list[BookedCell]: ...


def units_above(units: Sequence[int | None]) -> Iterator[tuple[str, int]]:
    """Return nation and the known units of a stamp (province, district, ward)."""
    yield "nation", NATION
    for level, unit in zip(LEVELS, units, strict=True):
        if unit is not None:
            yield level, unit


def dose_cells(before: Iterable[Counted], after: Iterable[Counted]) -> Counter[UnitCell]:
    """Return what to add for doses that are counted differently now."""
    cells: Counter[UnitCell] = Counter()
    for rows, sign in ((before, -1), (after, 1)):
        for c in rows:
            place = (c.place_province, c.place_district, c.place_ward)
            home = (c.home_province, c.home_district, c.home_ward)
            for figure, units in (("doses", place), ("residents", home)):
                for level, unit in units_above(units):
                    cells[level, unit, figure, c.day, c.product_id, c.number] += sign
    return cells


def session_cells(
    before: Iterable[SessionFigures], after: Iterable[SessionFigures]
) -> Counter[UnitCell]:
    """Return what to add for sessions that were counted anew."""
    cells: Counter[UnitCell] = Counter()
    for rows, sign in ((before, -1), (after, 1)):
        for s in rows:
            for level, unit in units_above((s.place_province, s.place_district, s.place_ward)):
                for figure, amount in (
                    ("declared", s.declared or 0),
                    ("declared_entered", s.declared_entered),
                    ("reactions", s.reactions),
                    ("severe", s.severe),
                ):
                    cells[level, unit, figure, s.day, 0, 0] += sign * amount
    return cells


async def book(tx: Tx, cells: Counter[UnitCell]) -> None:
    """Add to the cells, in one order everywhere, so that writers cannot deadlock."""
    rows = sorted((*cell, amount) for cell, amount in cells.items() if amount)
    if not rows:
        return
    levels, units, figures, days, products, numbers, amounts = (
        list(column) for column in zip(*rows, strict=True)
    )
    await add_by_unit(
        tx, levels=levels, units=units, figures=figures, days=days, products=products,
        numbers=numbers, amounts=amounts,
    )  # fmt: skip


async def expected(tx: Tx, counted: Iterable[Counted]) -> Counter[UnitCell]:
    """Return what every cell must hold, from the doses as counted and the other roll-ups."""
    cells = dose_cells([], counted)
    cells.update(session_cells([], await all_session_figures(tx)))
    for row in await registered_by_unit(tx):
        cells[row.level, row.unit_id, "registered", row.day, 0, 0] += row.persons
    return Counter({cell: n for cell, n in cells.items() if n})


async def booked(tx: Tx) -> Counter[UnitCell]:
    """Return what the cells hold."""
    rows = await booked_by_unit(tx)
    return Counter(
        {(r.level, r.unit_id, r.figure, r.day, r.product_id, r.number): r.amount for r in rows}
    )
