"""Devices over the API: let in by a code of the head, listed and revoked by the head."""

from datetime import datetime, timedelta
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from tiemchung.asking import client_of
from tiemchung.domains.identity import service
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.devices import HEADS
from tiemchung.domains.identity.model import (
    DeviceCode,
    EnrolDevice,
    EnrolledDevice,
    IssueDeviceCode,
)
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import proves_itself, requires
from tiemchung.kernel.web.limits import Limit, count
from tiemchung.kernel.web.pages import AnyRequest
from tiemchung.runtime import Runtime

PER_CLIENT = Limit("device enrolment", 60, timedelta(minutes=15))
HEAD = requires(*HEADS)


class Revocation(Struct, frozen=True):
    """Why a device is taken out."""

    reason: str


class Enrolled(Struct, frozen=True):
    """A device is in; `server_time` (real time, UTC) lets it see how far its clock is off."""

    device_id: UUID
    facility_id: int
    name: str
    server_time: datetime


@post("/api/v1/devices", opt=proves_itself)
async def enrol(
    request: AnyRequest, data: JSONBody[EnrolDevice], runtime: NamedDependency[Runtime]
) -> Response[Enrolled]:
    """Take a device in: a code of the head and a P-256 public key (base64 of 65 bytes)."""
    if client := client_of(request):
        await count(runtime.db.app, PER_CLIENT, client)
    async with transaction(runtime.db.app, NOBODY) as tx:
        device = await service.enrol_device(
            tx, data, digest=runtime.vault.digest, now=runtime.clock.now()
        )
    await runtime.reference.refresh()  # its first upload may follow at once
    made = Enrolled(device.device_id, device.facility_id, device.name, real_now())
    return Response(made, status_code=201)


@get("/api/v1/devices", opt=HEAD)
async def list_devices(
    actor: NamedDependency[Actor], tx: NamedDependency[Tx]
) -> list[EnrolledDevice]:
    """List the devices of the own facility."""
    return await service.list_devices(tx, actor)


@post("/api/v1/devices/codes", opt=HEAD)
async def issue_code(
    data: JSONBody[IssueDeviceCode],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    tx: NamedDependency[Tx],
) -> DeviceCode:
    """Issue a code with which devices of the own facility enrol in the next 15 minutes."""
    return await service.issue_device_code(tx, actor, data, digest=runtime.vault.digest)


@post("/api/v1/devices/{device_id:uuid}/revoke", opt=HEAD, status_code=204)
async def revoke(
    device_id: FromPath[UUID],
    data: JSONBody[Revocation],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    tx: NamedDependency[Tx],
) -> None:
    """Take a device out; what it signs from now on is flagged."""
    await service.revoke_device(tx, actor, device_id, data.reason, now=runtime.clock.now())


routes = [enrol, list_devices, issue_code, revoke]
