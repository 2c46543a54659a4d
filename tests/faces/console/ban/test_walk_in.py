"""Somebody whom nobody called: registered at the site, deferred by the doctor, all in events."""

from typing import Any

import asyncpg
import pytest
from playwright.async_api import BrowserContext, expect

from tests.faces.console.ban.desk import Hands, enrolment_code, open_app
from tests.support.site_day import SiteDay
from tests.support.world import WARD, World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings

Badges = dict[Role, str]
NAME, NUMBER, PHONE, ALLERGEN = "Hồ Ngọc Hà Ly", "079190112233", "0905123987", "hải sản có vỏ"


async def fetch(database: str, query: str, *args: Any) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        return await connection.fetch(query, *args)
    finally:
        await connection.close()


@pytest.mark.usefixtures("followed")
async def test_a_newcomer_is_registered_received_and_deferred(
    day: SiteDay,
    badges: Badges,
    tablet: BrowserContext,
    served: str,
    settings: Settings,
    world: World,
    database: str,
) -> None:
    code = await enrolment_code(served, settings, world)
    page = await tablet.new_page()
    hands = await open_app(page, code, "Máy 1", badges[Role.RECEPTION])
    await register(hands)
    await expect(page.locator(".st-person__name")).to_have_text(NAME)
    await hands.sees("cần lý do và người duyệt")
    await page.get_by_label("Lý do tiếp nhận").select_option("not_on_list")
    await page.get_by_label("Người duyệt").select_option(str(world.staff[Role.SITE_HEAD]))
    await hands.confirm()
    await expect(page.locator(".st-undo__text")).to_contain_text(f"{NAME}: số")
    await measure(hands, badges)
    await defer(hands, badges)
    await expect(page.locator(".st-status")).to_have_text("Đã gửi hết")
    await check(database, day, world)


async def register(hands: Hands) -> None:
    """Fill the form; what is missing is said, and the number is sent nowhere but to the ledger."""
    page = hands.page
    await hands.letter("w")
    await hands.confirm()
    for fault in ("Nhập họ và tên.", "Ngày sinh chưa đúng.", "Chọn giới tính."):
        await hands.sees(fault)
    await page.get_by_label("Họ và tên").fill(NAME)
    await page.get_by_label("Năm", exact=True).fill("1990")
    await page.get_by_label("Nữ").check()
    await page.get_by_label("Số CCCD").fill(NUMBER)
    await page.get_by_label("Số điện thoại").fill(PHONE)
    await hands.confirm()


async def measure(hands: Hands, badges: Badges) -> None:
    await hands.switch(badges[Role.NURSE])
    await hands.letter("2")
    await hands.letter("t")
    await expect(hands.page.locator(".st-person__name")).to_have_text(NAME)
    for value in ("36,7", "76", "118", "74"):
        await hands.write(value)
        await hands.press("Tab")
    await hands.confirm()


async def defer(hands: Hands, badges: Badges) -> None:
    """An acute illness: the form says to defer; what the doctor writes beside it is private."""
    page = hands.page
    await hands.switch(badges[Role.SCREENER])
    await hands.letter("3")
    await hands.letter("t")
    await expect(page.locator(".st-person__name")).to_have_text(NAME)
    await page.get_by_role("group", name="3. Đang mắc bệnh cấp tính").get_by_label("Có").check()
    await page.get_by_label("Ghi rõ").fill(ALLERGEN)
    await hands.letter("k")
    await hands.sees("phiếu gợi ý: Trì hoãn tiêm chủng")
    await page.get_by_label("Lý do trì hoãn").select_option("acute_illness")
    await page.get_by_label("Tiêm sớm nhất từ ngày").fill("1/2/2099")
    await hands.confirm()
    await hands.sees(f"{NAME}: Trì hoãn tiêm chủng")


async def check(database: str, day: SiteDay, world: World) -> None:
    (person,) = await fetch(
        database,
        "SELECT person_id, birth_date::text, birth_precision, sex, home_ward, source,"
        " identity_status FROM registry.person WHERE full_name = $1",
        NAME,
    )
    assert tuple(person)[1:] == (
        "1990-01-01", "year", "female", WARD, "site", "document_seen",
    )  # fmt: skip
    steps = await fetch(
        database,
        "SELECT kind, walk_in, outcome, reason, earliest_on::text, details FROM siteops.visit_step"
        " WHERE person_id = $1 ORDER BY happened_at",
        person["person_id"],
    )
    assert [s["kind"] for s in steps] == ["checked_in", "measured", "deferred"]
    assert (steps[0]["walk_in"], steps[0]["reason"]) == (True, "not_on_list")
    assert str(world.staff[Role.SITE_HEAD]) in steps[0]["details"]
    assert (steps[2]["outcome"], steps[2]["reason"], steps[2]["earliest_on"]) == (
        "deferred", "acute_illness", "2099-02-01"
    )  # fmt: skip
    sealed = await fetch(
        database,
        "SELECT e.kind, e.body FROM ledger.private_document AS d"
        " JOIN ledger.person_event AS e USING (person_id, event_id) WHERE d.person_id = $1",
        person["person_id"],
    )
    assert {s["kind"] for s in sealed} == {"registered", "deferred"}
    bodies = b"".join(
        r["body"]
        for r in await fetch(
            database, "SELECT body FROM ledger.pub_session_event WHERE session_id = $1", day.session
        )
    )
    for private in (NAME, NUMBER, PHONE, ALLERGEN):
        assert private.encode() not in bodies
    assert await fetch(database, "SELECT FROM ledger.quarantine") == []
