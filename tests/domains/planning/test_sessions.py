"""Plans go up and come back; sessions fit their plan, are copied with their people, and end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.support.campaign import DAY, NOW, Campaign, open_campaign, plan, session
from tests.support.makers import AT_FACILITY, ELSEWHERE, scope_of
from tests.support.world import FACILITY, LOT, OTHER_SITE, PRODUCT, SITE, WARD, World

from tiemchung.domains.geography import service as geography
from tiemchung.domains.identity.grants import Grants
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.planning import service
from tiemchung.domains.planning.model import (
    CannotPlan,
    ChangeSession,
    DrawUpPlan,
    PlanSite,
    Session,
    SessionWorker,
)
from tiemchung.domains.planning.service.stock import SessionStock
from tiemchung.domains.supply import service as supply
from tiemchung.domains.supply.model import CannotMove, ReceiveDelivery, StockLine, StockReason
from tiemchung.domains.supply.service import Act
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Forbidden, Invalid, NotFound
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NATION
from tiemchung.runtime import Runtime


@pytest.fixture
async def campaign(runtime: Runtime, world: World) -> Campaign:
    return await open_campaign(runtime, world)


async def test_a_plan_goes_up_comes_back_and_is_approved(
    runtime: Runtime, campaign: Campaign
) -> None:
    plan_id = await plan(runtime, campaign, approved=False)
    district, facility = scope_of(Role.DISTRICT), AT_FACILITY
    async with transaction(runtime.db.app, facility) as tx:
        with pytest.raises(CannotPlan):
            await service.name_sites(tx, plan_id, [PlanSite(OTHER_SITE, 1)])
        await service.submit_plan(tx, plan_id)
        with pytest.raises(CannotPlan):
            await service.submit_plan(tx, plan_id)
        with pytest.raises(Forbidden):
            await service.approve_plan(tx, plan_id, actor_id=campaign.officer, now=NOW)
    async with transaction(runtime.db.app, district) as tx:
        with pytest.raises(Invalid):
            await service.return_plan(tx, plan_id, remark=" ", actor_id=campaign.officer, now=NOW)
        await service.return_plan(
            tx, plan_id, remark="Thêm bàn tiêm", actor_id=campaign.officer, now=NOW
        )
        assert (await service.find_plan(tx, plan_id)).remark == "Thêm bàn tiêm"
    async with transaction(runtime.db.app, facility) as tx:
        await service.submit_plan(tx, plan_id)
    async with transaction(runtime.db.app, district) as tx:
        await service.approve_plan(tx, plan_id, actor_id=campaign.officer, now=NOW)
        assert (await service.find_plan(tx, plan_id)).state == "approved"
        with pytest.raises(CannotPlan):
            await service.name_sites(tx, plan_id, [])
        with pytest.raises(CannotPlan):
            await service.approve_plan(tx, plan_id, actor_id=campaign.officer, now=NOW)
    async with transaction(runtime.db.app, NATION) as tx:
        approved = await service.plans_of_round(tx, campaign.round_id, state="approved")
        sites = await service.planned_sites(tx, plan_id)
    assert [p.plan_id for p in approved] == [plan_id]
    assert [(s.site_id, s.target) for s in sites] == [(SITE, 500)]


async def test_without_a_district_the_province_decides(
    runtime: Runtime, world: World, campaign: Campaign, database: str
) -> None:
    assert world.staff
    async with transaction(runtime.db.worker, NATION) as tx:
        await tx.execute("UPDATE geography.facility SET district_id = NULL WHERE facility_id = 11")
    plan_id = await plan(runtime, campaign, approved=False)
    async with transaction(runtime.db.app, NATION) as tx:
        await service.submit_plan(tx, plan_id)
    async with transaction(runtime.db.app, scope_of(Role.DISTRICT)) as tx:
        with pytest.raises(Forbidden):
            await service.approve_plan(tx, plan_id, actor_id=campaign.officer, now=NOW)
    async with transaction(runtime.db.app, scope_of(Role.PROVINCE)) as tx:
        await service.approve_plan(tx, plan_id, actor_id=campaign.officer, now=NOW)
    assert database


async def test_a_plan_stays_in_its_round_and_with_its_facility(
    runtime: Runtime, campaign: Campaign
) -> None:
    def command(**more: Any) -> DrawUpPlan:
        fields: dict[str, Any] = {
            "plan_id": uuid7(), "round_id": campaign.round_id, "facility_id": FACILITY,
            "starts_on": date(2021, 7, 21), "ends_on": date(2021, 7, 31), "target": 1,
        } | more  # fmt: skip
        return DrawUpPlan(**fields)

    async def draw_up(**more: Any) -> UUID:
        async with transaction(runtime.db.app, NATION) as tx:
            return await service.draw_up_plan(
                tx, command(**more), actor_id=campaign.officer, now=NOW
            )

    with pytest.raises(Invalid):
        await draw_up(ends_on=date(2021, 9, 1))
    with pytest.raises(CannotPlan):
        await draw_up(facility_id=12)
    approved = await plan(runtime, campaign)
    with pytest.raises(CannotPlan):
        await draw_up(plan_id=approved)
    draft = await draw_up()
    assert await draw_up(plan_id=draft, target=9) == draft
    async with transaction(runtime.db.app, ELSEWHERE) as tx:
        with pytest.raises(Forbidden):
            await service.draw_up_plan(tx, command(), actor_id=campaign.officer, now=NOW)


async def test_a_session_fits_its_plan(runtime: Runtime, campaign: Campaign) -> None:
    waiting = await plan(runtime, campaign, approved=False)
    with pytest.raises(CannotPlan):
        await session(runtime, campaign, waiting)
    approved = await plan(runtime, campaign)
    made = await session(runtime, campaign, approved)
    assert (made.round_id, made.facility_id, made.place_ward) == (
        campaign.round_id, FACILITY, WARD,
    )  # fmt: skip
    assert made.starts_at == datetime(2021, 7, 22, 0, 30, tzinfo=UTC), "07:30 in Viet Nam"
    assert await session(runtime, campaign, approved, session_id=made.session_id) == made
    for wrong in (
        {},  # the same half-day and product again
        {"day": date(2021, 8, 5)},
        {"site_id": OTHER_SITE},
    ):
        with pytest.raises(CannotPlan):
            await session(runtime, campaign, approved, **wrong)
    with pytest.raises(Invalid):
        await session(
            runtime, campaign, approved, half_day="afternoon",
            starts_at=made.ends_at, ends_at=made.starts_at,
        )  # fmt: skip
    assert (await session(runtime, campaign, approved, half_day="evening")).state == "planned"


async def test_nobody_makes_a_session_outside_their_jurisdiction(
    runtime: Runtime, campaign: Campaign
) -> None:
    made = await session(runtime, campaign, await plan(runtime, campaign))
    async with transaction(runtime.db.app, ELSEWHERE) as tx:
        with pytest.raises(NotFound):
            await service.find_session(tx, made.session_id)
        assert await service.sessions_between(tx, DAY, DAY) == []
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        assert await service.sessions_between(tx, DAY, DAY) == [made]


async def copy(runtime: Runtime, campaign: Campaign, made: Session, **more: Any) -> Session:
    fields: dict[str, Any] = {"copy_id": uuid7(), "day": DAY + timedelta(days=1)} | more
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        return await service.copy_session(
            tx, made.session_id, actor_id=campaign.officer, now=NOW, **fields
        )


async def test_yesterdays_session_is_copied_with_its_people(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    made = await session(runtime, campaign, await plan(runtime, campaign), capacity=77)
    workers = [
        SessionWorker(world.staff[Role.SCREENER], Role.SCREENER),
        SessionWorker(world.staff[Role.INJECTOR], Role.INJECTOR),
    ]
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        named = await service.assign_staff(
            tx, made.session_id, workers, actor_id=campaign.officer, now=NOW
        )
        await service.assign_staff(tx, made.session_id, workers, actor_id=campaign.officer, now=NOW)
    assert [w.role for w in named] == ["injector", "screener"]
    tomorrow = await copy(runtime, campaign, made)
    assert (tomorrow.day, tomorrow.capacity, tomorrow.plan_id) == (
        DAY + timedelta(days=1), 77, made.plan_id,
    )  # fmt: skip
    assert tomorrow.starts_at - made.starts_at == timedelta(days=1)
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        assert await service.session_staff(tx, tomorrow) == named
    later = await copy(runtime, campaign, made, day=date(2021, 8, 10), half_day="afternoon")
    assert (later.plan_id, later.round_id, later.half_day) == (
        None, campaign.round_id, "afternoon",
    )  # fmt: skip
    rows = await runtime.db.worker.fetch(
        "SELECT count(*) FROM identity.role_grant WHERE session_id IS NOT NULL GROUP BY session_id"
    )
    assert [r[0] for r in rows] == [2, 2, 2]


async def test_rights_are_those_of_the_session_and_its_day(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    made = await session(runtime, campaign, await plan(runtime, campaign))
    nurse = world.staff[Role.NURSE]
    async with transaction(runtime.db.app, NATION) as tx:
        await tx.execute("UPDATE identity.role_grant SET valid_to = valid_from")
        await service.assign_staff(
            tx, made.session_id, [SessionWorker(nurse, Role.NURSE)], actor_id=campaign.officer,
            now=NOW,
        )  # fmt: skip
    await runtime.reference.refresh()
    grants = runtime.reference.current.of(Grants)

    def holds(at: datetime, session_id: UUID) -> bool:
        return grants.holds(nurse, frozenset({"nurse"}), at, None, session_id)

    assert holds(made.starts_at, made.session_id)
    assert not holds(made.starts_at, uuid7())
    assert not holds(made.ends_at + timedelta(days=2), made.session_id)


async def test_a_session_is_changed_or_cancelled_before_it_begins(
    runtime: Runtime, campaign: Campaign
) -> None:
    made = await session(runtime, campaign, await plan(runtime, campaign))
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        changed = await service.change_session(
            tx, ChangeSession(session_id=made.session_id, tables=5, capacity=90)
        )
        assert (changed.tables, changed.capacity, changed.starts_at) == (5, 90, made.starts_at)
        with pytest.raises(Invalid):
            await service.change_session(
                tx, ChangeSession(session_id=made.session_id, ends_at=made.starts_at)
            )
        gone = await service.cancel_session(tx, made.session_id, reason="no_vaccine", now=NOW)
        assert (gone.state, gone.reason) == ("cancelled", "no_vaccine")
        with pytest.raises(CannotPlan):
            await service.cancel_session(tx, made.session_id, reason="x", now=NOW)
        with pytest.raises(CannotPlan):
            await service.change_session(tx, ChangeSession(session_id=made.session_id, tables=1))
    assert (await session(runtime, campaign, gone.plan_id or uuid7())).state == "planned"


async def test_staff_must_exist_and_work_at_sites(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    made = await session(runtime, campaign, await plan(runtime, campaign))
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        for worker in (
            SessionWorker(uuid7(), Role.NURSE),
            SessionWorker(world.staff[Role.MINISTRY], Role.MINISTRY),
        ):
            with pytest.raises(CannotPlan):
                await service.assign_staff(
                    tx, made.session_id, [worker], actor_id=campaign.officer, now=NOW
                )


async def test_a_team_brings_its_people(runtime: Runtime, world: World, campaign: Campaign) -> None:
    team, members = uuid7(), [SessionWorker(world.staff[Role.INJECTOR], Role.INJECTOR)]
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        await service.open_team(tx, team, facility_id=FACILITY, name="Đội 1", members=members)
        await service.open_team(tx, team, facility_id=FACILITY, name="Đội 1", members=members)
        with pytest.raises(CannotPlan):
            await service.open_team(tx, uuid7(), facility_id=FACILITY, name="Đội 1")
    made = await session(runtime, campaign, await plan(runtime, campaign), team_id=team)
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        staff = await service.session_staff(tx, made)
    assert [w.staff_id for w in staff] == [world.staff[Role.INJECTOR]]


async def test_a_site_is_opened_where_the_facility_works(
    runtime: Runtime, campaign: Campaign
) -> None:
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        site = await geography.open_site(
            tx,
            geography.OpenSite(
                facility_id=FACILITY, name="Nhà thi đấu", kind="mobile", unit_id=WARD, tables=8
            ),
        )
        plan_id = uuid7()
        await service.draw_up_plan(
            tx,
            DrawUpPlan(
                plan_id=plan_id, round_id=campaign.round_id, facility_id=FACILITY,
                starts_on=DAY, ends_on=DAY, target=10,
            ),
            actor_id=campaign.officer, now=NOW,
        )  # fmt: skip
        named = await service.name_sites(tx, plan_id, [PlanSite(site, 10)])
    assert [(s.site_id, s.kind) for s in named] == [(site, "mobile")]


async def test_stock_goes_to_a_session_of_its_product(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    made = await session(runtime, campaign, await plan(runtime, campaign))
    act = Act(
        actor_id=world.staff[Role.STOREKEEPER], at=runtime.clock.now(),
        voucher=Voucher(staff_id=world.staff[Role.STOREKEEPER]),
    )  # fmt: skip

    def order(vials: int) -> SessionStock:
        return SessionStock(
            request_id=uuid7(), session_id=made.session_id, lines=(StockLine(LOT, vials),)
        )

    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        await supply.receive_delivery(
            tx, runtime.intake,
            ReceiveDelivery(
                request_id=uuid7(), facility_id=FACILITY, document_number="N-1",
                lines=(StockLine(LOT, 10),),
            ),
            act,
        )  # fmt: skip
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        await service.issue_to_session(tx, runtime.intake, order(6), act)
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        await service.take_back_from_session(tx, runtime.intake, order(2), act)
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        with pytest.raises(CannotMove) as refusal:
            await service.issue_to_session(tx, runtime.intake, order(7), act)
        assert refusal.value.reason == StockReason.NOT_ENOUGH
        await service.cancel_session(tx, made.session_id, reason="rain", now=NOW)
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        with pytest.raises(CannotPlan):
            await service.issue_to_session(tx, runtime.intake, order(1), act)
    rows = await runtime.db.worker.fetch(
        "SELECT kind, session_id, outcome FROM ledger.site_event ORDER BY happened_at, kind"
    )
    assert {(r["kind"], r["session_id"] == made.session_id, r["outcome"]) for r in rows} == {
        ("stock_received", False, "recorded"), ("stock_issued", True, "recorded"),
        ("stock_returned", True, "recorded"),
    }  # fmt: skip
    assert made.product_id == PRODUCT
