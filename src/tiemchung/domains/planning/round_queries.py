"""The statements about rounds; see round_queries.sql."""

from datetime import date

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class Round(Struct, frozen=True):
    """A province's round, and the disease of its campaign."""

    round_id: int
    campaign_id: int
    province_id: int
    number: int
    name: str
    starts_on: date
    ends_on: date
    state: str
    disease: str


class RoundDoses(Struct, frozen=True):
    """Doses that a round may spend out of one allocation round."""

    allocation_round_id: int
    number: int
    name: str
    product_id: int
    doses: int


@sql
async def add_campaign(
    tx: Tx, *, name: str, disease: str, starts_on: date, ends_on: date | None
) -> int: ...


@sql
async def lock_province_rounds(tx: Tx, *, province_id: int) -> None: ...


@sql
async def add_round(
    tx: Tx,
    *,
    campaign_id: int,
    province_id: int,
    number: int,
    name: str,
    starts_on: date,
    ends_on: date,
) -> int | None: ...


@sql
async def round_of(tx: Tx, *, round_id: int) -> Round | None: ...


@sql
async def spent_elsewhere(
    tx: Tx, *, allocation_round_id: int, province_id: int, round_id: int
) -> int: ...


@sql
async def spend(tx: Tx, *, round_id: int, allocation_round_id: int, doses: int) -> None: ...


@sql
async def round_doses(tx: Tx, *, round_id: int) -> list[RoundDoses]: ...
