"""The worker process: followers of the ledger, messages, scheduled and long jobs.

It runs beside the web server on the worker login and may be killed at any moment: each follower
commits its cursor with its work, messages and jobs are claimed with a lease.
"""

import asyncio
import contextlib
import os
import signal

import asyncpg
import structlog

from tiemchung.demo.job import carry_on
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.ledger.device_register import device_register
from tiemchung.domains.ledger.followers import Follower, FollowerLoop
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.notifications.delivery import deliver
from tiemchung.domains.notifications.gateway import Gateway, HttpGateway, Inbox
from tiemchung.domains.response import service as response
from tiemchung.domains.siteops import followers as siteops
from tiemchung.domains.siteops.history import history
from tiemchung.domains.statistics import followers as statistics
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime, running

log = structlog.get_logger()

ALERT_SECONDS = 5.0
MESSAGE_SECONDS = 1.0


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


def open_gateway(runtime: Runtime) -> Gateway | None:
    """Return who carries messages: the inbox of a demo, else the HTTP gateway that is configured.

    TIEMCHUNG_SMS_URL names it, the file `secrets/sms.token` (0600) holds its token.
    """
    if runtime.is_demo:
        return Inbox()
    url = os.environ.get("TIEMCHUNG_SMS_URL")
    if not url:
        log.warning("no_sms_gateway", hint="messages wait until TIEMCHUNG_SMS_URL is set")
        return None
    token = (runtime.settings.folder / "secrets" / "sms.token").read_text(encoding="utf-8")
    return HttpGateway(url, token.strip())


async def send_messages(runtime: Runtime, gateway: Gateway) -> None:
    """Send what waits, for ever; a failure of the database is logged and tried again."""
    while True:
        sent = 0
        try:
            sent = await deliver(runtime.db.worker, gateway, runtime.clock)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            log.exception("delivery_failed")
        if not sent:
            await asyncio.sleep(MESSAGE_SECONDS)


async def work(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    async with running(settings, pool_size=16) as runtime:
        following = FollowerLoop(runtime.db.worker, all_followers(runtime))
        await following.start()
        loops = [asyncio.create_task(watch_sites(runtime)), asyncio.create_task(carry_on(runtime))]
        gateway = open_gateway(runtime)
        if gateway is not None:
            loops.append(asyncio.create_task(send_messages(runtime, gateway)))
        log.info("worker_started", followers=len(all_followers(runtime)))
        await stopped.wait()
        for task in loops:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if gateway is not None:
            await gateway.close()
        await following.stop()
