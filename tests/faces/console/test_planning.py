"""From a round to a called list in the back office, page by page as the roles do it."""

import re
from datetime import timedelta

import asyncpg
import httpx

from tests.support.people import as_staff, form_token, submit
from tests.support.site_day import make_site_day
from tests.support.world import CITY, FACILITY, LOT, PRODUCT, SITE, World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

_HIDDEN = re.compile(
    r'name="(plan_id|session_id|copy_id|expected)" value="([0-9a-f-]+)"'
)  # fmt: skip


async def filled(
    client: httpx.AsyncClient, page: str, to: str = "", **fields: str
) -> httpx.Response:
    """Send a form of a page with its hidden fields and these."""
    shown = await client.get(page)
    assert shown.status_code == 200, shown.text
    hidden = dict(_HIDDEN.findall(shown.text))
    return await client.post(to or page, data={"csrf": form_token(shown), **hidden, **fields})


def days(runtime: Runtime, **names: int) -> dict[str, str]:
    """Return the boxes of days, so many days from today."""
    sent: dict[str, str] = {}
    for name, later in names.items():
        day = runtime.clock.today() + timedelta(days=later)
        for part in ("day", "month", "year"):
            sent[f"{name}-{part}"] = str(getattr(day, part))
    return sent


async def prepared(runtime: Runtime, database: str) -> None:
    """Register six people, make them wait on the ward's list of a round, name a campaign."""
    day = await make_site_day(runtime, database)
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    await connection.execute(
        "UPDATE booking.appointment SET state = 'cancelled';"
        "INSERT INTO planning.campaign (campaign_id, name, disease, starts_on)"
        " VALUES (7, 'Chiến dịch', 'covid-19', '2021-03-08');"
        "INSERT INTO planning.candidate_list (list_id, source, province_id, name, entered_at)"
        " VALUES (gen_random_uuid(), 'ward', 79, 'Danh sách', now());"
    )
    await connection.execute(
        "INSERT INTO planning.candidate (person_id, candidate_id, list_id, source, state,"
        " priority_group, entered_at, changed_at, home_province, home_district, home_ward)"
        " SELECT p.person_id, gen_random_uuid(), l.list_id, 'ward', 'waiting', '10', now(), now(),"
        "        p.home_province, p.home_district, p.home_ward"
        "   FROM registry.person AS p, planning.candidate_list AS l"
        "  WHERE p.person_id = ANY ($1)",
        [p.id for p in day.people],
    )
    await connection.close()


async def call_and_print(head: httpx.AsyncClient, session: str) -> None:
    """Call four people to a session, print their papers, tick two as handed over."""
    called = await filled(head, session, f"{session}/goi")
    assert called.status_code == 303, called.text
    listed = await head.get(f"{session}/danh-sach")
    assert "4 người" in listed.text
    values = re.findall(r'name="delivered" value="([^"]+)"', listed.text)
    token = form_token(listed)
    ticked = await head.post(f"{session}/da-giao", data={"csrf": token, "delivered": values[:2]})
    assert ticked.status_code == 303
    assert (await head.get(f"{session}/danh-sach")).text.count("Đã giao giấy</strong>") == 2
    for paper in ("giay-moi.pdf", "phieu-sang-loc.pdf"):
        printed = await head.get(f"{session}/{paper}")
        assert printed.content[:5] == b"%PDF-", printed.text
    assert (await head.get(f"{session}/danh-sach.xlsx")).content[:2] == b"PK"


async def test_a_round_becomes_a_plan_a_session_and_a_called_list(
    world: World, runtime: Runtime, database: str, served: str, settings: Settings
) -> None:
    await prepared(runtime, database)
    async with as_staff(served, settings, world.staff[Role.PROVINCE]) as city:
        fields = {"campaign_id": "7", "province_id": str(CITY), "number": "5", "name": "Đợt 5"}
        crooked = days(runtime, starts_on=5, ends_on=-1)
        wrong = await filled(city, "/console/dot-tiem", **fields, **crooked)
        assert wrong.status_code == 422
        assert 'value="Đợt 5"' in wrong.text
        made = await filled(
            city, "/console/dot-tiem", **fields, **days(runtime, starts_on=-1, ends_on=30)
        )
        assert made.status_code == 303, made.text
        round_page = made.headers["location"]
        rule = {"facility_id": str(FACILITY), "places": "4", "groups": "10"}
        seen = await filled(city, f"{round_page}/phan-cong", act="preview", **rule)
        assert "Sẽ phân 4 người" in seen.text
        stale = await filled(
            city, f"{round_page}/phan-cong", act="assign", **rule | {"expected": "3"}
        )
        assert "Danh sách đã thay đổi" in stale.text
        done = await filled(city, f"{round_page}/phan-cong", act="assign", **rule, expected="4")
        assert done.status_code == 303, done.text
    number = round_page.rpartition("/")[2]
    async with as_staff(served, settings, world.staff[Role.FACILITY_HEAD]) as head:
        drawn = await filled(
            head, "/console/ke-hoach/moi", round_id=number, facility_id=str(FACILITY),
            target="100", **days(runtime, starts_on=0, ends_on=10),
        )  # fmt: skip
        assert drawn.status_code == 303, drawn.text
        plan = drawn.headers["location"]
        early = await filled(head, plan, f"{plan}/trinh")
        assert early.status_code == 422
        named = await filled(head, plan, f"{plan}/diem", **{f"target-{SITE}": "100"})
        assert named.status_code == 303
        assert (await filled(head, plan, f"{plan}/trinh")).status_code == 303
        assert (await filled(head, plan, f"{plan}/duyet")).status_code == 403
    async with as_staff(served, settings, world.staff[Role.DISTRICT]) as district:
        assert "Chờ duyệt" in (await district.get("/console/ke-hoach")).text
        back = await filled(district, plan, f"{plan}/tra-lai", remark="")
        assert back.status_code == 422
        assert (await filled(district, plan, f"{plan}/duyet")).status_code == 303
    async with as_staff(served, settings, world.staff[Role.SITE_HEAD]) as head:
        opened = await filled(
            head, f"/console/buoi-tiem/moi?ke-hoach={plan.rpartition('/')[2]}",
            "/console/buoi-tiem/moi", site_id=str(SITE), half_day="afternoon",
            product_id=str(PRODUCT), tables="2", capacity="40", plan_id=plan.rpartition("/")[2],
            **days(runtime, day=2),
        )  # fmt: skip
        assert opened.status_code == 303, opened.text
        session = opened.headers["location"]
        await call_and_print(head, session)
        ordered = await filled(head, session, f"{session}/moi-tin-nhan")
        assert ordered.status_code == 303
        staff = {"staff_id": str(world.staff[Role.NURSE]), "role": "nurse"}
        assert (await filled(head, session, f"{session}/nhan-su", **staff)).status_code == 303
        copied = await filled(head, session, f"{session}/sao-chep", **days(runtime, day=3))
        assert copied.status_code == 303, copied.text
        assert "Nhân viên nurse" in (await head.get(copied.headers["location"])).text
        other = copied.headers["location"]
        assert (await filled(head, other, f"{other}/huy", reason="weather")).status_code == 303
        assert "Đã hủy" in (await head.get(other)).text


async def test_a_session_is_closed_with_what_is_open_named(
    world: World, runtime: Runtime, database: str, served: str, settings: Settings
) -> None:
    day = await make_site_day(runtime, database, people=2)
    page = f"/console/buoi-tiem/{day.session}"
    async with as_staff(served, settings, world.staff[Role.SITE_HEAD]) as head:
        shown = await head.get(page)
        assert "chưa khớp" in shown.text
        unsigned = await submit(head, page, f"{page}/khoa-so")
        assert unsigned.status_code == 422
        assert (await submit(head, page, f"{page}/khoa-so", signed="yes")).status_code == 303
        assert "đã khóa sổ" in (await head.get(page)).text
        again = await submit(head, page, f"{page}/khoa-so", signed="yes")
        assert again.status_code == 422
    async with as_staff(served, settings, world.staff[Role.NURSE]) as nurse:
        assert (await submit(nurse, page, f"{page}/khoa-so", signed="yes")).status_code == 403


async def test_a_session_on_paper_is_entered_afterwards(
    world: World, runtime: Runtime, database: str, served: str, settings: Settings
) -> None:
    day = await make_site_day(runtime, database, people=2)
    page = f"/console/buoi-tiem/{day.session}/nhap-bu"
    hour = (runtime.clock.now() + timedelta(hours=7)).strftime("%H:%M")
    line = {"at": hour, "lot": str(LOT), "performed_by": str(world.staff[Role.INJECTOR]),
            "delay_reason": "no_network", "number": "1", "paper": "P-1"}  # fmt: skip
    async with as_staff(served, settings, world.staff[Role.RECEPTION]) as desk:
        assert day.people[0].name in (await desk.get(page)).text
        nobody = await late(desk, page, q="Không Ai Cả", **line)
        assert nobody.status_code == 422
        assert "Không tìm thấy ai" in nobody.text
        assert 'value="P-1"' in nobody.text
        wrong = await late(desk, page, person_id=str(day.people[0].id), **line | {"at": "25:00"})
        assert wrong.status_code == 422
        done = await late(desk, page, person_id=str(day.people[0].id), **line)
        assert done.status_code == 303, done.text
        assert day.people[0].name in (await desk.get(page)).text.rpartition("Đã nhập bù")[2]
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    row = await connection.fetchrow("SELECT entry, age_years, flags FROM siteops.dose")
    await connection.close()
    assert row is not None
    assert row["entry"] == "late"
    assert row["flags"] == []


async def late(client: httpx.AsyncClient, page: str, **fields: str) -> httpx.Response:
    """Send one line of the sheet."""
    shown = await client.get(page)
    request = re.search(r'name="request_id" value="([^"]+)"', shown.text)
    assert request is not None
    sent = {"csrf": form_token(shown), "request_id": request[1], **fields}
    return await client.post(page, data=sent)
