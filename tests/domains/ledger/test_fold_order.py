"""Whatever the order and the split of arrival, the same rows stand in the end (data-model 1)."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.world import WARD, World, upload

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import Envelope, Event
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.kinds import Rows
from tiemchung.domains.ledger.refold import all_keys, corrections, refold
from tiemchung.kernel.ids import uuid7
from tiemchung.kinds import all_kinds
from tiemchung.runtime import Runtime

PERSON = uuid7()
START = datetime(2021, 7, 26, 2, 0, tzinfo=UTC)
TABLES = ("siteops.dose", "siteops.visit_step", "safety.reaction")


def story() -> list[Envelope]:
    """A visit with two doses entered, one a re-entry, a correction, a void, a confirmation."""

    def event(minutes: int, kind: str, data: dict[str, Any], **more: Any) -> Envelope:
        return Envelope(
            v=1, id=uuid7(), kind=kind, at=START + timedelta(minutes=minutes), person=PERSON,
            facility=11, site=21, data=data, **more,
        )  # fmt: skip

    dose = event(10, "injected", {"product": 1, "lot": 31, "number": 1, "home": WARD})
    twin = event(600, "entered_late", {"product": 1, "lot": 31, "reentry_of": str(dose.id)})
    step = event(2, "checked_in", {"queue_number": 7})
    return [
        step,
        dose,
        twin,
        event(40, "reaction_reported", {"severity": "common", "signs": ["fever"]}),
        event(5, "voided", {"reason": "wrong_person"}, supersedes=step.id),
        event(700, "same_as", {}, supersedes=twin.id),
        event(800, "corrected", {"changes": {"lot_number": "ABW0412"}}, supersedes=dose.id),
        event(900, "confirmed", {}, supersedes=dose.id),
    ]


STORY = story()


def as_event(envelope: Envelope) -> Event:
    body = envelopes.write_body(envelope)
    return Event(envelope=envelope, body=body, hash=envelopes.digest(body), received_at=envelope.at)


def by_name(rows: Rows) -> dict[str, list[Any]]:
    return {t.name: sorted(r, key=str) for t, r in rows.items()}


KINDS = all_kinds()
EXPECTED = by_name(KINDS.fold_all("person", [as_event(e) for e in STORY], None))


@given(st.permutations(STORY))
@settings(max_examples=200, deadline=None)
def test_a_fold_does_not_depend_on_the_order_it_is_given(order: list[Envelope]) -> None:
    assert by_name(KINDS.fold_all("person", [as_event(e) for e in order], None)) == EXPECTED


def test_the_story_ends_as_it_should() -> None:
    doses = {d[1]: d for d in EXPECTED["siteops.dose"]}
    assert len(doses) == 2
    states = sorted(d[25] for d in doses.values())
    assert states == ["confirmed", "duplicate"]
    assert doses[STORY[1].id][6] == "ABW0412"
    assert [s[15] for s in EXPECTED["siteops.visit_step"]] == [True]


async def arrive(runtime: Runtime, world: World, parts: list[list[Envelope]]) -> None:
    followers = [corrections(runtime.kinds, runtime.vault)]
    for part in parts:
        sent = msgspec.structs.replace(upload(world.device, part), device=None, signature=None)
        outcomes = await runtime.intake.take(sent, Voucher(server=True))
        assert all(o.outcome in ("recorded", "flagged") for o in outcomes)
        await catch_up(runtime.db.worker, followers)


def for_another_person(events: list[Envelope], world: World) -> list[Envelope]:
    person, ids = uuid7(), {e.id: uuid7() for e in events}
    return [
        msgspec.structs.replace(
            e, person=person, id=ids[e.id], supersedes=ids[e.supersedes] if e.supersedes else None,
            entered_by=world.staff[Role.FACILITY_HEAD],
            data=e.data | ({"reentry_of": str(ids[STORY[1].id])} if "reentry_of" in e.data else {}),
        )
        for e in events
    ]  # fmt: skip


async def test_every_split_and_order_of_arrival_ends_in_the_same_rows(
    runtime: Runtime, world: World
) -> None:
    shapes: set[tuple[Any, ...]] = set()
    orders = list(itertools.islice(itertools.permutations(range(len(STORY))), 0, 40_320, 1_731))
    for n, order in enumerate(orders):
        events = for_another_person(STORY, world)
        shuffled = [events[i] for i in order]
        cut = 1 + n % (len(STORY) - 1)
        await arrive(runtime, world, [shuffled[:cut], shuffled[cut:]])
        doses = await runtime.db.worker.fetch(
            "SELECT entry, state, lot_number FROM siteops.dose WHERE person_id = $1 ORDER BY entry",
            events[0].person,
        )
        steps = await runtime.db.worker.fetch(
            "SELECT kind, voided FROM siteops.visit_step WHERE person_id = $1", events[0].person
        )
        shapes.add((tuple(map(tuple, doses)), tuple(map(tuple, steps))))
    assert shapes == {
        (
            (("late", "duplicate", None), ("table", "confirmed", "ABW0412")),
            (("checked_in", True),),
        )
    }


async def test_rebuild_finds_nothing_on_a_sound_database_and_every_planted_fault(
    runtime: Runtime, world: World
) -> None:
    await arrive(runtime, world, [for_another_person(STORY, world)])
    async with runtime.db.worker.acquire() as tx:

        async def differences(*, apply: bool) -> list[tuple[str, str]]:
            found = [
                await refold(tx, runtime.kinds, runtime.vault, "person", keys, apply=apply)
                async for keys in all_keys(tx, "person")
            ]
            return sorted((d.table, d.kind) for part in found for d in part)

        assert await differences(apply=False) == []
        await tx.execute("UPDATE siteops.dose SET lot_id = 99 WHERE entry = 'table'")
        await tx.execute("DELETE FROM siteops.visit_step")
        await tx.execute(
            "INSERT INTO safety.reaction SELECT person_id, gen_random_uuid(), happened_at,"
            " dose_event_id, severity, grade, signs, treatment, outcome, transferred_to,"
            " reported_from, lot_id, facility_id, session_id, voided FROM safety.reaction"
        )
        planted = [
            ("safety.reaction", "surplus"), ("siteops.dose", "other"),
            ("siteops.visit_step", "missing"),
        ]  # fmt: skip
        assert await differences(apply=False) == planted
        assert await differences(apply=True) == planted
        assert await differences(apply=False) == []
