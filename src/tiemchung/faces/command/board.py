"""The board on the wall: a page that says when it was made, and moves while one looks."""

import re
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.statistics.pace import slot_of
from tiemchung.faces.command import paint
from tiemchung.faces.command.broadcast import Broadcaster, give_broadcaster
from tiemchung.faces.command.messages import PARTS, clock_text
from tiemchung.faces.command.paint import Measure
from tiemchung.faces.command.roles import WATCHERS
from tiemchung.faces.command.snapshot import DRAWN_PROVINCE, Area, Board
from tiemchung.faces.command.words import (
    INCIDENT_TONES,
    SESSION_STATES,
    SEVERITY_TONES,
    alert_text,
)
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import locale
from tiemchung.kernel.web.pages import AnyRequest, render

STREAM_SECONDS = 300.0
"""A stream ends after so long and the browser opens a new one: then the log-in is asked again."""

RETRY_MILLISECONDS = 2000
LISTED_AREAS = 10

BROADCASTER = {"broadcaster": Provide(give_broadcaster, sync_to_thread=False)}


class View(Struct, frozen=True):
    """How one looks at the board: which map, and what its colours mean."""

    drawing: str
    measure: Measure

    @property
    def query(self) -> str:
        """The view as part of an address."""
        return f"ban-do={'quan' if self.drawing == CITY_MAP else 'tinh'}&to-mau={self.measure}"


class Inset(Struct, frozen=True):
    """A part of a map that is drawn again, larger, where the map is empty; in its units."""

    x: float
    y: float
    width: float
    height: float
    at_x: float
    at_y: float
    scale: float

    def shows(self, x: float, y: float) -> bool:
        """Tell whether a label stands in the part."""
        return 0 <= x - self.x <= self.width and 0 <= y - self.y <= self.height


INSETS = {
    "hcmc_district_2021": Inset(286, 396, 214, 186, at_x=494, at_y=-2, scale=1.62),
}
"""The inner districts of the city are too small for their names."""


class Curve(Struct, frozen=True):
    """The doses of the day in slots, as the chart wants them; times in seconds."""

    values: list[int]
    times: list[int]
    labels: list[datetime]


CITY_MAP, NATION_MAP = "hcmc_district_2021", "province_2021"


def view_of(request: AnyRequest, board: Board) -> View:
    """Return the view that an address names; whoever covers the drawn city alone sees its map."""
    own = [area.unit.code for area in board.provinces if area.sessions]
    wanted = request.query_params.get("ban-do") or ("quan" if own == [DRAWN_PROVINCE] else "tinh")
    drawing = CITY_MAP if wanted == "quan" else NATION_MAP
    usual = paint.usual_measure(drawn_areas(board, drawing))
    return View(drawing, paint.measure_named(request.query_params.get("to-mau", usual)))


def drawn_areas(board: Board, drawing: str) -> Sequence[Area]:
    """Return the areas of a map."""
    return board.districts if drawing == CITY_MAP else board.provinces


def areas_of(board: Board, view: View) -> Sequence[Area]:
    """Return the areas of the map that is shown."""
    return drawn_areas(board, view.drawing)


def worst_first(areas: Sequence[Area], measure: Measure) -> list[Area]:
    """Return the areas with sessions: holes, then the lowest values, then what is not known."""

    def badness(area: Area) -> tuple[bool, int, bool, float, str]:
        value = paint.value_of(area, measure)
        return (not area.is_hole, -area.holes, value is None, value or 0.0, area.unit.name)

    return sorted((area for area in areas if area.sessions), key=badness)


def curve_of(board: Board) -> Curve:
    """Return the curve; on a day without a dose so far it stands at zero in the running slot."""
    points = board.curve or [(slot_of(board.made_at), 0)]
    times = [at for at, _doses in points]
    return Curve(
        [doses for _at, doses in points], [int(at.timestamp()) for at in times],
        list(dict.fromkeys((times[0], times[-1]))),
    )  # fmt: skip


def context(board: Board, view: View) -> dict[str, Any]:
    """Return what the page and its parts are drawn with."""
    areas = areas_of(board, view)
    return {
        "board": True,
        "state": board,
        "view": view,
        "areas": areas,
        "worst": worst_first(areas, view.measure)[:LISTED_AREAS],
        "has_sessions": any(area.sessions for area in areas),
        "curve": curve_of(board),
        "inset": INSETS.get(view.drawing),
        "paint": paint,
        "measures": paint.MEASURES,
        "bounds": paint.BOUNDS[view.measure],
        "as_of": clock_text(board),
        "alert_text": alert_text,
        "session_states": SESSION_STATES,
        "severity_tones": SEVERITY_TONES,
        "incident_tones": INCIDENT_TONES,
    }


@get("/command", opt=WATCHERS, dependencies=BROADCASTER)
async def show_board(
    request: AnyRequest, actor: NamedDependency[Actor], broadcaster: NamedDependency[Broadcaster]
) -> Response[str]:
    """Show the board of one's jurisdiction as it is now."""
    board = await broadcaster.board(actor.scope)
    return render(
        "command/board/board.html", request, here="board", **context(board, view_of(request, board))
    )


@get("/command/bang/{part:str}", opt=WATCHERS, dependencies=BROADCASTER)
async def show_part(
    request: AnyRequest, actor: NamedDependency[Actor],
    broadcaster: NamedDependency[Broadcaster], part: FromPath[str],
) -> Response[str]:  # fmt: skip
    """Show one part of the board anew, from the state that all viewers share."""
    if part not in PARTS:
        raise NotFound(_("Bảng không có phần này."))
    board = await broadcaster.board(actor.scope)
    return render(f"command/board/_{part}.html", request, **context(board, view_of(request, board)))


def version_named(text: str) -> int:
    """Return the version of a board that an address names, in milliseconds; 0 is none."""
    return int(text) if re.fullmatch("[0-9]{1,15}", text) else 0


@get("/command/stream", opt=WATCHERS, dependencies=BROADCASTER, media_type="text/event-stream")
async def stream(
    request: AnyRequest, actor: NamedDependency[Actor],
    broadcaster: NamedDependency[Broadcaster],
) -> ServerSentEvent:  # fmt: skip
    """Tell what changes on the board; `mot-lan=1` tells the state once and ends."""
    wanted = request.query_params
    lasts = 0.0 if wanted.get("mot-lan") == "1" else STREAM_SECONDS
    if actor.expires_at is not None:
        lasts = min(lasts, (actor.expires_at - real_now()).total_seconds())
    told = broadcaster.follow(
        actor.scope, paint.measure_named(wanted.get("to-mau", "")), locale(),
        version_named(wanted.get("tu", "")), lasts,
    )  # fmt: skip
    return ServerSentEvent(_as_events(told), retry_duration=RETRY_MILLISECONDS)


async def _as_events(
    told: AsyncGenerator[bytes | None],
) -> AsyncGenerator[ServerSentEventMessage]:
    try:
        async for message in told:
            if message is None:
                yield ServerSentEventMessage(data=None, comment="still here")
            else:
                yield ServerSentEventMessage(data=message)
    finally:
        await told.aclose()


routes = [show_board, show_part, stream]
