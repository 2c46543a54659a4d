"""Pages of the health book in Chromium: rare states, and a registration without scripts."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from tests.domains.certificates.conftest import issuer_key
from tests.faces.citizen.conftest import Family, about, dose
from tests.faces.citizen.test_record import make_appointment
from tests.support.browser import Opens, page_ok
from tests.support.people import citizen_token
from tests.support.world import CITY
from tiemchung.domains.certificates import service as certificates
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.settings import Settings

pytestmark = pytest.mark.browser


def cookies_of(address: str, value: str) -> list[dict[str, Any]]:
    return [{"name": "tc_citizen", "value": value, "url": address}]


@pytest.fixture
async def full(family: Family, database: str) -> list[str]:
    """A family with a certificate, a recorded dose, a void, an appointment and notices."""
    first, second, gone = uuid7(), uuid7(), uuid7()
    await family.tell(
        dose(family.lan, 40, event_id=first), dose(family.minh, 3, event_id=second),
        dose(family.lan, 30, event_id=gone), about("voided", family.lan, gone),
        about("confirmed", family.lan, first),
    )  # fmt: skip
    runtime, key = family.runtime, issuer_key(from_=real_now() - timedelta(days=3))
    await certificates.issue_waiting(
        runtime.db.worker, runtime.intake, key, clock_offset=runtime.clock.offset
    )
    await family.follow()
    at = real_now() + timedelta(days=2)
    appointment, _one, _two = await make_appointment(database, family.lan, at)
    lan, minh = f"/me/nguoi/{family.lan}", f"/me/nguoi/{family.minh}"
    return ["/me", lan, f"{lan}/chung-nhan", f"{minh}/chung-nhan",
            f"{lan}/lich-hen/{appointment}/doi"]  # fmt: skip


async def test_a_void_a_waiting_certificate_and_free_hours_hold(
    family: Family, full: list[str], served: str, browser_page: Opens
) -> None:
    cookies = cookies_of(served, family.browser.cookies["tc_citizen"])
    for path in full:
        await page_ok(await browser_page(served + path, cookies=cookies))


@pytest.mark.parametrize("scripts", [True, False])
async def test_one_registers_a_relative_by_hand(
    *, rules: None, served: str, settings: Settings, browser_page: Opens, scripts: bool
) -> None:
    assert rules is None
    cookies = cookies_of(served, await citizen_token(settings, uuid7(), []))
    page = await browser_page(f"{served}/me/dang-ky", cookies=cookies, scripts=scripts)
    await page.get_by_role("button", name="Gửi đăng ký").click()
    await expect(page.get_by_text("Xin điền mục này.").first).to_be_visible()
    if scripts:
        await page_ok(page)
    await page.get_by_label("Cha, mẹ").check()
    await page.get_by_label("Họ và tên").fill("Phạm Thị Đào")
    await page.get_by_label("Năm", exact=True).fill("1950")
    await page.get_by_label("Chỉ biết năm sinh").check()
    await page.get_by_label("Nữ").check()
    await page.get_by_label("Số điện thoại liên hệ").fill("0903111222")
    await page.get_by_label("Nếu chưa có giấy tờ, vì sao?").select_option("Bị mất")
    await page.get_by_label("Tỉnh, thành phố").select_option(str(CITY))
    for label, choice in (("Quận, huyện", "Quận 1"), ("Phường, xã", "Phường Tân Định")):
        if not scripts:
            await page.get_by_role("button", name="Chọn tiếp quận").click()
        await expect(page.get_by_label(label, exact=True)).to_be_visible()
        await page.get_by_label(label, exact=True).select_option(choice)
    await page.get_by_label("Số nhà, đường").fill("12 Lê Lợi")
    await page.get_by_label("Tăng huyết áp").check()
    await page.get_by_label("Tôi đồng ý tiêm chủng").check()
    await page.get_by_role("button", name="Gửi đăng ký").click()
    await expect(page.get_by_text("Đã đăng ký.")).to_be_visible()
    await expect(page.get_by_text("Phạm Thị Đào").first).to_be_visible()
    await expect(page.get_by_text("Mã tạm")).to_be_visible()
    await expect(page.get_by_text("Tăng huyết áp")).to_be_visible()
