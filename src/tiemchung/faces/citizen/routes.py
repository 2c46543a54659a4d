"""The pages of this face and its menu; a new page module adds its `routes` here."""

from litestar.types import ControllerRouterHandler

from tiemchung.faces.citizen import (
    appointments,
    certificate,
    family,
    home,
    notices,
    reactions,
    record,
    registration,
    sign_in,
)
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.web.pages import Entry, Face

face = Face(
    name="citizen",
    prefix="/me",
    sign_in="/me/dang-nhap",
    sign_out="/me/dang-xuat",
    account="/me/tai-khoan",
    signs_in="citizen",
    menu=(
        Entry("home", lazy("Trang đầu"), "/me", "home"),
        Entry("family", lazy("Gia đình"), "/me/gia-dinh", "people"),
        Entry("appointments", lazy("Lịch hẹn"), "/me/lich-hen", "calendar"),
        Entry("notices", lazy("Thông báo"), "/me/thong-bao", "bell"),
    ),
)

routes: list[ControllerRouterHandler] = [
    *home.routes,
    *sign_in.routes,
    *family.routes,
    *registration.routes,
    *record.routes,
    *appointments.routes,
    *certificate.routes,
    *reactions.routes,
    *notices.routes,
]
