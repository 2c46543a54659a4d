"""Typed signatures of the statements in queries.sql."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class Claimed(Struct, frozen=True):
    """A message that this sender holds for the time of its lease."""

    message_id: UUID
    template: str
    attempts: int
    not_after: datetime | None
    recipient: str
    text: str


class Received(Struct, frozen=True):
    """A message as the inbox of a demo shows it."""

    message_id: UUID
    template: str
    state: str
    parts: int
    created_at: datetime
    sent_at: datetime | None
    recipient: str
    text: str


class StateCount(Struct, frozen=True):
    """How many messages of a template are in a state."""

    template: str
    state: str
    messages: int


@sql
async def add_messages(
    tx: Tx,
    *,
    ids: list[UUID],
    templates: list[str],
    parts: list[int],
    people: list[str],
    not_before: list[datetime],
    not_after: list[datetime | None],
    keys: list[str | None],
    now: datetime,
) -> list[UUID]: ...


@sql
async def add_contents(
    tx: Tx, *, ids: list[UUID], recipients: list[str], texts: list[str]
) -> None: ...


@sql
async def claim(
    tx: Tx, *, now: datetime, real_now: datetime, until: datetime, limit: int
) -> list[Claimed]: ...


@sql
async def mark_sent(tx: Tx, *, ids: list[UUID], gateway_ids: list[str], now: datetime) -> None: ...


@sql
async def mark_failed(
    tx: Tx,
    *,
    ids: list[UUID],
    failures: list[str],
    finals: list[bool],
    again_at: list[datetime],
) -> None: ...


@sql
async def expire(tx: Tx, *, now: datetime) -> None: ...


@sql
async def inbox(tx: Tx, *, recipient: str | None, limit: int) -> list[Received]: ...


@sql
async def states(tx: Tx, *, since: datetime) -> list[StateCount]: ...


@sql
async def withdraw(tx: Tx, *, ids: list[UUID], real_now: datetime) -> list[UUID]: ...


@sql
async def forget_contents(tx: Tx, *, before: datetime) -> None: ...
