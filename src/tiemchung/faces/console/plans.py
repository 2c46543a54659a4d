"""Plans of facilities in a round: drawn up with their sites, handed in, approved or returned."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import DrawUpPlan, PlanSite
from tiemchung.faces.console import choices
from tiemchung.faces.console.rounds import seen_rounds
from tiemchung.faces.console.rows import (
    day_boxes,
    options,
    read_day,
    read_texts,
    table_of,
    whole_numbers,
)
from tiemchung.faces.console.words import STATES, TONES
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import WHOLE, Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

DRAWERS = requires(Role.FACILITY_HEAD, Role.DISTRICT, Role.PROVINCE)
DECIDERS = requires(Role.DISTRICT, Role.PROVINCE)
READERS = requires(*DRAWERS["who"].roles, Role.SITE_HEAD, Role.MINISTRY, Role.SUPPORT_DISTRICT)
LIST = "/console/ke-hoach"


class PlanLine(Struct, frozen=True):
    """A plan in the list."""

    plan_id: UUID
    facility: str
    round: str
    starts_on: date
    ends_on: date
    target: int
    state: str


class Team(Struct, frozen=True):
    """A team of a facility."""

    team_id: UUID
    name: str


class SiteOfFacility(Struct, frozen=True):
    """A site that a plan may name."""

    site_id: int
    name: str
    kind: str
    tables: int


class StaffName(Struct, frozen=True):
    """Somebody's name."""

    staff_id: UUID
    full_name: str


class NewPlan(Struct, frozen=True, kw_only=True):
    """The head of a plan as it is typed; its days are read beside it."""

    plan_id: UUID
    round_id: int
    facility_id: int
    target: int


class Remark(Struct, frozen=True, kw_only=True):
    """What has to be changed before a plan can be approved."""

    remark: str


class NoFields(Struct, frozen=True):
    """An act without fields."""


@sql
async def plans(tx: Tx, *, round: int | None) -> list[PlanLine]: ...  # noqa: A002 -- the field's word


@sql
async def teams(tx: Tx, *, facility: int) -> list[Team]: ...


@sql
async def sites_of(tx: Tx, *, facility: int) -> list[SiteOfFacility]: ...


@sql
async def names_of_staff(tx: Tx, *, staff: list[UUID]) -> list[StaffName]: ...


@get(LIST, opt=READERS)
async def show_plans(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    dot: FromQuery[int | None] = None,
) -> Response[str]:
    """Show the plans within the reader's scope, those that wait first."""
    return render(
        "console/plans/list.html", request, here="plans", plans=await plans(tx, round=dot),
        states=STATES, tones=TONES, may_draw=actor.role in DRAWERS["who"].roles,
    )  # fmt: skip


@get("/console/ke-hoach/moi", opt=DRAWERS)
async def show_new(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """Ask for a plan's round, facility, days and target."""
    return await _new_page(request, tx, actor, Form[NewPlan]({"plan_id": str(uuid7())}))


async def _new_page(
    request: AnyRequest, tx: Tx, actor: Actor, form: Form[NewPlan]
) -> Response[str]:
    if WHOLE in form.errors:
        form.errors["round_id"] = form.errors.pop(WHOLE)
    return render(
        "console/plans/new.html", request, here="plans", status=form.status, form=form,
        rounds=options(await seen_rounds(tx, actor), "round_id", "name", "province"),
        facilities=options(await choices.stores(tx), "facility_id", "name"),
        starts=day_boxes(form, "starts_on"), ends=day_boxes(form, "ends_on"),
    )  # fmt: skip


@post("/console/ke-hoach/moi", opt=DRAWERS)
async def draw_up(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Draw up a plan, or change a draft."""
    form = await read_form(request, NewPlan)
    texts = await read_texts(request)
    starts, ends = read_day(form, texts, "starts_on"), read_day(form, texts, "ends_on")
    if form.value is not None and not form.errors and starts is not None and ends is not None:
        wanted = msgspec.structs.asdict(form.value) | {"starts_on": starts, "ends_on": ends}
        try:
            command = msgspec.convert(wanted, DrawUpPlan)
        except msgspec.ValidationError:
            form.fault("target", _("Số này nằm ngoài giới hạn."))
        else:
            async with form.attempt(tx):
                made = await planning.draw_up_plan(
                    tx, command, actor_id=actor.staff_id, now=runtime.clock.now()
                )
                return redirect(
                    request, f"{LIST}/{made}", _("Đã lập kế hoạch. Hãy chọn điểm tiêm.")
                )
    return await _new_page(request, tx, actor, form)


@get("/console/ke-hoach/{plan_id:uuid}", opt=READERS)
async def show_plan(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
) -> Response[str]:
    """Show a plan with its sites and what may be done with it now."""
    return await _plan_page(request, tx, actor, plan_id, Form[Any](), {})


async def _plan_page(
    request: AnyRequest, tx: Tx, actor: Actor, plan_id: UUID, form: Form[Any],
    texts: dict[str, str],
) -> Response[str]:  # fmt: skip
    plan = await planning.find_plan(tx, plan_id)
    facility = await choices.own_facility(tx, plan.facility_id)
    named = await planning.planned_sites(tx, plan_id)
    known = {s.site_id: s for s in named}
    people = [p for p in (plan.drawn_up_by, plan.decided_by) if p is not None]
    return render(
        "console/plans/plan.html", request, here="plans", status=form.status, plan=plan, form=form,
        facility=facility, round=await planning.find_round(tx, plan.round_id), texts=texts,
        named=known, sites=await sites_of(tx, facility=plan.facility_id),
        teams=options(await teams(tx, facility=plan.facility_id), "team_id", "name"),
        names={s.staff_id: s.full_name for s in await names_of_staff(tx, staff=people)},
        states=STATES, tones=TONES,
        may_edit=actor.role in DRAWERS["who"].roles and plan.state != "approved",
        may_decide=actor.role in DECIDERS["who"].roles and plan.state == "submitted",
        may_plan_sessions=plan.state == "approved",
    )  # fmt: skip


@post("/console/ke-hoach/{plan_id:uuid}/diem", opt=DRAWERS)
async def name_sites(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
) -> Response[Any]:
    """Name the sites of a plan, how many people each is to see, and the team of each."""
    form: Form[Any] = await read_form(request, NoFields)
    texts = await read_texts(request)
    targets = whole_numbers(form, table_of(texts, "target", int), field="sites")
    found: list[PlanSite] = []
    for site, target in targets.items():
        team = texts.get(f"team-{site}") or None
        try:
            found.append(PlanSite(site, target, None if team is None else UUID(team)))
        except ValueError:
            form.fault("sites", _("Không đọc được đội tiêm. Xin tải lại trang."))
    if not form.errors:
        async with form.attempt(tx):
            await planning.name_sites(tx, plan_id, found)
            return redirect(request, f"{LIST}/{plan_id}", _("Đã ghi các điểm tiêm."))
    if WHOLE in form.errors:
        form.errors["sites"] = form.errors.pop(WHOLE)
    return await _plan_page(request, tx, actor, plan_id, form, texts)


@post("/console/ke-hoach/{plan_id:uuid}/trinh", opt=DRAWERS)
async def submit(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
) -> Response[Any]:
    """Hand a plan in."""
    form: Form[Any] = Form()
    async with form.attempt(tx):
        await planning.submit_plan(tx, plan_id)
        return redirect(request, f"{LIST}/{plan_id}", _("Đã trình kế hoạch."))
    return await _plan_page(request, tx, actor, plan_id, form, {})


@post("/console/ke-hoach/{plan_id:uuid}/duyet", opt=DECIDERS)
async def approve(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    plan_id: FromPath[UUID],
) -> Response[Any]:
    """Approve a plan."""
    form: Form[Any] = Form()
    async with form.attempt(tx):
        await planning.approve_plan(
            tx, plan_id, actor_id=actor.staff_id, now=runtime.clock.now()
        )  # fmt: skip
        return redirect(request, f"{LIST}/{plan_id}", _("Đã duyệt kế hoạch."))
    return await _plan_page(request, tx, actor, plan_id, form, {})


@post("/console/ke-hoach/{plan_id:uuid}/tra-lai", opt=DECIDERS)
async def give_back(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    plan_id: FromPath[UUID],
) -> Response[Any]:
    """Return a plan with what has to be changed."""
    form = await read_form(request, Remark)
    if form.value is not None:
        async with form.attempt(tx):
            await planning.return_plan(
                tx, plan_id, remark=form.value.remark[:500], actor_id=actor.staff_id,
                now=runtime.clock.now(),
            )  # fmt: skip
            return redirect(request, f"{LIST}/{plan_id}", _("Đã trả lại kế hoạch để sửa."))
    return await _plan_page(request, tx, actor, plan_id, form, {})


routes = [show_plans, show_new, draw_up, show_plan, name_sites, submit, approve, give_back]
