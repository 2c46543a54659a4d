"""The acts of a storekeeper: enter a delivery, hand over, count, issue, take back, adjust."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from tiemchung.domains.geography.model import FacilityPlace
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.service.stock import SessionStock
from tiemchung.domains.supply import service
from tiemchung.domains.supply.model import (
    AdjustReason,
    AdjustStock,
    DifferenceReason,
    HandOver,
    LotAtStore,
    ReceiveDelivery,
    ReceivedLine,
    ReceiveHandOver,
    SentLine,
    StockLine,
)
from tiemchung.domains.supply.service import Document
from tiemchung.faces.console import choices
from tiemchung.faces.console.rows import options, read_texts, table_of, whole_numbers
from tiemchung.faces.console.stock import (
    KEEPERS,
    LIST,
    REASONS,
    act_of,
    at_session,
    names_of,
    sent_document,
)
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.forms import WHOLE, Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

DIFFERENCES = {
    DifferenceReason.BROKEN: lazy("Vỡ lọ"),
    DifferenceReason.LOST: lazy("Thất lạc"),
    DifferenceReason.MISCOUNTED: lazy("Đếm nhầm"),
    DifferenceReason.COLD_CHAIN_BROKEN: lazy("Hỏng dây chuyền lạnh"),
}
TITLES = {
    "giao": lazy("Giao cho kho khác"),
    "nhap": lazy("Nhập từ ngoài hệ thống"),
    "cap-phat": lazy("Cấp phát cho buổi tiêm"),
    "hoan-tra": lazy("Nhận hoàn trả từ buổi tiêm"),
    "kiem-ke": lazy("Điều chỉnh sau kiểm kê"),
}


class Sheet(Struct, frozen=True, kw_only=True):
    """The fields that the acts of a store share; each act uses its own part of them."""

    request_id: UUID
    document_number: str | None = None
    receiver_id: int | None = None
    session_id: UUID | None = None
    table: int | None = None
    going_back: Literal["yes"] | None = None
    lot_id: int | None = None
    vials: int | None = None
    direction: Literal["more", "less"] | None = None
    reason: AdjustReason | None = None


class Count(Struct, frozen=True, kw_only=True):
    """A count of a document that arrived; the lines are read beside it."""

    request_id: UUID


def _lines(form: Form[Any], texts: dict[str, str]) -> tuple[StockLine, ...]:
    numbers = whole_numbers(form, table_of(texts, "vials", int))
    if not numbers and "lines" not in form.errors:
        form.fault("lines", _("Hãy ghi số lọ cho ít nhất một lô."))
    return tuple(StockLine(lot, vials) for lot, vials in numbers.items())


def _needed(form: Form[Sheet], *names: str) -> None:
    for name in names:
        if not form[name] and name not in form.errors:
            form.fault(name, _("Xin điền mục này."))


@get("/console/kho/{facility_id:int}/{doing:str}", opt=KEEPERS)
async def show_act(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
    facility_id: FromPath[int],
    doing: FromPath[str],
) -> Response[str]:
    """Ask for what is moved: one sheet for each of five acts."""
    store = await choices.own_facility(tx, facility_id)
    sent = {"request_id": str(uuid7()), "session_id": request.query_params.get("buoi", "")}
    return await _sheet(request, tx, runtime, store, doing, Form[Sheet](sent), {})


async def _sheet(
    request: AnyRequest, tx: Tx, runtime: Runtime, store: FacilityPlace, doing: str,
    form: Form[Sheet], texts: dict[str, str],
) -> Response[str]:  # fmt: skip
    if doing not in TITLES:
        raise NotFound(_("Không có trang này."))
    day, facility_id = runtime.clock.today(), store.facility_id
    on_hand = [
        lot for lot in await service.stock_on_hand(tx, facility_id, at=runtime.clock.now())
        if lot.vials > 0
    ]  # fmt: skip
    sessions = await choices.sessions_of_facility(tx, facility=facility_id, day=day)
    products = {p.product_id: p.short_name for p in await choices.products(tx)}
    session = next((s for s in sessions if str(s.session_id) == form["session_id"]), None)
    return render(
        "console/stock/sheet.html", request, here="stock", status=form.status, store=store,
        doing=doing, title=TITLES[doing], form=form, texts=texts, today=day,
        rows=await _rows(tx, doing, facility_id, on_hand, session, runtime, products),
        receivers=options(await choices.receivers(tx, giver=facility_id), "facility_id", "name")
        if doing == "giao" else [],
        sessions=[{"value": str(s.session_id), "text": s.label} for s in sessions],
        session=session, reasons=[{"value": str(k), "text": str(v)} for k, v in REASONS.items()],
        lots=[
            {"value": str(x.lot_id), "text": f"{products[x.product_id]} · {x.lot_number}"}
            for x in on_hand
        ],
    )  # fmt: skip


async def _rows(
    tx: Tx, doing: str, facility_id: int, on_hand: list[LotAtStore],
    session: choices.SessionChoice | None, runtime: Runtime, products: dict[int, str],
) -> list[dict[str, object]]:  # fmt: skip
    """Return the lots that an act may name, with what there is of each."""
    if doing == "nhap":
        known = await choices.lots(tx, day=runtime.clock.today())
        return [
            {"lot_id": x.lot_id, "product": x.short_name, "number": x.lot_number,
             "expires": x.expires_on, "vials": None, "state": ""}
            for x in known
        ]  # fmt: skip
    if doing == "hoan-tra":
        if session is None:
            return []
        return [
            {"lot_id": x.lot_id, "product": session.short_name, "number": x.lot_number,
             "expires": None, "vials": x.vials, "state": ""}
            for x in await at_session(tx, facility=facility_id, session=session.session_id)
        ]  # fmt: skip
    return [
        {"lot_id": x.lot_id, "product": products[x.product_id], "number": x.lot_number,
         "expires": x.expires_on, "vials": x.vials, "state": x.state}
        for x in on_hand
        if session is None or x.product_id == session.product_id
    ]  # fmt: skip


@post("/console/kho/{facility_id:int}/{doing:str}", opt=KEEPERS)
async def do_act(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    facility_id: FromPath[int],
    doing: FromPath[str],
) -> Response[Any]:
    """Move what the sheet says; a refusal shows the sheet again with what was typed."""
    store = await choices.own_facility(tx, facility_id)
    act = ACTS.get(doing)
    if act is None:
        raise NotFound(_("Không có trang này."))
    form = await read_form(request, Sheet)
    texts = await read_texts(request)
    if form.value is not None:
        async with form.attempt(tx):
            done = await act(tx, runtime, actor, store, form, texts)
            if done is not None:
                return redirect(
                    request, f"{LIST}/{facility_id}",
                    _("Đã ghi sổ, phiếu số %(number)s.", number=done.number),
                )  # fmt: skip
    if form.errors.get(WHOLE):
        form.errors["lines"] = form.errors.pop(WHOLE)
    return await _sheet(request, tx, runtime, store, doing, form, texts)


Doer = Callable[
    [Tx, Runtime, Actor, FacilityPlace, Form[Sheet], dict[str, str]], Awaitable[Document | None]
]


def _read(form: Form[Sheet], shape: type[Any], **fields: object) -> Any:  # noqa: ANN401
    """Make a command of supply; what its own limits refuse is a fault of the sheet."""
    try:
        return msgspec.convert(msgspec.to_builtins(fields), shape, strict=False)
    except msgspec.ValidationError:
        form.fault("lines", _("Có số nằm ngoài giới hạn, xin xem lại."))
        return None


async def _hand_over(
    tx: Tx, runtime: Runtime, actor: Actor, store: FacilityPlace, form: Form[Sheet],
    texts: dict[str, str],
) -> Document | None:  # fmt: skip
    lines = _lines(form, texts)
    _needed(form, "receiver_id")
    if form.errors or form.value is None:
        return None
    sheet = form.value
    command: HandOver | None = _read(
        form, HandOver, request_id=sheet.request_id, giver_id=store.facility_id,
        receiver_id=sheet.receiver_id, lines=lines, document_number=sheet.document_number,
        going_back=sheet.going_back == "yes",
    )  # fmt: skip
    if command is None:
        return None
    return await service.hand_over(tx, runtime.intake, command, act_of(actor, runtime))


async def _deliver(
    tx: Tx, runtime: Runtime, actor: Actor, store: FacilityPlace, form: Form[Sheet],
    texts: dict[str, str],
) -> Document | None:  # fmt: skip
    lines = _lines(form, texts)
    _needed(form, "document_number")
    if form.errors or form.value is None:
        return None
    command: ReceiveDelivery | None = _read(
        form, ReceiveDelivery, request_id=form.value.request_id, facility_id=store.facility_id,
        lines=lines, document_number=form.value.document_number,
    )  # fmt: skip
    if command is None:
        return None
    return await service.receive_delivery(tx, runtime.intake, command, act_of(actor, runtime))


async def _with_session(
    tx: Tx, runtime: Runtime, actor: Actor, store: FacilityPlace, form: Form[Sheet],
    texts: dict[str, str], *, back: bool,
) -> Document | None:  # fmt: skip
    lines = _lines(form, texts)
    _needed(form, "session_id")
    day = runtime.clock.today()
    known = await choices.sessions_of_facility(tx, facility=store.facility_id, day=day)
    session = next((s for s in known if str(s.session_id) == form["session_id"]), None)
    if session is None and "session_id" not in form.errors:
        form.fault("session_id", _("Không có buổi tiêm này trong kho của bạn."))
    if form.errors or form.value is None or session is None:
        return None
    command: SessionStock | None = _read(
        form, SessionStock, request_id=form.value.request_id, session_id=session.session_id,
        lines=lines, document_number=form.value.document_number,
    )  # fmt: skip
    if command is None:
        return None
    do = planning.take_back_from_session if back else planning.issue_to_session
    return await do(tx, runtime.intake, command, act_of(actor, runtime))


async def _issue(
    tx: Tx, runtime: Runtime, actor: Actor, store: FacilityPlace, form: Form[Sheet],
    texts: dict[str, str],
) -> Document | None:  # fmt: skip
    return await _with_session(tx, runtime, actor, store, form, texts, back=False)


async def _take_back(
    tx: Tx, runtime: Runtime, actor: Actor, store: FacilityPlace, form: Form[Sheet],
    texts: dict[str, str],
) -> Document | None:  # fmt: skip
    return await _with_session(tx, runtime, actor, store, form, texts, back=True)


async def _adjust(
    tx: Tx, runtime: Runtime, actor: Actor, store: FacilityPlace, form: Form[Sheet],
    _texts: dict[str, str],
) -> Document | None:  # fmt: skip
    _needed(form, "lot_id", "vials", "direction", "reason")
    if form.errors or form.value is None:
        return None
    sheet = form.value
    command: AdjustStock | None = _read(
        form, AdjustStock, request_id=sheet.request_id, facility_id=store.facility_id,
        lot_id=sheet.lot_id, vials=sheet.vials, increase=sheet.direction == "more",
        reason=sheet.reason, document_number=sheet.document_number,
    )  # fmt: skip
    if command is None:
        return None
    return await service.adjust_stock(tx, runtime.intake, command, act_of(actor, runtime))


ACTS: dict[str, Doer] = {
    "giao": _hand_over,
    "nhap": _deliver,
    "cap-phat": _issue,
    "hoan-tra": _take_back,
    "kiem-ke": _adjust,
}


@get("/console/kho/{facility_id:int}/nhan/{event_id:uuid}", opt=KEEPERS)
async def show_document(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    facility_id: FromPath[int],
    event_id: FromPath[UUID],
) -> Response[str]:
    """Show a document that arrived, to be counted lot by lot."""
    await choices.own_facility(tx, facility_id)
    form: Form[Count] = Form({"request_id": str(uuid7())})
    lines = await _document(tx, facility_id, event_id)
    return await _count_page(request, tx, facility_id, event_id, lines, form, {})


async def _document(tx: Tx, facility_id: int, event_id: UUID) -> list[SentLine]:
    sent = await sent_document(tx, event=event_id, receiver=facility_id)
    found = [
        line for line in await service.waiting_documents(tx, facility_id)
        if sent is not None
        and (line.giver_id, line.document_number) == (sent.giver_id, sent.document_number)
    ]  # fmt: skip
    if not found:
        raise NotFound(_("Không có phiếu này đang chờ nhận ở kho của bạn."))
    return found


async def _count_page(
    request: AnyRequest, tx: Tx, facility_id: int, event_id: UUID, lines: list[SentLine],
    form: Form[Count], texts: dict[str, str],
) -> Response[str]:  # fmt: skip
    givers = await names_of(tx, facilities=[lines[0].giver_id])
    return render(
        "console/stock/count.html", request, here="stock", status=form.status, lines=lines,
        store=await choices.own_facility(tx, facility_id), event_id=event_id, form=form,
        texts=texts, giver=givers[0].name if givers else "",
        products={p.product_id: p.short_name for p in await choices.products(tx)},
        reasons=[{"value": str(k), "text": str(v)} for k, v in DIFFERENCES.items()],
    )  # fmt: skip


@post("/console/kho/{facility_id:int}/nhan/{event_id:uuid}", opt=KEEPERS)
async def count(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    facility_id: FromPath[int],
    event_id: FromPath[UUID],
) -> Response[Any]:
    """Confirm what arrived; less or more than was sent needs a reason."""
    await choices.own_facility(tx, facility_id)
    form = await read_form(request, Count)
    texts = await read_texts(request)
    lines = await _document(tx, facility_id, event_id)
    counted = _counted(form, texts, lines)
    if form.value is not None and not form.errors:
        command = ReceiveHandOver(
            request_id=form.value.request_id, receiver_id=facility_id, giver_id=lines[0].giver_id,
            document_number=lines[0].document_number, lines=tuple(counted),
        )  # fmt: skip
        async with form.attempt(tx):
            act = act_of(actor, runtime)
            done = await service.receive_hand_over(tx, runtime.intake, command, act)
            return redirect(
                request, f"{LIST}/{facility_id}",
                _("Đã nhận phiếu %(number)s.", number=done.number),
            )  # fmt: skip
    return await _count_page(request, tx, facility_id, event_id, lines, form, texts)


def _counted(form: Form[Count], texts: dict[str, str], lines: list[SentLine]) -> list[ReceivedLine]:
    """Read what was counted of each lot; an empty cell is not a zero."""
    counted: list[ReceivedLine] = []
    for line in lines:
        typed = texts.get(f"vials-{line.lot_id}", "").replace(".", "")
        reason = texts.get(f"reason-{line.lot_id}") or None
        if not (typed.isascii() and typed.isdigit()) or len(typed) > 7:  # noqa: PLR2004 -- the most that a line holds
            form.fault("lines", _("Hãy ghi số lọ đếm được của từng lô, 0 nếu không có."))
            continue
        try:
            known = None if reason is None else DifferenceReason(reason)
        except ValueError:
            known = None
        counted.append(ReceivedLine(line.lot_id, int(typed), known))
    return counted


routes = [show_document, count, show_act, do_act]
