"""What booking is asked, what it answers, and why it refuses."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import Lazy, lazy

CODE_LENGTH: Final = 8
CODE_LASTS: Final = timedelta(days=2)
"""How long after its hour a code still leads to its appointment: the close of the session."""

FRAME_MINUTES: Final = 30


class BookingReason(StrEnum):
    """Why somebody cannot be given an appointment, or it cannot be changed."""

    FULL = "full"
    NOT_LISTED = "not_listed"
    NOT_YET_DUE = "not_yet_due"
    OTHER_PRODUCT = "other_product"
    BOOKED_ALREADY = "booked_already"
    SESSION_OVER = "session_over"
    NO_APPOINTMENT = "no_appointment"
    BEGUN = "begun"
    NO_SLOTS = "no_slots"
    TOO_FEW_SEATS = "too_few_seats"


_DETAILS: dict[BookingReason, Lazy] = {
    BookingReason.FULL: lazy("Khung giờ này đã đủ người. Hãy chọn khung giờ khác."),
    BookingReason.NOT_LISTED: lazy("Người này không có trong danh sách của đợt tiêm."),
    BookingReason.NOT_YET_DUE: lazy("Chưa đến ngày tiêm mũi tiếp theo của người này."),
    BookingReason.OTHER_PRODUCT: lazy("Buổi tiêm dùng vắc xin khác với mũi trước của người này."),
    BookingReason.BOOKED_ALREADY: lazy("Người này đã có lịch hẹn trong đợt tiêm."),
    BookingReason.SESSION_OVER: lazy("Buổi tiêm đã kết thúc hoặc đã hủy."),
    BookingReason.NO_APPOINTMENT: lazy("Không có lịch hẹn này, hoặc lịch đã thay đổi."),
    BookingReason.BEGUN: lazy("Người này đã được tiếp đón, không đổi lịch được nữa."),
    BookingReason.NO_SLOTS: lazy("Buổi tiêm chưa có khung giờ."),
    BookingReason.TOO_FEW_SEATS: lazy("Số chỗ ít hơn số người đã hẹn. Hãy hủy bớt lịch hẹn trước."),
}


class CannotBook(DomainError):
    """An appointment cannot be made or changed as asked; nothing was."""

    code: ClassVar[str] = "booking.cannot_book"

    def __init__(self, reason: BookingReason, *, field: str | None = None) -> None:
        super().__init__(str(_DETAILS[reason]), field=field)
        self.reason = reason


class Frame(Struct, frozen=True):
    """An hour of arrival: from, to, and for how many people."""

    starts_at: datetime
    ends_at: datetime
    capacity: int


def spread(capacity: int, taken: Sequence[int]) -> list[int]:
    """Spread seats over frames as evenly as may be, none below what is taken; the sum is kept.

    Raises ValueError when more is taken than there is.
    """
    if sum(taken) > capacity:
        raise ValueError("more seats are taken than there are")
    seats = list(taken)
    left = capacity - sum(seats)
    while left and seats:
        low = min(seats)
        lowest = [n for n, number in enumerate(seats) if number == low]
        above = min((number for number in seats if number > low), default=low + left)
        step = min(above - low, max(1, left // len(lowest)))
        for n in lowest:
            given = min(step, left)
            seats[n] += given
            left -= given
    return seats


def frames(
    starts_at: datetime, ends_at: datetime, capacity: int, minutes: int = FRAME_MINUTES
) -> list[Frame]:
    """Cut the hours of a session into frames without a gap; the last one may be shorter."""
    edges = [starts_at]
    while edges[-1] + timedelta(minutes=minutes) < ends_at:
        edges.append(edges[-1] + timedelta(minutes=minutes))
    bounds = list(zip(edges, [*edges[1:], ends_at], strict=True))
    seats = spread(capacity, [0] * len(bounds))
    return [Frame(a, b, n) for (a, b), n in zip(bounds, seats, strict=True)]


class Slot(Struct, frozen=True):
    """A frame of a session with its seats; positions follow `slots_of` in queries.sql."""

    slot_id: UUID
    session_id: UUID
    facility_id: int
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int

    @property
    def free(self) -> int:
        """Seats that nobody has."""
        return self.capacity - self.taken


class Appointment(Struct, frozen=True):
    """A person in a slot; positions follow `appointments_of` in queries.sql."""

    person_id: UUID
    appointment_id: UUID
    candidate_id: UUID | None
    facility_id: int
    site_id: int
    session_id: UUID
    slot_id: UUID
    round_id: int | None
    starts_at: datetime
    code: str
    dose_number: int
    state: str
    invite_ordered_at: datetime | None
    message_id: UUID | None
    invited_at: datetime | None
    delivered_at: datetime | None
    outcome: str | None
    outcome_event_id: UUID | None
    outcome_at: datetime | None
    cancel_reason: str | None
    home_province: int | None
    home_district: int | None
    home_ward: int | None


class CallResult(Struct, frozen=True):
    """What a call came to: people with an appointment now, and seats that are still free."""

    called: int
    free: int


class CalledLine(Struct, frozen=True):
    """One line of a session's called list, for screens, printed invitations and forms."""

    person_id: UUID
    appointment_id: UUID
    full_name: str
    birth_date: date | None
    birth_precision: str
    sex: str
    address: str | None
    neighbourhood: str | None
    household_id: UUID | None
    phone: str | None
    document: str | None
    priority_group: str | None
    occupation: str | None
    workplace: str | None
    guardian_name: str | None
    guardian_phone: str | None
    starts_at: datetime
    code: str
    dose_number: int
    state: str
    outcome: str | None
    invited_at: datetime | None
    delivered_at: datetime | None
    site_name: str
    product: str


class ToInvite(Struct, frozen=True):
    """An appointment whose invitation waits to be written."""

    person_id: UUID
    appointment_id: UUID
    full_name: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    code: str
    site_id: int
    site_name: str


class ToCancel(Struct, frozen=True):
    """A cancelled appointment of which the person has been told, or is about to be."""

    person_id: UUID
    appointment_id: UUID
    full_name: str
    phone: str | None
    starts_at: datetime
    code: str
    site_name: str
    message_id: UUID | None
    message_state: str | None
    others_open: bool


class Sent(Struct, frozen=True):
    """An invitation that the gateway has taken and the ledger does not know of."""

    person_id: UUID
    appointment_id: UUID
    facility_id: int
    site_id: int
    session_id: UUID
    message_id: UUID
    sent_at: datetime
    home_ward: int | None
    home_district: int | None
    home_province: int | None
