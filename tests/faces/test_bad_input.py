"""Whatever is sent to a page or an endpoint is answered, clearly and soon: never with a fault.

Every act of the policy is sent a good form or JSON in which one field after the other is spoilt,
every address its parameters and queries likewise. Refusals of pages are pages, of the API problems.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterable
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from msgspec import Struct
from msgspec.json import encode

from tests.faces import hostile
from tests.faces.filled import as_field, good_form, good_json, queries_of
from tests.faces.hostile import VALUES, WORDS
from tests.faces.served import POLICY, Served, Subjects, cell_of, jar_of, served
from tests.faces.subjects import INSIDE_PLACE
from tests.support.routes import Endpoint, endpoints
from tests.support.rows import put
from tests.support.world import FACILITY, LOT, PRODUCT
from tiemchung.domains.identity.roles import Role
from tiemchung.faces.console.movements import ACTS

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
CLEAR = {200, 201, 202, 204, 303, 400, 401, 403, 404, 409, 413, 415, 422, 429}
AT_ONCE = 4
LONGEST_ADDRESS = 8_000
KEYS = ["10,000 digits", "zero byte", "line ends", "strange characters", "markup", "superscript",
        "negative", "over int4", "over int8", "half a pair"]  # fmt: skip
"""What stands in the place of a part of an address: more is the router's to refuse."""

ENDLESS = {"GET /command/stream": {"mot-lan": "1"}}


@pytest.fixture(scope="module")
async def running(owner_dsn: str, secrets_folder: Path) -> AsyncGenerator[Served]:
    async with served(owner_dsn, secrets_folder) as made:
        made.client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # what is handed out must lie in the store, whichever test comes first
        await put(
            made.owner, "supply.stock_movement", facility_id=FACILITY, kind="stock_received",
            vials=1_000, doses=10_000, product_id=PRODUCT, lot_id=LOT,
            document_number=f"PN-{uuid4()}", **INSIDE_PLACE,
        )  # fmt: skip
        yield made


class Sent(Struct, frozen=True):
    """One spoilt request: what was done to it, and what goes out."""

    what: str
    path: str
    kind: str = ""
    body: bytes = b""


def entering(endpoint: Endpoint) -> str:
    """Return one who may enter, and to whom what lies inside is shown if it is to anybody."""
    assert endpoint.who is not None
    if "public" in endpoint.who.kinds:
        return "public"
    if jar_of(endpoint.path) == "citizen":
        return "citizen"
    able = [str(r) for r in Role if not endpoint.who.roles or r in endpoint.who.roles]
    return min(able, key=lambda a: cell_of(endpoint, a).startswith("40"))


def fault_of(path: str, answer: httpx.Response) -> str | None:
    """Return what is wrong with an answer, or None."""
    if answer.status_code not in CLEAR:
        return f"{answer.status_code} {answer.text[-160:]!r}"
    kind = answer.headers.get("content-type", "")
    if kind.startswith("text/html") and "<script>alert" in answer.text:
        return "markup was not escaped"
    if answer.status_code < 400 or "hx-redirect" in answer.headers:
        return None
    if path.startswith(("/api", "/health", "/metrics")):
        told: dict[str, Any] = answer.json() if kind == "application/problem+json" else {}
        fits = (
            told.get("status") == answer.status_code
            and bool(told.get("title"))
            and str(told.get("type")).startswith("/problems/")
        )
        return None if fits else f"{answer.status_code} is no problem: {kind} {answer.text[:160]}"
    is_page = kind.startswith("text/html") and "</html>" in answer.text
    return None if is_page else f"{answer.status_code} is no page: {kind} {answer.text[:160]}"


class Asker:
    """Sends spoilt requests to an endpoint, some at once, and keeps what went wrong."""

    def __init__(self, running: Served, endpoint: Endpoint) -> None:
        self._running = running
        self._endpoint = endpoint
        self._actor = entering(endpoint)
        self.asked = 0
        self.wrong: list[str] = []

    async def ask_all(self, requests: Iterable[Sent]) -> None:
        waiting: list[Sent] = []
        for request in requests:
            waiting.append(request)
            if len(waiting) == AT_ONCE:
                await asyncio.gather(*map(self.ask, waiting))
                waiting.clear()
        await asyncio.gather(*map(self.ask, waiting))

    async def ask(self, sent: Sent) -> None:
        """Send one request."""
        answer = await self.answer(sent)
        if answer is not None and (fault := fault_of(sent.path, answer)):
            self.wrong.append(f"{sent.what}: {fault}")

    async def ask_good(self, sent: Sent, answers: int) -> None:
        """Send a good request: only beside good fields a bad one shows what it does."""
        answer = await self.answer(sent)
        if answer is None:
            return
        taken = answer.status_code < 400
        if answer.status_code != answers and (answers or not taken):
            said = re.findall(r'<a href="#[^"]*">.*?</a>', answer.text) or answer.text[:160]
            self.wrong.append(f"good: {answer.status_code}, not {answers or 'taken'}: {said}")

    async def answer(self, sent: Sent) -> httpx.Response | None:
        """Return the answer to a request; none at all is a fault too."""
        self.asked += 1
        fresh = POLICY[self._endpoint.name].get("fresh", False)
        headers = await self._running.headers(
            self._actor, sent.path, token=self._endpoint.method != "GET", fresh=fresh
        )
        high, low = divmod(self.asked, 250)
        headers["x-forwarded-for"] = f"10.0.{high}.{low}"  # limits count by address
        if sent.kind:
            headers["content-type"] = sent.kind
        try:
            return await self._running.client.request(
                self._endpoint.method, sent.path, headers=headers, content=sent.body or None
            )
        except httpx.HTTPError as error:
            self.wrong.append(f"{sent.what}: {error!r}")
            return None


@pytest.mark.parametrize(
    "endpoint", [e for e in endpoints() if e.method != "GET"], ids=lambda e: e.name
)
async def test_an_act_answers_whatever_it_is_sent(running: Served, endpoint: Endpoint) -> None:
    asker, subjects = Asker(running, endpoint), Subjects(running.owner, inside=True)
    path = await subjects.path_of(endpoint)
    json, form = good_json(endpoint), good_form(endpoint)
    if json is not None:
        base, whole = await subjects.filled(json.base), await subjects.filled(json.whole)
        await asker.ask_good(Sent("good", path, JSON, encode(base)), json.answers)
        bad = hostile.bad_jsons(base, whole)
        await asker.ask_all(Sent(what, path, JSON, body) for what, body in bad)
    if form is not None:
        whole = await subjects.filled(form.whole)
        typed = {name: as_field(await subjects.filled(value)) for name, value in form.base.items()}
        await asker.ask_good(Sent("good", path, FORM, hostile.form_body(typed)), form.answers)
        bad = hostile.bad_forms(typed, whole)
        await asker.ask_all(Sent(what, path, FORM, body) for what, body in bad)
    else:
        broken = hostile.BROKEN_JSON.items()
        await asker.ask_all(Sent(what, path, JSON, body) for what, body in broken)
    others = hostile.NO_JSON if form is None else hostile.BROKEN_FORMS
    await asker.ask_all(Sent(what, path, kind, body) for what, (kind, body) in others.items())
    assert not asker.wrong, "\n".join(asker.wrong)


@pytest.mark.parametrize(
    "endpoint",
    [e for e in endpoints() if "{" in e.path or (e.method == "GET" and queries_of(e))],
    ids=lambda e: e.name,
)
async def test_an_address_may_say_anything(running: Served, endpoint: Endpoint) -> None:
    asker, subjects = Asker(running, endpoint), Subjects(running.owner, inside=True)
    path = await subjects.path_of(endpoint)
    texts = {w: quote(t[:LONGEST_ADDRESS], safe="") for w, t in (WORDS | VALUES).items()}
    texts["half a pair"] = hostile.ALONE
    requests: list[Sent] = []
    for parameter in POLICY[endpoint.name].get("params", {}):
        other = endpoint.path.replace("{" + parameter + "}", "{}")
        for name, subject in POLICY[endpoint.name]["params"].items():
            other = other.replace("{" + name + "}", await subjects.filled(f"${subject}"))
        requests += [Sent(f"{parameter}: {w}", other.replace("{}", texts[w])) for w in KEYS]
    if endpoint.method == "GET":
        asked = ENDLESS.get(endpoint.name, {})
        good = await subjects.filled(POLICY[endpoint.name].get("query", {}))
        for query in queries_of(endpoint):
            rest = "&".join(f"{k}={v}" for k, v in (good | asked).items() if k != query)
            if query not in asked:
                requests += [
                    Sent(f"{query}: {w}", f"{path}?{rest}&{query}={t}") for w, t in texts.items()
                ]
    await asker.ask_all(requests)
    assert not asker.wrong, "\n".join(asker.wrong)


@pytest.mark.parametrize("what", hostile.HEAVY_FORMS)
async def test_a_heavy_form_is_answered_soon(running: Served, what: str) -> None:
    """At a door, at an upload, and where JSON is expected."""
    kind, body = hostile.HEAVY_FORMS[what]
    for path in ("/me/dang-nhap", "/console/danh-sach", "/api/v1/lots"):
        actor = "public" if path.startswith("/me") else "province"
        headers = await running.headers(actor, path) | {"content-type": kind}
        answer = await asyncio.wait_for(
            running.client.post(path, headers=headers, content=body), timeout=20
        )
        assert fault_of(path, answer) is None
        assert answer.status_code >= 400, "a form that fills no field is not taken"


@pytest.mark.parametrize("what", hostile.HEADERS)
async def test_headers_may_say_anything(running: Served, what: str) -> None:
    """Cookies, tokens, languages and addresses that are none; with and without a log-in."""
    for actor in ("public", "province", "citizen"):
        for method, path in (("GET", "/"), ("GET", "/console"), ("GET", "/me"), ("GET", "/metrics"),
                             ("GET", "/api/v1/session"), ("POST", "/api/v1/lots"),
                             ("POST", "/console/lo"), ("POST", "/api/v1/events")):  # fmt: skip
            headers = {
                k.encode(): v.encode() for k, v in (await running.headers(actor, path)).items()
            }
            headers |= hostile.HEADERS[what]
            answer = await running.client.request(
                method, path, headers=list(headers.items()),
                content=b"{}" if method == "POST" else None,
            )  # fmt: skip
            assert fault_of(path, answer) is None, f"{actor} {method} {path}"


async def test_a_file_may_hold_anything(running: Served) -> None:
    """An upload, the page that shows its faults, and taking it in."""
    headers = await running.headers("province", "/console/danh-sach")
    blank = (await running.client.get("/console/danh-sach/mau.xlsx", headers=headers)).content
    wrong: list[str] = []
    staged = 0
    for what, (name, content) in hostile.files(blank).items():
        round_id = await Subjects(running.owner, inside=True).filled("$round")
        body = hostile.multipart(
            {"round_id": round_id, "source": "organisation", "name": what}, name, content
        )
        kind = {"content-type": "multipart/form-data; boundary=x"}
        answer = await running.client.post(
            "/console/danh-sach", headers=headers | kind, content=body
        )
        pages = [("/console/danh-sach", answer)]
        if answer.status_code == 303:
            staged += 1
            place = answer.headers["location"]
            for more in ("", "/tien-do", "/ban-sua.xlsx"):
                shown = await running.client.get(place + more, headers=headers)
                pages.append((place + more, shown))
            pages.append(
                (place + "/nhan", await running.client.post(place + "/nhan", headers=headers))
            )
        wrong += [f"{what} {p}: {fault}" for p, a in pages if (fault := fault_of(p, a))]
    assert not wrong, "\n".join(wrong)
    assert staged > 5


@pytest.mark.parametrize("doing", sorted(set(ACTS) - {"kiem-ke"}))
async def test_every_act_of_a_store_answers(running: Served, doing: str) -> None:
    """The sheets share an address and a Struct, and each reads its own part and a table of lots."""
    endpoint = next(e for e in endpoints() if e.name == "POST /console/kho/{facility_id}/{doing}")
    form = good_form(endpoint)
    assert form is not None
    asker, subjects = Asker(running, endpoint), Subjects(running.owner, inside=True)
    path = (await subjects.path_of(endpoint)).replace("kiem-ke", doing)
    whole = await subjects.filled(form.whole) | {"receiver_id": 12, "vials-31": "1", "vials-²": "1"}
    fields = {name: as_field(value) for name, value in whole.items()}
    bad = hostile.bad_forms(fields, {n: whole[n] for n in ("vials-31", "receiver_id", "table")})
    await asker.ask_all(Sent(what, path, FORM, body) for what, body in bad)
    assert not asker.wrong, "\n".join(asker.wrong)
