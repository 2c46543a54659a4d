"""Lots as their labels say, and decisions that hold, release or recall one for a territory."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.supply import service
from tiemchung.domains.supply.service import DecideLot, EnterLot
from tiemchung.domains.supply.service.lot_decisions import State
from tiemchung.faces.console import choices
from tiemchung.faces.console.rows import day_boxes, options, read_day, read_texts
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

READERS = requires()
ENTERERS = requires(
    Role.MINISTRY, Role.REGIONAL_INSTITUTE, Role.PROVINCE, Role.DISTRICT, Role.STOREKEEPER
)
DECIDERS = requires(Role.MINISTRY, Role.PROVINCE, Role.DISTRICT)
STATES = {
    "held": lazy("Tạm dừng sử dụng"),
    "released": lazy("Cho dùng lại"),
    "recalled": lazy("Thu hồi"),
}
LIST = "/console/lo"


class LotLine(Struct, frozen=True):
    """A lot with its newest decision."""

    lot_id: int
    lot_number: str
    short_name: str
    expires_on: date
    state: str | None
    unit_name: str | None
    decided_at: datetime | None


class LotPage(Struct, frozen=True):
    """A lot."""

    lot_id: int
    lot_number: str
    short_name: str
    expires_on: date
    doses_per_vial: int


class Decided(Struct, frozen=True):
    """A decision on a lot; without a unit it holds everywhere."""

    state: str
    unit_name: str | None
    decided_at: datetime
    document_number: str | None
    reason: str
    decided_by: str | None


class LiesAt(Struct, frozen=True):
    """Unopened vials of a lot in one store."""

    name: str
    vials: int


class NewLot(Struct, frozen=True, kw_only=True):
    """A lot's label; its expiry is read beside it."""

    product_id: int
    lot_number: Annotated[str, Meta(max_length=40)]


class NewDecision(Struct, frozen=True, kw_only=True):
    """A decision on a lot as it is typed; no unit means the whole nation."""

    decision_id: UUID
    state: State
    reason: str
    unit_id: int | None = None
    document_number: str | None = None


@sql
async def lots(tx: Tx) -> list[LotLine]: ...


@sql
async def lot(tx: Tx, *, lot: int) -> LotPage | None: ...


@sql
async def lot_history(tx: Tx, *, lot: int) -> list[Decided]: ...


@sql
async def where_it_lies(tx: Tx, *, lot: int) -> list[LiesAt]: ...


@get(LIST, opt=READERS)
async def show_lots(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:
    """Show all lots, those that are stopped first."""
    return await _list_page(request, tx, actor, runtime, Form[NewLot]())


async def _list_page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, form: Form[NewLot]
) -> Response[str]:
    return render(
        "console/lots/list.html", request, here="lots", status=form.status, form=form,
        lots=await lots(tx), today=runtime.clock.today(), expiry=day_boxes(form, "expiry_date"),
        products=options(await choices.products(tx), "product_id", "short_name"),
        may_enter=actor.role in ENTERERS["who"].roles,
    )  # fmt: skip


@post(LIST, opt=ENTERERS)
async def enter_lot(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Enter a lot as its label says; the same lot twice is one."""
    form = await read_form(request, NewLot)
    expiry = read_day(form, await read_texts(request), "expiry_date")
    if form.value is not None and not form.errors and expiry is not None:
        async with form.attempt(tx):
            made = await service.enter_lot(
                tx,
                EnterLot(
                    product_id=form.value.product_id, lot_number=form.value.lot_number,
                    expiry_date=expiry,
                ),
            )  # fmt: skip
            return redirect(request, f"{LIST}/{made}", _("Đã nhập lô."))
    return await _list_page(request, tx, actor, runtime, form)


@get("/console/lo/{lot_id:int}", opt=READERS)
async def show_lot(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    lot_id: FromPath[int],
) -> Response[str]:
    """Show a lot: where it lies, what was decided about it and by whom."""
    form: Form[NewDecision] = Form({"decision_id": str(uuid7())})
    return await _lot_page(request, tx, actor, lot_id, form)


async def _lot_page(
    request: AnyRequest, tx: Tx, actor: Actor, lot_id: int, form: Form[NewDecision]
) -> Response[str]:
    found = await lot(tx, lot=lot_id)
    if found is None:
        raise NotFound(_("Không có lô này."))
    decides = actor.role in DECIDERS["who"].roles
    units = await choices.units_of_scope(tx, units=choices.units_of(actor), nation=False)
    if decides and not units and actor.scope.nation:
        units = await choices.provinces(tx)
    return render(
        "console/lots/lot.html", request, here="lots", status=form.status, form=form, lot=found,
        history=await lot_history(tx, lot=lot_id), stores=await where_it_lies(tx, lot=lot_id),
        units=options(units, "unit_id", "name"), states=STATES, may_decide=decides,
        state_options=[{"value": k, "text": str(v)} for k, v in STATES.items()],
        nation=actor.scope.nation,
    )  # fmt: skip


@post("/console/lo/{lot_id:int}", opt=DECIDERS)
async def decide(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    lot_id: FromPath[int],
) -> Response[Any]:
    """Hold, release or recall a lot for a territory; every station knows within seconds."""
    form = await read_form(request, NewDecision)
    if form.value is not None and form.value.unit_id is None and not actor.scope.nation:
        form.fault("unit_id", _("Xin chọn địa bàn."))
    if form.value is not None and not form.errors:
        order = form.value
        command = DecideLot(
            decision_id=order.decision_id, lot_id=lot_id, state=order.state,
            reason=order.reason[:200], unit_id=order.unit_id,
            document_number=None if order.document_number is None else order.document_number[:80],
        )  # fmt: skip
        async with form.attempt(tx):
            await service.decide_lot(tx, command, actor_id=actor.staff_id, now=runtime.clock.now())
            return redirect(
                request, f"{LIST}/{lot_id}", _("Đã ghi quyết định; các điểm tiêm biết ngay.")
            )
    return await _lot_page(request, tx, actor, lot_id, form)


routes = [show_lots, enter_lot, show_lot, decide]
