"""What the worker does beside following the ledger: loops that never end and never give up.

Each loop tries again after a failure of the database and says so; what it does commits by itself
or is claimed with a lease, so it may be killed at any moment.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import asyncpg
import structlog

from tiemchung.country.rulebook import RuleBook
from tiemchung.domains.booking.inviting import invite
from tiemchung.domains.certificates import issuing
from tiemchung.domains.certificates import service as certificates
from tiemchung.domains.certificates.keys import KeyFileError, open_issuer_key
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.upkeep import forget_old
from tiemchung.domains.notifications import service as notifications
from tiemchung.domains.notifications.delivery import deliver
from tiemchung.domains.notifications.gateway import Gateway, HttpGateway, Inbox
from tiemchung.domains.planning.followers import return_deferred
from tiemchung.domains.planning.list_jobs import take_waiting_list
from tiemchung.domains.planning.recall import refresh_recalls
from tiemchung.domains.quality import service as quality
from tiemchung.domains.quality.register import FileRegister, RegisterUnavailable
from tiemchung.domains.response import service as response
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.errors import Unavailable
from tiemchung.kernel.web import limits
from tiemchung.runtime import Runtime

log = structlog.get_logger()

Turn = Callable[[], Awaitable[int]]
"""One round of work; returns how much was done (0: nothing waits)."""


async def repeat(name: str, turn: Turn, *, pause: float, always: bool = False) -> None:
    """Take turns for ever; pauses when nothing waits (or `always`), and after a failure."""
    while True:
        done = 0
        try:
            done = await turn()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, RegisterUnavailable):
            log.exception("turn_failed", loop=name)
        if always or not done:
            await asyncio.sleep(pause)


async def watch_sites(runtime: Runtime) -> None:
    """Judge alerts every few seconds."""

    async def turn() -> int:
        async with runtime.db.worker.acquire() as tx, tx.transaction():
            return await response.judge(tx, today=runtime.clock.today(), now=runtime.clock.now())

    await repeat("alerts", turn, pause=5.0, always=True)


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


async def send_messages(runtime: Runtime) -> None:
    """Hand waiting messages to the gateway."""
    gateway = open_gateway(runtime)
    if gateway is None:
        return
    try:
        await repeat(
            "messages",
            lambda: deliver(runtime.db.worker, gateway, runtime.clock),
            pause=1.0,
        )
    finally:
        await gateway.close()


async def invite_people(runtime: Runtime) -> None:
    """Write invitations that were ordered, tell who is off, note what has gone out."""

    async def turn() -> int:
        try:
            return await invite(runtime.db.worker, runtime.intake, runtime.clock)
        except Unavailable:  # the way in has refused nothing: the next turn says it again
            return 0

    await repeat("invitations", turn, pause=1.0)


async def keep_lists(runtime: Runtime) -> None:
    """Put deferred people back on their ward's list on their date, and foresee next doses anew.

    Every few minutes for those who are back; once a day for the rules of the day.
    """
    foreseen: date | None = None

    def book() -> RuleBook:
        return runtime.reference.current.of(Rules).book

    async def turn() -> int:
        nonlocal foreseen
        today, now = runtime.clock.today(), runtime.clock.now()
        async with runtime.db.worker.acquire() as tx, tx.transaction():
            await return_deferred(tx, today=today, now=now)
            if not runtime.is_demo:  # the inbox of a demo is there to be read
                await notifications.forget_contents(tx, now=now)
        if foreseen != today:
            await refresh_recalls(runtime.db.worker, book, today)
            foreseen = today
        return 0

    await repeat("lists", turn, pause=300.0)


async def take_lists(runtime: Runtime) -> None:
    """Take in the lists that somebody has accepted, one after the other."""

    async def turn() -> int:
        try:
            return await take_waiting_list(
                runtime.db.worker, runtime.intake, runtime.vault,
                lambda: runtime.reference.current.of(Rules).book, runtime.clock,
            )  # fmt: skip
        except Unavailable:
            return 0

    await repeat("uploads", turn, pause=1.0)


async def sign_certificates(runtime: Runtime) -> None:
    """Sign what is due; the issuer's key is opened here and in no other process."""
    place = certificates.issuer_file(runtime.settings.folder)
    while not place.exists():  # noqa: ASYNC110 -- a file has no event; the demo makes it later
        await asyncio.sleep(5.0)
    try:
        key = open_issuer_key(place)
    except KeyFileError:
        log.exception("issuer_key_refused")
        return
    async with runtime.db.worker.acquire() as tx:
        await certificates.publish_key(tx, key)

    async def turn() -> int:
        issued = await issuing.issue_waiting(
            runtime.db.worker, runtime.intake, key, clock_offset=runtime.clock.offset
        )
        return issued.looked_at

    await repeat("certificates", turn, pause=1.0)


async def ask_register(runtime: Runtime) -> None:
    """Ask the population register for batches that wait, where one is configured.

    TIEMCHUNG_REGISTER names the file that stands in for it.
    """
    place = os.environ.get("TIEMCHUNG_REGISTER")
    if not place:
        return
    register = FileRegister(Path(place))
    await repeat(
        "register",
        lambda: quality.run_waiting(
            runtime.db.worker, runtime.intake, runtime.vault, register, runtime.clock
        ),
        pause=5.0,
    )


async def keep_tidy(runtime: Runtime) -> None:
    """Forget ended log-ins and old counts, and queue certificates that end soon, once an hour."""

    async def turn() -> int:
        async with runtime.db.worker.acquire() as tx, tx.transaction():
            await forget_old(tx)
            await limits.forget(tx)
            await certificates.queue_renewals(tx, now=real_now())
        return 0

    await repeat("upkeep", turn, pause=3600.0)
