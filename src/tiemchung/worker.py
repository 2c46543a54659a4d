"""The worker process: followers of the ledger, messages, scheduled and long jobs.

It runs beside the web server on the worker login and may be killed at any moment: each follower
commits its cursor with its work, messages and jobs are claimed with a lease.
"""

import asyncio
import contextlib
import signal

import asyncpg
import structlog

from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.ledger.device_register import device_register
from tiemchung.domains.ledger.followers import Follower, FollowerLoop
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.response import service as response
from tiemchung.domains.siteops import followers as siteops
from tiemchung.domains.siteops.history import history
from tiemchung.domains.statistics import followers as statistics
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime, running

log = structlog.get_logger()

ALERT_SECONDS = 5.0


def all_followers(runtime: Runtime) -> list[Follower]:
    """Return every follower; the first folds corrections, which others wait for."""
    return [
        corrections(runtime.kinds, runtime.vault),
        device_register(),
        history(lambda: runtime.reference.current.of(Rules).book),
        *siteops.followers(),
        *statistics.followers(),
    ]


async def watch_sites(runtime: Runtime) -> None:
    """Judge alerts every few seconds, for ever; a failure is logged and tried again."""
    while True:
        try:
            async with runtime.db.worker.acquire() as tx, tx.transaction():
                await response.judge(tx, today=runtime.clock.today(), now=runtime.clock.now())
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            log.exception("alerts_failed")
        await asyncio.sleep(ALERT_SECONDS)


async def work(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    async with running(settings, pool_size=16) as runtime:
        following = FollowerLoop(runtime.db.worker, all_followers(runtime))
        await following.start()
        watching = asyncio.create_task(watch_sites(runtime))
        log.info("worker_started", followers=len(all_followers(runtime)))
        await stopped.wait()
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        await following.stop()
