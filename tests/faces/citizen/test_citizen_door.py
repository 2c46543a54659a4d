"""Citizens sign in through the pages: phone, code, and nothing of theirs in any address."""

from typing import Any

import asyncpg
import httpx

from tests.support.people import as_citizen, form_token, submit
from tests.support.world import World
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.settings import Settings

DOOR = "/me/dang-nhap"


async def look(database: str, query: str, *args: Any) -> Any:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        return await connection.fetchval(query, *args)
    finally:
        await connection.close()


async def last_code(database: str, phone: str) -> str:
    text = await look(
        database,
        "SELECT c.text FROM notifications.content c JOIN notifications.message m USING (message_id)"
        " WHERE c.recipient = $1 ORDER BY m.created_at DESC LIMIT 1",
        phone,
    )
    return next(
        word for word in text.replace(".", " ").split() if len(word) == 6 and word.isdigit()
    )


async def test_phone_and_code_open_the_account(
    world: World, browser: httpx.AsyncClient, database: str
) -> None:
    assert world.staff
    page = await submit(browser, f"{DOOR}?next=/me/tai-khoan", DOOR, phone="0901.234.567",
                        next="/me/tai-khoan")  # fmt: skip
    assert page.status_code == 200
    code = await last_code(database, "+84901234567")
    stored = await look(database, "SELECT string_agg(c::text, ' ') FROM identity.citizen_code c")
    assert code.encode().hex() not in stored
    token = form_token(page)
    wrong = await browser.post(
        f"{DOOR}/ma", data={"csrf": token, "phone": "+84901234567", "code": "abc"}
    )
    assert wrong.status_code == 422
    entered = await browser.post(
        f"{DOOR}/ma",
        data={"csrf": token, "phone": "+84901234567", "code": code, "next": "/me/tai-khoan"},
    )
    assert (entered.status_code, entered.headers["location"]) == (303, "/me/tai-khoan")
    account = await browser.get("/me/tai-khoan")
    assert "090•••••67" in account.text
    assert "0901234567" not in account.text
    # The staff side knows nothing of a citizen's cookie.
    assert (await browser.get("/console")).status_code == 303
    out = await submit(browser, "/me/tai-khoan", "/me/dang-xuat")
    assert out.headers["location"] == DOOR
    assert (await browser.get("/me")).status_code == 303


async def test_what_is_no_mobile_number_is_said_at_its_field(
    world: World, browser: httpx.AsyncClient
) -> None:
    assert world.staff
    for typed in ("", "12", "không có", "02838221234"):
        answer = await submit(browser, DOOR, phone=typed)
        assert answer.status_code == 422
        assert 'href="#phone"' in answer.text


async def test_the_fourth_code_in_ten_minutes_is_refused(
    world: World, browser: httpx.AsyncClient
) -> None:
    assert world.staff
    asked = [await submit(browser, DOOR, phone="0912345678") for _ in range(3)]
    assert [answer.status_code for answer in asked] == [200, 200, 200]
    refused = await submit(browser, DOOR, phone="0912 345 678")
    for _ in range(3):  # the ten minutes may have turned on the way
        if refused.status_code == 200:
            refused = await submit(browser, DOOR, phone="0912345678")
    assert refused.status_code == 429
    assert "Đã thử quá nhiều lần" in refused.text


async def test_a_form_of_another_account_is_refused(
    world: World, served: str, settings: Settings
) -> None:
    assert world.staff
    async with (
        as_citizen(served, settings, [uuid7()]) as one,
        as_citizen(served, settings, [uuid7()]) as other,
    ):
        foreign = form_token(await other.get("/me/tai-khoan"))
        refused = await one.post("/me/dang-xuat", data={"csrf": foreign})
        assert refused.status_code == 403
        own = form_token(await one.get("/me/tai-khoan"))
        assert (await one.post("/me/dang-xuat", data={"csrf": own})).status_code == 303
