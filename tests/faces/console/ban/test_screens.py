"""Every screen of the stations: readable by machines that read aloud, and on a phone's width.

With TIEMCHUNG_SCREENS=<folder> each screen is also kept as a picture at 360, 820 and 1280 px.
"""

import os
import re
from collections.abc import AsyncGenerator
from uuid import uuid4

import asyncpg
import pytest
from playwright.async_api import BrowserContext, Page

from tests.faces.console.ban.desk import Hands, enrolment_code, open_app
from tests.support.browser import axe_violations
from tests.support.site_day import NAMES as PEOPLE
from tests.support.site_day import SiteDay, Tablet, make_site_day
from tests.support.world import PRODUCT, World
from tiemchung.domains.identity.roles import ROLE_TITLES, Role
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

Badges = dict[Role, str]
SIZES = ((360, 740), (1280, 900), (820, 1100))
PICTURES = os.environ.get("TIEMCHUNG_SCREENS")
NAMES = {
    Role.RECEPTION: "Trần Thị Thu Hà", Role.NURSE: "Lê Thị Ngọc Bích",
    Role.SCREENER: "BS Nguyễn Hoàng Long", Role.INJECTOR: "Phạm Thị Hồng Nhung",
    Role.OBSERVER: "Vũ Đức Anh", Role.SITE_HEAD: "Đỗ Thị Minh Châu",
}  # fmt: skip


OWN_NAMES = sorted(
    {*NAMES.values(), *PEOPLE, "Nhà thi đấu Phú Thọ", "Phường Tân Định", "Máy 4", "Máy thử",
     *(str(title) for title in ROLE_TITLES.values()), "QĐ-BYT"},
    key=len, reverse=True,
)  # fmt: skip
VIETNAMESE = re.compile(r"[^\n]*[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9][^\n]*")


class Viewer:
    """Looks at each screen: what is wrong with it, at which width it runs over."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.language = "vi"

    async def look(self, name: str) -> None:
        """Check the screen at hand; in English only that no Vietnamese is left."""
        if self.language == "en":
            await self.read(name)
            return
        for width, height in SIZES:
            await self.page.set_viewport_size({"width": width, "height": height})
            found: int = await self.page.evaluate("document.documentElement.scrollWidth")
            if found > width:
                self.faults.append(f"{name}: {found} px wide at {width}")
            if PICTURES:
                await self.page.wait_for_timeout(150)
                await self.page.screenshot(path=f"{PICTURES}/stations-{name}-{width}.png")
        self.faults += [f"{name}: {v}" for v in await axe_violations(self.page)]

    async def read(self, name: str) -> None:
        """Look for Vietnamese words that are no name of a person, a place or a role."""
        text: str = await self.page.evaluate("document.body.innerText")
        for own in OWN_NAMES:
            text = text.replace(own, "")
        if found := VIETNAMESE.findall(text):
            self.faults.append(f"{name}: {found[:5]}")


@pytest.fixture
async def day(runtime: Runtime, database: str) -> SiteDay:
    """Twelve people called, three tables."""
    return await make_site_day(runtime, database, people=12, tables=3, vials=6)


@pytest.fixture
async def busy(runtime: Runtime, world: World, day: SiteDay, database: str) -> SiteDay:
    """A session in full swing: somebody waits, rests, is screened, injected, watched."""
    connection = await asyncpg.connect(database)
    await connection.execute("UPDATE geography.site SET name = 'Nhà thi đấu Phú Thọ'")
    for role, name in NAMES.items():
        await connection.execute(
            "UPDATE identity.staff SET full_name = $1 WHERE username = $2", name, str(role)
        )
    await connection.close()
    tablet, vial = Tablet(runtime, world, day), uuid4()
    people = [p.id for p in day.people]
    events = [
        tablet.make("checked_in", people[i], data={"queue_number": 1000 + i}) for i in range(3, 10)
    ]
    for i in range(4, 10):
        high = i == 4
        reading = {"temperature": 36.5, "pulse": 78, "systolic": 165 if high else 122,
                   "diastolic": 80, "rest_and_repeat": high}  # fmt: skip
        events.append(tablet.make("measured", people[i], data=reading))
    doctor = world.staff[Role.SCREENER]
    for i in range(6, 10):
        conclusion = {"form": "f", "conclusion": "caution" if i == 6 else "eligible",
                      "consent": True, "product": PRODUCT}  # fmt: skip
        events.append(tablet.make("screened", people[i], data=conclusion, performed_by=doctor))
    events += [tablet.vial(vial), *(tablet.dose(people[i], vial) for i in range(7, 10))]
    assert set(await tablet.send(*events)) == {"recorded"}
    return day


@pytest.fixture
async def viewer(tablet: BrowserContext) -> AsyncGenerator[Viewer]:
    page = await tablet.new_page()
    viewer = Viewer(page)
    yield viewer
    assert not viewer.faults, "\n".join(viewer.faults)


@pytest.mark.usefixtures("followed")
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_screen(
    busy: SiteDay,
    badges: Badges,
    viewer: Viewer,
    served: str,
    settings: Settings,
    world: World,
    language: str,
) -> None:
    page = viewer.page
    code = await enrolment_code(served, settings, world)
    hands = await open_app(page, code, "Máy 4", badges[Role.RECEPTION])
    if language == "en":
        await page.get_by_role("button", name="EN, English").click()
        viewer.language = "en"
    await at_the_reception(hands, viewer, busy)
    await at_the_doctor(hands, viewer, badges)
    await at_the_table(hands, viewer, badges)
    await at_the_end(hands, viewer, badges)


async def sits(hands: Hands, badge: str) -> None:
    await hands.letter("p")
    await hands.sits(badge)
    await hands.page.locator("dialog[open]").wait_for(state="detached")


async def at_the_reception(hands: Hands, viewer: Viewer, day: SiteDay) -> None:
    await viewer.look("reception")
    await hands.letter("/")
    await hands.write(day.people[0].code)
    await hands.press("Enter")
    await hands.page.locator(".st-person__name").wait_for()
    await viewer.look("greeting")
    await hands.confirm()
    await hands.page.locator(".st-undo").wait_for()
    await viewer.look("undo")
    for key, name in (("z", "undo-reason"), ("w", "newcomer"), ("?", "keys"), ("p", "badge")):
        await hands.letter(key)
        await viewer.look(name)
        await hands.press("Escape")
    await hands.letter("/")
    await hands.write("Nobody Here")
    await hands.press("Enter")
    await hands.page.locator(".tc-empty").wait_for()
    await viewer.look("nobody-found")


async def at_the_doctor(hands: Hands, viewer: Viewer, badges: Badges) -> None:
    await sits(hands, badges[Role.NURSE])
    await hands.letter("2")
    await viewer.look("measure-empty")
    await hands.letter("t")
    await hands.page.locator(".st-person__name").wait_for()
    await hands.confirm()  # nothing typed: the faults show
    await viewer.look("measure-faults")
    for value in ("36,8", "80", "152", "98"):
        await hands.write(value)
        await hands.press("Tab")
    await viewer.look("measure-high")
    await sits(hands, badges[Role.SCREENER])
    await hands.letter("3")
    await hands.letter("t")
    await hands.page.locator(".st-item").first.wait_for()
    await viewer.look("screening")
    await hands.letter("k")
    await viewer.look("screening-suggested")
    await hands.confirm()  # the consent is missing
    await viewer.look("screening-faults")
    await hands.letter("u")
    await viewer.look("declines")
    await hands.press("Escape")


async def at_the_table(hands: Hands, viewer: Viewer, badges: Badges) -> None:
    await sits(hands, badges[Role.INJECTOR])
    await hands.letter("4")
    await viewer.look("tables")
    await hands.press("Space")
    await hands.confirm()
    await hands.page.locator(".st-vial").wait_for()
    await hands.letter("t")
    await hands.page.locator(".st-person__name").wait_for()
    await viewer.look("injection")
    for key, name in (("l", "next-vial"), ("g", "unopened-vials")):
        await hands.letter(key)
        await viewer.look(name)
        await hands.press("Escape")
    await hands.confirm()
    await sits(hands, badges[Role.OBSERVER])
    await hands.letter("5")
    await hands.page.locator(".st-watched").first.wait_for()
    await viewer.look("observation")
    await hands.page.locator(".st-watched__acts button").first.click()
    await hands.page.locator(".st-ticks input").first.check()
    await viewer.look("reaction")
    await hands.press("Escape")
    await hands.page.locator(".st-watched__acts button").nth(1).click()
    await viewer.look("release")
    await hands.press("Escape")


async def at_the_end(hands: Hands, viewer: Viewer, badges: Badges) -> None:
    await sits(hands, badges[Role.SITE_HEAD])
    await hands.letter("6")
    await hands.page.locator(".tc-table").first.wait_for()
    await viewer.look("close")
    await hands.letter("o")
    await hands.page.locator("dialog[open] select").first.wait_for()
    await viewer.look("open-items")
    await hands.press("Escape")
    await hands.page.locator(".st-status").click()
    await viewer.look("sent")
    await hands.press("Escape")


async def test_the_doors(
    badges: Badges,
    viewer: Viewer,
    served: str,
    settings: Settings,
    world: World,
    day: SiteDay,
    database: str,
) -> None:
    """The screens before a session: enrolment and its refusal, badge, sessions, none at all."""
    page, hands = viewer.page, Hands(viewer.page)
    await page.goto("/console/ban/")
    await hands.sees("Đăng ký máy này")
    await viewer.look("enrol")
    await hands.write("WRONG234")
    await hands.press("Tab")
    await hands.write("Máy 4")
    await hands.confirm()
    await page.get_by_role("alert").wait_for()
    await viewer.look("enrol-refused")
    await hands.press("Shift+Tab", "Control+a")
    await hands.write(await enrolment_code(served, settings, world))
    await hands.confirm()
    await hands.sees("Ai đang ở máy này?")
    await viewer.look("sign-in")
    await hands.write("TCB1:WRONG")
    await hands.press("Enter")
    await hands.write("000000")
    await hands.press("Enter")
    await page.get_by_role("alert").wait_for()
    await viewer.look("sign-in-refused")
    await page.locator("[name=badge]").fill("")
    await page.locator("[name=badge]").focus()
    await hands.sits(badges[Role.NURSE])
    await hands.sees("Mở bàn tiêm")
    await viewer.look("sessions")
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    await connection.execute("UPDATE planning.session SET state = 'cancelled'")
    await connection.close()
    assert day.session
    await page.reload()
    await hands.sees(re.compile("Ai đang"))
    await hands.sits(badges[Role.NURSE])
    await hands.sees("Hôm nay không có buổi tiêm nào")
    await viewer.look("no-sessions")
