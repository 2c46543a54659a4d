"""The statements about plans and teams; see plan_queries.sql."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class Plan(Struct, frozen=True):
    """A facility's plan in a round."""

    plan_id: UUID
    round_id: int
    facility_id: int
    district_id: int | None
    starts_on: date
    ends_on: date
    target: int
    state: str
    drawn_up_by: UUID | None
    drawn_up_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    remark: str | None


class PlannedSite(Struct, frozen=True):
    """A site that a plan names."""

    site_id: int
    name: str
    kind: str
    team_id: UUID | None
    target: int


class Worker(Struct, frozen=True):
    """Somebody with a role."""

    staff_id: UUID
    role: str


@sql
async def add_plan(
    tx: Tx,
    *,
    plan_id: UUID,
    round_id: int,
    facility_id: int,
    district_id: int | None,
    starts_on: date,
    ends_on: date,
    target: int,
    drawn_up_by: UUID,
    drawn_up_at: datetime,
    remark: str | None,
) -> UUID | None: ...


@sql
async def plan_of(tx: Tx, *, plan_id: UUID) -> Plan | None: ...


@sql
async def plans_of_round(
    tx: Tx,
    *,
    round_id: int,
    facility_id: int | None,
    district_id: int | None,
    state: str | None,
) -> list[Plan]: ...


@sql
async def move_plan(
    tx: Tx,
    *,
    plan_id: UUID,
    state: str,
    from_states: list[str],
    decided_by: UUID | None,
    decided_at: datetime | None,
    remark: str | None,
) -> UUID | None: ...


@sql
async def lock_plan(tx: Tx, *, plan_id: UUID) -> UUID | None: ...


@sql
async def clear_plan_sites(tx: Tx, *, plan_id: UUID) -> None: ...


@sql
async def add_plan_sites(
    tx: Tx, *, plan_id: UUID, sites: list[int], teams: list[UUID | None], targets: list[int]
) -> None: ...


@sql
async def plan_sites_of(tx: Tx, *, plan_id: UUID) -> list[PlannedSite]: ...


@sql
async def sites_of_others(tx: Tx, *, sites: list[int], facility_id: int) -> int: ...


@sql
async def add_team(tx: Tx, *, team_id: UUID, facility_id: int, name: str) -> UUID | None: ...


@sql
async def team_facility(tx: Tx, *, team_id: UUID) -> int | None: ...


@sql
async def clear_team(tx: Tx, *, team_id: UUID) -> None: ...


@sql
async def add_team_members(
    tx: Tx, *, team_id: UUID, staff: list[UUID], roles: list[str]
) -> None: ...


@sql
async def team_members(tx: Tx, *, team_id: UUID) -> list[Worker]: ...
