"""What a storekeeper does and why a store refuses."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import Lazy, lazy

DocumentNumber = Annotated[str, Meta(min_length=1, max_length=80)]
Vials = Annotated[int, Meta(ge=1, le=10_000_000)]


class StockLine(Struct, frozen=True):
    """Unopened vials of one lot."""

    lot_id: int
    vials: Vials


Lines = Annotated[tuple[StockLine, ...], Meta(min_length=1, max_length=200)]


class ReceiveDelivery(Struct, frozen=True, kw_only=True):
    """Vaccine enters the chain: from a manufacturer, a donor or a store outside the platform."""

    request_id: UUID
    facility_id: int
    document_number: DocumentNumber
    lines: Lines


class HandOver(Struct, frozen=True, kw_only=True):
    """A store hands vials to another one; `going_back` returns them to where they came from.

    Without a document number the store numbers it. What goes back may be held or expired.
    """

    request_id: UUID
    giver_id: int
    receiver_id: int
    lines: Lines
    document_number: DocumentNumber | None = None
    going_back: bool = False


class DifferenceReason(StrEnum):
    """Why less or more arrived than was handed over."""

    BROKEN = "broken"
    LOST = "lost"
    MISCOUNTED = "miscounted"
    COLD_CHAIN_BROKEN = "cold_chain_broken"


class ReceivedLine(Struct, frozen=True):
    """What was counted on arrival of one lot; 0 when nothing of it arrived."""

    lot_id: int
    vials: Annotated[int, Meta(ge=0, le=10_000_000)]
    reason: DifferenceReason | None = None


class ReceiveHandOver(Struct, frozen=True, kw_only=True):
    """The receiver confirms a hand-over under the giver's document number, lot by lot."""

    request_id: UUID
    receiver_id: int
    giver_id: int
    document_number: DocumentNumber
    lines: Annotated[tuple[ReceivedLine, ...], Meta(min_length=1, max_length=200)]


class IssueToSession(Struct, frozen=True, kw_only=True):
    """A store hands vials to a session of its facility, or to one table of it."""

    request_id: UUID
    facility_id: int
    site_id: int
    session_id: UUID
    product_id: int
    lines: Lines
    table_id: UUID | None = None
    document_number: DocumentNumber | None = None


class TakeBack(Struct, frozen=True, kw_only=True):
    """The store takes unopened vials back from a session."""

    request_id: UUID
    facility_id: int
    site_id: int
    session_id: UUID
    lines: Lines
    table_id: UUID | None = None
    document_number: DocumentNumber | None = None


class AdjustReason(StrEnum):
    """Why the count of the shelf differs from the book."""

    BROKEN = "broken"
    LOST = "lost"
    EXPIRED = "expired"
    MISCOUNTED = "miscounted"
    COLD_CHAIN_BROKEN = "cold_chain_broken"
    RECALLED = "recalled"


class AdjustStock(Struct, frozen=True, kw_only=True):
    """The storekeeper has counted the shelf and corrects the book."""

    request_id: UUID
    facility_id: int
    lot_id: int
    vials: Vials
    increase: bool
    reason: AdjustReason
    document_number: DocumentNumber | None = None


class VoidMovement(Struct, frozen=True, kw_only=True):
    """A movement was entered by mistake and is taken back; it stays readable."""

    request_id: UUID
    facility_id: int
    event_id: UUID
    reason: Annotated[str, Meta(pattern="^[a-z_]{1,60}$")]


class LotAtStore(Struct, frozen=True):
    """A lot as one store holds it; `state` is that of the newest decision that covers the store."""

    lot_id: int
    product_id: int
    lot_number: str
    doses_per_vial: int
    expires_on: date
    state: str
    vials: int
    doses: int


class StockReason(StrEnum):
    """Why a store refuses, worst first."""

    UNKNOWN_LOT = "unknown_lot"
    TWICE = "twice"
    RECALLED = "recalled"
    HELD = "held"
    EXPIRED = "expired"
    NOT_ENOUGH = "not_enough"
    OTHER_PRODUCT = "other_product"
    TO_ITSELF = "to_itself"
    DOCUMENT_TAKEN = "document_taken"
    NO_SUCH_DOCUMENT = "no_such_document"
    NOT_IN_DOCUMENT = "not_in_document"
    ALREADY_RECEIVED = "already_received"
    DIFFERENCE_WITHOUT_REASON = "difference_without_reason"
    MORE_THAN_ISSUED = "more_than_issued"
    NO_SUCH_MOVEMENT = "no_such_movement"
    ALREADY_VOIDED = "already_voided"
    ALREADY_USED = "already_used"


_DETAILS: dict[StockReason, Lazy] = {
    StockReason.UNKNOWN_LOT: lazy("Không có lô này. Hãy nhập lô trước."),
    StockReason.TWICE: lazy("Một lô có hai dòng. Hãy gộp lại."),
    StockReason.RECALLED: lazy("Lô này đã bị thu hồi, không được cấp phát."),
    StockReason.HELD: lazy("Lô này đang tạm dừng sử dụng, không được cấp phát."),
    StockReason.EXPIRED: lazy("Lô này đã hết hạn dùng, không được cấp phát."),
    StockReason.NOT_ENOUGH: lazy("Kho không còn đủ số lọ của lô này."),
    StockReason.OTHER_PRODUCT: lazy("Lô này là vắc xin khác với vắc xin của buổi tiêm."),
    StockReason.TO_ITSELF: lazy("Nơi nhận phải khác nơi giao."),
    StockReason.DOCUMENT_TAKEN: lazy("Số phiếu này đã dùng. Hãy ghi số khác."),
    StockReason.NO_SUCH_DOCUMENT: lazy("Không có phiếu xuất này gửi tới kho của bạn."),
    StockReason.NOT_IN_DOCUMENT: lazy("Lô này không có trong phiếu xuất."),
    StockReason.ALREADY_RECEIVED: lazy("Lô này của phiếu đã được nhận."),
    StockReason.DIFFERENCE_WITHOUT_REASON: lazy("Số nhận khác số giao. Hãy chọn lý do chênh lệch."),
    StockReason.MORE_THAN_ISSUED: lazy("Hoàn trả nhiều hơn số lọ đã cấp cho buổi tiêm."),
    StockReason.NO_SUCH_MOVEMENT: lazy("Không có chứng từ này trong kho của bạn."),
    StockReason.ALREADY_VOIDED: lazy("Chứng từ này đã được hủy."),
    StockReason.ALREADY_USED: lazy(
        "Không hủy được: số lọ này đã được nhận hoặc đã xuất tiếp. Hãy điều chỉnh kho."
    ),
}


class CannotMove(DomainError):
    """A store refuses a movement before it happens; nothing is written."""

    code: ClassVar[str] = "supply.cannot_move"

    def __init__(self, reason: StockReason, *, field: str | None = None) -> None:
        super().__init__(str(_DETAILS[reason]), field=field)
        self.reason = reason


def lot_refusal(
    lot: LotAtStore, vials: int, on: date, *, unusable: bool = False
) -> StockReason | None:
    """Name the first reason not to give vials of a lot away, worst first.

    `unusable` allows lots that may not be used: they go back, or out of the book.
    """
    if not unusable:
        if lot.state == "recalled":
            return StockReason.RECALLED
        if lot.state == "held":
            return StockReason.HELD
        if lot.expires_on < on:
            return StockReason.EXPIRED
    return StockReason.NOT_ENOUGH if lot.vials < vials else None


class SentLine(Struct, frozen=True):
    """One lot of a document as the giver issued it; `received_vials` is None until it arrived."""

    event_id: UUID
    giver_id: int
    receiver_id: int
    document_number: str
    issued_at: datetime
    product_id: int
    lot_id: int
    lot_number: str
    vials: int
    doses: int
    received_vials: int | None
    reason: str | None


class StockFigures(Struct, frozen=True):
    """Doses of one product in one territory: four figures that are never mixed.

    `issued` left stores outside for stores inside, `received` was counted there, `in_transit` has
    left and not been counted, `difference` is what was lost or found on the way, `on_hand` lies in
    the stores, `at_sessions` was given to sessions and not returned, `used` went into arms.
    """

    product_id: int
    allocated: int
    issued: int
    received: int
    in_transit: int
    difference: int
    on_hand: int
    at_sessions: int
    used: int


class MovedLine(Struct, frozen=True):
    """A movement as the book of a store shows it; vials and doses carry their sign."""

    event_id: UUID
    kind: str
    happened_at: datetime
    lot_id: int
    lot_number: str
    vials: int
    doses: int
    document_number: str | None
    other_facility_id: int | None
    session_id: UUID | None
    reason: str | None
    voided: bool
