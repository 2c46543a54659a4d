"""Reference data cached in the process, so that the hot path asks the database nothing.

Each domain declares components (units, grants, lots ...) that load themselves; the composition
lists them. A writer of reference data calls `touch` in its transaction; every process reads the
version once a second and on NOTIFY, so a change, a revoked grant too, bites within 2 s.
"""

import asyncio
import contextlib
from typing import Any, Protocol, Self, TypeVar

import asyncpg
import structlog

from tiemchung.kernel.db import prepare_connection
from tiemchung.kernel.sql import Tx

log = structlog.get_logger()
POLL_SECONDS = 1.0


class Component(Protocol):
    """A part of the snapshot; `load` reads it whole."""

    @classmethod
    async def load(cls, tx: Tx) -> Self: ...


T = TypeVar("T")


class Snapshot:
    """All components as of one version; immutable, replaced whole."""

    def __init__(self, version: int, parts: dict[type, Component]) -> None:
        self.version = version
        self._parts: dict[type, Any] = dict(parts)

    def of(self, component: type[T]) -> T:
        """Return one component."""
        found: T = self._parts[component]
        return found


async def version_of(tx: Tx) -> int:
    """Return the number that grows with every change of reference data."""
    version: int = await tx.fetchval("SELECT reference_version FROM kernel.installation")
    return version


async def load_snapshot(tx: Tx, components: list[type[Component]]) -> Snapshot:
    """Read every component now."""
    version = await version_of(tx)
    return Snapshot(version, {c: await c.load(tx) for c in components})


async def touch(tx: Tx) -> None:
    """Tell every process that reference data changed; takes effect at the commit."""
    await tx.execute(
        "UPDATE kernel.installation SET reference_version = reference_version + 1;"
        " NOTIFY tiemchung_reference"
    )


class ReferenceCache:
    """Keeps the newest snapshot; `current` never blocks."""

    def __init__(self, dsn: str, components: list[type[Component]]) -> None:
        self._dsn = dsn
        self._components = components
        self._snapshot: Snapshot | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def current(self) -> Snapshot:
        """The snapshot to judge by now."""
        if self._snapshot is None:
            raise RuntimeError("the reference cache has not been started")
        return self._snapshot

    async def start(self) -> None:
        """Load once, then keep following in the background."""
        connection = await self._connect()
        self._snapshot = await load_snapshot(connection, self._components)
        self._task = asyncio.create_task(self._follow(connection))

    async def stop(self) -> None:
        """End the background task."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def refresh(self) -> None:
        """Load now, for one who has just written and wants to see it at once."""
        connection = await self._connect()
        try:
            self._snapshot = await load_snapshot(connection, self._components)
        finally:
            await connection.close()

    async def catch_up(self) -> bool:
        """Load what was written since the last look; returns whether there was anything."""
        connection = await self._connect()
        try:
            if await version_of(connection) == self.current.version:
                return False
            self._snapshot = await load_snapshot(connection, self._components)
            return True
        finally:
            await connection.close()

    async def _connect(self) -> Tx:
        connection = await asyncpg.connect(self._dsn)
        await prepare_connection(connection)
        return connection

    async def _follow(self, connection: Tx) -> None:
        woken = asyncio.Event()
        try:
            while True:
                try:
                    await self._watch(connection, woken)
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                    log.warning("reference_follow_failed", error=type(error).__name__)
                    await asyncio.sleep(POLL_SECONDS)
                    with contextlib.suppress(OSError, asyncpg.PostgresError):
                        connection = await self._connect()
        finally:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close()

    async def _watch(self, connection: Tx, woken: asyncio.Event) -> None:
        def wake(*_: object) -> None:
            woken.set()

        await connection.add_listener("tiemchung_reference", wake)
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), POLL_SECONDS)
            woken.clear()
            if await version_of(connection) != self.current.version:
                self._snapshot = await load_snapshot(connection, self._components)
