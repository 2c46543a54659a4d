"""Lists from Excel: read before they are taken, sent back with what to repair, taken in once."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import asyncpg
import httpx
from openpyxl import Workbook, load_workbook

from tests.faces.console.conftest import Looks
from tests.support.people import as_staff, form_token
from tests.support.site_day import load_rules
from tests.support.world import World
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning.list_jobs import take_waiting_list
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

LIST = "/console/danh-sach"
HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số điện thoại",
            "Phường/Xã", "Quận/Huyện", "Tỉnh/Thành phố"]  # fmt: skip
HERE = ["Phường Tân Định", "Quận 1", "Thành phố Hồ Chí Minh"]
PEOPLE = [
    [1, "Nguyễn Thị Đào", "05/03/1970", "Nữ", "079170123456", "0903123456", *HERE],
    [2, "Trần Văn Bình", "1984", "Nam", "079084000321", "0903123457", *HERE],
    [3, "=HYPERLINK(1)", "31/02/1990", "Nam", "12", "", *HERE],
]


def a_file(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADINGS, *rows]:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.data_type = "n" if isinstance(cell.value, int) else "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


async def a_round(database: str) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(
        "INSERT INTO planning.campaign (campaign_id, name, disease, starts_on)"
        " VALUES (7, 'Chiến dịch', 'covid-19', '2021-03-08');"
        "INSERT INTO planning.vaccination_round (round_id, campaign_id, province_id, number, name,"
        " starts_on, ends_on) VALUES (5, 7, 79, 5, 'Đợt 5', '2021-07-01', '2099-01-01')"
    )
    await load_rules(connection)
    await connection.close()


async def send(client: httpx.AsyncClient, content: bytes, **fields: str) -> httpx.Response:
    page = await client.get(LIST)
    sent = {"csrf": form_token(page), "round_id": "5", "source": "organisation",
            "name": "Công ty Hoa Sen", **fields}  # fmt: skip
    files = {"file": ("hoa-sen.xlsx", content)} if content else None
    return await client.post(LIST, data=sent, files=files)


async def test_a_list_is_read_repaired_accepted_and_taken_in(
    world: World, runtime: Runtime, database: str, served: str, settings: Settings
) -> None:
    await a_round(database)
    content = a_file(PEOPLE)
    async with as_staff(served, settings, world.staff[Role.ORGANISATION]) as office:
        nothing = await send(office, b"")
        assert nothing.status_code == 422
        assert 'value="Công ty Hoa Sen"' in nothing.text
        sent = await send(office, content)
        assert sent.status_code == 303, sent.text
        page = sent.headers["location"]
        shown = await office.get(page)
        assert "Nhận 2 dòng không lỗi" in shown.text
        assert "079170123456" not in shown.text
        repaired = await office.get(f"{page}/ban-sua.xlsx")
        sheet = load_workbook(BytesIO(repaired.content)).active
        assert sheet is not None
        assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
        assert sheet.max_row == 2
        token = form_token(shown)
        accepted = await office.post(f"{page}/nhan", data={"csrf": token})
        assert accepted.status_code == 303
        assert "hx-get" in (await office.get(f"{page}/tien-do")).text
        taken = await office.post(f"{page}/bo", data={"csrf": token})
        assert taken.status_code == 303
        again = await send(office, content)
        assert again.headers["location"] == page
    await runtime.reference.refresh()
    for expected in (1, 0):
        done = await take_waiting_list(
            runtime.db.worker, runtime.intake, runtime.vault,
            lambda: runtime.reference.current.of(Rules).book, runtime.clock,
        )  # fmt: skip
        assert done == expected
    async with as_staff(served, settings, world.staff[Role.ORGANISATION]) as office:
        outcome = await office.get(page)
        assert "Đăng ký mới" in outcome.text
        assert "Chưa nhận, cần sửa" in outcome.text
        assert "Đã nhập xong" in (await office.get(f"{page}/tien-do")).text
        once_more = await send(office, content)
        assert once_more.status_code == 422
        assert "đã được nộp" in once_more.text
        assert (await office.get(f"{LIST}/mau.xlsx")).content[:2] == b"PK"
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    people = await connection.fetchval("SELECT count(*) FROM planning.candidate")
    files = await connection.fetchval("SELECT count(*) FROM kernel.staged_file")
    await connection.close()
    assert (people, files) == (2, 0)


async def test_a_list_is_of_who_sent_it_and_their_province(
    world: World, database: str, served: str, settings: Settings
) -> None:
    await a_round(database)
    async with as_staff(served, settings, world.staff[Role.ORGANISATION]) as office:
        page = (await send(office, a_file(PEOPLE))).headers["location"]
        shown = await office.get(page)
        gone = await office.post(f"{page}/bo", data={"csrf": form_token(shown)})
        assert gone.status_code == 303
        assert "đã bỏ" in (await office.get(page)).text
    async with as_staff(served, settings, world.staff[Role.PROVINCE]) as city:
        assert (await city.get(page)).status_code == 200
    async with as_staff(served, settings, world.staff[Role.WARD]) as ward:
        assert (await ward.get(page)).status_code == 404
    connection = await asyncpg.connect(database)
    sealed = await connection.fetchval("SELECT content FROM kernel.staged_file LIMIT 1")
    await connection.close()
    assert b"PK" not in sealed[:40]


async def test_the_page_of_a_list_that_was_read_holds(
    look: Looks, world: World, database: str, served: str, settings: Settings
) -> None:
    await a_round(database)
    async with as_staff(served, settings, world.staff[Role.ORGANISATION]) as office:
        page = (await send(office, a_file(PEOPLE))).headers["location"]
    await look(Role.ORGANISATION, page)
