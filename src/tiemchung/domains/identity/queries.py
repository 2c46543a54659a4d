"""The statements of accounts of staff, log-ins and grants; see queries.sql."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.identity.model import GrantOption
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class StaffLogin(Struct, frozen=True):
    """A log-in of staff that holds; `role` is None when no grant is chosen or it has ended."""

    token_digest: bytes
    kind: str
    staff_id: UUID
    full_name: str
    second_factor: bool
    has_second_factor: bool
    is_above_site: bool
    must_change_password: bool
    grant_id: UUID | None
    role: str | None
    unit_id: int | None
    facility_id: int | None
    session_id: UUID | None
    sector: str | None
    device_id: UUID | None
    place: str
    nation: bool
    provinces: list[int]
    districts: list[int]
    wards: list[int]
    seen_at: datetime
    expires_at: datetime


class Claimed(Struct, frozen=True):
    """An account that may be tried now, with the hash of its password or PIN."""

    staff_id: UUID
    username: str
    secret_hash: str | None


class Secrets(Struct, frozen=True):
    """What an account signs in with."""

    staff_id: UUID
    username: str
    password_hash: str | None
    totp_secret: bytes | None
    confirmed: bool


class Unit(Struct, frozen=True):
    """A unit version and its level."""

    unit_id: int
    level: str


@sql
async def staff_login(
    tx: Tx,
    *,
    token_digest: bytes,
    above_site: list[str],
    campaign_now: datetime,
    now: datetime,
) -> StaffLogin | None: ...


@sql
async def mark_seen(tx: Tx, *, token_digest: bytes, now: datetime) -> None: ...


@sql
async def claim_password_attempt(tx: Tx, *, username: str, now: datetime) -> Claimed | None: ...


@sql
async def claim_attempt_of(tx: Tx, *, staff_id: UUID, now: datetime) -> Claimed | None: ...


@sql
async def staff_by_username(tx: Tx, *, username: str) -> UUID | None: ...


@sql
async def forget_failures(tx: Tx, *, staff_id: UUID) -> None: ...


@sql
async def open_login(
    tx: Tx,
    *,
    token_digest: bytes,
    staff_id: UUID,
    kind: str,
    device_id: UUID | None,
    second_factor: bool,
    now: datetime,
    idle_seconds: int,
    expires_at: datetime,
) -> None: ...


@sql
async def end_login(tx: Tx, *, token_digest: bytes, now: datetime) -> None: ...


@sql
async def end_other_logins(tx: Tx, *, staff_id: UUID, kept: bytes, now: datetime) -> None: ...


@sql
async def grant_options(tx: Tx, *, staff_id: UUID, campaign_now: datetime) -> list[GrantOption]: ...


@sql
async def unit_level(tx: Tx, *, unit_id: int) -> str | None: ...


@sql
async def highest_covered(tx: Tx, *, unit_id: int) -> list[Unit]: ...


@sql
async def choose_grant(
    tx: Tx,
    *,
    token_digest: bytes,
    grant_id: UUID,
    place: str,
    nation: bool,
    provinces: list[int],
    districts: list[int],
    wards: list[int],
) -> None: ...


@sql
async def staff_secrets(tx: Tx, *, staff_id: UUID) -> Secrets | None: ...


@sql
async def offer_totp(tx: Tx, *, staff_id: UUID, sealed: bytes) -> None: ...


@sql
async def use_totp_step(tx: Tx, *, staff_id: UUID, step: int, now: datetime) -> UUID | None: ...


@sql
async def reset_totp(tx: Tx, *, staff_id: UUID) -> None: ...


@sql
async def set_password(
    tx: Tx, *, staff_id: UUID, password_hash: str, must_change: bool
) -> None: ...


@sql
async def insert_staff(
    tx: Tx,
    *,
    staff_id: UUID,
    username: str,
    full_name: str,
    profession: str | None,
    facility_id: int | None,
    password_hash: str | None,
    must_change_password: bool,
    created_at: datetime,
) -> UUID | None: ...


@sql
async def close_staff(tx: Tx, *, staff_id: UUID) -> None: ...


@sql
async def insert_grant(
    tx: Tx,
    *,
    grant_id: UUID,
    staff_id: UUID,
    role: str,
    unit_id: int | None,
    facility_id: int | None,
    session_id: UUID | None,
    sector: str,
    valid_from: datetime,
    valid_to: datetime | None,
    granted_by: UUID | None,
    reason: str | None,
) -> None: ...


@sql
async def end_grant(tx: Tx, *, grant_id: UUID, at: datetime) -> None: ...


@sql
async def end_session_grants(tx: Tx, *, session_id: UUID, at: datetime) -> None: ...


@sql
async def rehash(tx: Tx, *, staff_id: UUID, password_hash: str) -> None: ...


@sql
async def forget_logins(tx: Tx, *, before: datetime) -> None: ...
