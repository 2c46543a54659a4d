"""Alerts are judged from what is there, also from what stands outside the devices."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.support.rows import put
from tests.support.site_day import SiteDay, Tablet, issue, make_site_day
from tests.support.world import CITY, DISTRICT, FACILITY, OTHER, OTHER_FACILITY, World, upload

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.device_register import device_register
from tiemchung.domains.ledger.envelope import SentEvent, Upload
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.response import service
from tiemchung.domains.response.model import Alert, AlertKind
from tiemchung.domains.statistics.followers import followers
from tiemchung.kernel.clock import local_time
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.scope import NATION, Scope
from tiemchung.runtime import Runtime

IN_DISTRICT = Scope(districts=(DISTRICT,))
ELSEWHERE = Scope(provinces=(OTHER,))


@pytest.fixture
async def day(runtime: Runtime, world: World, database: str) -> SiteDay:
    assert world.staff
    return await make_site_day(runtime, database, vials=1)


async def judged(runtime: Runtime, now: datetime, day: SiteDay) -> dict[str, Alert]:
    """Let the followers and the judge run; returns the open alerts of the district by kind."""
    await catch_up(
        runtime.db.worker,
        [corrections(runtime.kinds, runtime.vault), device_register(), *followers()],
    )
    async with runtime.db.worker.acquire() as tx, tx.transaction():
        await service.judge(tx, today=day.day, now=now)
    async with transaction(runtime.db.app, IN_DISTRICT) as tx:
        found = await service.open_alerts(tx, IN_DISTRICT)
        assert await service.alert_counts(tx, IN_DISTRICT) == dict.fromkeys(
            {a.kind for a in found}, 1
        )
    return {a.kind: a for a in found}


def dose_at(world: World, day: SiteDay, at: datetime, person: int = 0) -> Any:
    return world.dose(person=day.people[person].id, session=day.session, at=at)


async def send(runtime: Runtime, world: World, *events: Any) -> None:
    sent = upload(world.device, list(events)).events
    await runtime.intake.take(Upload(events=sent), Voucher(server=True))


async def test_what_is_wrong_as_before_is_not_written_again(runtime: Runtime, day: SiteDay) -> None:
    """The judge looks every few seconds at a nation with thousands of open alerts."""
    written = "SELECT xmin::text FROM response.alert"
    await judged(runtime, local_time(day.day, 9, 5), day)
    first = await runtime.db.worker.fetchval(written)
    await judged(runtime, local_time(day.day, 9, 10), day)
    assert await runtime.db.worker.fetchval(written) == first
    await issue(runtime, day.session, vials=1)
    found = await judged(runtime, local_time(day.day, 9, 15), day)
    assert found["no_entry"].facts == {"issued": 20, "declared": None}


async def test_a_site_on_paper_is_a_hole_from_the_issue_of_stock_on(
    runtime: Runtime, world: World, day: SiteDay
) -> None:
    assert await judged(runtime, local_time(day.day, 8, 30), day) == {}
    found = await judged(runtime, local_time(day.day, 9, 5), day)
    assert set(found) == {AlertKind.NO_ENTRY}
    assert found["no_entry"].facts == {"issued": 10, "declared": None}
    assert found["no_entry"].session_id == day.session
    # The same cause is the same alert; it is over when the first dose is entered.
    again = await judged(runtime, local_time(day.day, 9, 20), day)
    assert again["no_entry"].alert_id == found["no_entry"].alert_id
    await send(runtime, world, dose_at(world, day, local_time(day.day, 9, 25)))
    assert await judged(runtime, local_time(day.day, 9, 30), day) == {}


async def test_a_count_declared_where_nothing_was_issued_nor_entered_is_a_hole_too(
    runtime: Runtime, world: World, database: str
) -> None:
    day = await make_site_day(runtime, database, vials=0)
    declared = world.event(
        "declared", site_kind=True, session=day.session, at=local_time(day.day, 9),
        data={"moment": "noon", "injected": 12}, entered_by=world.staff[Role.SITE_HEAD],
    )  # fmt: skip
    assert await judged(runtime, local_time(day.day, 9, 5), day) == {}
    await send(runtime, world, declared)
    found = await judged(runtime, local_time(day.day, 9, 5), day)
    assert found["no_entry"].facts == {"issued": 0, "declared": 12}


@pytest.mark.parametrize(("declared", "severity"), [(6, None), (7, "medium"), (60, "high")])
async def test_declared_less_entered_is_an_alert_above_the_delay_of_typing(
    runtime: Runtime, world: World, day: SiteDay, declared: int, severity: str | None
) -> None:
    head = world.staff[Role.SITE_HEAD]
    await send(
        runtime, world,
        dose_at(world, day, local_time(day.day, 9)),
        world.event("declared", site_kind=True, session=day.session, at=local_time(day.day, 9, 1),
                    data={"moment": "noon", "injected": declared}, entered_by=head),
    )  # fmt: skip
    found = await judged(runtime, local_time(day.day, 9, 5), day)
    if severity is None:
        assert found == {}
    else:
        assert found["entry_gap"].severity == severity
        assert found["entry_gap"].facts == {"declared": declared, "entered": 1}


async def test_a_running_site_that_is_not_heard_of_is_silent_until_its_head_ends_the_session(
    runtime: Runtime, world: World, day: SiteDay
) -> None:
    await send(runtime, world, dose_at(world, day, local_time(day.day, 9)))
    assert await judged(runtime, local_time(day.day, 9, 29), day) == {}
    assert set(await judged(runtime, local_time(day.day, 9, 31), day)) == {"silent"}
    head = world.staff[Role.SITE_HEAD]
    ended = world.event("session_ended", site_kind=True, session=day.session, data={},
                        at=local_time(day.day, 9, 32), entered_by=head)  # fmt: skip
    await send(runtime, world, ended)
    assert await judged(runtime, local_time(day.day, 10, 30), day) == {}


async def test_an_invitation_of_the_day_before_is_no_sign_of_life_from_the_site(
    runtime: Runtime, world: World, day: SiteDay
) -> None:
    invited = world.event(
        "invited", person=day.people[0].id, session=day.session,
        at=local_time(day.day, 17) - timedelta(days=1),
        data={"appointment": str(uuid4()), "channel": "sms"},
    )  # fmt: skip
    await send(runtime, world, invited)
    assert await judged(runtime, local_time(day.day, 8, 1), day) == {}
    async with transaction(runtime.db.app, IN_DISTRICT) as tx:
        line = (await service.board(tx, day.day))[0]
    assert (line.state, line.last_event_at) == ("planned", None)


async def test_a_severe_reaction_is_told_with_its_lot(
    runtime: Runtime, world: World, day: SiteDay
) -> None:
    now = local_time(day.day, 9, 10)
    await send(
        runtime, world, dose_at(world, day, local_time(day.day, 9)),
        world.event("reaction_reported", person=day.people[0].id, session=day.session, at=now,
                    data={"severity": "severe", "grade": 3, "lot": 31}),
    )  # fmt: skip
    found = await judged(runtime, now + timedelta(minutes=1), day)
    assert found["severe_reaction"].facts == {"grade": 3, "lot": "ABW0411"}
    assert found["severe_reaction"].severity == "high"
    assert set(await judged(runtime, now + timedelta(hours=25), day)) <= {"entry_gap"}


async def test_numbers_that_a_device_has_made_and_that_are_missing_are_told(
    runtime: Runtime, world: World, day: SiteDay
) -> None:
    tablet = Tablet(runtime, world, day)
    first, lost, third = (tablet.dose(person.id, uuid4()) for person in day.people[:3])
    await tablet.send(first, third)
    later = runtime.clock.now() + timedelta(minutes=3)
    assert (await judged(runtime, later, day))["device_gap"].facts == {"missing": 1, "highest": 3}
    await tablet.send(first, third)  # what comes again counts once
    assert (await judged(runtime, later, day))["device_gap"].facts == {"missing": 1, "highest": 3}
    await tablet.send(lost)
    assert "device_gap" not in await judged(runtime, later, day)


async def test_what_was_put_aside_and_a_follower_that_fails_are_told(
    runtime: Runtime, world: World, day: SiteDay, database: str
) -> None:
    await send(runtime, world, dose_at(world, day, local_time(day.day, 9)))
    broken = world.event("no_such_kind", site_kind=True)
    await send(runtime, world, broken)
    await runtime.intake.take(Upload(events=[SentEvent(body="{")]), Voucher(server=True))
    now = local_time(day.day, 9, 5)
    assert (await judged(runtime, now, day))["quarantine"].facts == {"events": 1}
    connection = await asyncpg.connect(database)
    await connection.execute(
        "UPDATE ledger.follower_cursor SET failure = 'ValueError' WHERE follower = 'devices'"
    )
    await connection.close()
    async with runtime.db.worker.acquire() as tx, tx.transaction():
        await service.judge(tx, today=day.day, now=now)
    async with transaction(runtime.db.app, NATION) as tx:
        kinds = [(a.kind, a.facility_id) for a in await service.open_alerts(tx, NATION)]
    assert ("follower", None) in kinds  # of the platform: the nation's alone
    assert ("quarantine", FACILITY) in kinds
    assert ("quarantine", None) in kinds  # of nobody knows which facility


async def test_an_item_left_open_at_a_close_names_its_site_when_it_is_overdue(
    runtime: Runtime, day: SiteDay, database: str
) -> None:
    due = local_time(day.day, 9)
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    await put(
        connection, "siteops.open_item", facility_id=FACILITY, session_id=day.session,
        kind="vials", due_at=due, place_province=CITY, place_district=DISTRICT,
    )  # fmt: skip
    await connection.close()
    assert AlertKind.OPEN_ITEM_OVERDUE not in await judged(runtime, due, day)
    found = (await judged(runtime, due + timedelta(minutes=1), day))[AlertKind.OPEN_ITEM_OVERDUE]
    assert (found.site_name, found.session_id) == ("Điểm tiêm 21", day.session)
    assert found.facts == {"item": "vials"}


async def test_alerts_stay_within_the_scope_and_keep_who_saw_them_first(
    runtime: Runtime, world: World, day: SiteDay
) -> None:
    await judged(runtime, local_time(day.day, 10), day)
    staff, now = world.staff, runtime.clock.now()
    for scope, expected in (
        (ELSEWHERE, 0), (Scope(), 0), (Scope(facilities=(OTHER_FACILITY,)), 0),
        (Scope(facilities=(FACILITY,)), 1), (Scope(provinces=(CITY,)), 1), (NATION, 1),
    ):  # fmt: skip
        async with transaction(runtime.db.app, scope) as tx:
            assert len(await service.open_alerts(tx, scope)) == expected
    async with transaction(runtime.db.app, NATION) as tx:
        alert = (await service.open_alerts(tx, NATION))[0]
        with pytest.raises(NotFound):
            await service.see_alert(
                tx, alert.alert_id, scope=ELSEWHERE, staff_id=staff[Role.PROVINCE], now=now
            )
        for scope, role in ((IN_DISTRICT, Role.DISTRICT), (NATION, Role.MINISTRY)):
            await service.see_alert(tx, alert.alert_id, scope=scope, staff_id=staff[role], now=now)
        assert (await service.open_alerts(tx, NATION))[0].seen_by == f"Nhân viên {Role.DISTRICT}"


async def test_the_board_puts_the_worst_first_and_tells_a_hole_from_a_zero(
    runtime: Runtime, world: World, day: SiteDay, database: str
) -> None:
    calm = await _second_session(database, day)
    await issue(runtime, day.session, vials=2)
    await send(
        runtime, world,
        world.dose(session=calm, at=local_time(day.day, 9)),
        world.event("checked_in", session=calm, at=local_time(day.day, 9), data={}),
    )  # fmt: skip
    await judged(runtime, local_time(day.day, 9, 10), day)
    async with transaction(runtime.db.app, IN_DISTRICT) as tx:
        lines = await service.board(tx, day.day)
    assert [(x.session_id, x.issued, x.injected, x.state, x.open_alerts) for x in lines] == [
        (day.session, 30, 0, "planned", 1), (calm, 0, 1, "running", 0),
    ]  # fmt: skip
    assert not lines[0].is_hole(local_time(day.day, 8))
    assert lines[0].is_hole(local_time(day.day, 10))
    assert not lines[1].is_hole(local_time(day.day, 10))
    assert [x.completeness for x in lines] == [None, None]
    async with transaction(runtime.db.app, ELSEWHERE) as tx:
        assert await service.board(tx, day.day) == []


async def _second_session(database: str, day: SiteDay) -> UUID:
    session = uuid4()
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    await connection.execute(
        "INSERT INTO planning.session (facility_id, session_id, site_id, day, half_day, starts_at,"
        " ends_at, product_id, tables, capacity, created_at, place_province, place_district,"
        " place_ward) SELECT facility_id, $2, site_id, day, 'evening', starts_at, ends_at,"
        " product_id, tables, capacity, created_at, place_province, place_district, place_ward"
        "  FROM planning.session WHERE session_id = $1",
        day.session, session,
    )  # fmt: skip
    await connection.close()
    return session
