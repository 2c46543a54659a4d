"""The pages of this face and its menu; a new page module adds its `routes` here."""

from litestar.types import ControllerRouterHandler

from tiemchung.faces.citizen import home, sign_in
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.web.pages import Entry, Face

face = Face(
    name="citizen",
    prefix="/me",
    sign_in="/me/dang-nhap",
    sign_out="/me/dang-xuat",
    account="/me/tai-khoan",
    signs_in="citizen",
    menu=(Entry("home", lazy("Trang đầu"), "/me", "home"),),
)

routes: list[ControllerRouterHandler] = [*home.routes, *sign_in.routes]
