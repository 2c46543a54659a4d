"""Public pages in Chromium: other measures and units, the verifier, a walk without scripts."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from playwright.async_api import expect

from tests.support.browser import DESK, Opens, page_ok
from tests.support.world import CITY, OTHER_WARD, WARD, World, upload
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.statistics.followers import followers
from tiemchung.runtime import Runtime

pytestmark = pytest.mark.browser


@pytest.fixture
async def figures(runtime: Runtime, world: World) -> None:
    """Some weeks of doses and registrations in two provinces."""
    now = datetime.now(UTC) - timedelta(minutes=2)
    events = [
        world.dose(at=now - timedelta(days=n % 20), data={"home": OTHER_WARD if n % 7 else WARD})
        for n in range(150)
    ]
    events += [world.event("registered", at=now, data={"home": WARD}) for _ in range(30)]
    unsigned = msgspec.structs.replace(upload(world.device, events), device=None, signature=None)
    await runtime.intake.take(unsigned, Voucher(server=True))
    await catch_up(runtime.db.worker, [corrections(runtime.kinds, runtime.vault), *followers()])


@pytest.mark.usefixtures("figures")
async def test_other_measures_and_lower_units_hold(served: str, browser_page: Opens) -> None:
    for path in ("/?muc=nhap-lieu", f"/so-lieu/{CITY}?muc=nguoi", f"/so-lieu/{WARD}"):
        await page_ok(await browser_page(served + path))


async def test_the_verifier_answers_without_scripts(served: str, browser_page: Opens) -> None:
    page = await browser_page(served + "/kiem-tra-chung-nhan", scripts=False)
    await page.get_by_role("button", name="Kiểm tra").click()
    await expect(page.get_by_text("Xin điền mục này.").first).to_be_visible()
    await page.get_by_label("Nội dung mã QR").fill("HC1:XYZ")
    await page.get_by_role("button", name="Kiểm tra").click()
    await expect(page.get_by_text("Không đọc được")).to_be_visible()


async def test_the_verdict_and_the_fault_are_accessible(served: str, browser_page: Opens) -> None:
    page = await browser_page(served + "/kiem-tra-chung-nhan")
    await page.get_by_role("button", name="Kiểm tra").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page_ok(page)
    await page.get_by_label("Nội dung mã QR").fill("xin chào")
    await page.get_by_role("button", name="Kiểm tra").click()
    await expect(page.get_by_text("Không phải chứng nhận tiêm chủng")).to_be_visible()
    await page_ok(page)


@pytest.mark.usefixtures("figures")
async def test_one_walks_from_the_nation_to_a_ward(served: str, browser_page: Opens) -> None:
    page = await browser_page(served + "/so-lieu", width=DESK, scripts=False)
    for name in ("Thành phố Hồ Chí Minh", "Quận 1", "Phường Tân Định"):
        await page.get_by_role("link", name=name, exact=True).first.click()
        await expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    await page.get_by_role("link", name="Quận 1", exact=True).click()
    await expect(page.get_by_role("heading", level=1, name="Quận 1")).to_be_visible()
