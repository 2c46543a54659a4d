"""Hands and eyes of those who open pages: signing in as they do, and looking at every stop."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.async_api import Locator, Page, expect
from pyotp.totp import TOTP

from tests.journeys.faces_stage import POSTS, Stage
from tests.support.browser import DESK, Opens, page_ok, watch
from tests.support.people import PASSWORD
from tiemchung.domains.identity.roles import ABOVE_SITE, Role

PICTURES = os.environ.get("TIEMCHUNG_SCREENS")
"""A folder for a picture of every stop; none are taken without it."""

SECONDS = 15.0
"""What a follower or the signing worker does shows within this, on a machine with other work."""


async def look(page: Page, name: str) -> None:
    """Stop at a page: it must hold what every page holds.

    It is looked at in a window as high as itself, so that no bar at an edge lies over a button.
    """
    window = page.viewport_size
    assert window is not None
    await page.wait_for_load_state()
    height = int(await page.locator("html").evaluate("e => e.scrollHeight"))
    await page.set_viewport_size(
        {"width": window["width"], "height": max(height, window["height"])}
    )
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png")
    await page_ok(page)
    await page.set_viewport_size(window)


async def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button, or a link that is drawn as one."""
    found = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))
    await found.first.click()


async def choose(page: Page, label: str, choice: str) -> None:
    """Choose in a list by what is written there."""
    await page.get_by_role("combobox", name=label, exact=True).select_option(label=choice)


async def fill(page: Page, fields: dict[str, str]) -> None:
    """Fill fields by their labels."""
    for label, text in fields.items():
        await page.get_by_label(label, exact=True).fill(text)


async def sees(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until a text can be seen."""
    await expect(page.get_by_text(text).first).to_be_visible()


async def until(page: Page, shown: Callable[[], Locator], *, seconds: float = SECONDS) -> None:
    """Load a page anew until something can be seen on it, as an impatient person does."""
    for _ in range(int(seconds * 2)):
        if await shown().first.is_visible():
            return
        await page.wait_for_timeout(500)
        await page.reload()
    await expect(shown().first).to_be_visible()


async def second_tab(page: Page, address: str) -> Page:
    """Open another page beside one's own."""
    tab = await page.context.new_page()
    watch(tab)
    await tab.goto(address)
    return tab


def figure(page: Page, title: str) -> Locator:
    """Find the number of a figure by its title."""
    heading = page.get_by_role("heading", name=title, exact=True)
    return page.locator(".tc-figure").filter(has=heading).locator(".tc-figure__value")


async def figure_is(page: Page, title: str, value: int) -> None:
    """Wait until a figure of a page that is loaded anew has a value."""
    written = f"{value:,}".replace(",", ".")
    await until(page, lambda: figure(page, title).get_by_text(written, exact=True))


async def sign_in(
    opens: Opens, stage: Stage, role: Role, to: str = "/console", *, width: int = DESK
) -> Page:
    """Sign a member of staff in by the real door; above the site an authenticator is enrolled."""
    page = await opens(stage.address + to, width=width)
    await fill(page, {"Tên đăng nhập": POSTS[role][0], "Mật khẩu": PASSWORD})
    await press(page, "Đăng nhập")
    if role in ABOVE_SITE:
        letters = await page.locator(".tc-qr__letters").inner_text()
        await page.locator("[name=code]").fill(TOTP(letters.replace(" ", "")).now())
        await press(page, "Xác nhận")
    await page.wait_for_url(stage.address + to)
    return page
