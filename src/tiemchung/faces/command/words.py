"""What codes of the response centre are called, and sentences made of their facts."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tiemchung.domains.response.model import Alert, AlertKind
from tiemchung.kernel import formats
from tiemchung.kernel.i18n import Lazy, lazy

HALF_DAYS: dict[str, Lazy] = {
    "morning": lazy("Sáng"),
    "afternoon": lazy("Chiều"),
    "evening": lazy("Tối"),
}

SESSION_STATES: dict[str, tuple[Lazy, str]] = {
    "planned": (lazy("Chưa bắt đầu"), "mute"),
    "running": (lazy("Đang tiêm"), "info"),
    "ended": (lazy("Đã tiêm xong"), "info"),
    "closed_balanced": (lazy("Đã khóa sổ, khớp"), "good"),
    "closed_with_open_items": (lazy("Khóa sổ, còn việc treo"), "warn"),
    "cancelled": (lazy("Đã hủy"), "mute"),
}
"""State of a session: its words and the tone of its tag."""

SEVERITY_TONES = {"high": "bad", "medium": "warn", "low": "info"}
INCIDENT_TONES = {"open": "bad", "in_progress": "warn", "closed": "mute"}
ASSIGNMENT_TONES = {"assigned": "info", "on_site": "good", "done": "mute"}

GAPS: dict[str, Lazy] = {
    "people": lazy("Người được mời chưa có kết quả"),
    "walk_ins": lazy("Người đến ngoài danh sách chưa có kết quả"),
    "vials": lazy("Số lọ không khớp"),
    "doses": lazy("Số liều của một lọ không khớp"),
    "doses_without_vial": lazy("Mũi tiêm không ghi lọ"),
    "device": lazy("Thiết bị còn thiếu dữ liệu"),
    "device_doubled": lazy("Thiết bị có số thứ tự trùng"),
    "device_broken": lazy("Chuỗi dữ liệu của thiết bị bị đứt"),
    "quarantined": lazy("Dữ liệu của thiết bị bị giữ lại"),
    "not_declared": lazy("Chưa có số báo cáo nhanh cuối buổi"),
    "declared": lazy("Số báo cáo nhanh khác số đã nhập"),
}

EVENT_KINDS: dict[str, Lazy] = {
    "injected": lazy("Mũi tiêm"),
    "entered_late": lazy("Mũi tiêm nhập bù"),
    "registered": lazy("Đăng ký"),
    "stock_received": lazy("Nhập kho"),
    "stock_issued": lazy("Xuất cho buổi tiêm"),
    "vial_opened": lazy("Mở lọ"),
    "vial_discarded": lazy("Hủy liều"),
    "called": lazy("Lịch hẹn"),
    "checked_in": lazy("Tiếp đón"),
    "deferred": lazy("Hoãn tiêm"),
    "contraindicated": lazy("Chống chỉ định"),
    "referred": lazy("Chuyển bệnh viện"),
    "declined": lazy("Từ chối tiêm"),
    "declared": lazy("Số báo cáo nhanh"),
    "common": lazy("Phản ứng thông thường"),
    "severe": lazy("Tai biến nặng"),
}

SET_ASIDE: dict[str, Lazy] = {
    "unreadable": lazy("Không đọc được dữ liệu"),
    "unknown device": lazy("Thiết bị không rõ"),
    "bad signature": lazy("Chữ ký không đúng"),
    "unknown kind": lazy("Loại sự kiện không rõ"),
    "conflict": lazy("Trùng mã nhưng khác nội dung"),
    "body too large": lazy("Dữ liệu quá lớn"),
    "the device in the body": lazy("Thiết bị ghi trong dữ liệu khác thiết bị đã ký"),
    "the private document": lazy("Phần riêng tư thiếu hoặc không khớp"),
    "private document too large": lazy("Phần riêng tư quá lớn"),
    "enterer_without_grant": lazy("Người nhập không có quyền"),
    "performer_without_grant": lazy("Người thực hiện không có quyền"),
    "entered_by_another": lazy("Người nhập khác người đăng nhập"),
    "not_for_citizens": lazy("Người dân không được ghi loại này"),
}
"""Why an event was put aside, by how the reason begins."""


def set_aside_text(reason: str) -> str:
    """Say why an event was put aside; an unknown reason stands as it is."""
    return next(
        (str(text) for start, text in SET_ASIDE.items() if reason.startswith(start)), reason
    )


MESSAGE_STATES: dict[str, tuple[Lazy, str]] = {
    "waiting": (lazy("Chờ gửi"), "warn"),
    "sent": (lazy("Đã gửi"), "good"),
    "failed": (lazy("Không gửi được"), "bad"),
    "expired": (lazy("Quá hạn gửi"), "bad"),
    "cancelled": (lazy("Đã hủy"), "mute"),
}

FOLLOWERS: dict[str, Lazy] = {
    "corrections": lazy("Đính chính và gộp hồ sơ"),
    "devices": lazy("Sổ thiết bị"),
    "figures.doses": lazy("Số mũi tiêm"),
    "figures.registered": lazy("Số người đăng ký"),
    "figures.stock": lazy("Số liệu kho"),
    "figures.sessions": lazy("Số liệu buổi tiêm"),
    "figures.pace": lazy("Nhịp tiêm trong ngày"),
    "siteops.closes": lazy("Việc treo khi khóa sổ"),
    "siteops.arrivals": lazy("Dữ liệu đến sau khóa sổ"),
    "history": lazy("Xét lại theo lịch sử tiêm"),
    "registry.duplicates": lazy("Tìm hồ sơ trùng"),
    "registry.notices": lazy("Thông báo cho người dân"),
    "planning.candidates": lazy("Đưa người vào danh sách đợt tiêm"),
    "planning.recalls": lazy("Danh sách gọi mũi tiếp theo"),
    "planning.sessions": lazy("Kết quả buổi tiêm vào danh sách"),
    "appointments": lazy("Lịch hẹn theo kết quả tiêm"),
    "certificates.queue": lazy("Hàng chờ ký chứng nhận"),
}


SENTENCES: dict[str, Lazy] = {
    AlertKind.NO_ENTRY: lazy("Đã cấp %(issued)s liều, chưa nhập mũi nào."),
    "no_entry_declared": lazy(
        "Đã cấp %(issued)s liều, đã báo %(declared)s mũi, chưa nhập mũi nào."
    ),
    AlertKind.ENTRY_GAP: lazy("Báo %(declared)s mũi, mới nhập %(entered)s."),
    AlertKind.SILENT: lazy("Không có dữ liệu mới từ %(since)s."),
    AlertKind.SEVERE_REACTION: lazy("Lô %(lot)s."),
    "severe_reaction_grade": lazy("Phản vệ độ %(grade)s, lô %(lot)s."),
    AlertKind.OPEN_ITEM_OVERDUE: lazy("%(item)s."),
    AlertKind.DEVICE_GAP: lazy("Máy đã ghi %(highest)s dòng, còn thiếu %(missing)s."),
    AlertKind.QUARANTINE: lazy("%(events)s dòng dữ liệu chờ xem xét."),
    AlertKind.FOLLOWER: lazy("%(follower)s."),
}
"""What an alert of a kind has found, with the names of its facts."""


DETAILS: dict[str, str] = {
    AlertKind.NO_ENTRY: "declared",
    AlertKind.SEVERE_REACTION: "grade",
}
"""A fact that, where it is known, makes a fuller sentence."""


def alert_text(alert: Alert) -> str:
    """Say in a sentence what the facts of an alert are; empty for a kind without a sentence."""
    return facts_text(alert.kind, alert.facts)


def facts_text(kind: str, facts: Mapping[str, Any]) -> str:
    """Say what an alert of a kind has found."""
    detail = DETAILS.get(kind, "")
    key = f"{kind}_{detail}" if facts.get(detail) else kind
    if (sentence := SENTENCES.get(key)) is None:
        return ""
    said = {name: _said(name, value) for name, value in facts.items()}
    return str(sentence) % defaultdict(lambda: formats.UNKNOWN, said)


def _said(name: str, value: object) -> str:
    """Write one fact: a number, a moment, or a code of a list."""
    if isinstance(value, int):
        return formats.number(value)
    if not isinstance(value, str):
        return formats.UNKNOWN
    if name == "since":
        return formats.time(datetime.fromisoformat(value))
    lists: dict[str, dict[str, Lazy]] = {"item": GAPS, "follower": FOLLOWERS}
    return str(lists.get(name, {}).get(value, value))
