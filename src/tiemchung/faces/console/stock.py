"""A store: what lies there by lot, what waits to be counted, its book, and the four figures.

Allocated, handed over, received and used stand beside each other and are never summed.
"""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.supply import service
from tiemchung.domains.supply.model import AdjustReason, MovedLine, VoidMovement
from tiemchung.domains.supply.service import Act
from tiemchung.faces.console import choices
from tiemchung.faces.console.workbook import download, workbook
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import WHOLE, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

KEEPERS = requires(
    Role.REGIONAL_INSTITUTE, Role.PROVINCE, Role.DISTRICT, Role.FACILITY_HEAD, Role.SITE_HEAD,
    Role.STOREKEEPER,
)  # fmt: skip
"""Who enters movements (supply.events.STOREKEEPERS); each only at stores within their scope."""

READERS = requires(*KEEPERS["who"].roles, Role.MINISTRY, Role.SUPPORT_OPERATIONS)
LIST = "/console/kho"
PAGE_SIZE = 100
MOST_EXPORTED = 20_000

KINDS = {
    "stock_received": lazy("Nhập kho"),
    "stock_issued": lazy("Xuất kho"),
    "stock_returned": lazy("Nhận hoàn trả"),
    "stock_adjusted": lazy("Điều chỉnh sau kiểm kê"),
}
REASONS = {
    AdjustReason.BROKEN: lazy("Vỡ lọ"),
    AdjustReason.LOST: lazy("Thất lạc"),
    AdjustReason.EXPIRED: lazy("Hết hạn"),
    AdjustReason.MISCOUNTED: lazy("Đếm nhầm"),
    AdjustReason.COLD_CHAIN_BROKEN: lazy("Hỏng dây chuyền lạnh"),
    AdjustReason.RECALLED: lazy("Thu hồi"),
}
VOID_REASONS = {
    "wrong_number": lazy("Ghi sai số lọ"),
    "wrong_lot": lazy("Ghi sai lô"),
    "wrong_receiver": lazy("Ghi sai nơi nhận"),
    "entered_twice": lazy("Nhập hai lần"),
}


class SentDocument(Struct, frozen=True):
    """Who sent a document."""

    giver_id: int
    document_number: str | None


class SessionVials(Struct, frozen=True):
    """Unopened vials of a lot at a session."""

    lot_id: int
    lot_number: str
    vials: int


class StoreLine(Struct, frozen=True):
    """A store in the list."""

    facility_id: int
    name: str
    district: str | None
    vials: int
    doses: int


class VoidForm(Struct, frozen=True, kw_only=True):
    """A movement to take back."""

    request_id: UUID
    event_id: UUID
    reason: str


@sql
async def names_of(tx: Tx, *, facilities: list[int]) -> list[choices.Store]: ...


@sql
async def sent_document(tx: Tx, *, event: UUID, receiver: int) -> SentDocument | None: ...


@sql
async def at_session(tx: Tx, *, facility: int, session: UUID) -> list[SessionVials]: ...


@sql
async def stores_with_vials(tx: Tx) -> list[StoreLine]: ...


def act_of(actor: Actor, runtime: Runtime) -> Act:
    """Say who moves stock now: the log-in vouches."""
    return Act(
        actor_id=actor.staff_id, at=runtime.clock.now(), voucher=Voucher(staff_id=actor.staff_id)
    )


@get(LIST, opt=READERS)
async def show_stores(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[Any]:
    """Show the four figures of the territory and its stores; at a facility, its own store."""
    own = actor.acting.facility_id
    if own is not None and actor.acting.session_id is None:
        return redirect(request, f"{LIST}/{own}")
    seat = await choices.seat_of(tx, actor)
    figures = [] if seat is None else await service.stock_figures(tx, seat.unit_id)
    return render(
        "console/stock/list.html", request, here="stock", seat=seat, figures=figures,
        products={p.product_id: p.short_name for p in await choices.products(tx)},
        stores=await stores_with_vials(tx),
    )  # fmt: skip


@get("/console/kho/{facility_id:int}", opt=READERS)
async def show_store(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    facility_id: FromPath[int],
) -> Response[str]:
    """Show a store: what lies there by lot, and the documents that wait to be counted."""
    store = await choices.own_facility(tx, facility_id)
    waiting = await service.waiting_documents(tx, facility_id)
    givers = {s.facility_id: s.name for s in await names_of(
        tx, facilities=[w.giver_id for w in waiting])}  # fmt: skip
    documents = {(w.giver_id, w.document_number): w for w in reversed(waiting)}
    return render(
        "console/stock/store.html", request, here="stock", store=store, givers=givers,
        lots=await service.stock_on_hand(tx, facility_id, at=runtime.clock.now()),
        products={p.product_id: p.short_name for p in await choices.products(tx)},
        documents=list(documents.values()), today=runtime.clock.today(),
        may_move=actor.role in KEEPERS["who"].roles,
        above=store.kind in ("regional_institute", "provincial_cdc", "ministry"),
    )  # fmt: skip


@get("/console/kho/{facility_id:int}/so", opt=READERS)
async def show_book(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    facility_id: FromPath[int],
    trang: FromQuery[int] = 1,
    lo: FromQuery[int | None] = None,
) -> Response[str]:
    """Show a page of the store's book; a movement can be taken back with a reason."""
    store = await choices.own_facility(tx, facility_id)
    page = max(1, min(trang, 10_000))
    lines = await service.stock_book(
        tx, facility_id, lot_id=lo, page=page, page_size=PAGE_SIZE + 1
    )  # fmt: skip
    return render(
        "console/stock/book.html", request, here="stock", store=store, page=page, lot=lo,
        lines=lines[:PAGE_SIZE], more=len(lines) > PAGE_SIZE, kinds=KINDS,
        reasons={str(k): v for k, v in REASONS.items()} | VOID_REASONS,
        others=await _others(tx, lines), void_reasons=VOID_REASONS, request_id=uuid7(),
        may_move=actor.role in KEEPERS["who"].roles,
    )  # fmt: skip


async def _others(tx: Tx, lines: list[MovedLine]) -> dict[int, str]:
    ids = sorted({n.other_facility_id for n in lines if n.other_facility_id is not None})
    return {s.facility_id: s.name for s in await names_of(tx, facilities=ids)}


@post("/console/kho/{facility_id:int}/so/huy", opt=KEEPERS)
async def void(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    facility_id: FromPath[int],
) -> Response[Any]:
    """Take a movement back; it stays readable and marked."""
    await choices.own_facility(tx, facility_id)
    book = f"{LIST}/{facility_id}/so"
    form = await read_form(request, VoidForm)
    if form.value is not None and form.value.reason in VOID_REASONS:
        async with form.attempt(tx):
            command = VoidMovement(
                request_id=form.value.request_id, facility_id=facility_id,
                event_id=form.value.event_id, reason=form.value.reason,
            )  # fmt: skip
            await service.void_movement(tx, runtime.intake, command, act_of(actor, runtime))
            return redirect(request, book, _("Đã hủy chứng từ; dòng cũ vẫn đọc được."))
        return redirect(request, book, form.errors[WHOLE], tone="warn")
    return redirect(request, book, _("Xin chọn lý do hủy."), tone="warn")


@get("/console/kho/{facility_id:int}/so.xlsx", opt=READERS)
async def export_book(tx: NamedDependency[Tx], facility_id: FromPath[int]) -> Response[bytes]:
    """Give the whole book as an Excel file."""
    await choices.own_facility(tx, facility_id)
    lines = await service.stock_book(tx, facility_id, page_size=MOST_EXPORTED)
    others = await _others(tx, lines)
    rows = [
        (
            n.happened_at, str(KINDS.get(n.kind, n.kind)), n.lot_number, n.vials, n.doses,
            n.document_number, others.get(n.other_facility_id or 0, ""),
            _("Đã hủy") if n.voided else "",
        )
        for n in lines
    ]  # fmt: skip
    headings = [
        _("Thời điểm"), _("Loại"), _("Số lô"), _("Số lọ"), _("Số liều"), _("Số phiếu"),
        _("Nơi giao hoặc nhận"), _("Ghi chú"),
    ]  # fmt: skip
    return download(workbook(_("Sổ kho"), headings, rows), f"so-kho-{facility_id}.xlsx")


routes = [show_stores, show_store, show_book, void, export_book]
