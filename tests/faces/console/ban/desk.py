"""Hands at a tablet that know only its keyboard."""

import re
from typing import Any

import httpx
from playwright.async_api import Page, expect

from tests.faces.console.ban.conftest import PIN
from tests.support.people import as_staff
from tests.support.world import FACILITY, World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings

MOUSE_COUNTER = """
window.__mouse = 0
for (const name of ['pointerdown', 'mousedown', 'touchstart'])
  addEventListener(name, () => window.__mouse++, { capture: true })
"""
FOCUSED = """() => {
  const e = document.activeElement
  const label = e.labels && e.labels[0] ? e.labels[0].textContent : ''
  const text = ['BUTTON', 'A'].includes(e.tagName) ? e.textContent : ''
  return `${label} ${e.getAttribute('aria-label') || ''} ${text}`.trim()
}"""


async def enrolment_code(served: str, settings: Settings, world: World) -> str:
    """Let the head of the site issue a code for new devices."""
    async with as_staff(served, settings, world.staff[Role.SITE_HEAD]) as client:
        csrf: str = (await client.get("/api/v1/session")).json()["csrf"]
        answer: httpx.Response = await client.post(
            "/api/v1/devices/codes", headers={"x-csrf-token": csrf},
            json={"facility_id": FACILITY, "devices": 3},
        )  # fmt: skip
        code: str = answer.json()["code"]
        return code


class Hands:
    """Presses keys of one page. There is no mouse here, and the page counts any that comes."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, as slowly as a person does."""
        for key in keys:
            await self.page.keyboard.press(key)
            await self.page.wait_for_timeout(120)

    async def write(self, text: str) -> None:
        """Type into the field at hand."""
        await self.page.keyboard.type(text, delay=5)

    async def letter(self, key: str) -> None:
        """Leave a field, if in one, and press a letter key."""
        await self.press("Escape", key)

    async def read(self, text: str) -> None:
        """Let a bar-code reader type a code, outside of any field."""
        await self.press("Escape")
        await self.page.wait_for_timeout(100)
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Enter")

    async def confirm(self) -> None:
        """Press the main button of what is in front."""
        await self.press("Control+Enter")

    async def tab_to(self, name: str, *, presses: int = 120) -> None:
        """Walk with Tab until the focus is on what carries this name."""
        for _ in range(presses):
            if re.search(name, await self.page.evaluate(FOCUSED)):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {name!r}")

    async def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until a text can be seen."""
        await expect(self.page.get_by_text(text).first).to_be_visible()

    async def sits(self, badge: str) -> None:
        """Scan a badge and type the PIN where the page asks for them."""
        await self.write(badge)
        await self.press("Enter")
        await self.write(PIN)
        await self.press("Enter")

    async def switch(self, badge: str) -> None:
        """Hand the tablet over to somebody else."""
        await self.letter("p")
        await self.sees("Đổi người tại máy")
        await self.sits(badge)
        await expect(self.page.get_by_text("Đổi người tại máy")).to_be_hidden()

    async def mouse(self) -> Any:
        """Return how often a mouse or finger touched the page."""
        return await self.page.evaluate("window.__mouse")


async def open_app(page: Page, code: str, name: str, badge: str) -> Hands:
    """Enrol a new device, sign somebody in, open the session of the day."""
    await page.add_init_script(MOUSE_COUNTER)
    await page.goto("/console/ban/")
    hands = Hands(page)
    await hands.sees("Đăng ký máy này")
    await hands.write(code)
    await hands.press("Tab")
    await hands.write(name)
    await hands.confirm()
    await hands.sees("Ai đang ở máy này?")
    await hands.sits(badge)
    await hands.sees("Chọn buổi tiêm")
    await hands.sees("Mở bàn tiêm")
    await hands.letter("t")
    await hands.sees("Mã tiêm, số giấy tờ hoặc họ tên")
    return hands
