"""Lists that come as files: kept sealed, shown with their errors, taken in by the worker.

A file is read again wherever it is needed, so nothing of its people lies in the open between the
upload and the import; when the import is done the file is dropped.
"""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

import structlog

from tiemchung.country.rulebook import RuleBook
from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.ledger.private import Vault
from tiemchung.domains.planning import list_queries
from tiemchung.domains.planning.model import CannotList
from tiemchung.domains.planning.service.imports import ImportOrder, import_list, reading_rules
from tiemchung.domains.planning.service.lists import find_list
from tiemchung.domains.registry.lists.model import ListReading, ReadingRules
from tiemchung.domains.registry.lists.reader import read_list
from tiemchung.kernel import jobs
from tiemchung.kernel.clock import Clock, real_now
from tiemchung.kernel.db import Pool, let_idle, transaction
from tiemchung.kernel.errors import DomainError, NotFound, Unavailable
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.scope import NATION
from tiemchung.kernel.sql import Tx

log = structlog.get_logger()

KIND: Final = "list"
_PURPOSE: Final = "staged list"
LONGEST_READING: Final = 180
"""Seconds that a page may wait for a list to be read."""

_rules: dict[tuple[int, date], ReadingRules] = {}
"""The index of units of a day takes a while to make: one for all lists of a province."""


async def stage_list(
    tx: Tx, vault: Vault, list_id: UUID, name: str, content: bytes, *, owner_id: UUID
) -> None:
    """Keep a list's file sealed under the list's id until it has been taken in."""
    sealed = vault.box(_PURPOSE).seal(list_id.bytes, content)
    await jobs.stage_file(
        tx, file_id=list_id, name=name, content=sealed, owner_id=owner_id, now=real_now()
    )


async def read_staged(
    tx: Tx, vault: Vault, list_id: UUID, book: RuleBook, *, today: date
) -> ListReading:
    """Read a staged list anew, in a thread; raises NotFound when its file is gone.

    `tx` must not have written anything: a hundred thousand rows take half a minute to read.
    """
    await let_idle(tx, LONGEST_READING)
    found = await find_list(tx, list_id)
    file = await jobs.staged_file(tx, file_id=list_id)
    if file is None or found.province_id is None:
        raise NotFound(_("Tệp của danh sách này không còn được lưu."))
    key = (found.province_id, today)
    if key not in _rules:
        if len(_rules) > 8:  # noqa: PLR2004 -- a few provinces of one day
            _rules.clear()
        _rules[key] = await reading_rules(tx, found.province_id, today=today, book=book)
    content = vault.box(_PURPOSE).open(list_id.bytes, file.content)
    return await asyncio.to_thread(read_list, content, file.name, rules=_rules[key])


async def accept_list(tx: Tx, list_id: UUID, *, rows: int, actor_id: UUID) -> None:
    """Have the worker take a staged list in; once, or again after it failed."""
    found = await find_list(tx, list_id)
    if found.state != "importing":
        raise CannotList(_("Danh sách này đã nhập xong."))
    await jobs.open_job(
        tx, job_id=list_id, kind=KIND, title=found.name, owner_id=actor_id, total=rows,
        now=real_now(),
    )  # fmt: skip


async def withdraw_list(tx: Tx, list_id: UUID) -> None:
    """Take a staged list back that nobody has accepted; the same file may come again."""
    found = await find_list(tx, list_id)
    if found.state != "importing" or await jobs.job(tx, job_id=list_id) is not None:
        raise CannotList(_("Danh sách đã được nhận, không bỏ được nữa."))
    await list_queries.set_list_state(tx, list_id=list_id, state="withdrawn")


async def take_waiting_list(
    pool: Pool, intake: Intake, vault: Vault, book: Callable[[], RuleBook], clock: Clock
) -> int:
    """Take in the list that has waited longest, with progress; returns 0 when none waits.

    `pool` is the worker's. Killed half-way, another worker goes on after the lease.
    """
    now = real_now()
    async with transaction(pool, NATION) as tx:
        job = await jobs.claim_job(tx, kind=KIND, now=now, stale=now - jobs.LEASE)
    if job is None:
        return 0
    try:
        async with transaction(pool, NATION) as tx:
            reading = await read_staged(tx, vault, job.job_id, book(), today=clock.today())
        await _take_in(pool, intake, vault, reading, job, clock)
    except Unavailable:
        raise  # nothing was refused: the lease runs out and the job is taken up again
    except DomainError as refusal:
        log.warning("list_refused", list=str(job.job_id), reason=refusal.code)
        await _end(pool, job.job_id, "failed", refusal.code)
        return 1
    await _end(pool, job.job_id, "done", None)
    return 1


async def _take_in(
    pool: Pool, intake: Intake, vault: Vault, reading: ListReading, job: jobs.Job, clock: Clock
) -> None:
    """Import with a ticker beside it that writes the progress down."""
    stand = [0, len(reading.rows)]

    def progress(done: int, total: int) -> None:
        stand[:] = done, total

    async def tell() -> None:
        while True:
            await asyncio.sleep(1)
            async with transaction(pool, NATION) as tx:
                await jobs.move_job(
                    tx, job_id=job.job_id, done=stand[0], total=stand[1], now=real_now()
                )

    teller = asyncio.create_task(tell())
    try:
        order = ImportOrder(
            list_id=job.job_id, actor_id=job.owner_id or job.job_id, at=clock.now()
        )  # fmt: skip
        await import_list(pool, intake, vault, reading, order, progress=progress)
    finally:
        teller.cancel()
        await asyncio.gather(teller, return_exceptions=True)
    async with transaction(pool, NATION) as tx:
        await jobs.move_job(
            tx, job_id=job.job_id, done=stand[1], total=stand[1], now=real_now()
        )  # fmt: skip


async def _end(pool: Pool, list_id: UUID, state: str, failure: str | None) -> None:
    async with transaction(pool, NATION) as tx:
        await jobs.end_job(tx, job_id=list_id, state=state, failure=failure, now=real_now())
        if state == "done":
            await jobs.drop_file(tx, file_id=list_id)
