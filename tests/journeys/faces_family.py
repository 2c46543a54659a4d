"""A family at its phone: it comes by the portal, registers two people, and keeps looking."""

import re

from playwright.async_api import Page, expect

from tests.journeys.faces_people import choose, fill, look, press, second_tab, sees, until
from tests.journeys.faces_stage import CITY_NAME, DISTRICT_NAME, LOT, SITE_NAME, WARD_NAME, Stage

PHONE_NUMBER, NUMBER = "0907 123 456", "079190001234"
DAUGHTER, MOTHER, NEIGHBOUR = "Phạm Thị Hồng Đào", "Nguyễn Thị Bảy", "Trịnh Công Thành"
REGISTER = "number,full_name,birth_date,sex\n" + f"{NUMBER},{DAUGHTER},1990-03-05,female\n"
"""What the population register holds of the family: the mother has no number."""


async def come_by_the_portal(
    page: Page, stage: Stage, *, phone: str = PHONE_NUMBER, scripts: bool = True
) -> None:
    """Walk from the first page of the public to the form, through a code to the phone."""
    await press(page, "Đăng ký tiêm")
    await stop(page, "a2-way-in", scripts=scripts)
    await press(page, "Bắt đầu đăng ký")
    await stop(page, "a3-phone", scripts=scripts)
    await fill(page, {"Số điện thoại": phone})
    await press(page, "Gửi mã")
    await stop(page, "a4-code", scripts=scripts)
    inbox = await second_tab(page, f"{stage.address}/hop-thu")
    await stop(inbox, "a5-inbox", scripts=scripts)
    found = re.search(r"Ma dang nhap tiem chung: (\d{6})", await inbox.locator("main").inner_text())
    assert found is not None
    await inbox.close()
    await page.locator("[name=code]").fill(found[1])
    await press(page, "Đăng nhập")
    await page.wait_for_url(f"{stage.address}/me/dang-ky")


async def stop(page: Page, name: str, *, scripts: bool) -> None:
    """Look at a page; without scripts there is nobody who could look into it."""
    if scripts:
        await look(page, name)


async def say_where_one_lives(
    page: Page, *units: str, address: str = "58 Tôn Thất Đạm", scripts: bool = True
) -> None:
    """Choose province, district and ward: each choice brings the next list, or a button does."""
    province, district, ward = units or (CITY_NAME, DISTRICT_NAME, WARD_NAME)
    await choose(page, "Tỉnh, thành phố", province)
    for label, choice in (("Quận, huyện", district), ("Phường, xã", ward)):
        if not scripts:
            await press(page, re.compile("Chọn tiếp quận"))
        await expect(page.get_by_label(label, exact=True)).to_be_visible()
        await choose(page, label, choice)
    await page.get_by_label("Số nhà, đường").fill(address)


async def register_oneself(page: Page) -> None:
    """Fill the form for oneself, with a number and a birthday."""
    await page.get_by_label("Bản thân").check()
    await fill(page, {"Họ và tên": DAUGHTER, "Ngày": "5", "Tháng": "3", "Năm": "1990"})
    await page.get_by_label("Nữ").check()
    await fill(page, {"Số điện thoại liên hệ": PHONE_NUMBER,
                      "Số CCCD, CMND hoặc hộ chiếu": NUMBER})  # fmt: skip
    await say_where_one_lives(page)
    await page.get_by_label("Tôi đồng ý tiêm chủng").check()


async def register_neighbour(page: Page) -> None:
    """Fill the form without scripts, for somebody of another province."""
    await page.get_by_label("Bản thân").check()
    await fill(page, {"Họ và tên": NEIGHBOUR, "Ngày": "20", "Tháng": "11", "Năm": "1985"})
    await page.get_by_label("Nam", exact=True).check()
    await choose(page, "Nếu chưa có giấy tờ, vì sao?", "Chưa được cấp")
    await say_where_one_lives(page, "Thành phố Hà Nội", "Quận Ba Đình", "Phường Cống Vị",
                              address="12 Đội Cấn", scripts=False)  # fmt: skip
    await fill(page, {"Số điện thoại liên hệ": "0908 765 432"})
    await page.get_by_label("Tôi đồng ý tiêm chủng").check()


async def register_mother(page: Page) -> None:
    """Fill the form for one's mother: no number, and nobody knows the day she was born."""
    await page.get_by_label("Cha, mẹ").check()
    await fill(page, {"Họ và tên": MOTHER, "Năm": "1950"})
    await page.get_by_label("Chỉ biết năm sinh").check()
    await page.get_by_label("Nữ").check()
    await fill(page, {"Số điện thoại liên hệ": PHONE_NUMBER})
    await choose(page, "Nếu chưa có giấy tờ, vì sao?", "Bị mất")
    await say_where_one_lives(page)
    await page.get_by_label("Tăng huyết áp").check()
    await page.get_by_label("Tôi đồng ý tiêm chủng").check()


async def register_both(page: Page, stage: Stage) -> None:
    """Register oneself and one's mother under one phone."""
    await look(page, "b1-form")
    await register_oneself(page)
    await press(page, "Gửi đăng ký")
    await sees(page, "Đã đăng ký.")
    await sees(page, DAUGHTER)
    await look(page, "b2-registered")
    await page.goto(f"{stage.address}/me")
    await press(page, "Đăng ký thêm người")
    await register_mother(page)
    await press(page, "Gửi đăng ký")
    await sees(page, "Mã tạm")
    await look(page, "b3-mother")
    await page.goto(f"{stage.address}/me")
    for name in (DAUGHTER, MOTHER):
        await sees(page, name)
    await look(page, "b4-family")


async def find_appointment(page: Page, stage: Stage) -> str:
    """See the appointment, its code and its QR, also after loading the page anew; the code."""
    await page.goto(f"{stage.address}/me")
    await press(page, re.compile(f"Mã tiêm và mã QR.*{DAUGHTER}"))
    for turn in ("d1-appointment", "d2-appointment-again"):
        await sees(page, SITE_NAME)
        await expect(page.locator(".tc-qr__code svg")).to_be_visible()
        await look(page, turn)
        code = await page.locator(".tc-qr__letters").inner_text()
        await page.reload()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    inbox = await second_tab(page, f"{stage.address}/hop-thu")
    await sees(inbox, re.compile(f"Moi tiem: .*Pham Thi Hong Dao.*{code.replace('-', '')}"))
    await inbox.close()
    return code


async def open_book(page: Page, stage: Stage) -> None:
    """Open one's own book from the first page."""
    await page.goto(f"{stage.address}/me")
    await press(page, re.compile(f"Mở sổ tiêm.*{DAUGHTER}"))


async def see_the_dose(page: Page, stage: Stage) -> None:
    """Find the dose with its state, and the next one with the decision that says so."""
    await open_book(page, stage)
    await until(page, lambda: page.get_by_text("Cơ sở tiêm sẽ xác nhận"))
    await sees(page, LOT)
    await sees(page, "Mũi tiếp theo: mũi 2")
    await sees(page, re.compile("Căn cứ: .*BYT"))
    await look(page, "g1-recorded")


async def take_certificate(page: Page, stage: Stage) -> str:
    """Wait for the international certificate; returns what its QR says."""
    await open_book(page, stage)
    await until(page, lambda: page.get_by_text("chứng nhận đã được ký"))
    await look(page, "g5-certified")
    await page.get_by_role("link", name="Chứng nhận", exact=True).first.click()
    await until(page, lambda: page.get_by_role("heading", name="Chứng nhận quốc tế (EU DCC)"))
    await look(page, "g6-certificate")
    await page.get_by_text("Nội dung mã QR dạng chữ").click()
    text = await page.get_by_label("Nội dung mã QR", exact=True).input_value()
    assert text.startswith("HC1:")
    return text


async def see_both(page: Page, stage: Stage) -> None:
    """Find both on the first page: one with a dose and the next one's day, one still without."""
    await page.goto(f"{stage.address}/me")
    for name, words in ((DAUGHTER, "Mũi 2 từ ngày 11/10/2021"), (MOTHER, "chưa tiêm")):
        card = page.locator(".tc-card").filter(has_text=name)
        await expect(card).to_contain_text(words)
    await look(page, "g9-family")
