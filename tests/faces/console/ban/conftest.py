"""The stations' app in a real Chromium, on a real server with its followers."""

from collections.abc import AsyncGenerator

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.support.browser import chromium
from tests.support.site_day import SiteDay, make_site_day
from tests.support.world import World
from tiemchung.domains.identity import passwords, station_queries, stations
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.followers import FollowerLoop
from tiemchung.runtime import Runtime
from tiemchung.worker import all_followers

__all__ = ["chromium"]

PIN = "204816"
AT_DESKS = (Role.RECEPTION, Role.NURSE, Role.SCREENER, Role.INJECTOR, Role.OBSERVER, Role.SITE_HEAD)


@pytest.fixture
async def day(runtime: Runtime, database: str) -> SiteDay:
    """A session of today, people called to it, four vials issued."""
    return await make_site_day(runtime, database)


@pytest.fixture
async def badges(runtime: Runtime, world: World) -> dict[Role, str]:
    """Badges of those who work at the desks; all have the same PIN."""
    made: dict[Role, str] = {}
    pin_hash = await passwords.hashed(PIN)
    async with runtime.db.app.acquire() as tx:
        for role in AT_DESKS:
            made[role] = stations.new_badge()
            await station_queries.set_badge(
                tx, staff_id=world.staff[role], badge_digest=stations.badge_digest(made[role]),
                pin_hash=pin_hash,
            )  # fmt: skip
    return made


@pytest.fixture
async def followed(runtime: Runtime) -> AsyncGenerator[None]:
    """The worker's followers, running beside the server."""
    loop = FollowerLoop(runtime.db.worker, all_followers(runtime))
    await loop.start()
    yield
    await loop.stop()


@pytest.fixture
async def tablet(chromium: Browser, served: str) -> AsyncGenerator[BrowserContext]:
    """A tablet of the site; any breach of the content policy fails the test."""
    context = await chromium.new_context(
        base_url=served, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": 820, "height": 1180},
    )  # fmt: skip
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def watch(page: Page) -> None:
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))

    context.on("page", watch)
    yield context
    await context.close()
    assert faults == []
