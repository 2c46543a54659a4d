"""Who vaccinates whom: the city cut into areas with one site each, the other provinces in sheets.

An area is some wards of one district with the people who live there; everything about it is played
in one step that needs no other area, so memory does not grow with the number of people. The other
62 provinces come in sheets of people from all of them.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from tiemchung.country.facilities import FacilitySeed
from tiemchung.country.pack import Pack
from tiemchung.country.units import Level, UnitVersion
from tiemchung.demo.campaign.calendar import HOME_PROVINCE, LISTS_FROM
from tiemchung.demo.population.generator import BLOCK, generate
from tiemchung.demo.population.model import Mix, SyntheticPerson
from tiemchung.domains.registry.lists.units import UnitRecord

HOME_SHARE: Final = 0.8
AREA_BLOCKS: Final = 12
FEWEST_AREAS: Final = 4
_DENSE: Final = {"769": 3.5, "764": 2.4, "785": 3.0, "761": 2.4, "777": 3.0, "783": 1.6}
"""Districts with many more people a ward than the others, as the population draws them."""


class Area(Struct, frozen=True):
    """Wards of one district, their people by serial, and the facility that runs their site."""

    index: int
    district: UnitVersion
    wards: tuple[UnitVersion, ...]
    facility_key: str
    supplier_key: str
    first: int
    size: int


class Sheet(Struct, frozen=True):
    """People of all other provinces, by serial."""

    index: int
    first: int
    size: int


class Territories:
    """The city's areas and the nation's sheets for a number of people."""

    def __init__(self, pack: Pack, people: int) -> None:
        self._units = [u for u in pack.units if u.holds_on(LISTS_FROM) and u.level in _RECORDED]
        self._by_id = {u.id: u for u in self._units}
        self._at_home = {u.id for u in self._units if self._is_home(u)}
        blocks = max(people // BLOCK, FEWEST_AREAS + 1)
        home = max(round(blocks * HOME_SHARE), FEWEST_AREAS)
        self.areas = _areas(pack, [u for u in self._units if u.id in self._at_home], home)
        self.sheets = _sheets(home, blocks - home)
        self.population = _population(pack)

    @property
    def people(self) -> int:
        """How many people there are in all."""
        return sum(a.size for a in self.areas) + sum(s.size for s in self.sheets)

    def residents(self, area: Area, seed: int) -> Iterator[SyntheticPerson]:
        """Generate the people of an area; a few households of each block live elsewhere."""
        wards = {w.id for w in area.wards}
        left_out = self._at_home - wards
        units = [u for u in self._units if u.level != Level.WARD or u.id not in left_out]
        return self._generate(units, area.first, area.size, seed, Mix(home_share=1.0))

    def travellers(self, sheet: Sheet, seed: int) -> Iterator[SyntheticPerson]:
        """Generate the people of a sheet, spread over the provinces by their population."""
        return self._generate(self._units, sheet.first, sheet.size, seed, Mix(home_share=0.0))

    def records(self) -> list[UnitRecord]:
        """Return every unit of the lists' day as population and lists know it."""
        return [self._record(u) for u in self._units]

    def _generate(
        self, units: Sequence[UnitVersion], first: int, size: int, seed: int, mix: Mix
    ) -> Iterator[SyntheticPerson]:
        records = [self._record(u) for u in units]
        return generate(
            first + size, seed, records, start=first, population=self.population, mix=mix
        )

    def _record(self, unit: UnitVersion) -> UnitRecord:
        above = self._by_id.get(unit.parent_id or 0)
        return UnitRecord(unit.code, unit.name, str(unit.level), above.code if above else "")

    def _is_home(self, unit: UnitVersion) -> bool:
        if unit.level != Level.WARD:
            return False
        above = self._by_id.get(unit.parent_id or 0)
        province = self._by_id.get(above.parent_id or 0) if above else None
        return province is not None and province.code == HOME_PROVINCE


_RECORDED: Final = frozenset({Level.PROVINCE, Level.DISTRICT, Level.WARD})


def _population(pack: Pack) -> dict[str, int]:
    """People of each province by its code, by the census."""
    return {
        pack.unit[p.unit_id].code: p.people
        for p in pack.populations
        if p.measure == "residents" and pack.unit[p.unit_id].level == Level.PROVINCE
        and pack.unit[p.unit_id].holds_on(LISTS_FROM)
    }  # fmt: skip


def _areas(pack: Pack, wards: Sequence[UnitVersion], blocks: int) -> list[Area]:
    """Cut the city: as many areas as there are people for, at least one of each large district."""
    by_district: dict[int, list[UnitVersion]] = {}
    for ward in sorted(wards, key=lambda w: w.code):
        by_district.setdefault(ward.parent_id or 0, []).append(ward)
    districts = [pack.unit[d] for d in by_district]
    count = max(FEWEST_AREAS, min(len(wards), blocks // AREA_BLOCKS))
    shares = _shares(districts, by_district, count)
    stations = {f.unit_id: f for f in pack.facilities if f.kind == "commune_health_station"}
    areas: list[Area] = []
    # First one area of every district, so that the first slice is spread over the city.
    order = [(part, district, parts) for district, parts in shares for part in range(parts)]
    for part, district, parts in sorted(order, key=lambda o: o[0]):
        own = by_district[district.id]
        some = tuple(own[len(own) * part // parts : len(own) * (part + 1) // parts])
        station = _station(some, stations)
        first, size = _serials(len(areas), count, blocks)
        areas.append(Area(
            len(areas), district, some, station.key, station.supplier_key or "", first, size,
        ))  # fmt: skip
    return areas


def _shares(
    districts: Sequence[UnitVersion], wards: dict[int, list[UnitVersion]], count: int
) -> list[tuple[UnitVersion, int]]:
    """Give each district its number of areas by its people; none has more than it has wards."""
    weight = {d.id: len(wards[d.id]) * _DENSE.get(d.code, 1.0) for d in districts}
    given = dict.fromkeys(weight, 0)
    for _ in range(count):
        open_ones = [d for d in weight if given[d] < len(wards[d])]
        # Every district gets its first area before any gets a second one.
        best = max(open_ones, key=lambda d: (given[d] == 0, weight[d] / (given[d] + 1)))
        given[best] += 1
    ordered = sorted(districts, key=lambda d: -weight[d.id])
    return [(d, given[d.id]) for d in ordered if given[d.id]]


def _station(wards: Sequence[UnitVersion], stations: dict[int, FacilitySeed]) -> FacilitySeed:
    """Return the health station that runs the site: that of a ward in the middle."""
    middle = wards[len(wards) // 2]
    return stations.get(middle.id) or next(stations[w.id] for w in wards if w.id in stations)


def _serials(index: int, count: int, blocks: int) -> tuple[int, int]:
    start, end = blocks * index // count, blocks * (index + 1) // count
    return start * BLOCK, (end - start) * BLOCK


def _sheets(first_block: int, blocks: int) -> list[Sheet]:
    step = AREA_BLOCKS
    return [
        Sheet(n, (first_block + at) * BLOCK, min(step, blocks - at) * BLOCK)
        for n, at in enumerate(range(0, blocks, step))
    ]


def known_age(person: SyntheticPerson, on: date) -> int:
    """Return the age as it can be told from what is known of the birth."""
    birth = person.birth.on
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
