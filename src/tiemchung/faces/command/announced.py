"""What the nation announced day by day beside what is entered; unknown days stay unknown."""

from collections.abc import Sequence
from datetime import date, timedelta

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from tiemchung.domains.statistics import figures
from tiemchung.domains.statistics.figure_list import FIGURES
from tiemchung.domains.statistics.figures import Period, Where
from tiemchung.faces.command import screens
from tiemchung.faces.command.figures import period_of
from tiemchung.faces.command.roles import WATCHERS
from tiemchung.faces.command.screens import AnnouncedDay
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.web.pages import AnyRequest, render
from tiemchung.runtime import Runtime

NATION = Where(level="nation", units=(0,))


class ComparedDay(Struct, frozen=True):
    """A day: announced total and daily doses (None: not announced), and what the platform holds."""

    day: date
    total: int | None
    announced: int | None
    entered: int


def compare(
    announced: Sequence[AnnouncedDay], entered: dict[date, int], days: Period
) -> list[ComparedDay]:
    """Put the two side by side, newest first.

    The doses of a day follow from the totals of two days in a row; where one of them was not
    announced, neither was the day.
    """
    totals = {a.day: a.total_doses for a in announced}
    found: list[ComparedDay] = []
    for n in range((days.until - days.since).days + 1):
        day = days.since + timedelta(days=n)
        total, before = totals.get(day), totals.get(day - timedelta(days=1))
        daily = None if total is None or before is None else total - before
        found.append(ComparedDay(day, total, daily, entered.get(day, 0)))
    return found[::-1]


@get("/command/so-lieu/ca-nuoc", opt=WATCHERS)
async def show_announced(request: AnyRequest, runtime: NamedDependency[Runtime]) -> Response[str]:
    """Show the nation's announced days beside the entered ones. Both are public figures."""
    days = period_of(request, runtime.clock.today())
    async with transaction(runtime.db.app, NOBODY) as tx:
        announced = await screens.announced_days(
            tx, since=days.since - timedelta(days=1), until=days.until
        )
        entered = await figures.by_day(tx, FIGURES["doses"], NATION, days)
    compared = compare(announced, entered, days)
    return render(
        "command/figures/announced.html", request, here="figures", days=days, compared=compared,
        unknown=sum(day.announced is None for day in compared),
        sources=sorted({a.source for a in announced}),
        is_demo=runtime.is_demo,
    )  # fmt: skip


routes = [show_announced]
