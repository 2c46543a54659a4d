"""Typed signatures of the statements in queries.sql."""

from datetime import date, datetime, timedelta
from uuid import UUID

from tiemchung.domains.response.model import (
    Alert,
    AlertCount,
    Assignment,
    BoardLine,
    Incident,
)
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


@sql
async def judge_alerts(
    tx: Tx,
    *,
    today: date,
    now: datetime,
    no_entry_after: timedelta,
    silent_after: timedelta,
    gap: int,
) -> int: ...


@sql
async def open_alerts(
    tx: Tx,
    *,
    nation: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
    limit: int,
) -> list[Alert]: ...


@sql
async def alert_counts(
    tx: Tx, *, nation: bool, provinces: list[int], districts: list[int], facilities: list[int]
) -> list[AlertCount]: ...


@sql
async def mark_seen(
    tx: Tx,
    *,
    alert_id: UUID,
    staff_id: UUID,
    now: datetime,
    nation: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
) -> UUID | None: ...


@sql
async def board(tx: Tx, *, day: date, limit: int) -> list[BoardLine]: ...


@sql
async def incidents(
    tx: Tx,
    *,
    nation: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
    only_open: bool,
    incident_id: UUID | None,
    limit: int,
) -> list[Incident]: ...


@sql
async def add_incident(
    tx: Tx,
    *,
    incident_id: UUID,
    title: str,
    severity: str,
    note: str | None,
    site_id: int | None,
    facility: int | None,
    province: int | None,
    district: int | None,
    staff_id: UUID,
    staff_name: str,
    now: datetime,
    nation: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
) -> UUID | None: ...


@sql
async def move_incident(
    tx: Tx,
    *,
    incident_id: UUID,
    state: str,
    from_states: list[str],
    note: str | None,
    staff_id: UUID,
    staff_name: str,
    now: datetime,
    nation: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
) -> list[UUID]: ...


@sql
async def note_incident(
    tx: Tx,
    *,
    incident_id: UUID,
    note: str,
    staff_name: str,
    now: datetime,
    nation: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
) -> list[UUID]: ...


@sql
async def force_of_day(tx: Tx, *, day: date) -> list[Assignment]: ...


@sql
async def assign(
    tx: Tx,
    *,
    assignment_id: UUID,
    member_id: UUID,
    unit_id: int | None,
    site_id: int | None,
    day: date,
    task: str | None,
    staff_id: UUID,
    now: datetime,
    nation: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
) -> list[UUID]: ...


@sql
async def move_assignment(
    tx: Tx,
    *,
    assignment_id: UUID,
    state: str,
    from_states: list[str],
    staff_id: UUID | None,
    nation: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
) -> bool | None: ...
