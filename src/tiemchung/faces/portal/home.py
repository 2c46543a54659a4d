"""The first page of the public: the figures of the day, the map, and the ways in."""

from litestar import Response, get
from litestar.di import NamedDependency

from tiemchung.faces.portal.figures import (
    announced,
    drawing_of,
    entered,
    measure_of,
    measures_of,
    shown,
    sources_of,
)
from tiemchung.faces.portal.publisher import FIGURES, Publisher
from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.pages import AnyRequest, render


@get("/", opt=open_to_all, dependencies=FIGURES)
async def home(request: AnyRequest, publisher: NamedDependency[Publisher]) -> Response[str]:
    """Show the nation's figures and map, and what one can do here."""
    sheet, days = await publisher.sheet(), await publisher.national_days()
    measure = measure_of(request, sheet)
    return render(
        "portal/home.html",
        request,
        here="home",
        sheet=sheet,
        measure=measure,
        measures=measures_of(sheet),
        map=shown(measure, sheet.below),
        drawing=drawing_of(sheet),
        curve=entered(sheet),
        announced=announced(days),
        sources=sources_of(days),
        is_late=await publisher.is_late(),
    )


routes = [home]
