"""People are told once: by one message a phone, or on paper; and told again when it is off."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.support.booked import Day, call, check, move, open_day, open_of, slots_now
from tests.support.campaign import DAY, GROUPS, NOW, assign, enlist, plan, register, session
from tests.support.makers import AT_FACILITY, ELSEWHERE, a_person, actor, entry, scope_of
from tests.support.sms_gateway import SmsGateway
from tests.support.world import OTHER_WARD, SITE, WARD, World

from tiemchung.domains.booking import followers, service
from tiemchung.domains.booking.inviting import invite
from tiemchung.domains.booking.model import CalledLine
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import Envelope, SentEvent, Upload
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.notifications.delivery import deliver
from tiemchung.domains.notifications.gateway import HttpGateway
from tiemchung.domains.registry.access import NoSuchPerson
from tiemchung.kernel.clock import VIET_NAM, Clock, local_time, real_now
from tiemchung.kernel.db import transaction
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import Scope
from tiemchung.runtime import Runtime

NOON = local_time(DAY - timedelta(days=2), 12)


def clock_at(moment: datetime) -> Clock:
    """Return a campaign clock that stands at a moment now."""
    return Clock(real_now() - moment)


class Post:
    """The worker's rounds over a real gateway, at a moment of the campaign."""

    def __init__(self, runtime: Runtime, sms: SmsGateway) -> None:
        self.runtime = runtime
        self.sms = sms

    async def round(self, moment: datetime = NOON) -> int:
        """Write, send and note once; returns how many appointments were dealt with."""
        clock, gateway = clock_at(moment), HttpGateway(self.sms.url, "secret")
        pool, intake = self.runtime.db.worker, self.runtime.intake
        dealt = await invite(pool, intake, clock)
        while await deliver(pool, gateway, clock):
            pass
        await gateway.close()
        return dealt + await invite(pool, intake, clock)

    @property
    def texts(self) -> list[str]:
        return [m["text"] for m in self.sms.received]


async def order(runtime: Runtime, day: Day) -> int:
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        return await service.order_invitations(tx, day.session.session_id, now=NOON)


async def test_a_family_of_one_phone_gets_one_numbered_message(
    runtime: Runtime, world: World
) -> None:
    day = await open_day(runtime, world, count=8, capacity=20)
    await call(runtime, day)
    async with SmsGateway() as sms:
        post = Post(runtime, sms)
        assert await post.round() == 0, "nobody is invited before it is ordered"
        assert await order(runtime, day) == 8
        assert await order(runtime, day) == 0
        assert await post.round() == 16, "eight written, eight noted"
        assert await post.round() == 0
        codes = {(await open_of(runtime, p)).code for p in day.people}
        assert len(sms.received) == 4, "two of a household share a phone"
        for text in post.texts:
            assert "1) " in text
            assert "2) " in text
            assert "22/07" in text
        assert {code for code in codes if any(code in t for t in post.texts)} == codes
    rows = await runtime.db.worker.fetch(
        "SELECT kind, outcome, home_ward, session_id FROM ledger.person_event"
        " WHERE kind = 'invited'"
    )
    assert [tuple(r) for r in rows] == [("invited", "recorded", WARD, day.session.session_id)] * 8
    assert all([(await open_of(runtime, p)).invited_at is not None for p in day.people])


async def test_nobody_is_woken_at_night(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=2)
    await call(runtime, day)
    await order(runtime, day)
    async with SmsGateway() as sms:
        post = Post(runtime, sms)
        night = datetime(2021, 7, 21, 23, 30, tzinfo=VIET_NAM)
        await post.round(night)
        assert sms.received == []
        await post.round(night + timedelta(hours=7, minutes=1))
        assert len(sms.received) == 1


async def test_who_is_called_into_the_running_hour_is_told(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=2)
    await call(runtime, day)
    await order(runtime, day)
    first = day.slots[0]
    async with SmsGateway() as sms:
        post = Post(runtime, sms)
        await post.round(first.ends_at + timedelta(minutes=1))
        assert sms.received == [], "the hour is over: nobody is sent for"
        await post.round(first.starts_at + timedelta(minutes=12))
        assert len(sms.received) == 1


async def test_a_step_that_runs_again_says_nothing_twice(runtime: Runtime, world: World) -> None:
    """A worker that died after the gateway took the message and before it was noted."""
    day = await open_day(runtime, world, count=2)
    await call(runtime, day)
    await order(runtime, day)
    async with SmsGateway() as sms:
        post = Post(runtime, sms)
        await post.round()
        await runtime.db.worker.execute("UPDATE booking.appointment SET invited_at = NULL")
        await post.round()
        assert len(sms.received) == 1
    events = await runtime.db.worker.fetchval(
        "SELECT count(*) FROM ledger.person_event WHERE kind = 'invited'"
    )
    assert events == 2


async def cancel(runtime: Runtime, person: UUID, *, notify: bool = True) -> None:
    found = await open_of(runtime, person)
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        await service.cancel_appointment(
            tx, person, found.appointment_id, reason="ill", notify=notify, now=NOON
        )


async def test_who_was_told_is_told_that_it_is_off(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=4)
    await call(runtime, day)
    await order(runtime, day)
    async with SmsGateway() as sms:
        post = Post(runtime, sms)
        await post.round()
        before = len(sms.received)
        await cancel(runtime, day.people[0])
        await cancel(runtime, day.people[1], notify=False)
        await post.round()
        assert len(sms.received) == before + 1
        assert "DA HUY" in post.texts[-1]
        await post.round()
        assert len(sms.received) == before + 1


async def test_an_invitation_that_has_not_gone_out_is_taken_back(
    runtime: Runtime, world: World
) -> None:
    day = await open_day(runtime, world, count=4)
    await call(runtime, day)
    await order(runtime, day)
    await invite(runtime.db.worker, runtime.intake, clock_at(NOON))
    for person in day.people[:3]:
        await cancel(runtime, person)
    async with SmsGateway() as sms:
        post = Post(runtime, sms)
        await post.round()
        texts = post.texts
    assert len([t for t in texts if "DA HUY" in t]) == 1, "only the family that goes on"
    states = await runtime.db.worker.fetch(
        "SELECT state, count(*) FROM notifications.message GROUP BY state ORDER BY state"
    )
    assert [tuple(r) for r in states] == [("cancelled", 1), ("sent", 2)]


async def test_one_who_is_moved_is_invited_anew(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=1, capacity=24)
    await call(runtime, day)
    await order(runtime, day)
    person = day.people[0]
    async with SmsGateway() as sms:
        post = Post(runtime, sms)
        await post.round()
        found = await open_of(runtime, person)
        slot = next(s for s in await slots_now(runtime, day) if s.slot_id != found.slot_id)
        moved = await move(runtime, found, slot)
        await post.round()
        assert [moved.code in t for t in post.texts] == [False, True]
        assert not any("DA HUY" in t for t in post.texts)
    await check(runtime)


async def test_paper_is_handed_out_by_household_and_ticked(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=5)
    await call(runtime, day)
    ward = actor(world, Role.WARD)
    async with transaction(runtime.db.app, ward.scope) as tx:
        lines = await service.ward_invitations(
            tx, ward, WARD, local_time(DAY), local_time(DAY + timedelta(days=1)), now=NOON
        )
        pairs = [(line.person_id, line.appointment_id) for line in lines[:3]]
        assert await service.tick_delivered(tx, runtime.intake, pairs, entry(world, at=NOON)) == 3
        assert await service.tick_delivered(tx, runtime.intake, pairs, entry(world, at=NOON)) == 0
        left = await service.ward_invitations(
            tx, ward, WARD, local_time(DAY), local_time(DAY + timedelta(days=1)),
            only_undelivered=True, now=NOON,
        )  # fmt: skip
    assert len(lines) == 5
    assert {line.site_name for line in lines} == {f"Điểm tiêm {SITE}"}
    assert {line.product for line in lines} == {"AstraZeneca"}
    assert len(left) == 2
    rows = await runtime.db.worker.fetch(
        "SELECT outcome, entered_by FROM ledger.person_event WHERE kind = 'invited'"
    )
    assert [tuple(r) for r in rows] == [("recorded", world.staff[Role.WARD])] * 3
    logged = await runtime.db.worker.fetchval(
        "SELECT count(DISTINCT person_id) FROM registry.access_log WHERE actor_id = $1",
        world.staff[Role.WARD],
    )
    assert logged == 5


async def lines_of(
    runtime: Runtime, world: World, day: Day, scope: Scope | None = None
) -> list[CalledLine]:
    who = actor(world, Role.SITE_HEAD, scope)
    async with transaction(runtime.db.app, who.scope) as tx:
        return await service.session_list(tx, who, day.session.session_id, now=NOON)


async def test_a_site_reads_its_called_list_also_of_people_from_elsewhere(
    runtime: Runtime, world: World
) -> None:
    day = await open_day(runtime, world, count=2)
    (stranger,) = await register(runtime, world, [a_person("Người Nơi Khác", home=OTHER_WARD)])
    await enlist(runtime, day.campaign, [stranger])
    await runtime.db.worker.execute(
        "UPDATE planning.candidate SET state = 'assigned', facility_id = 11 WHERE person_id = $1",
        stranger,
    )
    assert await call(runtime, day) == 3
    lines = await lines_of(runtime, world, day)
    assert "Người Nơi Khác" in {line.full_name for line in lines}
    assert all(line.phone and line.code for line in lines)
    grounds = await runtime.db.worker.fetch(
        "SELECT DISTINCT purpose FROM registry.access_log WHERE person_id = $1", stranger
    )
    assert [g["purpose"] for g in grounds] == ["in_scope"]


async def test_nobody_else_reads_the_called_list(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=1)
    await call(runtime, day)
    with pytest.raises(Exception, match="phạm vi") as refusal:
        await lines_of(runtime, world, day, ELSEWHERE)
    assert refusal.type.__name__ in ("NotFound", NoSuchPerson.__name__)


async def take(runtime: Runtime, *events: Envelope) -> None:
    sent = [SentEvent(body=envelopes.write_body(e).decode()) for e in events]
    outcomes = await runtime.intake.take(Upload(events=sent), Voucher(server=True))
    assert {o.outcome for o in outcomes} <= {"recorded", "duplicate"}


async def follow(runtime: Runtime) -> None:
    await catch_up(runtime.db.worker, followers.followers())


def visit(world: World, kind: str, person: UUID, day: Day, minute: int, **data: object) -> Envelope:
    return world.event(
        kind, person=person, session=day.session.session_id, at=NOW + timedelta(minutes=minute),
        data={"home": WARD} | data,
    )  # fmt: skip


async def outcomes(runtime: Runtime, people: Sequence[UUID]) -> list[tuple[str, str | None]]:
    rows = await runtime.db.worker.fetch(
        "SELECT person_id, state, outcome FROM booking.appointment WHERE state <> 'cancelled'"
    )
    by_person = {r["person_id"]: (r["state"], r["outcome"]) for r in rows}
    return [by_person[p] for p in people]


async def test_appointments_follow_the_site_day(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=5)
    await call(runtime, day)
    a, b, c, d, e = day.people
    dose = world.dose(person=a, session=day.session.session_id, at=NOW + timedelta(minutes=30))
    await take(
        runtime,
        dose,  # the injection may arrive before the reception
        visit(world, "checked_in", a, day, 1),
        visit(world, "checked_in", b, day, 2),
        visit(world, "checked_in", c, day, 3),
        visit(world, "deferred", c, day, 9, form="f", conclusion="deferred"),
        visit(world, "no_show", d, day, 90),
    )
    await follow(runtime)
    await follow(runtime)
    assert await outcomes(runtime, [a, b, c, d, e]) == [
        ("done", "injected"), ("arrived", None), ("done", "deferred"), ("done", "no_show"),
        ("open", None),
    ]  # fmt: skip
    void = world.event("voided", person=a, supersedes=dose.id, at=NOW + timedelta(minutes=40))
    await take(runtime, void, visit(world, "left", b, day, 50))
    await follow(runtime)
    assert (await outcomes(runtime, [a, b])) == [("arrived", None), ("done", "left")]
    again = world.dose(person=a, session=day.session.session_id, at=NOW + timedelta(minutes=45))
    await take(runtime, again, visit(world, "left", a, day, 60))
    await follow(runtime)
    assert (await outcomes(runtime, [a])) == [("done", "injected")], "injected wins"


async def test_another_session_does_not_settle_this_appointment(
    runtime: Runtime, world: World
) -> None:
    day = await open_day(runtime, world, count=1)
    await call(runtime, day)
    await take(runtime, world.dose(person=day.people[0], session=uuid7()))
    await follow(runtime)
    assert await outcomes(runtime, day.people) == [("open", None)]


async def test_a_void_keeps_one_closed_who_was_called_again(runtime: Runtime, world: World) -> None:
    day = await open_day(runtime, world, count=1)
    await call(runtime, day)
    (person,) = day.people
    gone = visit(world, "no_show", person, day, 5)
    await take(runtime, gone)
    await follow(runtime)
    await runtime.db.worker.execute("UPDATE planning.candidate SET state = 'assigned'")
    other = await session(
        runtime, day.campaign, await plan(runtime, day.campaign), half_day="afternoon"
    )
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        await service.open_slots(tx, other.session_id)
        again = await service.call_session(
            tx, other.session_id, group_order=GROUPS, actor_id=day.campaign.officer, now=NOW
        )
    assert again.called == 1
    await take(runtime, world.event("voided", person=person, supersedes=gone.id))
    await follow(runtime)
    rows = await runtime.db.worker.fetch("SELECT state FROM booking.appointment ORDER BY state")
    assert [r["state"] for r in rows] == ["done", "open"]
    assert await assign(runtime, day.campaign) == 0
    assert scope_of(Role.WARD).wards == (WARD,)
