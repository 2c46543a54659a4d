"""The pages of this face and its menu; a new page module adds its `routes` here."""

from litestar.types import ControllerRouterHandler

from tiemchung.faces.portal import figures, home, inbox, open_data, verifier, ways_in
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.web.pages import Entry, Face

face = Face(
    name="portal",
    prefix="/",
    sign_in="/me/dang-nhap",
    sign_out="/me/dang-xuat",
    account="/me",
    signs_in="citizen",
    menu=(
        Entry("home", lazy("Trang đầu"), "/", "home"),
        Entry("figures", lazy("Số liệu"), "/so-lieu", "chart"),
        Entry("register", lazy("Đăng ký tiêm"), "/dang-ky", "clipboard"),
        Entry("organisations", lazy("Cơ quan, đơn vị"), "/to-chuc", "building"),
        Entry("verify", lazy("Kiểm tra chứng nhận"), "/kiem-tra-chung-nhan", "shield"),
    ),
)

routes: list[ControllerRouterHandler] = [
    *home.routes,
    *figures.routes,
    *inbox.routes,
    *open_data.routes,
    *verifier.routes,
    *ways_in.routes,
]
