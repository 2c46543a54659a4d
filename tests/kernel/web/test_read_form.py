"""A form becomes a command, or every fault stands at its field; a refusal undoes what it wrote."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated, Any

import asyncpg
import httpx
import pytest
from litestar import Litestar, Request, post
from msgspec import Meta, Struct, field

from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.forms import WHOLE, Form, read_form


class Booking(Struct, frozen=True):
    """A form with one field of each kind."""

    day: date
    doses: Annotated[int, Meta(gt=0)]
    groups: list[str] = []
    note: str = ""
    born: int | None = field(default=None, name="birth-year")


READ: list[Form[Booking]] = []


@post("/")
async def take(request: Request[Any, Any, Any]) -> str:
    READ.append(await read_form(request, Booking))
    return ""


@asynccontextmanager
async def sending() -> AsyncGenerator[httpx.AsyncClient]:
    app = Litestar([take], logging_config=None)
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://form") as client:
        yield client


async def sent(**fields: Any) -> Form[Booking]:
    async with sending() as client:
        assert (await client.post("/", data=fields)).status_code == 201
    return READ.pop()


async def test_a_whole_form() -> None:
    form = await sent(
        day="2021-07-20", doses=" 12 ", groups=["1", "2"], note=" Chào ", **{"birth-year": "1950"}
    )
    assert form.errors == {}
    assert form.value == Booking(date(2021, 7, 20), 12, ["1", "2"], "Chào", 1950)
    assert form.status == 200


async def test_one_box_of_several_is_still_a_list() -> None:
    form = await sent(day="2021-07-20", doses="1", groups="7")
    assert form.value is not None
    assert form.value.groups == ["7"]


async def test_every_fault_stands_at_its_field_and_what_was_typed_is_kept() -> None:
    form = await sent(day="20/7/2021", doses="-1", note="<b>", **{"birth-year": "năm"})
    assert set(form.errors) == {"day", "doses", "birth-year"}
    assert form.value is None
    assert (form.status, form["day"], form["note"], form["nothing"]) == (
        422,
        "20/7/2021",
        "<b>",
        "",
    )
    assert set((await sent()).errors) == {"day", "doses"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("day", "0001-01-01"), ("day", "9999-12-31"), ("doses", "2147483648"),
        ("groups", "1" * 2_001), ("note", "x" * 2_001), ("birth-year", "9" * 10_000),
        ("birth-year", "²"),
    ],
)  # fmt: skip
async def test_what_nobody_means_is_a_fault_at_its_field(name: str, text: str) -> None:
    form = await sent(**{"day": "2021-07-20", "doses": "1", name: text})
    assert set(form.errors) == {name}
    assert len(form[name]) <= 2_000


async def test_what_the_database_refuses_is_a_fault_of_the_whole_form(owner: Tx) -> None:
    await owner.execute("CREATE TEMPORARY TABLE kept (n int UNIQUE CHECK (n < 9))")
    said: set[str] = set()
    for values in ([1, 1], [10], [2**31]):
        form: Form[Booking] = Form()
        async with form.attempt(owner):
            for value in values:
                await owner.execute("INSERT INTO kept VALUES ($1)", value)
        assert set(form.errors) == {WHOLE}
        said.add(form.errors[WHOLE])
    assert said == {"Đã có mục mang tên hoặc số này.", "Có mục nằm ngoài giới hạn, xin xem lại."}
    assert await owner.fetchval("SELECT count(*) FROM kept") == 0
    await owner.execute("ALTER TABLE kept ALTER n SET NOT NULL")
    with pytest.raises(asyncpg.NotNullViolationError):  # that is a fault of ours
        async with Form[Booking]().attempt(owner):
            await owner.execute("INSERT INTO kept VALUES (NULL)")


async def test_a_refusal_undoes_what_was_written_and_keeps_what_was_before(owner: Tx) -> None:
    await owner.execute("CREATE TEMPORARY TABLE noted (what text)")
    form: Form[Booking] = Form()
    await owner.execute("INSERT INTO noted VALUES ('before')")
    async with form.attempt(owner):
        await owner.execute("INSERT INTO noted VALUES ('inside')")
        raise Invalid("Sai", field="doses")
    async with form.attempt(owner):
        await owner.execute("INSERT INTO noted VALUES ('after')")
    with form.catching():
        raise Invalid("Không được")
    rows = await owner.fetch("SELECT what FROM noted")
    assert [r["what"] for r in rows] == ["before", "after"]
    assert form.errors == {"doses": "Sai", WHOLE: "Không được"}
    with pytest.raises(ZeroDivisionError):
        async with form.attempt(owner):
            _ = 1 / 0
