"""The statements about assignment and calls; see assignment_queries.sql."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.planning.model import Called, GroupCount
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class RuleCount(Struct, frozen=True):
    """People of one group whom a rule meets, and those whose birth is not known."""

    priority_group: str | None
    people: int
    without_birth: int


class UnitsOfHome(Struct, frozen=True):
    """The units of a home, as far as they exist."""

    province: int | None
    district: int | None
    ward: int | None


@sql
async def preview_rule(
    tx: Tx,
    *,
    round_id: int,
    province_id: int,
    take_wishes: bool,
    dose_number: int,
    product_id: int | None,
    until: date,
    groups: list[str],
    districts: list[int],
    wards: list[int],
    sources: list[str],
    min_age: int | None,
    max_age: int | None,
    on: date,
) -> list[RuleCount]: ...


@sql
async def apply_rule(
    tx: Tx,
    *,
    round_id: int,
    province_id: int,
    take_wishes: bool,
    dose_number: int,
    product_id: int | None,
    until: date,
    groups: list[str],
    districts: list[int],
    wards: list[int],
    sources: list[str],
    min_age: int | None,
    max_age: int | None,
    on: date,
    group_order: list[str],
    places: int,
    facility_id: int,
    place_province: int | None,
    place_district: int | None,
    place_ward: int | None,
    now: datetime,
    actor_id: UUID,
) -> list[GroupCount]: ...


@sql
async def count_assigned(tx: Tx, *, round_id: int, facility_id: int) -> int: ...


@sql
async def take_assignment_back(
    tx: Tx,
    *,
    round_id: int,
    facility_id: int,
    groups: list[str],
    now: datetime,
    actor_id: UUID,
) -> int: ...


@sql
async def lock_calls(tx: Tx, *, facility_id: int) -> None: ...


@sql
async def claim_for_call(
    tx: Tx,
    *,
    facility_id: int,
    round_id: int | None,
    product_id: int,
    day: date,
    group_order: list[str],
    most: int,
    now: datetime,
    actor_id: UUID,
) -> list[Called]: ...


@sql
async def give_call_back(
    tx: Tx, *, people: list[UUID], candidates: list[UUID], now: datetime, actor_id: UUID | None
) -> None: ...


@sql
async def mark_called(
    tx: Tx,
    *,
    person_id: UUID,
    candidate_id: UUID,
    facility_id: int,
    round_id: int | None,
    place_province: int | None,
    place_district: int | None,
    place_ward: int | None,
    now: datetime,
    actor_id: UUID | None,
) -> UUID | None: ...


@sql
async def home_of(tx: Tx, *, person_id: UUID, candidate_id: UUID) -> UnitsOfHome | None: ...
