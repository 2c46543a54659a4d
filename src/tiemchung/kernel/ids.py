"""Identifiers made where a thing happens, ordered by time."""

import hashlib
import os
import time
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62
_RANDOM = 0xFFF << 64 | (1 << 62) - 1
"""The bits that neither the time nor the format fixes."""


def uuid7(milliseconds: int | None = None) -> UUID:
    """Return a UUIDv7 (RFC 9562 section 5.7) for now, or for the given Unix time in milliseconds.

    PostgreSQL 15 to 17 have no `uuidv7()` and Python 3.11 to 3.13 none either, so it is made here.
    """
    at = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    random = int.from_bytes(os.urandom(10), "big")
    return UUID(int=(at & ((1 << 48) - 1)) << 80 | _VERSION | _VARIANT | random & _RANDOM)


def uuid7_of(origin: UUID, name: str) -> UUID:
    """Derive a UUIDv7 from another one and a name: the same act done again makes the same id.

    Time is the origin's, the random bits come from SHA-256 over both.
    """
    derived = hashlib.sha256(origin.bytes + name.encode()).digest()
    high = int.from_bytes(derived[:2], "big") & 0xFFF
    low = int.from_bytes(derived[2:10], "big") & ((1 << 62) - 1)
    return UUID(int=(origin.int >> 80) << 80 | _VERSION | high << 64 | _VARIANT | low)
