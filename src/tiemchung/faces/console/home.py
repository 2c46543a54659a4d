"""The first page: the tasks that wait for this role at this place, and the figures of today."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import AT_SITE, Role
from tiemchung.domains.siteops import confirmation
from tiemchung.domains.supply import service as supply
from tiemchung.faces.console import choices
from tiemchung.faces.console.words import STATES, TONES
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import Who, requires
from tiemchung.kernel.web.pages import AnyRequest, render, site_of
from tiemchung.runtime import Runtime

sql = Queries(__file__)

MOST_COUNTED = 100


class Tasks(Struct, frozen=True):
    """What waits, and today's figures, within the reader's jurisdiction."""

    plans: int
    returned: int
    cases: int
    late_cases: int
    open_items: int
    sessions: int
    unclosed: int
    called: int
    doses: int


class SessionToday(Struct, frozen=True):
    """A session of today."""

    session_id: UUID
    site: str
    half_day: str
    state: str


class Tile(Struct, frozen=True):
    """A task: where it is done, and how many of it wait."""

    href: str
    icon: str
    text: str
    count: int
    note: str = ""


@sql
async def tasks(tx: Tx, *, now: datetime, day: date) -> Tasks: ...


@sql
async def seen_sessions(tx: Tx, *, day: date) -> list[SessionToday]: ...


@get("/console", opt=requires())
async def home(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:
    """Show what waits for this role, and what today has come to."""
    day = runtime.clock.today()
    found = await tasks(tx, now=runtime.clock.now(), day=day)
    tiles = [*_waiting(found), *await _of_facility(tx, actor)]
    doors = site_of(request).entrances
    return render(
        "console/home.html", request, here="home", tasks=found, day=day,
        tiles=[
            t for t in tiles if t.count and _admits(doors, t.href, actor)
        ],
        sessions=await seen_sessions(tx, day=day), halves=choices.HALF_DAYS, states=STATES,
        tones=TONES, at_site=actor.role in AT_SITE - {Role.STOREKEEPER, Role.SUPPORT_DISTRICT},
        may_open=_admits(doors, "/console/buoi-tiem", actor),
    )  # fmt: skip


def _admits(doors: Mapping[str, Who], href: str, actor: Actor) -> bool:
    who = doors.get(href.partition("?")[0])
    return who is not None and who.admits(actor)


def _waiting(found: Tasks) -> list[Tile]:
    late = _("quá hạn: %(number)s", number=found.late_cases) if found.late_cases else ""
    return [
        Tile("/console/ke-hoach", "clipboard", _("Kế hoạch chờ duyệt"), found.plans),
        Tile("/console/ke-hoach", "clipboard", _("Kế hoạch bị trả lại"), found.returned),
        Tile("/console/ho-so", "alert", _("Hồ sơ cần xem xét"), found.cases, late),
        Tile("/console/buoi-tiem", "calendar", _("Buổi tiêm chưa khóa sổ"), found.unclosed),
        Tile("/console/buoi-tiem", "flag", _("Việc còn treo sau khóa sổ"), found.open_items),
    ]


async def _of_facility(tx: Tx, actor: Actor) -> list[Tile]:
    """Return what waits at the actor's own facility: documents, and doses to confirm."""
    facility = actor.acting.facility_id
    if facility is None or actor.acting.session_id is not None:
        return []
    documents = {
        (line.giver_id, line.document_number)
        for line in await supply.waiting_documents(tx, facility)
    }
    waiting = await confirmation.sessions_to_confirm(tx, limit=MOST_COUNTED)
    return [
        Tile("/console/kho", "truck", _("Phiếu vắc xin chờ nhận"), len(documents)),
        Tile(
            "/console/xac-nhan", "certificate", _("Mũi tiêm chờ xác nhận"),
            sum(s.ready for s in waiting),
        ),
    ]  # fmt: skip


routes = [home]
