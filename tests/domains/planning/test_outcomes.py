"""What the site day made of a candidate: the same in every order of arrival, and only once."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.campaign import (
    DAY,
    Campaign,
    assign,
    enlist,
    open_campaign,
    people,
    plan,
    register,
    session,
)
from tests.support.world import FACILITY, LOT, PRODUCT, SITE, WARD, World

from tiemchung.country import read_pack
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import Envelope, Event, SentEvent, Upload
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.planning import followers
from tiemchung.domains.planning.model import Candidate
from tiemchung.domains.planning.outcomes import outcome_of, settle, steps_of
from tiemchung.kernel.ids import uuid7
from tiemchung.runtime import Runtime

BEGIN = datetime(2021, 7, 22, 1, tzinfo=UTC)
PERSON, SESSION = uuid7(), uuid7()


def an_event(kind: str, minute: int, **more: Any) -> Event:
    fields: dict[str, Any] = {
        "v": 1, "id": uuid7(), "kind": kind, "at": BEGIN + timedelta(minutes=minute),
        "person": PERSON, "session": SESSION,
    } | more  # fmt: skip
    envelope = Envelope(**fields)
    body = envelopes.write_body(envelope)
    return Event(envelope=envelope, body=body, hash=b"", received_at=BEGIN)


def a_candidate(**more: Any) -> Candidate:
    fields: dict[str, Any] = {
        "person_id": PERSON, "candidate_id": uuid7(), "list_id": uuid7(), "round_id": 5,
        "source": "ward", "priority_group": "9", "dose_number": 1, "product_id": None,
        "state": "called", "reason": None, "earliest_on": None, "facility_id": FACILITY,
        "outcome_event_id": None, "entered_at": BEGIN - timedelta(days=1),
        "changed_at": BEGIN - timedelta(days=1),
    } | more  # fmt: skip
    return Candidate(**fields)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Draw some events of a visit, and voids of some of them."""
    kinds = st.sampled_from(
        ["checked_in", "screened", "deferred", "declined", "left", "no_show", "injected"]
    )
    events = [an_event(draw(kinds), n) for n in range(draw(st.integers(0, 6)))]
    voids = [
        an_event("voided", 60 + n, supersedes=e.envelope.id)
        for n, e in enumerate(events)
        if draw(st.booleans())
    ]
    return events + voids


@given(histories(), st.randoms())
def test_the_order_of_arrival_changes_nothing(history: list[Event], random: Any) -> None:
    other = list(history)
    random.shuffle(other)
    assert steps_of(history) == steps_of(other)
    candidate = a_candidate()
    assert settle(candidate, steps_of(history)) == settle(candidate, steps_of(other))


@given(histories())
def test_a_second_run_changes_nothing(history: list[Event]) -> None:
    candidate, steps = a_candidate(), steps_of(history)
    change = settle(candidate, steps)
    if change is not None:
        settled = msgspec.structs.replace(
            candidate, state=str(change.state), reason=change.reason,
            earliest_on=change.earliest_on, outcome_event_id=change.outcome_event_id,
        )  # fmt: skip
        assert settle(settled, steps) is None


@given(histories())
def test_an_injection_that_stands_always_wins(history: list[Event]) -> None:
    steps = steps_of(history)
    decided = outcome_of(steps)
    if any(s.outcome == "injected" for s in steps):
        assert decided is not None
        assert decided.outcome == "injected"
        change = settle(a_candidate(), steps)
        assert change is not None
        assert change.state == "vaccinated"


def test_a_deferral_keeps_its_date_and_what_staff_decide_after_it_stays() -> None:
    deferred = an_event("deferred", 5, data={"earliest_on": "2021-08-05", "reason": "fever"})
    change = settle(a_candidate(), steps_of([deferred]))
    assert change is not None
    assert (change.state, change.reason, change.earliest_on) == (
        "deferred", "fever", date(2021, 8, 5),
    )  # fmt: skip
    back = a_candidate(state="waiting", outcome_event_id=deferred.envelope.id)
    assert settle(back, steps_of([deferred])) is None


def test_who_left_waits_at_the_facility_and_a_void_opens_again() -> None:
    left = an_event("left", 5)
    change = settle(a_candidate(), steps_of([left]))
    assert change is not None
    assert (change.state, change.reason) == ("assigned", "left")
    dose = an_event("injected", 6)
    done = a_candidate(state="vaccinated", outcome_event_id=dose.envelope.id)
    void = an_event("voided", 7, supersedes=dose.envelope.id)
    again = settle(done, steps_of([dose, void]))
    assert again is not None
    assert (again.state, again.outcome_event_id) == ("assigned", None)


def test_a_second_dose_needs_two_or_one_stated_as_the_second() -> None:
    candidate = a_candidate(dose_number=2)
    first = an_event("injected", 1, data={"number": 1})
    assert settle(candidate, steps_of([first])) is None
    second = an_event("injected", 2, data={"number": 2})
    for history in ([second], [first, second]):
        change = settle(candidate, steps_of(history))
        assert change is not None
        assert change.outcome_event_id == second.envelope.id


@pytest.fixture
async def campaign(runtime: Runtime, world: World) -> Campaign:
    return await open_campaign(runtime, world)


async def take(runtime: Runtime, *events: Envelope) -> None:
    sent = [SentEvent(body=envelopes.write_body(e).decode()) for e in events]
    outcomes = await runtime.intake.take(Upload(events=sent), Voucher(server=True))
    assert {o.outcome for o in outcomes} == {"recorded"}, outcomes


async def follow(runtime: Runtime) -> None:
    book = read_pack("vn").rule_book
    ours = followers.followers(lambda: book, lambda: date(2021, 7, 22))
    await catch_up(runtime.db.worker, [corrections(runtime.kinds, runtime.vault), *ours])


async def states(runtime: Runtime, ids: Sequence[UUID]) -> list[str]:
    rows = await runtime.db.worker.fetch("SELECT person_id, state FROM planning.candidate")
    by_person = {r["person_id"]: r["state"] for r in rows}
    return [by_person[p] for p in ids]


def at_site(kind: str, person: UUID | None, session_id: UUID, **more: Any) -> Envelope:
    fields: dict[str, Any] = {
        "v": 1, "id": uuid7(), "kind": kind, "at": BEGIN, "person": person,
        "facility": FACILITY, "site": SITE, "session": session_id,
    } | more  # fmt: skip
    return Envelope(**fields)


DOSE = {"product": PRODUCT, "lot": LOT, "number": 1, "home": WARD}


async def test_candidates_follow_the_site_day_and_come_back(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    ids = await register(runtime, world, people(5))
    await enlist(runtime, campaign, ids)
    await assign(runtime, campaign)
    made = await session(runtime, campaign, await plan(runtime, campaign))
    dose = at_site("injected", ids[0], made.session_id, data=DOSE)
    await take(
        runtime, dose,
        at_site("deferred", ids[1], made.session_id, data={
            "form": "f", "conclusion": "deferred", "earliest_on": "2021-08-05",
            "reason": "fever", "home": WARD}),
        at_site("contraindicated", ids[2], made.session_id, data={
            "form": "f", "conclusion": "contraindicated", "home": WARD}),
        at_site("no_show", ids[3], made.session_id, data={"home": WARD}),
    )  # fmt: skip
    await follow(runtime)
    await follow(runtime)
    assert await states(runtime, ids) == [
        "vaccinated", "deferred", "contraindicated", "assigned", "assigned",
    ]  # fmt: skip
    for today, returned in ((date(2021, 8, 4), 0), (date(2021, 8, 5), 1)):
        async with runtime.db.worker.acquire() as tx:
            assert await followers.return_deferred(tx, today=today, now=BEGIN) == returned
    row = await runtime.db.worker.fetchrow(
        "SELECT state, facility_id, earliest_on FROM planning.candidate WHERE person_id = $1",
        ids[1],
    )
    assert row is not None
    assert tuple(row) == ("waiting", None, date(2021, 8, 5))
    await take(
        runtime, at_site("voided", ids[0], made.session_id, supersedes=dose.id,
                         at=BEGIN + timedelta(hours=1))
    )  # fmt: skip
    await follow(runtime)
    assert (await states(runtime, ids))[0] == "assigned"
    assert (await states(runtime, ids))[1] == "waiting", "what came after the deferral stays"


async def test_a_void_does_not_open_one_who_stands_elsewhere_in_the_round(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    (person,) = await register(runtime, world, people(1))
    await enlist(runtime, campaign, [person])
    made = await session(runtime, campaign, await plan(runtime, campaign))
    dose = at_site("injected", person, made.session_id, data=DOSE)
    await take(runtime, dose)
    await follow(runtime)
    await enlist(runtime, campaign, [person])  # listed anew, now that the first one is fulfilled
    await take(runtime, at_site("voided", person, made.session_id, supersedes=dose.id))
    await follow(runtime)
    rows = await runtime.db.worker.fetch(
        "SELECT state FROM planning.candidate ORDER BY entered_at, candidate_id"
    )
    assert sorted(r["state"] for r in rows) in (["removed", "waiting"], ["vaccinated", "waiting"])


async def test_a_session_begins_ends_closes_and_opens_again(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    (person,) = await register(runtime, world, people(1))
    made = await session(runtime, campaign, await plan(runtime, campaign))

    async def state() -> str:
        await follow(runtime)
        return await runtime.db.worker.fetchval(
            "SELECT state FROM planning.session WHERE session_id = $1", made.session_id
        )

    def head(kind: str, hour: int) -> Envelope:
        return at_site(kind, None, made.session_id, at=BEGIN + timedelta(hours=hour), data={})

    await take(runtime, at_site("checked_in", person, made.session_id, data={"home": WARD}))
    assert await state() == "running"
    await take(runtime, head("session_closed", 5))
    assert await state() == "closed"
    await take(runtime, head("session_ended", 4), head("session_reopened", 3))
    assert await state() == "closed", "what happened before does not undo the close"
    await take(runtime, head("session_reopened", 6))
    assert await state() == "running"
    await take(runtime, at_site("checked_in", person, made.session_id, at=BEGIN, data={}))
    assert await state() == "running"
    assert made.day == DAY
    await asyncio.sleep(0)
