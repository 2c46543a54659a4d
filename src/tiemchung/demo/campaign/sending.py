"""Sends a played session in as it was kept: by devices, later from paper, or hardly at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from tiemchung.demo.campaign.calendar import NOW, TODAY, moment
from tiemchung.demo.campaign.crew import FIRST_TABLE
from tiemchung.demo.campaign.feed import Feed, arrives
from tiemchung.demo.campaign.pen import DemoDevice, Draft, Pen
from tiemchung.demo.campaign.schedule import PlannedSession
from tiemchung.demo.campaign.site_day import SessionPlayed
from tiemchung.domains.siteops.close import ENDINGS

LOST_TABLET: Final = 3
_SAID_BY_HEAD: Final = frozenset({"declared", "session_ended"})
_ON_PAPER: Final = frozenset({
    "injected", "reaction_reported", *ENDINGS, "vial_opened", "vial_discarded", "vial_broken",
    "vials_returned",
})  # fmt: skip
_BY_TYPIST: Final = 40
UPLOADS: Final = 4
"""So many times a session a device finds the network."""


class Sender:
    """Sends sessions of one site with its devices."""

    def __init__(self, feed: Feed, pen: Pen, devices: Sequence[DemoDevice]) -> None:
        self._feed = feed
        self._pen = pen
        self._devices = devices

    async def send(self, played: SessionPlayed) -> Mapping[UUID, tuple[str, UUID, datetime]]:
        """Send what came in until now; returns each person's outcome, its event and moment."""
        record = played.stage.plan.record
        if record == "silent":
            return {}
        if record == "devices":
            drafts = [d for d in played.drafts if d.at <= NOW]
            await self._by_devices(drafts, played)
            return _outcomes(drafts, self._pen)
        await self._said(d for d in played.drafts if d.kind in _SAID_BY_HEAD)
        entered = entered_on(played.stage.plan)
        if record == "hole" or entered > NOW:
            return {}
        drafts = [_late(d, played.stage.session_id) for d in played.drafts if d.kind in _ON_PAPER]
        await self._typed(drafts, entered)
        return _outcomes(drafts, self._pen)

    async def _said(self, drafts: Iterable[Draft]) -> None:
        """Take what the head says by telephone or on a page."""
        for draft in drafts:
            await self._feed.send([self._pen.write(draft)], arrives(draft.at, 40))

    async def _typed(self, drafts: Sequence[Draft], entered: datetime) -> None:
        """Enter sheets one after the other; each set takes a typist some minutes."""
        for n in range(0, len(drafts), _BY_TYPIST):
            some = [self._pen.write(d) for d in drafts[n : n + _BY_TYPIST]]
            await self._feed.send(some, entered + timedelta(minutes=12 * (n // _BY_TYPIST)))

    async def _by_devices(self, drafts: Sequence[Draft], played: SessionPlayed) -> None:
        """Send each station's events in a few signed uploads, as over a bad network."""
        lost = self._lost(played.stage.plan)
        for station, device in enumerate(self._devices):
            own = [d for d in drafts if _station(d, len(self._devices)) == station]
            kept = len(own) - (LOST_TABLET if lost and station == FIRST_TABLE else 0)
            sent = device.write(self._pen, own)
            for first, last in _parts(kept):
                upload = device.sign(sent[first:last])
                await self._feed.send_upload(upload, arrives(own[last - 1].at))

    def _lost(self, plan: PlannedSession) -> bool:
        """Tell the session in which a tablet was lost before it had sent everything."""
        return plan.area % 9 == 4 and plan.day == TODAY - timedelta(days=3)  # noqa: PLR2004


def entered_on(plan: PlannedSession) -> datetime:
    """Return when a session on paper is entered: two to six days later."""
    days = 2 + (plan.area + plan.day.day) % 5
    return moment(plan.day + timedelta(days=days), 14.0 + plan.area % 4)


def _station(draft: Draft, devices: int) -> int:
    return draft.station % devices


def _parts(events: int) -> Iterator[tuple[int, int]]:
    """Cut a station's events into uploads: the first and the place after the last of each."""
    step = max(-(-events // UPLOADS), 1)
    for first in range(0, events, step):
        yield first, min(first + step, events)


def _late(draft: Draft, session: UUID) -> Draft:
    """Turn an event into its entry from paper; a dose becomes one that was entered late."""
    plain = replace(draft, station=0)
    if draft.kind != "injected":
        return plain
    data = {**draft.data, "delay_reason": "paper_session", "paper": f"P-{session.hex[-8:]}"}
    return replace(plain, kind="entered_late", data=data)


def _outcomes(drafts: Iterable[Draft], pen: Pen) -> dict[UUID, tuple[str, UUID, datetime]]:
    """Return the one outcome of each person: injected wins, else the last one counts."""
    found: dict[UUID, tuple[str, UUID, datetime]] = {}
    for draft in drafts:
        if draft.person is None:
            continue
        known = found.get(draft.person)
        if draft.kind in ("injected", "entered_late"):
            if known is not None and known[0] == "injected":
                continue  # entered twice: the first one stands
            found[draft.person] = ("injected", pen.id_of(draft), draft.at)
        elif draft.kind in ENDINGS and (known is None or known[0] != "injected"):
            found[draft.person] = (draft.kind, pen.id_of(draft), draft.at)
    return found
