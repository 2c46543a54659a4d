"""Typed signatures of the statements in queries.sql."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.quality.model import Batch, LatestResult
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class Unanswered(Struct, frozen=True):
    """A person of a batch with the facts that are to be checked."""

    person_id: UUID
    full_name: str
    birth_date: date | None
    birth_precision: str
    sex: str


class SealedNumber(Struct, frozen=True):
    """An identity number as it lies encrypted."""

    person_id: UUID
    document_id: UUID
    kind: str
    nonce: bytes
    sealed: bytes


class Match(Struct, frozen=True):
    """A match whose event may not be in the ledger yet."""

    person_id: UUID
    document_kind: str
    answered_at: datetime
    register: str


@sql
async def add_batch(
    tx: Tx, *, batch_id: UUID, unit_id: int, requested_by: UUID, now: datetime
) -> None: ...


@sql
async def choose_people(tx: Tx, *, batch_id: UUID, unit_id: int, vaccinated_only: bool) -> None: ...


@sql
async def count_sent(tx: Tx, *, batch_id: UUID) -> int: ...


@sql
async def batches(tx: Tx, *, every: bool, units: list[int], most: int) -> list[Batch]: ...


@sql
async def oldest_waiting(tx: Tx) -> UUID | None: ...


@sql
async def start_batch(tx: Tx, *, batch_id: UUID, register: str) -> None: ...


@sql
async def unanswered(tx: Tx, *, batch_id: UUID, most: int) -> list[Unanswered]: ...


@sql
async def numbers_of(tx: Tx, *, people: list[UUID]) -> list[SealedNumber]: ...


@sql
async def store_answers(
    tx: Tx,
    *,
    batch_id: UUID,
    people: list[UUID],
    results: list[str],
    kinds: list[str],
    differing: list[str],
    now: datetime,
) -> None: ...


@sql
async def count_answers(
    tx: Tx, *, batch_id: UUID, matched: int, mismatched: int, not_found: int
) -> None: ...


@sql
async def unrecorded_matches(tx: Tx, *, batch_id: UUID, most: int) -> list[Match]: ...


@sql
async def mark_recorded(tx: Tx, *, batch_id: UUID, people: list[UUID]) -> None: ...


@sql
async def finish_batch(tx: Tx, *, batch_id: UUID, now: datetime) -> None: ...


@sql
async def latest_result(tx: Tx, *, person_id: UUID) -> LatestResult | None: ...
