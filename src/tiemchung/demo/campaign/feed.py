"""Hands the story's events to the one way in, at the moment at which they came."""

import asyncio
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from tiemchung.domains.ledger.envelope import MAX_EVENTS, SentEvent, Upload
from tiemchung.domains.ledger.intake import Intake, Outcome
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.writer import Writer
from tiemchung.kernel.clock import Clock
from tiemchung.runtime import Runtime

SERVER = Voucher(server=True)
TAKEN = frozenset({"recorded", "flagged", "duplicate"})
AT_ONCE = 12
"""Uploads in flight: enough to fill a flush, few enough to keep memory and delay small."""

_played: ContextVar[datetime | None] = ContextVar("played", default=None)


class PlayedClock(Clock):
    """Campaign time as it stood when an upload of the story arrived."""

    def now(self) -> datetime:
        """Return the moment that is played, else campaign time."""
        return _played.get() or super().now()


class NotTaken(Exception):
    """The way in has put aside what the demo wrote: a mistake of the demo itself."""


class CountingIntake(Intake):
    """The way in of this process, which counts what passes."""

    def __init__(self, runtime: Runtime, writer: Writer, clock: Clock) -> None:
        super().__init__(
            kinds=runtime.kinds, reference=runtime.reference, writer=writer, vault=runtime.vault,
            clock=clock, keys=runtime.db.app,
        )  # fmt: skip
        self.outcomes: Counter[str] = Counter()

    async def take(self, upload: Upload, voucher: Voucher) -> list[Outcome]:
        """Take an upload and count its outcomes."""
        outcomes = await super().take(upload, voucher)
        self.outcomes.update(o.outcome for o in outcomes)
        return outcomes


class Feed:
    """Feeds the way in of this process, several uploads at a time, and measures."""

    def __init__(self, intake: Intake, clock: Clock, outcomes: Counter[str]) -> None:
        self._intake = intake
        self._outcomes = outcomes
        self.clock = clock
        self._free = asyncio.Semaphore(AT_ONCE)
        self._flying: set[asyncio.Task[None]] = set()
        self._failure: BaseException | None = None

    @property
    def intake(self) -> Intake:
        """The way in itself, for services that record; see `at`."""
        return self._intake

    @contextmanager
    def at(self, moment: datetime) -> Generator[None]:
        """Let everything that the block records arrive at that moment of the campaign."""
        token = _played.set(moment)
        try:
            yield
        finally:
            _played.reset(token)

    @property
    def events(self) -> int:
        """How many events were answered, services' own included."""
        return self._outcomes.total()

    async def send(
        self, events: Sequence[SentEvent], arrived: datetime, voucher: Voucher = SERVER
    ) -> None:
        """Send events that nobody signed; `arrived` is when the server gets them."""
        for start in range(0, len(events), MAX_EVENTS):
            part = Upload(events=list(events[start : start + MAX_EVENTS]))
            await self.send_upload(part, arrived, voucher)

    async def send_upload(
        self, upload: Upload, arrived: datetime, voucher: Voucher = SERVER
    ) -> None:
        """Send an upload when there is room; a failure comes out here or at `drain`."""
        await self._free.acquire()
        self._raise_failure()
        task = asyncio.create_task(self._take(upload, arrived, voucher))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def drain(self) -> None:
        """Wait until everything sent has been answered."""
        while self._flying:
            await asyncio.wait(set(self._flying))
        self._raise_failure()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    async def _take(self, upload: Upload, arrived: datetime, voucher: Voucher) -> None:
        try:
            _played.set(arrived)
            _check(await self._intake.take(upload, voucher))
        except BaseException as error:  # noqa: BLE001 -- told to the sender, who stands elsewhere
            self._failure = error
        finally:
            self._free.release()


def _check(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.outcome not in TAKEN:
            raise NotTaken(f"{outcome.outcome}: {outcome.reason}")


def feed_of(runtime: Runtime, writer: Writer) -> Feed:
    """Put together a way in like the process's own, with the clock that is played."""
    clock = PlayedClock(runtime.clock.offset)
    intake = CountingIntake(runtime, writer, clock)
    return Feed(intake, clock, intake.outcomes)


def arrives(last: datetime, seconds: float = 2.0) -> datetime:
    """Return when an upload whose newest event is `last` comes in over a good network."""
    return last + timedelta(seconds=seconds)
