"""Runs the sites of today until the day is over or somebody stops it."""

import asyncio
import contextlib
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import httpx

from tiemchung.demo import job
from tiemchung.demo.campaign.areas import Area
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.feed import Feed
from tiemchung.demo.campaign.ground import devices_of
from tiemchung.demo.campaign.pen import DemoDevice, Draft
from tiemchung.demo.campaign.schedule import DOSES_PER_VIAL, HalfDay, PlannedSession
from tiemchung.demo.campaign.site_day import stage_start
from tiemchung.demo.campaign.visit import Stage
from tiemchung.demo.live import state
from tiemchung.demo.live.api import Site
from tiemchung.demo.live.site import LiveSite
from tiemchung.demo.live.state import LiveSession
from tiemchung.demo.marking import CannotDemo
from tiemchung.domains.siteops import service as siteops
from tiemchung.kernel.clock import VIET_NAM
from tiemchung.kernel.db import transaction
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.scope import NATION
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime, running

TICK_SECONDS: Final = 0.25
TELL_SECONDS: Final = 5.0
Say = Callable[[str], None]


async def play_live(settings: Settings, address: str, *, speed: float, say: Say) -> int:
    """Play the sessions of today through the API at `address`; returns how many events were sent.

    `speed` says how much faster people come and go than by the clock. Raises CannotDemo when the
    database is no demo, or nothing of today is left to play.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        async with running(settings) as runtime, httpx.AsyncClient(base_url=address) as client:
            day = LiveDay(runtime, client, say)
            await day.open()
            return await day.run(speed, stop)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


class LiveDay:
    """The sessions of today with the devices of their sites."""

    def __init__(self, runtime: Runtime, client: httpx.AsyncClient, say: Say) -> None:
        self._runtime = runtime
        self._client = client
        self._say = say
        self._sites: list[LiveSite] = []
        self._apis: dict[int, Site] = {}

    async def open(self) -> None:
        """Read where every session of today stands."""
        found = await job.read_job(self._runtime) if self._runtime.is_demo else None
        if found is None:
            raise CannotDemo(_("Cơ sở dữ liệu này không phải bản thử."))
        cast = Cast(self._runtime, self._feed(), seed=found.seed, people=found.people)
        await cast.open()
        areas = {cast.atlas.station(a): a for a in cast.territories.areas}
        async with transaction(self._runtime.db.app, NATION) as tx:
            sessions = await state.sessions_of_day(tx, day=self._runtime.clock.today())
        for session in sessions:
            area = areas.get(session.facility_id)
            if area is not None and not session.ended:
                await self._open_session(cast, area, session)
        if not self._sites:
            raise CannotDemo(_("Hôm nay không còn buổi tiêm nào để chạy tiếp."))

    def _feed(self) -> Feed:
        """Return the process's own way in: the cast is only read here, nothing is fed."""
        return Feed(self._runtime.intake, self._runtime.clock, Counter())

    async def _open_session(self, cast: Cast, area: Area, session: LiveSession) -> None:
        devices = devices_of(area, cast.chance, cast.keys)
        if not devices:
            return  # a site without devices: it stays a hole
        if session.facility_id not in self._apis:
            await self._go_on_counting(devices)
            api = Site(self._client, cast.pen, devices, self._runtime.clock)
            self._apis[session.facility_id] = api
        api = self._apis[session.facility_id]
        stage = await self._stage(cast, area, session)
        if stage is None:
            return
        if session.lot_id is None:
            await api.send([_issue(stage)])
        site = LiveSite(cast, stage, _Outside(self._runtime, api, stage))
        async with transaction(self._runtime.db.app, NATION) as tx:
            vials = await state.vials_of(tx, session=session.session_id)
            unopened = await state.unopened_of(tx, session=session.session_id)
            people = await state.people_of(tx, session=session.session_id)
        site.take_vials(vials, unopened)
        site.expect(people, self._runtime.clock.now())
        self._sites.append(site)

    async def _go_on_counting(self, devices: Sequence[DemoDevice]) -> None:
        """Let devices number and chain on from what has arrived of them."""
        async with transaction(self._runtime.db.app, NATION) as tx:
            heads = await state.device_heads(tx, devices=[d.device_id for d in devices])
        for head in heads:
            device = next(d for d in devices if d.device_id == head.device_id)
            device.seq, device.prev = head.seq, head.hash.hex()

    async def _stage(self, cast: Cast, area: Area, session: LiveSession) -> Stage | None:
        """Set up a session; without issued vaccine the fullest lot of the store is taken."""
        numbers = {number: key for key, number in cast.atlas.lot.items()}
        product = next(k for k, n in cast.atlas.product.items() if n == session.product_id)
        lot_id, vials = session.lot_id, session.vials_issued
        async with transaction(self._runtime.db.app, NATION) as tx:
            people = await state.people_of(tx, session=session.session_id)
            if lot_id is None:
                store = await state.store_lots(
                    tx, facility=session.facility_id, product=session.product_id
                )
                if not store:
                    return None
                lot_id = store[0].lot_id
                vials = min(store[0].vials, len(people) // DOSES_PER_VIAL.get(product, 10) + 2)
        half: HalfDay = "morning" if session.half_day == "morning" else "afternoon"
        plan = PlannedSession(
            area=area.index, ordinal=0, day=self._runtime.clock.today(), half=half,
            product=product, lot=numbers[lot_id], called=len(people), tables=session.tables,
            vials=vials, record="devices",
        )  # fmt: skip
        return Stage(
            plan=plan, session_id=session.session_id, facility_id=session.facility_id,
            site_id=session.site_id, province_id=cast.city, product_id=session.product_id,
            lot_id=lot_id, crew=cast.crews[area.index], book=cast.book,
        )  # fmt: skip

    async def run(self, speed: float, stop: asyncio.Event) -> int:
        """Play until every session is over or `stop` is set; returns how many events were sent."""
        began, first = time.monotonic(), self._runtime.clock.now()
        self._say(_("Chạy %(n)s buổi tiêm, nhanh gấp %(x)s lần. Ctrl-C để dừng.",
                    n=len(self._sites), x=f"{speed:g}"))  # fmt: skip
        told = began
        while not stop.is_set() and not all(site.is_over for site in self._sites):
            elapsed = time.monotonic() - began
            played = first + timedelta(seconds=elapsed * speed)
            await asyncio.gather(*(site.tick(played) for site in self._sites))
            if time.monotonic() - told >= TELL_SECONDS:
                told = time.monotonic()
                self._tell(played, elapsed)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TICK_SECONDS)
        self._tell(first + timedelta(seconds=(time.monotonic() - began) * speed),
                   time.monotonic() - began)  # fmt: skip
        return sum(api.sent.total() for api in self._apis.values())

    def _tell(self, played: datetime, elapsed: float) -> None:
        sent = Counter[str]()
        for api in self._apis.values():
            sent.update(api.sent)
        self._say(_(
            "%(at)s · %(doses)s mũi tiêm · %(events)s sự kiện (%(rate)s mỗi giây)",
            at=f"{played.astimezone(VIET_NAM):%H:%M}",
            doses=sent["injected"], events=sent.total(),
            rate=round(sent.total() / max(elapsed, 0.001)),
        ))  # fmt: skip


class _Outside:
    """The API and the database around one session."""

    def __init__(self, runtime: Runtime, api: Site, stage: Stage) -> None:
        self._runtime = runtime
        self._api = api
        self._stage = stage

    async def send(self, drafts: list[Draft]) -> None:
        """Send events through the API."""
        await self._api.send(drafts)

    async def is_dosed(self, person: UUID) -> bool:
        """Tell whether the person has a dose at this session."""
        async with transaction(self._runtime.db.app, NATION) as tx:
            return await state.has_dose(tx, session=self._stage.session_id, person=person)

    async def doses(self) -> int:
        """Count the doses of this session."""
        async with transaction(self._runtime.db.app, NATION) as tx:
            return await state.count_doses(tx, session=self._stage.session_id)

    async def close_data(self) -> dict[str, Any] | None:
        """Count as the close does; None when it is closed already."""
        async with transaction(self._runtime.db.app, NATION) as tx:
            if await siteops.is_closed(tx, self._stage.session_id):
                return None
            place = await siteops.find_session(tx, self._stage.session_id)
            figures = await siteops.session_figures(tx, place)
        return siteops.close_data(figures, made={}, notes={})


def _issue(stage: Stage) -> Draft:
    """Draft that the storekeeper hands the session its vaccine."""
    vials, label = stage.plan.vials, DOSES_PER_VIAL.get(stage.plan.product, 10)
    return Draft(
        kind="stock_issued", name=(stage.session_id, "live"), at=stage_start(stage),
        data={
            "product": stage.product_id, "lot": stage.lot_id, "vials": vials,
            "doses": vials * label,
        },
        facility=stage.facility_id,
        site=stage.site_id, session=stage.session_id, entered_by=stage.crew.storekeeper,
    )  # fmt: skip
