"""The verifier: one verdict for every text, by form and by program."""

from datetime import timedelta
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.domains.certificates.conftest import a_claim, issuer_key
from tests.support.people import submit
from tiemchung.domains.certificates import service
from tiemchung.domains.certificates.signing import sign
from tiemchung.kernel.clock import real_now
from tiemchung.runtime import Runtime

PATH = "/kiem-tra-chung-nhan"


async def a_text(runtime: Runtime, *, demo: bool = False, verified: bool = True) -> str:
    now = real_now().replace(microsecond=0)
    key = issuer_key(from_=now - timedelta(days=2)) if not demo else issuer_key(
        country="XX", name="DEMO", from_=now - timedelta(days=2)
    )  # fmt: skip
    async with runtime.db.worker.acquire() as tx:
        await service.publish_key(tx, key)
    claim = a_claim(
        issued_at=now, expires_at=now + timedelta(days=300),
        identity_status="verified" if verified else "unverified",
        certificate_id=UUID("0190c2f0-7a3b-7c11-8d4e-3f2a9b5c6d70"),
    )  # fmt: skip
    return sign(claim, key)


@pytest.mark.parametrize("verified", [True, False])
async def test_a_certificate_of_ours_is_valid_and_says_what_it_holds(
    browser: httpx.AsyncClient, runtime: Runtime, *, verified: bool
) -> None:
    text = await a_text(runtime, verified=verified)
    page = await submit(browser, PATH, text=text)
    assert page.status_code == 200
    assert "Chứng nhận hợp lệ" in page.text
    assert "Nguyễn Thị Ánh Nguyệt" in page.text
    assert text not in page.text
    wrapped = "\r\n".join(text[i : i + 76] for i in range(0, len(text), 76))
    assert "Chứng nhận hợp lệ" in (await submit(browser, PATH, text=wrapped)).text


async def test_codes_and_dates_are_told_in_words(
    browser: httpx.AsyncClient, runtime: Runtime, database: str
) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(
        """UPDATE supply.product SET details = '{"dcc_product": "EU/1/20/1528"}'"""
    )
    await connection.close()
    page = await submit(browser, PATH, text=await a_text(runtime))
    assert "Vaxzevria · AstraZeneca (EU/1/20/1528)" in page.text
    assert "15/03/1984" in page.text


async def test_a_changed_letter_is_refused_without_showing_the_content(
    browser: httpx.AsyncClient, runtime: Runtime
) -> None:
    text = await a_text(runtime)
    changed = text[:200] + ("A" if text[200] != "A" else "B") + text[201:]
    page = await submit(browser, PATH, text=changed)
    assert "Chứng nhận hợp lệ" not in page.text
    assert "Nguyễn Thị Ánh Nguyệt" not in page.text


async def test_a_demo_certificate_is_never_valid_in_a_real_database(
    browser: httpx.AsyncClient, runtime: Runtime
) -> None:
    page = await submit(browser, PATH, text=await a_text(runtime, demo=True))
    assert "Không rõ cơ quan cấp" in page.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("xin chào", "Không phải chứng nhận tiêm chủng"),
        ("HC1:" + "Z" * 5000, "Không đọc được"),
        ("HC1:\ud7ff", "Không đọc được"),
        ("", "Xin điền mục này."),
    ],
)
async def test_any_text_gets_an_answer(browser: httpx.AsyncClient, text: str, words: str) -> None:
    page = await submit(browser, PATH, text=text)
    assert page.status_code == (200 if text else 422)
    assert words in page.text


async def test_a_text_that_no_database_can_hold_is_refused(browser: httpx.AsyncClient) -> None:
    page = await submit(browser, PATH, text="HC1:\u0000")
    assert page.status_code == 400
    assert "<h1" in page.text


async def test_programs_get_verdict_and_content(
    browser: httpx.AsyncClient, runtime: Runtime
) -> None:
    answer = await browser.post("/api/v1/certificates/verify", json={"text": await a_text(runtime)})
    found = answer.json()
    assert (found["verdict"], found["demo"]) == ("valid", False)
    assert found["certificate"]["machine_name"] == "NGUYEN<<THI<ANH<NGUYET"
    rows = (await browser.get("/api/v1/open/trust-list")).json()
    assert rows[0]["certificateType"] == "DSC"
    wrong = await browser.post("/api/v1/certificates/verify", json={"text": 5})
    assert wrong.status_code == 400


async def test_too_many_tries_are_put_off(browser: httpx.AsyncClient) -> None:
    headers = {"x-forwarded-for": "203.0.113.7"}
    statuses: list[int] = []
    while len(statuses) < 400 and 429 not in statuses:  # the minute may turn on the way
        answer = await browser.post(
            "/api/v1/certificates/verify", json={"text": "x"}, headers=headers
        )
        statuses.append(answer.status_code)
    assert statuses[0] == 200
    assert statuses[-1] == 429
