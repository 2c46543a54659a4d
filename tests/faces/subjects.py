"""What endpoints act upon: a fresh one inside the scope of every role, or outside of it.

Inside lies at the first facility of the small world (ward, district, province, region and nation
cover it, the citizen of the matrix is linked to its people); outside lies at the second facility,
in another province of the same region.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

from tests.support.rows import put
from tests.support.world import (
    CITY,
    DISTRICT,
    FACILITY,
    OTHER,
    OTHER_FACILITY,
    OTHER_SITE,
    OTHER_WARD,
    PRODUCT,
    SITE,
    WARD,
    add_device,
)
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.sql import Tx

ACCOUNT = UUID(int=0xC171)
"""The account of the citizen of the matrix."""

INSIDE_HOME = {"home_province": CITY, "home_district": DISTRICT, "home_ward": WARD}
OUTSIDE_HOME = {"home_province": OTHER, "home_district": None, "home_ward": OTHER_WARD}
INSIDE_PLACE = {"place_province": CITY, "place_district": DISTRICT, "place_ward": WARD}
OUTSIDE_PLACE = {"place_province": OTHER, "place_district": None, "place_ward": OTHER_WARD}


async def device(owner: Tx, *, inside: bool) -> str:
    """An enrolled device of the facility."""
    return str((await add_device(owner, FACILITY if inside else OTHER_FACILITY)).id)


async def person(owner: Tx, *, inside: bool) -> str:
    """A person who lives there."""
    home: dict[str, Any] = INSIDE_HOME if inside else OUTSIDE_HOME
    made = await put(owner, "registry.person", full_name="Nguyễn Thị Mẫu", **home)
    if inside:
        await put(owner, "identity.account_person", account_id=ACCOUNT, relation="self",
                  person_id=made["person_id"])  # fmt: skip
    return str(made["person_id"])


async def session(owner: Tx, *, inside: bool) -> str:
    """A session that runs at the site."""
    place: dict[str, Any] = INSIDE_PLACE if inside else OUTSIDE_PLACE
    made = await put(
        owner, "planning.session", state="running", half_day="morning", day=Clock().today(),
        facility_id=FACILITY if inside else OTHER_FACILITY, site_id=SITE if inside else OTHER_SITE,
        product_id=PRODUCT, retrospective=True, **place,  # so that several fit into a half-day
    )  # fmt: skip
    return str(made["session_id"])


async def facility(_: Tx, *, inside: bool) -> str:
    return str(FACILITY if inside else OTHER_FACILITY)


async def site(_: Tx, *, inside: bool) -> str:
    return str(SITE if inside else OTHER_SITE)


async def ward(_: Tx, *, inside: bool) -> str:
    return str(WARD if inside else OTHER_WARD)


async def province(_: Tx, *, inside: bool) -> str:
    return str(CITY if inside else OTHER)


async def nothing(_: Tx, *, inside: bool) -> str:
    """An id of nothing at all: inside and outside alike."""
    del inside
    return str(uuid4())


SUBJECTS: dict[str, Callable[..., Awaitable[str]]] = {
    "device": device,
    "facility": facility,
    "nothing": nothing,
    "person": person,
    "province": province,
    "session": session,
    "site": site,
    "ward": ward,
}
