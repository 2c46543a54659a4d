"""The running server of the matrix and its neighbours: everybody signed in, rows of policy.toml."""

import tomllib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import asyncpg
import httpx

from tests.faces.subjects import ACCOUNT, SUBJECTS
from tests.support.database import clone, settings_of
from tests.support.people import citizen_token, staff_token
from tests.support.routes import Endpoint
from tests.support.server import serving
from tests.support.world import World, make_world
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings, secret
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web import csrf

POLICY: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "policy.toml").read_text(encoding="utf-8")
)
ACTORS = ["public", "citizen", *map(str, Role)]
COOKIES = {"staff": "tc_staff", "citizen": "tc_citizen"}


def kind_of(actor: str) -> str:
    """Return in which jar an actor's log-in lies."""
    return "citizen" if actor == "citizen" else "staff"


def jar_of(path: str) -> str:
    """Return whose cookie counts at a path: a browser may hold one of each."""
    if path.startswith("/api/v1/me"):
        return "citizen"
    return "staff" if path.startswith(("/api", "/console", "/command")) else "citizen"


def cell_of(endpoint: Endpoint, actor: str) -> str:
    """Return what the row of an endpoint expects for an actor."""
    row = POLICY[endpoint.name]
    return row.get(actor) or row["staff"]


class Subjects:
    """What one request acts upon: each name is made once, inside or outside of the scopes."""

    def __init__(self, owner: Tx, *, inside: bool) -> None:
        self._owner = owner
        self._inside = inside
        self._made: dict[str, str] = {}

    async def filled(self, value: Any) -> Any:
        """Put ids in the place of names: "$name" a text, "#name" a number."""
        if isinstance(value, dict):
            return {k: await self.filled(v) for k, v in cast("dict[str, Any]", value).items()}
        if isinstance(value, list):
            return [await self.filled(v) for v in cast("list[Any]", value)]
        if not isinstance(value, str) or value[:1] not in ("$", "#"):
            return value
        name = value[1:]
        if name not in self._made:
            self._made[name] = await SUBJECTS[name](self._owner, inside=self._inside)
        return int(self._made[name]) if value.startswith("#") else self._made[name]

    async def path_of(self, endpoint: Endpoint) -> str:
        """Return the path of an endpoint with its parameters filled."""
        path = endpoint.path
        for parameter, subject in POLICY[endpoint.name].get("params", {}).items():
            path = path.replace("{" + parameter + "}", await self.filled(f"${subject}"))
        return path


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

    async def cookies(self, actor: str, *, fresh: bool = False) -> dict[str, str]:
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
        return {"tc_visitor": "visitor", COOKIES[kind_of(actor)]: held}

    async def headers(
        self, actor: str, path: str, *, token: bool = True, fresh: bool = False
    ) -> dict[str, str]:
        """Return what an actor's browser sends along: cookies, and the token of our forms."""
        cookies = await self.cookies(actor, fresh=fresh)
        headers = {"cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
        if token:
            held = cookies.get(COOKIES[jar_of(path)], cookies["tc_visitor"])
            headers[csrf.HEADER] = csrf.make_token(self.key, held)
        return headers

    async def send(
        self, endpoint: Endpoint, actor: str, *, inside: bool, token: bool = True
    ) -> tuple[httpx.Response, str]:
        """Send what the row says as one actor; returns the answer and the id of the listed row."""
        row = POLICY[endpoint.name]
        subjects = Subjects(self.owner, inside=inside)
        path = await subjects.path_of(endpoint)
        listed = await subjects.filled(f"${row['lists']}") if "lists" in row else ""
        headers = await self.headers(
            actor, path, token=token and endpoint.method != "GET", fresh=row.get("fresh", False)
        )
        answer = await self.client.request(
            endpoint.method, path, headers=headers, params=await subjects.filled(row.get("query")),
            json=await subjects.filled(row.get("json")),
            data=await subjects.filled(row.get("form")),
        )  # fmt: skip
        self.client.cookies.clear()  # each request brings its own
        return answer, listed


@asynccontextmanager
async def served(
    owner_dsn: str, secrets_folder: Path, log: Path | None = None
) -> AsyncGenerator[Served]:
    """Serve the small world on a database of its own."""
    async with clone(owner_dsn) as dsn:
        world = await make_world(dsn)
        settings = settings_of(dsn, secrets_folder)
        owner = await asyncpg.connect(dsn)
        try:
            await owner.execute("SET app.nation = 'on'")
            with serving(settings, log) as address:
                async with httpx.AsyncClient(base_url=address, timeout=20) as client:
                    yield Served(address, settings, world, owner, client)
        finally:
            await owner.close()
