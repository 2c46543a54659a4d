"""The statements of devices, badges and PINs; see station_queries.sql."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.identity.model import EnrolledDevice
from tiemchung.domains.identity.queries import Claimed
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class DeviceKey(Struct, frozen=True):
    """A device with its public key."""

    device_id: UUID
    facility_id: int
    name: str
    public_key: bytes
    revoked_at: datetime | None


class Issuer(Struct, frozen=True):
    """Who let devices enrol, and for which facility."""

    facility_id: int
    issued_by: UUID


@sql
async def claim_pin_attempt(tx: Tx, *, badge_digest: bytes, now: datetime) -> Claimed | None: ...


@sql
async def forget_failed_pins(tx: Tx, *, staff_id: UUID) -> None: ...


@sql
async def end_logins_of_device(tx: Tx, *, device_id: UUID, now: datetime) -> None: ...


@sql
async def set_badge(tx: Tx, *, staff_id: UUID, badge_digest: bytes, pin_hash: str) -> None: ...


@sql
async def device(tx: Tx, *, device_id: UUID) -> DeviceKey | None: ...


@sql
async def issue_device_code(
    tx: Tx,
    *,
    code_digest: bytes,
    facility_id: int,
    issued_by: UUID,
    issued_at: datetime,
    expires_at: datetime,
    uses_left: int,
) -> None: ...


@sql
async def use_device_code(tx: Tx, *, code_digest: bytes, now: datetime) -> Issuer | None: ...


@sql
async def insert_device(
    tx: Tx,
    *,
    device_id: UUID,
    facility_id: int,
    name: str,
    public_key: bytes,
    enrolled_by: UUID,
    enrolled_at: datetime,
) -> None: ...


@sql
async def revoke_device(
    tx: Tx, *, device_id: UUID, facility_id: int, at: datetime, reason: str
) -> UUID | None: ...


@sql
async def devices_of(tx: Tx, *, facility_ids: list[int]) -> list[EnrolledDevice]: ...
