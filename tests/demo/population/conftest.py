"""Units of the country pack and one population for all tests of this folder."""

from datetime import date
from pathlib import Path

import pytest

import tiemchung.country
from tiemchung.country.check import units_on
from tiemchung.country.pack import Pack
from tiemchung.country.units import Level
from tiemchung.demo.population.generator import generate
from tiemchung.demo.population.model import SyntheticPerson
from tiemchung.domains.registry.lists.units import UnitRecord

SEED = 2021


@pytest.fixture(scope="session")
def july_units() -> list[UnitRecord]:
    """The provinces, districts and wards of July 2021."""
    pack = Pack(Path(tiemchung.country.__file__).parent / "vn")
    return [
        UnitRecord(
            unit.code,
            unit.name,
            str(level),
            pack.unit[unit.parent_id].code if unit.parent_id else "",
        )
        for level in (Level.PROVINCE, Level.DISTRICT, Level.WARD)
        for unit in units_on(pack, date(2021, 7, 1), level)
    ]


@pytest.fixture(scope="session")
def people(july_units: list[UnitRecord]) -> list[SyntheticPerson]:
    """Twelve thousand people: enough for everything that happens to one in a thousand."""
    return list(generate(12_000, SEED, july_units))
