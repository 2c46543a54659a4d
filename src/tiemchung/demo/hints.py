"""What a newcomer to the demo should try first; found while the story is played."""

from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

FILE: Final = "hints.json"


class Hints(Struct, frozen=True, kw_only=True):
    """Things worth opening. The phone is a synthetic one."""

    citizen_phone: str | None = None
    site: str = ""


def write_hints(folder: Path, hints: Hints) -> None:
    """Keep the hints beside the demo's other files."""
    place = folder / "demo" / FILE
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.write_bytes(msgspec.json.encode(hints))


def read_hints(folder: Path) -> Hints:
    """Return the hints; empty ones before the first slice is in."""
    try:
        return msgspec.json.decode((folder / "demo" / FILE).read_bytes(), type=Hints)
    except (FileNotFoundError, msgspec.DecodeError):
        return Hints()
