"""One reader of the board for all who look: the database is asked once for each jurisdiction.

Every two seconds the state of each scope that somebody watches is read, and everybody who watches
is told what is new to them. With ten or a thousand viewers of one scope the database does the same
work; with none it does nothing.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator
from time import monotonic

import asyncpg
import structlog
from litestar.datastructures import State
from prometheus_client import Gauge

from tiemchung.faces.command import messages
from tiemchung.faces.command.paint import Measure
from tiemchung.faces.command.snapshot import Board, read_board
from tiemchung.kernel.i18n import Locale
from tiemchung.kernel.scope import Scope
from tiemchung.runtime import Runtime

log = structlog.get_logger()

EVERY_SECONDS = 2.0
COMMENT_SECONDS = 15.0
"""A comment so often keeps proxies from closing a stream in a quiet hour."""

KEPT_BOARDS = 8
FORGOTTEN_AFTER = 60.0
LOST_AFTER = 20.0
"""Without a reading for so long, streams are ended: viewers then say that they are lost."""

VIEWERS = Gauge("tiemchung_board_viewers", "Open streams of the board of the response centre")
READINGS = Gauge("tiemchung_board_scopes", "Jurisdictions whose board is read every two seconds")


class Watched:
    """One scope: its last boards, and who waits for the next."""

    def __init__(self) -> None:
        self.boards: deque[Board] = deque(maxlen=KEPT_BOARDS)
        self.viewers = 0
        self.asked_at = monotonic()
        self.read_at = 0.0
        self.news = asyncio.Event()
        self.lock = asyncio.Lock()
        self._encoded: dict[tuple[int, int, Measure, Locale], bytes] = {}

    def take(self, board: Board) -> None:
        """Keep a new board and wake everybody."""
        self.boards.append(board)
        self.read_at = monotonic()
        self._encoded.clear()
        self.wake()

    def wake(self) -> None:
        """Wake everybody who waits; those who come later wait for the next time."""
        self.news.set()
        self.news = asyncio.Event()

    def board_of(self, version: int) -> Board | None:
        """Return a board that a page was drawn with, while it is kept."""
        return next((b for b in self.boards if b.version == version), None)

    def message(self, before: Board | None, now: Board, measure: Measure, locale: Locale) -> bytes:
        """Encode a difference once for all who have seen the same."""
        key = (before.version if before else 0, now.version, measure, locale)
        if (known := self._encoded.get(key)) is None:
            known = self._encoded[key] = messages.message(before, now, measure, locale)
        return known


class Broadcaster:
    """The boards of one process."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._watched: dict[Scope, Watched] = {}
        self._task: asyncio.Task[None] | None = None
        self.closed = False

    @property
    def scopes(self) -> set[Scope]:
        """The jurisdictions whose boards are kept."""
        return set(self._watched)

    async def board(self, scope: Scope) -> Board:
        """Return the board of a scope, at most two seconds old."""
        watched = self._watched.setdefault(scope, Watched())
        watched.asked_at = monotonic()
        async with watched.lock:
            if not watched.boards or monotonic() - watched.read_at > EVERY_SECONDS:
                watched.take(await read_board(self._runtime, scope))
            board = watched.boards[-1]
        self._forget()
        return board

    async def follow(
        self, scope: Scope, measure: Measure, locale: Locale, seen: int, lasts: float
    ) -> AsyncGenerator[bytes | None]:
        """Yield messages for one viewer, and None where a comment is due, for `lasts` seconds.

        `seen` is the version of the board that the page shows; without it everything is told.
        """
        latest = await self.board(scope)
        watched = self._watched.setdefault(scope, Watched())
        watched.viewers += 1
        VIEWERS.inc()
        self._start()
        until, comment_at = monotonic() + lasts, monotonic() + COMMENT_SECONDS
        before = watched.board_of(seen)
        try:
            yield watched.message(before, latest, measure, locale)
            while not self.closed and (now := monotonic()) < until:
                news, before, latest = watched.news, latest, watched.boards[-1]
                if latest is not before:
                    yield watched.message(before, latest, measure, locale)
                elif now >= comment_at:
                    comment_at = now + COMMENT_SECONDS
                    yield None
                elif now - watched.read_at > LOST_AFTER:
                    return
                else:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(news.wait(), min(comment_at, until) - now)
        finally:
            watched.viewers -= 1
            VIEWERS.dec()

    def close(self) -> None:
        """End every stream and the reading."""
        self.closed = True
        for watched in self._watched.values():
            watched.wake()
        if self._task is not None:
            self._task.cancel()

    def _start(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read_on())

    async def _read_on(self) -> None:
        """Read every scope that has viewers, until nobody looks."""
        while watched := {s: w for s, w in self._watched.items() if w.viewers}:
            READINGS.set(len(watched))
            began = monotonic()
            for scope, one in watched.items():
                if not await self._read(scope, one):
                    return
            await asyncio.sleep(max(0.0, EVERY_SECONDS - (monotonic() - began)))
        READINGS.set(0)

    async def _read(self, scope: Scope, watched: Watched) -> bool:
        """Read one scope; False when the process is closing its connections."""
        try:
            async with watched.lock:
                if monotonic() - watched.read_at >= EVERY_SECONDS / 2:
                    watched.take(await read_board(self._runtime, scope))
        except asyncpg.InterfaceError as error:
            if "pool is clos" in str(error):
                self.close()
                return False
            log.warning("board_failed", error=type(error).__name__)
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            log.warning("board_failed", error=type(error).__name__)
        return True

    def _forget(self) -> None:
        """Let go of scopes that nobody has asked for in a while."""
        now = monotonic()
        idle = [
            scope
            for scope, w in self._watched.items()
            if not w.viewers and now - w.asked_at > FORGOTTEN_AFTER
        ]
        for scope in idle:
            del self._watched[scope]


def give_broadcaster(state: State) -> Broadcaster:
    """Hand over the process's broadcaster, made when the first page asks for it."""
    found: Broadcaster | None = state.get("broadcaster")
    if found is None:
        found = state.broadcaster = Broadcaster(state.runtime)
    return found
