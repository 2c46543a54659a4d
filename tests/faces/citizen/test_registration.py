"""Registers oneself and others: every fault at its field, an address without scripts, links."""

from typing import Any

import asyncpg
import httpx
import pytest

from tests.faces.citizen.conftest import Family, registered
from tests.support.people import form_token, submit
from tests.support.world import CITY, DISTRICT, WARD
from tiemchung.kernel.codes import check_character
from tiemchung.kernel.ids import uuid7

PATH = "/me/dang-ky"
FORM: dict[str, str | list[str]] = {
    "relation": "self", "full_name": "Phạm Thị Đào", "birth-day": "5", "birth-month": "3",
    "birth-year": "1990", "sex": "female", "phone": "0903 111 222", "nationality": "VN",
    "document": "079190001234", "province": str(CITY), "district": str(DISTRICT),
    "ward": str(WARD), "address": "12 Lê Lợi", "priority_group": "10", "dose": "first",
    "consent": "yes",
}  # fmt: skip


async def rows(database: str, query: str, *args: Any) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        return await connection.fetch(query, *args)
    finally:
        await connection.close()


async def test_one_registers_oneself_and_stands_on_the_list(
    newcomer: httpx.AsyncClient, database: str
) -> None:
    answer = await submit(newcomer, PATH, None, **(FORM | {"health": ["diabetes", "allergy"]}))
    assert answer.status_code == 303
    (person,) = await rows(database, "SELECT * FROM registry.person")
    assert (person["full_name"], person["home_ward"], person["source"]) == (
        "Phạm Thị Đào", WARD, "self",
    )  # fmt: skip
    assert answer.headers["location"] == f"/me/nguoi/{person['person_id']}"
    (wish,) = await rows(database, "SELECT * FROM planning.candidate")
    assert (wish["state"], wish["source"], wish["home_ward"]) == ("waiting", "self", WARD)
    assert len(await rows(database, "SELECT * FROM registry.consent WHERE given")) == 1
    page = (await newcomer.get(answer.headers["location"])).text
    assert "Phạm Thị Đào" in page
    assert "Đái tháo đường" in page
    assert "079190001234" not in page
    bodies = await rows(database, "SELECT body FROM ledger.person_event")
    assert not any("diabetes" in r["body"].decode() for r in bodies)


async def test_a_form_sent_twice_makes_one_person(
    newcomer: httpx.AsyncClient, database: str
) -> None:
    first = await submit(newcomer, PATH, None, **FORM)
    second = await submit(newcomer, PATH, None, **FORM)
    assert first.headers["location"] == second.headers["location"]
    assert len(await rows(database, "SELECT 1 FROM registry.person")) == 1
    assert len(await rows(database, "SELECT 1 FROM planning.candidate")) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"full_name": ""}, "Xin điền mục này."),
        ({"full_name": "12345"}, "Đây không phải họ tên"),
        ({"birth-day": "31", "birth-month": "2"}, "Không có ngày này"),
        ({"birth-year": "2099"}, "Ngày sinh ở sau hôm nay"),
        ({"document": "0791900012"}, "Số giấy tờ sai độ dài"),
        ({"document": "079084001234"}, "Số định danh cho năm sinh khác"),
        ({"document": "079090001234"}, "Số định danh cho giới tính khác"),
        ({"document": ""}, "nếu chưa có, hãy chọn lý do"),
        ({"phone": "12"}, "Số điện thoại không đúng"),
        ({"ward": ""}, "Xin chọn trong danh sách."),
        ({"ward": "25747"}, "Xin chọn trong danh sách."),
        ({"province": "999999999999"}, "nhsuk-error-message"),
        ({"consent": ""}, "Cần đồng ý thì mới đăng ký được."),
        ({"birth-year": "2015", "document": "", "no_document_reason": "child"}, "người giám hộ"),
        ({"relation": "boss"}, "Mục này chưa đúng"),
        ({"health": "<script>"}, "Mục này chưa đúng"),
        ({"nationality": "QQ"}, "Xin chọn trong danh sách."),
    ],
)
async def test_every_fault_is_named_and_nothing_is_written(
    newcomer: httpx.AsyncClient, database: str, changes: dict[str, str | list[str]], words: str
) -> None:
    answer = await submit(newcomer, PATH, None, **(FORM | changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert await rows(database, "SELECT 1 FROM registry.person") == []


async def test_a_number_that_contradicts_is_taken_once_it_is_confirmed(
    newcomer: httpx.AsyncClient,
) -> None:
    sent = FORM | {"document": "079090001234"}
    refused = await submit(newcomer, PATH, None, **sent)
    assert 'name="confirmed"' in refused.text
    assert (await submit(newcomer, PATH, None, **(sent | {"confirmed": "yes"}))).status_code == 303


async def test_an_address_is_chosen_without_scripts(newcomer: httpx.AsyncClient) -> None:
    page = await newcomer.get(PATH)
    assert 'id="district"' not in page.text
    sent = {"csrf": form_token(page), "act": "units", "province": str(CITY),
            "full_name": "Phạm Thị Đào"}  # fmt: skip
    chosen = await newcomer.post(PATH, data=sent)
    assert chosen.status_code == 200
    assert "Quận 1" in chosen.text
    assert 'value="Phạm Thị Đào"' in chosen.text
    assert "Xin điền mục này." not in chosen.text
    part = await newcomer.post(
        PATH, data=sent | {"district": str(DISTRICT)}, headers={"hx-request": "true"}
    )
    assert part.text.lstrip().startswith('<div id="units">')
    assert "Phường Tân Định" in part.text


async def test_a_known_person_is_linked_by_the_phone_that_signs_in(
    newcomer: httpx.AsyncClient, family: Family, database: str
) -> None:
    """The record's phone is the account's: naming every detail of the person is enough then."""
    known = FORM | {"full_name": "Lê Thị Hoa", "birth-day": "15", "birth-month": "3",
                    "birth-year": "1984", "document": "079184009999"}  # fmt: skip
    strange = await submit(newcomer, PATH, None, **known)
    assert strange.headers["location"] == "/me/lien-ket"
    (account,) = await rows(
        database, "SELECT account_id FROM identity.citizen_account AS a WHERE NOT EXISTS"
        " (SELECT 1 FROM identity.account_person AS l WHERE l.account_id = a.account_id)"
    )  # fmt: skip
    digest = family.runtime.vault.digest("phone", "+84903123456")
    await rows(database, "INSERT INTO identity.phone_login VALUES ($1, $2)", digest,
               account["account_id"])  # fmt: skip
    linked = await submit(newcomer, PATH, None, **known)
    assert linked.headers["location"] == f"/me/nguoi/{family.stranger}"
    assert (await newcomer.get(linked.headers["location"])).status_code == 200


async def test_an_equal_number_under_another_name_is_a_case_and_no_refusal(
    newcomer: httpx.AsyncClient, family: Family, database: str
) -> None:
    assert family.lan
    sent = FORM | {"document": "079184001234", "birth-year": "1984"}
    answer = await submit(newcomer, PATH, None, **sent)
    assert answer.status_code == 303
    assert "tr%C3%B9ng" not in answer.headers["location"]
    page = await newcomer.get(answer.headers["location"])
    assert "trùng với một hồ sơ khác" in page.text
    assert len(await rows(database, "SELECT 1 FROM registry.person")) == 4


async def test_a_record_is_linked_by_code_and_birthday_and_by_nothing_less(
    newcomer: httpx.AsyncClient, family: Family
) -> None:
    code = "2346789AC" + check("2346789AC")
    await family.tell(registered(uuid7(), "Đỗ Văn Tài", number="079184007777", code=code))
    sent = {"code": code, "relation": "parent", "birth-day": "15", "birth-month": "3",
            "birth-year": "1984"}  # fmt: skip
    wrong_day = await submit(newcomer, "/me/lien-ket", None, **(sent | {"birth-day": "16"}))
    year_only = await submit(newcomer, "/me/lien-ket", None, **(sent | {"birth-year-only": "yes"}))
    other = "2346789AD" + check("2346789AD")
    wrong_code = await submit(newcomer, "/me/lien-ket", None, **(sent | {"code": other}))
    for refused in (wrong_day, year_only, wrong_code):
        assert refused.status_code == 422
        assert "Mã và ngày sinh không khớp" in refused.text
    typed = f"{code[:4].lower()} {code[4:8]}-{code[8:]}"
    linked = await submit(newcomer, "/me/lien-ket", None, **(sent | {"code": typed}))
    assert linked.status_code == 303
    assert "Đỗ Văn Tài" in (await newcomer.get(linked.headers["location"])).text


def check(body: str) -> str:
    return check_character(body)


async def test_birthdays_cannot_be_tried_until_one_fits(
    newcomer: httpx.AsyncClient, family: Family
) -> None:
    code = "2346789AC" + check("2346789AC")
    await family.tell(registered(uuid7(), "Đỗ Văn Tài", number="079184007777", code=code))
    answers = [
        await submit(newcomer, "/me/lien-ket", code=code, relation="parent",
                     **{"birth-day": str(day), "birth-month": "3", "birth-year": "1984"})
        for day in range(1, 9)
    ]  # fmt: skip
    assert "Đã thử quá nhiều lần" in answers[-1].text
