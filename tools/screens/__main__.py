"""`python -m tools.screens [--home FOLDER --address URL] [word ...]`: pictures of every page.

Starts a demo, waits until its story is whole, signs everybody in, and takes pictures of all pages
of tests/faces/pages.toml, of their forms sent wrong, and of the stations, at 360 and 1280 px, into
var/screens with an index. Words choose pages whose name holds one. A demo that runs already is used
with its home and its address.
"""

import argparse
import asyncio
import os
import re
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, async_playwright
from playwright.async_api import Error as BrowserError
from tests.faces.every_page import House, read_table
from tests.support.browser import faults, watch

from tiemchung.demo.keys import DemoKeys
from tools.screens.camera import Camera
from tools.screens.demo import house_of, own_demo
from tools.screens.stations import shoot_stations

OUT = Path("var/screens")
PAGE_SECONDS = 40
ALL_SECONDS = 1_200
STATIONS = "console-ban"
"""What the pictures of the stations are called together, for words that choose."""


class CannotOpenError(Exception):
    """A page that does not open for its reader, or opens with a fault."""


MISSED = (CannotOpenError, BrowserError, AssertionError, TimeoutError)


class Photographer:
    """Opens pages as each reader and takes their pictures; keeps what could not be opened."""

    def __init__(self, browser: Browser, house: House, words: list[str]) -> None:
        self._browser, self._house, self._words = browser, house, words
        self._contexts: dict[str, BrowserContext] = {}
        self.camera = Camera(OUT)
        self.missed: list[str] = []

    def wants(self, name: str) -> bool:
        """Tell whether the words ask for a picture."""
        return not self._words or any(word in name for word in self._words)

    async def _context(self, reader: str) -> BrowserContext:
        if reader not in self._contexts:
            context = await self._browser.new_context(
                base_url=self._house.address, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
                reduced_motion="reduce",
            )  # fmt: skip
            await context.add_cookies(await self._house.browser_cookies(reader))
            self._contexts[reader] = context
        return self._contexts[reader]

    async def pages(self) -> None:
        """Take a picture of every page of the table."""
        for path, page in read_table().page.items():
            name = file_name(path)
            if page.filled == "none" or not self.wants(name):
                continue
            try:
                async with asyncio.timeout(PAGE_SECONDS):
                    address = await self._house.found(path, page.find, page.by)
                    await self._page(name, page.by, address)
            except MISSED as error:
                self.missed.append(f"{path} ({str(error).splitlines()[0]})")

    async def _page(self, name: str, reader: str, address: str) -> None:
        tab = await (await self._context(reader)).new_page()
        watch(tab)
        try:
            answer = await tab.goto(address)
            if answer is None or not answer.ok:
                raise CannotOpenError(f"answered {answer.status if answer else 'nothing'}")
            await self.camera.shoot(tab, name)
            if wrong := faults(tab):
                raise CannotOpenError(wrong[0])
        finally:
            await tab.close()
        sys.stdout.write(f"{reader:20} {address}\n")
        sys.stdout.flush()

    async def stations(self, keys: DemoKeys) -> None:
        """Take pictures of the stations on a new device."""
        if not self.wants(STATIONS):
            return
        context = await self._browser.new_context(
            base_url=self._house.address, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
        )  # fmt: skip
        tab = await context.new_page()
        try:
            await shoot_stations(tab, self._house, self.camera, keys)
        except MISSED as error:
            self.missed.append(f"stations ({str(error).splitlines()[0]})")


def file_name(path: str) -> str:
    """Return a name for the pictures of a page."""
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "portal"


async def take(address: str, home: Path, words: list[str]) -> list[str]:
    """Take all pictures; returns what could not be opened."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        sys.exit("make screens needs Chromium: apt-get install chromium, or name it in CHROMIUM")
    async with house_of(address, home) as house, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        photographer = Photographer(browser, house, words)
        try:
            async with asyncio.timeout(ALL_SECONDS):
                await photographer.pages()
                await photographer.stations(DemoKeys(home))
        except TimeoutError:
            photographer.missed.append("what came after twenty minutes")
        await browser.close()
    photographer.camera.write_index()
    sys.stdout.write(f"{len(photographer.camera.names)} pages in {OUT}/index.html\n")
    return photographer.missed


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tools.screens")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--address")
    given = parser.parse_args()
    with ExitStack() as stack:
        address, home = given.address, given.home
        if home is None:
            address, home = stack.enter_context(own_demo())
        missed = asyncio.run(take(address, home, given.words))
    if missed:
        sys.exit("not opened:\n" + "\n".join(missed))


main()
