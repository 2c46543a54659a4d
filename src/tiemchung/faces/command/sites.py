"""The sessions of a day in one's jurisdiction, and one session with everything known of it."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec.structs import asdict

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.response import service as response
from tiemchung.domains.response.model import BoardLine
from tiemchung.domains.siteops import service as siteops
from tiemchung.domains.siteops.close import DeviceLine
from tiemchung.faces.command import screens
from tiemchung.faces.command.roles import WATCHERS
from tiemchung.faces.command.screens import OpenItem
from tiemchung.faces.command.words import (
    GAPS,
    HALF_DAYS,
    SESSION_STATES,
    SEVERITY_TONES,
    alert_text,
)
from tiemchung.kernel.clock import is_within_reach
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import Lazy, lazy
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.pages import AnyRequest, render
from tiemchung.runtime import Runtime

SHOWN: dict[str, Lazy] = {
    "tat-ca": lazy("Tất cả"),
    "canh-bao": lazy("Có cảnh báo"),
    "chua-nhap": lazy("Chưa nhập"),
    "dang-chay": lazy("Đang tiêm"),
}
"""Which sessions of the day are listed."""

OWNERS: dict[str, Lazy] = {"district": lazy("Quận, huyện"), "province": lazy("Tỉnh, thành phố")}


def day_of(request: AnyRequest, name: str, otherwise: date) -> date:
    """Return the day that an address names, else another one; what is no day counts as none.

    Links write 2021-08-16, people 16/8/2021.
    """
    text = request.query_params.get(name, "").strip()
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        with suppress(ValueError):
            found = datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a day has no zone
            if is_within_reach(found):
                return found
    return otherwise


def is_shown(line: BoardLine, which: str, runtime: Runtime) -> bool:
    """Tell whether a session belongs to what is asked for."""
    if which == "canh-bao":
        return line.open_alerts > 0
    if which == "chua-nhap":
        return line.is_hole(runtime.clock.now())
    return which != "dang-chay" or line.state == "running"


@get("/command/buoi-tiem", opt=WATCHERS)
async def list_sessions(
    request: AnyRequest, tx: NamedDependency[Tx], runtime: NamedDependency[Runtime]
) -> Response[str]:
    """List the sessions of a day, the worst first."""
    day = day_of(request, "ngay", runtime.clock.today())
    which = request.query_params.get("loc", "tat-ca")
    which = which if which in SHOWN else "tat-ca"
    lines = await response.board(tx, day)
    counts = {name: sum(is_shown(x, name, runtime) for x in lines) for name in SHOWN}
    return render(
        "command/sites/list.html", request, here="sites", day=day, which=which, shown=SHOWN,
        counts=counts, now=runtime.clock.now(), half_days=HALF_DAYS,
        lines=[x for x in lines if is_shown(x, which, runtime)], session_states=SESSION_STATES,
        is_today=day == runtime.clock.today(), most=response.BOARD_LINES, total=len(lines),
    )  # fmt: skip


@get("/command/buoi-tiem/{session_id:uuid}", opt=WATCHERS)
async def show_session(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime], session_id: FromPath[UUID],
) -> Response[str]:  # fmt: skip
    """Show a session: people, doses, vials, devices, what is missing and who looks after it."""
    head = await screens.session_head(tx, session_id=session_id)
    if head is None:
        raise NotFound(_("Không có buổi tiêm này, hoặc buổi nằm ngoài phạm vi của bạn."))
    place = await siteops.find_session(tx, session_id)
    alerts = [a for a in await response.open_alerts(tx, actor.scope) if a.session_id == session_id]
    line = next((x for x in await response.board(tx, head.day) if x.session_id == session_id), None)
    figures = await siteops.session_figures(tx, place)
    return render(
        "command/sites/session.html", request, here="sites", head=head, line=line, alerts=alerts,
        figures=figures, devices=[_device(d) for d in figures.devices], people_as=asdict,
        items=[_item(i, runtime) for i in await screens.open_items_of(tx, session_id=session_id)],
        half_days=HALF_DAYS, session_states=SESSION_STATES, severity_tones=SEVERITY_TONES,
        alert_text=alert_text,
    )  # fmt: skip


def _device(device: DeviceLine) -> dict[str, Any]:
    lost = sum(last - first + 1 for first, last in device.missing)
    tone = "bad" if lost or device.quarantined else ""
    return asdict(device) | {"name": device.name or str(device.device_id)[-8:], "lost": lost,
                             "tone": tone}  # fmt: skip


def _item(item: OpenItem, runtime: Runtime) -> dict[str, object]:
    subject = item.details.get("subject") or ""
    what = str(GAPS.get(item.kind, item.kind))
    late = item.settled_at is None and item.due_at < runtime.clock.now()
    return {
        "what": f"{what}: {subject}" if subject else what,
        "owner": OWNERS.get(item.owner_level, item.owner_level),
        "due_at": item.due_at,
        "settled_at": item.settled_at,
        "tone": "bad" if late else "warn" if item.settled_at is None else "",
    }


routes = [list_sessions, show_session]
