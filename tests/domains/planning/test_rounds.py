"""A round spends doses of several allocations, and all rounds no more than the province has."""

from datetime import date
from typing import Any

import pytest
from tests.support.campaign import Campaign, open_campaign
from tests.support.makers import ELSEWHERE, scope_of
from tests.support.world import CITY, DISTRICT, World

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import service
from tiemchung.domains.planning.model import CannotPlan, OpenRound
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Forbidden, Invalid, NotFound
from tiemchung.kernel.scope import NATION, Scope
from tiemchung.runtime import Runtime


@pytest.fixture
async def campaign(runtime: Runtime, world: World) -> Campaign:
    return await open_campaign(runtime, world, doses=600)


async def open_round(
    runtime: Runtime, campaign: Campaign, scope: Scope = NATION, **more: Any
) -> int:
    fields: dict[str, Any] = {
        "campaign_id": campaign.campaign_id, "province_id": CITY, "number": 6, "name": "Đợt 6",
        "starts_on": date(2021, 8, 1), "ends_on": date(2021, 8, 31),
    } | more  # fmt: skip
    async with transaction(runtime.db.app, scope) as tx:
        return await service.open_round(tx, OpenRound(**fields))


async def spend(
    runtime: Runtime, campaign: Campaign, round_id: int, doses: int, scope: Scope = NATION
) -> list[int]:
    async with transaction(runtime.db.app, scope) as tx:
        rows = await service.spend_allocation(tx, round_id, campaign.allocation_round_id, doses)
    return [row.doses for row in rows]


async def test_rounds_of_a_province_share_what_it_was_allocated(
    runtime: Runtime, campaign: Campaign
) -> None:
    second = await open_round(runtime, campaign)
    with pytest.raises(CannotPlan):
        await spend(runtime, campaign, second, 1)
    assert await spend(runtime, campaign, campaign.round_id, 400) == [400]
    assert await spend(runtime, campaign, second, 200) == [200]
    with pytest.raises(CannotPlan):
        await spend(runtime, campaign, campaign.round_id, 401)
    assert await spend(runtime, campaign, campaign.round_id, 399) == [399]
    with pytest.raises(Invalid):
        await spend(runtime, campaign, second, 0)
    with pytest.raises(NotFound):
        await spend(runtime, campaign, 999, 1)


async def test_a_round_is_opened_once_by_its_province(runtime: Runtime, campaign: Campaign) -> None:
    await open_round(runtime, campaign, scope_of(Role.PROVINCE))
    with pytest.raises(CannotPlan):
        await open_round(runtime, campaign)
    with pytest.raises(Invalid):
        await open_round(runtime, campaign, number=8, province_id=DISTRICT)
    with pytest.raises(Invalid):
        await open_round(runtime, campaign, number=8, ends_on=date(2021, 7, 1))
    for scope in (ELSEWHERE, scope_of(Role.DISTRICT)):
        with pytest.raises(Forbidden):
            await open_round(runtime, campaign, scope, number=8)
        with pytest.raises(Forbidden):
            await spend(runtime, campaign, campaign.round_id, 1, scope)


async def test_only_the_nation_opens_a_campaign(runtime: Runtime, campaign: Campaign) -> None:
    assert campaign.campaign_id
    async with transaction(runtime.db.app, scope_of(Role.PROVINCE)) as tx:
        with pytest.raises(Forbidden):
            await service.open_campaign(
                tx, name="x", disease="covid-19", starts_on=date(2021, 7, 1)
            )
