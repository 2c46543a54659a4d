"""The pages of this face and its menu; a new page module adds its `routes` here."""

from litestar.types import ControllerRouterHandler

from tiemchung.faces.portal import home, inbox
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.web.pages import Entry, Face

face = Face(
    name="portal",
    prefix="/",
    sign_in="/me/dang-nhap",
    sign_out="/me/dang-xuat",
    account="/me",
    signs_in="citizen",
    menu=(Entry("home", lazy("Trang đầu"), "/", "home"),),
)

routes: list[ControllerRouterHandler] = [*home.routes, *inbox.routes]
