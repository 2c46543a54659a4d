"""Figures and close of a session on the real database, through the one way in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.support.site_day import SiteDay, Tablet, make_site_day
from tests.support.world import CITY, DISTRICT, FACILITY, LOT, PRODUCT, SITE, WARD, World

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.device_register import device_register
from tiemchung.domains.ledger.envelope import SentEvent, Upload
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.siteops import followers, queries, service
from tiemchung.domains.siteops.close import SessionFigures
from tiemchung.domains.siteops.service import CannotClose, CloseSession, table_id
from tiemchung.kernel.db import transaction
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import Scope
from tiemchung.runtime import Runtime

AT_FACILITY = Scope(facilities=(FACILITY,))


@pytest.fixture
async def day(runtime: Runtime, database: str) -> SiteDay:
    return await make_site_day(runtime, database)


@pytest.fixture
def tablet(runtime: Runtime, world: World, day: SiteDay) -> Tablet:
    return Tablet(runtime, world, day)


async def figures_of(runtime: Runtime, day: SiteDay) -> SessionFigures:
    await follow(runtime)
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        return await service.session_figures(tx, await service.find_session(tx, day.session))


async def follow(runtime: Runtime) -> None:
    all_of_them = [
        corrections(runtime.kinds, runtime.vault), device_register(), *followers.followers()
    ]  # fmt: skip
    await catch_up(runtime.db.worker, all_of_them)


async def open_items(runtime: Runtime, day: SiteDay) -> dict[str, bool]:
    """Return the open items of the session by kind: settled or not."""
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        items = await queries.open_items(tx, session_id=day.session)
    return {i.kind: i.settled_at is not None for i in items}


async def play_balanced(tablet: Tablet, day: SiteDay) -> None:
    """Inject everybody but two from one vial, and account for all that was issued."""
    vial = uuid4()
    told = [tablet.make("checked_in", p.id, data={"queue_number": i})
            for i, p in enumerate(day.people[:5])]  # fmt: skip
    told += [tablet.vial(vial), *(tablet.dose(p.id, vial) for p in day.people[:4])]
    told += [
        tablet.make("deferred", day.people[4].id, performed_by=tablet.world.staff[Role.SCREENER],
                    data={"form": "f", "conclusion": "deferred", "reason": "fever"}),
        tablet.make("no_show", day.people[5].id),
        tablet.make("vial_discarded", data={"vial": str(vial), "product": PRODUCT, "lot": LOT,
                                            "doses": 6, "reason": "no_recipient"}),
        tablet.make("vials_returned", data={"product": PRODUCT, "lot": LOT, "vials": 3}),
        tablet.head("declared", moment="end", injected=4),
    ]  # fmt: skip
    assert set(await tablet.send(*told)) == {"recorded"}


async def test_a_day_that_adds_up_has_no_gap(
    runtime: Runtime, day: SiteDay, tablet: Tablet
) -> None:
    await play_balanced(tablet, day)
    figures = await figures_of(runtime, day)
    assert figures.gaps == []
    assert figures.people.balanced
    assert (figures.people.total, figures.people.injected) == (6, 4)
    assert (figures.people.deferred, figures.people.no_show) == (1, 1)
    assert (figures.entered, figures.declared_end) == (4, 4)
    assert [(d.doses, d.injected, d.discarded) for d in figures.doses] == [(10, 4, 6)]
    assert [v.difference for v in figures.vials] == [0, 0]
    assert [(d.highest, d.arrived) for d in figures.devices] == [(tablet.seq, tablet.seq)]


async def test_a_dose_taken_back_opens_a_gap_of_one_person_and_one_dose(
    runtime: Runtime, day: SiteDay, tablet: Tablet
) -> None:
    await play_balanced(tablet, day)
    vial = uuid4()
    wrong = tablet.dose(day.people[4].id, vial)
    await tablet.send(tablet.vial(vial), wrong)
    with_dose = await figures_of(runtime, day)
    assert (with_dose.people.injected, with_dose.people.deferred) == (5, 0)
    await tablet.send(tablet.make("voided", wrong.person, supersedes=wrong.id,
                                  data={"reason": "wrong_person"}))  # fmt: skip
    figures = await figures_of(runtime, day)
    assert (figures.people.injected, figures.people.deferred) == (4, 1)
    assert {(g.kind, g.expected, g.found) for g in figures.gaps if g.kind == "doses"} == {
        ("doses", 10, 0)
    }


async def test_the_last_step_decides_when_there_is_no_dose(
    runtime: Runtime, day: SiteDay, tablet: Tablet
) -> None:
    left, back = day.people[0].id, day.people[1].id
    await tablet.send(
        tablet.make("checked_in", left), tablet.make("checked_in", back),
        tablet.make("left", left), tablet.make("left", back), tablet.make("checked_in", back),
        tablet.make("declined", left, data={"reason": "product"}),
        tablet.make("checked_in", uuid7(), data={"walk_in": True}),
    )  # fmt: skip
    figures = await figures_of(runtime, day)
    people = figures.people
    assert (people.declined, people.left, people.inside, people.absent) == (1, 0, 1, 4)
    assert (figures.walk_ins.total, figures.walk_ins.inside) == (1, 1)


async def test_a_balanced_close_leaves_no_open_item_and_cannot_be_done_twice(
    runtime: Runtime, world: World, day: SiteDay, tablet: Tablet
) -> None:
    await play_balanced(tablet, day)
    await follow(runtime)
    head = world.staff[Role.SITE_HEAD]
    command = CloseSession(session_id=day.session, signed_by=head)
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        outcome = await service.close_session(
            tx, runtime.intake, command, now=runtime.clock.now(), voucher=Voucher(staff_id=head)
        )
    assert outcome.outcome == "recorded"
    await follow(runtime)
    assert await open_items(runtime, day) == {}
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        (closed,) = await queries.session_closes(tx, session_id=day.session)
        assert (closed.outcome, closed.signed_by) == ("closed_balanced", head)
        with pytest.raises(CannotClose):
            await service.close_session(
                tx, runtime.intake, command, now=runtime.clock.now(),
                voucher=Voucher(staff_id=head),
            )  # fmt: skip


async def test_gaps_of_a_close_are_owned_have_a_clock_and_settle_when_events_arrive(
    runtime: Runtime, day: SiteDay, tablet: Tablet
) -> None:
    vial = uuid4()
    kept = tablet.dose(day.people[3].id, vial)
    told = [tablet.vial(vial), *(tablet.dose(p.id, vial) for p in day.people[:3])]
    told += [tablet.make("no_show", p.id) for p in day.people[4:]]
    told += [
        tablet.make("vial_discarded", data={"vial": str(vial), "product": PRODUCT, "lot": LOT,
                                            "doses": 6, "reason": "no_recipient"}),
        tablet.make("vials_returned", data={"product": PRODUCT, "lot": LOT, "vials": 3}),
        tablet.head("declared", moment="end", injected=4),
    ]  # fmt: skip
    await tablet.send(*told)
    figures = await figures_of(runtime, day)
    data = service.close_data(figures, made={}, notes={"declared:": "device_lost"})
    assert data["outcome"] == "closed_with_open_items"
    await tablet.send(tablet.head("session_closed", **data))
    await follow(runtime)
    assert await open_items(runtime, day) == {
        "people": False, "doses": False, "declared": False, "device": False,
    }  # fmt: skip
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        items = await queries.open_items(tx, session_id=day.session)
    assert {i.owner_level for i in items} == {"district"}
    assert {i.due_at - i.opened_at for i in items} == {timedelta(hours=24)}
    assert next(i for i in items if i.kind == "declared").details["note"] == "device_lost"

    await tablet.send(kept)
    await follow(runtime)
    assert set((await open_items(runtime, day)).values()) == {True}


async def test_a_broken_tablet_stays_an_open_item_until_its_numbers_arrive(
    runtime: Runtime, world: World, day: SiteDay, tablet: Tablet
) -> None:
    await play_balanced(tablet, day)
    figures = await figures_of(runtime, day)
    lost = tablet.make("observed", day.people[0].id)  # made on the tablet, not sent yet
    data = service.close_data(figures, made={world.device.id: tablet.seq}, notes={})
    head = world.staff[Role.SITE_HEAD]
    office = world.event(
        "session_closed", site_kind=True, session=day.session, data=data, entered_by=head,
        performed_by=head,
    )  # fmt: skip
    unsigned = Upload(events=[SentEvent(body=envelopes.write_body(office).decode())])
    outcomes = await runtime.intake.take(unsigned, Voucher(staff_id=head))
    assert [o.outcome for o in outcomes] == ["recorded"]
    await follow(runtime)
    assert await open_items(runtime, day) == {"device": False}
    await tablet.send(lost)
    await follow(runtime)
    assert await open_items(runtime, day) == {"device": True}


async def test_who_answers_for_the_place_sees_tables_devices_and_close_as_the_site_does(
    runtime: Runtime, day: SiteDay, tablet: Tablet, world: World
) -> None:
    first, lost, third = (tablet.make("checked_in", p.id, data={}) for p in day.people[:3])
    assert lost.seq == 2
    assert await tablet.send(first, third) == ["recorded", "recorded"]
    seen = await figures_of(runtime, day)
    async with transaction(runtime.db.app, Scope(wards=(WARD,))) as tx:
        place = await service.find_session(tx, day.session)
        assert [t.number for t in await service.ensure_tables(tx, place)] == [1, 2]
    head = world.staff[Role.SITE_HEAD]
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        close = CloseSession(session_id=day.session, signed_by=head)
        await service.close_session(
            tx, runtime.intake, close, now=runtime.clock.now(), voucher=Voucher(staff_id=head)
        )
    await follow(runtime)
    for scope in (Scope(districts=(DISTRICT,)), Scope(provinces=(CITY,))):
        async with transaction(runtime.db.app, scope) as tx:
            place = await service.find_session(tx, day.session)
            figures = await service.session_figures(tx, place)
            assert figures.devices == seen.devices
            assert [d.missing for d in figures.devices] == [((2, 2),)]
            assert await service.is_closed(tx, day.session)


async def test_tables_are_set_up_once_and_have_the_same_id_everywhere(
    runtime: Runtime, day: SiteDay
) -> None:
    async with transaction(runtime.db.app, AT_FACILITY) as tx:
        place = await service.find_session(tx, day.session)
        first = await service.ensure_tables(tx, place)
        assert await service.ensure_tables(tx, place) == first
    assert [(t.number, t.table_id, t.product_id) for t in first] == [
        (n, table_id(day.session, n), PRODUCT) for n in (1, 2)
    ]


async def test_another_facility_does_not_see_the_session(runtime: Runtime, day: SiteDay) -> None:
    async with transaction(runtime.db.app, Scope(facilities=(FACILITY + 1,))) as tx:
        assert await queries.session_place(tx, session_id=day.session) is None
    assert SITE  # the session's site belongs to the first facility
