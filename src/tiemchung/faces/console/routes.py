"""The pages of this face and its menu; a new page module adds its `routes` here."""

from litestar.types import ControllerRouterHandler

from tiemchung.faces.console import home, sign_in
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.web.pages import Entry, Face

face = Face(
    name="console",
    prefix="/console",
    sign_in="/console/dang-nhap",
    sign_out="/console/dang-xuat",
    account="/console/tai-khoan",
    signs_in="staff",
    menu=(Entry("home", lazy("Trang đầu"), "/console", "home"),),
)

routes: list[ControllerRouterHandler] = [*home.routes, *sign_in.routes]
