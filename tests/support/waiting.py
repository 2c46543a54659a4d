"""Waits for what the platform does by itself, and fails with what it saw last."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

Seen = TypeVar("Seen")


async def until(
    what: str, look: Callable[[], Awaitable[Seen]], holds: Callable[[Seen], bool],
    *, seconds: float = 60,
) -> Seen:  # fmt: skip
    """Look again until it holds; returns what was seen then."""
    end = time.monotonic() + seconds
    while True:
        seen = await look()
        if holds(seen):
            return seen
        if time.monotonic() > end:
            pytest.fail(f"{what} did not come within {seconds} s; last seen: {str(seen)[:2000]}")
        await asyncio.sleep(0.2)
