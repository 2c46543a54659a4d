"""The ways from the portal into registration, and what others may read by program."""

from litestar import Response, get

from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.pages import AnyRequest, render


@get("/dang-ky", opt=open_to_all)
async def show_registration(request: AnyRequest) -> Response[str]:
    """Say how one registers, and lead there; a code to the phone opens the form."""
    return render("portal/ways_in/registration.html", request, here="register")


@get("/du-lieu-mo", opt=open_to_all)
async def show_open_data(request: AnyRequest) -> Response[str]:
    """List the addresses of open data."""
    return render("portal/open_data/list.html", request, here="open_data")


routes = [show_registration, show_open_data]
