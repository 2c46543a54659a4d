"""Members of staff at their desks over HTTP: signed in by the pages, with what they ask and send.

Whoever installs the platform opens the first accounts; from there on nothing here touches the
database.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx
from msgspec import Struct
from pyotp.totp import TOTP

from tests.support.people import PASSWORD, form_token, submit
from tests.support.platform import Platform
from tests.support.world import LONG_AGO
from tiemchung.domains.identity import passwords
from tiemchung.domains.identity.roles import Role

DOOR = "/console/dang-nhap"
ENROL = f"{DOOR}/dang-ky-ma"
SECRET = 'tc-qr__letters">'  # what stands before the letters of a new authenticator


class Seat(Struct, frozen=True):
    """Where somebody works: a unit version, or a facility by its code; never both."""

    role: Role
    unit: int | None = None
    facility: str | None = None


class Desk:
    """One who has signed in; refusals of what is expected to work fail with what was answered."""

    def __init__(self, client: httpx.AsyncClient, staff: UUID, csrf: str) -> None:
        self.client, self.staff = client, staff
        self._header = {"x-csrf-token": csrf}

    async def ask(self, path: str, **query: str) -> Any:
        """Read from the API."""
        answer = await self.client.get(path, params=query)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def tell(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Send to the API; returns its answer, None where it has none."""
        answer = await self.refused(path, body)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def refused(self, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        """Send to the API, whatever it answers."""
        return await self.client.post(path, json=body or {}, headers=self._header)

    async def page(self, path: str) -> str:
        """Open a page."""
        answer = await self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.text

    async def file(self, path: str) -> bytes:
        """Download a file."""
        answer = await self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.content

    async def submit(self, page: str, to: str | None = None, **fields: str | list[str]) -> str:
        """Fill a page's form; returns where its answer leads."""
        answer = await submit(self.client, page, to, **fields)
        assert answer.status_code == 303, f"{to or page}: {answer.status_code} {answer.text}"
        return answer.headers["location"]


class Offices:
    """Everybody who works in a story, by name; each signs in when first asked."""

    def __init__(self, platform: Platform, staff: Mapping[str, UUID]) -> None:
        self._platform = platform
        self.staff = staff
        self._desks: dict[str, Desk] = {}

    async def desk(self, name: str) -> Desk:
        """The desk of a member of staff."""
        if name not in self._desks:
            self._desks[name] = await self._sign_in(name)
        return self._desks[name]

    async def _sign_in(self, name: str) -> Desk:
        client = self._platform.client()
        answer = await submit(client, DOOR, username=name, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        if answer.headers["location"].startswith(ENROL):
            page = await client.get(ENROL)
            secret = page.text.split(SECRET)[1].split("<")[0].replace(" ", "")
            given = {"csrf": form_token(page), "code": TOTP(secret).now()}
            answer = await client.post(ENROL, data=given)
        assert answer.headers["location"] == "/console", answer.text
        asked = await client.get("/api/v1/session")
        return Desk(client, self.staff[name], asked.json()["csrf"])


async def open_offices(platform: Platform, seats: Mapping[str, Seat]) -> Offices:
    """Open an account for each seat, as whoever installs the platform does, all of one password."""
    stored, names = await passwords.hashed(PASSWORD), list(seats)
    staff = {name: uuid4() for name in names}
    facilities = [seat.facility for seat in seats.values()]
    await platform.owner(
        "INSERT INTO identity.staff (staff_id, username, full_name, facility_id, created_at,"
        " password_hash) SELECT s.id, s.name, 'Nhân viên ' || s.name, f.facility_id, $4, $5"
        " FROM unnest($1::uuid[], $2::text[], $3::text[]) AS s (id, name, code)"
        " LEFT JOIN geography.facility AS f ON f.code = s.code",
        list(staff.values()), names, facilities, LONG_AGO, stored,
    )  # fmt: skip
    await platform.owner(
        "INSERT INTO identity.role_grant (grant_id, staff_id, role, unit_id, facility_id,"
        " valid_from) SELECT gen_random_uuid(), s.id, s.role, s.unit, f.facility_id, $5"
        " FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[]) AS s (id, role, unit, code)"
        " LEFT JOIN geography.facility AS f ON f.code = s.code",
        list(staff.values()), [str(s.role) for s in seats.values()],
        [s.unit for s in seats.values()], facilities, LONG_AGO,
    )  # fmt: skip
    return Offices(platform, staff)
