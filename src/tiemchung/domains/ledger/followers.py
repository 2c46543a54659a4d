"""Followers read the ledger in commit order and do what follows from it (data-model 2).

A follower sees each event at least once, in batches of whole transactions, and moves its cursor
in the transaction of its work: what it books and where it stands commit together. The ceiling is
the oldest transaction still running on this node, so an event that commits late is never skipped.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import structlog
from msgspec import Struct

from tiemchung.kernel.db import Pool
from tiemchung.kernel.sql import Tx

log = structlog.get_logger()

BATCH = 2_000
IDLE_SECONDS = 0.25
PATIENCE_SECONDS = 10.0
WAIT_SECONDS = 0.02
MAX_BACKOFF_SECONDS = 20.0


class Seen(Struct, frozen=True):
    """One event as followers get it: its key, what it is, and where; the body on demand."""

    person_id: UUID | None
    facility_id: int | None
    event_id: UUID
    kind: str
    happened_at: datetime
    session_id: UUID | None
    supersedes: UUID | None
    outcome: str
    flags: list[str]
    body: bytes
    home_unit: int
    device_id: UUID | None
    seq: int | None
    hash: bytes
    prev: bytes | None
    received_at: datetime


_BEHIND = """
SELECT EXISTS (
       SELECT FROM ledger.follower_cursor AS f
        WHERE f.follower = ANY ($1)
          AND (EXISTS (SELECT FROM ledger.person_event AS e
                        WHERE (e.epoch, e.tx) >= (f.epoch, f.tx))
               OR EXISTS (SELECT FROM ledger.site_event AS e
                           WHERE (e.epoch, e.tx) >= (f.epoch, f.tx))))
"""

Work = Callable[[Tx, Sequence[Seen]], Awaitable[None]]


class Follower(Struct, frozen=True):
    """A name (its cursor's key), the ledgers it reads, the kinds it wants, and its work.

    The work runs in one transaction with the cursor, on the worker login, and must be safe to run
    twice: a crash before the commit runs it again. `after` names a follower that must have passed
    first: what reads projections waits for the one that folds corrections into them. A `patient`
    one does what nobody watches by the second: under full load it lets the others go first.
    """

    name: str
    work: Work
    kinds: frozenset[str] = frozenset()
    after: str | None = None
    patient: bool = False


# The ceiling keeps a transaction that is still running, and all after it, for the next time; it
# also stays behind the follower that must come first. The bounds are scalar subqueries, not joined
# rows: only so does the index begin at the cursor, however long the ledger is.
WINDOW = """
WITH here AS MATERIALIZED (
    SELECT f.epoch, f.tx, f.failure FROM ledger.follower_cursor AS f WHERE f.follower = $1
), ceiling AS MATERIALIZED (
    SELECT least(pg_snapshot_xmin(pg_current_snapshot()),
                 CASE WHEN $3::text IS NOT NULL THEN coalesce((
                      SELECT CASE WHEN f.epoch > here.epoch THEN '18446744073709551615'::xid8
                                  WHEN f.epoch = here.epoch THEN f.tx END
                        FROM ledger.follower_cursor AS f WHERE f.follower = $3), '0'::xid8)
                 END) AS tx
      FROM here
), waiting AS MATERIALIZED (
    (SELECT e.tx FROM ledger.person_event AS e
      WHERE e.epoch = (SELECT here.epoch FROM here) AND e.tx >= (SELECT here.tx FROM here)
        AND e.tx < (SELECT ceiling.tx FROM ceiling)
      ORDER BY e.epoch, e.tx LIMIT $2)
    UNION ALL
    (SELECT e.tx FROM ledger.site_event AS e
      WHERE e.epoch = (SELECT here.epoch FROM here) AND e.tx >= (SELECT here.tx FROM here)
        AND e.tx < (SELECT ceiling.tx FROM ceiling)
      ORDER BY e.epoch, e.tx LIMIT $2)
)
SELECT here.epoch, here.tx::text AS low, ceiling.tx::text AS ceiling,
       (SELECT w.tx::text FROM waiting AS w ORDER BY w.tx OFFSET $2 - 1 LIMIT 1) AS last,
       (SELECT count(*) FROM waiting) AS found,
       here.failure IS NOT NULL
       OR (SELECT i.epoch > here.epoch FROM kernel.installation AS i) AS must_move
  FROM here, ceiling
"""

_HOLD = "SELECT FROM ledger.follower_cursor AS f WHERE f.follower = $1 FOR UPDATE"

_EVENTS = """
SELECT e.person_id, e.facility_id, e.event_id, e.kind, e.happened_at, e.session_id, e.supersedes,
       e.outcome, e.flags, e.body,
       coalesce(e.home_ward, e.home_district, e.home_province, 0) AS home_unit, e.device_id, e.seq,
       e.hash, e.prev, e.received_at, e.tx::text AS tx
  FROM ledger.person_event AS e
 WHERE e.epoch = $1 AND e.tx >= $2::text::xid8 AND e.tx < $3::text::xid8
   AND ($4::text[] = '{}' OR e.kind = ANY ($4))
UNION ALL
SELECT NULL, e.facility_id, e.event_id, e.kind, e.happened_at, e.session_id, e.supersedes,
       e.outcome, e.flags, e.body, 0, e.device_id, e.seq, e.hash, e.prev, e.received_at, e.tx::text
  FROM ledger.site_event AS e
 WHERE e.epoch = $1 AND e.tx >= $2::text::xid8 AND e.tx < $3::text::xid8
   AND ($4::text[] = '{}' OR e.kind = ANY ($4))
"""


async def step(pool: Pool, follower: Follower, *, batch: int = BATCH) -> int:
    """Work off one batch; returns how many events the window held (0: nothing waits).

    It looks before it takes hold of the cursor, so that followers of a quiet ledger write nothing.
    """
    async with pool.acquire() as tx:
        if not await _look(tx, follower, batch):
            return 0
        async with tx.transaction():
            await tx.execute(
                "INSERT INTO ledger.follower_cursor (follower, epoch)"
                " VALUES ($1, 1) ON CONFLICT DO NOTHING",
                follower.name,
            )
            await tx.execute(_HOLD, follower.name)
            window = await tx.fetchrow(WINDOW, follower.name, batch, follower.after)
            return 0 if window is None else await _work_off(tx, follower, window)


async def _look(tx: Tx, follower: Follower, batch: int) -> bool:
    """Tell whether a follower has anything to do; one without a cursor gets it first.

    A cursor moves without events, too: into the next epoch, and to forget a failure that is over.
    """
    window = await tx.fetchrow(WINDOW, follower.name, batch, follower.after)
    return window is None or window["found"] > 0 or window["must_move"]


async def _work_off(tx: Tx, follower: Follower, window: asyncpg.Record) -> int:
    # The window ends after the whole transaction of its last row: transactions are not split.
    last = window["last"]
    high = window["ceiling"] if last is None else str(int(last) + 1)
    if window["found"]:
        rows = await tx.fetch(_EVENTS, window["epoch"], window["low"], high, sorted(follower.kinds))
        rows.sort(key=lambda r: (int(r["tx"]), r["event_id"]))
        if rows:
            await follower.work(tx, [Seen(*tuple(r)[:-1]) for r in rows])
    await _move(tx, follower.name, window["epoch"], high)
    found: int = window["found"]
    return found


async def _move(tx: Tx, name: str, epoch: int, high: str) -> None:
    """Set the cursor; an epoch that is read to its end gives way to the next one, if there is."""
    await tx.execute(
        """
        UPDATE ledger.follower_cursor AS f
           SET epoch = f.epoch + over.is_over::int,
               tx = CASE WHEN over.is_over THEN '0'::xid8 ELSE $3::text::xid8 END,
               moved_at = clock_timestamp(), failure = NULL
          FROM (SELECT i.epoch > $2 AND NOT EXISTS (
                           SELECT FROM ledger.person_event AS e
                            WHERE e.epoch = $2 AND e.tx >= $3::text::xid8)
                       AND NOT EXISTS (
                           SELECT FROM ledger.site_event AS e
                            WHERE e.epoch = $2 AND e.tx >= $3::text::xid8) AS is_over
                  FROM kernel.installation AS i) AS over
         WHERE f.follower = $1
        """,
        name,
        epoch,
        high,
    )


async def catch_up(pool: Pool, followers: Sequence[Follower], *, seconds: float = 60.0) -> int:
    """Run all followers until every committed event is behind all of them.

    For tools that must see consequences now (the demo, the reconciliation, tests). Returns the
    number of events seen by the first. A transaction that runs elsewhere on the server, in another
    database too, holds the ceiling back: it is waited for. Raises TimeoutError after `seconds`
    without any progress.
    """
    total = 0
    deadline = time.monotonic() + seconds
    while True:
        seen = 0
        for follower in followers:
            while found := await step(pool, follower):
                seen += found
                total += found if follower is followers[0] else 0
        if seen:
            deadline = time.monotonic() + seconds
        elif not await pool.fetchval(_BEHIND, [f.name for f in followers]):
            return total
        elif time.monotonic() > deadline:
            raise TimeoutError("a transaction holds the followers back")
        else:
            await asyncio.sleep(WAIT_SECONDS)


class FollowerLoop:
    """Runs followers side by side, each on its own pace, until stopped.

    While one of the others has more than a batch before it, a patient one takes one batch in
    PATIENCE_SECONDS: two cores that write all they can have no time left for everybody. Figures
    are then 2 s behind instead of 17 (p99, `make bench ROWS=rollup-lag`).
    """

    def __init__(self, pool: Pool, followers: Sequence[Follower]) -> None:
        self._pool = pool
        self._followers = followers
        self._tasks: list[asyncio.Task[None]] = []
        self._behind: set[str] = set()
        self._caught_up = asyncio.Event()
        self._caught_up.set()

    async def start(self) -> None:
        """Begin to follow."""
        self._tasks = [asyncio.create_task(self._run(f)) for f in self._followers]

    async def stop(self) -> None:
        """End; a batch under way is rolled back and done again at the next start."""
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _run(self, follower: Follower) -> None:
        backoff = IDLE_SECONDS
        while True:
            if follower.patient:
                await self._let_others_go_first()
            try:
                seen = await step(self._pool, follower)
                self._note_pace(follower, seen)
                backoff = IDLE_SECONDS
                if not seen:
                    await asyncio.sleep(IDLE_SECONDS)
            except Exception as error:  # a follower never dies: it says so and tries again
                log.exception("follower_failed", follower=follower.name)
                await self._note_failure(follower.name, type(error).__name__)
                await asyncio.sleep(backoff)
                backoff = min(backoff * 2, MAX_BACKOFF_SECONDS)

    def _note_pace(self, follower: Follower, seen: int) -> None:
        if seen >= BATCH and not follower.patient:
            self._behind.add(follower.name)
            self._caught_up.clear()
            return
        self._behind.discard(follower.name)
        if not self._behind:
            self._caught_up.set()

    async def _let_others_go_first(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._caught_up.wait()

    async def _note_failure(self, name: str, failure: str) -> None:
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await self._pool.execute(
                "UPDATE ledger.follower_cursor SET failures = failures + 1, failure = $2"
                " WHERE follower = $1",
                name,
                failure,
            )
