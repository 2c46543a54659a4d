"""Public figures and keys for programs: JSON and CSV, readable from any site, no personal data."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Struct

from tiemchung.domains.certificates import service as certificates
from tiemchung.domains.certificates.trust import TrustListRow
from tiemchung.faces.portal.figures import announced
from tiemchung.faces.portal.published import Line, Sheet
from tiemchung.faces.portal.publisher import FIGURES, Publisher
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import open_to_all

OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=5"}
"""Any page may read these; a few seconds in caches keep a rush from the database."""

CSV = "text/csv"


class UnitFigures(Struct, frozen=True, kw_only=True):
    """Figures of one unit; null: merged into the unit above (`merged`) or not known.

    `coverage` and `completeness` are shares of 1.
    """

    unit: int
    code: str
    name: str
    name_en: str
    population: int | None
    registered: int | None
    allocated: int
    received: int
    doses: int | None
    people_first_dose: int | None
    coverage: float | None
    declared: int | None
    declared_entered: int | None
    completeness: float | None
    reactions: int | None
    severe: int | None
    merged: tuple[str, ...]


class DayFigures(Struct, frozen=True, kw_only=True):
    """Figures of one day; null: merged into the total."""

    day: date
    registered: int | None
    allocated: int
    received: int
    doses: int | None
    reactions: int | None


class OpenFigures(Struct, frozen=True, kw_only=True):
    """All public figures of a unit at a moment of the campaign."""

    as_of: datetime
    level: str
    figures: UnitFigures
    below: list[UnitFigures]
    days: list[DayFigures]


class Revoked(Struct, frozen=True):
    """Numbers of certificates that say something wrong, oldest first."""

    numbers: list[str]


def unit_figures(line: Line) -> UnitFigures:
    """Return a line as programs read it."""
    return UnitFigures(
        unit=line.unit_id,
        code=line.code,
        name=line.name,
        name_en=line.name_en,
        population=line.population,
        registered=line.registered,
        allocated=line.allocated,
        received=line.received,
        doses=line.doses,
        people_first_dose=line.first,
        coverage=line.coverage,
        declared=line.declared,
        declared_entered=line.declared_entered,
        completeness=line.completeness,
        reactions=line.reactions,
        severe=line.severe,
        merged=line.merged,
    )


def day_figures(sheet: Sheet) -> list[DayFigures]:
    """Return the days of a unit as programs read them."""
    return [
        DayFigures(
            day=d.day,
            registered=d.registered,
            allocated=d.allocated,
            received=d.received,
            doses=d.doses,
            reactions=d.reactions,
        )
        for d in sheet.days
    ]


def as_csv(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Response[str]:
    """Answer with a CSV file in UTF-8; what is not known or merged is empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows(["" if v is None else v for v in row] for row in rows)
    return Response(
        text.getvalue(),
        media_type=CSV,
        headers={**OPEN, "Content-Disposition": f'inline; filename="{name}.csv"'},
    )


@get("/api/v1/open/figures", opt=open_to_all, dependencies=FIGURES)
async def open_figures(
    publisher: NamedDependency[Publisher], unit: FromQuery[int | None] = None
) -> Response[OpenFigures]:
    """Return the public figures of a unit (none: the nation), of the units below and by day."""
    sheet = await publisher.sheet(unit)
    return Response(
        OpenFigures(
            as_of=sheet.as_of,
            level=sheet.unit.level,
            figures=unit_figures(sheet.line),
            below=[unit_figures(line) for line in sheet.below],
            days=day_figures(sheet),
        ),
        headers=OPEN,
    )


@get("/api/v1/open/units.csv", opt=open_to_all, dependencies=FIGURES, media_type=CSV)
async def open_units(
    publisher: NamedDependency[Publisher], unit: FromQuery[int | None] = None
) -> Response[str]:
    """Return the units below one as CSV."""
    sheet = await publisher.sheet(unit)
    names = UnitFigures.__struct_fields__
    rows = [[_plain(getattr(unit_figures(line), n)) for n in names] for line in sheet.below]
    return as_csv("units", names, rows)


@get("/api/v1/open/days.csv", opt=open_to_all, dependencies=FIGURES, media_type=CSV)
async def open_days(
    publisher: NamedDependency[Publisher], unit: FromQuery[int | None] = None
) -> Response[str]:
    """Return a unit's figures by day as CSV; `merged` names what is in the total alone."""
    names = DayFigures.__struct_fields__
    rows = [
        [*(getattr(d, n) for n in names), " ".join(n for n in names if getattr(d, n) is None)]
        for d in day_figures(await publisher.sheet(unit))
    ]
    return as_csv("days", [*names, "merged"], rows)


@get("/api/v1/open/announced.csv", opt=open_to_all, dependencies=FIGURES, media_type=CSV)
async def open_announced(publisher: NamedDependency[Publisher]) -> Response[str]:
    """Return what the nation announced, day by day, as CSV; unknown days are empty."""
    days = await publisher.national_days()
    of_day = announced(days).values
    rows = [[d.day, d.total_doses, n, d.source] for d, n in zip(days, of_day, strict=True)]
    return as_csv("announced", ["day", "total_doses", "doses_of_day", "source"], rows)


@get("/api/v1/open/trust-list", opt=open_to_all)
async def open_trust_list(tx: NamedDependency[Tx]) -> Response[list[TrustListRow]]:
    """Return the public keys that sign our certificates, in the shape of the EU gateway."""
    return Response(await certificates.read_trust_list(tx), headers=OPEN)


@get("/api/v1/open/revoked", opt=open_to_all)
async def open_revoked(tx: NamedDependency[Tx]) -> Response[Revoked]:
    """Return the numbers of certificates that were taken back because they were wrong."""
    return Response(Revoked(await certificates.read_revoked(tx)), headers=OPEN)


def _plain(value: object) -> object:
    return " ".join(str(v) for v in value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


routes = [
    open_figures,
    open_units,
    open_days,
    open_announced,
    open_trust_list,
    open_revoked,
]
