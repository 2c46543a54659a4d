"""The statements about next doses; see recall_queries.sql."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.planning.model import DueCount
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class ProductCode(Struct, frozen=True):
    """A product's id and the key by which the rules name it."""

    product_id: int
    code: str


class PersonNow(Struct, frozen=True):
    """What the rules and the list need of a person."""

    person_id: UUID
    birth_date: date | None
    birth_precision: str
    deceased_on: date | None
    home_province: int | None
    home_district: int | None
    home_ward: int | None
    merged: bool


class Recall(Struct, frozen=True):
    """What the rules foresee for a person; no number means nothing."""

    person_id: UUID
    doses_given: int
    last_dose_on: date
    next_number: int | None
    product_id: int | None
    other_product_ids: list[int]
    earliest_on: date | None
    usual_on: date | None
    latest_on: date | None


@sql
async def product_codes(tx: Tx) -> list[ProductCode]: ...


@sql
async def people_now(tx: Tx, *, people: list[UUID]) -> list[PersonNow]: ...


@sql
async def forget_recalls(tx: Tx, *, people: list[UUID]) -> None: ...


@sql
async def put_recalls(
    tx: Tx,
    *,
    people: list[UUID],
    doses: list[UUID],
    given: list[int],
    last: list[date],
    numbers: list[int | None],
    products: list[int | None],
    others: list[str],
    earliest: list[date | None],
    usual: list[date | None],
    latest: list[date | None],
    hashes: list[str | None],
    provinces: list[int | None],
    districts: list[int | None],
    wards: list[int | None],
) -> None: ...


@sql
async def recalls_after(tx: Tx, *, after: UUID, most: int) -> list[UUID]: ...


@sql
async def due_counts(
    tx: Tx,
    *,
    round_id: int,
    province_id: int,
    usual: bool,
    due_by: date,
    product_id: int | None,
    districts: list[int],
    wards: list[int],
) -> list[DueCount]: ...


@sql
async def due_people(
    tx: Tx,
    *,
    round_id: int,
    province_id: int,
    usual: bool,
    due_by: date,
    product_id: int | None,
    districts: list[int],
    wards: list[int],
    most: int,
) -> list[UUID]: ...


@sql
async def recall_of(tx: Tx, *, person_id: UUID) -> Recall | None: ...
