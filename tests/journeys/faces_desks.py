"""The stations at the site, on a tablet that is touched: from a code in the hand to the close."""

import re

from playwright.async_api import Page, expect

from tests.journeys.faces_family import DAUGHTER
from tests.journeys.faces_office import VIALS
from tests.journeys.faces_people import look, press, sees
from tests.journeys.faces_stage import LOT, PIN, Stage
from tests.support.browser import Opens
from tiemchung.domains.identity.roles import Role

TABLET = 820


async def go(page: Page, station: str) -> None:
    """Touch the tab of a station."""
    await page.get_by_role("navigation", name="Các bàn").get_by_text(station, exact=True).click()


async def sit_down(page: Page, stage: Stage, role: Role) -> None:
    """Scan a badge and type the PIN where the page asks for them."""
    await page.get_by_label("Thẻ nhân viên").fill(stage.badges[role])
    await page.get_by_label("Mã PIN").fill(PIN)
    await press(page, "Vào làm việc")


async def hand_over(page: Page, stage: Stage, role: Role, station: str) -> None:
    """Hand the tablet to somebody else, who goes to their station."""
    await page.locator(".st-header__button").filter(has=page.locator(".st-header__name")).click()
    await sees(page, "Đổi người tại máy")
    await sit_down(page, stage, role)
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await go(page, station)


async def open_tablet(opens: Opens, stage: Stage, code: str) -> Page:
    """Enrol the tablet, sign the reception in, and open the session of the day."""
    page = await opens(f"{stage.address}/console/ban/", width=TABLET)
    await page.set_viewport_size({"width": TABLET, "height": 1180})
    await sees(page, "Đăng ký máy này")
    await page.get_by_label("Mã đăng ký máy").fill(code)
    await page.get_by_label("Tên máy").fill("Máy 1")
    await look(page, "e2-enrol")
    await press(page, "Đăng ký máy")
    await sees(page, "Ai đang ở máy này?")
    await look(page, "e3-badge")
    await sit_down(page, stage, Role.RECEPTION)
    await sees(page, "2 người được mời")
    await press(page, "Mở bàn tiêm")
    return page


async def next_person(page: Page) -> None:
    """Call the next one to the desk."""
    queue = page.get_by_role("complementary", name="Hàng chờ")
    await queue.get_by_role("button", name="Tiếp theo").click()
    await expect(page.locator(".st-person__name")).to_have_text(DAUGHTER)


async def receive(page: Page, code: str) -> None:
    """Type the code that she reads from her phone; her card is looked at."""
    await page.get_by_label("Mã tiêm, số giấy tờ hoặc họ tên").fill(code)
    await press(page, "Tìm")
    await expect(page.locator(".st-person__name")).to_have_text(DAUGHTER)
    await page.get_by_label("Đã xem giấy tờ, đúng người này").check()
    await look(page, "e4-reception")
    await press(page, "Tiếp đón, cấp số")
    await sees(page, re.compile(rf"{DAUGHTER}: số \w+"))


async def take_vitals(page: Page, systolic: str) -> None:
    """Measure the person at the desk."""
    await next_person(page)
    for label, value in (("Nhiệt độ", "36,8"), ("Mạch", "84"), ("Huyết áp tối đa", systolic),
                         ("Huyết áp tối thiểu", "80")):  # fmt: skip
        await page.locator(".st-vitals").get_by_label(re.compile(label)).fill(value)


async def measure_twice(page: Page) -> None:
    """A high reading rests and is measured again; both are kept."""
    await take_vitals(page, "168")
    await sees(page, "ngoài ngưỡng")
    await look(page, "e5-measure-high")
    await press(page, "Ghi, cho nghỉ rồi đo lại")
    await sees(page, f"{DAUGHTER}: nghỉ, chờ đo lại")
    await take_vitals(page, "128")
    await expect(page.locator(".st-reading--bad")).to_contain_text("168")
    await press(page, "Ghi, chuyển khám")
    await sees(page, f"{DAUGHTER}: đã đo, chuyển khám")


async def screen(page: Page) -> None:
    """All answers no, the signed consent, and the form's own conclusion."""
    await next_person(page)
    await expect(page.locator(".st-readings li")).to_have_count(2)
    await press(page, re.compile("Các mục còn lại: Không"))
    await page.get_by_label("Người tiêm đã ký phiếu đồng ý").check()
    await look(page, "e6-screening")
    await press(page, "Ghi kết luận")
    await sees(page, f"{DAUGHTER}: Đủ điều kiện tiêm chủng ngay")


async def prepare_table(page: Page) -> None:
    """Sit at a table and open a vial; she stands in front of it."""
    await page.get_by_label("Bàn 1").check()
    await press(page, "Ngồi bàn này")
    await press(page, "Mở lọ")
    await press(page, "Mở lọ này")
    await expect(page.locator(".st-vial__count b")).to_have_text("10")
    await next_person(page)
    await look(page, "e7-injection")


async def inject(page: Page) -> None:
    """One touch."""
    await press(page, re.compile(f"Đã tiêm AstraZeneca {LOT}"))
    await expect(page.locator(".st-tally")).to_have_text("1")


async def release(page: Page) -> None:
    """Her time is over: the slip is printed, and she goes."""
    await sees(page, "1 người đủ giờ")
    await press(page, "Chọn người đủ giờ")
    async with page.expect_download() as printed:
        await press(page, "In giấy xác nhận (1)")
    slip = await (await printed.value).path()
    assert slip.read_bytes().startswith(b"%PDF")
    await look(page, "e8-observation")
    await press(page, "Cho về 1 người")
    await page.get_by_role("dialog").get_by_role("button", name="Cho về").click()
    await sees(page, "Không có ai đang theo dõi")


async def close_balanced(page: Page) -> None:
    """Declare, give everybody an outcome, settle what is left, end, and sign."""
    await page.get_by_label("Số người đã tiêm").fill("1")
    await press(page, "Khai số")
    await sees(page, "Cuối buổi 1")
    await press(page, "Ghi không đến: 1 người")
    await page.get_by_role("dialog").get_by_role("button", name="Xác nhận").click()
    await page.get_by_label("Hết người tiêm cuối buổi").check()
    await press(page, "Hủy 9 liều còn lại")
    await press(page, f"Hoàn trả {VIALS - 1} lọ lô {LOT}")
    await sees(page, "Được mời 2 = đã tiêm 1 + không đến 1")
    await expect(page.get_by_text("lệch")).to_have_count(0, timeout=15_000)
    await press(page, "Kết thúc tiêm")
    await sees(page, "Đã kết thúc tiêm lúc")
    await sees(page, "Đã gửi hết")
    await press(page, "Khóa sổ…")
    await sees(page, "Người, lọ, liều và máy đều khớp")
    await look(page, "e8b-close")
    await press(page, "Ký và khóa sổ")
    await sees(page, "mọi số khớp")
    await sees(page, "Đã gửi hết")
