"""The pages of this face and its menu; a new page module adds its `routes` here."""

from litestar.types import ControllerRouterHandler

from tiemchung.faces.console import confirmation, home, reference, sign_in
from tiemchung.faces.console.ban import sessions as ban
from tiemchung.faces.console.ban.app_shell import shell_routes
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.web.pages import Entry, Face

face = Face(
    name="console",
    prefix="/console",
    sign_in="/console/dang-nhap",
    sign_out="/console/dang-xuat",
    account="/console/tai-khoan",
    signs_in="staff",
    menu=(
        Entry("home", lazy("Trang đầu"), "/console", "home"),
        Entry("confirmation", lazy("Xác nhận mũi tiêm"), "/console/xac-nhan", "check"),
        Entry("reference", lazy("Danh mục"), "/console/danh-muc", "list"),
    ),
)

routes: list[ControllerRouterHandler] = [
    *home.routes,
    *sign_in.routes,
    *confirmation.routes,
    *reference.routes,
    *ban.routes,
    *shell_routes(),
]
