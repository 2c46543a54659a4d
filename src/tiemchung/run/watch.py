"""Notices changed files, for development."""

import asyncio
from collections.abc import Callable
from pathlib import Path

_KINDS = (".py", ".sql", ".html", ".jinja", ".po", ".json")
_LOOK_SECONDS = 0.7


def newest(folder: Path) -> tuple[int, int]:
    """Return the number of watched files and the newest change time in ns: either changes."""
    times = [
        path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.suffix in _KINDS and path.is_file()
    ]
    return len(times), max(times, default=0)


async def watch(folder: Path, changed: Callable[[], None]) -> None:
    """Call `changed` after each change below the folder, for ever."""
    seen = await asyncio.to_thread(newest, folder)
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        try:
            now = await asyncio.to_thread(newest, folder)
        except FileNotFoundError:  # removed between listing and looking
            continue
        if now != seen:
            seen = now
            changed()
