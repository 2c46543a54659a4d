"""The statements of identity; see queries.sql."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class StaffLogin(Struct, frozen=True):
    """A log-in of staff that holds; `role` is None when no grant is chosen or it has ended."""

    token_digest: bytes
    kind: str
    staff_id: UUID
    full_name: str
    second_factor: bool
    owes_second_factor: bool
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


class CitizenLogin(Struct, frozen=True):
    """A log-in of a citizen that holds."""

    account_id: UUID
    phone_masked: str
    seen_at: datetime
    expires_at: datetime


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
async def citizen_login(
    tx: Tx, *, account_id: UUID, token_digest: bytes, now: datetime
) -> CitizenLogin | None: ...


@sql
async def linked_persons(tx: Tx, *, account_id: UUID) -> list[UUID]: ...
