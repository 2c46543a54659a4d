"""One person walks through all stations and the session closes, by keyboard alone."""

import re
from typing import Any

import asyncpg
import pytest
from playwright.async_api import BrowserContext, expect

from tests.faces.console.ban.desk import Hands, enrolment_code, open_app
from tests.support.site_day import SiteDay
from tests.support.world import World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings

NO_WAIT = """
INSERT INTO geography.rule_set (rule_set_id, family, hash, valid_from, authority, verified, body)
SELECT 'observation-2022-01-01-test', family, hash, '2022-01-01', authority, false,
       body || '{"id": "observation-2022-01-01-test", "valid_from": "2022-01-01", "minutes": 0}'
  FROM geography.rule_set WHERE rule_set_id = 'observation-2021-07-26-3588'
"""
"""A rule of the test's own: nobody need be watched, so that the journey ends in seconds."""

Badges = dict[Role, str]


async def fetch(database: str, query: str, *args: Any) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        return await connection.fetch(query, *args)
    finally:
        await connection.close()


@pytest.mark.usefixtures("followed")
async def test_the_whole_day_without_a_mouse(
    day: SiteDay,
    badges: Badges,
    tablet: BrowserContext,
    served: str,
    settings: Settings,
    world: World,
    database: str,
) -> None:
    await fetch(database, NO_WAIT)
    await fetch(
        database, "UPDATE kernel.installation SET reference_version = reference_version + 1"
    )
    code = await enrolment_code(served, settings, world)
    page = await tablet.new_page()
    hands = await open_app(page, code, "Máy 4", badges[Role.RECEPTION])
    await receive_two(hands, day)
    await measure_one_well_and_one_high(hands, day, badges)
    await screen(hands, day, badges)
    await inject_take_back_and_inject(hands, day, badges)
    await release_as_a_group(hands, badges)
    await close_balanced(hands, badges)
    assert await hands.mouse() == 0
    await check_ledger(database, day)


async def in_front(hands: Hands, name: str) -> None:
    await expect(hands.page.locator(".st-person__name")).to_have_text(name)


async def receive_two(hands: Hands, day: SiteDay) -> None:
    """One code is typed, the other one read by a reader."""
    person, second = day.people[0], day.people[1]
    await hands.write(person.code)
    await hands.press("Enter")
    await in_front(hands, person.name)
    await hands.confirm()
    await hands.sees(re.compile(rf"{person.name}: số \w+1$"))
    await hands.read(second.code)
    await in_front(hands, second.name)
    await hands.confirm()


async def measure_one_well_and_one_high(hands: Hands, day: SiteDay, badges: Badges) -> None:
    """The first goes on to the doctor, the second rests and is measured again later."""
    await hands.letter("2")
    await hands.switch(badges[Role.NURSE])
    for person, values in (
        (day.people[0], ("36,8", "80", "120", "75")),
        (day.people[1], ("36,6", "84", "172", "98")),
    ):
        await hands.letter("t")
        await in_front(hands, person.name)
        for value in values:
            await hands.write(value)
            await hands.press("Tab")
        await hands.confirm()
    await hands.sees(f"{day.people[1].name}: nghỉ, chờ đo lại")


async def screen(hands: Hands, day: SiteDay, badges: Badges) -> None:
    """All answers no, consent, and the form's own conclusion."""
    await hands.switch(badges[Role.SCREENER])
    await hands.letter("3")
    await hands.letter("t")
    await in_front(hands, day.people[0].name)
    await hands.letter("k")
    await hands.letter("c")
    await hands.confirm()
    await hands.sees(f"{day.people[0].name}: Đủ điều kiện tiêm chủng ngay")


async def inject_take_back_and_inject(hands: Hands, day: SiteDay, badges: Badges) -> None:
    """A table, a vial, one confirmation; taken back within the minute and done again."""
    tally, left = hands.page.locator(".st-tally"), hands.page.locator(".st-vial__count b")
    await hands.switch(badges[Role.INJECTOR])
    await hands.letter("4")
    await hands.sees("Bạn ngồi bàn nào?")
    await hands.press("Space")
    await hands.confirm()
    await hands.letter("l")
    await hands.sees("Nhãn ghi 10 liều")
    await hands.confirm()
    await expect(left).to_have_text("10")
    await hands.letter("t")
    await in_front(hands, day.people[0].name)
    await hands.confirm()
    await expect(tally).to_have_text("1")
    await hands.letter("z")
    await hands.sees("Hủy thao tác vừa rồi?")
    await hands.press("Space")
    await hands.confirm()
    await expect(tally).to_have_text("0")
    await hands.letter("t")
    await in_front(hands, day.people[0].name)
    await hands.confirm()
    await expect(left).to_have_text("9")


async def release_as_a_group(hands: Hands, badges: Badges) -> None:
    await hands.switch(badges[Role.OBSERVER])
    await hands.letter("5")
    await hands.letter("a")
    await hands.letter("r")
    await hands.confirm()
    await hands.sees("Không có ai đang theo dõi")


async def close_balanced(hands: Hands, badges: Badges) -> None:
    """Declared count, everybody's outcome, what is left, the end, the close."""
    await hands.switch(badges[Role.SITE_HEAD])
    await hands.letter("6")
    await hands.tab_to("Số người đã tiêm")
    await hands.write("1")
    await hands.letter("d")
    await hands.sees("Cuối buổi 1")
    await hands.letter("n")
    await hands.confirm()
    await hands.letter("v")
    await hands.confirm()
    await hands.tab_to("Không rút đủ liều")
    await hands.press("ArrowDown", "ArrowDown")  # to: nobody is left to vaccinate
    await hands.tab_to("Hủy 9 liều còn lại")
    await hands.press("Enter")
    await hands.tab_to("Hoàn trả 3 lọ lô ABW0411")
    await hands.press("Enter")
    await hands.sees("Được mời 6 = đã tiêm 1 + bỏ về 1 + không đến 4")
    await expect(hands.page.get_by_text("lệch")).to_have_count(0, timeout=15_000)
    await hands.letter("e")
    await hands.sees("Đã kết thúc tiêm lúc")
    await hands.sees("Đã gửi hết")
    await hands.letter("o")
    await hands.sees("Người, lọ, liều và máy đều khớp")
    await hands.confirm()
    await hands.sees("mọi số khớp")
    await hands.sees("Đã gửi hết")


async def check_ledger(database: str, day: SiteDay) -> None:
    """What the keys wrote: one dose that stands, one taken back, a close, no flag, no gap."""
    (close,) = await fetch(
        database, "SELECT outcome FROM siteops.session_close WHERE kind = 'session_closed'"
    )
    assert close["outcome"] == "closed_balanced"
    doses = await fetch(database, "SELECT person_id, state FROM siteops.dose ORDER BY happened_at")
    assert [(d["person_id"], d["state"]) for d in doses] == [
        (day.people[0].id, "voided"), (day.people[0].id, "recorded"),
    ]  # fmt: skip
    events = await fetch(
        database,
        "SELECT seq, flags FROM ledger.pub_session_event"
        " WHERE session_id = $1 AND device_id IS NOT NULL ORDER BY seq",
        day.session,
    )
    assert [e["seq"] for e in events] == list(range(1, len(events) + 1))
    assert [e["flags"] for e in events if e["flags"]] == []
    assert await fetch(database, "SELECT FROM siteops.open_item") == []
