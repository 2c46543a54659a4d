"""Group commit: requests in flight at the same moment share one transaction (data-model 2).

Callers hand over a set of judged events and wait for one outcome each. A worker takes all sets
that wait (up to a bound), writes events, private documents, projections and quarantine in one
short transaction, and answers after the commit. Nothing is acknowledged before.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg
import structlog

from tiemchung.domains.ledger.entries import PERSON, SITE, Entry, Signed, person_row, site_row
from tiemchung.domains.ledger.kinds import Row, Table
from tiemchung.domains.ledger.statements import insert_rows
from tiemchung.kernel.db import Pool
from tiemchung.kernel.errors import Unavailable
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Tx

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

log = structlog.get_logger()

MAX_EVENTS_PER_FLUSH = 1_000
MAX_ATTEMPTS = 4

MANY = 4
GATHER_SECONDS = 0.002
"""A flush costs a millisecond whatever it carries. When so many requests shared the last one, more
are on their way, and the next waits this long for them (as PostgreSQL's commit_delay)."""

_UPLOAD = ("facility_id", "upload_id", "device_id", "manifest", "signature", "received_at")
_PRIVATE = ("person_id", "event_id", "salt", "nonce", "sealed")
_KEY = ("person_id", "wrapped", "kek_id")
_QUARANTINE = (
    "quarantine_id", "reason", "device_id", "seq", "facility_id", "event_id", "body", "hash",
    "received_at", "epoch",
)  # fmt: skip


class KeyRaced(Exception):
    """Another process made the data key of the same new person at the same moment."""


class Batch:
    """The entries of one request, written together or not at all."""

    def __init__(self, entries: Sequence[Entry], signed: Signed | None = None) -> None:
        self.entries = entries
        self.signed = signed
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class Writer:
    """Writes batches through one connection of the writer login, which it keeps."""

    def __init__(self, pool: Pool, epoch: int) -> None:
        self._pool = pool
        self._epoch = epoch
        self._connection: PoolConnectionProxy[asyncpg.Record] | None = None
        self._waiting: list[Batch] = []
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._unanswered: set[Batch] = set()

    async def start(self) -> None:
        """Begin to work."""
        self._task = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """Finish what waits, then end."""
        if self._unanswered:
            await asyncio.wait([batch.done for batch in self._unanswered])
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._let_go()

    async def write(self, entries: Sequence[Entry], signed: Signed | None = None) -> None:
        """Write the entries and fill in their outcomes; returns after the commit.

        Raises Unavailable when the database cannot take them: then none was acknowledged, and the
        same events may be sent again.
        """
        batch = Batch(entries, signed)
        self._waiting.append(batch)
        self._woken.set()
        self._unanswered.add(batch)
        try:
            await batch.done
        finally:
            self._unanswered.discard(batch)

    async def _work(self) -> None:
        shared = 0
        while True:
            await self._woken.wait()
            if len(self._waiting) < shared and shared >= MANY:
                await asyncio.sleep(GATHER_SECONDS)
            batches = self._take()
            if not batches:
                self._woken.clear()
                continue
            shared = len(batches)
            await self._flush_or_bisect(batches)

    def _take(self) -> list[Batch]:
        count = taken = 0
        for batch in self._waiting:
            if count and count + len(batch.entries) > MAX_EVENTS_PER_FLUSH:
                break
            count += len(batch.entries)
            taken += 1
        batches, self._waiting = self._waiting[:taken], self._waiting[taken:]
        return batches

    async def _flush_or_bisect(self, batches: list[Batch]) -> None:
        """Flush; only a bad value (SQLSTATE 22 and 23) is hunted down to its event."""
        try:
            await self._flush_with_retry(batches)
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as error:
            if len(batches) > 1:
                middle = len(batches) // 2
                await self._flush_or_bisect(batches[:middle])
                await self._flush_or_bisect(batches[middle:])
                return
            await self._flush_halves(batches[0], error)
        except Exception as error:  # noqa: BLE001 -- whatever it was, every caller gets an answer
            log.warning("ledger_flush_failed", error=type(error).__name__)
            for batch in batches:
                if not batch.done.done():
                    batch.done.set_exception(Unavailable("Hệ thống đang bận, xin gửi lại sau."))
            return
        for batch in batches:
            if not batch.done.done():
                batch.done.set_result(None)

    async def _flush_halves(self, batch: Batch, error: Exception) -> None:
        if len(batch.entries) == 1:
            entry = batch.entries[0]
            if entry.quarantine is not None:
                batch.done.set_exception(Unavailable("Hệ thống đang bận, xin gửi lại sau."))
                log.error("ledger_quarantine_failed", error=type(error).__name__)
                return
            entry.quarantine = f"unstorable: {type(error).__name__}"
            await self._flush_or_bisect([batch])
            return
        middle = len(batch.entries) // 2
        for half in (batch.entries[:middle], batch.entries[middle:]):
            part = Batch(half, batch.signed)
            await self._flush_or_bisect([part])
            if failure := part.done.exception():
                batch.done.set_exception(failure)
                return

    async def _flush_with_retry(self, batches: list[Batch]) -> None:
        for attempt in range(1, MAX_ATTEMPTS + 1):
            try:
                await self._flush(await self._connected(), batches)
            except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError):
                raise
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._let_go()
                if attempt == MAX_ATTEMPTS:
                    raise
                await asyncio.sleep(0.05 * 4**attempt)
            else:
                return

    async def _connected(self) -> Tx:
        """Return the connection; taking one from the pool for each flush cost a fifth of it."""
        if self._connection is None:
            self._connection = await self._pool.acquire()
        return self._connection

    async def _let_go(self) -> None:
        """Give the connection back, in whatever state; the pool looks after it."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._pool.release(connection)

    async def _flush(self, connection: Tx, batches: list[Batch]) -> None:
        async with connection.transaction():
            entries = [e for batch in batches for e in batch.entries]
            fresh, again = _first_of_each(entries)
            written = await self._insert_events(connection, fresh)
            missed = [e for e in fresh if not e.quarantine and e.event.envelope.id not in written]
            await self._compare(connection, missed)
            for entry in again:
                twin = next(e for e in fresh if e.key == entry.key)
                _settle_twin(entry, twin.event.hash)
            new = [e for e in fresh if e.event.envelope.id in written and not e.quarantine]
            for entry in new:
                entry.outcome = entry.event.outcome
            await self._insert_private(connection, new)
            await _insert_projections(connection, new)
            await self._insert_uploads(connection, batches)
            await self._insert_quarantine(connection, entries)

    async def _insert_events(self, connection: Tx, entries: list[Entry]) -> set[UUID]:
        written: set[UUID] = set()
        people = [person_row(e, self._epoch) for e in entries if not e.quarantine and e.of_person]
        sites = [site_row(e, self._epoch) for e in entries if not e.quarantine and not e.of_person]
        if people:
            written.update(
                await insert_rows(connection, "ledger.person_event", PERSON, people, "event_id")
            )
        if sites:
            written.update(
                await insert_rows(connection, "ledger.site_event", SITE, sites, "event_id")
            )
        return written

    async def _compare(self, connection: Tx, missed: list[Entry]) -> None:
        """Settle ids that were there: the same bytes are a duplicate, others a conflict."""
        for entry in missed:
            table = "person_event" if entry.of_person else "site_event"
            key = "person_id" if entry.of_person else "facility_id"
            stored = await connection.fetchval(
                f"SELECT hash FROM ledger.{table} WHERE {key} = $1 AND event_id = $2",  # noqa: S608
                *entry.key,
            )
            _settle_twin(entry, stored)

    async def _insert_private(self, connection: Tx, entries: list[Entry]) -> None:
        keys: list[Row] = []
        documents: list[Row] = []
        for entry in entries:
            e, private = entry.event.envelope, entry.private
            if private is None:
                continue
            if private.new_key is not None:
                keys.append((e.person, *private.new_key))
            documents.append((e.person, e.id, private.salt, private.nonce, private.sealed))
        if keys:
            await _insert_keys(connection, keys)
        if documents:
            await insert_rows(connection, "ledger.private_document", _PRIVATE, documents)

    async def _insert_uploads(self, connection: Tx, batches: list[Batch]) -> None:
        rows: dict[UUID, Row] = {}
        for batch in batches:
            if batch.signed is not None and batch.entries:
                s = batch.signed
                rows[s.upload_id] = (
                    s.facility_id, s.upload_id, s.device_id, s.manifest, s.signature,
                    batch.entries[0].event.received_at,
                )  # fmt: skip
        if rows:
            await insert_rows(connection, "ledger.upload", _UPLOAD, list(rows.values()))

    async def _insert_quarantine(self, connection: Tx, entries: list[Entry]) -> None:
        rows: list[Row] = []
        for entry in entries:
            if entry.quarantine is None:
                continue
            e = entry.event.envelope
            if not entry.outcome:
                entry.outcome = "quarantined"
            rows.append(
                (uuid7(), entry.quarantine, e.device, e.seq, e.facility, e.id, entry.event.body,
                 entry.event.hash, entry.event.received_at, self._epoch)
            )  # fmt: skip
        if rows:
            await insert_rows(connection, "ledger.quarantine", _QUARANTINE, rows)


def _settle_twin(entry: Entry, stored_hash: bytes | None) -> None:
    if stored_hash == entry.event.hash:
        entry.outcome = "duplicate"
    else:
        entry.outcome = "conflict"
        entry.quarantine = "conflict: this id was recorded with other bytes"


def _first_of_each(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Split into the first of each key and those that come again within the same flush."""
    seen: set[tuple[Any, UUID]] = set()
    fresh: list[Entry] = []
    again: list[Entry] = []
    for entry in entries:
        entry.outcome = ""
        if entry.quarantine is None and entry.key in seen:
            again.append(entry)
        else:
            fresh.append(entry)
            if entry.quarantine is None:
                seen.add(entry.key)
    return fresh, again


async def _insert_keys(connection: Tx, keys: list[Row]) -> None:
    """Give new people their data key; a key that another process gave meanwhile must not be lost.

    Documents in this flush are sealed with our key. If the person has another one, they could
    never be opened: the flush fails, the callers send again and find the key that counts.
    """
    ours = {row[0]: row for row in keys}
    if any(row[1] != ours[row[0]][1] for row in keys):
        raise KeyRaced
    rows = list(ours.values())
    stored = set(await insert_rows(connection, "ledger.person_key", _KEY, rows, "person_id"))
    if len(stored) != len(ours):
        raise KeyRaced


async def _insert_projections(connection: Tx, entries: list[Entry]) -> None:
    by_table: dict[Table, list[Row]] = {}
    for entry in entries:
        for table, rows in entry.rows.items():
            by_table.setdefault(table, []).extend(rows)
    for table, rows in by_table.items():
        await insert_rows(connection, table.name, table.columns, rows)
