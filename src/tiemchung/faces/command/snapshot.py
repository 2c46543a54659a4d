"""The state of the board for one jurisdiction at one moment: read once, shown to many."""

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter

from msgspec import Struct

from tiemchung.domains.response import service as response
from tiemchung.domains.response.model import NO_ENTRY_AFTER, Alert, AlertKind, BoardLine, Incident
from tiemchung.domains.statistics import figures, pace
from tiemchung.domains.statistics.figures import Period, Where
from tiemchung.faces.command import screens
from tiemchung.faces.command.screens import AreaOfDay, MapUnit
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import Runtime

DRAWN_PROVINCE = "79"
"""Ho Chi Minh City: the province of whose districts there is a map."""

FIGURES = ("doses", "declared", "entered", "severe_reactions")
LINES, ALERTS, INCIDENTS = 12, 8, 6

QUIET = (AlertKind.SILENT, AlertKind.NO_ENTRY)
"""Sites that are not heard of."""


class Area(Struct, frozen=True):
    """What a unit of the map did today; without sessions there is nothing to know."""

    unit: MapUnit
    sessions: int = 0
    running: int = 0
    ended: int = 0
    called: int = 0
    checked_in: int = 0
    entered: int = 0
    declared: int | None = None
    declared_entered: int = 0
    holes: int = 0

    @property
    def is_hole(self) -> bool:
        """Tell whether nothing is entered where doses were given or vaccine lies."""
        return self.holes > 0 and self.entered == 0

    @property
    def completeness(self) -> float | None:
        """Return entered doses as a fraction of the declared ones; None while it is not known."""
        return self.declared_entered / self.declared if self.declared else None

    @property
    def progress(self) -> float | None:
        """Return doses as a fraction of the people called; None where nobody was."""
        return self.entered / self.called if self.called else None


class Board(Struct, frozen=True):
    """Everything that the board shows; `version` tells two apart, in milliseconds."""

    version: int
    made_at: datetime
    day: date
    where: Where | None
    numbers: dict[str, float | None]
    provinces: list[Area]
    districts: list[Area]
    lines: list[BoardLine]
    alerts: list[Alert]
    incidents: list[Incident]
    curve: list[tuple[datetime, int]]

    @property
    def areas(self) -> list[Area]:
        """All units that are drawn."""
        return [*self.provinces, *self.districts]


async def read_board(runtime: Runtime, scope: Scope) -> Board:
    """Read the board of a scope in one transaction."""
    now = runtime.clock.now()
    day = runtime.clock.today()
    where = figures.own_place(scope)
    async with transaction(runtime.db.app, scope) as tx:
        totals = await _totals(tx, where, day)
        found = await screens.areas_of_day(tx, day=day, now=now, no_entry_after=NO_ENTRY_AFTER)
        units = await screens.units_of_maps(tx, day=day, drawn=DRAWN_PROVINCE)
        counts = await response.alert_counts(tx, scope)
        lines = await response.board(tx, day, limit=LINES)
        alerts = await response.open_alerts(tx, scope, limit=ALERTS)
        incidents = await response.incidents(tx, scope, only_open=True, limit=INCIDENTS)
        curve = [] if where is None else await pace.curve(tx, day, where.level, where.units, now)
    return Board(
        version=int(now.timestamp() * 1000),
        made_at=now,
        day=day,
        where=where,
        numbers=_numbers(totals, found, counts),
        provinces=_areas(found, [u for u in units if u.level == "province"], "province"),
        districts=_areas(found, [u for u in units if u.level == "district"], "district"),
        lines=lines,
        alerts=alerts,
        incidents=incidents,
        curve=curve,
    )


async def _totals(tx: Tx, where: Where | None, day: date) -> dict[str, int]:
    if where is None:
        return {}
    today = Period(day, day)
    return {
        name: await figures.value(tx, figures.find_figure(name), where, today) for name in FIGURES
    }


def _numbers(
    totals: dict[str, int], found: Iterable[AreaOfDay], counts: dict[str, int]
) -> dict[str, float | None]:
    """Return the figures of the tiles; what nobody has declared is None, not zero."""
    areas = list(found)
    declared = any(a.declared is not None for a in areas)
    entered, said = totals.get("entered", 0), totals.get("declared", 0)
    return {
        "doses": totals.get("doses"),
        "declared": said if declared else None,
        "completeness": entered / said if declared and said else None,
        "sessions": sum(a.sessions for a in areas),
        "running": sum(a.running for a in areas),
        "called": sum(a.called for a in areas),
        "checked_in": sum(a.checked_in for a in areas),
        "quiet": sum(counts.get(kind, 0) for kind in QUIET),
        "severe": totals.get("severe_reactions"),
        "device_gaps": counts.get(AlertKind.DEVICE_GAP, 0),
        "alerts": sum(counts.values()),
    }


def _areas(found: Iterable[AreaOfDay], units: Iterable[MapUnit], level: str) -> list[Area]:
    """Add the sessions up by the units of a level; every drawn unit has its line."""
    key = attrgetter(level)
    sums: dict[int, list[AreaOfDay]] = {}
    for area in found:
        if (unit_id := key(area)) is not None:
            sums.setdefault(unit_id, []).append(area)
    return [_area(unit, sums.get(unit.unit_id, [])) for unit in units]


def _area(unit: MapUnit, parts: list[AreaOfDay]) -> Area:
    known = [p.declared for p in parts if p.declared is not None]
    return Area(
        unit=unit,
        sessions=sum(p.sessions for p in parts),
        running=sum(p.running for p in parts),
        ended=sum(p.ended for p in parts),
        called=sum(p.called for p in parts),
        checked_in=sum(p.checked_in for p in parts),
        entered=sum(p.entered for p in parts),
        declared=sum(known) if known else None,
        declared_entered=sum(p.declared_entered for p in parts),
        holes=sum(p.holes for p in parts),
    )
