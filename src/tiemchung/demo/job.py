"""The demo as a long job: begun at once, continued by whoever runs next, resumed after a crash.

Where it stands is one row of `kernel.long_job`; a step is counted when everything it sent has been
acknowledged, and a step that was cut off runs again: its events are duplicates then.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from msgspec import Struct

from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.feed import feed_of
from tiemchung.demo.campaign.steps import FIRST_STEPS, Step, all_steps
from tiemchung.domains.ledger.writer import Writer
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import open_pool
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.runtime import Runtime

log = structlog.get_logger()
sql = Queries(__file__)

JOB: Final = UUID("0b6f1d52-6c53-7d10-8f3e-3c2a6d1e7a01")
_LOCK: Final = 0x64656D6F  # 'demo'
RETRY_SECONDS: Final = 20.0


class Progress(Struct, frozen=True):
    """How far the demo is: people of the steps done, events and seconds of the last run."""

    step: str
    done: int
    total: int
    events: int
    seconds: float

    @property
    def rate(self) -> float:
        """Events a second, over everything that this run did."""
        return self.events / self.seconds if self.seconds else 0.0


Show = Callable[[Progress], None]


class DemoJob(Struct, frozen=True):
    """The row of the job; `result` says for which seed and people, and how many steps are done."""

    state: str
    done: int
    total: int | None
    result: dict[str, Any] | None
    failure: str | None

    @property
    def seed(self) -> int:
        """What the story was drawn from."""
        return int((self.result or {})["seed"])

    @property
    def people(self) -> int:
        """How many people were asked for."""
        return int((self.result or {})["people"])

    @property
    def steps_done(self) -> int:
        """How many steps are whole."""
        return int((self.result or {}).get("steps", 0))

    @property
    def is_done(self) -> bool:
        """Tell whether the whole story is in."""
        return self.state == "done"


@sql
async def find_job(tx: Tx, *, job: UUID) -> DemoJob | None: ...


@sql
async def add_job(
    tx: Tx, *, job: UUID, title: str, total: int, result: dict[str, Any], now: datetime
) -> None: ...


@sql
async def move_job(
    tx: Tx, *, job: UUID, done: int, result: dict[str, Any], state: str, now: datetime
) -> None: ...


@sql
async def fail_job(tx: Tx, *, job: UUID, failure: str, now: datetime) -> None: ...


async def read_job(runtime: Runtime) -> DemoJob | None:
    """Return where the demo stands, None before it has begun."""
    async with runtime.db.worker.acquire() as tx:
        return await find_job(tx, job=JOB)


async def first_slice(runtime: Runtime, *, seed: int, people: int, show: Show) -> None:
    """Bring in what a first look needs: ground, some sites of today, some of every province."""
    await _run(runtime, seed=seed, people=people, until=FIRST_STEPS, show=show)


async def whole_demo(runtime: Runtime, *, seed: int, people: int, show: Show) -> None:
    """Bring in everything; what was begun with another seed goes on as it was begun."""
    await _run(runtime, seed=seed, people=people, until=None, show=show)


async def carry_on(runtime: Runtime) -> None:
    """Continue a demo that was begun, in the background; a failure is told and tried again."""
    while runtime.is_demo:
        job = await read_job(runtime)
        if job is None or job.is_done:
            return
        try:
            alone = await _run(
                runtime, seed=job.seed, people=job.people, until=None,
                show=lambda p: log.info("demo_step", step=p.step, done=p.done, total=p.total,
                                        events_per_second=round(p.rate)),
            )  # fmt: skip
            if not alone:  # another process plays: see later whether it came to the end
                await asyncio.sleep(RETRY_SECONDS)
        except Exception as error:  # whatever it was, the worker's other work goes on
            log.exception("demo_failed")
            async with runtime.db.worker.acquire() as tx:
                await fail_job(tx, job=JOB, failure=type(error).__name__, now=real_now())
            await asyncio.sleep(RETRY_SECONDS)


async def _run(runtime: Runtime, *, seed: int, people: int, until: int | None, show: Show) -> bool:
    """Play from where the job stands; returns False when another process does."""
    async with _alone(runtime) as alone:
        if not alone:
            return False
        job = await read_job(runtime)
        if job is not None:
            seed, people = job.seed, job.people
        async with stage(runtime, seed, people) as cast:
            steps = all_steps(cast)
            total = sum(step.people for step in steps)
            if job is None:
                await _begin(runtime, seed, people, total)
            first = 0 if job is None else job.steps_done
            await _play(runtime, cast, steps, range(first, until or len(steps)), show)
    return True


@asynccontextmanager
async def _alone(runtime: Runtime) -> AsyncGenerator[bool]:
    """Keep other processes from playing at the same time, for as long as the block lasts."""
    async with runtime.db.worker.acquire() as tx:
        alone: bool = await tx.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK)
        try:
            yield alone
        finally:
            if alone:
                with contextlib.suppress(Exception):  # the connection is gone: so is the lock
                    await tx.execute("SELECT pg_advisory_unlock($1)", _LOCK)


@asynccontextmanager
async def stage(runtime: Runtime, seed: int, people: int) -> AsyncGenerator[Cast]:
    """Open a way in of our own, whose clock is played, and close it with the block."""
    pool = await open_pool(runtime.settings.dsn["writer"], size=3)
    epoch: int = await runtime.db.app.fetchval("SELECT epoch FROM kernel.installation")
    writer = Writer(pool, epoch)
    await writer.start()
    try:
        cast = Cast(runtime, feed_of(runtime, writer), seed=seed, people=people)
        await cast.open()
        yield cast
    finally:
        await writer.stop()
        await pool.close()


async def _begin(runtime: Runtime, seed: int, people: int, total: int) -> None:
    async with runtime.db.worker.acquire() as tx:
        await add_job(
            tx, job=JOB, title=_("Nạp chiến dịch thử"), total=total,
            result={"seed": seed, "people": people, "steps": 0}, now=real_now(),
        )  # fmt: skip


async def _play(
    runtime: Runtime, cast: Cast, steps: list[Step], numbers: range, show: Show
) -> None:
    started = time.monotonic()
    total = sum(step.people for step in steps)
    for number in numbers:
        step = steps[number]
        await step.work(cast)
        done = sum(s.people for s in steps[: number + 1])
        seconds = time.monotonic() - started
        progress = Progress(step.name, done, total, cast.feed.events, seconds)
        await _count(runtime, cast, progress, number + 1, len(steps))
        show(progress)


async def _count(
    runtime: Runtime, cast: Cast, progress: Progress, steps_done: int, steps: int
) -> None:
    """Write down that a step is whole, with the rate so far."""
    result = {
        "seed": cast.chance.seed, "people": cast.people, "steps": steps_done,
        "events": progress.events, "seconds": round(progress.seconds, 1),
        "events_per_second": round(progress.rate),
    }  # fmt: skip
    async with runtime.db.worker.acquire() as tx:
        await move_job(
            tx, job=JOB, done=progress.done, result=result,
            state="done" if steps_done == steps else "running", now=real_now(),
        )  # fmt: skip
