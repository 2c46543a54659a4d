"""Signs whoever waits, set after set, for as long as the signing worker runs."""

import asyncio
import contextlib
from datetime import timedelta

import structlog

from tiemchung.domains.certificates import service
from tiemchung.domains.certificates.keys import IssuerKey
from tiemchung.domains.ledger.intake import Intake
from tiemchung.kernel.db import Pool

log = structlog.get_logger()

IDLE_SECONDS = 0.5
MAX_BACKOFF_SECONDS = 30.0


class SigningLoop:
    """Starts and stops the signing of one issuer's key."""

    def __init__(
        self, pool: Pool, intake: Intake, key: IssuerKey, *, clock_offset: timedelta
    ) -> None:
        self._pool = pool
        self._intake = intake
        self._key = key
        self._offset = clock_offset
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Publish the key's public part and begin."""
        async with self._pool.acquire() as tx:
            await service.publish_key(tx, self._key)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End; a set under way is free again after its lease."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        backoff = IDLE_SECONDS
        while True:
            try:
                issued = await service.issue_waiting(
                    self._pool, self._intake, self._key, clock_offset=self._offset
                )
                backoff = IDLE_SECONDS
                if not issued.looked_at:
                    await asyncio.sleep(IDLE_SECONDS)
            except Exception:  # the loop says what went wrong and tries again
                log.exception("signing_failed")
                await asyncio.sleep(backoff)
                backoff = min(backoff * 2, MAX_BACKOFF_SECONDS)
