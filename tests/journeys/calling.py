"""From a round to invited people: assignment by rule, plan, approval, session, call, messages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct

from tests.support.country import CITY
from tests.support.offices import Desk, Offices
from tiemchung.domains.identity.roles import Role

FIRST_DAY, LAST_DAY = date(2021, 7, 21), date(2021, 8, 15)
GROUPS = [str(number) for number in range(1, 17)]


class Plan(Struct, frozen=True):
    """An approved plan of a facility with its site."""

    plan: UUID
    round_id: int
    facility: int
    site: int


async def given_a_round(offices: Offices, allocation_round: int, doses: int) -> int:
    """The ministry opens the campaign, the city its round, which spends allocated doses."""
    ministry, city = await offices.desk("ministry"), await offices.desk("city")
    campaign = await ministry.tell(
        "/api/v1/campaigns",
        {"name": "Tiêm chủng COVID-19", "disease": "covid-19", "starts_on": "2021-07-10"},
    )  # fmt: skip
    opened = await city.tell(
        "/api/v1/rounds",
        {"campaign_id": campaign["id"], "province_id": CITY, "number": 5, "name": "Đợt 5",
         "starts_on": str(FIRST_DAY), "ends_on": str(LAST_DAY)},
    )  # fmt: skip
    page = f"/console/dot-tiem/{opened['id']}"
    await city.submit(
        page, f"{page}/lieu", allocation_round_id=str(allocation_round), doses=str(doses)
    )
    return opened["id"]


async def given_a_site(offices: Offices, head: str, facility: int, ward: int, name: str) -> int:
    """The head of a facility opens a site and finds it where sessions are made."""
    desk = await offices.desk(head)
    await desk.submit(
        "/console/diem-tiem", facility_id=str(facility), name=name, kind="fixed",
        unit_id=str(ward), tables="2",
    )  # fmt: skip
    page = await desk.page("/console/buoi-tiem/moi")
    option = page[: page.index(f">{name}")].rpartition("<option")[2]
    return int(option.split('value="')[1].split('"')[0])


async def when_the_city_assigns(
    offices: Offices, round_id: int, facility: int, expected: int, **narrowed: Any
) -> Mapping[str | None, int]:
    """The city looks what a rule would do, then does it to exactly as many; people by group."""
    city = await offices.desk("city")
    rule = {"round_id": round_id, "facility_id": facility, "places": 10_000,
            "on": str(FIRST_DAY), "group_order": GROUPS, **narrowed}  # fmt: skip
    seen = await city.tell("/api/v1/assignments/preview", rule)
    assert (seen["assigned"], seen["over"]) == (expected, 0), seen
    stale = await city.refused("/api/v1/assignments", {"rule": rule, "expected": expected + 1})
    assert stale.status_code == 409, stale.text
    moved = await city.tell("/api/v1/assignments", {"rule": rule, "expected": expected})
    assert sum(group["people"] for group in moved) == expected
    return {group["priority_group"]: group["people"] for group in moved}


async def when_a_plan_is_approved(
    offices: Offices, head: str, round_id: int, facility: int, site: int
) -> Plan:
    """The facility draws up and hands in, the district approves; not before it is handed in."""
    desk, district = await offices.desk(head), await offices.desk("district")
    plan_id = uuid4()
    page = f"/api/v1/plans/{plan_id}"
    await desk.tell(
        "/api/v1/plans",
        {"plan_id": str(plan_id), "round_id": round_id, "facility_id": facility,
         "starts_on": str(FIRST_DAY), "ends_on": str(LAST_DAY), "target": 500},
    )  # fmt: skip
    await desk.tell(f"{page}/sites", {"sites": [{"site_id": site, "target": 500}]})
    early = await district.refused(f"{page}/approval")
    assert early.status_code == 409, early.text
    await desk.tell(f"{page}/submission")
    await district.tell(f"{page}/approval")
    return Plan(plan_id, round_id, facility, site)


async def when_a_session_is_made(
    desk: Desk, plan: Plan, product: int, day: date, half: str, *, seats: int, tables: int = 1,
    hours: tuple[datetime, datetime] | None = None,
) -> UUID:  # fmt: skip
    """Make a session of a plan, at the usual hours or at these; sent twice it is the same one."""
    session = uuid4()
    wanted = {"session_id": str(session), "site_id": plan.site, "day": str(day), "half_day": half,
              "product_id": product, "tables": tables, "capacity": seats,
              "plan_id": str(plan.plan)}  # fmt: skip
    if hours is not None:
        wanted |= {"starts_at": hours[0].isoformat(), "ends_at": hours[1].isoformat()}
    made = [await desk.tell("/api/v1/vaccination-sessions", wanted) for _twice in range(2)]
    assert made[0] == made[1]
    return session


async def when_people_are_called(
    desk: Desk, session: UUID, *, called: int, free: int, told: int
) -> None:
    """Give seats, then order messages for those who have a phone."""
    page = f"/api/v1/vaccination-sessions/{session}"
    result = await desk.tell(f"{page}/calls", {"most": None})
    assert result == {"called": called, "free": free}
    ordered = await desk.tell(f"{page}/invitations")
    assert ordered == {"people": told}


async def when_staff_are_named(
    desk: Desk, session: UUID, workers: Sequence[tuple[UUID, Role]]
) -> None:
    """Name who works in a session; the rights end with it."""
    named = [{"staff_id": str(staff), "role": str(role)} for staff, role in workers]
    await desk.tell(f"/api/v1/vaccination-sessions/{session}/staff", {"workers": named})
