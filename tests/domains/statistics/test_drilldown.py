"""Every figure opens to its events: at every level, for whoever covers the place, to the last."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from tests.domains.statistics.played_day import PlayedDay, play
from tests.support.world import (
    CITY,
    DISTRICT,
    FACILITY,
    NATION,
    OTHER,
    OTHER_FACILITY,
    PRODUCT,
    SOUTH,
    WARD,
    World,
)

from tiemchung.domains.geography.places import Places
from tiemchung.domains.statistics import figures, pace
from tiemchung.domains.statistics.figure_list import FIGURES, Figure
from tiemchung.domains.statistics.figures import Opened, Period, Where
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.scope import Scope
from tiemchung.runtime import Runtime

MINISTRY = Scope(nation=True)
IN_CITY = Scope(provinces=(CITY,))
IN_OTHER = Scope(provinces=(OTHER,))
IN_REGION = Scope(provinces=(OTHER, CITY))
IN_DISTRICT = Scope(districts=(DISTRICT,))
AT_FACILITY = Scope(facilities=(FACILITY,))

PLACES: dict[str, tuple[int, Scope]] = {
    "nation": (NATION, MINISTRY), "region": (SOUTH, MINISTRY), "province": (CITY, IN_CITY),
    "other province": (OTHER, IN_OTHER), "province of the nation": (CITY, MINISTRY),
    "district": (DISTRICT, IN_DISTRICT), "district of the province": (DISTRICT, IN_CITY),
    "ward": (WARD, IN_DISTRICT),
}  # fmt: skip
FACILITIES = {
    "itself": AT_FACILITY, "its district": IN_DISTRICT, "its province": IN_CITY, "nation": MINISTRY,
}  # fmt: skip


@pytest.fixture
async def day(runtime: Runtime, world: World, database: str) -> PlayedDay:
    return await play(runtime, world, database)


def period(runtime: Runtime) -> Period:
    today = runtime.clock.today()
    return Period(today - timedelta(days=5), today)


async def place_of(runtime: Runtime, unit: int, scope: Scope) -> Where:
    places = runtime.reference.current.of(Places)
    async with transaction(runtime.db.app, scope) as tx:
        return await figures.unit_place(tx, unit, scope, places)


async def value_of(runtime: Runtime, figure: Figure, where: Where, scope: Scope) -> int:
    async with transaction(runtime.db.app, scope) as tx:
        return await figures.value(tx, figure, where, period(runtime))


async def opened(
    runtime: Runtime, figure: Figure, where: Where, scope: Scope, limit: int = 1000
) -> Opened:
    """Open a figure page by page, as its page does."""
    days = period(runtime)
    async with transaction(runtime.db.app, scope) as tx:
        wide = await figures.opening(tx, figure, where, days, scope)
    async with transaction(runtime.db.app, wide) as tx:
        first = await figures.events(tx, figure, where, days, limit=limit)
        lines = list(first.lines)
        while len(lines) < first.events:
            page = await figures.events(tx, figure, where, days, limit=limit, skip=len(lines))
            assert (page.events, page.total) == (first.events, first.total)
            lines += page.lines
    return Opened(lines, first.events, first.total)


async def check(runtime: Runtime, where: Where, scope: Scope) -> dict[str, int]:
    """Open every figure of a place; returns the figures."""
    found: dict[str, int] = {}
    for figure in FIGURES.values():
        if not figure.offered(where.level):
            with pytest.raises(NotFound):
                await value_of(runtime, figure, where, scope)
            continue
        value = await value_of(runtime, figure, where, scope)
        listed = await opened(runtime, figure, where, scope, limit=2)
        assert listed.total == value, f"{figure.name}: {listed.total} under a figure of {value}"
        assert sum(line.amount for line in listed.lines) == value, figure.name
        ids: set[UUID] = {line.event_id for line in listed.lines}
        assert len(ids) == listed.events == len(listed.lines), f"{figure.name}: an event twice"
        found[figure.name] = value
    return found


@pytest.mark.parametrize("name", PLACES)
async def test_every_figure_of_a_unit_opens_to_as_many_events(
    runtime: Runtime, day: PlayedDay, name: str
) -> None:
    assert day.here.people
    unit, scope = PLACES[name]
    found = await check(runtime, await place_of(runtime, unit, scope), scope)
    empty = {figure for figure, value in found.items() if value == 0}
    if name == "nation":
        assert empty == set()
    elif name == "other province":
        assert found["doses"] == 1
        assert found["registered"] == 1
    else:
        assert empty <= {"further_doses", "received", "second_doses"}


@pytest.mark.parametrize("viewer", FACILITIES)
async def test_every_figure_of_a_facility_opens_to_as_many_events(
    runtime: Runtime, day: PlayedDay, viewer: str
) -> None:
    assert day.here.people
    scope = FACILITIES[viewer]
    places = runtime.reference.current.of(Places)
    found = await check(runtime, figures.facility_place(FACILITY, scope, places), scope)
    # What the facility gave at its mobile site in another province is its own as well.
    assert found["doses"] == 5
    assert found["further_doses"] == 1
    assert found["issued"] == 70


async def test_the_figures_say_what_was_played(runtime: Runtime, day: PlayedDay) -> None:
    assert day.here.people
    where = await place_of(runtime, NATION, MINISTRY)
    found = {
        f.name: await value_of(runtime, f, where, MINISTRY)
        for f in FIGURES.values()
        if f.offered("nation")
    }
    assert found == {
        "doses": 6, "first_doses": 4, "second_doses": 1, "further_doses": 1, "registered": 10,
        "received": 500, "issued": 70, "opened": 11, "discarded": 2, "called": 8, "checked_in": 7,
        "declared": 9, "entered": 2, "deferred": 1, "contraindicated": 1, "referred": 1,
        "declined": 1, "common_reactions": 1, "severe_reactions": 1,
    }  # fmt: skip


async def test_break_downs_add_up_to_the_figure(runtime: Runtime, day: PlayedDay) -> None:
    assert day.here.people
    for unit, scope in ((NATION, MINISTRY), (CITY, IN_CITY), (DISTRICT, IN_DISTRICT)):
        where = await place_of(runtime, unit, scope)
        async with transaction(runtime.db.app, scope) as tx:
            for figure in FIGURES.values():
                days = period(runtime)
                value = await figures.value(tx, figure, where, days)
                by_day = await figures.by_day(tx, figure, where, days)
                assert sum(by_day.values()) == value, figure.name
                assert set(by_day) <= {days.since + timedelta(days=n) for n in range(6)}
                if figure.name != "received":  # a district's store counts in the district alone
                    known = sum(n for _, n in await figures.by_unit(tx, figure, where, days))
                    assert value - known == nowhere(figure, unit), (figure.name, unit)


def nowhere(figure: Figure, unit: int) -> int:
    """What was played in no known unit below: a dose of nobody knows where, people without a home,
    and the stock of a store that stands above the wards."""
    if unit == NATION and figure.source == "dose":
        return {"doses": 1, "first_doses": 1}.get(figure.name, 0)
    if unit == NATION and figure.name == "registered":
        return 1
    return 0


async def test_a_figure_of_one_product_opens_to_that_product(
    runtime: Runtime, day: PlayedDay
) -> None:
    assert day.here.people
    where = await place_of(runtime, NATION, MINISTRY)
    async with transaction(runtime.db.app, MINISTRY) as tx:
        doses = FIGURES["doses"]
        parts = await figures.parts(tx, doses, where, period(runtime), "product")
        assert parts == {PRODUCT: 4, 2: 2}
        listed = await figures.events(tx, doses, where, period(runtime), 2)
        assert (listed.total, {line.product_id for line in listed.lines}) == (2, {2})


async def test_outside_the_scope_there_is_no_figure(runtime: Runtime, day: PlayedDay) -> None:
    assert day.here.people
    places = runtime.reference.current.of(Places)
    async with transaction(runtime.db.app, IN_DISTRICT) as tx:
        for unit in (NATION, SOUTH, CITY, OTHER, 999):
            with pytest.raises(NotFound):
                await figures.unit_place(tx, unit, IN_DISTRICT, places)
    with pytest.raises(NotFound):
        figures.facility_place(OTHER_FACILITY, IN_DISTRICT, places)
    with pytest.raises(NotFound):
        figures.facility_place(FACILITY, IN_OTHER, places)
    assert figures.own_place(Scope()) is None
    region = figures.own_place(IN_REGION)
    assert region is not None
    assert region.units == (OTHER, CITY)


async def test_events_are_read_under_row_security(runtime: Runtime, day: PlayedDay) -> None:
    """The list is no list of the whole table: a stranger who asks for it gets what is theirs."""
    assert day.here.people
    city = await place_of(runtime, CITY, IN_CITY)
    async with transaction(runtime.db.app, IN_OTHER) as tx:
        seen = await figures.events(tx, FIGURES["doses"], city, period(runtime))
    assert {line.facility_id for line in seen.lines} <= {FACILITY}
    assert seen.total == 1  # given in the city to one who lives in the other province


async def test_the_curve_adds_up_to_the_doses_of_the_day(runtime: Runtime, day: PlayedDay) -> None:
    now = runtime.clock.now()
    async with transaction(runtime.db.app, IN_CITY) as tx:
        city = await pace.curve(tx, day.here.day, "province", [CITY], now)
        nation = await pace.curve(tx, day.here.day, "nation", [0], now)
        nobody = await pace.curve(tx, day.here.day - timedelta(days=1), "nation", [0], now)
    assert sum(doses for _, doses in city) == 3  # two at the site, one stamped with the facility
    assert sum(doses for _, doses in nation) == 4
    assert nobody == []
    assert {b - a for (a, _), (b, _) in pairwise(city)} == {pace.SLOT}
