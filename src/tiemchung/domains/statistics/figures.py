"""The figures that staff open: each has a value from the roll-ups and the events under it.

Both sides follow one rule for where something counts, so that the drill-down adds up to the figure:
doses in the unit where they were given, registrations at the home, stock at the facility whose
store gave or took it, sessions in the unit where they were held; and everything at a facility by
the facility that answers for it. Values are numbers of the public kind; events are read in the
jurisdiction of who asks.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tiemchung.domains.geography.places import Places
from tiemchung.domains.statistics import figure_statements as statements
from tiemchung.domains.statistics.figure_list import FIGURES, Figure
from tiemchung.domains.statistics.figure_statements import CoveredUnit, EventLine
from tiemchung.domains.statistics.pace import Level
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Tx

By = Literal["none", "day", "unit", "product"]

CHILD: dict[Level, Level] = {"nation": "province", "province": "district", "district": "ward"}
"""The level that a unit is broken down to."""

DAY_ZERO = date(2000, 1, 1)
"""Keys of a break-down by day count from here."""


class Where(Struct, frozen=True, kw_only=True):
    """Units of one level, or facilities; the nation is the unit 0."""

    level: Level
    units: tuple[int, ...]
    name: str = ""

    @property
    def child(self) -> Level | None:
        """The level below, or None where nothing is broken down."""
        return CHILD.get(self.level)


class Period(Struct, frozen=True):
    """Days, both ends included."""

    since: date
    until: date


class Opened(Struct, frozen=True):
    """A page of the events under a figure; `total` is what all of them add up to."""

    lines: list[EventLine]
    events: int
    total: int


def find_figure(name: str) -> Figure:
    """Return a figure by its name; raises NotFound."""
    if (figure := FIGURES.get(name)) is None:
        raise NotFound(_("Không có số liệu này."))
    return figure


def own_place(scope: Scope, name: str = "") -> Where | None:
    """Return the units of a scope at its highest level; None when it covers sessions alone."""
    if scope.nation:
        return Where(level="nation", units=(0,), name=name)
    levels: tuple[tuple[Level, tuple[int, ...]], ...] = (
        ("province", scope.provinces),
        ("district", scope.districts),
        ("ward", scope.wards),
        ("facility", scope.facilities),
    )
    return next((Where(level=a, units=u, name=name) for a, u in levels if u), None)


def covers(scope: Scope, above: frozenset[int], facility_id: int | None = None) -> bool:
    """Tell whether a place lies within a scope, by the units above it and its facility."""
    units = {*scope.provinces, *scope.districts, *scope.wards}
    return scope.nation or bool(above & units) or facility_id in scope.facilities


async def unit_place(tx: Tx, unit_id: int, scope: Scope, places: Places) -> Where:
    """Return a unit as a place of figures; outside the scope it does not exist (NotFound)."""
    unit = await statements.unit_named(tx, unit=unit_id)
    missing = NotFound(_("Không có đơn vị này trong phạm vi của bạn."))
    if unit is None or not covers(scope, places.above.get(unit_id, frozenset())):
        raise missing
    if unit.level == "nation":
        return Where(level="nation", units=(0,), name=unit.name)
    if unit.level == "region":
        provinces = await statements.provinces_under(tx, unit=unit_id)
        return Where(level="province", units=tuple(provinces), name=unit.name)
    if unit.level not in ("province", "district", "ward"):
        raise missing
    return Where(level=unit.level, units=(unit_id,), name=unit.name)


async def name_of(tx: Tx, unit_id: int) -> str:
    """Return what a unit version is called, empty for none."""
    unit = await statements.unit_named(tx, unit=unit_id)
    return unit.name if unit is not None else ""


def facility_place(facility_id: int, scope: Scope, places: Places) -> Where:
    """Return a facility as a place of figures; outside the scope it does not exist (NotFound)."""
    place = places.facilities.get(facility_id)
    if place is None or not covers(scope, place.above, facility_id):
        raise NotFound(_("Không có cơ sở này trong phạm vi của bạn."))
    return Where(level="facility", units=(facility_id,), name=place.name)


async def value(
    tx: Tx, figure: Figure, where: Where, period: Period, product: int | None = None
) -> int:
    """Return a figure of a place over some days, in doses, people or events as it says."""
    return (await parts(tx, figure, where, period, "none", product)).get(0, 0)


async def by_day(
    tx: Tx, figure: Figure, where: Where, period: Period, product: int | None = None
) -> dict[date, int]:
    """Return a figure by day; days without anything are left out."""
    found = await parts(tx, figure, where, period, "day", product)
    return {DAY_ZERO + timedelta(days=key): amount for key, amount in sorted(found.items())}


async def units_below(tx: Tx, where: Where, period: Period) -> list[CoveredUnit]:
    """Return the units one level below that held on some day of the period."""
    if where.child is None:
        return []
    return await statements.units_within(
        tx, level=where.child, parent=where.level, units=list(where.units), since=period.since,
        until=period.until,
    )  # fmt: skip


async def by_unit(
    tx: Tx, figure: Figure, where: Where, period: Period, product: int | None = None
) -> list[tuple[CoveredUnit, int]]:
    """Return a figure by the units one level below, units without anything included.

    What happened in an unknown unit is in none of them, only in the figure itself.
    """
    if where.child is None:
        return []
    units = await units_below(tx, where, period)
    below = where
    if figure.is_booked(where.level):
        below = Where(level=where.child, units=tuple(u.unit_id for u in units))
    found = await parts(tx, figure, below, period, "unit", product, child=where.child)
    return [(unit, found.get(unit.unit_id, 0)) for unit in units]


async def parts(
    tx: Tx,
    figure: Figure,
    where: Where,
    period: Period,
    by: By,
    product: int | None = None,
    *,
    child: Level | None = None,
) -> dict[int, int]:
    """Return the sums of a figure by a key: 0, days since DAY_ZERO, units or products."""
    if not figure.offered(where.level):
        raise NotFound(_("Số liệu này không tính cho cấp này."))
    rows = await _rows(tx, figure, where, period, by, product, child or "ward")
    return {row.key: row.amount for row in rows if row.key is not None}


async def _rows(
    tx: Tx, figure: Figure, where: Where, period: Period, by: By, product: int | None, child: str
) -> list[statements.Part]:
    units, days = list(where.units), period
    low, high = figure.numbers
    if figure.is_booked(where.level):
        return await statements.booked_parts(
            tx, by=by, names=list(figure.booked), signs=list(figure.booked.values()),
            level=where.level, units=units, since=days.since, until=days.until, low=low, high=high,
            product=product,
        )  # fmt: skip
    if figure.source == "dose":
        return await statements.place_parts(
            tx, by=by, units=units, since=days.since, until=days.until, low=low, high=high,
            product=product,
        )  # fmt: skip
    if figure.source in ("movement", "vial"):
        return await statements.stock_parts(
            tx, by=by, child=child, figure=figure.stock, since=days.since, until=days.until,
            product=product, kinds=figure.store_kinds(where.level), level=where.level, units=units,
        )  # fmt: skip
    if figure.source == "appointment":
        return await statements.called_parts(
            tx, by=by, child=child, since=days.since, until=days.until, product=product,
            level=where.level, units=units,
        )  # fmt: skip
    return await statements.session_parts(
        tx, by=by, child=child, figure=figure.column, since=days.since, until=days.until,
        product=product, level=where.level, units=units,
    )  # fmt: skip


async def opening(tx: Tx, figure: Figure, where: Where, period: Period, scope: Scope) -> Scope:
    """Return the scope under which a figure opens to all of its events.

    A facility answers for what happens at its site in another unit, and a session's events may be
    stamped with the facility of who sent them: whoever covers the place of the figure sees the
    rows of those facilities too, within this figure. Ask for it only where `scope` covers `where`.
    """
    if where.level == "nation":
        return scope
    if where.level == "facility":
        more: Sequence[int] = where.units
    elif figure.source in ("movement", "vial"):
        more = await statements.stores_within(tx, level=where.level, units=list(where.units))
    elif figure.source in ("dose", "registration"):
        return scope
    else:
        more = await statements.hosts_within(
            tx, level=where.level, units=list(where.units), since=period.since, until=period.until
        )
    return replace(scope, facilities=tuple(sorted({*scope.facilities, *more})))


async def events(
    tx: Tx,
    figure: Figure,
    where: Where,
    period: Period,
    product: int | None = None,
    *,
    limit: int = 50,
    skip: int = 0,
) -> Opened:
    """Return a page of the events under a figure, newest first; `tx` has the scope of `opening`."""
    if not figure.offered(where.level):
        raise NotFound(_("Số liệu này không tính cho cấp này."))
    lines = await statements.events_of(
        tx, figure, level=where.level, units=list(where.units), since=period.since,
        until=period.until, product=product, limit=limit, skip=skip,
    )  # fmt: skip
    if not lines:
        return Opened([], 0, 0)
    return Opened(lines, lines[0].events, lines[0].total)
