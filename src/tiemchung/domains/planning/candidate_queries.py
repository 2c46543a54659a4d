"""The statements about candidates; see candidate_queries.sql."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.planning.model import Candidate, WardLine
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class StateCount(Struct, frozen=True):
    """How many people stand in a state; None is never registered."""

    state: str | None
    people: int


@sql
async def adopt_wishes(
    tx: Tx, *, people: list[UUID], round_id: int, now: datetime, actor_id: UUID | None
) -> list[UUID]: ...


@sql
async def add_candidates(
    tx: Tx,
    *,
    list_id: UUID,
    round_id: int | None,
    source: str,
    people: list[UUID],
    candidates: list[UUID],
    groups: list[str | None],
    numbers: list[int | None],
    now: datetime,
    actor_id: UUID | None,
) -> list[UUID]: ...


@sql
async def candidates_of(tx: Tx, *, people: list[UUID]) -> list[Candidate]: ...


@sql
async def move_candidate(
    tx: Tx,
    *,
    person_id: UUID,
    candidate_id: UUID,
    state: str,
    reason: str | None,
    earliest_on: date | None,
    facility_id: int | None,
    from_states: list[str],
    now: datetime,
    actor_id: UUID | None,
) -> UUID | None: ...


@sql
async def ward_lines(
    tx: Tx,
    *,
    ward: int,
    round_id: int | None,
    neighbourhood: int | None,
    show: str,
    page_size: int,
    skipped: int,
) -> list[WardLine]: ...


@sql
async def ward_counts(
    tx: Tx, *, ward: int, round_id: int | None, neighbourhood: int | None
) -> list[StateCount]: ...


@sql
async def candidate_counts(
    tx: Tx, *, round_id: int, facility_id: int | None, district_id: int | None
) -> list[StateCount]: ...


@sql
async def return_deferred(tx: Tx, *, today: date, now: datetime) -> int: ...


@sql
async def settle_candidates(
    tx: Tx,
    *,
    people: list[UUID],
    candidates: list[UUID],
    states: list[str],
    reasons: list[str | None],
    earliest: list[date | None],
    outcomes: list[UUID | None],
    now: datetime,
) -> None: ...
