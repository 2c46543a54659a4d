"""Public figures of a unit, put together from the roll-ups, with small cells merged upward.

What is hidden of a unit follows from what is hidden of the unit above, so figures are published
from the nation down; each step is kept for some seconds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from msgspec import Struct

from tiemchung.domains.statistics.disclosure import SMALLEST, Column, hide_small, protect
from tiemchung.faces.portal import screens
from tiemchung.faces.portal.screens import Unit
from tiemchung.kernel.sql import Tx

NATION = 0
"""The nation's unit in the roll-ups."""
NOWHERE = -1
"""What is known of no unit below: the parent's figure less those of its units."""

BELOW = {"nation": "province", "province": "district", "district": "ward"}
DATED = ("doses", "registered", "reactions")
MOST_DAYS = 800
"""Days of a table by day: two years and more of a campaign."""

PLAIN = ("residents", "severe")
"""Figures of people without days; `residents` are people with a first dose who live there."""

Table = dict[int, dict[Column, int]]
Row = TypeVar("Row", bound=Struct)


class Concealed(Struct, frozen=True, kw_only=True):
    """What is not published of one unit: days by figure, numbers, products, whole figures."""

    days: dict[str, frozenset[Column]]
    numbers: frozenset[Column] = frozenset()
    products: frozenset[Column] = frozenset()
    figures: frozenset[str] = frozenset()


class Counts(Struct, frozen=True, kw_only=True):
    """Everything counted for some units: by day and figure, number and product; and whole."""

    days: dict[str, Table]
    numbers: Table
    products: Table
    whole: dict[str, dict[int, int]]
    stock: dict[str, dict[int, dict[date, int]]]


class Line(Struct, frozen=True, kw_only=True):
    """A unit's public figures; None: merged into the unit above (`merged` names which).

    `declared` and `declared_entered` are None where nobody declared. `first` are people with a
    first dose who live there.
    """

    unit_id: int
    code: str
    name: str
    name_en: str
    population: int | None
    doses: int | None
    first: int | None
    registered: int | None
    reactions: int | None
    severe: int | None
    allocated: int
    received: int
    declared: int | None
    declared_entered: int | None
    merged: tuple[str, ...] = ()

    @property
    def coverage(self) -> float | None:
        """People with a first dose as a share of the population; None if either is not known."""
        return None if self.first is None or not self.population else self.first / self.population

    @property
    def per_100k(self) -> float | None:
        """Doses given on 100,000 inhabitants."""
        return (
            None if self.doses is None or not self.population
            else 100_000 * self.doses / self.population
        )  # fmt: skip

    @property
    def completeness(self) -> float | None:
        """Entered doses as a share of the declared ones."""
        entered, declared = self.declared_entered, self.declared
        return None if entered is None or not declared else entered / declared


class Day(Struct, frozen=True, kw_only=True):
    """A unit's figures of one day; None: merged into the unit's total."""

    day: date
    registered: int | None
    allocated: int
    received: int
    doses: int | None
    reactions: int | None


class Part(Struct, frozen=True):
    """Doses of one number or product; None: merged into the total."""

    key: int
    doses: int | None


class Sheet(Struct, frozen=True, kw_only=True):
    """All that the public sees of a unit at one moment (campaign time)."""

    unit: Unit
    above: tuple[Unit, ...]
    line: Line
    days: tuple[Day, ...]
    numbers: tuple[Part, ...]
    products: tuple[Part, ...]
    below: tuple[Line, ...]
    as_of: datetime


class Family(Struct, frozen=True, kw_only=True):
    """The units below one, with their counts and what is concealed of each."""

    units: tuple[Unit, ...]
    counts: Counts
    concealed: dict[int, Concealed]


def group(rows: Iterable[Row], column: Callable[[Row], Column]) -> Table:
    """Lay rows with a unit and an amount out as a table of units by columns."""
    table: Table = {}
    for row in rows:
        cells = table.setdefault(getattr(row, "unit_id"), {})  # noqa: B009 -- of any row's shape
        cells[column(row)] = cells.get(column(row), 0) + int(getattr(row, "amount"))  # noqa: B009
    return table


async def count_units(tx: Tx, level: str, units: Sequence[int]) -> Counts:
    """Read all counts of units of one level."""
    ids = list(units)
    dated = await screens.by_day(tx, level=level, units=ids)
    plain = group(await screens.totals(tx, level=level, units=ids), lambda r: r.figure)
    numbers = await screens.doses_by_number(tx, level=level, units=ids)
    products = await screens.doses_by_product(tx, level=level, units=ids)
    names = ("residents", "severe", "declared", "declared_entered")
    return Counts(
        days={
            figure: group((r for r in dated if r.figure == figure), lambda r: r.day)
            for figure in DATED
        },
        numbers=group(numbers, lambda r: r.number),
        products=group(products, lambda r: r.product_id),
        whole={n: {u: plain[u][n] for u in plain if n in plain[u]} for n in names},
        stock=await _stock(tx, level),
    )


async def _stock(tx: Tx, level: str) -> dict[str, dict[int, dict[date, int]]]:
    """Read what was allocated and received; the nation is the sum over its provinces."""
    below = "province" if level == "nation" else level
    found: dict[str, dict[int, dict[date, int]]] = {"allocated": {}, "received": {}}
    sources = {"allocated": screens.allocated}
    if below != "ward":  # a ward has no store of its own that counts as the first one
        sources["received"] = screens.received
    for name, read in sources.items():
        for row in await read(tx, level=below):
            unit = NATION if level == "nation" else row.unit_id
            days = found[name].setdefault(unit, {})
            days[row.day] = days.get(row.day, 0) + row.amount
    return found


def conceal_top(counts: Counts) -> Concealed:
    """Choose what is not published of the nation, whose sums alone are public above it."""

    def small(table: Table) -> frozenset[Column]:
        cells = table.get(NATION, {})
        whole = sum(cells.values())
        return frozenset(hide_small(cells, total_is_public=not 0 < whole < SMALLEST))

    whole = {f: sum(counts.days[f].get(NATION, {}).values()) for f in DATED}
    whole |= {f: counts.whole[f].get(NATION, 0) for f in PLAIN}
    return Concealed(
        days={figure: small(counts.days[figure]) for figure in DATED},
        numbers=small(counts.numbers),
        products=small(counts.products),
        figures=frozenset(figure for figure, n in whole.items() if 0 < n < SMALLEST),
    )


def conceal_below(units: Sequence[int], counts: Counts, above: Concealed) -> dict[int, Concealed]:
    """Choose what is not published of the units below one; `counts` hold every one of them."""
    days: dict[str, dict[int, set[Column]]] = {}
    figures: dict[int, set[str]] = {u: set() for u in units}
    for figure in DATED:
        hidden = protect(
            _filled(units, counts.days[figure]),
            hidden_columns=above.days[figure],
            total_is_public=figure not in above.figures,
        )
        days[figure] = {u: set() for u in units}
        for unit, day in hidden.cells:
            days[figure][unit].add(day)
        for unit in hidden.totals:
            figures[unit].add(figure)
    for figure in PLAIN:
        amounts = {u: counts.whole[figure].get(u, 0) for u in units}
        for unit in hide_small(amounts, total_is_public=figure not in above.figures):
            figures[unit].add(figure)
    public = "doses" not in above.figures
    numbers = _hidden_columns(units, counts.numbers, above.numbers, public=public)
    products = _hidden_columns(units, counts.products, above.products, public=public)
    return {
        u: Concealed(
            days={f: frozenset(days[f][u]) for f in DATED},
            numbers=frozenset(numbers[u]), products=frozenset(products[u]),
            figures=frozenset(figures[u]),
        )
        for u in units
    }  # fmt: skip


def _filled(units: Sequence[int], table: Table) -> Table:
    """Give every unit every column: what is not there is a zero that the public may know."""
    columns = {column for cells in table.values() for column in cells}
    return {u: {c: table.get(u, {}).get(c, 0) for c in columns} for u in units}


def _hidden_columns(
    units: Sequence[int], table: Table, above: Iterable[Column], *, public: bool
) -> dict[int, set[Column]]:
    hidden = protect(_filled(units, table), hidden_columns=above, total_is_public=public)
    found: dict[int, set[Column]] = {u: set() for u in units}
    for unit, column in hidden.cells:
        found[unit].add(column)
    return found


def add_remainder(counts: Counts, parent: Counts, unit: int) -> Counts:
    """Add what belongs to no unit below, so that lines add up to the unit above."""
    return Counts(
        days={f: _with_rest(counts.days[f], parent.days[f].get(unit, {})) for f in DATED},
        numbers=_with_rest(counts.numbers, parent.numbers.get(unit, {})),
        products=_with_rest(counts.products, parent.products.get(unit, {})),
        whole={n: _whole_rest(counts.whole[n], parent.whole[n].get(unit, 0)) for n in counts.whole},
        stock=counts.stock,
    )


def _with_rest(table: Table, whole: Mapping[Column, int]) -> Table:
    rest = {
        column: n - sum(cells.get(column, 0) for cells in table.values())
        for column, n in whole.items()
    }
    return table | {NOWHERE: {c: n for c, n in rest.items() if n > 0}}


def _whole_rest(amounts: Mapping[int, int], whole: int) -> dict[int, int]:
    return {**amounts, NOWHERE: max(0, whole - sum(amounts.values()))}


def line_of(unit: Unit, key: int, counts: Counts, concealed: Concealed) -> Line:
    """Write a unit's public line."""

    def shown(figure: str, amount: int) -> int | None:
        return None if figure in concealed.figures else amount

    totals = {f: sum(counts.days[f].get(key, {}).values()) for f in DATED}
    declared = counts.whole["declared"].get(key)
    known = declared if declared and "doses" not in concealed.figures else None
    entered = counts.whole["declared_entered"].get(key, 0)
    return Line(
        unit_id=unit.unit_id, code=unit.code, name=unit.name, name_en=unit.name_en or unit.name,
        population=unit.population,
        doses=shown("doses", totals["doses"]),
        first=shown("residents", counts.whole["residents"].get(key, 0)),
        registered=shown("registered", totals["registered"]),
        reactions=shown("reactions", totals["reactions"]),
        severe=shown("severe", counts.whole["severe"].get(key, 0)),
        allocated=sum(counts.stock["allocated"].get(key, {}).values()),
        received=sum(counts.stock["received"].get(key, {}).values()),
        declared=known, declared_entered=None if known is None else entered,
        merged=tuple(sorted(concealed.figures)),
    )  # fmt: skip


def days_of(key: int, counts: Counts, concealed: Concealed, today: date) -> tuple[Day, ...]:
    """Write a unit's days from the first with a figure to the last, without gaps.

    A slip in a date of long ago or of a day to come stands in the totals, and does not make of the
    days a table of a hundred years.
    """
    tables = {f: counts.days[f].get(key, {}) for f in DATED}
    stock = {n: counts.stock[n].get(key, {}) for n in counts.stock}
    known = {d for t in (*tables.values(), *stock.values()) for d in t if isinstance(d, date)}
    if not known:
        return ()

    def shown(figure: str, day: date) -> int | None:
        if day in concealed.days[figure] or figure in concealed.figures:
            return None
        return tables[figure].get(day, 0)

    last = min(max(known), today)
    first = max(min(known), last - timedelta(days=MOST_DAYS))
    every = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    return tuple(
        Day(
            day=day, registered=shown("registered", day), doses=shown("doses", day),
            reactions=shown("reactions", day), allocated=stock["allocated"].get(day, 0),
            received=stock["received"].get(day, 0),
        )
        for day in every
    )  # fmt: skip


def parts_of(
    table: Table, key: int, hidden: Iterable[Column], whole: int | None
) -> tuple[Part, ...]:
    """Write doses by number or product; nothing of a unit whose total is merged."""
    if whole is None:
        return ()
    concealed = set(hidden)
    return tuple(
        Part(column, None if column in concealed else n)
        for column, n in sorted(table.get(key, {}).items(), key=str)
        if isinstance(column, int)
    )
