"""Typed signatures of the statements in queries.sql."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.statistics.counting import Counted, Dose
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class SessionKey(Struct, frozen=True):
    """A session at the facility that keeps its figures."""

    facility_id: int
    session_id: UUID


@sql
async def doses_of(tx: Tx, *, people: list[UUID]) -> list[Dose]: ...


@sql
async def counted_of(tx: Tx, *, people: list[UUID]) -> list[Counted]: ...


@sql
async def forget_counted(tx: Tx, *, people: list[UUID], events: list[UUID]) -> None: ...


@sql
async def add_registered(
    tx: Tx, *, units: list[int], days: list[date], sources: list[str], persons: list[int]
) -> None: ...


@sql
async def forget_stock(tx: Tx, *, facilities: list[int]) -> None: ...


@sql
async def recount_stock(tx: Tx, *, facilities: list[int]) -> None: ...


@sql
async def recount_sessions(
    tx: Tx, *, facilities: list[int], sessions: list[UUID], last: list[datetime | None]
) -> None: ...


@sql
async def sessions_of_superseded(
    tx: Tx, *, people: list[UUID], events: list[UUID]
) -> list[SessionKey]: ...
