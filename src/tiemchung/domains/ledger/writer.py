"""Group commit: requests in flight at the same moment share one transaction (data-model 2).

Callers hand over a set of judged events and wait for one outcome each. A worker takes all sets
that wait (up to a bound), writes events, private documents, projections and quarantine in one
statement (decision 0018), and answers after the commit. Nothing is acknowledged before.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import asyncpg
import structlog

from tiemchung.domains.ledger.entries import (
    KEY,
    PERSON,
    PRIVATE,
    QUARANTINE,
    SITE,
    UPLOAD,
    Entry,
    Signed,
    person_row,
    quarantine_row,
    site_row,
    upload_row,
)
from tiemchung.domains.ledger.kinds import Row, Table
from tiemchung.domains.ledger.statements import Part, insert_rows, write_together
from tiemchung.kernel.db import Pool
from tiemchung.kernel.errors import Unavailable
from tiemchung.kernel.sql import Tx

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

log = structlog.get_logger()

MAX_EVENTS_PER_FLUSH = 2_000
MAX_ATTEMPTS = 4

TURNS = 3
"""A flush costs a millisecond whatever it carries: before one begins, the loop turns so often, and
what is about to be ready comes along. Waiting by the clock leaves the processor idle."""


LOOKS = 500
"""To look whether an event is there already costs a twentieth of a flush. One that is fails the
flush, which is written again; and as they come in crowds, after a lost network, so many flushes
look then."""


class KeyRaced(Exception):
    """Another process made the data key of the same new person at the same moment."""


class Batch:
    """The entries of one request, written together or not at all.

    `done` ends after the commit, when every entry has its outcome; with Unavailable where the
    database cannot take them: then none was acknowledged, and the same events may be sent again.
    """

    def __init__(self, entries: Sequence[Entry] = (), signed: Signed | None = None) -> None:
        self.entries = entries
        self.signed = signed
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class Writer:
    """Writes batches through one connection of the writer login, which it keeps."""

    def __init__(self, pool: Pool, epoch: int) -> None:
        self._pool = pool
        self._epoch = epoch
        self._connection: PoolConnectionProxy[asyncpg.Record] | None = None
        self._looks = 0  # flushes that still look whether their events are there
        self._waiting: list[Batch] = []
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to work."""
        self._task = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """Finish what waits, then end."""
        if self._task is not None:
            last = Batch()
            self.put(last)
            await last.done
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._let_go()

    def put(self, batch: Batch) -> None:
        """Queue a batch: those that wait when the next flush begins are written together."""
        self._waiting.append(batch)
        self._woken.set()

    async def _work(self) -> None:
        while True:
            await self._woken.wait()
            for _ in range(TURNS):
                await asyncio.sleep(0)
            batches = self._take()
            if not batches:
                self._woken.clear()
                continue
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
            except Exception:  # nobody knows in what state it left the connection
                await self._let_go()
                raise
            else:
                return

    async def _connected(self) -> Tx:
        """Return the connection; taking one from the pool for each flush cost a fifth of it."""
        if self._connection is None:
            self._connection = await self._pool.acquire()
            # The planner cannot know how long the sets of a flush are, takes them for short, and
            # would compare each row of a thousand with each event.
            await self._connection.execute(
                "SET enable_nestloop = off; SET plan_cache_mode = force_generic_plan"
            )
        return self._connection

    async def _let_go(self) -> None:
        """Give the connection back, in whatever state; the pool looks after it."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._pool.release(connection)

    async def _flush(self, connection: Tx, batches: list[Batch]) -> None:
        entries = [e for batch in batches for e in batch.entries]
        if not entries:
            return
        fresh, again = _first_of_each(entries)
        good = [e for e in fresh if e.quarantine is None]
        written = await self._write(connection, good, [e for e in fresh if e.quarantine], batches)
        all_new = len(written) == len(good)
        for entry in good:
            if all_new or entry.event.envelope.id in written:
                entry.outcome = entry.event.outcome
            else:
                await _compare(connection, entry)
        first = {e.event.envelope.id: e for e in good} if again else {}
        for entry in again:  # an id that stands for somebody else has other bytes, too
            twin = first[entry.event.envelope.id]
            if twin.outcome == twin.event.outcome:
                _settle_twin(entry, twin.event.hash)
            else:  # neither is what was recorded under this id, or both are
                await _compare(connection, entry)
        conflicts = [e for e in entries if e.outcome == "conflict"]
        await insert_rows(connection, "ledger.quarantine", QUARANTINE, self._put_aside(conflicts))

    async def _write(
        self, connection: Tx, good: list[Entry], bad: list[Entry], batches: list[Batch]
    ) -> set[UUID]:
        """Write everything in one statement; returns the ids of the events that were new."""
        people: list[Row] = []
        sites: list[Row] = []
        for entry in good:
            if entry.of_person:
                people.append(person_row(entry, self._epoch))
            else:
                sites.append(site_row(entry, self._epoch))
        for entry in bad:
            entry.outcome = "quarantined"
        others = [
            *_private_parts(good),
            *_projections(good),
            Part("ledger.upload", UPLOAD, _uploads(batches)),
            Part("ledger.quarantine", QUARANTINE, self._put_aside(bad)),
        ]
        try:
            return await self._write_rows(connection, people, sites, [p for p in others if p.rows])
        except asyncpg.UniqueViolationError as error:
            if error.table_name == "person_key":
                raise KeyRaced from error
            raise

    async def _write_rows(
        self, connection: Tx, people: list[Row], sites: list[Row], others: list[Part]
    ) -> set[UUID]:
        if not self._looks:
            try:
                return await write_together(connection, _events(people, sites, strict=True), others)
            except asyncpg.UniqueViolationError as error:
                if error.table_name not in ("person_event", "site_event"):
                    raise
                self._looks = LOOKS
        self._looks -= 1
        return await write_together(connection, _events(people, sites, strict=False), others)

    def _put_aside(self, entries: list[Entry]) -> list[Row]:
        return [quarantine_row(e, self._epoch) for e in entries]


async def _compare(connection: Tx, entry: Entry) -> None:
    """Settle an id that was there: the same bytes are a duplicate, others a conflict."""
    table = "person_event" if entry.of_person else "site_event"
    key = "person_id" if entry.of_person else "facility_id"
    stored = await connection.fetchval(
        f"SELECT hash FROM ledger.{table} WHERE {key} = $1 AND event_id = $2",  # noqa: S608 -- names of our own
        *entry.key,
    )
    _settle_twin(entry, stored)


def _settle_twin(entry: Entry, stored_hash: bytes | None) -> None:
    if stored_hash == entry.event.hash:
        entry.outcome = "duplicate"
    else:
        entry.outcome = "conflict"
        entry.quarantine = "conflict: this id was recorded with other bytes"


def _first_of_each(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Split into the first of each id and those that come again within the same flush."""
    seen: dict[int, Entry] = {}  # by the number: the hash of a UUID is a call in Python
    fresh: list[Entry] = []
    again: list[Entry] = []
    for entry in entries:
        entry.outcome = ""
        if (
            entry.quarantine is None
            and seen.setdefault(entry.event.envelope.id.int, entry) is not entry
        ):
            again.append(entry)
        else:
            fresh.append(entry)
    return fresh, again


def _events(people: list[Row], sites: list[Row], *, strict: bool) -> list[Part]:
    parts = (
        Part("ledger.person_event", PERSON, people, strict=strict),
        Part("ledger.site_event", SITE, sites, strict=strict),
    )
    return [part for part in parts if part.rows]


def _private_parts(entries: list[Entry]) -> list[Part]:
    """Return the sealed documents, and the data keys of new people.

    Documents are sealed with our key. Where another process gave the person one meanwhile, they
    could never be opened: the flush fails, the callers send again and find the key that counts.
    """
    keys: dict[UUID, Row] = {}
    documents: list[Row] = []
    for entry in entries:
        e, private = entry.event.envelope, entry.private
        if private is None or e.person is None:
            continue
        documents.append((e.person, e.id, private.salt, private.nonce, private.sealed))
        if private.new_key is not None:
            row = (e.person, *private.new_key)
            if keys.setdefault(e.person, row) != row:
                raise KeyRaced
    return [
        Part("ledger.person_key", KEY, list(keys.values()), strict=True),
        Part("ledger.private_document", PRIVATE, documents, "event_id"),
    ]


def _projections(entries: list[Entry]) -> list[Part]:
    found: dict[Table, tuple[list[Row], list[UUID] | None]] = {}
    for entry in entries:
        for table, made in entry.rows.items():
            if table not in found:
                found[table] = ([], None if table.is_of_one_event else [])
            rows, of_event = found[table]
            rows.extend(made)
            if of_event is not None:
                of_event.extend([entry.event.envelope.id] * len(made))
    parts: list[Part] = []
    for table in sorted(found, key=_name):
        rows, of_event = found[table]
        alone = of_event is None
        parts.append(
            Part(table.name, table.columns, rows, "event_id" if alone else of_event,
                 table.from_event, strict=alone)
        )  # fmt: skip
    return parts


def _name(table: Table) -> str:
    """Order tables by name: the same set of tables is the same statement."""
    return table.name


def _uploads(batches: list[Batch]) -> list[Row]:
    return list({b.signed.upload_id: upload_row(b.signed, b.entries[0].event.received_at)
                 for b in batches if b.signed is not None and b.entries}.values())  # fmt: skip
