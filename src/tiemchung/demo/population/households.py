"""Ages drawn from the population's table, put together into households.

The people of one block are drawn first, so that ages and sexes follow the table, and then find
each other: couples, children with parents of a plausible age, a grandparent, workers who share a
rented room. Children who are left over live with the next adults.
"""

# ruff: noqa: PLR2004 - the shares of a demonstration are named by what they decide
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Final

from msgspec import Struct

from tiemchung.demo.population.weighted import Weighted

ADULT: Final = 18
_DECADE: Final = 10
_OLDEST: Final = 98
_LODGERS_UNDER: Final = 40
_SHARE_LODGING, _SHARE_SINGLE, _SHARE_COUPLE, _SHARE_PARENT = 0.17, 0.11, 0.78, 0.22
_COUPLE_GAP: Final = 9
_MOTHER: Final = (19, 42)
_PARENT: Final = (20, 42)
_CHILDREN: Final = Weighted([(0, 18.0), (1, 32.0), (2, 36.0), (3, 11.0), (4, 3.0)])


class Draft(Struct):
    """A person of whom only sex and birth are settled; `twin_of` is the position of the elder."""

    sex: str
    born: date
    age: int
    twin: "Draft | None" = None


class Member(Struct):
    """A draft with its place in the household."""

    draft: Draft
    relation: str


Household = list[Member]


def draw_people(rng: Random, ages: Weighted[tuple[int, str]], count: int, on: date) -> list[Draft]:
    """Draw sexes and births by the table of ages."""
    people: list[Draft] = []
    for _ in range(count):
        decade, sex = ages.draw(rng)
        years = _DECADE if decade < 80 else _OLDEST - 80  # the open last group
        days = int((decade + rng.random() * years) * 365.2425) + 1
        born = on - timedelta(days=days)
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
        people.append(Draft(sex, born, age))
    return people


def assemble(rng: Random, people: list[Draft], twins: float) -> list[Household]:
    """Put all people of a block into households; nobody is left over."""
    adults = [person for person in people if person.age >= ADULT]
    children = [person for person in people if person.age < ADULT]
    households: list[Household] = []
    while adults:
        households.append(_household(rng, adults, children, twins))
    _place_rest(rng, households, children)
    return households


def _household(rng: Random, adults: list[Draft], children: list[Draft], twins: float) -> Household:
    head = adults.pop(_index_of_head(adults))
    kind = rng.random()
    if head.age < _LODGERS_UNDER and kind < _SHARE_LODGING * 2:
        return _lodgers(rng, head, adults, twins)
    members = [Member(head, "head")]
    if kind > 1 - _SHARE_SINGLE:
        return members
    if rng.random() < _SHARE_COUPLE:
        _add_spouse(members, adults)
    _add_children(rng, members, children, twins)
    if rng.random() < _SHARE_PARENT:
        parent = _take(adults, lambda p: _PARENT[0] <= p.age - head.age <= _PARENT[1])
        if parent:
            members.append(Member(parent, "parent"))
    return members


def _index_of_head(adults: list[Draft]) -> int:
    """Prefer somebody of working age, so that the old are found by their children."""
    for index, person in enumerate(adults):
        if 25 <= person.age <= 62:
            return index
    return 0


def _take(people: list[Draft], fits: Callable[[Draft], bool]) -> Draft | None:
    for index, person in enumerate(people):
        if fits(person):
            return people.pop(index)
    return None


def _lodgers(rng: Random, head: Draft, adults: list[Draft], twins: float) -> Household:
    """Let young workers share a rented room; now and then two of them are twins."""
    members = [Member(head, "lodger")]
    for _ in range(rng.randint(1, 4)):
        other = _take(adults, lambda p: p.age < _LODGERS_UNDER)
        if other:
            members.append(Member(other, "lodger"))
    if len(members) > 1 and rng.random() < twins:
        _make_twins(head, members[1].draft)
    return members


def _make_twins(elder: Draft, younger: Draft) -> None:
    younger.born, younger.age, younger.twin = elder.born, elder.age, elder


def _add_spouse(members: Household, adults: list[Draft]) -> None:
    head = members[0].draft
    spouse = _take(adults, lambda p: p.sex != head.sex and abs(p.age - head.age) <= _COUPLE_GAP)
    if spouse:
        members.append(Member(spouse, "spouse"))


def _add_children(rng: Random, members: Household, children: list[Draft], twins: float) -> None:
    """Give a family children whose mother was of an age to bear them."""
    mother = next((m.draft for m in members if m.draft.sex == "female"), members[0].draft)
    for _ in range(_CHILDREN.draw(rng)):
        child = _take(children, lambda p: _MOTHER[0] <= mother.age - p.age <= _MOTHER[1])
        if child is None:
            return
        members.append(Member(child, "child"))
        if children and rng.random() < twins:
            twin = children.pop()
            _make_twins(child, twin)
            members.append(Member(twin, "child"))


def _place_rest(rng: Random, households: list[Household], children: list[Draft]) -> None:
    for child in children:
        grown = [h for h in households if max(m.draft.age for m in h) >= child.age + ADULT]
        home = rng.choice(grown or households) if households else []
        home.append(Member(child, "child"))
        if not households:
            households.append(home)
