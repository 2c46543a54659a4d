"""The health book: doses and their states, the next dose, certificates, notices, who looked."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.domains.certificates.conftest import issuer_key
from tests.faces.citizen.conftest import Family, about, ago, dose
from tests.support.people import submit
from tests.support.rows import put
from tests.support.world import CITY, DISTRICT, FACILITY, PRODUCT, SITE, WARD
from tiemchung.domains.certificates import service as certificates
from tiemchung.domains.ledger.record import write_event
from tiemchung.domains.registry.events import Verified
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.ids import uuid7


async def page(family: Family, path: str, person: UUID | None = None) -> str:
    answer = await family.browser.get(f"/me/nguoi/{person or family.lan}{path}")
    assert answer.status_code == 200, answer.text
    return answer.text


async def sign_all(family: Family) -> None:
    key = issuer_key(from_=real_now() - timedelta(days=30))
    runtime = family.runtime
    async with runtime.db.worker.acquire() as tx:
        await certificates.publish_key(tx, key)
    await certificates.issue_waiting(
        runtime.db.worker, runtime.intake, key, clock_offset=runtime.clock.offset
    )
    await family.follow()


async def test_a_dose_shows_at_once_with_its_state_and_the_state_moves(family: Family) -> None:
    given = uuid7()
    assert "Chưa có mũi tiêm nào" in await page(family, "")
    await family.tell(dose(family.lan, 3, event_id=given))
    text = await page(family, "")
    assert "Vaxzevria" in text
    assert "ABW0411" in text
    assert "Điểm tiêm 21" in text
    assert "Cơ sở tiêm sẽ xác nhận" in text
    await family.tell(about("confirmed", family.lan, given))
    assert "Cơ sở tiêm đã xác nhận. Chứng nhận đang được ký." in await page(family, "")
    await sign_all(family)
    assert "chứng nhận đã được ký" in await page(family, "")
    await family.tell(about("voided", family.lan, given))
    text = await page(family, "")
    assert "Bản ghi không được tính" in text
    assert "Chưa có mũi tiêm nào" in text


async def test_the_next_dose_names_its_day_and_its_decision(family: Family) -> None:
    await family.tell(dose(family.lan, 10))
    text = await page(family, "")
    assert "Mũi tiếp theo: mũi 2" in text
    assert "Căn cứ:" in text
    assert "QĐ-BYT" in text or "BYT-DP" in text
    assert "Mũi 2 từ ngày" in (await family.browser.get("/me")).text


async def test_a_certificate_is_shown_printed_and_explained(family: Family) -> None:
    assert "Chưa có mũi tiêm nào" in await page(family, "/chung-nhan")
    given = uuid7()
    await family.tell(dose(family.lan, 3, event_id=given))
    assert "Chứng nhận được ký sau khi cơ sở tiêm xác nhận" in await page(family, "/chung-nhan")
    await family.tell(about("confirmed", family.lan, given))
    assert "Chứng nhận đang được ký" in await page(family, "/chung-nhan")
    await sign_all(family)
    text = await page(family, "/chung-nhan")
    assert "VN1:" in text
    assert "<svg" in text
    found = await family.runtime.db.worker.fetchval(
        "SELECT certificate_id FROM certificates.certificate"
    )
    pdf = await family.browser.get(f"/me/nguoi/{family.lan}/chung-nhan/{found}/pdf")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["cache-control"] == "no-store"
    other = await family.browser.get(f"/me/nguoi/{family.minh}/chung-nhan/{found}/pdf")
    assert other.status_code == 404


async def test_notices_tell_of_every_change_and_are_marked_read(family: Family) -> None:
    given = uuid7()
    await family.tell(dose(family.lan, 3, event_id=given))
    await family.tell(about("voided", family.lan, given, reason="wrong_person"))
    home = (await family.browser.get("/me")).text
    assert "thay đổi chưa đọc" in home
    text = (await family.browser.get("/me/thong-bao")).text
    assert "Một mũi tiêm đã được ghi vào sổ" in text
    assert "Một bản ghi đã bị hủy" in text
    assert "Trạm Y tế 11" in text
    answer = await submit(family.browser, "/me/thong-bao")
    assert answer.status_code == 303
    assert "thay đổi chưa đọc" not in (await family.browser.get("/me")).text


async def test_who_has_looked_is_told_with_ground_and_reason(family: Family, database: str) -> None:
    assert "Chưa có ai mở hồ sơ này" in await page(family, "/ai-da-xem")
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    for n in range(55):
        await put(
            connection, "registry.access_log", person_id=family.lan, access_id=uuid7(), at=ago(n),
            actor_name=f"Nhân viên {n}", actor_role="district", purpose="break_glass",
            reason="Đối chiếu phản ánh", facility_id=FACILITY,
        )  # fmt: skip
    await connection.close()
    text = await page(family, "/ai-da-xem")
    assert "Nhân viên 0" in text
    assert "mở ngoài phạm vi" in text
    assert "Đối chiếu phản ánh" in text
    assert "Nhân viên 54" in await page(family, "/ai-da-xem?trang=2")
    assert "Nhân viên 54" in await page(family, "/ai-da-xem?trang=99999999999999999")


async def test_a_reaction_from_home_is_recorded_for_the_dose(family: Family) -> None:
    given = uuid7()
    path = f"/me/nguoi/{family.lan}/phan-ung"
    assert "Chưa có mũi tiêm nào" in (await family.browser.get(path)).text
    await family.tell(dose(family.lan, 3, event_id=given))
    sent = await submit(family.browser, path, dose=str(given), signs=["fever", "chills"])
    assert sent.status_code == 303
    (row,) = await family.runtime.db.worker.fetch("SELECT * FROM safety.reaction")
    assert (row["severity"], row["reported_from"], row["signs"]) == (
        "common", "home", ["fever", "chills"],
    )  # fmt: skip
    assert (row["home_ward"], row["lot_id"], row["dose_event_id"]) == (WARD, 31, given)
    assert "Sốt" in (await family.browser.get(path)).text
    danger = await submit(family.browser, path, dose=str(given), signs="breathing_difficulty")
    assert "gọi 115" in (await family.browser.get(danger.headers["location"])).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Xin điền mục này."),
        ({"dose": "x", "signs": "fever"}, "Mục này chưa đúng"),
        ({"dose": str(uuid4()), "signs": "fever"}, "Xin chọn mũi tiêm."),
        ({"signs": "no_such_sign"}, "Xin chọn trong danh sách."),
    ],
)
async def test_a_wrong_report_is_refused(
    family: Family, fields: dict[str, str], words: str
) -> None:
    given = uuid7()
    await family.tell(dose(family.lan, 3, event_id=given))
    path = f"/me/nguoi/{family.lan}/phan-ung"
    sent = fields if "dose" in fields or not fields else fields | {"dose": str(given)}
    answer = await submit(family.browser, path, None, **sent)
    assert answer.status_code == 422
    assert words in answer.text


async def test_strangers_do_not_exist(family: Family) -> None:
    for path in ("", "/chung-nhan", "/phan-ung", "/ai-da-xem", f"/lich-hen/{uuid4()}"):
        for person in (family.stranger, uuid4()):
            answer = await family.browser.get(f"/me/nguoi/{person}{path}")
            assert answer.status_code == 404
    path = f"/me/nguoi/{family.stranger}/phan-ung"
    known = await family.browser.get("/me/gia-dinh")
    assert "Lê Thị Hoa" not in known.text
    assert (await submit(family.browser, "/me/gia-dinh", path)).status_code == 404


async def test_a_member_can_be_let_go_and_the_record_stays(family: Family) -> None:
    answer = await submit(family.browser, "/me/gia-dinh", f"/me/gia-dinh/{family.minh}/go")
    assert answer.status_code == 303
    assert "Trần Văn Minh" not in (await family.browser.get("/me")).text
    assert (await family.browser.get(f"/me/nguoi/{family.minh}")).status_code == 404
    kept = await family.runtime.db.worker.fetchval("SELECT count(*) FROM registry.person")
    assert kept == 3


async def test_the_verified_are_shown_so(family: Family) -> None:
    data = Verified(register="stand-in", batch=uuid7(), document_kind="personal_number")
    await family.tell(
        write_event("verified", event_id=uuid7(), at=ago(0), person=family.lan, data=data)
    )
    assert "Đã xác thực" in (await family.browser.get("/me")).text


async def make_appointment(database: str, person: UUID, at: datetime) -> tuple[UUID, UUID, UUID]:
    """Plan a session of two frames with one seat each; the person sits in the first."""
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    place = {"place_province": CITY, "place_district": DISTRICT, "place_ward": WARD}
    session, first, second, appointment = uuid4(), uuid4(), uuid4(), uuid4()
    await put(connection, "planning.session", facility_id=FACILITY, session_id=session,
              site_id=SITE, day=at.date(), half_day="morning", starts_at=at,
              ends_at=at + timedelta(hours=2), product_id=PRODUCT, tables=1, capacity=2,
              state="planned", round_id=None, **place)  # fmt: skip
    for slot, start, taken in ((first, at, 1), (second, at + timedelta(hours=1), 0)):
        await put(connection, "booking.slot", facility_id=FACILITY, slot_id=slot,
                  session_id=session, starts_at=start, ends_at=start + timedelta(hours=1),
                  capacity=1, taken=taken, **place)  # fmt: skip
    await put(connection, "booking.appointment", person_id=person, appointment_id=appointment,
              facility_id=FACILITY, site_id=SITE, session_id=session, slot_id=first, starts_at=at,
              code="K7PM3X9A", state="open", dose_number_expected=1, round_id=None,
              candidate_id=None, **place)  # fmt: skip
    await connection.close()
    return appointment, first, second


async def taken(family: Family) -> list[int]:
    rows = await family.runtime.db.worker.fetch("SELECT taken FROM booking.slot ORDER BY starts_at")
    return [r["taken"] for r in rows]


async def test_an_appointment_shows_code_and_qr_and_moves_to_a_free_hour(
    family: Family, database: str
) -> None:
    at = real_now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    appointment, _first, second = await make_appointment(database, family.lan, at)
    path = f"/me/nguoi/{family.lan}/lich-hen/{appointment}"
    text = (await family.browser.get(path)).text
    assert "K7PM-3X9A" in text
    assert "<svg" in text
    assert "Nguyễn Thị Lan" in (await family.browser.get("/me/lich-hen")).text
    moved = await submit(family.browser, f"{path}/doi", slot_id=str(second))
    assert moved.status_code == 303
    assert await taken(family) == [0, 1]
    new = (await family.browser.get(moved.headers["location"])).text
    assert "K7PM-3X9A" not in new


async def test_an_appointment_is_cancelled_once(family: Family, database: str) -> None:
    at = real_now() + timedelta(days=2)
    appointment, first, _second = await make_appointment(database, family.lan, at)
    path = f"/me/nguoi/{family.lan}/lich-hen/{appointment}"
    full = await submit(family.browser, f"{path}/doi", slot_id=str(first))
    assert full.status_code == 422
    nothing = await submit(family.browser, f"{path}/doi", f"{path}/huy")
    assert nothing.status_code == 422
    answer = await submit(family.browser, f"{path}/doi", f"{path}/huy", reason="ill")
    assert answer.status_code == 303
    assert await taken(family) == [0, 0]
    assert "Đã hủy" in (await family.browser.get("/me/lich-hen")).text
    assert "không đổi được nữa" in (await family.browser.get(f"{path}/doi")).text


async def test_pages_of_an_empty_account_say_what_to_do(newcomer: httpx.AsyncClient) -> None:
    for path, words in (
        ("/me", "Chưa có ai trong sổ"),
        ("/me/gia-dinh", "Chưa có ai"),
        ("/me/lich-hen", "Chưa có lịch hẹn"),
        ("/me/thong-bao", "Chưa có thông báo"),
    ):
        answer = await newcomer.get(path)
        assert answer.status_code == 200
        assert words in answer.text
