"""Public figures: the nation, its provinces on the map, and every unit down to the ward and day."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from tiemchung.faces.portal.classes import Shown, choose_bounds
from tiemchung.faces.portal.published import Line, Sheet
from tiemchung.faces.portal.publisher import FIGURES, Publisher
from tiemchung.faces.portal.screens import NationalDay
from tiemchung.kernel.i18n import Lazy, lazy
from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.pages import AnyRequest, render

REFORM = date(2025, 7, 1)
"""Districts ended and 63 provinces became 34."""

CITY = "79"
"""Ho Chi Minh City, of whose districts of 2021 there is a map."""

MEASURES: dict[str, Lazy] = {
    "mui": lazy("Số mũi đã tiêm"),
    "nguoi": lazy("Người đã tiêm ít nhất 1 mũi"),
    "bao-phu": lazy("Tỷ lệ dân đã tiêm ít nhất 1 mũi"),
    "nhap-lieu": lazy("Tỷ lệ nhập liệu"),
}
READABLE = 0.01
"""A share is only drawn where the highest one reaches this: the legend writes whole per cents."""

ENTRY_BOUNDS = (0.25, 0.5, 0.75, 0.95)


class DailyCurve(Struct, frozen=True):
    """A curve with its labels; None breaks the line where nothing is known."""

    values: list[float | None]
    labels: list[str]


def measures_of(sheet: Sheet) -> dict[str, Lazy]:
    """Return the measures that can be drawn for the units below."""
    highest = max((line.coverage or 0 for line in sheet.below), default=0)
    return {m: text for m, text in MEASURES.items() if m != "bao-phu" or highest >= READABLE}


def measure_of(request: AnyRequest, sheet: Sheet) -> str:
    """Return the measure that an address names, else the first."""
    wanted = request.query_params.get("muc", "")
    return wanted if wanted in measures_of(sheet) else next(iter(MEASURES))


def shown(measure: str, lines: Sequence[Line]) -> Shown:
    """Return a measure's values by code of unit, with the bounds of its classes."""
    known = [line for line in lines if line.code]
    if measure == "bao-phu":
        shares = {line.code: line.coverage for line in known}
        return Shown(shares, choose_bounds(shares.values(), least=READABLE), "percent")
    if measure == "nhap-lieu":
        return Shown({line.code: line.completeness for line in known}, ENTRY_BOUNDS, "percent")
    counts: dict[str, float | None] = {
        line.code: line.first if measure == "nguoi" else line.doses for line in known
    }
    return Shown(counts, choose_bounds(counts.values(), least=1), "number")


def drawing_of(sheet: Sheet) -> str | None:
    """Return the name of the map on which the units below are drawn, if there is one."""
    day = sheet.as_of.date()
    if sheet.unit.level == "nation":
        return "province_2025" if day >= REFORM else "province_2021"
    return "hcmc_district_2021" if sheet.unit.code == CITY and day < REFORM else None


def announced(days: Sequence[NationalDay]) -> DailyCurve:
    """Return doses of each day as the nation announced them, from totals of two days in a row."""
    values: list[float | None] = [None]
    for before, after in pairwise(days):
        if before.total_doses is None or after.total_doses is None:
            values.append(None)
        else:
            values.append(max(0, after.total_doses - before.total_doses))
    return DailyCurve(values if days else [], _labels([d.day for d in days]))


def sources_of(days: Sequence[NationalDay]) -> str:
    """Return who says so, as they want to be named."""
    return "; ".join(sorted({d.source for d in days if d.source is not None}))


def entered(sheet: Sheet) -> DailyCurve:
    """Return the doses of each day that were entered, None where they are merged."""
    return DailyCurve([d.doses for d in sheet.days], _labels([d.day for d in sheet.days]))


def _labels(days: Sequence[date], most: int = 4) -> list[str]:
    if not days:
        return []
    places = sorted({round(i * (len(days) - 1) / (most - 1)) for i in range(most)})
    return [f"{days[p]:%d/%m}" for p in places]


@get("/so-lieu", opt=open_to_all, dependencies=FIGURES)
async def show_nation(request: AnyRequest, publisher: NamedDependency[Publisher]) -> Response[str]:
    """Show the nation's figures, by province and by day."""
    return await _show(request, publisher, None)


@get("/so-lieu/{unit_id:int}", opt=open_to_all, dependencies=FIGURES)
async def show_unit(
    request: AnyRequest, publisher: NamedDependency[Publisher], unit_id: FromPath[int]
) -> Response[str]:
    """Show the figures of a province, district or ward, by unit below and by day."""
    return await _show(request, publisher, unit_id)


async def _show(request: AnyRequest, publisher: Publisher, unit_id: int | None) -> Response[str]:
    sheet = await publisher.sheet(unit_id)
    measure = measure_of(request, sheet)
    return render(
        "portal/figures/unit.html", request, here="figures", sheet=sheet, curve=entered(sheet),
        drawing=drawing_of(sheet), measure=measure, measures=measures_of(sheet),
        map=shown(measure, sheet.below), products=await publisher.product_names(),
        is_late=await publisher.is_late(),
    )  # fmt: skip


@get("/so-lieu/ca-nuoc-theo-ngay", opt=open_to_all, dependencies=FIGURES)
async def show_announced(
    request: AnyRequest, publisher: NamedDependency[Publisher]
) -> Response[str]:
    """Show what the nation announced, day by day; days without a figure stay unknown."""
    days = await publisher.national_days()
    return render(
        "portal/figures/announced.html", request, here="figures", days=days,
        curve=announced(days), sources=sources_of(days),
    )  # fmt: skip


routes = [show_nation, show_unit, show_announced]
