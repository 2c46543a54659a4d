"""The ways from the portal into registration, lists of organisations, and open data."""

from litestar import Response, get

from tiemchung.domains.registry.lists.template import template_workbook
from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.pages import AnyRequest, render

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get("/dang-ky", opt=open_to_all)
async def show_registration(request: AnyRequest) -> Response[str]:
    """Say how one registers, and lead there; a code to the phone opens the form."""
    return render("portal/ways_in/registration.html", request, here="register")


@get("/to-chuc", opt=open_to_all)
async def show_organisations(request: AnyRequest) -> Response[str]:
    """Say how an organisation sends its list, and lead to the door of its account."""
    return render("portal/ways_in/organisations.html", request, here="organisations")


@get("/to-chuc/mau-danh-sach.xlsx", opt=open_to_all)
async def give_template() -> Response[bytes]:
    """Give the blank list, so that it can be filled in before an account is there."""
    return Response(
        template_workbook(),
        media_type=WORKBOOK,
        headers={"Content-Disposition": 'attachment; filename="mau-danh-sach.xlsx"'},
    )


@get("/du-lieu-mo", opt=open_to_all)
async def show_open_data(request: AnyRequest) -> Response[str]:
    """List the addresses of open data."""
    return render("portal/open_data/list.html", request, here="open_data")


routes = [show_registration, show_organisations, give_template, show_open_data]
