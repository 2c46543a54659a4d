"""What the response centre talks about."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import Lazy, lazy

SILENT_AFTER = timedelta(minutes=30)
"""A running session without any event for so long is a site that is not heard of."""

NO_ENTRY_AFTER = timedelta(minutes=90)
"""Vaccine was issued and nothing was entered for so long after the beginning: a hole on the map."""

GAP_DOSES = 5
"""Declared less entered above this is an alert; below it lies the normal delay of typing."""


class AlertKind(StrEnum):
    """Why somebody must look at a site, worst first."""

    SEVERE_REACTION = "severe_reaction"
    NO_ENTRY = "no_entry"
    ENTRY_GAP = "entry_gap"
    DEVICE_GAP = "device_gap"
    OPEN_ITEM_OVERDUE = "open_item_overdue"
    SILENT = "silent"
    QUARANTINE = "quarantine"
    FOLLOWER = "follower"


ALERT_TITLES: dict[str, Lazy] = {
    AlertKind.SEVERE_REACTION: lazy("Tai biến nặng sau tiêm"),
    AlertKind.NO_ENTRY: lazy("Đã cấp vắc xin nhưng chưa nhập mũi nào"),
    AlertKind.ENTRY_GAP: lazy("Số báo cáo nhanh cao hơn số đã nhập"),
    AlertKind.DEVICE_GAP: lazy("Thiết bị còn thiếu dữ liệu"),
    AlertKind.OPEN_ITEM_OVERDUE: lazy("Việc treo khi khóa sổ đã quá hạn"),
    AlertKind.SILENT: lazy("Điểm tiêm không có tin"),
    AlertKind.QUARANTINE: lazy("Dữ liệu bị giữ lại, cần xem xét"),
    AlertKind.FOLLOWER: lazy("Xử lý nền bị chậm"),
}

INCIDENT_STATES: dict[str, Lazy] = {
    "open": lazy("Mới mở"),
    "in_progress": lazy("Đang xử lý"),
    "closed": lazy("Đã đóng"),
}

INCIDENT_MOVES: dict[str, list[str]] = {
    "in_progress": ["open", "closed"],
    "closed": ["open", "in_progress"],
}
"""From which states an incident may come into a state; nothing leads back to open."""

INCIDENT_STEPS: dict[str, Lazy] = {
    "opened": lazy("Mở sự cố"),
    "in_progress": lazy("Nhận xử lý"),
    "taken_over": lazy("Nhận tiếp từ người khác"),
    "note": lazy("Ghi chú"),
    "closed": lazy("Đóng sự cố"),
    "reopened": lazy("Mở lại"),
}

SEVERITIES: dict[str, Lazy] = {
    "high": lazy("Nghiêm trọng"),
    "medium": lazy("Cần theo dõi"),
    "low": lazy("Nhẹ"),
}

ASSIGNMENT_STATES: dict[str, Lazy] = {
    "assigned": lazy("Được phân công"),
    "on_site": lazy("Đang có mặt"),
    "done": lazy("Đã xong"),
    "withdrawn": lazy("Đã rút"),
}

ASSIGNMENT_MOVES: dict[str, list[str]] = {
    "on_site": ["assigned"],
    "done": ["assigned", "on_site"],
    "withdrawn": ["assigned", "on_site"],
}
"""From which states an assignment may come into a state."""

FORCES: dict[str, Lazy] = {
    "operations": lazy("Điều hành"),
    "district": lazy("Quận, huyện"),
    "site": lazy("Điểm tiêm"),
}


class CannotChange(DomainError):
    """An incident or assignment is no longer in the state that the change needs."""

    code: ClassVar[str] = "response.cannot_change"


class Alert(Struct, frozen=True):
    """An open alert; `facts` are numbers and codes to show, never a person."""

    alert_id: UUID
    kind: str
    severity: str
    facility_id: int | None
    site_name: str | None
    session_id: UUID | None
    facts: dict[str, Any]
    raised_at: datetime
    seen_at: datetime | None
    seen_by: str | None

    @property
    def title(self) -> str:
        """Return what it is about, in the reader's language."""
        return str(ALERT_TITLES.get(self.kind, self.kind))


class AlertCount(Struct, frozen=True):
    """How many open alerts of a kind there are."""

    kind: str
    alerts: int


class Incident(Struct, frozen=True):
    """A disturbance of the system or of operations; never an adverse event of a person."""

    incident_id: UUID
    number: str
    title: str
    severity: str
    state: str
    owner_id: UUID | None
    owner_name: str | None
    site_name: str | None
    opened_at: datetime
    closed_at: datetime | None
    timeline: list[dict[str, Any]]


class OpenIncident(Struct, frozen=True, kw_only=True):
    """Somebody reports a disturbance."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    severity: Literal["high", "medium", "low"]
    site_id: int | None = None
    note: Annotated[str, Meta(max_length=1000)] | None = None


class BoardLine(Struct, frozen=True):
    """One session of the day on the board: what was declared, what was entered, who is silent.

    `declared` is None where the head has declared nothing: not known, and never a zero.
    """

    session_id: UUID
    facility_id: int
    site_id: int
    site_name: str
    district_name: str | None
    half_day: str
    starts_at: datetime
    state: str
    product: str
    called: int
    checked_in: int
    injected: int
    declared: int | None
    issued: int
    last_event_at: datetime | None
    missing_numbers: int
    severe: int
    open_alerts: int

    def is_hole(self, now: datetime) -> bool:
        """Tell whether nothing was entered although doses were declared, or vaccine lies there."""
        begun = self.starts_at + NO_ENTRY_AFTER < now
        return self.injected == 0 and (bool(self.declared) or (self.issued > 0 and begun))

    @property
    def completeness(self) -> float | None:
        """Return entered doses as a fraction of the declared ones; None while it is not known."""
        return self.injected / self.declared if self.declared else None


class Assignment(Struct, frozen=True):
    """Where a member of the support force is today."""

    assignment_id: UUID | None
    member_id: UUID
    full_name: str
    support_force: str
    place: str | None
    state: str | None
    task: str | None
    day: date | None
    skills: str | None
    staff_id: UUID | None
    site_id: int | None
    unit_id: int | None
