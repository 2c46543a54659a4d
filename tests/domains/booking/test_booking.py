"""No seat is sold twice, nobody has two open appointments, whatever happens at the same moment."""

import asyncio
import random
from collections.abc import Awaitable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.support.booked import Day, call, check, move, open_day, open_of, slots_now
from tests.support.campaign import (
    DAY,
    GROUPS,
    NOW,
    people,
    register,
)
from tests.support.makers import AT_FACILITY, ELSEWHERE, scope_of
from tests.support.world import FACILITY, WARD, World

from tiemchung.domains.booking import service
from tiemchung.domains.booking.model import Appointment, BookingReason, CannotBook, Slot
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning.model import ChangeSession
from tiemchung.kernel.codes import read_code, spoken
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import Scope
from tiemchung.runtime import Runtime


async def test_a_call_seats_the_best_groups_and_families_together(
    runtime: Runtime, world: World
) -> None:
    day = await open_day(runtime, world, count=40, capacity=24)
    assert await call(runtime, day) == 24
    await check(runtime)
    rows = await runtime.db.worker.fetch(
        "SELECT c.priority_group, a.starts_at, a.code, a.round_id, a.home_ward"
        "  FROM booking.appointment AS a JOIN planning.candidate AS c USING (candidate_id)"
        " ORDER BY a.starts_at"
    )
    groups = [r["priority_group"] for r in rows]
    assert groups == sorted(groups, key=GROUPS.index)
    assert {g: groups.count(g) for g in set(groups)} == {"1": 10, "2": 10, "9": 4}
    assert len({r["code"] for r in rows}) == 24
    assert all(read_code(spoken(r["code"]), 8) == r["code"] for r in rows)
    assert {(r["round_id"], r["home_ward"]) for r in rows} == {(day.campaign.round_id, WARD)}
    assert await call(runtime, day) == 0


async def test_two_calls_at_once_seat_nobody_twice(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=50, capacity=40)
    called = await asyncio.gather(*(call(runtime, day, most=13) for _ in range(6)))
    await check(runtime)
    assert sum(called) <= 40
    assert await call(runtime, day) == 40 - sum(called)
    await check(runtime)


async def test_hours_that_have_passed_stay_empty(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=30, capacity=24)
    now = day.slots[5].starts_at
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        result = await service.call_session(
            tx, day.session.session_id, group_order=GROUPS, actor_id=day.campaign.officer, now=now
        )
    assert result.called == sum(slot.capacity for slot in day.slots[5:])
    slots = await slots_now(runtime, day)
    assert [slot.taken for slot in slots[:5]] == [0] * 5
    await check(runtime)


async def book(
    runtime: Runtime, day: Day, person: UUID, slot: Slot, scope: Scope = AT_FACILITY
) -> Appointment:
    async with transaction(runtime.db.app, scope) as tx:
        return await service.book_person(
            tx, person, day.session.session_id, slot.slot_id, actor_id=day.campaign.officer,
            now=NOW,
        )  # fmt: skip


async def test_thirty_at_once_take_the_seats_there_are(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=30, capacity=24)
    slot = day.slots[0]
    results = await asyncio.gather(
        *(book(runtime, day, person, slot) for person in day.people), return_exceptions=True
    )
    booked = [r for r in results if isinstance(r, Appointment)]
    refused = [r.reason for r in results if isinstance(r, CannotBook)]
    assert len(booked) == slot.capacity
    assert refused == [BookingReason.FULL] * (30 - slot.capacity)
    await check(runtime)


async def test_one_person_asked_for_by_many_is_booked_once(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=1)
    results = await asyncio.gather(
        *(book(runtime, day, day.people[0], slot) for slot in day.slots), return_exceptions=True
    )
    assert sum(isinstance(r, Appointment) for r in results) == 1
    reasons = {r.reason for r in results if isinstance(r, CannotBook)}
    assert reasons == {BookingReason.BOOKED_ALREADY}
    await check(runtime)


async def cancel(runtime: Runtime, appointment: Appointment, scope: Scope, **more: Any) -> None:
    async with transaction(runtime.db.app, scope) as tx:
        await service.cancel_appointment(
            tx, appointment.person_id, appointment.appointment_id, reason="ill", now=NOW, **more
        )


async def test_a_cancelled_seat_is_free_once_and_the_person_waits(
    runtime: Runtime, world: World
) -> None:
    day = await open_day(runtime, world, count=24)
    await call(runtime, day)
    found = await open_of(runtime, day.people[0])
    results = await asyncio.gather(
        *(cancel(runtime, found, AT_FACILITY) for _ in range(5)), return_exceptions=True
    )
    assert sum(r is None for r in results) == 1
    await check(runtime)
    assert await call(runtime, day) == 1
    assert (await open_of(runtime, day.people[0])).appointment_id != found.appointment_id


async def test_a_citizen_gives_the_own_seat_back_and_sees_nothing_else(
    runtime: Runtime, world: World
) -> None:
    day = await open_day(runtime, world, count=24)
    await call(runtime, day)
    mine, other = day.people[:2]
    own = Scope(persons=(mine,))
    found = await open_of(runtime, mine)
    async with transaction(runtime.db.app, own) as tx:
        assert [a.person_id for a in await service.appointments_of(tx, [mine, other])] == [mine]
        with pytest.raises(NotFound):
            await service.call_session(
                tx, day.session.session_id, group_order=GROUPS, actor_id=mine, now=NOW
            )
        await service.cancel_appointment(
            tx, mine, found.appointment_id, reason="self", notify=False, now=NOW
        )
        assert await tx.fetch("SELECT 1 FROM booking.slot") == [], "the arm is gone again"
        assert await tx.fetch("SELECT 1 FROM planning.session") == []
        theirs = await open_of(runtime, other)
        with pytest.raises(CannotBook):
            await service.cancel_appointment(
                tx, other, theirs.appointment_id, reason="self", now=NOW
            )
    await check(runtime)


async def test_a_citizen_moves_to_a_free_frame_and_not_to_a_full_one(
    runtime: Runtime, world: World
) -> None:
    day = await open_day(runtime, world, count=23, capacity=24)
    await call(runtime, day)
    own = Scope(persons=(day.people[0],))
    found = await open_of(runtime, day.people[0])
    async with transaction(runtime.db.app, own) as tx:
        free = await service.free_slots(tx, found.person_id, found.appointment_id, now=NOW)
    assert [slot.free for slot in free] == [1]
    full = next(s for s in await slots_now(runtime, day)
                if not s.free and s.slot_id != found.slot_id)  # fmt: skip
    with pytest.raises(CannotBook) as refusal:
        await move(runtime, found, full, own)
    assert refusal.value.reason == BookingReason.FULL
    assert await open_of(runtime, day.people[0]) == found, "nothing was changed"
    moved = await move(runtime, found, free[0], own)
    assert (moved.state, moved.slot_id) == ("open", free[0].slot_id)
    assert moved.code != found.code
    await check(runtime)


async def test_whatever_many_do_at_once_seats_and_people_agree(
    runtime: Runtime, world: World
) -> None:
    """Seven desks book, move, cancel and call over real connections, 12 acts each."""
    day = await open_day(runtime, world, count=36, capacity=21)
    chance = random.Random(20210722)  # noqa: S311 -- a seed, so that a failure is seen again

    async def desk(seed: int) -> None:
        own = random.Random(seed)  # noqa: S311
        for _ in range(12):
            person = own.choice(day.people)
            slot = own.choice(day.slots)
            try:
                act = own.randrange(4)
                if act == 0:
                    await book(runtime, day, person, slot)
                elif act == 1:
                    await call(runtime, day, most=3)
                else:
                    await _change(runtime, person, slot, cancelling=act == 2)
            except CannotBook:
                continue

    await asyncio.gather(*(desk(chance.randrange(10**6)) for _ in range(7)))
    await check(runtime)


async def _change(runtime: Runtime, person: UUID, slot: Slot, *, cancelling: bool) -> None:
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        rows = [a for a in await service.appointments_of(tx, [person]) if a.state == "open"]
    if rows and cancelling:
        await cancel(runtime, rows[0], AT_FACILITY)
    elif rows:
        await move(runtime, rows[0], slot)


async def test_a_session_called_off_frees_everybody(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=24)
    await call(runtime, day)
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        gone = await service.cancel_session(
            tx, day.session.session_id, reason="no_vaccine", actor_id=day.campaign.officer, now=NOW
        )
    assert gone == 24
    await check(runtime)
    with pytest.raises(CannotBook) as refusal:
        await call(runtime, day)
    assert refusal.value.reason == BookingReason.SESSION_OVER


async def test_seats_follow_the_session(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=24)
    await call(runtime, day, most=20)

    async def change(capacity: int) -> None:
        async with transaction(runtime.db.app, AT_FACILITY) as tx:
            await service.change_session(
                tx, ChangeSession(session_id=day.session.session_id, capacity=capacity)
            )

    with pytest.raises(CannotBook) as refusal:
        await change(19)
    assert refusal.value.reason == BookingReason.TOO_FEW_SEATS
    await change(50)
    assert sum(slot.capacity for slot in await slots_now(runtime, day)) == 50
    await change(20)
    await check(runtime)
    assert await call(runtime, day) == 0


async def reason_of(work: Awaitable[Any]) -> BookingReason:
    with pytest.raises(CannotBook) as refusal:
        await work
    return refusal.value.reason


async def test_who_does_not_fit_is_refused_with_the_reason(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=3)
    first, second, third = day.people
    slot = day.slots[0]
    (stranger,) = await register(runtime, world, people(1, offset=90))
    assert await reason_of(book(runtime, day, stranger, slot)) == BookingReason.NOT_LISTED
    late: date = DAY + timedelta(days=3)
    for person, column, value, reason in (
        (first, "product_id", 99, BookingReason.OTHER_PRODUCT),
        (second, "earliest_on", late, BookingReason.NOT_YET_DUE),
    ):
        await runtime.db.worker.execute(
            f"UPDATE planning.candidate SET {column} = $2 WHERE person_id = $1", person, value
        )
        assert await reason_of(book(runtime, day, person, slot)) == reason
    missing = Slot(uuid7(), day.session.session_id, FACILITY, NOW, NOW, 1, 0)
    assert await reason_of(book(runtime, day, third, missing)) == BookingReason.NO_SLOTS
    assert await call(runtime, day) == 1, "the two who do not fit wait on"
    with pytest.raises(NotFound):
        await book(runtime, day, third, slot, ELSEWHERE)


async def test_a_code_leads_to_its_appointment(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=2)
    await call(runtime, day)
    found = await open_of(runtime, day.people[0])
    async with transaction(runtime.db.app, scope_of(Role.WARD)) as tx:
        holder = await service.find_by_code(tx, spoken(found.code).lower())
        assert holder is not None
        assert (holder.person_id, holder.appointment_id) == (
            found.person_id, found.appointment_id,
        )  # fmt: skip
        assert await service.find_by_code(tx, "22222222") is None
        assert await service.find_by_code(tx, "not a code") is None
