"""Long work that people wait for, with its progress, and the files that it is about.

A job is claimed with a lease and may be cut off at any moment; times are real time. Files are
sealed by whoever stages them, and dropped when the job is done.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

LEASE: Final = timedelta(minutes=2)
"""How long a running job may stand still before another worker takes it up."""


class Job(Struct, frozen=True):
    """A job: `waiting`, `running`, `done` or `failed`; `total` None is not known yet."""

    job_id: UUID
    kind: str
    title: str
    owner_id: UUID | None
    state: str
    done: int
    total: int | None
    failure: str | None
    created_at: datetime
    moved_at: datetime


class StagedFile(Struct, frozen=True):
    """A file as it was staged."""

    name: str
    content: bytes


@sql
async def stage_file(
    tx: Tx, *, file_id: UUID, name: str, content: bytes, owner_id: UUID | None, now: datetime
) -> None: ...


@sql
async def staged_file(tx: Tx, *, file_id: UUID) -> StagedFile | None: ...


@sql
async def drop_file(tx: Tx, *, file_id: UUID) -> None: ...


@sql
async def open_job(
    tx: Tx,
    *,
    job_id: UUID,
    kind: str,
    title: str,
    owner_id: UUID | None,
    total: int | None,
    now: datetime,
) -> None: ...


@sql
async def job(tx: Tx, *, job_id: UUID) -> Job | None: ...


@sql
async def claim_job(tx: Tx, *, kind: str, now: datetime, stale: datetime) -> Job | None: ...


@sql
async def move_job(
    tx: Tx, *, job_id: UUID, done: int, total: int | None, now: datetime
) -> None: ...


@sql
async def end_job(
    tx: Tx, *, job_id: UUID, state: str, failure: str | None, now: datetime
) -> None: ...
