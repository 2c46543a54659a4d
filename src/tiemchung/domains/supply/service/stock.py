"""Moves vaccine between stores and to sessions; every movement is an event of the store.

A store's acts happen one after the other: the lock is held by the request's transaction while the
event is recorded, so what was on hand at the check is still there at the act. Acts are known by
their request id: a retry is the same movement.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.ledger.envelope import SentEvent
from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.supply import queries
from tiemchung.domains.supply.events import Moved, StockVoid
from tiemchung.domains.supply.model import (
    AdjustStock,
    CannotMove,
    HandOver,
    IssueToSession,
    LotAtStore,
    MovedLine,
    ReceiveDelivery,
    ReceiveHandOver,
    SentLine,
    StockFigures,
    StockLine,
    StockReason,
    TakeBack,
    VoidMovement,
    lot_refusal,
)
from tiemchung.kernel.clock import local_day
from tiemchung.kernel.ids import uuid7_of
from tiemchung.kernel.sql import Tx

PREFIX = {
    "hand_over": "PX",
    "issue": "PC",
    "take_back": "PT",
    "adjust": "DC",
}
"""How numbers given by the platform begin, by kind of document."""


class Act(Struct, frozen=True, kw_only=True):
    """Who moves stock and when: `at` is campaign time, the voucher tells the way in who vouches."""

    actor_id: UUID
    at: datetime
    voucher: Voucher


class Document(Struct, frozen=True):
    """What a movement has left behind: its number, and one event a line."""

    number: str
    event_ids: tuple[UUID, ...]


async def receive_delivery(tx: Tx, intake: Intake, command: ReceiveDelivery, act: Act) -> Document:
    """Take vaccine from outside the platform into a store; raises CannotMove."""
    lots = await _lots(tx, command.facility_id, command.lines, act)
    if done := await _done(tx, command.facility_id, command.request_id, len(command.lines)):
        return done
    await _check_free(tx, command.facility_id, command.document_number, "stock_received")
    return await _record(
        intake, "stock_received", command.request_id, command.facility_id,
        [_moved(lots[line.lot_id], line.vials, command.document_number) for line in command.lines],
        act,
    )  # fmt: skip


async def hand_over(tx: Tx, intake: Intake, command: HandOver, act: Act) -> Document:
    """Hand vials of some lots to another store under one document; raises CannotMove.

    They are in transit until the receiver has counted them.
    """
    if command.giver_id == command.receiver_id:
        raise CannotMove(StockReason.TO_ITSELF, field="receiver_id")
    await geography.find_facility(tx, command.receiver_id)
    lots = await _lots(tx, command.giver_id, command.lines, act)
    if done := await _done(tx, command.giver_id, command.request_id, len(command.lines)):
        return done
    _check_lots(lots, command.lines, act, unusable=command.going_back)
    number = await _number(tx, command.giver_id, command.document_number, "hand_over", act)
    await _check_free(tx, command.giver_id, number, "stock_issued")
    moved = [
        _moved(lots[line.lot_id], line.vials, number, other=command.receiver_id)
        for line in command.lines
    ]
    return await _record(intake, "stock_issued", command.request_id, command.giver_id, moved, act)


async def receive_hand_over(tx: Tx, intake: Intake, command: ReceiveHandOver, act: Act) -> Document:
    """Count what another store handed over; less or more than was sent needs a reason.

    Raises CannotMove for a document or lot that was not sent here, or was received before.
    """
    await queries.lock_store(tx, facility_id=command.receiver_id)
    if done := await _done(tx, command.receiver_id, command.request_id, len(command.lines)):
        return done
    sent = await queries.sent_lines(
        tx, receiver_id=command.receiver_id, giver_id=command.giver_id,
        document_number=command.document_number, only_waiting=False,
    )  # fmt: skip
    if not sent:
        raise CannotMove(StockReason.NO_SUCH_DOCUMENT, field="document_number")
    by_lot = {line.lot_id: line for line in sent}
    _check_once(line.lot_id for line in command.lines)
    moved: list[Moved] = []
    for line in command.lines:
        issued = by_lot.get(line.lot_id)
        if reason := _receipt_refusal(issued, line.vials, explained=line.reason is not None):
            raise CannotMove(reason, field="lines")
        if issued is not None:
            moved.append(_counted(issued, line.vials, line.reason))
    return await _record(
        intake, "stock_received", command.request_id, command.receiver_id, moved, act
    )


def _receipt_refusal(issued: SentLine | None, vials: int, *, explained: bool) -> StockReason | None:
    if issued is None:
        return StockReason.NOT_IN_DOCUMENT
    if issued.received_vials is not None:
        return StockReason.ALREADY_RECEIVED
    if issued.vials != vials and not explained:
        return StockReason.DIFFERENCE_WITHOUT_REASON
    return None


def _counted(issued: SentLine, vials: int, reason: str | None) -> Moved:
    return Moved(
        product=issued.product_id, lot=issued.lot_id, vials=vials,
        doses=vials * (issued.doses // issued.vials), document=issued.document_number,
        other=issued.giver_id, reason=None if issued.vials == vials else reason,
    )  # fmt: skip


async def issue_to_session(tx: Tx, intake: Intake, command: IssueToSession, act: Act) -> Document:
    """Hand vials to a session or one of its tables; raises CannotMove before anything moves.

    A lot that is held, recalled, expired, short or of another product is refused.
    """
    lots = await _lots(tx, command.facility_id, command.lines, act)
    if done := await _done(tx, command.facility_id, command.request_id, len(command.lines)):
        return done
    if any(lots[line.lot_id].product_id != command.product_id for line in command.lines):
        raise CannotMove(StockReason.OTHER_PRODUCT, field="lines")
    _check_lots(lots, command.lines, act)
    number = await _number(tx, command.facility_id, command.document_number, "issue", act)
    moved = [
        _moved(lots[line.lot_id], line.vials, number, table=command.table_id)
        for line in command.lines
    ]
    return await _record(
        intake, "stock_issued", command.request_id, command.facility_id, moved, act,
        site=command.site_id, session=command.session_id,
    )  # fmt: skip


async def take_back(tx: Tx, intake: Intake, command: TakeBack, act: Act) -> Document:
    """Take unopened vials back from a session into the store; raises CannotMove."""
    lots = await _lots(tx, command.facility_id, command.lines, act)
    if done := await _done(tx, command.facility_id, command.request_id, len(command.lines)):
        return done
    rows = await queries.at_session(
        tx, facility_id=command.facility_id, session_id=command.session_id
    )
    out = {row.lot_id: row.vials for row in rows}
    if any(out.get(line.lot_id, 0) < line.vials for line in command.lines):
        raise CannotMove(StockReason.MORE_THAN_ISSUED, field="lines")
    number = await _number(tx, command.facility_id, command.document_number, "take_back", act)
    moved = [
        _moved(lots[line.lot_id], line.vials, number, table=command.table_id)
        for line in command.lines
    ]
    return await _record(
        intake, "stock_returned", command.request_id, command.facility_id, moved, act,
        site=command.site_id, session=command.session_id,
    )  # fmt: skip


async def adjust_stock(tx: Tx, intake: Intake, command: AdjustStock, act: Act) -> Document:
    """Correct the book after counting the shelf, with a reason; raises CannotMove below zero."""
    line = StockLine(command.lot_id, command.vials)
    lots = await _lots(tx, command.facility_id, [line], act)
    if done := await _done(tx, command.facility_id, command.request_id, 1):
        return done
    if not command.increase:
        _check_lots(lots, [line], act, unusable=True)
    number = await _number(tx, command.facility_id, command.document_number, "adjust", act)
    moved = _moved(
        lots[command.lot_id], command.vials, number, increase=command.increase,
        reason=str(command.reason),
    )  # fmt: skip
    return await _record(
        intake, "stock_adjusted", command.request_id, command.facility_id, [moved], act
    )


async def void_movement(tx: Tx, intake: Intake, command: VoidMovement, act: Act) -> None:
    """Take a movement back that was entered by mistake; raises CannotMove when it was built upon.

    The store's book may not fall below zero, and what the receiver has counted stays.
    """
    await queries.lock_store(tx, facility_id=command.facility_id)
    moved = await queries.movement(tx, facility_id=command.facility_id, event_id=command.event_id)
    if moved is None:
        raise CannotMove(StockReason.NO_SUCH_MOVEMENT)
    if moved.voided:
        raise CannotMove(StockReason.ALREADY_VOIDED)
    await _check_unused(tx, command.facility_id, moved, act)
    event = write_event(
        "stock_voided", event_id=command.request_id, at=act.at,
        data=StockVoid(reason=command.reason), facility=command.facility_id,
        entered_by=act.actor_id, supersedes=command.event_id,
    )  # fmt: skip
    await record(intake, [event], act.voucher)


async def _check_unused(tx: Tx, facility_id: int, moved: MovedLine, act: Act) -> None:
    lots = await queries.lots_at(tx, facility_id=facility_id, lots=[moved.lot_id], at=act.at)
    if lots[0].vials - moved.vials < 0:
        raise CannotMove(StockReason.ALREADY_USED)
    if moved.kind == "stock_issued" and moved.other_facility_id is not None:
        sent = await queries.sent_lines(
            tx, receiver_id=moved.other_facility_id, giver_id=facility_id,
            document_number=moved.document_number, only_waiting=False,
        )  # fmt: skip
        if any(s.event_id == moved.event_id and s.received_vials is not None for s in sent):
            raise CannotMove(StockReason.ALREADY_USED)
    if moved.kind == "stock_issued" and moved.session_id is not None:
        rows = await queries.at_session(tx, facility_id=facility_id, session_id=moved.session_id)
        left = {row.lot_id: row.vials for row in rows}.get(moved.lot_id, 0)
        if left + moved.vials < 0:  # an issue is negative: what came back was part of it
            raise CannotMove(StockReason.ALREADY_USED)


async def stock_on_hand(tx: Tx, facility_id: int, *, at: datetime) -> list[LotAtStore]:
    """Return every lot that lies or lay in a store, with what is there, its expiry and state."""
    return await queries.lots_at(tx, facility_id=facility_id, lots=None, at=at)


async def waiting_documents(tx: Tx, receiver_id: int) -> list[SentLine]:
    """Return what was handed over to a store and has not been counted there yet."""
    return await queries.sent_lines(
        tx, receiver_id=receiver_id, giver_id=None, document_number=None, only_waiting=True
    )


async def stock_book(
    tx: Tx, facility_id: int, *, lot_id: int | None = None, page: int = 1, page_size: int = 100
) -> list[MovedLine]:
    """Return a page of a store's book, newest first; pages count from 1."""
    return await queries.movements(
        tx, facility_id=facility_id, lot_id=lot_id, page_size=page_size,
        skipped=(page - 1) * page_size,
    )  # fmt: skip


async def stock_figures(tx: Tx, unit_id: int) -> list[StockFigures]:
    """Return allocated, issued, received and used of a territory, by product, never mixed."""
    return await queries.figures_of_unit(tx, unit_id=unit_id)


async def _lots(
    tx: Tx, facility_id: int, lines: Sequence[StockLine], act: Act
) -> Mapping[int, LotAtStore]:
    """Lock the store and read the lots of these lines as it holds them."""
    _check_once(line.lot_id for line in lines)
    await queries.lock_store(tx, facility_id=facility_id)
    wanted = [line.lot_id for line in lines]
    found = await queries.lots_at(tx, facility_id=facility_id, lots=wanted, at=act.at)
    if len(found) < len(wanted):
        raise CannotMove(StockReason.UNKNOWN_LOT, field="lines")
    return {lot.lot_id: lot for lot in found}


def _check_once(lots: Iterable[int]) -> None:
    listed = list(lots)
    if len(set(listed)) < len(listed):
        raise CannotMove(StockReason.TWICE, field="lines")


def _check_lots(
    lots: Mapping[int, LotAtStore],
    lines: Sequence[StockLine],
    act: Act,
    *,
    unusable: bool = False,
) -> None:
    for line in lines:
        lot = lots[line.lot_id]
        if reason := lot_refusal(lot, line.vials, local_day(act.at), unusable=unusable):
            raise CannotMove(reason, field="lines")


def _moved(
    lot: LotAtStore,
    vials: int,
    document: str,
    *,
    other: int | None = None,
    table: UUID | None = None,
    increase: bool = False,
    reason: str | None = None,
) -> Moved:
    return Moved(
        product=lot.product_id, lot=lot.lot_id, vials=vials, doses=vials * lot.doses_per_vial,
        document=document, other=other, table=table, increase=increase, reason=reason,
    )  # fmt: skip


def _event_id(request_id: UUID, line: int) -> UUID:
    return uuid7_of(request_id, f"line {line}")


async def _done(tx: Tx, facility_id: int, request_id: UUID, lines: int) -> Document | None:
    """Return the document of a request that was done before."""
    first = await queries.movement(tx, facility_id=facility_id, event_id=_event_id(request_id, 0))
    if first is None:
        return None
    events = tuple(_event_id(request_id, n) for n in range(lines))
    return Document(first.document_number or "", events)


async def _number(tx: Tx, facility_id: int, given: str | None, kind: str, act: Act) -> str:
    """Return the number of a document: as it was typed, or the store's next one of the day."""
    if given is not None:
        return given
    beginning = f"{PREFIX[kind]}{facility_id}-{local_day(act.at):%y%m%d}-"
    count = await queries.documents_like(tx, facility_id=facility_id, beginning=beginning)
    return f"{beginning}{count + 1:02}"


async def _check_free(tx: Tx, facility_id: int, number: str, kind: str) -> None:
    if await queries.document_is_taken(
        tx, facility_id=facility_id, document_number=number, kind=kind
    ):
        raise CannotMove(StockReason.DOCUMENT_TAKEN, field="document_number")


async def _record(
    intake: Intake,
    kind: str,
    request_id: UUID,
    facility_id: int,
    moved: Sequence[Moved],
    act: Act,
    *,
    site: int | None = None,
    session: UUID | None = None,
) -> Document:
    events: list[SentEvent] = [
        write_event(
            kind, event_id=_event_id(request_id, n), at=act.at, data=data, facility=facility_id,
            site=site, session=session, entered_by=act.actor_id,
        )
        for n, data in enumerate(moved)
    ]  # fmt: skip
    await record(intake, events, act.voucher)
    return Document(
        moved[0].document or "", tuple(_event_id(request_id, n) for n in range(len(events)))
    )
