"""Faults are noted without anything that was sent; what row security refuses is no fault."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest
import structlog
from litestar import Litestar, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from tiemchung.kernel.web.refusals import frames, refuse_by_database, refuse_http, report_fault


class Typed(Struct):
    """What a program sends."""

    name: str
    vials: int


@get("/api/secret/{phone:str}")
async def fail(phone: FromPath[str]) -> None:
    """Fail with something personal in hand."""
    raise RuntimeError(f"cannot work with {phone}")


@get("/api/outside")
async def outside() -> None:
    """Fail as a policy does."""
    raise asyncpg.InsufficientPrivilegeError("new row violates row-level security policy")


@post("/api/typed")
async def typed(data: JSONBody[Typed], page: FromQuery[int] = 1) -> int:
    """Take something typed."""
    return data.vials * page


@asynccontextmanager
async def asking() -> AsyncGenerator[httpx.AsyncClient]:
    app = Litestar(
        [fail, outside, typed],
        logging_config=None,
        exception_handlers={
            HTTPException: refuse_http,
            asyncpg.InsufficientPrivilegeError: refuse_by_database,
            Exception: report_fault,
        },
    )
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        yield client


async def test_a_fault_names_its_place_and_nothing_personal() -> None:
    with structlog.testing.capture_logs() as logs:
        async with asking() as client:
            answer = await client.get("/api/secret/0901234567")
    assert answer.status_code == 500
    [log] = logs
    assert log["event"] == "fault"
    assert log["path"] == "/api/secret/{phone}"
    assert log["reference"] in answer.json()["detail"]
    assert any(line.startswith("test_refusals.py:") for line in log["at"])
    assert "0901234567" not in str(logs)
    assert "0901234567" not in answer.text


async def test_what_row_security_refuses_is_answered_as_outside_the_scope() -> None:
    with structlog.testing.capture_logs() as logs:
        async with asking() as client:
            answer = await client.get("/api/outside")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/forbidden")
    assert logs[0]["event"] == "refused_by_database"


@pytest.mark.parametrize(
    ("sent", "query", "field"),
    [
        ({"name": "x"}, "", "vials"),
        ({"name": "x", "vials": "many"}, "", "vials"),
        ({"name": "x", "vials": 3}, "?page=next", "page"),
    ],
)
async def test_a_problem_names_the_input_that_does_not_fit(
    sent: dict[str, object], query: str, field: str
) -> None:
    async with asking() as client:
        answer = await client.post(f"/api/typed{query}", json=sent)
    said = answer.json()
    assert (answer.status_code, said["field"]) == (400, field)
    assert "/api/typed" not in said["detail"]
    assert "int" in said["detail"] or field in said["detail"]


async def test_a_problem_without_an_input_says_what_the_framework_says() -> None:
    async with asking() as client:
        answer = await client.get("/api/nothing")
    assert answer.json()["type"] == "/problems/http-404"
    assert "field" not in answer.json()


def test_frames_hold_files_and_lines_only() -> None:
    with pytest.raises(ValueError, match="một người") as caught:
        asyncio.run(_deep(40))
    found = frames(caught.value)
    assert len(found) == 12
    assert all(":" in f and "một người" not in f for f in found)


async def _deep(left: int) -> None:
    if left == 0:
        raise ValueError("một người")
    await _deep(left - 1)
