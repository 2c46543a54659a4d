"""Staff sign in through the pages: password, authenticator, role, sign-out."""

from uuid import UUID

import asyncpg
import httpx
import pytest
from pyotp.totp import TOTP

from tests.support.people import PASSWORD, form_token, submit
from tests.support.world import World
from tiemchung.domains.identity import passwords
from tiemchung.domains.identity.roles import Role

DOOR = "/console/dang-nhap"


@pytest.fixture
async def passworded(world: World, database: str) -> World:
    connection = await asyncpg.connect(database)
    stored = await passwords.hashed(PASSWORD)
    await connection.execute("UPDATE identity.staff SET password_hash = $1", stored)
    await connection.close()
    return world


async def test_one_role_leads_straight_to_work(
    passworded: World, browser: httpx.AsyncClient
) -> None:
    answer = await submit(browser, DOOR, username="SITE_HEAD ", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("tc_staff="))
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()
    home = await browser.get("/console")
    assert home.status_code == 200
    assert "Trưởng điểm tiêm" in home.text
    assert f"Nhân viên {Role.SITE_HEAD}" in home.text
    assert passworded.staff


async def test_a_wrong_password_and_an_unknown_name_are_answered_alike(
    passworded: World, browser: httpx.AsyncClient
) -> None:
    assert passworded.staff
    wrong = await submit(browser, DOOR, username="nurse", password="không phải mật khẩu này")
    unknown = await submit(browser, DOOR, username="nobody", password="không phải mật khẩu này")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    sentence = "Tên đăng nhập hoặc mật khẩu không đúng"
    assert sentence in wrong.text
    assert sentence in unknown.text
    assert "không phải mật khẩu này" not in wrong.text


async def test_a_form_without_its_token_is_refused(
    passworded: World, browser: httpx.AsyncClient
) -> None:
    assert passworded.staff
    fields = {"username": "nurse", "password": PASSWORD}
    assert (await browser.post(DOOR, data=fields)).status_code == 403
    await browser.get(DOOR)
    stolen = {**fields, "csrf": "A" * 86}
    assert (await browser.post(DOOR, data=stolen)).status_code == 403


async def test_above_the_site_an_authenticator_is_enrolled_and_then_asked_for(
    passworded: World, browser: httpx.AsyncClient
) -> None:
    assert passworded.staff
    answer = await submit(browser, f"{DOOR}?next=/command", username="province", password=PASSWORD,
                          next="/command")  # fmt: skip
    assert answer.headers["location"] == f"{DOOR}/dang-ky-ma?next=/command"
    assert (await browser.get("/console")).status_code == 303
    page = await browser.get(answer.headers["location"])
    assert "<svg" in page.text
    secret = page.text.split('tc-qr__letters">')[1].split("<")[0].replace(" ", "")
    totp = TOTP(secret)
    token = form_token(page)
    before = browser.cookies["tc_staff"]
    wrong = await browser.post(f"{DOOR}/dang-ky-ma", data={"csrf": token, "code": "000000"})
    assert wrong.status_code == 422
    code = totp.now()
    entered = await browser.post(
        f"{DOOR}/dang-ky-ma", data={"csrf": token, "code": code, "next": "/command"}
    )
    assert (entered.status_code, entered.headers["location"]) == (303, "/command")
    assert browser.cookies["tc_staff"] != before
    assert (await browser.get("/console")).status_code == 200
    # The same code again is refused: each time step counts once.
    browser.cookies.clear()
    again = await submit(browser, DOOR, username="province", password=PASSWORD)
    assert again.headers["location"] == f"{DOOR}/ma"
    replayed = await submit(browser, f"{DOOR}/ma", code=code)
    assert replayed.status_code == 422


async def test_sign_out_ends_the_log_in_and_not_only_the_cookie(
    passworded: World, browser: httpx.AsyncClient
) -> None:
    assert passworded.staff
    await submit(browser, DOOR, username="nurse", password=PASSWORD)
    kept = browser.cookies["tc_staff"]
    out = await submit(browser, "/console/tai-khoan", "/console/dang-xuat")
    assert out.headers["location"] == DOOR
    browser.cookies.set("tc_staff", kept)
    assert (await browser.get("/console")).status_code == 303


async def test_of_several_roles_one_is_chosen_and_changed(
    passworded: World, database: str, browser: httpx.AsyncClient
) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(
        "INSERT INTO identity.role_grant (grant_id, staff_id, role, facility_id, valid_from)"
        " SELECT gen_random_uuid(), $1, 'observer', 12, '2020-01-01'",
        passworded.staff[Role.NURSE],
    )
    answer = await submit(browser, DOOR, username="nurse", password=PASSWORD)
    assert answer.headers["location"] == "/console/vai-tro"
    assert (await browser.get("/console")).headers["location"].startswith(DOOR)
    page = await browser.get("/console/vai-tro")
    assert "Trạm Y tế 11" in page.text
    assert "Trạm Y tế 12" in page.text
    grants = {
        r["facility_id"]: str(r["grant_id"])
        for r in await connection.fetch(
            "SELECT grant_id, facility_id FROM identity.role_grant WHERE staff_id = $1",
            passworded.staff[Role.NURSE],
        )
    }
    await submit(browser, "/console/vai-tro", grant=grants[12])
    assert "Trạm Y tế 12" in (await browser.get("/console")).text
    foreign = await connection.fetchval(
        "SELECT grant_id FROM identity.role_grant WHERE staff_id = $1",
        passworded.staff[Role.SITE_HEAD],
    )
    refused = await submit(browser, "/console/vai-tro", grant=str(foreign))
    assert refused.status_code == 403
    # A grant that ends takes the log-in with it, at once.
    await connection.execute(
        "UPDATE identity.role_grant SET valid_to = now() WHERE grant_id = $1",
        UUID(grants[12]),
    )
    assert (await browser.get("/console")).status_code == 303
    await connection.close()


async def test_a_first_password_is_changed_before_any_work(
    passworded: World, database: str, browser: httpx.AsyncClient
) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(
        "UPDATE identity.staff SET must_change_password = true WHERE staff_id = $1",
        passworded.staff[Role.RECEPTION],
    )
    await connection.close()
    answer = await submit(browser, DOOR, username="reception", password=PASSWORD)
    assert answer.headers["location"] == "/console/mat-khau"
    assert (await browser.get("/console")).status_code == 303
    fields = {"old": PASSWORD, "new": "reception-2021", "again": "reception-2021"}
    assert (await submit(browser, "/console/mat-khau", **fields)).status_code == 422
    fields |= {"new": "hoa phượng nở đỏ", "again": "hoa phượng nở đỏ"}
    assert (await submit(browser, "/console/mat-khau", **fields)).status_code == 303
    roles = await browser.get("/console/vai-tro")
    assert "Tiếp đón" in roles.text


async def test_a_link_to_another_site_is_not_followed(
    passworded: World, browser: httpx.AsyncClient
) -> None:
    assert passworded.staff
    for to in ("//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example"):
        answer = await submit(browser, DOOR, username="nurse", password=PASSWORD, next=to)
        assert answer.headers["location"] == "/console"
        browser.cookies.clear()
