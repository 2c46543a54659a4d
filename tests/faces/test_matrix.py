"""Every endpoint x role x inside and outside the scope, on the running server.

The expected cells are written by hand in policy.toml; an endpoint without a row is red.
"""

import tomllib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.faces.subjects import ACCOUNT, SUBJECTS
from tests.support.database import clone, settings_of
from tests.support.people import citizen_token, staff_token
from tests.support.routes import Endpoint, endpoints
from tests.support.server import serving
from tests.support.world import World, make_world
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings, secret
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web import csrf

POLICY: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "policy.toml").read_text(encoding="utf-8")
)
ACTORS = ["public", "citizen", *Role]
SETTINGS = {"params", "json", "form", "query", "lists", "fresh"}
OWN_PROOF = {"POST /api/v1/sessions", "POST /api/v1/badge", "POST /api/v1/devices"}
"""Their JSON proves itself; a foreign page cannot send JSON without asking first."""

COOKIES = {"staff": "tc_staff", "citizen": "tc_citizen"}


def test_every_endpoint_has_its_row_and_every_row_its_endpoint() -> None:
    assert {e.name for e in endpoints()} == set(POLICY)


@pytest.mark.parametrize("name", sorted(POLICY))
def test_a_row_gives_every_role_its_cell(name: str) -> None:
    row = POLICY[name]
    cells = set(row) - SETTINGS
    assert cells <= {"staff", *ACTORS}
    assert cells >= {"public", "citizen"}
    assert "staff" in cells or cells >= set(Role)
    asked = {p.split("}")[0] for p in name.split("{")[1:]}
    assert asked == set(row.get("params", {}))
    if asked or "lists" in row:
        admitted = [c for c in (row[c] for c in cells) if c.startswith("2")]
        assert all("/" in c or ":" in c for c in admitted), "say inside and outside apart"


class Served:
    """The running server, its database, and everybody signed in."""

    def __init__(
        self, address: str, settings: Settings, world: World, owner: Tx, client: httpx.AsyncClient
    ) -> None:
        self.address = address
        self.settings = settings
        self.world = world
        self.owner = owner
        self.client = client
        self.key = secret(settings.folder, "forms.key")
        self._cookies: dict[str, str] = {}

    async def cookies(self, actor: str, *, fresh: bool) -> dict[str, str]:
        """Return the cookies of an actor; a fresh log-in where the act ends it."""
        if actor == "public":
            return {"tc_visitor": "visitor"}
        held = None if fresh else self._cookies.get(actor)
        if held is None:
            if actor == "citizen":
                held = await citizen_token(self.settings, ACCOUNT, [])
            else:
                held = await staff_token(self.settings, self.world.staff[actor])
            if not fresh:
                self._cookies[actor] = held
        return {"tc_visitor": "visitor", COOKIES[_kind(actor)]: held}

    async def send(
        self, endpoint: Endpoint, actor: str, *, inside: bool, token: bool = True
    ) -> tuple[httpx.Response, str]:
        """Send what the row says as one actor; returns the answer and the id of the listed row."""
        row = POLICY[endpoint.name]
        made: dict[str, str] = {}

        async def filled(value: Any) -> Any:
            if isinstance(value, dict):
                return {k: await filled(v) for k, v in cast("dict[str, Any]", value).items()}
            if isinstance(value, list):
                return [await filled(v) for v in cast("list[Any]", value)]
            if not isinstance(value, str) or value[:1] not in ("$", "#"):
                return value
            if value[1:] not in made:
                made[value[1:]] = await SUBJECTS[value[1:]](self.owner, inside=inside)
            return int(made[value[1:]]) if value.startswith("#") else made[value[1:]]

        path = endpoint.path
        for parameter, subject in row.get("params", {}).items():
            path = path.replace("{" + parameter + "}", await filled(f"${subject}"))
        listed = await filled(f"${row['lists']}") if "lists" in row else ""
        cookies = await self.cookies(actor, fresh=row.get("fresh", False))
        headers = {"cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
        if token and endpoint.method != "GET":
            held = cookies.get(COOKIES[jar_of(endpoint)], cookies["tc_visitor"])
            headers[csrf.HEADER] = csrf.make_token(self.key, held)
        answer = await self.client.request(
            endpoint.method, path, headers=headers, params=await filled(row.get("query")),
            json=await filled(row.get("json")), data=await filled(row.get("form")),
        )  # fmt: skip
        self.client.cookies.clear()  # each request brings its own
        return answer, listed


@pytest.fixture(scope="module")
async def running(owner_dsn: str, secrets_folder: Path) -> AsyncGenerator[Served]:
    async with clone(owner_dsn) as dsn:
        world = await make_world(dsn)
        settings = settings_of(dsn, secrets_folder)
        owner = await asyncpg.connect(dsn)
        await owner.execute("SET app.nation = 'on'")
        with serving(settings) as address:
            async with httpx.AsyncClient(base_url=address, timeout=20) as client:
                yield Served(address, settings, world, owner, client)
        await owner.close()


def jar_of(endpoint: Endpoint) -> str:
    """Return whose cookie counts at a path: a browser may hold one of each."""
    if endpoint.path.startswith("/api/v1/me"):
        return "citizen"
    return "staff" if endpoint.path.startswith(("/api", "/console", "/command")) else "citizen"


def cell_of(endpoint: Endpoint, actor: str) -> str:
    row = POLICY[endpoint.name]
    return row.get(actor) or row["staff"]


@pytest.mark.parametrize("endpoint", endpoints(), ids=lambda e: e.name)
async def test_cells(running: Served, endpoint: Endpoint) -> None:
    wrong: list[str] = []
    for actor in ACTORS:
        cell = cell_of(endpoint, str(actor))
        status, _, shown = cell.partition(":")
        inside, _, outside = status.partition("/")
        tries = [(True, inside)]
        if outside or shown:
            tries.append((False, outside or inside))
        for within, expected in tries:
            answer, listed = await running.send(endpoint, str(actor), inside=within)
            where = "inside" if within else "outside"
            if str(answer.status_code) != expected:
                wrong.append(f"{actor} {where}: {answer.status_code}, not {expected}")
            elif shown and (listed in answer.text) != (
                shown == "both" or (shown == "in" and within)
            ):
                wrong.append(f"{actor} {where}: the row is {'not ' * within}shown")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize(
    "endpoint",
    [e for e in endpoints() if e.method != "GET"],
    ids=lambda e: e.name,
)
async def test_an_act_without_the_form_token_is_refused(
    running: Served, endpoint: Endpoint
) -> None:
    """By the cookie of one who may enter, and by a visitor's form."""
    assert endpoint.who is not None
    if endpoint.who.own_proof:
        assert endpoint.name in OWN_PROOF
        cookie = (await running.cookies("nurse", fresh=False))["tc_staff"]
        answer = await running.client.post(endpoint.path, content=b"{}", headers={
            "cookie": f"tc_staff={cookie}", "content-type": "text/plain",
        })  # fmt: skip
        assert answer.status_code == 403, "a foreign page may send text/plain without asking"
        return
    actors = ["citizen", *Role] if "staff" in endpoint.who.kinds else ["citizen"]
    tried = 0
    for actor in actors:
        admitted = (
            actor in endpoint.who.roles or not endpoint.who.roles
        ) and _kind(actor) in endpoint.who.kinds  # fmt: skip
        if not admitted or jar_of(endpoint) != _kind(actor):
            continue
        tried += 1
        answer, _ = await running.send(endpoint, str(actor), inside=True, token=False)
        assert answer.status_code == 403, f"{actor}: {answer.status_code}"
        break
    if "form" in POLICY[endpoint.name]:
        tried += 1
        answer, _ = await running.send(endpoint, "public", inside=True, token=False)
        assert answer.status_code in (303, 403)
        if "public" in endpoint.who.kinds:
            assert answer.status_code == 403
    assert tried


def _kind(actor: str) -> str:
    return "citizen" if actor == "citizen" else "staff"


def test_the_matrix_knows_its_staff(running: Served) -> None:
    assert all(isinstance(running.world.staff[role], UUID) for role in Role)
