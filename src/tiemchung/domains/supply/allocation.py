"""Who was allocated how much: pure rules over the sums of decisions and their amendments.

Three levels give on what they were given: the nation to provinces and sectors, a province to its
districts and facilities, a district to its facilities. Doses for a first or second injection are
reserved for it; doses for either may be given on as one or the other, never the other way round.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import Lazy, lazy

Purpose = Literal["dose_1", "dose_2", "any"]
Level = Literal["national", "provincial", "district"]
Sector = Literal["army", "police", "ministry_health"]
Receiver = tuple[int | None, int | None, str | None]
"""Unit version id, facility id, sector: exactly one is set."""

Doses = Mapping[str, int]
"""Doses by purpose."""


class Share(Struct, frozen=True, kw_only=True):
    """One line of a decision: doses for one receiver and purpose; an amendment may take away."""

    unit_id: int | None = None
    facility_id: int | None = None
    sector: Sector | None = None
    doses: Annotated[int, Meta(ge=-200_000_000, le=200_000_000)]
    purpose: Purpose = "any"

    @property
    def receiver(self) -> Receiver:
        """The key of who receives."""
        return (self.unit_id, self.facility_id, self.sector)


class RecordDecision(Struct, frozen=True, kw_only=True):
    """A signed decision, numbered and dated; `amends_id` names the one that it changes."""

    decision_id: UUID
    allocation_round_id: int
    number: Annotated[str, Meta(min_length=1, max_length=80)]
    signed_on: date
    level: Level
    issued_by_unit_id: int
    lines: Annotated[tuple[Share, ...], Meta(min_length=1, max_length=1_000)]
    amends_id: UUID | None = None


class AllocationReason(StrEnum):
    """Why a decision cannot be entered as it is, worst first."""

    NOTHING = "nothing"
    NO_RECEIVER = "no_receiver"
    TWICE = "twice"
    RECEIVER_OUTSIDE = "receiver_outside"
    NUMBER_TAKEN = "number_taken"
    AMENDS_ANOTHER = "amends_another"
    EARLIER_THAN_AMENDED = "earlier_than_amended"
    TAKES_WITHOUT_AMENDING = "takes_without_amending"
    BELOW_NOTHING = "below_nothing"
    PASSED_ON = "passed_on"
    MORE_THAN_ALLOCATED = "more_than_allocated"


_DETAILS: dict[AllocationReason, Lazy] = {
    AllocationReason.NOTHING: lazy("Một dòng không có liều nào. Hãy ghi số liều hoặc bỏ dòng."),
    AllocationReason.NO_RECEIVER: lazy("Mỗi dòng phải có đúng một nơi nhận."),
    AllocationReason.TWICE: lazy("Một nơi nhận có hai dòng cùng mục đích. Hãy gộp lại."),
    AllocationReason.RECEIVER_OUTSIDE: lazy("Có nơi nhận không thuộc nơi ra quyết định."),
    AllocationReason.NUMBER_TAKEN: lazy("Số quyết định này đã có. Hãy kiểm tra lại."),
    AllocationReason.AMENDS_ANOTHER: lazy(
        "Quyết định được sửa đổi thuộc đợt, cấp hoặc nơi ban hành khác."
    ),
    AllocationReason.EARLIER_THAN_AMENDED: lazy(
        "Ngày ký sớm hơn quyết định được sửa đổi. Hãy kiểm tra lại."
    ),
    AllocationReason.TAKES_WITHOUT_AMENDING: lazy(
        "Chỉ quyết định sửa đổi mới được giảm số liều đã phân bổ."
    ),
    AllocationReason.BELOW_NOTHING: lazy("Giảm nhiều hơn số liều đã phân bổ cho nơi nhận."),
    AllocationReason.PASSED_ON: lazy(
        "Nơi nhận đã phân bổ tiếp số liều này cho cấp dưới. Hãy sửa quyết định cấp dưới trước."
    ),
    AllocationReason.MORE_THAN_ALLOCATED: lazy(
        "Tổng số liều nhiều hơn số được phân bổ từ cấp trên cho mục đích này."
    ),
}


class CannotAllocate(DomainError):
    """A decision that does not add up; nothing is entered."""

    code: ClassVar[str] = "supply.cannot_allocate"

    def __init__(self, reason: AllocationReason) -> None:
        super().__init__(str(_DETAILS[reason]), field="lines")
        self.reason = reason


class Book(Struct, frozen=True):
    """The sums before a decision.

    `own` is what the issuer was allocated (None: the nation, which nobody allocates to), `given`
    what it has given to each receiver, `passed_on` what each receiver has given on.
    """

    own: Doses | None
    given: Mapping[Receiver, Doses]
    passed_on: Mapping[Receiver, Doses]


def fits(wanted: Doses, limit: Doses) -> bool:
    """Tell whether doses by purpose can be taken out of a limit by purpose.

    What exceeds the doses reserved for an injection comes out of those for either.
    """
    over = sum(max(0, wanted.get(p, 0) - limit.get(p, 0)) for p in ("dose_1", "dose_2"))
    return over + wanted.get("any", 0) <= limit.get("any", 0)


def add(sums: Mapping[Receiver, Doses], lines: Iterable[Share]) -> dict[Receiver, dict[str, int]]:
    """Return the sums by receiver and purpose after some lines more."""
    after = {receiver: dict(doses) for receiver, doses in sums.items()}
    for line in lines:
        doses = after.setdefault(line.receiver, {})
        doses[line.purpose] = doses.get(line.purpose, 0) + line.doses
    return after


def total(sums: Mapping[Receiver, Doses]) -> dict[str, int]:
    """Return the sums by purpose over all receivers."""
    by_purpose: dict[str, int] = {}
    for doses in sums.values():
        for purpose, number in doses.items():
            by_purpose[purpose] = by_purpose.get(purpose, 0) + number
    return by_purpose


def shape_refusal(lines: Sequence[Share]) -> AllocationReason | None:
    """Name what makes lines unreadable, whatever was decided before."""
    if any(line.doses == 0 for line in lines):
        return AllocationReason.NOTHING
    if any(sum(part is not None for part in line.receiver) != 1 for line in lines):
        return AllocationReason.NO_RECEIVER
    keys = [(line.receiver, line.purpose) for line in lines]
    return AllocationReason.TWICE if len(set(keys)) < len(keys) else None


def refusal(lines: Sequence[Share], book: Book, *, amends: bool) -> AllocationReason | None:
    """Name the first reason not to enter these lines, worst first; None when they add up."""
    if unreadable := shape_refusal(lines):
        return unreadable
    if not amends and any(line.doses < 0 for line in lines):
        return AllocationReason.TAKES_WITHOUT_AMENDING
    after = add(book.given, lines)
    touched = {line.receiver for line in lines}
    if any(number < 0 for receiver in touched for number in after[receiver].values()):
        return AllocationReason.BELOW_NOTHING
    if not all(fits(book.passed_on.get(receiver, {}), after[receiver]) for receiver in touched):
        return AllocationReason.PASSED_ON
    if book.own is not None and not fits(total(after), book.own):
        return AllocationReason.MORE_THAN_ALLOCATED
    return None
