"""The pages of this face and its menu; a new page module adds its `routes` here."""

from litestar.types import ControllerRouterHandler

from tiemchung.faces.console import (
    account,
    allocations,
    calling,
    cases,
    confirmation,
    devices,
    home,
    late_entry,
    lists,
    lots,
    movements,
    people,
    plans,
    reference,
    registering,
    rounds,
    sessions,
    sign_in,
    sites,
    staff,
    stock,
    verification,
    wards,
)
from tiemchung.faces.console.ban import sessions as ban
from tiemchung.faces.console.ban import slips
from tiemchung.faces.console.ban.app_shell import shell_routes
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.web.pages import Entry, Face, Group

face = Face(
    name="console",
    prefix="/console",
    sign_in="/console/dang-nhap",
    sign_out="/console/dang-xuat",
    account="/console/tai-khoan",
    signs_in="staff",
    menu=(
        Entry("home", lazy("Trang đầu"), "/console", "home"),
        Group(
            lazy("Vắc xin"),
            (
                Entry("allocations", lazy("Phân bổ"), "/console/phan-bo", "flag"),
                Entry("stock", lazy("Kho vắc xin"), "/console/kho", "box"),
                Entry("lots", lazy("Lô vắc xin"), "/console/lo", "syringe"),
            ),
        ),
        Group(
            lazy("Người dân"),
            (
                Entry("people", lazy("Tìm và đăng ký"), "/console/nguoi-dan", "search"),
                Entry("wards", lazy("Danh sách phường, xã"), "/console/phuong", "people"),
                Entry("lists", lazy("Danh sách từ Excel"), "/console/danh-sach", "upload"),
                Entry("cases", lazy("Hồ sơ cần xem xét"), "/console/ho-so", "alert"),
                Entry("verification", lazy("Xác thực thông tin"), "/console/xac-thuc", "shield"),
            ),
        ),
        Group(
            lazy("Kế hoạch"),
            (
                Entry("rounds", lazy("Đợt tiêm"), "/console/dot-tiem", "flag"),
                Entry("plans", lazy("Kế hoạch tiêm"), "/console/ke-hoach", "clipboard"),
            ),
        ),
        Group(
            lazy("Điểm tiêm"),
            (
                Entry("sessions", lazy("Buổi tiêm"), "/console/buoi-tiem", "calendar"),
                Entry(
                    "confirmation", lazy("Xác nhận mũi tiêm"), "/console/xac-nhan", "certificate"
                ),
            ),
        ),
        Group(
            lazy("Quản trị"),
            (
                Entry("staff", lazy("Nhân sự"), "/console/nhan-su", "person"),
                Entry("devices", lazy("Máy tại điểm tiêm"), "/console/may", "phone"),
                Entry("sites", lazy("Điểm tiêm và đội"), "/console/diem-tiem", "building"),
                Entry("reference", lazy("Danh mục"), "/console/danh-muc", "book"),
            ),
        ),
    ),
)

routes: list[ControllerRouterHandler] = [
    *home.routes,
    *sign_in.routes,
    *account.routes,
    *ban.routes,
    *slips.routes,
    *shell_routes(),
    *allocations.routes,
    *lots.routes,
    *stock.routes,
    *movements.routes,
    *rounds.routes,
    *plans.routes,
    *sessions.routes,
    *calling.routes,
    *late_entry.routes,
    *people.routes,
    *registering.routes,
    *wards.routes,
    *lists.routes,
    *cases.routes,
    *verification.routes,
    *staff.routes,
    *devices.routes,
    *sites.routes,
    *confirmation.routes,
    *reference.routes,
]
