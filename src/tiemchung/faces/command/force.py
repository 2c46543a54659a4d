"""The support force of 20, 30 and 100: one working list a group, and who is where today."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from tiemchung.domains.geography.places import Places
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.response import service
from tiemchung.domains.response.model import (
    ASSIGNMENT_STATES,
    FORCES,
    AlertKind,
    Assignment,
)
from tiemchung.domains.statistics import figures
from tiemchung.domains.statistics.figures import Period
from tiemchung.faces.command import screens
from tiemchung.faces.command.roles import COORDINATORS, RESPONDERS, WATCHERS
from tiemchung.faces.command.words import ASSIGNMENT_TONES, SEVERITY_TONES, alert_text
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

PATH = "/command/luc-luong"

WORK: dict[str, tuple[str, ...]] = {
    "operations": (AlertKind.SEVERE_REACTION, AlertKind.QUARANTINE, AlertKind.FOLLOWER),
    "district": (AlertKind.ENTRY_GAP, AlertKind.OPEN_ITEM_OVERDUE),
    "site": (AlertKind.NO_ENTRY, AlertKind.SILENT, AlertKind.DEVICE_GAP),
}
"""Which alerts are the work of which group."""


class Send(Struct, frozen=True):
    """A member is sent to a unit or to a site for today."""

    member_id: UUID
    nhom: str
    site_id: int | None = None
    unit_id: int | None = None
    task: Annotated[str, Meta(max_length=200)] | None = None


class Step(Struct, frozen=True):
    """An assignment moves; `nhom` is the list to go back to."""

    state: str
    nhom: str = ""


def force_named(name: str) -> str:
    """Return the group that an address names, else the first."""
    return name if name in FORCES else "operations"


def tabs_of(members: list[Assignment]) -> list[dict[str, Any]]:
    """Return the groups with how many of their members have a place today."""
    tabs: list[dict[str, Any]] = []
    for force, title in FORCES.items():
        own = {m.member_id for m in members if m.support_force == force}
        placed = {m.member_id for m in members if m.support_force == force and m.place}
        tabs.append({
            "id": force,
            "text": _("%(group)s: %(placed)s/%(all)s có việc", group=title, placed=len(placed),
                      all=len(own)),
            "href": f"{PATH}?nhom={force}",
        })  # fmt: skip
    return tabs


async def _units(tx: Tx, scope: Scope, runtime: Runtime) -> list[dict[str, Any]]:
    """Return the units of the scope that somebody may be sent to: its own and those below."""
    where = figures.own_place(scope)
    if where is None or where.level == "facility":
        return []
    today = runtime.clock.today()
    places = runtime.reference.current.of(Places)
    below = await figures.units_below(tx, where, Period(today, today))
    own = [
        {"value": unit, "text": (await figures.unit_place(tx, unit, scope, places)).name}
        for unit in where.units
        if where.level != "nation"
    ]
    return [*own, *({"value": u.unit_id, "text": u.name} for u in below)]


async def _page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, form: Form[Any], which: str
) -> Response[str]:
    members = await service.force_of_day(tx, runtime.clock.today())
    own = [m for m in members if m.support_force == which]
    busy = {m.member_id for m in own if m.state in ("assigned", "on_site")}
    alerts = [a for a in await service.open_alerts(tx, actor.scope) if a.kind in WORK[which]]
    may_send = COORDINATORS["who"].admits(actor)
    return render(
        "command/force/list.html", request, here="force", form=form, status=form.status,
        which=which, tabs=tabs_of(members), members=own, alerts=alerts,
        free=[m for m in own if m.member_id not in busy] if may_send else [],
        sites=await screens.sites_of_day(tx, day=runtime.clock.today()) if may_send else [],
        units=await _units(tx, actor.scope, runtime) if may_send else [],
        may_send=may_send, own_id=actor.staff_id, states=ASSIGNMENT_STATES,
        tones=ASSIGNMENT_TONES, severity_tones=SEVERITY_TONES, alert_text=alert_text,
        day=runtime.clock.today(),
    )  # fmt: skip


@get(PATH, opt=WATCHERS)
async def show_force(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:  # fmt: skip
    """Show one group: what waits for it, and where each member is today."""
    which = force_named(request.query_params.get("nhom", _own_force(actor)))
    return await _page(request, tx, actor, runtime, Form(), which)


def _own_force(actor: Actor) -> str:
    """Return the group of a member of the force by their role."""
    role = str(actor.role or "")
    return role.removeprefix("support_") if role.startswith("support_") else "operations"


@post(PATH + "/phan-cong", opt=COORDINATORS)
async def send(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:  # fmt: skip
    """Send a member to a unit or a site for today."""
    form = await read_form(request, Send)
    which = force_named(form["nhom"])
    if form.value is not None:
        async with form.attempt(tx):
            await service.assign(
                tx, form.value.member_id, day=runtime.clock.today(), unit_id=form.value.unit_id,
                site_id=form.value.site_id, task=form.value.task, staff_id=actor.staff_id,
                now=runtime.clock.now(), scope=actor.scope,
            )  # fmt: skip
            return redirect(request, f"{PATH}?nhom={which}", _("Đã phân công."))
    return await _page(request, tx, actor, runtime, form, which)


@post(PATH + "/phan-cong/{assignment_id:uuid}", opt=RESPONDERS)
async def step(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    assignment_id: FromPath[UUID],
) -> Response[str]:  # fmt: skip
    """Mark an assignment as on site, done or withdrawn: one's own, or one that one may make."""
    form = await read_form(request, Step)
    if form.value is None:
        raise NotFound(_("Không có trạng thái này."))
    scope = actor.scope if COORDINATORS["who"].admits(actor) else Scope()
    await service.move_assignment(
        tx, assignment_id, form.value.state, scope=scope, staff_id=actor.staff_id
    )
    return redirect(
        request, f"{PATH}?nhom={force_named(form.value.nhom)}", _("Đã ghi tình trạng phân công.")
    )


routes = [show_force, send, step]
