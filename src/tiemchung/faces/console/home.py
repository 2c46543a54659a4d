"""The first page of this face."""

from litestar import Response, get

from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.pages import AnyRequest, render


@get("/console", opt=requires())
async def home(request: AnyRequest) -> Response[str]:
    """Show where one is and what can be done here."""
    return render("console/home.html", request, here="home")


routes = [home]
