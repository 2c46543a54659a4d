"""Typed signatures of the statements in queries.sql."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.certificates.deciding import HeldDose, Holder, Product, Standing
from tiemchung.domains.certificates.model import QueueLength
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class Link(Struct, frozen=True):
    """One side of a merge that stands."""

    person_id: UUID
    other_id: UUID
    surviving_id: UUID


@sql
async def enqueue(tx: Tx, *, people: list[UUID], now: datetime) -> None: ...


@sql
async def enqueue_ending(tx: Tx, *, before: datetime, now: datetime) -> None: ...


@sql
async def first_waiting(tx: Tx, *, now: datetime, most: int) -> list[UUID]: ...


@sql
async def claim(tx: Tx, *, people: list[UUID], lease: datetime, now: datetime) -> list[UUID]: ...


@sql
async def done(tx: Tx, *, people: list[UUID], lease: datetime) -> None: ...


@sql
async def refuse(tx: Tx, *, people: list[UUID], refusals: list[str], lease: datetime) -> None: ...


@sql
async def links_of(tx: Tx, *, people: list[UUID]) -> list[Link]: ...


@sql
async def holders(tx: Tx, *, people: list[UUID]) -> list[Holder]: ...


@sql
async def doses_of(tx: Tx, *, people: list[UUID]) -> list[HeldDose]: ...


@sql
async def standing_of(tx: Tx, *, people: list[UUID]) -> list[Standing]: ...


@sql
async def products(tx: Tx) -> list[Product]: ...


@sql
async def take_back(
    tx: Tx, *, people: list[UUID], certificates: list[UUID], reasons: list[str], now: datetime
) -> None: ...


@sql
async def publish_revoked(tx: Tx, *, numbers: list[str], now: datetime) -> None: ...


@sql
async def mark_recorded(
    tx: Tx, *, people: list[UUID], certificates: list[UUID], now: datetime
) -> None: ...


@sql
async def publish_key(
    tx: Tx,
    *,
    key_id: bytes,
    issuer: str,
    country: str,
    certificate_der: bytes,
    demo: bool,
    valid_from: datetime,
    valid_to: datetime,
) -> None: ...


@sql
async def trusted_certificates(tx: Tx) -> list[bytes]: ...


@sql
async def is_revoked(tx: Tx, *, number: str) -> bool: ...


@sql
async def revoked_numbers(tx: Tx) -> list[str]: ...


@sql
async def queue_length(tx: Tx) -> QueueLength: ...
