"""The pages of this face and its menu; a new page module adds its `routes` here."""

from litestar.types import ControllerRouterHandler

from tiemchung.faces.command import home
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.web.pages import Entry, Face

face = Face(
    name="command",
    prefix="/command",
    sign_in="/console/dang-nhap",
    sign_out="/console/dang-xuat",
    account="/console/tai-khoan",
    signs_in="staff",
    menu=(Entry("home", lazy("Trang đầu"), "/command", "home"),),
)

routes: list[ControllerRouterHandler] = [*home.routes]
