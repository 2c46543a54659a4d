"""What the response centre talks about."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Literal
from uuid import UUID

from msgspec import Struct

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

SEVERITIES: dict[str, Lazy] = {
    "high": lazy("Nghiêm trọng"),
    "medium": lazy("Cần theo dõi"),
    "low": lazy("Nhẹ"),
}

ASSIGNMENT_STATES: dict[str, Lazy] = {
    "assigned": lazy("Được phân công"),
    "on_site": lazy("Đang có mặt"),
    "done": lazy("Đã xong"),
}

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

    @property
    def title(self) -> str:
        """Return what it is about, in the reader's language."""
        return str(ALERT_TITLES.get(self.kind, self.kind))


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

    title: str
    severity: Literal["high", "medium", "low"]
    site_id: int | None = None


class BoardLine(Struct, frozen=True):
    """One session of the day on the board: what was declared, what was entered, who is silent."""

    session_id: UUID
    facility_id: int
    site_name: str
    district_name: str | None
    half_day: str
    state: str
    product: str
    called: int
    checked_in: int
    injected: int
    declared: int | None
    issued: int
    last_event_at: datetime | None
    missing_numbers: int
    open_alerts: int


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
