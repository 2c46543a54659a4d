"""What follows from the size of the population alone: areas, sessions, the way of the vaccine."""

from collections import Counter
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiemchung.country.pack import Pack
from tiemchung.demo.campaign.areas import Territories
from tiemchung.demo.campaign.calendar import NOW, ROUNDS, TODAY
from tiemchung.demo.campaign.schedule import sessions_of
from tiemchung.demo.campaign.stock_plan import HandOver, StockPlan


@given(people=st.integers(min_value=1_000, max_value=3_000_000))
@settings(max_examples=25, deadline=None)
def test_everybody_has_one_place_and_areas_have_wards_of_their_own(pack: Pack, people: int) -> None:
    plan = Territories(pack, people)
    parts = sorted(
        [(a.first, a.size) for a in plan.areas] + [(s.first, s.size) for s in plan.sheets]
    )
    assert parts[0][0] == 0
    assert all(first + size == after for (first, size), (after, _) in pairwise(parts))
    assert plan.people == parts[-1][0] + parts[-1][1]
    assert abs(plan.people - people) <= 120 or people < 1_200
    wards = Counter(w.id for a in plan.areas for w in a.wards)
    assert set(wards.values()) == {1}
    assert len({a.facility_key for a in plan.areas}) == len(plan.areas)


def test_the_first_areas_lie_in_different_districts(territories: Territories) -> None:
    districts = [a.district.id for a in territories.areas[:22]]
    assert len(set(districts)) == 22


def test_sessions_fill_the_rounds_and_go_on_after_today(territories: Territories) -> None:
    sessions = [s for a in territories.areas for s in sessions_of(a)]
    days = {s.day for s in sessions}
    assert min(days) <= ROUNDS[0].starts.replace(day=25)
    assert max(days) > TODAY
    assert {s.record for s in sessions} == {"devices", "paper", "hole", "silent"}
    assert {s.product for s in sessions} == {"AZ", "MODERNA", "PFIZER", "BIBP"}
    assert all(s.vials > 0 and 1 <= s.tables <= 20 for s in sessions)
    keys = Counter((s.area, s.day, s.half, s.product) for s in sessions)
    assert set(keys.values()) == {1}


def balances(hand_overs: list[HandOver]) -> Counter[tuple[str, str]]:
    """Play hand-overs in the order of time; fails when a store gives what it has not got."""
    moves: list[tuple[datetime, int, HandOver]] = []
    for one in hand_overs:
        if one.giver is not None:
            moves.append((one.leaves, 1, one))
        moves.append((one.arrives, 0, one))
    stock = Counter[tuple[str, str]]()
    for _at, leaving, one in sorted(moves, key=lambda m: m[:2]):
        key = (one.giver or "", one.lot) if leaving else (one.receiver, one.lot)
        stock[key] += -one.vials if leaving else one.vials
        assert stock[key] >= 0, (key, one)
    return stock


@pytest.mark.parametrize("people", [1_000, 50_000, 400_000])
def test_no_store_ever_gives_what_it_has_not_got(pack: Pack, people: int) -> None:
    territories = Territories(pack, people)
    plan = StockPlan(pack, territories)
    every = [*plan.above(home=True), *plan.above(home=False)]
    every += [h for some in plan.by_area.values() for h in some]
    stock = balances(every)
    for area in territories.areas:
        needed = Counter[str]()
        for session in sessions_of(area):
            needed[session.lot] += session.vials
        assert all(stock[area.facility_key, lot] >= vials for lot, vials in needed.items())


def test_what_is_allocated_covers_what_is_handed_over(pack: Pack, territories: Territories) -> None:
    plan = StockPlan(pack, territories)
    for allocation in plan.allocations:
        allocated = Counter[str]()
        for line in (*allocation.lines, *allocation.amended):
            allocated[line.receiver] += line.doses
        handed = Counter[str]()
        for one in plan.to_provinces:
            if one.lot == allocation.allocation.lot:
                handed[one.receiver[:2]] += one.doses
        assert len(handed) == 63
        assert all(allocated[code] >= doses for code, doses in handed.items())
    assert sum(bool(a.amended) for a in plan.allocations) == 1


def test_the_story_begins_on_a_working_morning() -> None:
    assert (NOW.weekday(), NOW.hour, NOW.minute) == (0, 9, 40)
    assert NOW.date() == TODAY


def test_all_other_provinces_have_people(territories: Territories) -> None:
    people = [p for sheet in territories.sheets for p in territories.travellers(sheet, 2021)]
    assert len({p.province for p in people} - {"79"}) == 62
