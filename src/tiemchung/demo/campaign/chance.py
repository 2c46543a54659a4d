"""Chance and identifiers that depend on the seed alone."""

import hashlib
from datetime import datetime
from random import Random
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0x2 << 62


class Chance:
    """Draws and ids by name: the same seed and name give the same ones, in any order of asking."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._prefix = f"tiemchung demo {seed}\0".encode()

    def rng(self, *name: object) -> Random:
        """Return a generator of random numbers of its own for this name."""
        return Random("\0".join(map(str, (self.seed, *name))))

    def digest(self, *name: object) -> bytes:
        """Return 32 bytes for this name."""
        return hashlib.sha256(self._prefix + "\0".join(map(str, name)).encode()).digest()

    def id(self, at: datetime, *name: object) -> UUID:
        """Return a UUIDv7 of campaign time for this name: what happened then sorts so."""
        drawn = self.digest(*name)
        milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
        high = int.from_bytes(drawn[:2], "big") & 0xFFF
        low = int.from_bytes(drawn[2:10], "big") & ((1 << 62) - 1)
        return UUID(int=milliseconds << 80 | _VERSION | high << 64 | _VARIANT | low)

    def share(self, *name: object) -> float:
        """Return a number from 0 up to 1 for this name, cheaper than a generator."""
        return int.from_bytes(self.digest(*name)[:6], "big") / (1 << 48)
