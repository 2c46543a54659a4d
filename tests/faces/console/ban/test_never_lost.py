"""What was recorded is never lost and never doubled: lost answers, no network, reload, refusals."""

import re
from typing import Any

import asyncpg
import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.faces.console.ban.desk import MOUSE_COUNTER, Hands, enrolment_code, open_app
from tests.support.site_day import SiteDay
from tests.support.world import World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings

Badges = dict[Role, str]
STATUS = ".st-status"


async def fetch(database: str, query: str, *args: Any) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        return await connection.fetch(query, *args)
    finally:
        await connection.close()


async def numbers(database: str, day: SiteDay) -> list[int]:
    """Return the numbers of the device's events that the server has, in order."""
    rows = await fetch(
        database,
        "SELECT seq FROM ledger.pub_session_event"
        " WHERE session_id = $1 AND seq IS NOT NULL ORDER BY seq",
        day.session,
    )
    return [r["seq"] for r in rows]


@pytest.fixture
async def reception(
    day: SiteDay,
    badges: Badges,
    tablet: BrowserContext,
    served: str,
    settings: Settings,
    world: World,
) -> Hands:
    """A new device at the reception of the session."""
    assert day.session
    code = await enrolment_code(served, settings, world)
    return await open_app(await tablet.new_page(), code, "Máy 1", badges[Role.RECEPTION])


async def greet(hands: Hands, code: str, name: str) -> None:
    await hands.letter("/")
    await hands.write(code)
    await hands.press("Enter")
    await expect(hands.page.locator(".st-person__name")).to_have_text(name)
    await hands.confirm()
    await expect(hands.page.locator(".st-undo__text")).to_contain_text(name)


async def status(page: Page, text: str | re.Pattern[str]) -> None:
    await expect(page.locator(STATUS)).to_have_text(text, timeout=20_000)


async def test_answers_that_get_lost_neither_lose_nor_double(
    reception: Hands, tablet: BrowserContext, day: SiteDay, database: str
) -> None:
    lost: list[int] = []

    async def lose_twice(route: Route) -> None:
        if len(lost) < 2:
            answer = await route.fetch()  # the server does its work
            lost.append(answer.status)
            await route.abort("connectionreset")  # and nobody hears of it
        else:
            await route.continue_()

    await tablet.route("**/api/v1/events", lose_twice)
    person = day.people[0]
    await greet(reception, person.code, person.name)
    await status(reception.page, "Đã gửi hết")
    assert lost == [200, 200]
    assert await numbers(database, day) == [1]
    steps = await fetch(database, "SELECT person_id FROM siteops.visit_step")
    assert [s["person_id"] for s in steps] == [person.id]


async def test_work_goes_on_without_network_and_survives_a_reload(
    reception: Hands, tablet: BrowserContext, badges: Badges, day: SiteDay, database: str
) -> None:
    page = reception.page
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await tablet.set_offline(True)
    for person in day.people[:2]:
        await greet(reception, person.code, person.name)
    await status(page, re.compile("Mất mạng.*chờ gửi 2"))
    await page.reload()
    await reception.sees("Ai đang ở máy này?")
    await status(page, re.compile("chờ gửi 2"))
    assert await numbers(database, day) == []
    await tablet.set_offline(False)
    await status(page, "Đã gửi hết")
    assert await numbers(database, day) == [1, 2]
    await reception.sits(badges[Role.RECEPTION])
    await reception.sees("Mở bàn tiêm")
    await reception.letter("t")
    await reception.sees("Mã tiêm, số giấy tờ hoặc họ tên")
    await greet(reception, day.people[2].code, day.people[2].name)
    await status(page, "Đã gửi hết")
    rows = await fetch(
        database,
        "SELECT body, hash FROM ledger.pub_session_event JOIN ledger.person_event USING (event_id,"
        " body) WHERE pub_session_event.seq IS NOT NULL ORDER BY pub_session_event.seq",
    )
    links = [re.search(rb'"prev":"(\w+)"', r["body"]) for r in rows]
    assert links[0] is None
    assert [m[1].decode() for m in links[1:] if m] == [r["hash"].hex() for r in rows[:-1]]


async def test_two_tabs_of_one_device_keep_one_chain(
    reception: Hands, tablet: BrowserContext, badges: Badges, day: SiteDay, database: str
) -> None:
    other = await tablet.new_page()
    await other.add_init_script(MOUSE_COUNTER)
    await other.goto("/console/ban/")
    second = Hands(other)
    await second.sees("Ai đang ở máy này?")
    await second.sits(badges[Role.RECEPTION])
    await second.sees("Mở bàn tiêm")
    await second.letter("t")
    await second.sees("Mã tiêm, số giấy tờ hoặc họ tên")
    await greet(second, day.people[0].code, day.people[0].name)
    await status(other, "Đã gửi hết")
    # One person at a time is at a device: the first tab asks who is there now.
    await reception.page.bring_to_front()
    await reception.sees("Phiên làm việc đã hết")
    await reception.sits(badges[Role.RECEPTION])
    await expect(reception.page.get_by_text("Phiên làm việc đã hết")).to_be_hidden()
    await greet(reception, day.people[1].code, day.people[1].name)
    await status(reception.page, "Đã gửi hết")
    assert await numbers(database, day) == [1, 2]


async def test_what_the_server_cannot_take_is_shown_in_red_and_kept(
    reception: Hands, tablet: BrowserContext, day: SiteDay, database: str
) -> None:
    await tablet.set_offline(True)
    await greet(reception, day.people[0].code, day.people[0].name)
    await fetch(database, "DELETE FROM identity.device WHERE name = 'Máy 1'")
    await fetch(
        database, "UPDATE kernel.installation SET reference_version = reference_version + 1"
    )
    await reception.page.wait_for_timeout(2500)  # a changed reference bites within 2 s
    await tablet.set_offline(False)
    await status(reception.page, "1 bản ghi chưa được nhận")
    kept = await fetch(database, "SELECT reason FROM ledger.quarantine")
    assert [k["reason"] for k in kept] == ["unknown device"]
    assert await numbers(database, day) == []


async def test_another_device_sees_the_queue_within_seconds(
    reception: Hands,
    chromium: Any,
    badges: Badges,
    day: SiteDay,
    served: str,
    settings: Settings,
    world: World,
) -> None:
    code = await enrolment_code(served, settings, world)
    context = await chromium.new_context(base_url=served, locale="vi-VN")
    nurse = await open_app(await context.new_page(), code, "Máy 2", badges[Role.NURSE])
    await nurse.letter("2")
    await nurse.sees("Không còn ai chờ ở bàn này")
    await greet(reception, day.people[0].code, day.people[0].name)
    await expect(nurse.page.locator(".st-queue")).to_contain_text(day.people[0].name, timeout=6_000)
    await context.close()
