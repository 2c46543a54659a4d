"""What tests of the back office share: one who looks at a page in a role, at two widths."""

import os
from collections.abc import Awaitable
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest

from tests.support.browser import DESK, PHONE, Opens, browser_page, chromium, page_ok
from tests.support.people import staff_token
from tests.support.world import World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings

__all__ = ["browser_page", "chromium", "look"]


class Looks(Protocol):
    """Opens a page in a role on a phone and on a desk and holds it to what every page must be."""

    def __call__(self, role: Role, path: str, *, scripts: bool = True) -> Awaitable[None]: ...


@pytest.fixture
def look(served: str, settings: Settings, world: World, browser_page: Opens) -> Looks:
    """Look at pages; with PICTURES set, every one is kept there."""

    async def looks(role: Role, path: str, *, scripts: bool = True) -> None:
        token = await staff_token(settings, world.staff[role])
        cookies = [{"name": "tc_staff", "value": token, "url": served}]
        for width in (PHONE, DESK):
            page = await browser_page(served + path, width=width, scripts=scripts, cookies=cookies)
            if folder := os.environ.get("PICTURES"):
                name = urlsplit(path).path.strip("/").replace("/", "_")[:80]
                await page.screenshot(
                    path=Path(folder) / f"{name}_{role}_{width}.png", full_page=True
                )
            if scripts:
                await page_ok(page)
            await page.context.close()

    return looks
