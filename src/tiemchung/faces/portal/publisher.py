"""Reads and keeps the public figures of one process."""

import asyncio
from typing import Any

from litestar.datastructures import State
from litestar.di import Provide

from tiemchung.faces.portal import published, screens
from tiemchung.faces.portal.kept import Kept
from tiemchung.faces.portal.published import (
    NATION,
    NOWHERE,
    Concealed,
    Counts,
    Family,
    Line,
    Sheet,
    add_remainder,
    conceal_below,
    conceal_top,
    count_units,
    days_of,
    line_of,
    parts_of,
)
from tiemchung.faces.portal.screens import NationalDay, Unit
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.sql import Tx

__all__ = ["FIGURES", "Publisher"]

MOST_INTEGER = 2**31 - 1
UNPLACED = Unit(NOWHERE, "", "", "Chưa rõ đơn vị", "Unit not known", None, None)


class Publisher:
    """Public figures by unit; the same for everybody, so kept for some seconds."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock
        self._families: Kept[Family | None] = Kept()
        self._tops: Kept[tuple[Unit, Counts, Concealed]] = Kept()
        self._sheets: Kept[Sheet] = Kept()
        self._days: Kept[list[NationalDay]] = Kept(60)
        self._products: Kept[dict[int, str]] = Kept(60)

    async def sheet(self, unit_id: int | None = None) -> Sheet:
        """Return all public figures of a unit (None: the nation); raises NotFound."""
        return await self._sheets.get(unit_id, lambda: self._make_sheet(unit_id))

    async def national_days(self) -> list[NationalDay]:
        """Return what the nation announced, day by day up to today; None where it did not."""
        today = self._clock.today()

        async def make() -> list[NationalDay]:
            async with transaction(self._pool, NOBODY) as tx:
                return await screens.national_daily(tx, until=today)

        return await self._days.get(today, make)

    async def product_names(self) -> dict[int, str]:
        """Return the short names of products."""

        async def make() -> dict[int, str]:
            async with transaction(self._pool, NOBODY) as tx:
                return {p.product_id: p.name for p in await screens.product_names(tx)}

        return await self._products.get("products", make)

    async def is_late(self) -> bool:
        """Tell whether a roll-up has failed and not caught up yet."""
        async with transaction(self._pool, NOBODY) as tx:
            return await screens.late_figures(tx) > 0

    async def _make_sheet(self, unit_id: int | None) -> Sheet:
        nation, _top, _hidden = await self._top()
        async with transaction(self._pool, NOBODY) as tx:
            unit, above = await _find(tx, nation, unit_id)
        counts, concealed, key = await self._of(nation, unit, above)
        family = await self._family(nation, unit, above)
        line = line_of(unit, key, counts, concealed)
        return Sheet(
            unit=unit, above=above, line=line,
            days=days_of(key, counts, concealed, self._clock.today()),
            numbers=parts_of(counts.numbers, key, concealed.numbers, line.doses),
            products=parts_of(counts.products, key, concealed.products, line.doses),
            below=() if family is None else _lines(family), as_of=self._clock.now(),
        )  # fmt: skip

    async def _top(self) -> tuple[Unit, Counts, Concealed]:
        async def make() -> tuple[Unit, Counts, Concealed]:
            async with transaction(self._pool, NOBODY) as tx:
                nation = await screens.nation(tx)
                if nation is None:
                    raise NotFound(_("Cơ sở dữ liệu chưa có danh mục đơn vị hành chính."))
                counts = await count_units(tx, "nation", [NATION])
            return nation, counts, conceal_top(counts)

        return await self._tops.get("top", make)

    async def _of(
        self, nation: Unit, unit: Unit, above: tuple[Unit, ...]
    ) -> tuple[Counts, Concealed, int]:
        """Return the counts that hold a unit, what is concealed of it, and its key in them."""
        if unit.unit_id == nation.unit_id:
            _unit, counts, concealed = await self._top()
            return counts, concealed, NATION
        parent = above[-1] if above else nation
        family = await self._family(nation, parent, above[:-1])
        if family is None or unit.unit_id not in family.concealed:
            raise NotFound(_("Không có đơn vị này vào ngày hôm nay."))
        return family.counts, family.concealed[unit.unit_id], unit.unit_id

    async def _family(self, nation: Unit, unit: Unit, above: tuple[Unit, ...]) -> Family | None:
        today = self._clock.today()

        async def make() -> Family | None:
            counts, concealed, key = await self._of(nation, unit, above)
            async with transaction(self._pool, NOBODY) as tx:
                units = await screens.units_below(
                    tx, unit_id=unit.unit_id, level=unit.level, day=today
                )
                if not units:
                    return None
                ids = [u.unit_id for u in units]
                own = await count_units(tx, units[0].level, ids)
            # Off the loop: a province with many days takes a while, and the stations must not wait.
            return await asyncio.to_thread(_conceal, tuple(units), own, counts, key, concealed)

        return await self._families.get((unit.unit_id, today), make)


def _conceal(
    units: tuple[Unit, ...], own: Counts, parent: Counts, key: int, concealed: Concealed
) -> Family:
    whole = add_remainder(own, parent, key)
    ids = [*(u.unit_id for u in units), NOWHERE]
    return Family(units=units, counts=whole, concealed=conceal_below(ids, whole, concealed))


async def _find(tx: Tx, nation: Unit, unit_id: int | None) -> tuple[Unit, tuple[Unit, ...]]:
    if unit_id is None or unit_id == nation.unit_id:
        return nation, ()
    unit = await screens.unit(tx, unit_id=unit_id) if 0 < unit_id <= MOST_INTEGER else None
    if unit is None:
        raise NotFound(_("Không có đơn vị này."))
    return unit, tuple(await screens.units_above(tx, unit_id=unit_id))


def _lines(family: Family) -> tuple[Line, ...]:
    lines = [
        line_of(u, u.unit_id, family.counts, family.concealed[u.unit_id]) for u in family.units
    ]
    rest = line_of(UNPLACED, NOWHERE, family.counts, family.concealed[NOWHERE])
    if any(getattr(rest, f) != 0 for f in (*published.DATED, "first")):
        lines.append(rest)
    return tuple(lines)


def give_publisher(state: State) -> Publisher:
    """Hand over the one publisher of this process."""
    held: Any = state.get("publisher")
    if held is None:
        runtime = state.runtime
        held = state["publisher"] = Publisher(runtime.db.app, runtime.clock)
    return held


FIGURES = {"publisher": Provide(give_publisher, sync_to_thread=False)}
"""The dependency that routes with public figures declare."""
