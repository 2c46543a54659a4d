"""The worker process: followers of the ledger, messages, scheduled and long jobs.

It runs beside the web server on the worker login and may be killed at any moment: each follower
commits its cursor with its work, messages and jobs are claimed with a lease.
"""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from tiemchung import worker_loops as loops
from tiemchung.country.rulebook import RuleBook
from tiemchung.demo.job import carry_on
from tiemchung.domains.booking import followers as booking
from tiemchung.domains.certificates import followers as certificates
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.ledger.device_register import device_register
from tiemchung.domains.ledger.followers import Follower, FollowerLoop
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.planning import followers as planning
from tiemchung.domains.registry import followers as registry
from tiemchung.domains.registry import notices
from tiemchung.domains.siteops import followers as siteops
from tiemchung.domains.siteops.history import history
from tiemchung.domains.statistics import followers as statistics
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime, running

log = structlog.get_logger()


def all_followers(runtime: Runtime) -> list[Follower]:
    """Return every follower; the first folds corrections, which others wait for."""

    def book() -> RuleBook:
        return runtime.reference.current.of(Rules).book

    return [
        corrections(runtime.kinds, runtime.vault),
        device_register(),
        history(book),
        *registry.followers(),
        *notices.followers(),
        *siteops.followers(),
        *planning.followers(book, runtime.clock.today),
        *booking.followers(),
        *certificates.followers(),
        *statistics.followers(),
    ]


LOOPS: tuple[Callable[[Runtime], Coroutine[Any, Any, None]], ...] = (
    loops.watch_sites,
    loops.invite_people,
    loops.send_messages,
    loops.keep_lists,
    loops.take_lists,
    loops.sign_certificates,
    loops.ask_register,
    loops.keep_tidy,
    carry_on,
)


async def work(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    async with running(settings, pool_size=16) as runtime:
        following = FollowerLoop(runtime.db.worker, all_followers(runtime))
        await following.start()
        tasks = [asyncio.create_task(loop(runtime)) for loop in LOOPS]
        log.info("worker_started", followers=len(all_followers(runtime)))
        await stopped.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await following.stop()
