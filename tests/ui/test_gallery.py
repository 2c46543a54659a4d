"""Every component in Chromium: accessible, within its window, under the policy, on paper."""

from typing import Any, cast

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import DESK, PHONE, Opens, faults, page_ok
from tiemchung.ui.gallery import PAGES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("page", PAGES)
async def test_the_page_is_sound(browser_page: Opens, gallery: str, page: str, width: int) -> None:
    await page_ok(await browser_page(f"{gallery}/{page}", width=width))


@pytest.mark.parametrize("page", PAGES)
async def test_english_leaves_no_vietnamese_sentence(
    browser_page: Opens, gallery: str, page: str
) -> None:
    shown = await browser_page(f"{gallery}/{page}?lang=en")
    assert await shown.locator("html").get_attribute("lang") == "en"
    await expect(shown.get_by_role("link", name="Tiếng Việt")).to_be_visible()
    text = await shown.locator("body").inner_text()
    for word in ("Ngày", "Điểm tiêm", "Trạng thái", "Đã ", "chưa", "Mũi"):
        assert word not in text, f"{word!r} is left in English"


async def test_the_language_link_stays_on_the_page(browser_page: Opens, gallery: str) -> None:
    page = await browser_page(f"{gallery}/citizen?nguoi=2")
    await page.get_by_role("link", name="English").click()
    assert page.url == f"{gallery}/citizen?nguoi=2&lang=en"
    await page.goto(f"{gallery}/portal")
    assert await page.locator("html").get_attribute("lang") == "en"


async def test_without_scripts_a_form_comes_back_with_what_was_typed(
    browser_page: Opens, gallery: str
) -> None:
    page = await browser_page(f"{gallery}/form", scripts=False)
    await page.get_by_label("Họ và tên").fill("Nguyễn Thị Ánh Nguyệt")
    async with page.expect_navigation() as answer:
        await page.get_by_role("button", name="Gửi đăng ký").click()
    response = await answer.value
    assert response is not None
    assert response.status == 422
    summary = page.get_by_role("alert").filter(has_text="Có 4 chỗ cần sửa")
    await expect(summary.get_by_role("link")).to_have_count(4)
    await summary.get_by_role("link", name="Số CCCD phải đủ 12 chữ số").click()
    await expect(page.get_by_label("Số CCCD")).to_be_focused()
    await expect(page.get_by_label("Số CCCD")).to_have_value("00119500")


@pytest.mark.parametrize("page", PAGES)
async def test_without_scripts_the_page_is_whole(
    browser_page: Opens, gallery: str, page: str
) -> None:
    shown = await browser_page(f"{gallery}/{page}", scripts=False)
    await expect(shown.locator("h1")).to_have_count(1)
    for figure in await shown.locator(".tc-map__svg, .tc-chart__svg").all():
        await expect(figure).to_be_visible()
    assert not faults(shown)


async def test_every_error_link_leads_to_its_field(browser_page: Opens, gallery: str) -> None:
    page = await browser_page(f"{gallery}/form")
    targets = await page.locator(".nhsuk-error-summary a").evaluate_all(
        "links => links.map(link => document.querySelector(link.hash)?.tagName)"
    )
    assert targets == ["INPUT"] * 4
    await expect(page.locator(".nhsuk-error-summary")).to_be_focused()


async def test_the_phone_menu_opens_and_closes_by_keyboard(
    browser_page: Opens, gallery: str
) -> None:
    page = await browser_page(f"{gallery}/console")
    menu = page.get_by_role("navigation", name="Chính")
    await expect(menu).to_be_hidden()
    await page.get_by_role("link", name="Trình đơn").click()
    await expect(menu).to_be_visible()
    await page_ok(page)
    await page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()


async def test_the_phone_menu_needs_no_script(browser_page: Opens, gallery: str) -> None:
    page = await browser_page(f"{gallery}/console", scripts=False)
    await page.get_by_role("link", name="Trình đơn").click()
    await expect(page.get_by_role("link", name="Kho vắc xin")).to_be_visible()
    await page.get_by_role("link", name="Đóng trình đơn").click()
    await expect(page.get_by_role("link", name="Kho vắc xin")).to_be_hidden()


async def test_the_account_menu_closes_when_one_looks_elsewhere(
    browser_page: Opens, gallery: str
) -> None:
    page = await browser_page(f"{gallery}/console", width=DESK)
    await page.locator(".tc-account__summary").click()
    await expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    await page_ok(page)
    await page.locator("h1").click()
    await expect(page.get_by_role("button", name="Đăng xuất")).to_be_hidden()


async def test_the_first_tab_skips_to_the_content(browser_page: Opens, gallery: str) -> None:
    page = await browser_page(f"{gallery}/console", width=DESK)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Bỏ qua đến nội dung chính")).to_be_focused()
    await page.keyboard.press("Enter")
    assert page.url.endswith("#maincontent")


async def test_a_wide_table_scrolls_in_its_region_by_keyboard(
    browser_page: Opens, gallery: str
) -> None:
    page = await browser_page(f"{gallery}/console")
    region = page.get_by_role("region", name="Điểm tiêm")
    await region.focus()
    for _ in range(50):
        await page.keyboard.press("ArrowRight")
        if await region.evaluate("one => one.scrollLeft"):
            return
    pytest.fail("the table did not move")


async def test_paper_has_the_content_and_the_word_demo_only(
    browser_page: Opens, gallery: str
) -> None:
    page = await browser_page(f"{gallery}/console", width=DESK)
    await page.emulate_media(media="print")
    for hidden in (".tc-side", ".tc-filters", ".nhsuk-button", ".tc-pages", ".tc-header__tools"):
        await expect(page.locator(hidden).first).to_be_hidden()
    await expect(page.get_by_text("DEMO")).to_be_visible()
    await expect(page.get_by_role("table")).to_be_visible()
    assert await background(page) == "rgb(255, 255, 255)"


async def test_the_dark_board_is_printed_in_ink_on_white(browser_page: Opens, gallery: str) -> None:
    page = await browser_page(f"{gallery}/board", width=DESK)
    dark = await page.locator(".tc-figure__value").first.evaluate("f => getComputedStyle(f).color")
    await page.emulate_media(media="print")
    assert await background(page) == "rgb(255, 255, 255)"
    ink = await page.locator(".tc-figure__value").first.evaluate("f => getComputedStyle(f).color")
    assert (dark, ink) == ("rgb(241, 247, 246)", "rgb(10, 86, 102)")


async def background(page: Page) -> str:
    return str(await page.locator("body").evaluate("b => getComputedStyle(b).backgroundColor"))


@pytest.mark.parametrize("page", ["portal", "board"])
async def test_every_province_is_drawn_and_both_archipelagos_stand_out(
    browser_page: Opens, gallery: str, page: str
) -> None:
    shown = await browser_page(f"{gallery}/{page}", width=DESK)
    await shown.wait_for_load_state("networkidle")
    areas = cast(
        "list[dict[str, Any]]",
        await shown.locator(".tc-map__area").evaluate_all(DRAWN),
    )
    assert len(areas) == 63
    assert all(area["width"] > 1 and area["fill"] != "rgb(0, 0, 0)" for area in areas)
    assert len({area["fill"] for area in areas}) == 6  # five classes and the unknown
    isles = cast(
        "list[dict[str, Any]]",
        await shown.locator(".tc-map__isles").evaluate_all(DRAWN),
    )
    assert [isle["width"] > 20 for isle in isles] == [True, True]
    assert all(isle["stroke"] not in (isle["behind"], "none") for isle in isles)
    for name in ("QĐ. Hoàng Sa", "QĐ. Trường Sa"):
        await expect(shown.get_by_text(name)).to_be_visible()


DRAWN = """ones => ones.map(one => {
  const style = getComputedStyle(one)
  const card = getComputedStyle(one.closest('.tc-card'))
  return { width: one.getBoundingClientRect().width, fill: style.fill, stroke: style.stroke,
           behind: card.backgroundColor }
})"""


async def test_the_board_moves_with_its_stream(browser_page: Opens, gallery: str) -> None:
    page = await browser_page(f"{gallery}/board", width=DESK)
    await expect(page.locator("[data-live-status]")).to_have_text("Trực tiếp")
    await expect(page.locator('[data-live-number="doses_today"]')).to_have_text("999.999")
    await expect(page.locator('[data-live-number="severe"]')).to_have_text("–")
    await expect(page.locator('[data-live-text="as_of"]')).to_have_text("12:06")
    area = page.locator('[data-live-area="79"]')
    await expect(area).to_have_class("tc-map__area q0")
    assert await area.locator("title").text_content() == "TP. Hồ Chí Minh: 1%"
    await expect(page.locator('[data-live-series="doses_per_minute"] canvas')).to_be_visible()


async def test_a_lost_stream_is_said(browser_page: Opens, gallery: str) -> None:
    page = await browser_page(f"{gallery}/board", width=DESK)
    await expect(page.locator("[data-live-status]")).to_have_text("Trực tiếp")
    await page.route("**/gallery/stream", lambda route: route.abort())
    await page.reload()
    await expect(page.locator("[data-live-status]")).to_have_text("Mất kết nối, đang thử lại")


async def test_the_first_visit_on_a_phone_is_light(chromium: Browser, gallery: str) -> None:
    """At most 60 kB compressed without fonts and 130 kB with them (row first-visit)."""
    page = await chromium.new_page()
    sizes: dict[str, int] = {}

    async def weigh(request: Any) -> None:
        size = await request.sizes()
        kind = "fonts" if request.resource_type == "font" else "rest"
        sizes[kind] = sizes.get(kind, 0) + size["responseBodySize"]

    page.on("requestfinished", weigh)
    await page.goto(f"{gallery}/citizen", wait_until="networkidle")
    await page.close()
    assert sizes["rest"] <= 60_000, sizes
    assert sizes["rest"] + sizes["fonts"] <= 130_000, sizes
