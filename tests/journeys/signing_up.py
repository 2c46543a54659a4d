"""People come onto the lists: by themselves, at a site, by their ward, by an office's file."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from uuid import UUID

from openpyxl import Workbook, load_workbook

from tests.support.citizens import Citizen, sign_in
from tests.support.country import CITY, DISTRICT, WARD
from tests.support.offices import Desk
from tests.support.people import form_token
from tests.support.platform import Platform
from tests.support.waiting import until
from tiemchung.kernel.ids import uuid7

LISTS, REGISTER = "/console/danh-sach", "/console/nguoi-dan/dang-ky"
HEADINGS = ("Họ và tên", "Ngày sinh", "Giới tính", "Số CMND/CCCD/Hộ chiếu", "Số điện thoại",
            "Phường/Xã", "Quận/Huyện", "Tỉnh/Thành phố", "Tổ dân phố/Khu phố/Ấp",
            "Địa chỉ (số nhà, đường)", "Nhóm đối tượng ưu tiên")  # fmt: skip
_FIGURE = re.compile(r"Nhận ([\d.]+) dòng không lỗi")


async def when_a_citizen_registers(
    platform: Platform, typed: str, phone: str, fields: Mapping[str, str]
) -> tuple[Citizen, UUID]:
    """Sign in by a code to the phone, fill the form with consent; returns who is registered."""
    citizen = await sign_in(platform, typed, phone)
    home = {"province": str(CITY), "district": str(DISTRICT), "ward": str(WARD)}
    where = await citizen.submit(
        "/me/dang-ky", relation="self", nationality="VN", dose="first", consent="yes",
        phone=typed, **home, **fields,
    )  # fmt: skip
    assert where.startswith("/me/nguoi/")
    return citizen, UUID(where.rpartition("/")[2])


async def when_staff_register(desk: Desk, fields: Mapping[str, str]) -> UUID:
    """Register somebody on their behalf: at a site, or by the ward."""
    where = await desk.submit(REGISTER, person_id=str(uuid7()), home=str(WARD), **fields)
    return UUID(where.rpartition("/")[2])


def a_file(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    """Write a list as an office does: a heading line, every cell as text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [headings, *rows]:
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


async def upload(desk: Desk, content: bytes, round_id: int, source: str, name: str) -> str:
    """Send a file; returns the page on which it is shown line by line."""
    page = await desk.client.get(LISTS)
    sent = await desk.client.post(
        LISTS, files={"file": ("danh-sach.xlsx", content)},
        data={"csrf": form_token(page), "round_id": str(round_id), "source": source, "name": name},
    )  # fmt: skip
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


async def accept(desk: Desk, page: str, rows: int) -> None:
    """Have the rows without errors taken in; the worker does it."""
    found = _FIGURE.search(await desk.page(page))
    assert found is not None
    assert int(found[1].replace(".", "")) == rows
    await desk.submit(page, f"{page}/nhan")
    await until("the import", lambda: desk.page(f"{page}/tien-do"), lambda t: "Đã nhập xong" in t)


def repaired(corrected: bytes, repairs: Mapping[str, Mapping[str, str]]) -> bytes:
    """Repair the file that was sent back: by name, heading and what to write there."""
    book = load_workbook(BytesIO(corrected))
    sheet = book.worksheets[0]
    headings = [str(cell.value) for cell in sheet[1]]
    assert headings[-2:] == ["Lỗi cần sửa", "Đề xuất sửa"]
    assert sheet.max_row == 1 + len(repairs)
    for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        assert row[headings.index("Lỗi cần sửa")], "a row came back without a reason"
        for heading, text in repairs[str(row[0])].items():
            sheet.cell(number, 1 + headings.index(heading), text)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
