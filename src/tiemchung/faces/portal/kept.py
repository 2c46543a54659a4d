"""Keeps what is dear to compute for a few seconds, so that many readers cost one reading.

The first reader computes; while a kept value is refreshed the others get the old one. Only for what
is the same for everybody.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")

SECONDS = 3.0
MOST = 4_000
"""Pages kept at once; the oldest go first, so that walking over all wards needs no more memory."""


class Kept(Generic[T]):
    """Values by key, each computed anew when it is older than `seconds`."""

    def __init__(self, seconds: float = SECONDS, most: int = MOST) -> None:
        self._seconds = seconds
        self._most = most
        self._held: dict[Any, tuple[float, T]] = {}
        self._running: dict[Any, asyncio.Task[T]] = {}

    async def get(self, key: Any, make: Callable[[], Awaitable[T]]) -> T:  # noqa: ANN401 -- any key
        """Return the kept value, or compute it; a failure is not kept."""
        held = self._held.get(key)
        if held is not None and time.monotonic() - held[0] < self._seconds:
            return held[1]
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.create_task(self._make(key, make))
            task.add_done_callback(lambda _: self._running.pop(key, None))
        if held is not None and time.monotonic() - held[0] < 2 * self._seconds:
            return held[1]
        return await asyncio.shield(task)

    async def _make(self, key: Any, make: Callable[[], Awaitable[T]]) -> T:  # noqa: ANN401
        value = await make()
        self._held.pop(key, None)
        self._held[key] = (time.monotonic(), value)
        while len(self._held) > self._most:
            self._held.pop(next(iter(self._held)))
        return value
