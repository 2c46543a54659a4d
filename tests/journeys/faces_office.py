"""The back office on the way to a session: list, assignment, plan, approval, call, and after it."""

import re

from playwright.async_api import Page, expect

from tests.journeys.faces_family import DAUGHTER, MOTHER
from tests.journeys.faces_people import choose, fill, look, press, sees, sign_in, until
from tests.journeys.faces_stage import (
    DAY,
    FACILITY_NAME,
    LOT,
    ROUND_NAME,
    SITE_NAME,
    WARD_NAME,
    Stage,
)
from tests.support.browser import Opens
from tiemchung.domains.identity.roles import Role

VIALS = 3


async def write_day(page: Page, legend: str, day: int) -> None:
    """Fill the three boxes of a day of the campaign's month."""
    group = page.get_by_role("group", name=legend)
    for label, text in (("Ngày", day), ("Tháng", DAY.month), ("Năm", DAY.year)):
        await group.get_by_label(label, exact=True).fill(str(text))


async def see_ward_list(page: Page) -> None:
    """The ward finds both on its list, as people who registered by themselves."""
    await look(page, "c1-ward-home")
    await press(page, "Danh sách phường, xã")
    await expect(page.get_by_role("heading", name=WARD_NAME)).to_be_visible()
    for name in (DAUGHTER, MOTHER):
        row = page.get_by_role("row").filter(has_text=name)
        await expect(row).to_contain_text("Đang chờ")
    await look(page, "c2-ward-list")


async def assign(page: Page) -> None:
    """The province sends those who registered by themselves to the health station."""
    await press(page, "Đợt tiêm")
    await press(page, ROUND_NAME)
    await look(page, "c3-round")
    await press(page, "Phân người về cơ sở")
    await choose(page, "Cơ sở", FACILITY_NAME)
    await fill(page, {"Số chỗ": "50"})
    await press(page, "Xem trước")
    await sees(page, "Sẽ phân 2 người")
    await look(page, "c4-assign")
    await press(page, "Phân 2 người")
    await sees(page, "Đã phân 2 người.")


async def plan(page: Page) -> None:
    """The facility draws up a plan for its site and hands it in."""
    await press(page, "Kế hoạch tiêm")
    await press(page, "Lập kế hoạch")
    await choose(page, "Cơ sở", FACILITY_NAME)
    await write_day(page, "Từ ngày", DAY.day)
    await write_day(page, "Đến ngày", DAY.day + 4)
    await fill(page, {"Số người sẽ tiêm": "100"})
    await press(page, "Lập kế hoạch")
    await fill(page, {f"Số người ở {SITE_NAME}": "100"})
    await press(page, "Ghi các điểm tiêm")
    await sees(page, "Đã ghi các điểm tiêm.")
    await look(page, "c5-plan")
    await press(page, "Trình kế hoạch")
    await sees(page, "Đã trình kế hoạch.")


async def approve(opens: Opens, stage: Stage) -> None:
    """The district approves what the facility has handed in."""
    page = await sign_in(opens, stage, Role.DISTRICT)
    await press(page, "Kế hoạch tiêm")
    await press(page, FACILITY_NAME)
    await look(page, "c6-approve")
    await press(page, "Duyệt kế hoạch")
    await sees(page, "Đã duyệt kế hoạch.")


async def make_session(page: Page) -> None:
    """The facility makes today's session from the approved plan."""
    await page.reload()
    await press(page, "Mở buổi tiêm")
    await choose(page, "Điểm tiêm", f"{SITE_NAME} · {FACILITY_NAME}")
    await write_day(page, "Ngày", DAY.day)
    await page.get_by_label("Sáng").check()
    await choose(page, "Vắc xin", "AstraZeneca")
    await look(page, "c7-new-session")
    await press(page, "Mở buổi tiêm")
    await sees(page, "Đã mở buổi tiêm.")


async def call_people(page: Page) -> None:
    """People are called into the hours of the session and told by message."""
    await press(page, "Gọi người trong danh sách")
    await sees(page, "Đã gọi 2 người")
    await look(page, "c8-session")
    await press(page, "Gửi tin nhắn mời")
    for name in (DAUGHTER, MOTHER):
        row = page.get_by_role("row").filter(has_text=name)
        await until(page, lambda row=row: row.get_by_text("Đã nhắn tin"))
    await look(page, "c9-called")


async def issue_vaccine(opens: Opens, stage: Stage) -> None:
    """The storekeeper issues vials to the session."""
    page = await sign_in(opens, stage, Role.STOREKEEPER)
    await press(page, "Kho vắc xin")
    await look(page, "c10-store")
    await press(page, "Cấp phát cho buổi tiêm")
    await page.get_by_label("Buổi tiêm", exact=True).select_option(index=1)
    await press(page, "Tiếp tục")
    await fill(page, {f"Số lọ của lô {LOT}": str(VIALS)})
    await look(page, "c11-issue")
    await press(page, "Ghi sổ")
    await expect(page.get_by_role("row").filter(has_text=LOT)).to_contain_text("37")


async def device_code(page: Page) -> str:
    """The head of the facility lets one device in; returns the code."""
    await press(page, "Máy tại điểm tiêm")
    await fill(page, {"Bao nhiêu máy": "1"})
    await press(page, "Lấy mã đăng ký máy")
    code = await page.locator(".tc-qr__letters").inner_text()
    await look(page, "e1-device-code")
    return code


async def confirm(page: Page, stage: Stage) -> None:
    """The facility confirms the doses of the session."""
    await page.goto(f"{stage.address}/console")
    await press(page, "Xác nhận mũi tiêm")
    row = page.get_by_role("row").filter(has_text=SITE_NAME)
    await until(page, lambda: row.locator("input:checked"))
    await look(page, "g2-confirm")
    await press(page, "Xác nhận các buổi đã chọn")
    await sees(page, "Đã xác nhận 1 mũi tiêm.")


async def verify(page: Page) -> None:
    """The ward sends the vaccinated to the population register, which knows one of them."""
    await press(page, "Xác thực thông tin")
    await press(page, "Gửi xác thực")
    row = page.get_by_role("row").filter(has_text=WARD_NAME)
    await until(page, lambda: row.get_by_text("Đã trả lời"))
    await expect(row.locator("[data-label='Khớp']")).to_have_text("1")
    await look(page, "g3-verified")


async def read_balance(page: Page) -> None:
    """The page of the session says the same as the tablet: vials and doses agree, each by itself.

    Columns of the vials: issued, moved in, opened, broken, moved out, returned, difference; of the
    doses: opened at, drawn, injected, discarded, difference.
    """
    await until(page, lambda: page.get_by_text("Buổi tiêm đã khóa sổ"))
    vials = page.get_by_role("table", name=re.compile("^Lọ:")).get_by_role("row")
    await expect(vials.nth(1)).to_contain_text(re.compile(rf"{LOT}\s*3\s*0\s*0\s*0\s*1\s*2\s*0"))
    await expect(vials.nth(2)).to_contain_text(re.compile(rf"{LOT}\s*0\s*1\s*1\s*0\s*0\s*0\s*0"))
    doses = page.get_by_role("table", name=re.compile("^Liều:")).get_by_role("row")
    await expect(doses.nth(1)).to_contain_text(re.compile(rf"{LOT}.*10\s*1\s*9\s*0"))
    await look(page, "e9-closed")
