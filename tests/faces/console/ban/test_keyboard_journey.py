"""One person walks through all stations and the session closes, by keyboard alone."""

import re
from typing import Any

import asyncpg
from playwright.async_api import BrowserContext, expect
from tests.faces.console.ban.desk import enrolment_code, open_app
from tests.support.site_day import SiteDay
from tests.support.world import World

from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

NO_WAIT = """
INSERT INTO geography.rule_set (rule_set_id, family, hash, valid_from, authority, verified, body)
SELECT 'observation-2022-01-01-test', family, hash, '2022-01-01', authority, false,
       body || '{"id": "observation-2022-01-01-test", "valid_from": "2022-01-01", "minutes": 0}'
  FROM geography.rule_set WHERE rule_set_id = 'observation-2021-07-26-3588'
"""


async def fetch(database: str, query: str, *args: Any) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        return await connection.fetch(query, *args)
    finally:
        await connection.close()


async def test_the_whole_day_without_a_mouse(
    day: SiteDay,
    badges: dict[Role, str],
    tablet: BrowserContext,
    served: str,
    settings: Settings,
    world: World,
    runtime: Runtime,
    database: str,
    followed: None,
) -> None:
    await fetch(database, NO_WAIT)
    await fetch(
        database, "UPDATE kernel.installation SET reference_version = reference_version + 1"
    )
    code = await enrolment_code(served, settings, world)
    page = await tablet.new_page()
    page.set_default_timeout(15_000)
    hands = await open_app(page, code, "Máy 4", badges[Role.RECEPTION])
    person, second = day.people[0], day.people[1]

    # Reception: a code that is typed, a code that a reader reads.
    await hands.write(person.code)
    await hands.press("Enter")
    await hands.sees(person.name)
    await hands.confirm()
    await hands.sees(re.compile(rf"{person.name}: số \w+1$"))
    await hands.read(second.code)
    await expect(page.locator(".st-person__name")).to_have_text(second.name)
    await hands.confirm()

    # Measuring: the first is well, the second has a high reading and rests.
    await hands.letter("2")
    await hands.switch(badges[Role.NURSE])
    await hands.letter("t")
    await expect(page.locator(".st-person__name")).to_have_text(person.name)
    for value in ("36,8", "80", "120", "75"):
        await hands.write(value)
        await hands.press("Tab")
    await hands.confirm()
    await hands.letter("t")
    await expect(page.locator(".st-person__name")).to_have_text(second.name)
    for value in ("36,6", "84", "172", "98"):
        await hands.write(value)
        await hands.press("Tab")
    await hands.sees("ngoài ngưỡng")
    await hands.confirm()
    await hands.sees("nghỉ, chờ đo lại")

    # Screening: all answers no, consent, the form's own conclusion.
    await hands.switch(badges[Role.SCREENER])
    await hands.letter("3")
    await hands.letter("t")
    await expect(page.locator(".st-person__name")).to_have_text(person.name)
    await hands.letter("k")
    await hands.letter("c")
    await hands.confirm()
    await hands.sees(f"{person.name}: Đủ điều kiện tiêm chủng ngay")

    # Injection: a table, a vial, one confirmation; taken back within the minute and done again.
    await hands.switch(badges[Role.INJECTOR])
    await hands.letter("4")
    await hands.sees("Bạn ngồi bàn nào?")
    await hands.press("Space")
    await hands.confirm()
    await hands.letter("l")
    await hands.sees("Nhãn ghi 10 liều")
    await hands.confirm()
    await expect(page.locator(".st-vial__count b")).to_have_text("10")
    await hands.letter("t")
    await hands.confirm()
    await expect(page.locator(".st-tally")).to_have_text("1")
    await hands.letter("z")
    await hands.sees("Hủy thao tác vừa rồi?")
    await hands.press("Space")
    await hands.confirm()
    await expect(page.locator(".st-tally")).to_have_text("0")
    await hands.letter("t")
    await hands.confirm()
    await expect(page.locator(".st-vial__count b")).to_have_text("9")

    # Observation: those who are due go home as a checked group.
    await hands.switch(badges[Role.OBSERVER])
    await hands.letter("5")
    await hands.letter("a")
    await hands.letter("r")
    await hands.confirm()
    await hands.sees("Không có ai đang theo dõi")

    # The head: declared count, everybody's outcome, what is left, and the close.
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
    await hands.tab_to("Hết người tiêm cuối buổi")
    await hands.press("Space")
    await hands.tab_to("Hủy 9 liều còn lại")
    await hands.press("Enter")
    await hands.tab_to("Hoàn trả 3 lọ lô ABW0411")
    await hands.press("Enter")
    await hands.sees("Được mời 6 = đã tiêm 1 + bỏ về 1 + không đến 4")
    await expect(page.get_by_text("lệch")).to_have_count(0)
    await hands.letter("e")
    await hands.sees("Đã kết thúc tiêm lúc")
    await expect(page.get_by_text("Đã gửi hết")).to_be_visible()
    await hands.letter("o")
    await hands.sees("Người, lọ, liều và máy đều khớp")
    await hands.confirm()
    await hands.sees("mọi số khớp")
    await expect(page.get_by_text("Đã gửi hết")).to_be_visible()

    assert await hands.mouse() == 0
    await check_ledger(database, day)


async def check_ledger(database: str, day: SiteDay) -> None:
    (close,) = await fetch(
        database, "SELECT outcome FROM siteops.session_close WHERE kind = 'session_closed'"
    )
    assert close["outcome"] == "closed_balanced"
    doses = await fetch(database, "SELECT person_id, state FROM siteops.dose ORDER BY happened_at")
    assert [(d["person_id"], d["state"]) for d in doses] == [
        (day.people[0].id, "voided"), (day.people[0].id, "recorded"),
    ]  # fmt: skip
    flagged = await fetch(
        database,
        "SELECT kind, flags FROM ledger.pub_session_event AS e WHERE session_id = $1"
        " AND cardinality(flags) > 0",
        day.session,
    )
    assert flagged == []
    seqs = await fetch(
        database,
        "SELECT seq FROM ledger.pub_session_event WHERE device_id IS NOT NULL AND session_id = $1"
        " ORDER BY seq",
        day.session,
    )
    assert [r["seq"] for r in seqs] == list(range(1, len(seqs) + 1))
    assert await fetch(database, "SELECT FROM siteops.open_item") == []
