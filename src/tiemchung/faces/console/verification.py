"""Batches asked of the population register: who is not verified yet, and what it answered."""

from typing import Any, Literal

from litestar import Response, get, post
from litestar.di import NamedDependency
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.quality import service as quality
from tiemchung.domains.quality.service import RequestBatch
from tiemchung.faces.console import choices
from tiemchung.faces.console.rows import options
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import WHOLE, Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

ASKERS = requires(Role.MINISTRY, Role.PROVINCE, Role.DISTRICT, Role.WARD)
LIST = "/console/xac-thuc"
BATCH_STATES = {
    "waiting": lazy("Đang chờ hỏi"),
    "running": lazy("Đang hỏi"),
    "answered": lazy("Đã trả lời"),
}


class Asking(Struct, frozen=True, kw_only=True):
    """Whose people are asked for, as it is chosen."""

    unit_id: int
    vaccinated_only: Literal["yes"] | None = None


@get(LIST, opt=ASKERS)
async def show_batches(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """Show the batches of one's jurisdiction and what the register said."""
    return await _page(request, tx, actor, Form[Asking]({"vaccinated_only": "yes"}))


async def _page(request: AnyRequest, tx: Tx, actor: Actor, form: Form[Asking]) -> Response[str]:
    if WHOLE in form.errors:
        form.errors["unit_id"] = form.errors.pop(WHOLE)
    scope = actor.scope
    units = (
        await choices.provinces(tx)
        if scope.nation
        else await choices.units_of_scope(tx, units=choices.units_of(actor), nation=False)
    )
    return render(
        "console/verification/list.html", request, here="verification", status=form.status,
        form=form, units=options(units, "unit_id", "name"), states=BATCH_STATES,
        batches=await quality.read_batches(tx, scope),
    )  # fmt: skip


@post(LIST, opt=ASKERS)
async def ask(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Have the register asked for the people of a unit who are not verified yet."""
    form = await read_form(request, Asking)
    if form.value is not None:
        order = RequestBatch(
            unit_id=form.value.unit_id, vaccinated_only=form.value.vaccinated_only == "yes"
        )
        async with form.attempt(tx):
            await quality.request_batch(tx, order, staff_id=actor.staff_id, clock=runtime.clock)
            return redirect(request, LIST, _("Đã gửi; kết quả hiện ở đây khi CSDLQG trả lời."))
    return await _page(request, tx, actor, form)


routes = [show_batches, ask]
