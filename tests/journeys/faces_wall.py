"""Those who look from above or from outside: the response centre, the public, one at the border."""

from playwright.async_api import Page, expect

from tests.journeys.faces_family import DAUGHTER
from tests.journeys.faces_people import figure, figure_is, look, press, sees
from tests.journeys.faces_stage import DISTRICT_NAME, EARLIER, SITE_NAME, Stage
from tests.support.browser import Opens

WALL = 1440
MOVES_WITHIN = 5_000
"""Milliseconds from the touch at the table to the figure on the wall."""


async def open_board(page: Page, stage: Stage) -> None:
    """Put the board on the wall: nobody was vaccinated today, and it listens."""
    await page.set_viewport_size({"width": WALL, "height": 900})
    await page.goto(f"{stage.address}/command")
    await sees(page, "Đang cập nhật")
    await expect(page.locator("[data-live-number=doses]")).to_have_text("0")
    await sees(page, SITE_NAME)
    await look(page, "f1-board")


async def watch_it_move(page: Page) -> None:
    """Nobody touches the page, and it shows the dose."""
    doses = page.locator("[data-live-number=doses]")
    await expect(doses).to_have_text("1", timeout=MOVES_WITHIN)
    row = page.locator("#board-sites").get_by_role("row").filter(has_text=SITE_NAME)
    await expect(row).to_contain_text("Đang tiêm")
    await look(page, "f2-board-moved")


async def show_certificate(opens: Opens, stage: Stage, text: str) -> None:
    """Anybody's paste is judged: the signed text is read, one changed character is refused."""
    page = await opens(stage.address)
    await press(page, "Kiểm tra chứng nhận")
    await page.get_by_label("Nội dung mã QR").fill(text)
    await page.get_by_role("button", name="Kiểm tra").click()
    content = page.get_by_role("main").locator(".tc-card")
    await sees(page, "DEMO – không có giá trị")
    await expect(content).to_contain_text(DAUGHTER)
    await expect(content).to_contain_text("PHAM<<THI<HONG<DAO")
    await look(page, "g7-valid")
    middle = len(text) // 2
    other = "7" if text[middle] != "7" else "8"
    await page.get_by_label("Nội dung mã QR").fill(text[:middle] + other + text[middle + 1 :])
    await page.get_by_role("button", name="Kiểm tra").click()
    await expect(page.locator(".tc-notice--bad")).to_be_visible()
    await expect(page.get_by_text(DAUGHTER)).to_have_count(0)
    await look(page, "g8-forged")


async def read_public_figures(page: Page) -> int:
    """The public sees what is known in the morning; returns how many people are registered."""
    await figure_is(page, "Mũi đã tiêm", len(EARLIER))
    await figure_is(page, "Liều được phân bổ", 1_000)
    await look(page, "a1-portal")
    return int(await figure(page, "Người đã đăng ký").inner_text())


async def read_public_figures_again(page: Page, stage: Stage, registered: int) -> None:
    """The public sees one dose more and two people more than in the morning."""
    await page.goto(stage.address)
    await figure_is(page, "Mũi đã tiêm", len(EARLIER) + 1)
    await figure_is(page, "Người đã đăng ký", registered + 2)
    await look(page, "h1-portal")
    await press(page, "Số liệu")
    await sees(page, "Thành phố Hồ Chí Minh")
    await look(page, "h2-figures")


async def read_daily_report(page: Page, stage: Stage) -> None:
    """The report of the day counts the dose, what was declared, and what was thrown away."""
    await page.goto(f"{stage.address}/command")
    await press(page, "Báo cáo ngày")
    today = page.get_by_role("table", name="Trong ngày")
    head = [await h.inner_text() for h in await today.get_by_role("columnheader").all()]
    row = today.get_by_role("row").filter(has_text=DISTRICT_NAME).first
    cells = await row.get_by_role("cell").or_(row.get_by_role("rowheader")).all_inner_texts()
    shown = dict(zip(head, cells, strict=True))
    expected = {"Số đối tượng": "2", "Mũi 1": "1", "Liều hủy": "9", "Số báo cáo nhanh": "1"}
    assert {title: shown[title] for title in expected} == expected
    await look(page, "h3-report")
