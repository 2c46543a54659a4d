"""The facility confirms its doses, a session at a time or all at once."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.siteops import confirmation
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import ngettext
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

SIGNERS = requires(Role.FACILITY_HEAD, Role.SITE_HEAD)
SHOWN = 200


class Chosen(Struct, frozen=True, kw_only=True):
    """The sessions whose doses are confirmed."""

    session: list[UUID]


@get("/console/xac-nhan", opt=SIGNERS)
async def show_waiting(request: AnyRequest, tx: NamedDependency[Tx]) -> Response[str]:
    """Show the sessions that have doses nobody has confirmed."""
    return await _page(request, tx, Form[Chosen]())


@post("/console/xac-nhan", opt=SIGNERS)
async def confirm(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:
    """Confirm the doses of the chosen sessions; those with an open case wait."""
    form = await read_form(request, Chosen)
    if form.value is None:
        form.errors = {"session": _("Chọn ít nhất một buổi tiêm.")}
        return await _page(request, tx, form)
    done = await confirmation.confirm_sessions(
        tx, runtime.intake, form.value.session, staff_id=actor.staff_id, now=runtime.clock.now()
    )
    said = ngettext("Đã xác nhận %(num)s mũi tiêm.", "Đã xác nhận %(num)s mũi tiêm.", done)
    return redirect(request, "/console/xac-nhan", said)


async def _page(request: AnyRequest, tx: Tx, form: Form[Chosen]) -> Response[str]:
    sessions = await confirmation.sessions_to_confirm(tx, limit=SHOWN)
    return render(
        "console/confirmation/list.html", request, here="confirmation", sessions=sessions,
        form=form, status=form.status,
    )  # fmt: skip


routes = [show_waiting, confirm]
