"""The table of every page (pages.toml), and houses in which its pages can be opened.

A house is a running server with people who can sign in: the small world, where nothing has happened
yet, or a played campaign. The tests look at every page in both; tools/screens takes the pictures.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from tests.support.people import citizen_token, staff_token
from tests.support.routes import Endpoint, endpoints
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings
from tiemchung.kernel.sql import Tx

HERE = Path(__file__).parent
OWING = {"code": Role.DISTRICT, "enrolment": Role.DISTRICT}
"""Readers that have given their password alone, and who they will be."""

CITIZENS: dict[str, UUID | None] = {"citizen": None, "newcomer": UUID(int=0x4EC0)}
"""Readers with an account for citizens: the one of the house, and one that has nobody yet."""

STAFF = {
    Role.MINISTRY: "boyte", Role.REGIONAL_INSTITUTE: "vienpasteur", Role.PROVINCE: "soyte",
    Role.DISTRICT: "quan", Role.WARD: "phuong", Role.FACILITY_HEAD: "tram",
    Role.SITE_HEAD: "truongdiem", Role.RECEPTION: "tiepdon", Role.STOREKEEPER: "thukho",
    Role.ORGANISATION: "coquan", Role.SUPPORT_OPERATIONS: "dieuhanh",
    Role.SUPPORT_DISTRICT: "hotroquan", Role.SUPPORT_SITE: "hotro", Role.PLATFORM: "quantri",
}  # fmt: skip
"""Whom the campaign calls by these names."""

FAMILY = """
SELECT p.account_id FROM identity.account_person AS p
  LEFT JOIN certificates.certificate AS c USING (person_id)
  LEFT JOIN booking.appointment AS a ON a.person_id = p.person_id AND a.state = 'open'
 GROUP BY p.account_id
HAVING count(c.person_id) > 0 AND count(a.person_id) > 0
 ORDER BY count(DISTINCT p.person_id) DESC, p.account_id LIMIT 1
"""
"""An account with a certificate and an appointment, and the most people of all such."""


class Wrong(Struct, frozen=True, forbid_unknown_fields=True):
    """A form of a page that is refused: where it goes, who sends it, what goes before."""

    post: str
    by: str = ""
    fill: dict[str, str] = {}
    first: dict[str, str] = {}
    given: str = ""
    campaign: bool = False


class Page(Struct, frozen=True, forbid_unknown_fields=True):
    """A page: who opens it, where a campaign fills it, what an empty world answers."""

    by: str
    find: str = ""
    filled: Literal["none"] | None = None
    empty_by: str = ""
    empty: int | Literal["none"] = 200
    wrong: list[Wrong] = []


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """All pages, and the routes that are none with their reasons."""

    page: dict[str, Page]
    no_page: dict[str, str]
    no_fault: dict[str, str]


def read_table() -> Table:
    """Read the table."""
    text = (HERE / "pages.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Table)


def for_people(method: str) -> list[Endpoint]:
    """Return the routes of the four faces that people ask with a method."""
    machines = ("/api", "/health", "/metrics")
    return [e for e in endpoints() if e.method == method and not e.path.startswith(machines)]


def face_of(path: str) -> str:
    """Return the face that a page belongs to."""
    first = path.split("/")[1]
    return {"me": "citizen", "console": "console", "command": "command"}.get(first, "portal")


def fill(path: str, values: dict[str, Any]) -> str:
    """Put values into a path template."""
    return re.sub(r"\{(\w+)\}", lambda m: str(values[m[1]]), path)


class House:
    """A running server, its database as the owner sees it, and everybody's cookies."""

    def __init__(
        self, address: str, settings: Settings, owner: Tx, staff: dict[Role, UUID], account: UUID
    ) -> None:
        self.address = address
        self.owner = owner
        self.account = account
        self._settings = settings
        self._staff = staff
        self._cookies: dict[str, dict[str, str]] = {}

    def id_of(self, reader: str) -> UUID:
        """Return who a reader is: $1 of a query."""
        if reader in CITIZENS:
            return CITIZENS[reader] or self.account
        return self._staff[OWING.get(reader) or Role(reader)]

    async def cookies(self, reader: str) -> dict[str, str]:
        """Return the cookies of a reader, signed in at the first time."""
        if reader == "public":
            return {}
        if reader not in self._cookies:
            if reader in CITIZENS:
                account = self.id_of(reader)
                held = {"tc_citizen": await citizen_token(self._settings, account, [])}
            else:
                whole = reader not in OWING
                token = await staff_token(self._settings, self.id_of(reader), second_factor=whole)
                held = {"tc_staff": token}
            self._cookies[reader] = held
        return self._cookies[reader]

    async def browser_cookies(self, reader: str) -> list[Any]:
        """Return a reader's cookies as a browser takes them."""
        held = await self.cookies(reader)
        return [{"name": n, "value": v, "url": self.address} for n, v in held.items()]

    async def found(self, path: str, find: str, reader: str) -> str:
        """Return the address of a page for the first row of the campaign that its query finds."""
        if not find:
            return path
        asks = (self.id_of(reader),) if "$1" in find else ()
        row = await self.owner.fetchrow(find, *asks)
        assert row is not None, f"the campaign has nothing for {path}"
        return fill(path, dict(row))


async def campaign_house(address: str, settings: Settings, owner: Tx) -> House:
    """Return the house of a played campaign: its accounts by role, a family with all there is."""
    rows = await owner.fetch(
        "SELECT username, staff_id FROM identity.staff WHERE username = any($1)",
        list(STAFF.values()),
    )
    ids = {row["username"]: row["staff_id"] for row in rows}
    staff = {role: ids[name] for role, name in STAFF.items()}
    return House(address, settings, owner, staff, await owner.fetchval(FAMILY))
