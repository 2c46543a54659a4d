"""`demo --live`: the sites of today go on over real HTTP, signed by their devices, and stop."""

import asyncio
import time

import httpx
import pytest
from tests.demo.campaign.conftest import Demo
from tests.support.server import serving

from tiemchung.demo.live.driver import LiveDay
from tiemchung.demo.marking import CannotDemo
from tiemchung.doctor import reconcile
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime, running
from tiemchung.worker import all_followers

pytestmark = [pytest.mark.slow]


async def test_the_sites_of_today_go_on_until_they_are_closed(demo: Demo) -> None:
    said: list[str] = []
    before = await demo.value("SELECT count(*) FROM siteops.dose WHERE day = '2021-08-16'")
    with serving(demo.settings) as address:
        async with running(demo.settings) as runtime:
            sent = await play(runtime, address, 3_600.0, said)
            await catch_up(runtime.db.worker, all_followers(runtime))
            assert await reconcile(runtime) == []
    after = await demo.value("SELECT count(*) FROM siteops.dose WHERE day = '2021-08-16'")
    assert sent > 100
    assert after > before + 10
    assert await demo.value("SELECT count(*) FROM ledger.quarantine") == 0
    closed = await demo.rows(
        "SELECT c.outcome FROM siteops.session_close AS c"
        "  JOIN planning.session AS s USING (session_id)"
        " WHERE c.kind = 'session_closed' AND s.day = '2021-08-16'"
    )
    assert len(closed) >= 6
    assert {r["outcome"] for r in closed} == {"closed_balanced"}
    broken = await demo.value(
        "SELECT count(*) FROM ledger.device_entry AS e"
        " WHERE e.seq > 1 AND NOT EXISTS (SELECT FROM ledger.device_entry AS p"
        "       WHERE p.device_id = e.device_id AND p.seq = e.seq - 1 AND p.hash = e.prev)"
    )
    assert broken <= 1  # the tablet that was lost in the story
    assert len(said) >= 2


async def play(runtime: Runtime, address: str, speed: float, said: list[str]) -> int:
    async with httpx.AsyncClient(base_url=address) as client:
        day = LiveDay(runtime, client, said.append)
        await day.open()
        stop = asyncio.Event()
        playing = asyncio.create_task(day.run(speed, stop))
        done, _waiting = await asyncio.wait({playing}, timeout=120)
        assert done, said
        return playing.result()


async def test_a_day_that_is_over_says_so_and_a_stop_ends_at_once(demo: Demo) -> None:
    async with running(demo.settings) as runtime, httpx.AsyncClient(base_url="http://x") as client:
        with pytest.raises(CannotDemo):
            await LiveDay(runtime, client, lambda _: None).open()
        stop = asyncio.Event()
        stop.set()
        began = time.monotonic()
        assert await LiveDay(runtime, client, lambda _: None).run(60.0, stop) == 0
        assert time.monotonic() - began < 2


async def test_a_database_without_the_demo_is_refused(settings: Settings) -> None:
    async with running(settings) as runtime, httpx.AsyncClient(base_url="http://x") as client:
        with pytest.raises(CannotDemo):
            await LiveDay(runtime, client, lambda _: None).open()
