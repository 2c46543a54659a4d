"""Devices of a facility: let in by a code that is shown once, revoked with a reason."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from tiemchung.domains.identity import service as identity
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.devices import HEADS
from tiemchung.domains.identity.model import DeviceCode, IssueDeviceCode
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import WHOLE, Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

KEEPERS = requires(*HEADS)
LIST = "/console/may"


class Letting(Struct, frozen=True, kw_only=True):
    """How many devices a code lets in."""

    devices: int


class Revoking(Struct, frozen=True, kw_only=True):
    """Why a device is taken out."""

    reason: str


@get(LIST, opt=KEEPERS)
async def show_devices(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """Show the devices of the facility, those in use first."""
    return await _page(request, tx, actor, Form[Letting]({"devices": "10"}), None)


async def _page(
    request: AnyRequest, tx: Tx, actor: Actor, form: Form[Letting], code: DeviceCode | None
) -> Response[str]:
    return render(
        "console/devices/list.html", request, here="devices", status=form.status, form=form,
        devices=await identity.list_devices(tx, actor), code=code,
    )  # fmt: skip


@post(LIST, opt=KEEPERS, status_code=200)
async def let_in(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:
    """Show a code with which devices enrol in the next minutes; it is shown this once."""
    facility_id = actor.acting.facility_id
    if facility_id is None:
        raise NotFound(_("Vai trò này không thuộc một cơ sở."))
    form = await read_form(request, Letting)
    code = None
    if form.value is not None:
        async with form.attempt(tx):
            order = IssueDeviceCode(facility_id=facility_id, devices=form.value.devices)
            made = await identity.issue_device_code(tx, actor, order, digest=runtime.vault.digest)
            # A code runs by real time; the page tells it as the clocks of the campaign do.
            code = replace(made, expires_at=made.expires_at - runtime.clock.offset)
    return await _page(request, tx, actor, form, code)


@post("/console/may/{device_id:uuid}/thu-hoi", opt=KEEPERS)
async def revoke(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    device_id: FromPath[UUID],
) -> Response[Any]:
    """Take a device out: its log-ins end, what it signs from now on is flagged."""
    form = await read_form(request, Revoking)
    if form.value is None:
        return redirect(request, LIST, _("Xin ghi lý do thu hồi."), tone="warn")
    async with form.attempt(tx):
        await identity.revoke_device(
            tx, actor, device_id, form.value.reason[:200], now=runtime.clock.now()
        )
        return redirect(request, LIST, _("Đã thu hồi máy."))
    raise NotFound(form.errors[WHOLE])


routes = [show_devices, let_in, revoke]
