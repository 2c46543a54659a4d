"""Limits on how often something may be tried, counted in the database over all processes.

A count is committed by itself, so that a refused attempt counts too. Keys are stored as digests.
"""

import hashlib
import math
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from msgspec import Struct

from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import Pool
from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx


class TooOften(DomainError):
    """The limit of a window is reached; `retry_after` says in how many seconds it ends."""

    code: ClassVar[str] = "too_often"
    status: ClassVar[int] = 429

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Limit(Struct, frozen=True):
    """At most `most` attempts of one name and key within fixed windows of `window`."""

    name: str
    most: int
    window: timedelta


async def forget(tx: Tx) -> None:
    """Delete windows that are over; run daily on the worker login."""
    await tx.execute("DELETE FROM kernel.attempt WHERE window_ends < $1", real_now())


async def count(pool: Pool, limit: Limit, key: str) -> None:
    """Count one attempt of a key (a phone's digest, an address); raise TooOften when it is full."""
    now = real_now()
    seconds = limit.window.total_seconds()
    ends = datetime.fromtimestamp((math.floor(now.timestamp() / seconds) + 1) * seconds, UTC)
    digest = hashlib.sha256(f"{limit.name}\0{key}".encode()).digest()
    attempts: int = await pool.fetchval(
        "INSERT INTO kernel.attempt AS a (key_digest, window_ends, attempts) VALUES ($1, $2, 1)"
        " ON CONFLICT (key_digest, window_ends) DO UPDATE SET attempts = a.attempts + 1"
        " RETURNING attempts",
        digest,
        ends,
    )
    if attempts > limit.most:
        wait = max(1, math.ceil((ends - now).total_seconds()))
        raise TooOften(
            _("Đã thử quá nhiều lần. Xin thử lại sau %(minutes)s phút.", minutes=-(-wait // 60)),
            wait,
        )
