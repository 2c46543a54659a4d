"""The statements of accounts of citizens and their codes; see citizen_queries.sql."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class CitizenLogin(Struct, frozen=True):
    """A log-in of a citizen that holds."""

    account_id: UUID
    phone_masked: str
    seen_at: datetime
    expires_at: datetime


class CodeTried(Struct, frozen=True):
    """A waiting code whose attempt has been counted."""

    code_id: UUID
    code_hash: bytes


@sql
async def citizen_login(
    tx: Tx, *, account_id: UUID, token_digest: bytes, now: datetime, idle_since: datetime
) -> CitizenLogin | None: ...


@sql
async def mark_citizen_seen(
    tx: Tx, *, account_id: UUID, token_digest: bytes, now: datetime
) -> None: ...


@sql
async def linked_persons(tx: Tx, *, account_id: UUID) -> list[UUID]: ...


@sql
async def end_waiting_codes(tx: Tx, *, phone_digest: bytes, now: datetime) -> None: ...


@sql
async def insert_code(
    tx: Tx,
    *,
    phone_digest: bytes,
    code_id: UUID,
    code_hash: bytes,
    sent_at: datetime,
    expires_at: datetime,
) -> None: ...


@sql
async def claim_code_attempt(
    tx: Tx, *, phone_digest: bytes, now: datetime, most: int
) -> CodeTried | None: ...


@sql
async def use_code(tx: Tx, *, phone_digest: bytes, code_id: UUID, now: datetime) -> UUID | None: ...


@sql
async def account_of_phone(tx: Tx, *, phone_digest: bytes) -> UUID | None: ...


@sql
async def insert_phone_login(tx: Tx, *, phone_digest: bytes, account_id: UUID) -> None: ...


@sql
async def insert_account(
    tx: Tx, *, account_id: UUID, phone_masked: str, language: str, created_at: datetime
) -> None: ...


@sql
async def open_citizen_login(
    tx: Tx, *, account_id: UUID, token_digest: bytes, now: datetime, expires_at: datetime
) -> None: ...


@sql
async def end_citizen_login(
    tx: Tx, *, account_id: UUID, token_digest: bytes, now: datetime
) -> None: ...


@sql
async def link_person(
    tx: Tx,
    *,
    account_id: UUID,
    person_id: UUID,
    relation: str,
    linked_at: datetime,
    linked_by: str,
) -> None: ...


@sql
async def unlink_person(tx: Tx, *, account_id: UUID, person_id: UUID, at: datetime) -> None: ...


@sql
async def forget_citizen_logins(tx: Tx, *, before: datetime) -> None: ...


@sql
async def forget_codes(tx: Tx, *, before: datetime) -> None: ...
