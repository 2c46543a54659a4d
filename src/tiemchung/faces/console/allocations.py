"""Allocation rounds of the ministry and the signed decisions of three levels, with amendments."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.supply import service
from tiemchung.domains.supply.allocation import Level, RecordDecision, Share
from tiemchung.faces.console import choices
from tiemchung.faces.console.rows import day_boxes, options, read_day, read_texts, whole_numbers
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import WHOLE, Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

READERS = requires(
    Role.MINISTRY, Role.REGIONAL_INSTITUTE, Role.PROVINCE, Role.DISTRICT, Role.STOREKEEPER,
    Role.FACILITY_HEAD, Role.SUPPORT_OPERATIONS, Role.SUPPORT_DISTRICT,
)  # fmt: skip
OPENERS = requires(Role.MINISTRY)
SIGNERS = requires(Role.MINISTRY, Role.PROVINCE, Role.DISTRICT)
LEVELS: dict[str, Level] = {"nation": "national", "province": "provincial", "district": "district"}
UNDER = {"nation": ["province"], "province": ["district"], "district": list[str]()}
LEVEL_TITLES = {
    "national": lazy("Trung ương"),
    "provincial": lazy("Tỉnh, thành phố"),
    "district": lazy("Quận, huyện"),
}
SECTORS = {
    "army": lazy("Quân đội"),
    "police": lazy("Công an"),
    "ministry_health": lazy("Y tế bộ, ngành"),
}
PURPOSES = {
    "dose_1": lazy("Mũi 1"),
    "dose_2": lazy("Mũi 2"),
    "any": lazy("Không chia mũi"),
}
LIST = "/console/phan-bo"


class RoundLine(Struct, frozen=True):
    """A round in the list: allocated by the nation, and to the reader's own unit."""

    allocation_round_id: int
    number: int
    name: str
    short_name: str
    doses: int
    own: int
    decisions: int


class DecisionLine(Struct, frozen=True):
    """A decision in the list of a round."""

    decision_id: UUID
    number: str
    signed_on: date
    level: str
    issuer: str
    amends: str | None
    doses: int
    lines: int
    own: bool


class Given(Struct, frozen=True):
    """The sum of all decisions of one issuer for one receiver, by purpose."""

    receiver: str
    name: str
    is_sector: bool
    dose_1: int | None
    dose_2: int | None
    either: int | None
    doses: int


class DecisionPage(Struct, frozen=True):
    """A decision with who signed it."""

    decision_id: UUID
    allocation_round_id: int
    number: str
    signed_on: date
    level: str
    issuer: str
    issued_by_unit_id: int
    amends_id: UUID | None


class ShownLine(Struct, frozen=True):
    """A line of a decision; an amendment may take away."""

    name: str
    is_sector: bool
    purpose: str
    doses: int


class NewRound(Struct, frozen=True, kw_only=True):
    """A round as the ministry opens it."""

    number: int
    name: str
    product_id: int


class NewDecision(Struct, frozen=True, kw_only=True):
    """The head of a decision; its lines and its day are read beside it."""

    decision_id: UUID
    number: str
    amends_id: UUID | None = None


@sql
async def rounds(tx: Tx, *, unit: int | None) -> list[RoundLine]: ...


@sql
async def decisions(
    tx: Tx, *, allocation_round: int, unit: int | None, nation: bool
) -> list[DecisionLine]: ...


@sql
async def given(tx: Tx, *, allocation_round: int, unit: int | None) -> list[Given]: ...


@sql
async def decision(tx: Tx, *, decision: UUID) -> DecisionPage | None: ...


@sql
async def decision_lines(tx: Tx, *, decision: UUID) -> list[ShownLine]: ...


@sql
async def facilities_under(tx: Tx, *, unit: int, level: str) -> list[choices.Store]: ...


@get(LIST, opt=READERS)
async def show_rounds(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """Show the allocation rounds, newest first."""
    return await _list_page(request, tx, actor, Form[NewRound]())


async def _list_page(
    request: AnyRequest, tx: Tx, actor: Actor, form: Form[NewRound]
) -> Response[str]:
    seat = await choices.seat_of(tx, actor)
    return render(
        "console/allocations/list.html", request, here="allocations", status=form.status, form=form,
        rounds=await rounds(tx, unit=None if seat is None else seat.unit_id), seat=seat,
        products=options(await choices.products(tx), "product_id", "short_name"),
        may_open=actor.role == Role.MINISTRY,
    )  # fmt: skip


@post(LIST, opt=OPENERS)
async def open_round(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Open a numbered round."""
    form = await read_form(request, NewRound)
    if form.value is not None:
        async with form.attempt(tx):
            await service.open_allocation_round(
                tx, number=form.value.number, name=form.value.name,
                product_id=form.value.product_id, now=runtime.clock.now(),
            )  # fmt: skip
            return redirect(request, LIST, _("Đã mở đợt phân bổ."))
    return await _list_page(request, tx, actor, form)


@get("/console/phan-bo/{allocation_round_id:int}", opt=READERS)
async def show_round(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    allocation_round_id: FromPath[int],
) -> Response[str]:
    """Show the decisions of a round and what the reader's unit has given to whom."""
    found = await service.find_round(tx, allocation_round_id)
    seat = await choices.seat_of(tx, actor)
    unit = None if seat is None else seat.unit_id
    return render(
        "console/allocations/round.html", request, here="allocations", round=found, seat=seat,
        decisions=await decisions(
            tx, allocation_round=allocation_round_id, unit=unit, nation=actor.scope.nation
        ),
        given=await given(tx, allocation_round=allocation_round_id, unit=unit),
        levels=LEVEL_TITLES, sectors=SECTORS,
        may_sign=actor.role in (Role.MINISTRY, Role.PROVINCE, Role.DISTRICT),
    )  # fmt: skip


@get("/console/phan-bo/quyet-dinh/{decision_id:uuid}", opt=READERS)
async def show_decision(
    request: AnyRequest, tx: NamedDependency[Tx], decision_id: FromPath[UUID]
) -> Response[str]:
    """Show one decision with its lines."""
    found = await decision(tx, decision=decision_id)
    if found is None:
        raise NotFound(_("Không có quyết định này."))
    return render(
        "console/allocations/decision.html", request, here="allocations", decision=found,
        lines=await decision_lines(tx, decision=decision_id), levels=LEVEL_TITLES,
        purposes=PURPOSES, sectors=SECTORS,
    )  # fmt: skip


@get("/console/phan-bo/{allocation_round_id:int}/moi", opt=SIGNERS)
async def show_new(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    allocation_round_id: FromPath[int],
    sua: FromQuery[UUID | None] = None,
) -> Response[str]:
    """Ask for a decision's head and its lines; `sua` names the decision to amend."""
    form: Form[NewDecision] = Form(
        {"decision_id": str(uuid7()), "amends_id": "" if sua is None else str(sua)}
    )
    return await _edit_page(request, tx, actor, runtime, allocation_round_id, form, {})


@post("/console/phan-bo/{allocation_round_id:int}/moi", opt=SIGNERS)
async def enter(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    allocation_round_id: FromPath[int],
) -> Response[Any]:
    """Enter a signed decision; the sums of all levels stay true or nothing is entered."""
    form = await read_form(request, NewDecision)
    texts = await read_texts(request)
    signed_on = read_day(form, texts, "signed_on")
    shares = read_shares(form, texts)
    seat = await choices.seat_of(tx, actor)
    if form.value is not None and not form.errors and signed_on is not None and seat is not None:
        command = RecordDecision(
            decision_id=form.value.decision_id, allocation_round_id=allocation_round_id,
            number=form.value.number, signed_on=signed_on, level=LEVELS[seat.level],
            issued_by_unit_id=seat.unit_id, lines=shares, amends_id=form.value.amends_id,
        )  # fmt: skip
        async with form.attempt(tx):
            await service.record_decision(
                tx, command, actor_id=actor.staff_id, now=runtime.clock.now()
            )
            return redirect(
                request, f"{LIST}/{allocation_round_id}", _("Đã vào sổ quyết định phân bổ.")
            )
    return await _edit_page(request, tx, actor, runtime, allocation_round_id, form, texts)


def read_shares(form: Form[NewDecision], texts: dict[str, str]) -> tuple[Share, ...]:
    """Read cells named `<purpose>-<unit|facility|sector>-<id>`; none at all is a fault."""
    shares: list[Share] = []
    amends = bool(form["amends_id"])
    for purpose in PURPOSES:
        cells = {
            name.removeprefix(f"{purpose}-"): text
            for name, text in texts.items()
            if name.startswith(f"{purpose}-") and text
        }
        least = -200_000_000 if amends else 0
        for receiver, doses in whole_numbers(form, cells, least=least).items():
            kind, _dash, key = receiver.partition("-")
            field = {"unit": "unit_id", "facility": "facility_id", "sector": "sector"}.get(kind)
            wanted = {field or "none": key, "doses": doses, "purpose": purpose}
            try:
                shares.append(msgspec.convert(wanted, Share, strict=False))
            except msgspec.ValidationError:
                form.fault("lines", _("Có dòng không đọc được. Xin tải lại trang."))
    if not shares:
        form.errors.setdefault("lines", _("Hãy ghi số liều cho ít nhất một nơi nhận."))
    return tuple(shares)


async def _edit_page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, allocation_round_id: int,
    form: Form[NewDecision], texts: dict[str, str],
) -> Response[str]:  # fmt: skip
    found = await service.find_round(tx, allocation_round_id)
    seat = await choices.seat_of(tx, actor)
    if seat is None or seat.level not in LEVELS:
        raise NotFound(_("Vai trò này không ký quyết định phân bổ."))
    await geography.require_unit(tx, seat.unit_id)
    day = runtime.clock.today()
    own = await decisions(tx, allocation_round=allocation_round_id, unit=seat.unit_id, nation=False)
    units = await choices.units_under(tx, unit=seat.unit_id, levels=UNDER[seat.level], day=day)
    places = await facilities_under(tx, unit=seat.unit_id, level=seat.level)
    so_far = {
        g.receiver: g
        for g in await given(tx, allocation_round=allocation_round_id, unit=seat.unit_id)
    }
    receivers = [
        *({"key": f"unit-{u.unit_id}", "name": u.name} for u in units),
        *({"key": f"facility-{f.facility_id}", "name": f.name} for f in places),
    ]
    if seat.level != "district":
        receivers += [{"key": f"sector-{k}", "name": str(v)} for k, v in SECTORS.items()]
    if form.errors.get(WHOLE):
        form.errors["lines"] = form.errors.pop(WHOLE)
    return render(
        "console/allocations/edit.html", request, here="allocations", status=form.status,
        round=found, seat=seat, form=form, texts=texts, receivers=receivers, so_far=so_far,
        purposes=PURPOSES, signed_on=day_boxes(form, "signed_on", day),
        own=await _allocated(tx, seat, allocation_round_id, found.product_id),
        amendable=[
            {"value": str(d.decision_id), "text": f"{d.number} ({d.signed_on:%d/%m/%Y})"}
            for d in own if d.own
        ],
    )  # fmt: skip


async def _allocated(
    tx: Tx, seat: choices.Unit, allocation_round_id: int, product_id: int
) -> int | None:
    """Return what the signer was allocated in this round; None for the nation."""
    if seat.level == "nation":
        return None
    sums = await service.allocated_to(tx, seat.unit_id, allocation_round_id=allocation_round_id)
    return sums.get(product_id, 0)


routes = [show_rounds, open_round, show_round, show_decision, show_new, enter]
