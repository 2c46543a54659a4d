"""The first page of this face."""

from litestar import Response, get

from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.pages import AnyRequest, render


@get("/", opt=open_to_all)
async def home(request: AnyRequest) -> Response[str]:
    """Show where one is and what can be done here."""
    return render("portal/home.html", request, here="home")


routes = [home]
