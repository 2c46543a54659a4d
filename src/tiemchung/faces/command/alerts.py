"""Open alerts of one's jurisdiction: what is wrong, since when, and who has seen it."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.response import service
from tiemchung.domains.response.model import ALERT_TITLES, Alert
from tiemchung.faces.command.roles import RESPONDERS, WATCHERS
from tiemchung.faces.command.snapshot import QUIET
from tiemchung.faces.command.words import SEVERITY_TONES, alert_text
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.forms import read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

PATH = "/command/canh-bao"
QUIET_KINDS = "chua-co-tin"
"""The kinds of alert about sites that are not heard of, together."""


class Seen(Struct, frozen=True):
    """An alert has been seen; `loai` is the list to go back to."""

    loai: str = ""


def kinds_named(name: str) -> tuple[str, ...]:
    """Return the kinds that an address names; none: all of them."""
    if name == QUIET_KINDS:
        return QUIET
    return (name,) if name in ALERT_TITLES else ()


def tabs_of(alerts: list[Alert]) -> list[dict[str, object]]:
    """Return one tab a kind that there is, worst first, and one for all."""
    tabs: list[dict[str, object]] = [
        {"id": "", "text": _("Tất cả"), "href": PATH, "count": len(alerts)}
    ]
    for kind, title in ALERT_TITLES.items():
        if count := sum(a.kind == kind for a in alerts):
            tabs.append(
                {"id": kind, "text": str(title), "href": f"{PATH}?loai={kind}", "count": count}
            )
    return tabs


@get(PATH, opt=WATCHERS)
async def list_alerts(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """List open alerts, worst and newest first."""
    which = request.query_params.get("loai", "")
    kinds = kinds_named(which)
    alerts = await service.open_alerts(tx, actor.scope)
    return render(
        "command/alerts/list.html", request, here="alerts", tabs=tabs_of(alerts), which=which,
        alerts=[a for a in alerts if not kinds or a.kind in kinds],
        may_see=RESPONDERS["who"].admits(actor),
        severity_tones=SEVERITY_TONES, alert_text=alert_text,
    )  # fmt: skip


@post(PATH + "/{alert_id:uuid}/da-xem", opt=RESPONDERS)
async def see(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime], alert_id: FromPath[UUID],
) -> Response[str]:  # fmt: skip
    """Note who saw an alert first; only its cause ends it."""
    form = await read_form(request, Seen)
    await service.see_alert(
        tx, alert_id, scope=actor.scope, staff_id=actor.staff_id, now=runtime.clock.now()
    )
    which = form["loai"] if kinds_named(form["loai"]) else ""
    return redirect(request, f"{PATH}?loai={which}" if which else PATH, _("Đã ghi là đã xem."))


routes = [list_alerts, see]
