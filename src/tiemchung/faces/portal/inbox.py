"""The inbox of a demo: what the platform would have sent to phones. Elsewhere it does not exist."""

from litestar import Response, get
from litestar.di import NamedDependency

from tiemchung.domains.notifications import service
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.pages import AnyRequest, render
from tiemchung.runtime import Runtime

SHOWN = 60


@get("/hop-thu", opt=open_to_all)
async def show_inbox(
    request: AnyRequest, tx: NamedDependency[Tx], runtime: NamedDependency[Runtime]
) -> Response[str]:
    """Show the newest messages of a demo; 404 in any other database."""
    if not runtime.is_demo:
        raise NotFound(_("Không có trang này."))
    messages = await service.inbox(tx, limit=SHOWN)
    return render("portal/inbox/list.html", request, messages=messages)


routes = [show_inbox]
