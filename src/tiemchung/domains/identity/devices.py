"""Devices of a facility: let in by a code of the head, known by their public key, revoked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from tiemchung.domains.identity import station_queries as queries
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.model import (
    CannotEnrolDevice,
    DeviceCode,
    EnrolDevice,
    EnrolledDevice,
    IssueDeviceCode,
    UnknownDevice,
)
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.codes import make_code, read_code, spoken
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.reference import touch
from tiemchung.kernel.sql import Tx

Digest = Callable[[str, str], bytes]
"""A keyed digest of a kind and a normal form: the vault's."""

HEADS = frozenset({Role.FACILITY_HEAD, Role.SITE_HEAD})
"""Let devices in and revoke them, at their own facility."""

CODE_LASTS = timedelta(minutes=15)
MOST_DEVICES = 30
MOST_NAME = 80
CODE_LENGTH = 8
_KIND = "device_code"


async def issue_device_code(
    tx: Tx, actor: Actor, order: IssueDeviceCode, *, digest: Digest
) -> DeviceCode:
    """Give the head of a facility a code with which devices enrol in the next minutes."""
    if actor.role not in HEADS or actor.acting.facility_id != order.facility_id:
        raise NotFound(_("Không có cơ sở này trong phạm vi của bạn."))
    if not 1 <= order.devices <= MOST_DEVICES:
        raise Invalid(_("Một mã dùng cho 1 đến %(most)s máy.", most=MOST_DEVICES), field="devices")
    code = make_code(CODE_LENGTH)
    now = real_now()
    expires_at = now + CODE_LASTS
    await queries.issue_device_code(
        tx, code_digest=digest(_KIND, code), facility_id=order.facility_id,
        issued_by=actor.staff_id, issued_at=now, expires_at=expires_at, uses_left=order.devices,
    )  # fmt: skip
    return DeviceCode(spoken(code), expires_at, order.devices)


async def enrol_device(
    tx: Tx, device: EnrolDevice, *, digest: Digest, now: datetime
) -> EnrolledDevice:
    """Take a device in; the code vouches for it. `now` is campaign time, codes end by real time."""
    name = " ".join(device.name.split())[:MOST_NAME]
    if not name:
        raise Invalid(_("Xin đặt tên cho máy."), field="name")
    _refuse_other_keys(device.public_key)
    code = read_code(device.code, CODE_LENGTH)
    issuer = None
    if code is not None:
        issuer = await queries.use_device_code(tx, code_digest=digest(_KIND, code), now=real_now())
    if issuer is None:
        raise CannotEnrolDevice(
            _("Mã không đúng, đã hết lượt hoặc đã quá 15 phút. Xin lấy mã mới."), field="code"
        )
    device_id = uuid7()
    await queries.insert_device(
        tx, device_id=device_id, facility_id=issuer.facility_id, name=name,
        public_key=device.public_key, enrolled_by=issuer.issued_by, enrolled_at=now,
    )  # fmt: skip
    await touch(tx)
    return EnrolledDevice(device_id, issuer.facility_id, name, now, None, None)


def _refuse_other_keys(public_key: bytes) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    except ValueError as error:
        raise Invalid(_("Khóa của máy không đọc được."), field="public_key") from error
    if len(public_key) != 65:  # noqa: PLR2004 -- an uncompressed point, as WebCrypto exports it
        raise Invalid(_("Khóa của máy không đọc được."), field="public_key")


async def revoke_device(
    tx: Tx, actor: Actor, device_id: UUID, reason: str, *, now: datetime
) -> None:
    """Take a device out: its log-ins end, what it signs from now on is flagged."""
    facility_id = actor.acting.facility_id
    if actor.role not in HEADS or facility_id is None:
        raise UnknownDevice(_("Không có máy này trong phạm vi của bạn."))
    done = await queries.revoke_device(
        tx, device_id=device_id, facility_id=facility_id, at=now, reason=reason
    )
    if done is None:
        raise UnknownDevice(_("Không có máy này trong phạm vi của bạn."))
    await queries.end_logins_of_device(tx, device_id=device_id, now=real_now())
    await touch(tx)


async def list_devices(tx: Tx, actor: Actor) -> list[EnrolledDevice]:
    """Return the devices of the actor's facility, those in use first."""
    facility_id = actor.acting.facility_id
    return [] if facility_id is None else await queries.devices_of(tx, facility_ids=[facility_id])
