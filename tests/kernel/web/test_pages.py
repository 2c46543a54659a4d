"""Every face answers in its frame; refusals are pages for people and problems for programs."""

import httpx

from tiemchung.kernel.web.pages import local_path


async def test_the_portal_is_open_and_sets_no_cookie(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/")
    assert answer.status_code == 200
    assert "<main" in answer.text
    assert "set-cookie" not in answer.headers
    assert "script-src 'self'" in answer.headers["content-security-policy"]


async def test_others_lead_to_their_door_and_back(browser: httpx.AsyncClient) -> None:
    for path, door in (
        ("/me", "/me/dang-nhap?next=/me"),
        ("/console", "/console/dang-nhap?next=/console"),
        ("/command", "/console/dang-nhap?next=/command"),
    ):
        answer = await browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, door)


async def test_an_unknown_page_is_framed_and_an_unknown_address_of_the_api_is_a_problem(
    browser: httpx.AsyncClient,
) -> None:
    page = await browser.get("/console/khong-co")
    assert page.status_code == 404
    assert 'lang="vi"' in page.text
    assert "Không có trang này" in page.text
    assert page.headers["x-content-type-options"] == "nosniff"
    machine = await browser.get("/api/v1/nothing")
    assert machine.status_code == 404
    assert machine.headers["content-type"] == "application/problem+json"
    assert machine.json()["status"] == 404


async def test_the_door_speaks_english_and_remembers(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/console/dang-nhap?lang=en")
    assert 'lang="en"' in page.text
    assert "For health staff and the support force." in page.text
    assert "Not found" in (await browser.get("/me/nothing")).text
    assert (await browser.get("/api/v1/nothing")).json()["title"] == "Not found"


async def test_a_fragment_of_one_who_is_not_signed_in_moves_the_whole_page(
    browser: httpx.AsyncClient,
) -> None:
    answer = await browser.get("/console", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/console/dang-nhap")


async def test_json_that_cannot_be_read_is_a_problem(
    browser: httpx.AsyncClient,
) -> None:
    answer = await browser.post("/api/v1/sessions", content=b"{", headers={
        "content-type": "application/json",
    })  # fmt: skip
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


async def test_json_that_only_an_attack_would_send_is_a_problem(
    browser: httpx.AsyncClient,
) -> None:
    named = b'{"username": "%s", "password": "x"}'
    for content, status in (
        (b"[" * 100_000, 400), (b'{"a": "\xff"}', 400), (named % b"\\u0000", 400),
        (b'{"a\\u0000": 1}', 400), (named % b"\\\\u0000", 401),
    ):  # fmt: skip
        answer = await browser.post("/api/v1/sessions", content=content, headers={
            "content-type": "application/json",
        })  # fmt: skip
        assert answer.status_code == status, content[:40]
        assert answer.headers["content-type"] == "application/problem+json"


async def test_addresses_hold_no_zeros_and_no_keys_that_there_cannot_be(
    browser: httpx.AsyncClient,
) -> None:
    assert (await browser.get("/?muc=%00")).status_code == 400
    assert (await browser.get(f"/so-lieu/{2**31}")).status_code == 404


def test_one_goes_back_to_short_addresses_of_this_site_alone() -> None:
    assert local_path("/console/lo?trang=2", "/") == "/console/lo?trang=2"
    for path in ("//x.vn", "/\\x.vn", "https://x.vn", "/a\nb", "/" + "x" * 500, ""):
        assert local_path(path, "/console") == "/console"
