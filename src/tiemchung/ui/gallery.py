"""What the gallery shows: each component empty, filled and in error, on plausible contents.

Names, codes and figures here are invented; the page exists to be looked at and tested.
"""

from datetime import UTC, date, datetime, timedelta

import segno
from msgspec import Struct

from tiemchung.kernel.i18n import _
from tiemchung.kernel.web.templates import MAPS, read_map

NOON = datetime(2021, 8, 20, 5, 5, tzinfo=UTC)
PAGES = ("components", "portal", "citizen", "console", "form", "command", "board")
BOUNDS = (0.2, 0.4, 0.6, 0.8)
DISTRICT_BOUNDS = (0.75, 0.8, 0.85, 0.9)
CHOSEN = {"79": 0.914, "48": 0.5, "56": 0.72}
HOLES = 9  # one area in so many is not known
CURVE = (3, 1, 4, 1, 5, 9, 2, None, None, 6, 5, 8, 9, 7)


class SiteLine(Struct, frozen=True):
    """A row of the sample table."""

    name: str
    district: str
    declared: int | None
    entered: int
    completeness: float | None
    last: datetime | None
    state: str
    href: str = ""
    tone: str = ""


SITES = [
    SiteLine("Nhà thi đấu Phú Thọ", "Quận 11", 1200, 1196, 0.997, NOON, "running", "#site-1"),
    SiteLine(
        "Trường THCS Nguyễn Du",
        "Quận 1",
        640,
        411,
        0.642,
        NOON - timedelta(minutes=47),
        "running",
        "#site-2",
        "warn",
    ),
    SiteLine("Trạm Y tế phường Bến Nghé", "Quận 1", 300, 0, 0.0, None, "open", "#site-3", "bad"),
    SiteLine(
        "Bệnh viện Lê Văn Thịnh",
        "Thành phố Thủ Đức",
        None,
        0,
        None,
        None,
        "planned",
        "#site-4",
    ),
]
TOTAL = SiteLine("Cộng", "", 2140, 1607, 0.751, NOON, "")


def shares(drawing: str, low: float, high: float) -> dict[str, float]:
    """Spread plausible shares over the areas of a map, the same at every call, with holes."""
    codes = [area.code for area in read_map(MAPS, drawing).areas]
    spread = {
        code: low + (high - low) * ((i * 37) % 61) / 61
        for i, code in enumerate(codes)
        if (i + 1) % HOLES
    }
    return spread | {code: share for code, share in CHOSEN.items() if code in codes}


def doses() -> list[dict[str, object]]:
    """Doses in three states of a record."""
    return [
        {
            "number": 2,
            "product": "Comirnaty (Pfizer-BioNTech)",
            "at": datetime(2021, 9, 10, 1, 0, tzinfo=UTC),
            "place": "Nhà thi đấu Phú Thọ, Quận 11",
            "state": "booked",
            "note": _("Đến lúc 08:00 và mang theo giấy tờ có ảnh."),
            "href": "#appointment",
            "link": _("Xem lịch hẹn và mã QR"),
        },
        {
            "number": 1,
            "product": "Vaxzevria (AstraZeneca)",
            "maker": "SK Bioscience",
            "at": datetime(2021, 8, 15, 2, 35, tzinfo=UTC),
            "lot": "ABW0411",
            "place": "Trạm Y tế phường Bến Nghé, Quận 1",
            "state": "confirmed",
            "href": "#dose-1",
        },
    ]


def days() -> list[float | None]:
    """Make a curve of a month; two days are not known."""
    month = (CURVE * 3)[:31]
    return [None if v is None else 40000.0 + 6000 * i + 9000 * v for i, v in enumerate(month)]


def invitation_qr() -> str:
    """Draw the QR of an invitation as inline SVG without styles."""
    return segno.make_qr("TC1:K7PM3X9A", error="m").svg_inline(omitsize=True, border=2)


def gallery_context(page: str = "components") -> dict[str, object]:
    """Return what `ui/gallery/<page>.html` needs; `page` is one of PAGES."""
    return {
        "pages": PAGES,
        "page": page,
        "now": NOON,
        "today": date(2021, 8, 20),
        "provinces": shares("province_2021", 0.05, 0.97),
        "province_bounds": BOUNDS,
        "districts": shares("hcmc_district_2021", 0.7, 0.97),
        "district_bounds": DISTRICT_BOUNDS,
        "sites": SITES,
        "sites_total": TOTAL,
        "site_columns": [
            {"key": "name", "label": _("Điểm tiêm")},
            {"key": "district", "label": _("Quận, huyện")},
            {"key": "declared", "label": _("Báo nhanh"), "kind": "number"},
            {"key": "entered", "label": _("Đã nhập"), "kind": "number"},
            {"key": "completeness", "label": _("Tỷ lệ nhập liệu"), "kind": "percent"},
            {"key": "last", "label": _("Lần cuối"), "kind": "time"},
            {"key": "state", "label": _("Trạng thái")},
        ],
        "doses": doses(),
        "days": days(),
        "minutes": [float(20 + (i * 13) % 17 + i) for i in range(40)],
        "minute_times": [int(NOON.timestamp()) - 60 * (39 - i) for i in range(40)],
        "qr_svg": invitation_qr(),
        "person": {
            "name": "Nguyễn Thị Ánh Nguyệt",
            "born": "15/03/1984",
            "document": "CCCD •••••••••234",
            "state": "verified",
        },
        "errors": {
            "name": _("Hãy nhập họ và tên"),
            "number": _("Số CCCD phải đủ 12 chữ số"),
            "birth": _("Năm sinh phải từ 1900 đến nay"),
            "consent": _("Hãy đánh dấu nếu bạn đồng ý"),
        },
        "account": {
            "name": "Trần Quốc Bảo",
            "role": _("Trưởng điểm tiêm"),
            "scope": "Thành phố Hồ Chí Minh › Quận 1 › Trạm Y tế phường Bến Nghé",
            "href": "#account",
            "sign_out": "/gallery/sign-out",
        },
    }
