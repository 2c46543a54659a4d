"""The pages of this face and its menu; a new page module adds its `routes` here."""

from litestar.types import ControllerRouterHandler

from tiemchung.faces.command import (
    alerts,
    announced,
    board,
    figures,
    force,
    incidents,
    platform,
    reports,
    sites,
)
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.web.pages import Entry, Face

face = Face(
    name="command",
    prefix="/command",
    sign_in="/console/dang-nhap",
    sign_out="/console/dang-xuat",
    account="/console/tai-khoan",
    signs_in="staff",
    menu=(
        Entry("board", lazy("Bảng điều hành"), "/command", "chart"),
        Entry("sites", lazy("Buổi tiêm"), "/command/buoi-tiem", "building"),
        Entry("alerts", lazy("Cảnh báo"), "/command/canh-bao", "alert"),
        Entry("incidents", lazy("Sự cố"), "/command/su-co", "flag"),
        Entry("force", lazy("Lực lượng hỗ trợ"), "/command/luc-luong", "people"),
        Entry("reports", lazy("Báo cáo ngày"), "/command/bao-cao", "clipboard"),
        Entry("figures", lazy("Số liệu"), "/command/so-lieu", "list"),
        Entry("platform", lazy("Nền tảng"), "/command/nen-tang", "shield"),
    ),
)

routes: list[ControllerRouterHandler] = [
    *board.routes,
    *sites.routes,
    *alerts.routes,
    *incidents.routes,
    *force.routes,
    *reports.routes,
    *announced.routes,
    *figures.routes,
    *platform.routes,
]
