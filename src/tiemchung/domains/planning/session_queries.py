"""The statements about sessions; see session_queries.sql."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.planning.model import Session
from tiemchung.domains.planning.plan_queries import Worker
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class NamedWorker(Struct, frozen=True):
    """Somebody with a role in a session."""

    staff_id: UUID
    role: str
    full_name: str


class LastWord(Struct, frozen=True):
    """The kind of the last event by which a session was ended, closed or opened again."""

    session_id: UUID
    kind: str


@sql
async def add_session(
    tx: Tx,
    *,
    facility_id: int,
    session_id: UUID,
    site_id: int,
    plan_id: UUID | None,
    round_id: int | None,
    team_id: UUID | None,
    day: date,
    half_day: str,
    starts_at: datetime,
    ends_at: datetime,
    product_id: int,
    tables: int,
    capacity: int,
    retrospective: bool,
    created_by: UUID,
    created_at: datetime,
    place_province: int | None,
    place_district: int | None,
    place_ward: int | None,
) -> UUID | None: ...


@sql
async def session_of(tx: Tx, *, session_id: UUID) -> Session | None: ...


@sql
async def sessions_between(
    tx: Tx,
    *,
    first: date,
    last: date,
    facility_id: int | None,
    round_id: int | None,
    page_size: int,
    skipped: int,
) -> list[Session]: ...


@sql
async def change_session(
    tx: Tx,
    *,
    facility_id: int,
    session_id: UUID,
    tables: int | None,
    capacity: int | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
    team_id: UUID | None,
) -> UUID | None: ...


@sql
async def move_session(
    tx: Tx,
    *,
    facility_id: int,
    session_id: UUID,
    state: str,
    reason: str | None,
    from_states: list[str],
) -> UUID | None: ...


@sql
async def add_session_staff(
    tx: Tx,
    *,
    facility_id: int,
    session_id: UUID,
    staff: list[UUID],
    roles: list[str],
    place_province: int | None,
    place_district: int | None,
    place_ward: int | None,
) -> None: ...


@sql
async def drop_session_staff(
    tx: Tx, *, facility_id: int, session_id: UUID, staff_id: UUID, role: str
) -> None: ...


@sql
async def session_staff_of(tx: Tx, *, facility_id: int, session_id: UUID) -> list[NamedWorker]: ...


@sql
async def unknown_staff(tx: Tx, *, staff: list[UUID]) -> int: ...


@sql
async def granted_already(tx: Tx, *, session_id: UUID, now: datetime) -> list[Worker]: ...


@sql
async def sessions_seen(tx: Tx, *, sessions: list[UUID]) -> list[Session]: ...


@sql
async def last_words(tx: Tx, *, sessions: list[UUID]) -> list[LastWord]: ...
