"""Real Chromium for tests of pages: what every page must hold, and the fixtures to look at one.

`browser_page` opens pages as people do; `page_ok` is the one check that every page must pass. The
API is the asynchronous one, because the suite's fixtures share one running event loop.
"""

import os
import shutil
from collections.abc import AsyncGenerator, Awaitable
from pathlib import Path
from typing import Any, Protocol, cast
from weakref import WeakKeyDictionary

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    async_playwright,
)

PHONE = 360
DESK = 1280
HEIGHTS = {PHONE: 740, DESK: 900}
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_faults: "WeakKeyDictionary[Page, list[str]]" = WeakKeyDictionary()


class Opens(Protocol):
    """Opens an address in a fresh context and returns the loaded page."""

    def __call__(
        self,
        address: str,
        *,
        width: int = PHONE,
        scripts: bool = True,
        cookies: list[dict[str, Any]] | None = None,
        expected: int = 200,
    ) -> Awaitable[Page]: ...


@pytest.fixture(scope="session")
async def chromium() -> AsyncGenerator[Browser]:
    """Debian's Chromium; without it a skip here and a failure under CI."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium: apt-get install chromium")
        pytest.skip("there is no Chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def browser_page(chromium: Browser) -> AsyncGenerator[Opens]:
    """Open pages; every one is watched for breaches of the content policy and for errors."""
    contexts: list[BrowserContext] = []

    async def opens(
        address: str,
        *,
        width: int = PHONE,
        scripts: bool = True,
        cookies: list[dict[str, Any]] | None = None,
        expected: int = 200,
    ) -> Page:
        context = await chromium.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if cookies:
            await context.add_cookies(cast("Any", cookies))
        page = await context.new_page()
        watch(page)
        answer = await page.goto(address)
        assert answer is not None, f"{address} gave no answer"
        assert answer.status == expected, f"{address} answered {answer.status}"
        return page

    yield opens
    for context in contexts:
        await context.close()


def watch(page: Page) -> None:
    """Collect what goes wrong in a page from now on: policy, scripts, missing files."""
    found = _faults.setdefault(page, [])

    def hear(message: ConsoleMessage) -> None:
        if message.text.startswith("Failed to load resource"):
            return  # `see` knows more about it
        if message.type == "error" or "Content Security Policy" in message.text:
            found.append(message.text)

    def see(answer: Response) -> None:
        asked = answer.request
        refused = asked.resource_type in ("fetch", "xhr") and answer.status < 500
        if answer.status >= 400 and not refused and not asked.is_navigation_request():
            found.append(f"{answer.status} {answer.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("response", see)


def faults(page: Page) -> list[str]:
    """Return what has gone wrong in a watched page; a form that was refused is no fault."""
    return list(_faults[page])


async def page_ok(page: Page) -> None:
    """Fail unless the page is accessible, fits its window, and breaks no policy."""
    assert not faults(page), "\n".join(faults(page))
    wide = cast("dict[str, Any]", await page.evaluate(OVERFLOW))
    assert wide["page"] <= wide["window"], f"{page.url} is {wide} wide"
    assert not (found := await axe_violations(page)), "\n".join([page.url, *found])
    assert not faults(page), "\n".join(faults(page))


OVERFLOW = """() => {
  const window_ = document.documentElement.clientWidth
  const over = [...document.querySelectorAll('body *')].filter((one) => {
    const box = one.getBoundingClientRect()
    return box.width > 0 && box.right > window_ + 1 && !one.closest('.tc-scroll, .tc-nav__list, .tc-subnav__list')
  })
  return { page: document.documentElement.scrollWidth, window: window_,
           by: over.slice(0, 5).map((one) => one.outerHTML.slice(0, 120)) }
}"""  # noqa: E501 -- a script of the browser


async def axe_violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA and its own best practice, one line each."""
    if not AXE.exists():
        pytest.fail(f"{AXE} is missing: run `make frontend`")
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text("utf-8"))
    result = cast(
        "dict[str, Any]",
        await page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", AXE_RULES
        ),
    )
    return [
        f"{found['id']} ({found['impact']}): {node['html'][:200]} {node['failureSummary']}"
        for found in result["violations"]
        for node in found["nodes"]
    ]
