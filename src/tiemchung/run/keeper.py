"""Keeps a process, the web server or the database itself, running until told to stop."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tiemchung.kernel.embedded import EmbeddedError, Running
from tiemchung.kernel.i18n import gettext as _
from tiemchung.run.child import Child
from tiemchung.run.terminal import Terminal

T = TypeVar("T")

STEADY_SECONDS = 60.0
"""After so long a process is taken to be well, and its next end starts the count anew."""

_FIRST_DELAY = 0.5
_LONGEST_DELAY = 30.0
_LOOK_SECONDS = 0.25


def delay_after(failures: int) -> float:
    """Return how many seconds to wait before the next start."""
    return min(_FIRST_DELAY * 2.0 ** (failures - 1), _LONGEST_DELAY)


async def unless(stop: asyncio.Event, work: Awaitable[T]) -> T | None:
    """Wait for the work, or for the event: then the work is cancelled and None returned."""
    task = asyncio.ensure_future(work)
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait((task,))
    return None if task.cancelled() else task.result()


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Sleep, but no longer than until the event."""
    await unless(stop, asyncio.sleep(seconds))


class ChildKeeper:
    """Starts one process again whenever it ends by itself, ever more slowly while it keeps ending.

    `stop` ends it for good, `again` starts it anew (its files have changed). Until `well` is set
    its ends count as failures to start at all, and `gave_up` is set after `patience` of them.
    """

    def __init__(self, child: Child, terminal: Terminal, hurry: asyncio.Event) -> None:
        self.child = child
        self.stop = asyncio.Event()
        self.again = asyncio.Event()
        self.well = asyncio.Event()
        self.gave_up = asyncio.Event()
        self.patience = 3
        self._terminal = terminal
        self._hurry = hurry

    async def run(self) -> None:
        """Keep the process until `stop`, then end it."""
        failures = 0
        while not self.stop.is_set():
            begun = time.monotonic()
            await self.child.start()
            code = await self._watch()
            if code is None:
                continue
            failures = 1 if time.monotonic() - begun > STEADY_SECONDS else failures + 1
            if not self.well.is_set() and failures >= self.patience:
                self.gave_up.set()
                return
            delay = delay_after(failures)
            self._terminal.step(
                _(
                    "Tiến trình %(name)s đã dừng (mã %(code)s), "
                    "khởi động lại sau %(seconds).1f giây",
                    name=self.child.name,
                    code=code,
                    seconds=delay,
                )
            )
            await pause(self.stop, delay)

    async def _watch(self) -> int | None:
        """Return the code of a process that ended by itself; None if it was made to end."""
        told = asyncio.Event()
        watchers = [asyncio.create_task(_pass_on(event, told)) for event in (self.stop, self.again)]
        try:
            code = await unless(told, self.child.wait())
        finally:
            for watcher in watchers:
                watcher.cancel()
        if code is None:
            await self.child.end(self._hurry)
            self.again.clear()
        return code


class DatabaseKeeper:
    """Starts the embedded database again when it ends; the processes reconnect by themselves."""

    def __init__(self, running: Running, start: Callable[[], Running], terminal: Terminal) -> None:
        self.running = running
        self.stop = asyncio.Event()
        self._start = start
        self._terminal = terminal

    async def run(self) -> None:
        """Keep the database until `stop`; ending it is then the caller's."""
        failures = 0
        begun = time.monotonic()
        while not self.stop.is_set():
            await pause(self.stop, _LOOK_SECONDS)
            if self.stop.is_set() or self.running.alive():
                continue
            failures = 1 if time.monotonic() - begun > STEADY_SECONDS else failures + 1
            self._terminal.step(_("PostgreSQL đã dừng đột ngột, đang khởi động lại"))
            if failures > 1:
                await pause(self.stop, delay_after(failures - 1))
            begun = time.monotonic()
            try:
                self.running = await asyncio.to_thread(self._restart)
            except EmbeddedError as error:
                self._terminal.step(str(error))

    def _restart(self) -> Running:
        self.running.stop()  # it has ended; this lets go of its lock
        return self._start()


async def _pass_on(event: asyncio.Event, to: asyncio.Event) -> None:
    await event.wait()
    to.set()
