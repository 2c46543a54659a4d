"""Any number of synthetic people, in bounded memory, the same for the same seed.

People come in blocks of `BLOCK`; each block has its own random numbers and knows nothing of the
others, so that a slice can be made without what stands before it and the first thousand of fifty
thousand are those of one thousand.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from random import Random
from typing import Final

from tiemchung.demo.population.households import assemble, draw_people
from tiemchung.demo.population.model import Mix, SyntheticPerson
from tiemchung.demo.population.people_names import NameMaker, age_counts
from tiemchung.demo.population.residents import Residents
from tiemchung.demo.population.second_entries import second_entry
from tiemchung.demo.population.territory import Territory
from tiemchung.demo.population.weighted import Weighted
from tiemchung.domains.registry.lists.units import UnitRecord

BLOCK: Final = 120
"""People made together; households and second entries stay inside a block."""

STORY_BEGINS: Final = date(2021, 7, 1)


def generate(
    size: int,
    seed: int,
    units: Iterable[UnitRecord],
    *,
    start: int = 0,
    population: Mapping[str, int] | None = None,
    on: date = STORY_BEGINS,
    mix: Mix | None = None,
) -> Iterator[SyntheticPerson]:
    """Yield the people with serials from `start` to before `size`.

    `units` are provinces, districts and wards; `population` (people by province code) spreads those
    who live outside the home province. Ages and pregnancies are as of `on`. Raises ValueError when
    the units have no ward in the home province.
    """
    mix = mix or Mix()
    territory = Territory(units, population)
    if mix.home_province not in territory.provinces:
        raise ValueError(mix.home_province)
    makers = _Makers(territory, on, mix)
    first = start // BLOCK
    people = _blocks(first, seed, makers)
    yield from islice(people, start - first * BLOCK, max(size - first * BLOCK, 0))


class _Makers:
    """What every block needs and none changes."""

    def __init__(self, territory: Territory, on: date, mix: Mix) -> None:
        self.territory = territory
        self.on = on
        self.mix = mix
        self.names = NameMaker()
        self.ages = Weighted([((age, sex), float(count)) for age, sex, count in age_counts()])


def _blocks(first: int, seed: int, makers: _Makers) -> Iterator[SyntheticPerson]:
    block = first
    while True:
        yield from _block(block, seed, makers)
        block += 1


def _block(block: int, seed: int, makers: _Makers) -> list[SyntheticPerson]:
    """Make one block: residents in their households, then second entries of some of them."""
    rng = Random(f"{seed}:{block}")
    mix = makers.mix
    second = sum(rng.random() < mix.duplicates for _ in range(BLOCK))
    drafts = draw_people(rng, makers.ages, BLOCK - second, makers.on)
    households = assemble(rng, drafts, mix.twins)
    residents = Residents(rng, block * BLOCK, seed, makers.territory, makers.names, makers.on, mix)
    for index, household in enumerate(households):
        tour = makers.territory.provinces[block % len(makers.territory.provinces)]
        residents.move_in(block * BLOCK + index, household, tour if index == 0 else None)
    people = residents.people
    for _ in range(second):
        serial = block * BLOCK + len(people)
        original = rng.choice(people[: BLOCK - second])
        people.append(second_entry(rng, serial, seed, original, makers.territory, makers.on))
    return people
