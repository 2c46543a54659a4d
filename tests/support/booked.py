"""A session with frames and people assigned to it, and what its desks do, for tests of booking."""

from uuid import UUID

from msgspec import Struct

from tests.support.campaign import (
    GROUPS,
    NOW,
    Campaign,
    assign,
    enlist,
    open_campaign,
    people,
    plan,
    register,
    session,
)
from tests.support.makers import AT_FACILITY
from tests.support.world import World
from tiemchung.domains.booking import service
from tiemchung.domains.booking.model import Appointment, Slot
from tiemchung.domains.planning.model import Session
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NATION, Scope
from tiemchung.runtime import Runtime


class Day(Struct, frozen=True):
    """A session with frames, and people assigned to its facility."""

    campaign: Campaign
    session: Session
    slots: list[Slot]
    people: list[UUID]


async def open_day(runtime: Runtime, world: World, *, count: int = 30, capacity: int = 24) -> Day:
    campaign = await open_campaign(runtime, world)
    ids = await register(runtime, world, people(count))
    await enlist(runtime, campaign, ids)
    await assign(runtime, campaign)
    made = await session(runtime, campaign, await plan(runtime, campaign), capacity=capacity)
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        slots = await service.open_slots(tx, made.session_id)
        assert await service.open_slots(tx, made.session_id) == slots
    return Day(campaign, made, slots, ids)


async def call(runtime: Runtime, day: Day, most: int | None = None) -> int:
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        result = await service.call_session(
            tx, day.session.session_id, most=most, group_order=GROUPS,
            actor_id=day.campaign.officer, now=NOW,
        )  # fmt: skip
    return result.called


async def open_of(runtime: Runtime, person: UUID) -> Appointment:
    async with transaction(runtime.db.app, NATION) as tx:
        rows = await service.appointments_of(tx, [person])
    return next(a for a in rows if a.state == "open")


async def slots_now(runtime: Runtime, day: Day) -> list[Slot]:
    async with transaction(runtime.db.app, NATION) as tx:
        return await service.slots_of(tx, day.session)


async def check(runtime: Runtime) -> None:
    """Hold seats against appointments: none too many, none lost, nobody twice."""
    rows = await runtime.db.worker.fetch(
        "SELECT s.taken, s.capacity, count(a.person_id) AS seated FROM booking.slot AS s"
        "  LEFT JOIN booking.appointment AS a ON a.slot_id = s.slot_id AND a.state = 'open'"
        " GROUP BY s.slot_id, s.taken, s.capacity"
    )
    assert all(r["taken"] == r["seated"] <= r["capacity"] for r in rows), [tuple(r) for r in rows]
    twice = await runtime.db.worker.fetch(
        "SELECT person_id FROM booking.appointment WHERE state = 'open'"
        " GROUP BY person_id, round_id HAVING count(*) > 1"
    )
    assert twice == []
    lost = await runtime.db.worker.fetchval(
        "SELECT count(*) FROM planning.candidate AS c"
        " WHERE (c.state = 'called') IS DISTINCT FROM EXISTS (SELECT FROM booking.appointment AS a"
        "        WHERE a.person_id = c.person_id AND a.state = 'open')"
    )
    assert lost == 0


async def move(
    runtime: Runtime, appointment: Appointment, slot: Slot, scope: Scope = AT_FACILITY
) -> Appointment:
    async with transaction(runtime.db.app, scope) as tx:
        return await service.move_appointment(
            tx, appointment.person_id, appointment.appointment_id, slot.session_id, slot.slot_id,
            now=NOW,
        )  # fmt: skip
