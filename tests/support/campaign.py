"""A small campaign for tests: a round of the city, people on its lists, a plan, sessions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from tests.support.makers import a_person, entry
from tests.support.world import CITY, FACILITY, NATION, PRODUCT, SITE, WARD, World
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import (
    AssignmentRule,
    CreateSession,
    DrawUpPlan,
    Enlisted,
    OpenRound,
    PlanSite,
    Session,
)
from tiemchung.domains.registry import service as registry
from tiemchung.domains.registry.model import NewPerson
from tiemchung.domains.supply import service as supply
from tiemchung.domains.supply.allocation import RecordDecision, Share
from tiemchung.kernel.db import transaction
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NATION as EVERYTHING
from tiemchung.runtime import Runtime

GROUPS = ("1", "2", "9", "13")
DAY = date(2021, 7, 22)
NOW = datetime(2021, 7, 20, 3, tzinfo=UTC)
SYLLABLES = ("An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nga")


class Campaign(Struct, frozen=True):
    """The ids of what was opened."""

    campaign_id: int
    allocation_round_id: int
    round_id: int
    officer: UUID


async def open_campaign(runtime: Runtime, world: World, *, doses: int = 1_000) -> Campaign:
    """Open a campaign, allocate doses to the city, open its round and let it spend them."""
    officer = world.staff[Role.PROVINCE]
    async with transaction(runtime.db.app, EVERYTHING) as tx:
        campaign = await planning.open_campaign(
            tx, name="COVID-19", disease="covid-19", starts_on=date(2021, 7, 1)
        )
        allocation = await supply.open_allocation_round(
            tx, number=7, name="Đợt 7", product_id=PRODUCT, now=NOW
        )
        await supply.record_decision(
            tx,
            RecordDecision(
                decision_id=uuid7(), allocation_round_id=allocation, number="3488/QĐ-BYT",
                signed_on=date(2021, 7, 15), level="national", issued_by_unit_id=NATION,
                lines=(Share(unit_id=CITY, doses=doses),),
            ),
            actor_id=officer, now=NOW,
        )  # fmt: skip
        round_id = await planning.open_round(
            tx,
            OpenRound(
                campaign_id=campaign, province_id=CITY, number=5, name="Đợt 5",
                starts_on=date(2021, 7, 20), ends_on=date(2021, 8, 15),
            ),
        )  # fmt: skip
        await planning.spend_allocation(tx, round_id, allocation, doses)
    return Campaign(campaign, allocation, round_id, officer)


def people(count: int, *, offset: int = 0, **more: Any) -> list[NewPerson]:
    """Return so many different people, two to a household and phone, over the groups in turn."""
    made: list[NewPerson] = []
    for n in range(offset, offset + count):
        first, last = SYLLABLES[n // 10 % 10], SYLLABLES[n % 10]
        made.append(
            a_person(
                f"Trần {SYLLABLES[n // 100 % 10]} {first} {last}",
                born=date(1950 + n % 50, 1 + n % 12, 1 + n % 28),
                number=f"079{n % 4:01}50{n:06}"[:12],
                phone=f"+8490{n // 2:07}",
                priority_group=GROUPS[n % len(GROUPS)],
                address=f"{n // 2} Lê Lợi",
            )
        )
    return [replace(p, **more) for p in made] if more else made


async def register(runtime: Runtime, world: World, persons: Sequence[NewPerson]) -> list[UUID]:
    """Register people as the ward does."""
    async with transaction(runtime.db.app, EVERYTHING) as tx:
        made = await registry.register_people(
            tx, runtime.intake, runtime.vault, persons, entry(world)
        )
    return [m.person_id for m in made]


async def enlist(
    runtime: Runtime, campaign: Campaign | None, ids: Sequence[UUID], *, source: str = "ward"
) -> UUID:
    """Put people on the ward's standing list of the round (None: wishes without one)."""
    async with transaction(runtime.db.app, EVERYTHING) as tx:
        list_id = await planning.standing_list(
            tx, source, province_id=CITY, ward_id=WARD, now=NOW,
            round_id=None if campaign is None else campaign.round_id,
        )  # fmt: skip
        await planning.enlist(tx, list_id, [Enlisted(person_id=p) for p in ids], now=NOW)
    return list_id


def rule(campaign: Campaign, **more: Any) -> AssignmentRule:
    """Return a rule that sends everybody of the round to the first facility."""
    fields: dict[str, Any] = {
        "round_id": campaign.round_id, "facility_id": FACILITY, "places": 10_000,
        "on": date(2021, 7, 20), "group_order": GROUPS,
    } | more  # fmt: skip
    return AssignmentRule(**fields)


async def assign(runtime: Runtime, campaign: Campaign, **more: Any) -> int:
    """Apply a rule; returns how many people were moved."""
    async with transaction(runtime.db.app, EVERYTHING) as tx:
        moved = await planning.assign(
            tx, rule(campaign, **more), actor_id=campaign.officer, now=NOW
        )
    return sum(group.people for group in moved)


async def plan(runtime: Runtime, campaign: Campaign, *, approved: bool = True) -> UUID:
    """Draw up the first facility's plan for its site; handed in and approved unless told."""
    plan_id = uuid7()
    async with transaction(runtime.db.app, EVERYTHING) as tx:
        await planning.draw_up_plan(
            tx,
            DrawUpPlan(
                plan_id=plan_id, round_id=campaign.round_id, facility_id=FACILITY,
                starts_on=date(2021, 7, 21), ends_on=date(2021, 7, 31), target=500,
            ),
            actor_id=campaign.officer, now=NOW,
        )  # fmt: skip
        await planning.name_sites(tx, plan_id, [PlanSite(SITE, 500)])
        if approved:
            await planning.submit_plan(tx, plan_id)
            await planning.approve_plan(tx, plan_id, actor_id=campaign.officer, now=NOW)
    return plan_id


async def session(runtime: Runtime, campaign: Campaign, plan_id: UUID, **more: Any) -> Session:
    """Make a session of the plan."""
    fields: dict[str, Any] = {
        "session_id": uuid7(), "site_id": SITE, "day": DAY, "half_day": "morning",
        "product_id": PRODUCT, "tables": 2, "capacity": 60, "plan_id": plan_id,
    } | more  # fmt: skip
    async with transaction(runtime.db.app, EVERYTHING) as tx:
        return await planning.create_session(
            tx, CreateSession(**fields), actor_id=campaign.officer, now=NOW
        )
