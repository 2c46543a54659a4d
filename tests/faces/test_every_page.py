"""Every page of the route table, in its states, in Chromium on a phone and on a desk.

Empty: the small world, in which nothing has happened. Filled: a played campaign. Wrong: each form
that can be refused, sent wrong, with scripts and without. Missing and forbidden: the pages that
say so. A page that stands in no row of pages.toml turns the first test red.
"""

import tomllib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, expect
from playwright.async_api import Page as Tab

from tests.faces.english import data_of, left_in_vietnamese
from tests.faces.every_page import House, Wrong, fill, for_people, read_table
from tests.faces.houses import empty_house, filled_house
from tests.faces.subjects import SUBJECTS
from tests.support.browser import DESK, HEIGHTS, PHONE, page_ok, watch

pytestmark = pytest.mark.browser

TABLE = read_table()
POLICY: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "policy.toml").read_text(encoding="utf-8")
)
FILLED = [path for path, page in TABLE.page.items() if page.filled != "none"]
WRONG = [
    pytest.param(path, wrong, id=wrong.post)
    for path, page in TABLE.page.items()
    for wrong in page.wrong
]


def test_every_page_stands_in_the_table_once() -> None:
    asked = {e.path for e in for_people("GET")}
    assert asked == set(TABLE.page) | set(TABLE.no_page)
    assert set(TABLE.page).isdisjoint(TABLE.no_page)


def test_every_form_is_sent_wrong_or_says_why_it_cannot_be() -> None:
    tried = [wrong.post for page in TABLE.page.values() for wrong in page.wrong]
    assert {e.path for e in for_people("POST")} == set(tried) | set(TABLE.no_fault)
    assert len(tried) == len(set(tried))
    assert set(tried).isdisjoint(TABLE.no_fault)


class Viewer:
    """One browser in which each reader of each house stays signed in, with scripts or without."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._contexts: dict[tuple[str, str, bool], BrowserContext] = {}

    async def tab(self, house: House, reader: str, *, scripts: bool = True) -> Tab:
        """Open an empty page of a phone for a reader."""
        key = (house.address, reader, scripts)
        if key not in self._contexts:
            context = await self._chromium.new_context(
                base_url=house.address, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
                java_script_enabled=scripts, reduced_motion="reduce",
            )  # fmt: skip
            await context.add_cookies(await house.browser_cookies(reader))
            self._contexts[key] = context
        tab = await self._contexts[key].new_page()
        watch(tab)
        await resize(tab, PHONE)
        return tab

    async def close(self) -> None:
        """Forget everybody."""
        for context in self._contexts.values():
            await context.close()


async def resize(tab: Tab, width: int) -> None:
    await tab.set_viewport_size({"width": width, "height": HEIGHTS[width]})


async def is_right(tab: Tab) -> None:
    """Hold what is shown to what every page must be, on a phone and on a desk."""
    await page_ok(tab)
    await resize(tab, DESK)
    await page_ok(tab)


@pytest.fixture(scope="module")
async def viewer(chromium: Browser) -> AsyncGenerator[Viewer]:
    made = Viewer(chromium)
    yield made
    await made.close()


@pytest.fixture(scope="module")
async def empty(owner_dsn: str, secrets_folder: Path) -> AsyncGenerator[House]:
    async with empty_house(owner_dsn, secrets_folder) as made:
        yield made


@pytest.fixture(scope="module")
async def filled(owner_dsn: str, secrets_folder: Path) -> AsyncGenerator[House]:
    async with filled_house(owner_dsn, secrets_folder) as made:
        yield made


async def bare(house: House, path: str, name: str) -> str:
    """Return the address of a page for rows of the small world that hold nothing yet."""
    subjects = POLICY[f"GET {path}"].get("params", {}) | POLICY[name].get("params", {})
    return fill(path, {p: await SUBJECTS[s](house.owner, inside=True) for p, s in subjects.items()})


async def opened(tab: Tab, address: str, expected: int = 200) -> None:
    answer = await tab.goto(address)
    assert answer is not None
    assert answer.status == expected, f"{address} answered {answer.status}"
    assert tab.url.partition("?")[0].endswith(address.partition("?")[0]), f"led to {tab.url}"


@pytest.mark.parametrize("path", FILLED)
async def test_filled(filled: House, viewer: Viewer, path: str) -> None:
    page = TABLE.page[path]
    tab = await viewer.tab(filled, page.by)
    await opened(tab, await filled.found(path, page.find, page.by))
    await is_usable_with_a_keyboard(tab)
    await is_right(tab)
    await tab.close()


@pytest.mark.parametrize("path", [p for p, page in TABLE.page.items() if page.empty != "none"])
async def test_empty(empty: House, viewer: Viewer, path: str) -> None:
    page = TABLE.page[path]
    assert page.empty != "none"
    reader = page.empty_by or page.by
    if reader == "citizen" and "{" not in path:
        reader = "newcomer"  # the account of the matrix has people as soon as a row needs one
    tab = await viewer.tab(empty, reader)
    await opened(tab, await bare(empty, path, f"GET {path}"), page.empty)
    await is_right(tab)
    await tab.close()


async def with_form(
    empty: House, filled: House, viewer: Viewer, path: str, wrong: Wrong, *, scripts: bool
) -> Tab:
    """Open the page of a form: the small world's, unless the campaign is asked for."""
    page = TABLE.page[path]
    if wrong.campaign:
        reader = wrong.by or page.by
        house, address = filled, await filled.found(path, page.find, reader)
    else:
        reader = wrong.by or page.empty_by or page.by
        house, address = empty, await bare(empty, path, f"POST {wrong.post}")
        if wrong.given:
            await house.owner.execute(wrong.given)
    tab = await viewer.tab(house, reader, scripts=scripts)
    await opened(tab, address)
    return tab


SEND = """([action, fill]) => {
  const path = new RegExp(action)
  const leads = (one) => one.hasAttribute('formaction') ? one.formAction : one.form?.action
  const sends = (one) => one.type === 'submit' && path.test(new URL(leads(one)).pathname)
  const found = [...document.querySelectorAll('button')].filter(sends)
  const button = found.find((one) => !one.name) ?? found[0]
  if (!button) return false
  const form = button.form
  for (const field of form.elements) {
    if (field.type === 'hidden' || field.type === 'file' || field.tagName === 'BUTTON') continue
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = false
    else if (field.tagName === 'SELECT') field.value = ''
    else field.value = ''
  }
  for (const [name, value] of Object.entries(fill)) form.elements[name].value = value
  form.noValidate = true
  form.requestSubmit(button)
  return true
}"""


async def send(tab: Tab, post: str, filled: dict[str, str]) -> int:
    """Send the form that goes to a path, blank but for what is filled; returns the answer."""
    action = "^" + "[^/]+".join(p.split("}")[-1] for p in post.split("{")) + "$"
    async with tab.expect_response(lambda answer: answer.request.method == "POST") as heard:
        assert await tab.evaluate(SEND, [action, filled]), f"{tab.url} has no {post}"
    await tab.wait_for_load_state()
    return (await heard.value).status


async def send_wrong(tab: Tab, wrong: Wrong) -> None:
    """Send a form blank, but for what is filled; it is refused and its faults can be seen."""
    if wrong.first:
        async with tab.expect_navigation():
            assert await send(tab, urlsplit(tab.url).path, wrong.first) == 200
    assert await send(tab, wrong.post, wrong.fill) == 422
    await expect(tab.locator("h1")).to_have_count(1)
    await expect(tab.locator(".nhsuk-error-summary, .nhsuk-error-message").first).to_be_visible()
    lost = await tab.evaluate(
        "[...document.querySelectorAll('.nhsuk-error-summary a')].map((a) => a.hash)"
        ".filter((hash) => !document.getElementById(hash.slice(1)))"
    )
    assert lost == [], f"{tab.url}: the summary leads nowhere"


@pytest.mark.parametrize(("path", "wrong"), WRONG)
async def test_wrong(empty: House, filled: House, viewer: Viewer, path: str, wrong: Wrong) -> None:
    tab = await with_form(empty, filled, viewer, path, wrong, scripts=True)
    await send_wrong(tab, wrong)
    await is_right(tab)
    await tab.close()


@pytest.mark.parametrize(("path", "wrong"), WRONG)
async def test_wrong_without_scripts(
    empty: House, filled: House, viewer: Viewer, path: str, wrong: Wrong
) -> None:
    tab = await with_form(empty, filled, viewer, path, wrong, scripts=False)
    await send_wrong(tab, wrong)
    await tab.close()


BASICS = """() => {
  const wrong = []
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1')
  if (document.documentElement.lang !== 'vi') wrong.push('the language is not vi')
  for (const one of document.querySelectorAll('[tabindex]'))
    if (one.tabIndex > 0) wrong.push(`tabindex ${one.outerHTML.slice(0, 90)}`)
  const look = (one) => [one, one.labels?.[0], one.closest('label')].filter(Boolean).flatMap((at) =>
    [null, '::before', '::after'].map((part) => {
      const style = getComputedStyle(at, part)
      return [style.outline, style.boxShadow, style.backgroundColor, style.borderColor].join()
    })).join()
  const seen = new Set()
  const stops = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
  for (const one of document.querySelectorAll(stops)) {
    const kind = one.tagName + one.className + one.type
    if (one.hash === '#maincontent' || seen.has(kind)) continue  // the skip link is looked at apart
    if (!one.checkVisibility() || one.disabled) continue
    seen.add(kind)
    const before = look(one)
    one.focus({ focusVisible: true })
    if (document.activeElement !== one) wrong.push(`no focus ${one.outerHTML.slice(0, 90)}`)
    else if (look(one) === before) wrong.push(`focus is not seen ${one.outerHTML.slice(0, 90)}`)
    one.blur()
  }
  return wrong
}"""


async def is_usable_with_a_keyboard(tab: Tab) -> None:
    """Fail unless the skip link comes first, focus is always seen, and no order is forced."""
    await tab.keyboard.press("Tab")
    await expect(tab.locator("a[href='#maincontent']:focus")).to_be_in_viewport()
    wrong = cast("list[str]", await tab.evaluate(BASICS))
    assert wrong == [], "\n".join([tab.url, *wrong])


MISSING = {"portal": "/so-lieu/999", "citizen": "/me/x", "console": "/console/x",
           "command": "/command/x"}  # fmt: skip
READERS = {"portal": "public", "citizen": "citizen", "console": "reception",
           "command": "support_operations"}  # fmt: skip
FORBIDDEN = {"console": "/console/xac-nhan", "command": "/command/nen-tang"}
OTHERS = {"console": "reception", "command": "province"}


@pytest.mark.parametrize("face", MISSING)
async def test_missing(empty: House, viewer: Viewer, face: str) -> None:
    tab = await viewer.tab(empty, READERS[face])
    await opened(tab, MISSING[face], 404)
    await is_right(tab)
    await tab.close()


@pytest.mark.parametrize("face", FORBIDDEN)
async def test_forbidden(empty: House, viewer: Viewer, face: str) -> None:
    tab = await viewer.tab(empty, OTHERS[face])
    await opened(tab, FORBIDDEN[face], 403)
    await is_right(tab)
    await tab.close()


@pytest.fixture(scope="module")
async def data(filled: House) -> list[str]:
    return await data_of(filled.owner)


@pytest.mark.parametrize("path", FILLED)
async def test_english(filled: House, data: list[str], path: str) -> None:
    page = TABLE.page[path]
    address = await filled.found(path, page.find, page.by)
    cookies = await filled.cookies(page.by) | {"lang": "en"}
    async with httpx.AsyncClient(base_url=filled.address, cookies=cookies, timeout=30) as client:
        answer = await client.get(address)
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.text
    assert left_in_vietnamese(answer.text, data) == []


def test_what_is_left_in_vietnamese_is_found() -> None:
    page = """<p title="Mũi 1">Xong</p><p lang="vi">Họ tên</p><p>Trạm Y tế Hòa Bình, 2 doses</p>
        <p>at Trạm Y tế Hòa Bình: đang chạy</p><input placeholder="Tìm"><script>ệ</script>"""
    assert left_in_vietnamese(page, ["Trạm Y tế Hòa Bình"]) == [
        "Mũi 1", "at : đang chạy", "Tìm",
    ]  # fmt: skip
