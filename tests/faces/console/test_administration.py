"""Administration in the back office: roles go downwards only, badges and codes are shown once."""

import re
from uuid import UUID

import asyncpg

from tests.support.people import as_staff, form_token, submit
from tests.support.site_day import make_site_day
from tests.support.world import FACILITY, OTHER_FACILITY, OTHER_WARD, WARD, World
from tiemchung.domains.identity.giving import HeldGrant, may_give, may_manage
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

LIST = "/console/nhan-su"
NEW = {"username": "dd.moi", "full_name": "Lê Thị Mới", "facility_id": str(FACILITY)}


def test_roles_are_given_downwards() -> None:
    assert may_give(Role.FACILITY_HEAD, Role.NURSE)
    assert not may_give(Role.FACILITY_HEAD, Role.FACILITY_HEAD)
    assert not may_give(Role.NURSE, Role.NURSE)
    assert not may_give(None, Role.NURSE)
    assert may_give(Role.PROVINCE, Role.DISTRICT)
    assert not may_give(Role.PROVINCE, Role.MINISTRY)
    nurse, officer = HeldGrant("nurse", covered=True), HeldGrant("province", covered=True)
    assert may_manage(Role.FACILITY_HEAD, [nurse])
    assert not may_manage(Role.FACILITY_HEAD, [nurse, officer])
    assert not may_manage(Role.FACILITY_HEAD, [HeldGrant("nurse", covered=False)])


async def test_an_account_is_opened_given_a_role_a_badge_and_closed(
    world: World, database: str, served: str, settings: Settings
) -> None:
    async with as_staff(served, settings, world.staff[Role.FACILITY_HEAD]) as head:
        wrong = await submit(head, LIST, **NEW | {"username": "không được!"})
        assert wrong.status_code == 422
        assert "Lê Thị Mới" in wrong.text
        abroad = await submit(head, LIST, **NEW | {"facility_id": str(OTHER_FACILITY)})
        assert abroad.status_code == 422
        made = await submit(head, LIST, **NEW)
        assert made.status_code == 303, made.text
        page = made.headers["location"]
        found = await submit(head, LIST, f"{LIST}/tim", q="lê thị mới")
        assert page in found.text
        above = await submit(head, page, f"{page}/vai-tro", role="district", unit_id="760")
        assert above.status_code == 422
        role = {"role": "nurse", "facility_id": str(FACILITY), "days": "30"}
        assert (await submit(head, page, f"{page}/vai-tro", **role)).status_code == 303
        assert "Thu vai trò" in (await head.get(page)).text
        weak = await submit(head, page, f"{page}/the", pin="1111")
        assert weak.status_code == 422
        badge = await submit(head, page, f"{page}/the", pin="204816")
        assert "<svg" in badge.text
        assert "204816" not in badge.text
        grant = re.search(r'name="grant_id" value="([^"]+)"', (await head.get(page)).text)
        assert grant is not None
        ended = await submit(head, page, f"{page}/thu-vai-tro", grant_id=grant[1])
        assert ended.status_code == 303
        assert "Thu vai trò<" not in (await head.get(page)).text
        assert (await submit(head, page, f"{page}/tai-khoan", act="close")).status_code == 303
        assert "Đã khóa" in (await head.get(page)).text
    connection = await asyncpg.connect(database)
    person = UUID(page.rpartition("/")[2])
    row = await connection.fetchrow(
        "SELECT active, badge_digest IS NOT NULL, pin_hash FROM identity.staff WHERE staff_id = $1",
        person,
    )
    await connection.close()
    assert row is not None
    assert (row[0], row[1]) == (False, True)
    assert "204816" not in row[2]


async def test_nobody_sees_to_accounts_above_or_elsewhere(
    world: World, served: str, settings: Settings
) -> None:
    async with as_staff(served, settings, world.staff[Role.FACILITY_HEAD]) as head:
        officer = f"{LIST}/{world.staff[Role.PROVINCE]}"
        assert (await head.get(officer)).status_code == 404
        own = f"{LIST}/{world.staff[Role.FACILITY_HEAD]}"
        shown = await head.get(own)
        token = form_token(shown)
        act = {"csrf": token, "act": "password", "password": "hoa phượng nở đỏ"}
        assert (await head.post(f"{own}/tai-khoan", data=act)).status_code == 422
        assert (await head.post(f"{officer}/tai-khoan", data=act)).status_code in (404, 422)
    async with as_staff(served, settings, world.staff[Role.DISTRICT]) as district:
        page = f"{LIST}/{world.staff[Role.NURSE]}"
        abroad = await submit(
            district, page, f"{page}/vai-tro", role="ward", unit_id=str(OTHER_WARD)
        )
        assert abroad.status_code == 422
        here = await submit(district, page, f"{page}/vai-tro", role="ward", unit_id=str(WARD))
        assert here.status_code == 303
    async with as_staff(served, settings, world.staff[Role.OBSERVER]) as observer:
        assert (await observer.get(LIST)).status_code == 403


async def test_a_device_code_is_shown_once_and_a_device_revoked(
    world: World, served: str, settings: Settings
) -> None:
    async with as_staff(served, settings, world.staff[Role.SITE_HEAD]) as head:
        many = await submit(head, "/console/may", devices="99")
        assert many.status_code == 422
        code = await submit(head, "/console/may", devices="5")
        letters = re.search(r'tc-qr__letters">([^<]+)<', code.text)
        assert letters is not None
        assert letters[1] not in (await head.get("/console/may")).text
        revoke = f"/console/may/{world.device.id}/thu-hoi"
        assert (await submit(head, "/console/may", revoke, reason="mất máy")).status_code == 303
        assert "mất máy" in (await head.get("/console/may")).text
        other = f"/console/may/{world.other_device.id}/thu-hoi"
        assert (await submit(head, "/console/may", other, reason="x")).status_code == 404


async def test_a_site_and_a_team_are_opened_within_the_place(
    world: World, served: str, settings: Settings
) -> None:
    page = "/console/diem-tiem"
    site = {"facility_id": str(FACILITY), "name": "Trường Lê Lợi", "kind": "fixed",
            "unit_id": str(WARD), "tables": "4"}  # fmt: skip
    async with as_staff(served, settings, world.staff[Role.DISTRICT]) as district:
        assert (await submit(district, page, **site)).status_code == 303
        assert "Trường Lê Lợi" in (await district.get(page)).text
        many = await submit(district, page, **site | {"tables": "400"})
        assert many.status_code == 422
        abroad = await submit(district, page, **site | {"facility_id": str(OTHER_FACILITY)})
        assert abroad.status_code == 422
        team = {"team_facility": str(FACILITY), "team_name": "Đội 1"}
        assert (await submit(district, page, f"{page}/doi", **team)).status_code == 303
        assert (await submit(district, page, f"{page}/doi", **team)).status_code == 422


async def test_the_first_page_names_what_waits(
    world: World, runtime: Runtime, database: str, served: str, settings: Settings
) -> None:
    day = await make_site_day(runtime, database, people=2)
    async with as_staff(served, settings, world.staff[Role.SITE_HEAD]) as head:
        page = (await head.get("/console")).text
        assert str(day.session) in page
        assert "Không có việc nào đang chờ" in page
