"""A rule is shown first and then moves exactly the people it showed, best group first."""

import asyncio
from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from tests.support.campaign import (
    NOW,
    Campaign,
    assign,
    enlist,
    open_campaign,
    people,
    register,
    rule,
)
from tests.support.makers import ELSEWHERE, a_person, scope_of
from tests.support.world import DISTRICT, FACILITY, OTHER_FACILITY, OTHER_WARD, WARD, World

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import service
from tiemchung.domains.planning.model import CannotAssign
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Forbidden
from tiemchung.kernel.scope import NATION
from tiemchung.runtime import Runtime


@pytest.fixture
async def campaign(runtime: Runtime, world: World) -> Campaign:
    return await open_campaign(runtime, world)


@pytest.fixture
async def listed(runtime: Runtime, world: World, campaign: Campaign) -> list[UUID]:
    ids = await register(runtime, world, people(40))
    await enlist(runtime, campaign, ids)
    return ids


async def assigned_groups(runtime: Runtime) -> Counter[str]:
    rows = await runtime.db.worker.fetch(
        "SELECT priority_group FROM planning.candidate WHERE state = 'assigned'"
    )
    return Counter(r[0] for r in rows)


async def test_the_preview_says_what_the_act_does(
    runtime: Runtime, campaign: Campaign, listed: list[UUID]
) -> None:
    assert len(listed) == 40
    wanted = rule(campaign, groups=("2", "9"), places=15)
    async with transaction(runtime.db.app, scope_of(Role.PROVINCE)) as tx:
        shown = await service.preview_assignment(tx, wanted)
    assert [(g.priority_group, g.people) for g in shown.groups] == [("2", 10), ("9", 10)]
    assert (shown.assigned, shown.over, shown.without_birth, shown.already) == (15, 5, 0, 0)
    assert await assigned_groups(runtime) == Counter()
    async with transaction(runtime.db.app, scope_of(Role.PROVINCE)) as tx:
        moved = await service.assign(
            tx, wanted, expected=shown.assigned, actor_id=campaign.officer, now=NOW
        )
    assert {g.priority_group: g.people for g in moved} == {"2": 10, "9": 5}
    assert await assigned_groups(runtime) == Counter({"2": 10, "9": 5})
    async with transaction(runtime.db.app, scope_of(Role.PROVINCE)) as tx:
        again = await service.preview_assignment(tx, wanted)
        counts = await service.candidate_counts(tx, campaign.round_id, facility_id=FACILITY)
    assert (again.assigned, again.already) == (5, 15)
    assert [(c.state, c.people) for c in counts] == [("assigned", 15)]


async def test_a_list_that_changed_since_the_preview_moves_nobody(
    runtime: Runtime, campaign: Campaign, listed: list[UUID]
) -> None:
    assert listed
    with pytest.raises(CannotAssign):
        async with transaction(runtime.db.app, NATION) as tx:
            await service.assign(
                tx, rule(campaign), expected=39, actor_id=campaign.officer, now=NOW
            )
    assert await assigned_groups(runtime) == Counter()


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({"min_age": 65}, 7),
        ({"max_age": 64}, 33),
        ({"min_age": 40, "max_age": 49}, 10),
        ({"districts": (DISTRICT,)}, 40),
        ({"districts": (1,)}, 0),
        ({"wards": (WARD,), "groups": ("1",)}, 10),
        ({"sources": ("self",)}, 0),
        ({"dose_number": 2}, 0),
    ],
)
async def test_each_condition_counts(
    runtime: Runtime, campaign: Campaign, listed: list[UUID], more: dict[str, Any], count: int
) -> None:
    assert listed
    async with transaction(runtime.db.app, NATION) as tx:
        shown = await service.preview_assignment(tx, rule(campaign, **more))
    assert shown.assigned == count
    assert await assign(runtime, campaign, **more) == count


@pytest.mark.parametrize(
    ("born", "precision", "old"),
    [
        (date(1956, 7, 20), "day", True),
        (date(1956, 7, 21), "day", False),
        (date(1956, 1, 1), "year", True),
        (date(1957, 1, 1), "year", False),
    ],
)
async def test_an_age_is_that_of_the_day(
    runtime: Runtime, world: World, campaign: Campaign, *, born: date, precision: str, old: bool
) -> None:
    await enlist(
        runtime,
        campaign,
        await register(runtime, world, [a_person(born=born, precision=precision)]),
    )
    assert await assign(runtime, campaign, min_age=65) == int(old)
    assert await assign(runtime, campaign, max_age=64) == int(not old)


async def test_whose_birth_is_unknown_is_counted_apart(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    await enlist(runtime, campaign, await register(runtime, world, [a_person(born=None)]))
    async with transaction(runtime.db.app, NATION) as tx:
        shown = await service.preview_assignment(tx, rule(campaign, min_age=18))
        anybody = await service.preview_assignment(tx, rule(campaign))
    assert (shown.assigned, shown.without_birth) == (0, 1)
    assert (anybody.assigned, anybody.without_birth) == (1, 0)
    assert await assign(runtime, campaign, min_age=18) == 0


async def test_wishes_without_a_round_are_taken_up(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    ids = await register(runtime, world, people(4))
    await enlist(runtime, None, ids[:3], source="self")
    assert await assign(runtime, campaign, take_wishes=False) == 0
    assert await assign(runtime, campaign) == 3
    rows = await runtime.db.worker.fetch(
        "SELECT DISTINCT source, round_id, facility_id, place_ward FROM planning.candidate"
    )
    assert [tuple(r) for r in rows] == [("self", campaign.round_id, FACILITY, WARD)]


async def test_two_officers_at_once_move_nobody_twice(
    runtime: Runtime, campaign: Campaign, listed: list[UUID]
) -> None:
    moved = await asyncio.gather(*(assign(runtime, campaign, places=12) for _ in range(5)))
    assert sum(moved) <= len(listed)
    assert sum((await assigned_groups(runtime)).values()) == sum(moved)


async def test_an_assignment_is_taken_back(
    runtime: Runtime, campaign: Campaign, listed: list[UUID]
) -> None:
    await assign(runtime, campaign)
    async with transaction(runtime.db.app, NATION) as tx:
        back = await service.take_assignment_back(
            tx, campaign.round_id, FACILITY, groups=["13"], actor_id=campaign.officer, now=NOW
        )
        rest = await service.take_assignment_back(
            tx, campaign.round_id, FACILITY, actor_id=campaign.officer, now=NOW
        )
    assert (back, rest) == (10, len(listed) - 10)


async def test_people_of_another_province_and_a_foreign_facility_stay_out(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    await enlist(runtime, campaign, await register(runtime, world, people(3, home=OTHER_WARD)))
    assert await assign(runtime, campaign) == 0
    with pytest.raises(CannotAssign):
        await assign(runtime, campaign, facility_id=OTHER_FACILITY)
    for scope in (ELSEWHERE, scope_of(Role.DISTRICT)):
        async with transaction(runtime.db.app, scope) as tx:
            with pytest.raises(Forbidden):
                await service.preview_assignment(tx, rule(campaign))
