"""Where synthetic people live: wards by province, neighbourhoods, streets."""

# ruff: noqa: PLR2004 - the shares of a demonstration are named by what they decide
from collections.abc import Iterable, Mapping
from random import Random
from typing import Final

from msgspec import Struct

from tiemchung.demo.population.tables import STREETS
from tiemchung.demo.population.weighted import Weighted
from tiemchung.domains.registry.lists.units import UnitRecord

_RURAL: Final = ("Xã", "Thị trấn")
_HIGHLAND: Final = frozenset({"62", "64", "66", "67", "68"})
_NORTHERN_MOUNTAINS: Final = frozenset({"02", "04", "06", "08", "10", "11", "12", "14", "15", "20"})
_FIRST_SOUTHERN: Final = "70"
_LARGE_DISTRICTS: Final = {"777": 3.0, "785": 3.0, "769": 3.5, "764": 2.4, "761": 2.4, "783": 1.6}


class Home(Struct, frozen=True):
    """A place to live: the codes of its units, the neighbourhood, the line of the street."""

    province: str
    district: str
    ward: str
    neighbourhood: str
    address: str


class Territory:
    """Draws homes over the units; every ward may have people, most live in the home province.

    `population` gives people by province code and spreads those outside the home province;
    without it all other provinces are alike. A ward's parent may be a district or a province.
    """

    def __init__(
        self, units: Iterable[UnitRecord], population: Mapping[str, int] | None = None
    ) -> None:
        records = {(unit.level, unit.code): unit for unit in units}
        wards: dict[str, list[tuple[UnitRecord, float]]] = {}
        for (level, _), unit in records.items():
            if level == "ward":
                district = records.get(("district", unit.parent))
                province = district.parent if district else unit.parent
                weight = _LARGE_DISTRICTS.get(district.code if district else "", 1.0)
                wards.setdefault(province, []).append((unit, weight))
        self._wards = {province: Weighted(found) for province, found in wards.items()}
        self._records = records
        self.provinces = sorted(wards)
        self._elsewhere = Weighted(
            [(code, float((population or {}).get(code, 1))) for code in self.provinces]
        )

    def other_province(self, rng: Random) -> str:
        """Draw a province by its population."""
        return self._elsewhere.draw(rng)

    def home(self, rng: Random, province: str) -> Home:
        """Draw a home in a province."""
        ward = self._wards[province].draw(rng)
        district = self._records.get(("district", ward.parent))
        neighbourhood, line = _line(rng, province, ward.name)
        return Home(province, district.code if district else "", ward.code, neighbourhood, line)

    def ward_in(self, rng: Random, province: str) -> str:
        """Draw the code of a ward in a province."""
        return self._wards[province].draw(rng).code

    def ward_named(self, code: str) -> UnitRecord:
        """Return a ward by its code."""
        return self._records["ward", code]

    def names(self, home_ward: str) -> tuple[str, str, str]:
        """Return the names of ward, district ("" where there is none) and province of a ward."""
        ward = self._records["ward", home_ward]
        district = self._records.get(("district", ward.parent))
        province = self._records["province", district.parent if district else ward.parent]
        return ward.name, district.name if district else "", province.name


def _line(rng: Random, province: str, ward: str) -> tuple[str, str]:
    """Name the neighbourhood as the region does and write a house number with its street."""
    number = str(rng.randint(1, 999))
    if not ward.startswith(_RURAL):
        if rng.random() < 0.5:  # lanes within lanes are common in the city
            number += f"/{rng.randint(1, 99)}" + rng.choice(
                ("", "", "A", "B", f"/{rng.randint(1, 20)}")
            )
        group = rng.randint(1, 80)
        quarter = f"Khu phố {rng.randint(1, 9)}"
        neighbourhood = f"Tổ dân phố {group}" if rng.random() < 0.6 else quarter
        return neighbourhood, f"{number} {rng.choice(STREETS)}"
    count = rng.randint(1, 12)
    if province in _HIGHLAND:
        kind = rng.choice(("Thôn", "Buôn", "Làng"))
    elif province in _NORTHERN_MOUNTAINS:
        kind = rng.choice(("Thôn", "Bản"))
    else:
        kind = "Ấp" if province >= _FIRST_SOUTHERN else "Thôn"
    return f"{kind} {count}", f"{number} {kind} {count}"
