"""A first dose anywhere is found for the second, at the current address, when the rules say so."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.support.campaign import NOW, Campaign, enlist, open_campaign, people, register
from tests.support.makers import ELSEWHERE, entry, scope_of
from tests.support.world import (
    CITY,
    FACILITY,
    LOT,
    OTHER_FACILITY,
    OTHER_SITE,
    OTHER_WARD,
    PRODUCT,
    SITE,
    WARD,
    World,
)

from tiemchung.country import read_pack
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import Envelope, SentEvent, Upload
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.planning import service
from tiemchung.domains.planning.followers import recalls
from tiemchung.domains.planning.model import DueRule
from tiemchung.domains.planning.recall import age_on, refresh_recalls
from tiemchung.domains.planning.recall_queries import PersonNow, Recall
from tiemchung.domains.registry import service as registry
from tiemchung.domains.registry.model import PersonChange
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Forbidden
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NATION
from tiemchung.runtime import Runtime

BOOK = read_pack("vn").rule_book
FIRST = datetime(2021, 5, 10, 2, tzinfo=UTC)
TODAY = date(2021, 7, 22)
WEEKS = timedelta(weeks=1)


@pytest.fixture
async def campaign(runtime: Runtime, world: World) -> Campaign:
    return await open_campaign(runtime, world)


def dose(person: UUID, at: datetime, number: int = 1, **more: Any) -> Envelope:
    fields: dict[str, Any] = {
        "v": 1, "id": uuid7(), "kind": "injected", "at": at, "person": person,
        "facility": FACILITY, "site": SITE,
        "data": {"product": PRODUCT, "lot": LOT, "number": number, "home": WARD},
    } | more  # fmt: skip
    return Envelope(**fields)


async def take(runtime: Runtime, *events: Envelope) -> None:
    sent = [SentEvent(body=envelopes.write_body(e).decode()) for e in events]
    await runtime.intake.take(Upload(events=sent), Voucher(server=True))


async def follow(runtime: Runtime) -> None:
    await catch_up(
        runtime.db.worker,
        [corrections(runtime.kinds, runtime.vault), recalls(lambda: BOOK, lambda: TODAY)],
    )


async def recall(runtime: Runtime, person: UUID) -> Recall | None:
    async with transaction(runtime.db.app, NATION) as tx:
        return await service.recall_of(tx, person)


async def due(runtime: Runtime, campaign: Campaign, **more: Any) -> list[tuple[int, int, int]]:
    fields: dict[str, Any] = {"round_id": campaign.round_id, "due_by": TODAY} | more
    rule = DueRule(**fields)
    async with transaction(runtime.db.app, scope_of(Role.PROVINCE)) as tx:
        return [(d.next_number, d.people, d.listed) for d in await service.preview_due(tx, rule)]


async def test_the_second_dose_is_foreseen_by_the_rule_of_the_product(
    runtime: Runtime, world: World
) -> None:
    (person,) = await register(runtime, world, people(1))
    assert await recall(runtime, person) is None
    await take(runtime, dose(person, FIRST))
    await follow(runtime)
    found = await recall(runtime, person)
    assert found is not None
    assert (found.doses_given, found.next_number, found.product_id) == (1, 2, PRODUCT)
    assert found.earliest_on is not None
    assert found.usual_on is not None
    assert FIRST.date() + 4 * WEEKS <= found.earliest_on <= found.usual_on <= TODAY


async def test_a_first_dose_in_another_province_is_found_at_the_new_home(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    (person,) = await register(runtime, world, people(1, home=OTHER_WARD))
    await take(
        runtime,
        dose(person, FIRST, facility=OTHER_FACILITY, site=OTHER_SITE,
             data={"product": PRODUCT, "lot": LOT, "number": 1, "home": OTHER_WARD}),
    )  # fmt: skip
    await follow(runtime)
    assert await due(runtime, campaign) == []
    async with transaction(runtime.db.app, NATION) as tx:
        await registry.update_person(
            tx, runtime.intake, runtime.vault, PersonChange(person_id=person, home=WARD),
            entry(world),
        )  # fmt: skip
    await follow(runtime)
    assert await due(runtime, campaign) == [(2, 1, 0)]


async def test_a_void_and_a_second_dose_end_the_recall(runtime: Runtime, world: World) -> None:
    ids = await register(runtime, world, people(2))
    first = [dose(p, FIRST) for p in ids]
    await take(runtime, *first)
    await follow(runtime)
    await take(
        runtime,
        dose(ids[0], FIRST + 8 * WEEKS, 2),
        dose(ids[1], FIRST + WEEKS, kind="voided", supersedes=first[1].id, data={}),
    )
    await follow(runtime)
    done = await recall(runtime, ids[0])
    assert done is not None
    assert (done.doses_given, done.next_number, done.usual_on) == (2, None, None)
    assert await recall(runtime, ids[1]) is None


async def test_one_who_walked_in_elsewhere_is_vaccinated_on_the_wards_list(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    walked, unlisted = await register(runtime, world, people(2))
    given = dose(walked, FIRST, facility=OTHER_FACILITY, site=OTHER_SITE)

    async def shown() -> tuple[set[UUID], set[UUID], dict[str | None, int]]:
        await follow(runtime)
        people_of: dict[str, set[UUID]] = {}
        async with transaction(runtime.db.app, scope_of(Role.WARD)) as tx:
            for show in ("vaccinated", "unlisted"):
                lines, counts = await service.ward_list(
                    tx, WARD, round_id=campaign.round_id, show=show
                )
                people_of[show] = {n.person_id for n in lines}
        return people_of["vaccinated"], people_of["unlisted"], {c.state: c.people for c in counts}

    await take(runtime, given)
    assert await shown() == ({walked}, {unlisted}, {"vaccinated": 1, None: 1})
    await take(runtime, dose(walked, FIRST, kind="voided", supersedes=given.id, data={}))
    assert await shown() == (set(), {walked, unlisted}, {None: 2})


async def states(runtime: Runtime) -> list[tuple[Any, ...]]:
    rows = await runtime.db.worker.fetch(
        "SELECT source, dose_number, product_id, earliest_on IS NOT NULL, state"
        "  FROM planning.candidate ORDER BY source"
    )
    return [tuple(r) for r in rows]


async def dosed(runtime: Runtime, world: World, count: int, at: datetime = FIRST) -> Sequence[UUID]:
    ids = await register(runtime, world, people(count))
    await take(runtime, *(dose(p, at) for p in ids))
    await follow(runtime)
    return ids


async def test_who_is_due_is_listed_once_for_the_right_dose(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    ids = await dosed(runtime, world, 3)
    await enlist(runtime, campaign, ids[:1])
    rule = DueRule(round_id=campaign.round_id, due_by=TODAY)
    assert await due(runtime, campaign) == [(2, 3, 1)]
    for expected in (2, 0):
        async with transaction(runtime.db.app, scope_of(Role.PROVINCE)) as tx:
            assert await service.list_due(tx, rule, actor_id=campaign.officer, now=NOW) == expected
    assert await states(runtime) == [
        ("recall", 2, PRODUCT, True, "waiting"),
        ("recall", 2, PRODUCT, True, "waiting"),
        ("ward", 2, PRODUCT, True, "waiting"),
    ]
    async with transaction(runtime.db.app, ELSEWHERE) as tx:
        with pytest.raises(Forbidden):
            await service.list_due(tx, rule, actor_id=campaign.officer, now=NOW)


async def test_the_day_and_the_place_narrow_the_list(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    await dosed(runtime, world, 2)
    assert await due(runtime, campaign, due_by=date(2021, 5, 20)) == []
    assert await due(runtime, campaign, wards=(OTHER_WARD,)) == []
    assert await due(runtime, campaign, product_id=99) == []
    assert await due(runtime, campaign, wards=(WARD,), product_id=PRODUCT) == [(2, 2, 0)]
    early = await due(runtime, campaign, due_by=date(2021, 6, 10), usual=False)
    usual = await due(runtime, campaign, due_by=date(2021, 6, 10), usual=True)
    assert sum(n for _, n, _ in early) >= sum(n for _, n, _ in usual)


async def test_whoever_needs_none_is_not_listed_at_all(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    ids = await dosed(runtime, world, 1)
    await take(runtime, dose(ids[0], FIRST + 9 * WEEKS, 2))
    await follow(runtime)
    await enlist(runtime, campaign, ids)
    assert await states(runtime) == []


async def test_new_rules_are_taken_up_by_the_daily_run(runtime: Runtime, world: World) -> None:
    (person,) = await dosed(runtime, world, 1)
    await runtime.db.worker.execute("UPDATE planning.recall SET usual_on = '2020-01-01'")
    assert await refresh_recalls(runtime.db.worker, lambda: BOOK, TODAY) == 1
    found = await recall(runtime, person)
    assert found is not None
    assert found.usual_on is not None
    assert found.usual_on > date(2021, 5, 10)


@pytest.mark.parametrize(
    ("born", "precision", "age"),
    [
        (date(1956, 7, 22), "day", 65),
        (date(1956, 7, 23), "day", 64),
        (date(1956, 1, 1), "year", 65),
        (None, "unknown", None),
    ],
)
def test_age(born: date | None, precision: str, age: int | None) -> None:
    person = PersonNow(uuid7(), born, precision, None, CITY, None, None, merged=False)
    assert age_on(person, TODAY) == age
