"""People in the back office: found, opened and logged, registered, listed by ward, answered for."""

import re
from uuid import UUID, uuid4

import asyncpg
import httpx

from tests.faces.console.conftest import Looks
from tests.support.people import as_staff, form_token, submit
from tests.support.site_day import SiteDay, make_site_day
from tests.support.world import CITY, DISTRICT, FACILITY, WARD, World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

FORM = "/console/nguoi-dan/dang-ky"
SOMEBODY = {
    "full_name": "Trần Thị Mỹ Hạnh", "birth": "5/3/1970", "sex": "female", "home": str(WARD),
    "document": "079170123456", "phone": "0903 555 666", "address": "12/3 Nguyễn Trãi",
    "neighbourhood_name": "Tổ 7",
}  # fmt: skip


async def register(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    shown = await client.get(FORM)
    person = re.search(r'name="person_id" value="([^"]+)"', shown.text)
    assert person is not None
    sent = {"csrf": form_token(shown), "person_id": person[1], **SOMEBODY, **fields}
    return await client.post(FORM, data=sent)


async def ask(database: str, query: str, *values: object) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        return await connection.fetch(query, *values)
    finally:
        await connection.close()


async def a_case(database: str, person: UUID) -> UUID:
    case = uuid4()
    await ask(
        database,
        "INSERT INTO registry.correction_case (person_id, case_id, number, kind, flags,"
        " facility_id, place_province, place_district, place_ward, opened_at, due_at, state)"
        " VALUES ($1, $2, 'HS-0001', 'dose', '{too_early}', $3, $4, $5, $6, now(),"
        " now() + interval '2 days', 'open')",
        person, case, FACILITY, CITY, DISTRICT, WARD,
    )  # fmt: skip
    return case


async def test_somebody_is_registered_found_and_changed_and_each_look_is_logged(
    world: World, database: str, served: str, settings: Settings
) -> None:
    async with as_staff(served, settings, world.staff[Role.WARD]) as ward:
        wrong = await register(ward, birth="31/2/1970", full_name="Trần Thị Mỹ Hạnh")
        assert wrong.status_code == 422
        assert "Không có ngày này" in wrong.text
        assert 'value="079170123456"' in wrong.text
        other_sex = await register(ward, sex="male")
        assert other_sex.status_code == 422
        assert 'name="confirmed"' in other_sex.text
        made = await register(ward)
        assert made.status_code == 303, made.text
        record = made.headers["location"]
        assert "Trần" not in record
        again = await register(ward)
        assert again.headers["location"] == record
        found = await submit(ward, "/console/nguoi-dan", q="tran thi my hanh 1970")
        assert found.status_code == 200
        assert record in found.text
        assert "079170123456" not in found.text
        assert "555666" not in found.text
        shown = await ward.get(record)
        assert "Trần Thị Mỹ Hạnh" in shown.text
        assert "Đang chờ" in shown.text
        change = {"address": "14 Nguyễn Trãi", "reason": "Chuyển nhà"}
        assert (await submit(ward, f"{record}/sua", **change)).status_code == 303
        nothing = await submit(ward, "/console/nguoi-dan", q="x")
        assert nothing.status_code == 422
    person = UUID(record.rpartition("/")[2])
    log = await ask(
        database, "SELECT purpose FROM registry.access_log WHERE person_id = $1", person
    )
    assert {r["purpose"] for r in log} == {"search", "in_scope"}
    kinds = await ask(database, "SELECT kind FROM ledger.person_event WHERE person_id = $1", person)
    assert sorted(r["kind"] for r in kinds) == ["registered", "updated"]


async def test_a_site_registers_somebody_and_they_wait_on_the_list(
    world: World, database: str, served: str, settings: Settings
) -> None:
    papers = {"document": "", "no_document_reason": "lost"}
    async with as_staff(served, settings, world.staff[Role.RECEPTION]) as desk:
        record = (await register(desk, **papers)).headers["location"]
        code = await ask(database, "SELECT provisional_code FROM registry.person")
        assert code[0]["provisional_code"] in (await desk.get(record)).text.replace("-", "")
    async with as_staff(served, settings, world.staff[Role.WARD]) as ward:
        other = (await register(ward, full_name="Lê Văn Tám", **papers)).headers["location"]
    async with as_staff(served, settings, world.staff[Role.RECEPTION]) as desk:
        assert (await desk.get(other)).status_code == 404
        known = await register(desk, full_name="Lê Văn Tám", **papers)
        assert known.headers["location"] == f"{FORM}?xa={WARD}"
        shown = await desk.get(known.headers["location"])
        assert "đã có hồ sơ ở nơi khác" in shown.text
    sources = await ask(database, "SELECT source, state FROM planning.candidate ORDER BY source")
    assert [tuple(r) for r in sources] == [("site", "waiting"), ("ward", "waiting")]


async def test_whoever_lives_elsewhere_is_not_there(
    world: World, served: str, settings: Settings, database: str
) -> None:
    async with as_staff(served, settings, world.staff[Role.WARD]) as ward:
        record = (await register(ward)).headers["location"]
    person = UUID(record.rpartition("/")[2])
    await ask(
        database,
        "UPDATE registry.person SET home_province = 74, home_district = NULL, home_ward = 25747"
        " WHERE person_id = $1",
        person,
    )
    await ask(database, "DELETE FROM planning.candidate WHERE person_id = $1", person)
    async with as_staff(served, settings, world.staff[Role.SCREENER]) as doctor:
        assert (await doctor.get(record)).status_code == 404
        page = await doctor.get("/console/nguoi-dan")
        token = form_token(page)
        short = await doctor.post(record, data={"csrf": token, "reason": "cần"})
        assert short.status_code == 422
        reason = "Cấp cứu, người bệnh không tự khai được"
        opened = await doctor.post(record, data={"csrf": token, "reason": reason})
        assert opened.status_code == 200
    log = await ask(
        database,
        "SELECT purpose, reason FROM registry.access_log WHERE person_id = $1"
        " ORDER BY at DESC LIMIT 1",
        person,
    )
    assert tuple(log[0]) == ("break_glass", reason)


async def test_a_ward_sees_who_never_registered_and_adds_and_removes_with_a_reason(
    world: World, runtime: Runtime, database: str, served: str, settings: Settings
) -> None:
    day: SiteDay = await make_site_day(runtime, database)
    await ask(
        database,
        "WITH c AS (INSERT INTO planning.campaign (name, disease, starts_on)"
        " VALUES ('Chiến dịch', 'covid-19', '2021-03-08') RETURNING campaign_id)"
        " INSERT INTO planning.vaccination_round (campaign_id, province_id, number, name,"
        " starts_on, ends_on)"
        " SELECT campaign_id, 79, 5, 'Đợt 5', '2021-07-01', '2099-01-01' FROM c",
    )
    async with as_staff(served, settings, world.staff[Role.WARD]) as ward:
        page = await ward.get("/console/phuong")
        assert day.people[0].name in page.text
        unlisted = await ward.get(f"/console/phuong?xa={WARD}&loc=unlisted")
        assert unlisted.text.count("Đưa vào danh sách<") == len(day.people)
        fields = {"csrf": form_token(page), "person_id": str(day.people[0].id),
                  "ward": str(WARD), "round_id": "1"}  # fmt: skip
        assert (await ward.post("/console/phuong/them", data=fields)).status_code == 303
        waiting = await ward.get(f"/console/phuong?xa={WARD}&loc=waiting")
        candidate = re.search(r'name="candidate_id" value="([^"]+)"', waiting.text)
        assert candidate is not None
        fields |= {"candidate_id": candidate[1], "reason": "moved_away"}
        assert (await ward.post("/console/phuong/bo", data=fields)).status_code == 303
        removed = await ward.get(f"/console/phuong?xa={WARD}&loc=removed")
        assert day.people[0].name in removed.text
        assert (await ward.post("/console/phuong/dua-lai", data=fields)).status_code == 303
        printed = await ward.get(f"/console/phuong/danh-sach.pdf?xa={WARD}")
        assert printed.status_code == 200
        assert printed.content[:5] == b"%PDF-"
        assert (await ward.get("/console/phuong?xa=25747")).status_code == 404
    states = await ask(database, "SELECT state FROM planning.candidate")
    assert [r["state"] for r in states] == ["waiting"]


async def test_a_case_is_answered_once(
    world: World, runtime: Runtime, database: str, served: str, settings: Settings
) -> None:
    day = await make_site_day(runtime, database, people=1)
    case = await a_case(database, day.people[0].id)
    async with as_staff(served, settings, world.staff[Role.FACILITY_HEAD]) as head:
        assert "HS-0001" in (await head.get("/console/ho-so")).text
        page = f"/console/ho-so/{case}"
        short = await submit(head, page, answer="ok")
        assert short.status_code == 422
        answer = "Đã xem phiếu giấy, ngày tiêm đúng"
        assert (await submit(head, page, answer=answer)).status_code == 303
        assert answer in (await head.get(page)).text
        assert "HS-0001" not in (await head.get("/console/ho-so")).text
        assert "HS-0001" in (await head.get("/console/ho-so?loc=settled")).text
        missing = await head.get(f"/console/ho-so/{uuid4()}")
        assert missing.status_code == 404


async def test_the_page_of_a_dose_to_be_looked_at_holds(
    look: Looks, runtime: Runtime, database: str
) -> None:
    day = await make_site_day(runtime, database, people=4)
    case = await a_case(database, day.people[0].id)
    await look(Role.FACILITY_HEAD, f"/console/ho-so/{case}")
    await look(Role.WARD, f"/console/phuong?xa={WARD}&loc=removed")
