"""An adverse event at the observation: signs, grade, treatment, transfer; the lot comes alone."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from playwright.async_api import BrowserContext, expect

from tests.faces.console.ban.desk import enrolment_code, open_app
from tests.support.site_day import SiteDay, Tablet
from tests.support.world import LOT, World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime


async def fetch(database: str, query: str, *args: Any) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        return await connection.fetch(query, *args)
    finally:
        await connection.close()


@pytest.mark.usefixtures("followed")
async def test_a_severe_event_is_reported_and_the_person_transferred(
    day: SiteDay,
    badges: dict[Role, str],
    tablet: BrowserContext,
    served: str,
    settings: Settings,
    world: World,
    runtime: Runtime,
    database: str,
) -> None:
    player, vial, person = Tablet(runtime, world, day), uuid4(), day.people[0]
    dose = player.dose(person.id, vial)
    await player.send(player.vial(vial), dose)
    code = await enrolment_code(served, settings, world)
    page = await tablet.new_page()
    hands = await open_app(page, code, "Máy 1", badges[Role.OBSERVER])
    await hands.letter("5")
    await page.get_by_role("button", name=f"Phản ứng: {person.name}").click()
    await page.get_by_label("Phản vệ").check()
    await hands.sees("Nghi tai biến nặng")
    await page.get_by_label("Độ phản vệ (51/2017/TT-BYT)").select_option("III")
    await page.get_by_label("Adrenalin").check()
    await page.get_by_role("group", name="Hiện tại").get_by_label("Chuyển bệnh viện").check()
    await hands.confirm()
    await expect(page.locator(".st-watched--severe")).to_contain_text("Phản vệ")
    await page.get_by_role("button", name=f"Cho về: {person.name}").click()
    await page.get_by_label("Chuyển bệnh viện").check()
    await hands.confirm()
    await hands.sees("Không có ai đang theo dõi")
    await expect(page.locator(".st-status")).to_have_text("Đã gửi hết")
    (row,) = await fetch(
        database,
        "SELECT dose_event_id, severity, grade, signs, treatment, outcome, lot_id, reported_from"
        "  FROM safety.reaction WHERE person_id = $1",
        person.id,
    )
    assert tuple(row) == (
        dose.id, "severe", 3, ["anaphylaxis"], ["adrenaline"], "transferred", LOT, "site",
    )  # fmt: skip
    (step,) = await fetch(
        database,
        "SELECT details FROM siteops.visit_step WHERE kind = 'released' AND person_id = $1",
        person.id,
    )
    assert '"transferred"' in step["details"]
