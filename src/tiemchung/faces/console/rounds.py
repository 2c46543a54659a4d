"""A province's rounds: what doses they spend, who waits, and people assigned in bulk by a rule."""

from datetime import date
from typing import Any, Literal

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import AssignmentPreview, AssignmentRule, OpenRound
from tiemchung.domains.planning.service.lists import SOURCE_TITLES
from tiemchung.faces.console import choices
from tiemchung.faces.console.rows import day_boxes, options, read_day, read_texts
from tiemchung.faces.console.words import STATES
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import locale, ngettext
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import WHOLE, Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

READERS = requires(
    Role.MINISTRY, Role.PROVINCE, Role.DISTRICT, Role.WARD, Role.FACILITY_HEAD, Role.SITE_HEAD,
    Role.SUPPORT_OPERATIONS, Role.SUPPORT_DISTRICT,
)  # fmt: skip
PLANNERS = requires(Role.PROVINCE)
LIST = "/console/dot-tiem"


class RoundLine(Struct, frozen=True):
    """A round in the list."""

    round_id: int
    number: int
    name: str
    province: str
    starts_on: date
    ends_on: date
    doses: int
    approved: int


class Campaign(Struct, frozen=True):
    """A campaign."""

    campaign_id: int
    name: str


class AllocationChoice(Struct, frozen=True):
    """An allocation round whose doses a round may spend."""

    allocation_round_id: int
    number: int
    name: str


class NewRound(Struct, frozen=True, kw_only=True):
    """A round as it is typed; its days are read beside it."""

    campaign_id: int
    province_id: int
    number: int
    name: str


class Spending(Struct, frozen=True, kw_only=True):
    """Doses of an allocation round for this round."""

    allocation_round_id: int
    doses: int


class Rule(Struct, frozen=True, kw_only=True):
    """Whom a province sends where, as it is typed; `act` tells looking from doing."""

    facility_id: int
    places: int
    groups: list[str] = []
    districts: list[int] = []
    sources: list[str] = []
    min_age: int | None = None
    max_age: int | None = None
    dose_number: int = 1
    expected: int | None = None
    act: Literal["preview", "assign"] = "preview"


class TakeBack(Struct, frozen=True, kw_only=True):
    """People of a facility whom nobody has called go back to their wards' lists."""

    facility_id: int


@sql
async def rounds(tx: Tx, *, nation: bool, units: list[int]) -> list[RoundLine]: ...


@sql
async def campaigns(tx: Tx) -> list[Campaign]: ...


@sql
async def allocation_rounds(tx: Tx) -> list[AllocationChoice]: ...


@sql
async def facilities_of_province(tx: Tx, *, province: int) -> list[choices.Store]: ...


async def seen_rounds(tx: Tx, actor: Actor) -> list[RoundLine]:
    """Return the rounds that concern the actor's place."""
    units = choices.units_of(actor)
    seat = await choices.seat_of(tx, actor) if not units else None
    if seat is not None:
        units = [seat.unit_id]
    return await rounds(tx, nation=actor.scope.nation, units=units)


@get(LIST, opt=READERS)
async def show_rounds(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """Show the vaccination rounds."""
    return await _list_page(request, tx, actor, Form[NewRound]())


async def _list_page(
    request: AnyRequest, tx: Tx, actor: Actor, form: Form[NewRound]
) -> Response[str]:
    units = await choices.units_of_scope(tx, units=choices.units_of(actor), nation=False)
    return render(
        "console/rounds/list.html", request, here="rounds", status=form.status, form=form,
        rounds=await seen_rounds(tx, actor), may_open=actor.role == Role.PROVINCE,
        campaigns=options(await campaigns(tx), "campaign_id", "name"),
        provinces=options([u for u in units if u.level == "province"], "unit_id", "name"),
        starts=day_boxes(form, "starts_on"), ends=day_boxes(form, "ends_on"),
    )  # fmt: skip


@post(LIST, opt=PLANNERS)
async def open_round(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[Any]:
    """Open a round of the province."""
    form = await read_form(request, NewRound)
    texts = await read_texts(request)
    starts, ends = read_day(form, texts, "starts_on"), read_day(form, texts, "ends_on")
    if form.value is not None and not form.errors and starts is not None and ends is not None:
        wanted = msgspec.structs.asdict(form.value) | {"starts_on": starts, "ends_on": ends}
        try:
            command = msgspec.convert(wanted, OpenRound)
        except msgspec.ValidationError:
            form.fault("number", _("Số đợt từ 1 đến 999."))
        else:
            async with form.attempt(tx):
                made = await planning.open_round(tx, command)
                return redirect(request, f"{LIST}/{made}", _("Đã mở đợt tiêm."))
    return await _list_page(request, tx, actor, form)


@get("/console/dot-tiem/{round_id:int}", opt=READERS)
async def show_round(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    round_id: FromPath[int],
) -> Response[str]:
    """Show a round: its doses, its people by state, its plans and its lists."""
    return await _round_page(request, tx, actor, round_id, Form[Spending]())


async def _round_page(
    request: AnyRequest, tx: Tx, actor: Actor, round_id: int, form: Form[Spending]
) -> Response[str]:
    found = await planning.find_round(tx, round_id)
    counts = await planning.candidate_counts(tx, round_id)
    return render(
        "console/rounds/round.html", request, here="rounds", status=form.status, form=form,
        round=found, doses=await planning.round_doses(tx, round_id), counts=counts, states=STATES,
        plans=len(await planning.plans_of_round(tx, round_id)),
        submitted=len(await planning.plans_of_round(tx, round_id, state="submitted")),
        may_plan=actor.role == Role.PROVINCE,
        allocations=[
            {"value": str(a.allocation_round_id), "text": f"{a.number} · {a.name}"}
            for a in await allocation_rounds(tx)
        ],
    )  # fmt: skip


@post("/console/dot-tiem/{round_id:int}/lieu", opt=PLANNERS)
async def spend(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    round_id: FromPath[int],
) -> Response[Any]:
    """Let the round spend doses of an allocation round."""
    form = await read_form(request, Spending)
    if form.value is not None:
        async with form.attempt(tx):
            await planning.spend_allocation(
                tx, round_id, form.value.allocation_round_id, form.value.doses
            )
            return redirect(request, f"{LIST}/{round_id}", _("Đã ghi số liều của đợt tiêm."))
    return await _round_page(request, tx, actor, round_id, form)


@get("/console/dot-tiem/{round_id:int}/phan-cong", opt=PLANNERS)
async def show_assignment(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
    round_id: FromPath[int],
) -> Response[str]:
    """Ask for a rule by which people are sent to a facility."""
    return await _assign_page(request, tx, runtime, round_id, Form[Rule](), [], None)


async def _assign_page(
    request: AnyRequest, tx: Tx, runtime: Runtime, round_id: int, form: Form[Rule],
    chosen: list[str], preview: AssignmentPreview | None,
) -> Response[str]:  # fmt: skip
    found = await planning.find_round(tx, round_id)
    await geography.require_unit(tx, found.province_id)
    day, language = runtime.clock.today(), locale()
    groups = runtime.reference.current.of(Rules).book.on(day, found.province_id).priority_groups
    districts = await choices.units_under(
        tx, unit=found.province_id, levels=["district"], day=day
    )  # fmt: skip
    return render(
        "console/rounds/assign.html", request, here="rounds", status=form.status, form=form,
        round=found, preview=preview, chosen=chosen,
        facilities=options(
            await facilities_of_province(tx, province=found.province_id), "facility_id", "name"
        ),
        groups=[
            {"value": g.code, "text": f"{g.code}. {getattr(g.name, language) or g.name.vi}"}
            for g in (groups.groups if groups is not None else ())
        ],
        districts=options(districts, "unit_id", "name"),
        sources=[{"value": k, "text": str(v)} for k, v in SOURCE_TITLES.items()],
    )  # fmt: skip


@post("/console/dot-tiem/{round_id:int}/phan-cong", opt=PLANNERS, status_code=200)
async def assign(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    round_id: FromPath[int],
) -> Response[Any]:
    """Show whom a rule meets; then, on the same number of people, assign them."""
    form = await read_form(request, Rule)
    raw = await request.form()
    chosen = [
        f"{name}:{value}" for name, value in raw.multi_items()
        if name in ("groups", "districts", "sources") and isinstance(value, str)
    ]  # fmt: skip
    preview = None
    if form.value is not None and (rule := _rule(form, round_id, runtime)) is not None:
        async with form.attempt(tx):
            if form.value.act == "assign":
                moved = await planning.assign(
                    tx, rule, expected=form.value.expected, actor_id=actor.staff_id,
                    now=runtime.clock.now(),
                )  # fmt: skip
                people = sum(g.people for g in moved)
                return redirect(
                    request, f"{LIST}/{round_id}",
                    ngettext("Đã phân %(num)s người.", "Đã phân %(num)s người.", people),
                )  # fmt: skip
            preview = await planning.preview_assignment(tx, rule)
    if WHOLE in form.errors:
        form.errors["facility_id"] = form.errors.pop(WHOLE)
    return await _assign_page(request, tx, runtime, round_id, form, chosen, preview)


def _rule(form: Form[Rule], round_id: int, runtime: Runtime) -> AssignmentRule | None:
    """Make the rule: groups go in the order of the list in force."""
    sent = form.value
    if sent is None:
        return None
    day = runtime.clock.today()
    groups = runtime.reference.current.of(Rules).book.on(day).priority_groups
    order = [] if groups is None else [g.code for g in groups.groups]
    wanted = {
        "round_id": round_id, "facility_id": sent.facility_id, "places": sent.places, "on": day,
        "group_order": order, "groups": sent.groups, "min_age": sent.min_age,
        "max_age": sent.max_age, "districts": sent.districts, "sources": sent.sources,
        "dose_number": sent.dose_number,
    }  # fmt: skip
    try:
        return msgspec.convert(wanted, AssignmentRule)
    except msgspec.ValidationError:
        form.fault("places", _("Có số nằm ngoài giới hạn, xin xem lại."))
        return None


@post("/console/dot-tiem/{round_id:int}/thu-hoi", opt=PLANNERS)
async def take_back(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    round_id: FromPath[int],
) -> Response[Any]:
    """Put people whom nobody has called yet back on their wards' lists: the undo of a rule."""
    form = await read_form(request, TakeBack)
    if form.value is None:
        return redirect(request, f"{LIST}/{round_id}/phan-cong", _("Chọn cơ sở."), tone="warn")
    found = await planning.find_round(tx, round_id)
    await geography.require_unit(tx, found.province_id)
    people = await planning.take_assignment_back(
        tx, round_id, form.value.facility_id, actor_id=actor.staff_id, now=runtime.clock.now()
    )
    sentence = ngettext("Đã thu hồi %(num)s người.", "Đã thu hồi %(num)s người.", people)
    return redirect(request, f"{LIST}/{round_id}", sentence)


routes = [show_rounds, open_round, show_round, spend, show_assignment, assign, take_back]
