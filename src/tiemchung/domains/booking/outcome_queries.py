"""The statement that sets outcomes of appointments; see outcome_queries.sql."""

from datetime import datetime
from uuid import UUID

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


@sql
async def set_outcomes(
    tx: Tx,
    *,
    people: list[UUID],
    appointments: list[UUID],
    states: list[str],
    outcomes: list[str | None],
    events: list[UUID | None],
    times: list[datetime | None],
    invited: list[datetime | None],
    delivered: list[datetime | None],
) -> None: ...
