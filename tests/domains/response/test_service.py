"""Incidents and the support force: who may do what, and what two people at once come to."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.support.world import (
    CITY,
    DISTRICT,
    FACILITY,
    OTHER,
    OTHER_SITE,
    SITE,
    WARD,
    World,
)

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.response import service
from tiemchung.domains.response.model import Assignment, CannotChange, OpenIncident
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.scope import NATION, Scope
from tiemchung.runtime import Runtime

IN_CITY = Scope(provinces=(CITY,))
IN_DISTRICT = Scope(districts=(DISTRICT,))
IN_OTHER = Scope(provinces=(OTHER,))
AT_FACILITY = Scope(facilities=(FACILITY,))


async def report(
    runtime: Runtime, world: World, scope: Scope = IN_CITY, site: int | None = SITE
) -> UUID:
    async with transaction(runtime.db.app, scope) as tx:
        return await service.open_incident(
            tx, OpenIncident(title="Hết bơm kim tiêm", severity="high", site_id=site),
            scope=scope, staff_id=world.staff[Role.SUPPORT_OPERATIONS],
            staff_name="Nguyễn Thị Trực", now=runtime.clock.now(),
        )  # fmt: skip


async def move(
    runtime: Runtime, world: World, incident: UUID, state: str, *,
    role: Role = Role.SUPPORT_OPERATIONS, scope: Scope = IN_CITY, note: str | None = None,
) -> None:  # fmt: skip
    async with transaction(runtime.db.app, scope) as tx:
        await service.move_incident(
            tx, incident, state, note=note, scope=scope, staff_id=world.staff[role],
            staff_name=f"Nhân viên {role}", now=runtime.clock.now(),
        )  # fmt: skip


async def test_an_incident_is_taken_closed_and_taken_up_again(
    runtime: Runtime, world: World
) -> None:
    incident = await report(runtime, world)
    await move(runtime, world, incident, "in_progress")
    await move(runtime, world, incident, "in_progress", role=Role.SUPPORT_DISTRICT)
    await move(runtime, world, incident, "closed", note="Đã chuyển 500 bơm kim")
    await move(runtime, world, incident, "in_progress", note="Lại hết")
    async with transaction(runtime.db.app, IN_CITY) as tx:
        found = await service.find_incident(tx, incident, IN_CITY)
        open_ones = await service.incidents(tx, IN_CITY, only_open=True)
    assert [step["what"] for step in found.timeline] == [
        "opened", "in_progress", "taken_over", "closed", "reopened",
    ]  # fmt: skip
    assert found.timeline[3]["note"] == "Đã chuyển 500 bơm kim"
    assert (found.state, found.owner_id, found.closed_at) == (
        "in_progress", world.staff[Role.SUPPORT_OPERATIONS], None,
    )  # fmt: skip
    assert found.number.startswith("SC-")
    assert [i.incident_id for i in open_ones] == [incident]


async def test_a_state_that_does_not_follow_is_refused(runtime: Runtime, world: World) -> None:
    incident = await report(runtime, world)
    with pytest.raises(Invalid):
        await move(runtime, world, incident, "open")
    await move(runtime, world, incident, "in_progress")
    with pytest.raises(CannotChange):  # one's own again
        await move(runtime, world, incident, "in_progress")
    await move(runtime, world, incident, "closed")
    with pytest.raises(CannotChange):
        await move(runtime, world, incident, "closed")
    async with transaction(runtime.db.app, IN_CITY) as tx:
        with pytest.raises(CannotChange):
            await service.note_incident(
                tx, incident, "Muộn", scope=IN_CITY, staff_name="A", now=runtime.clock.now()
            )


async def test_two_who_take_at_once_make_one_entry_each_and_one_owner(
    runtime: Runtime, world: World
) -> None:
    incident = await report(runtime, world)
    await asyncio.gather(
        move(runtime, world, incident, "closed"), move(runtime, world, incident, "closed"),
        return_exceptions=True,
    )  # fmt: skip
    async with transaction(runtime.db.app, IN_CITY) as tx:
        found = await service.find_incident(tx, incident, IN_CITY)
    assert [step["what"] for step in found.timeline] == ["opened", "closed"]


async def test_incidents_opened_at_once_get_numbers_of_their_own(
    runtime: Runtime, world: World
) -> None:
    await asyncio.gather(*(report(runtime, world) for _ in range(6)))
    async with transaction(runtime.db.app, IN_CITY) as tx:
        numbers = {i.number for i in await service.incidents(tx, IN_CITY)}
    assert len(numbers) == 6


async def test_an_incident_belongs_to_the_place_of_its_site(runtime: Runtime, world: World) -> None:
    with pytest.raises(NotFound):
        await report(runtime, world, IN_DISTRICT, OTHER_SITE)
    at_site = await report(runtime, world, AT_FACILITY)
    without = await report(runtime, world, AT_FACILITY, site=None)
    of_city = await report(runtime, world, IN_CITY, site=None)
    for scope, expected in (
        (IN_CITY, {at_site, without, of_city}), (IN_DISTRICT, {at_site, without}),
        (AT_FACILITY, {at_site, without}), (IN_OTHER, set[UUID]()), (Scope(), set[UUID]()),
    ):  # fmt: skip
        async with transaction(runtime.db.app, scope) as tx:
            assert {i.incident_id for i in await service.incidents(tx, scope)} == expected
            if of_city not in expected:
                with pytest.raises(NotFound):
                    await service.find_incident(tx, of_city, scope)
                with pytest.raises(CannotChange):
                    await move(runtime, world, of_city, "closed", scope=scope)


async def test_a_note_stands_in_the_timeline(runtime: Runtime, world: World) -> None:
    incident = await report(runtime, world)
    async with transaction(runtime.db.app, IN_CITY) as tx:
        await service.note_incident(
            tx, incident, "Xe đã đi", scope=IN_CITY, staff_name="Lê An", now=runtime.clock.now()
        )
        step = (await service.find_incident(tx, incident, IN_CITY)).timeline[-1]
    assert (step["what"], step["by"], step["note"]) == ("note", "Lê An", "Xe đã đi")


async def add_member(database: str, force: str, staff_id: UUID | None = None) -> UUID:
    member = uuid4()
    connection = await asyncpg.connect(database)
    await connection.execute(
        "INSERT INTO response.support_member (member_id, staff_id, full_name, support_force)"
        " VALUES ($1, $2, 'Trần Hỗ Trợ', $3)",
        member, staff_id, force,
    )  # fmt: skip
    await connection.close()
    return member


async def send(
    runtime: Runtime, world: World, member: UUID, scope: Scope = IN_CITY, **where: Any
) -> UUID:
    async with transaction(runtime.db.app, scope) as tx:
        return await service.assign(
            tx, member, day=runtime.clock.today(), unit_id=where.get("unit"),
            site_id=where.get("site"), task="Nhập liệu", scope=scope,
            staff_id=world.staff[Role.SUPPORT_OPERATIONS], now=runtime.clock.now(),
        )  # fmt: skip


async def force(runtime: Runtime) -> list[Assignment]:
    async with transaction(runtime.db.app, IN_CITY) as tx:
        return await service.force_of_day(tx, runtime.clock.today())


async def test_a_member_is_sent_to_one_place_of_a_day(
    runtime: Runtime, world: World, database: str
) -> None:
    member = await add_member(database, "site")
    assert [(m.place, m.state) for m in await force(runtime)] == [(None, None)]
    with pytest.raises(Invalid):
        await send(runtime, world, member, site=SITE, unit=DISTRICT)
    results = await asyncio.gather(
        *(send(runtime, world, member, site=SITE) for _ in range(3)), return_exceptions=True
    )
    assert [type(r) for r in results if isinstance(r, Exception)] == [CannotChange, CannotChange]
    (sent,) = await force(runtime)
    assert (sent.place, sent.state, sent.unit_id) == ("Điểm tiêm 21", "assigned", DISTRICT)


async def test_nobody_is_sent_outside_the_scope(
    runtime: Runtime, world: World, database: str
) -> None:
    member = await add_member(database, "district")
    for scope, where in (
        (IN_DISTRICT, {"unit": CITY}), (IN_DISTRICT, {"unit": OTHER}), (IN_OTHER, {"site": SITE}),
        (AT_FACILITY, {"unit": WARD}), (Scope(), {"site": SITE}),
    ):  # fmt: skip
        with pytest.raises(CannotChange):
            await send(runtime, world, member, scope, **where)
    await send(runtime, world, member, IN_DISTRICT, unit=WARD)
    assert [m.place for m in await force(runtime)] == ["Phường Tân Định"]


async def test_members_move_their_own_assignment_and_officers_those_of_their_scope(
    runtime: Runtime, world: World, database: str
) -> None:
    own = world.staff[Role.SUPPORT_SITE]
    member = await add_member(database, "site", own)
    first = await send(runtime, world, member, site=SITE)

    async def step(assignment: UUID, state: str, scope: Scope, staff_id: UUID | None) -> None:
        async with transaction(runtime.db.app, scope) as tx:
            await service.move_assignment(tx, assignment, state, scope=scope, staff_id=staff_id)

    with pytest.raises(NotFound):
        await step(first, "on_site", IN_OTHER, world.staff[Role.PROVINCE])
    await step(first, "on_site", Scope(), own)
    with pytest.raises(CannotChange):
        await step(first, "on_site", Scope(), own)
    await step(first, "withdrawn", IN_DISTRICT, None)
    second = await send(runtime, world, member, NATION, unit=OTHER)  # free again
    await step(second, "done", Scope(), own)
    with pytest.raises(Invalid):
        await step(second, "assigned", NATION, None)
    await send(runtime, world, member, site=SITE)  # a second place, after the first is done
    tomorrow = runtime.clock.today() + timedelta(days=1)
    async with transaction(runtime.db.app, IN_CITY) as tx:
        assert [m.state for m in await service.force_of_day(tx, tomorrow)] == [None]
    assert sorted(str(m.state) for m in await force(runtime)) == ["assigned", "done"]
