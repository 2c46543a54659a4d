"""Vaccine in the back office: decisions, stores, documents counted with a difference, lots held."""

import re
from io import BytesIO

import asyncpg
import httpx
from openpyxl import load_workbook

from tests.faces.console.conftest import Looks
from tests.support.people import as_staff, form_token, submit
from tests.support.site_day import SiteDay, make_site_day
from tests.support.world import CITY, FACILITY, LOT, OTHER_FACILITY, PRODUCT, World
from tiemchung.domains.identity.roles import Role
from tiemchung.faces.console.workbook import workbook
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

_HIDDEN = re.compile(r'name="(request_id|decision_id|event_id)" value="([^"]+)"')


async def filled(client: httpx.AsyncClient, page: str, **fields: str) -> httpx.Response:
    """Send a page's form with its hidden fields and these."""
    shown = await client.get(page)
    assert shown.status_code == 200, shown.text
    hidden = dict(_HIDDEN.findall(shown.text))
    return await client.post(page, data={"csrf": form_token(shown), **hidden, **fields})


async def facility_under(database: str, parent: int) -> int:
    """Add the store of the district, which hands vaccine to the first facility."""
    connection = await asyncpg.connect(database)
    made: int = await connection.fetchval(
        "INSERT INTO geography.facility (code, name, kind, district_id, province_id)"
        " VALUES ('TTYT', 'Trung tâm Y tế Quận 1', 'district_health_centre', 760, 79)"
        " RETURNING facility_id"
    )
    await connection.execute(
        "UPDATE geography.facility SET parent_facility_id = $1 WHERE facility_id = $2",
        made, parent,
    )  # fmt: skip
    await connection.execute("UPDATE kernel.installation SET reference_version = 9")
    await connection.close()
    return made


DAY = {"signed_on-day": "10", "signed_on-month": "7", "signed_on-year": "2021"}


async def test_a_decision_is_entered_amended_and_never_exceeds(
    world: World, served: str, settings: Settings
) -> None:
    async with as_staff(served, settings, world.staff[Role.MINISTRY]) as ministry:
        opened = await submit(
            ministry, "/console/phan-bo", number="5", name="Đợt 5", product_id=str(PRODUCT)
        )
        assert opened.status_code == 303
        page = await ministry.get("/console/phan-bo")
        address = re.findall(r"/console/phan-bo/\d+", page.text)[0]
        wrong = await filled(ministry, f"{address}/moi", number="3355/QĐ-BYT", **DAY)
        assert wrong.status_code == 422
        assert "Hãy ghi số liều cho ít nhất một nơi nhận" in wrong.text
        assert "3355/QĐ-BYT" in wrong.text
        cell = {f"dose_1-unit-{CITY}": "50.000", "any-sector-army": "1000"}
        made = await filled(ministry, f"{address}/moi", number="3355/QĐ-BYT", **DAY, **cell)
        assert made.status_code == 303, made.text
        shown = await ministry.get(address)
        assert "50.000" in shown.text
        assert "Quân đội" in shown.text
    async with as_staff(served, settings, world.staff[Role.PROVINCE]) as city:
        much = {"dose_1-unit-760": "60000"}
        over = await filled(city, f"{address}/moi", number="1/QĐ-SYT", **DAY, **much)
        assert over.status_code == 422
        assert "nhiều hơn số được phân bổ" in over.text
        assert 'value="60000"' in over.text
        right = {"dose_1-unit-760": "40000"}
        assert (
            await filled(city, f"{address}/moi", number="1/QĐ-SYT", **DAY, **right)
        ).status_code == 303
        listed = (await city.get(address)).text
        decision = re.findall(r"/console/phan-bo/quyet-dinh/([0-9a-f-]{36})", listed)
        assert len(decision) >= 2
        own = re.search(r'quyet-dinh/([0-9a-f-]{36})">1/QĐ-SYT', listed)
        assert own is not None
        less = {"dose_1-unit-760": "-5000", "amends_id": own[1]}
        amended = await filled(city, f"{address}/moi", number="2/QĐ-SYT", **DAY, **less)
        assert amended.status_code == 303, amended.text
        assert "35.000" in (await city.get(address)).text


async def test_vials_are_handed_over_counted_with_a_reason_and_issued(
    world: World, runtime: Runtime, database: str, served: str, settings: Settings
) -> None:
    store = await facility_under(database, FACILITY)
    day: SiteDay = await make_site_day(runtime, database, vials=1)
    base, clinic = f"/console/kho/{store}", f"/console/kho/{FACILITY}"
    lot = {f"vials-{LOT}": "40"}
    async with as_staff(served, settings, world.staff[Role.DISTRICT]) as district:
        got = await filled(district, f"{base}/nhap", document_number="PXK-77", **lot)
        assert got.status_code == 303, got.text
        much = {f"vials-{LOT}": "41", "receiver_id": str(FACILITY)}
        short = await filled(district, f"{base}/giao", **much)
        assert short.status_code == 422
        assert "không còn đủ" in short.text
        assert 'value="41"' in short.text
        some = {f"vials-{LOT}": "30", "receiver_id": str(FACILITY)}
        assert (await filled(district, f"{base}/giao", **some)).status_code == 303
        assert ">10<" in (await district.get(base)).text
    async with as_staff(served, settings, world.staff[Role.STOREKEEPER]) as keeper:
        assert (await keeper.get("/console/kho")).headers["location"] == clinic
        waits = re.search(rf"{clinic}/nhan/[0-9a-f-]{{36}}", (await keeper.get(clinic)).text)
        assert waits is not None
        fewer = {f"vials-{LOT}": "29"}
        unexplained = await filled(keeper, waits[0], **fewer)
        assert unexplained.status_code == 422
        assert "Hãy chọn lý do chênh lệch" in unexplained.text
        counted = await filled(keeper, waits[0], **fewer, **{f"reason-{LOT}": "broken"})
        assert counted.status_code == 303, counted.text
        sheet = f"{clinic}/cap-phat?buoi={day.session}"
        issued = await filled(keeper, sheet, session_id=str(day.session), **{f"vials-{LOT}": "5"})
        assert issued.status_code == 303, issued.text
        book = await keeper.get(f"{clinic}/so")
        assert "−5" in book.text
        assert "+29" in book.text
        hidden = re.search(
            r'request_id" value="([^"]+)"><input type="hidden" name="event_id" value="([^"]+)"',
            book.text,
        )
        assert hidden is not None
        fields = {"csrf": form_token(book), "request_id": hidden[1], "event_id": hidden[2]}
        void = await keeper.post(f"{clinic}/so/huy", data={**fields, "reason": "wrong_number"})
        assert void.status_code == 303
        assert "Đã hủy" in (await keeper.get(f"{clinic}/so")).text
        assert (await keeper.get(f"/console/kho/{OTHER_FACILITY}")).status_code == 403
        back = await keeper.get(f"{clinic}/so.xlsx")
        assert back.status_code == 200
        assert back.content[:2] == b"PK"


async def test_a_lot_is_held_for_a_territory_and_released_by_whom_stopped_it(
    world: World, served: str, settings: Settings
) -> None:
    page = f"/console/lo/{LOT}"
    held = {"state": "held", "unit_id": str(CITY), "reason": "Chờ kết luận"}
    async with as_staff(served, settings, world.staff[Role.PROVINCE]) as city:
        nowhere = await filled(city, page, state="held", reason="Chờ kết luận")
        assert nowhere.status_code == 422
        assert "Chờ kết luận" in nowhere.text
        assert (await filled(city, page, **held)).status_code == 303
        assert "Tạm dừng sử dụng" in (await city.get("/console/lo")).text
    async with as_staff(served, settings, world.staff[Role.DISTRICT]) as district:
        released = {"state": "released", "unit_id": "760", "reason": "Đã kiểm tra"}
        refused = await filled(district, page, **released)
        assert refused.status_code == 422
        assert "Cấp trên đang tạm dừng lô này" in refused.text
        abroad = await filled(district, page, **held)
        assert abroad.status_code == 422
    async with as_staff(served, settings, world.staff[Role.NURSE]) as nurse:
        assert (await nurse.get(page)).status_code == 200
        assert (await nurse.post(page, data={"csrf": "x"})).status_code == 403


def test_a_text_in_a_workbook_never_becomes_a_formula() -> None:
    rows = [("=1+1", "+84", "-5", "@cmd"), ("Nguyễn Thị Đào", 3, None, "\t=2")]
    sheet = load_workbook(BytesIO(workbook("Thử", ["a", "b", "c", "d"], rows))).active
    assert sheet is not None
    cells = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    assert cells[0] == ["'=1+1", "'+84", "'-5", "'@cmd"]
    assert cells[1] == ["Nguyễn Thị Đào", 3, None, "'\t=2"]
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)


async def test_the_sheets_of_a_store_hold(look: Looks, runtime: Runtime, database: str) -> None:
    store = await facility_under(database, FACILITY)
    day = await make_site_day(runtime, database, vials=2)
    await look(Role.DISTRICT, f"/console/kho/{store}/nhap")
    for sheet in ("kiem-ke", f"cap-phat?buoi={day.session}", f"hoan-tra?buoi={day.session}"):
        await look(Role.STOREKEEPER, f"/console/kho/{FACILITY}/{sheet}")
