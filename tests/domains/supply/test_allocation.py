"""Decisions add up at every level, whatever is decided and amended in whatever order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.makers import ELSEWHERE, scope_of
from tests.support.world import (
    CITY,
    DISTRICT,
    FACILITY,
    NATION,
    OTHER,
    OTHER_FACILITY,
    PRODUCT,
    WARD,
    World,
)

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.supply import service
from tiemchung.domains.supply.allocation import (
    AllocationReason,
    Book,
    CannotAllocate,
    Level,
    Purpose,
    Receiver,
    RecordDecision,
    Share,
    add,
    fits,
    refusal,
    total,
)
from tiemchung.kernel.clock import local_day
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Forbidden, Invalid, NotFound
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NATION as EVERYTHING
from tiemchung.kernel.scope import NOBODY
from tiemchung.runtime import Runtime

NOW = datetime(2021, 7, 10, tzinfo=UTC)
PURPOSES: tuple[Purpose, ...] = ("dose_1", "dose_2", "any")


@st.composite
def shares(draw: st.DrawFn) -> Share:
    """One line for one of three receivers, giving or taking."""
    return Share(
        unit_id=draw(st.integers(1, 3)),
        doses=draw(st.integers(-60, 60)),
        purpose=draw(st.sampled_from(PURPOSES)),
    )


@given(st.lists(st.tuples(st.lists(shares(), min_size=1, max_size=4), st.booleans()), max_size=25))
def test_no_order_of_decisions_gives_more_than_there_is_or_less_than_was_passed_on(
    decisions: list[tuple[list[Share], bool]],
) -> None:
    """Three receivers, the first of whom has passed on 20 first doses and 10 for either."""
    own = {"dose_1": 50, "dose_2": 30, "any": 40}
    passed_on: dict[Receiver, dict[str, int]] = {(1, None, None): {"dose_1": 20, "any": 10}}
    given_so_far: dict[Receiver, dict[str, int]] = {(1, None, None): {"dose_1": 20, "any": 10}}
    for lines, amends in decisions:
        if refusal(lines, Book(own, given_so_far, passed_on), amends=amends) is None:
            given_so_far = add(given_so_far, lines)
        assert all(n >= 0 for doses in given_so_far.values() for n in doses.values())
        assert fits(total(given_so_far), own)
        assert sum(total(given_so_far).values()) <= sum(own.values())
        assert fits(passed_on[1, None, None], given_so_far[1, None, None])


@pytest.mark.parametrize(
    ("wanted", "limit", "fit"),
    [
        ({"dose_1": 10}, {"dose_1": 10}, True),
        ({"dose_1": 11}, {"dose_1": 10}, False),
        ({"dose_1": 11}, {"dose_1": 10, "any": 1}, True),
        ({"any": 1}, {"dose_1": 10}, False),
        ({"dose_1": 11, "dose_2": 1}, {"dose_1": 10, "any": 1}, False),
        ({}, {}, True),
    ],
)
def test_reserved_doses_stay_reserved(
    *, wanted: dict[str, int], limit: dict[str, int], fit: bool
) -> None:
    assert fits(wanted, limit) is fit


async def open_round(runtime: Runtime, number: int = 5) -> int:
    async with transaction(runtime.db.app, EVERYTHING) as tx:
        return await service.open_allocation_round(
            tx, number=number, name=f"Đợt {number}", product_id=PRODUCT, now=NOW
        )


class Desk:
    """Enters decisions of one round one after the other."""

    def __init__(self, runtime: Runtime, world: World, round_id: int) -> None:
        self.runtime = runtime
        self.actor_id = world.staff[Role.MINISTRY]
        self.round_id = round_id
        self.count = 0

    async def decide(self, level: Level, issuer: int, lines: Sequence[Share], **more: Any) -> UUID:
        self.count += 1
        fields: dict[str, Any] = {
            "decision_id": uuid7(), "allocation_round_id": self.round_id, "level": level,
            "number": f"{3000 + self.count}/QĐ-BYT", "signed_on": date(2021, 7, 9),
            "issued_by_unit_id": issuer, "lines": tuple(lines),
        } | more  # fmt: skip
        command = RecordDecision(**fields)
        async with transaction(self.runtime.db.app, EVERYTHING) as tx:
            return await service.record_decision(tx, command, actor_id=self.actor_id, now=NOW)


@pytest.fixture
async def desk(runtime: Runtime, world: World) -> Desk:
    return Desk(runtime, world, await open_round(runtime))


async def test_doses_go_down_three_levels(desk: Desk) -> None:
    await desk.decide("national", NATION, [
        Share(unit_id=CITY, doses=1_000, purpose="dose_1"), Share(unit_id=OTHER, doses=500),
        Share(sector="army", doses=300), Share(sector="police", doses=200),
        Share(sector="ministry_health", doses=100),
    ])  # fmt: skip
    await desk.decide("provincial", CITY, [
        Share(unit_id=DISTRICT, doses=600, purpose="dose_1"),
        Share(facility_id=FACILITY, doses=400, purpose="dose_1"),
    ])  # fmt: skip
    await desk.decide(
        "district", DISTRICT, [Share(facility_id=FACILITY, doses=600, purpose="dose_1")]
    )
    async with transaction(desk.runtime.db.app, EVERYTHING) as tx:
        assert await service.allocated_to(tx, CITY) == {PRODUCT: 1_000}
        assert await service.allocated_to(tx, DISTRICT, allocation_round_id=desk.round_id) == {
            PRODUCT: 600
        }
        assert await service.allocated_to(tx, DISTRICT, allocation_round_id=999) == {}


async def refused(desk: Desk, level: Level, issuer: int, *lines: Share, **more: Any) -> str:
    with pytest.raises(CannotAllocate) as refusal_:
        await desk.decide(level, issuer, lines, **more)
    return refusal_.value.reason


async def test_a_level_cannot_give_more_than_it_has(desk: Desk) -> None:
    await desk.decide("national", NATION, [Share(unit_id=CITY, doses=100, purpose="dose_1")])
    to_district = Share(unit_id=DISTRICT, doses=101, purpose="dose_1")
    more = AllocationReason.MORE_THAN_ALLOCATED
    assert await refused(desk, "provincial", CITY, to_district) == more
    assert await refused(desk, "provincial", CITY, Share(unit_id=DISTRICT, doses=1)) == more
    assert await refused(desk, "provincial", OTHER, Share(facility_id=12, doses=1)) == more
    await desk.decide("provincial", CITY, [Share(unit_id=DISTRICT, doses=100, purpose="dose_1")])


async def test_an_amendment_takes_only_what_is_left(desk: Desk) -> None:
    first = await desk.decide("national", NATION, [Share(unit_id=CITY, doses=100)])
    await desk.decide("provincial", CITY, [Share(unit_id=DISTRICT, doses=60)])
    less = Share(unit_id=CITY, doses=-41)
    assert await refused(desk, "national", NATION, less) == (
        AllocationReason.TAKES_WITHOUT_AMENDING
    )
    assert await refused(desk, "national", NATION, less, amends_id=first) == (
        AllocationReason.PASSED_ON
    )
    assert (
        await refused(desk, "national", NATION, Share(unit_id=OTHER, doses=-1), amends_id=first)
        == AllocationReason.BELOW_NOTHING
    )
    await desk.decide("national", NATION, [Share(unit_id=CITY, doses=-40)], amends_id=first)
    async with transaction(desk.runtime.db.app, EVERYTHING) as tx:
        assert await service.allocated_to(tx, CITY) == {PRODUCT: 60}


async def test_what_cannot_be_read_is_named(desk: Desk) -> None:
    first = await desk.decide("national", NATION, [Share(unit_id=CITY, doses=100)])
    share = Share(unit_id=CITY, doses=1)
    for reason, lines, more in (
        (AllocationReason.NOTHING, [Share(unit_id=CITY, doses=0)], {}),
        (AllocationReason.NO_RECEIVER, [Share(doses=5)], {}),
        (AllocationReason.NO_RECEIVER, [Share(unit_id=CITY, sector="army", doses=5)], {}),
        (AllocationReason.TWICE, [share, share], {}),
        (AllocationReason.RECEIVER_OUTSIDE, [Share(unit_id=WARD, doses=5)], {}),
        (AllocationReason.NUMBER_TAKEN, [share], {"number": "3001/QĐ-BYT"}),
        (AllocationReason.AMENDS_ANOTHER, [share], {"amends_id": uuid7()}),
        (AllocationReason.EARLIER_THAN_AMENDED, [share],
         {"amends_id": first, "signed_on": date(2021, 7, 1)}),
    ):  # fmt: skip
        assert await refused(desk, "national", NATION, *lines, **more) == reason
    outside = AllocationReason.RECEIVER_OUTSIDE
    assert (
        await refused(desk, "provincial", CITY, Share(facility_id=OTHER_FACILITY, doses=1))
        == outside
    )
    assert await refused(desk, "provincial", DISTRICT, Share(facility_id=FACILITY, doses=1)) == (
        outside
    )
    assert await refused(desk, "district", DISTRICT, Share(sector="army", doses=1)) == outside
    with pytest.raises(NotFound):
        await desk.decide("national", NATION, [share], allocation_round_id=99)
    for day in (date(1, 1, 1), local_day(NOW) + timedelta(days=1), date(9999, 12, 31)):
        with pytest.raises(Invalid, match="Ngày ký"):
            await desk.decide("national", NATION, [share], signed_on=day)


async def test_a_decision_sent_twice_is_entered_once(desk: Desk) -> None:
    same = uuid7()
    for _ in range(2):
        await desk.decide(
            "national", NATION, [Share(unit_id=CITY, doses=7)], decision_id=same, number="1/QĐ"
        )
    async with transaction(desk.runtime.db.app, EVERYTHING) as tx:
        assert await service.allocated_to(tx, CITY) == {PRODUCT: 7}


async def test_a_round_has_one_number(runtime: Runtime) -> None:
    await open_round(runtime, 9)
    with pytest.raises(service.CannotOpenRound):
        await open_round(runtime, 9)


async def test_nobody_signs_for_a_unit_outside_their_jurisdiction(desk: Desk) -> None:
    await desk.decide("national", NATION, [Share(unit_id=CITY, doses=100)])
    command = RecordDecision(
        decision_id=uuid7(), allocation_round_id=desk.round_id, number="9/QĐ", level="provincial",
        signed_on=date(2021, 7, 9), issued_by_unit_id=CITY,
        lines=(Share(unit_id=DISTRICT, doses=1),),
    )  # fmt: skip
    for scope in (ELSEWHERE, scope_of(Role.DISTRICT), NOBODY):
        async with transaction(desk.runtime.db.app, scope) as tx:
            with pytest.raises(Forbidden):
                await service.record_decision(tx, command, actor_id=desk.actor_id, now=NOW)
    async with transaction(desk.runtime.db.app, scope_of(Role.PROVINCE)) as tx:
        await service.record_decision(tx, command, actor_id=desk.actor_id, now=NOW)
