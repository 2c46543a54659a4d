"""Administrative units as dated versions, their succession, regions and people.

Every version of a unit has one integer id, `LCCCCCVV`:

- `L` the level: 1 nation, 2 region, 3 province, 4 district, 5 ward, 9 the reserved unknown unit
- `CCCCC` the official code as a number (codes of a level have one length, so zeros add nothing)
- `VV` the list in which the version first appeared: 01 = list of August 2021, 02 = list of July
  2025, 03 = changes of 2026; a list added later takes the next number, also for older days

An id is written once and never given to another version, so events, grants and households may
keep it for ever. `valid_from` is the first day, `valid_to` the first day on which it no longer
holds (None = still holds): half-open, as PostgreSQL's daterange.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from msgspec import Struct

NATION = 10000001
UNKNOWN_UNIT = 90000001

_LEVEL_BASE = 10_000_000
_CODE_BASE = 100


class Level(StrEnum):
    NATION = "nation"
    REGION = "region"
    PROVINCE = "province"
    DISTRICT = "district"
    WARD = "ward"
    UNKNOWN = "unknown"


LEVEL_DIGIT = {
    Level.NATION: 1,
    Level.REGION: 2,
    Level.PROVINCE: 3,
    Level.DISTRICT: 4,
    Level.WARD: 5,
    Level.UNKNOWN: 9,
}


def unit_id(level: Level, code: str, list_number: int) -> int:
    """Make the id of a unit version from its level, code and the list it first appeared in."""
    return LEVEL_DIGIT[level] * _LEVEL_BASE + int(code) * _CODE_BASE + list_number


class UnitVersion(Struct, frozen=True):
    """One unit as it was from `valid_from` until before `valid_to`.

    `parent_id` is the version of the parent in the territorial tree that holds over the whole
    life of this version; regions are a second grouping of provinces (see RegionMember).
    """

    id: int
    code: str
    level: Level
    name: str
    name_en: str
    unit_type: str
    parent_id: int | None
    valid_from: date
    valid_to: date | None
    decree: str | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


Relation = Literal[
    "unchanged", "renamed", "reparented", "merged", "split", "abolished", "converted", "unresolved"
]


class Succession(Struct, frozen=True):
    """What became of a unit version. `to_id` is None where nothing follows or it is not known.

    A split has several edges, one of them `is_default`: the successor to take when the address
    is not known better. `via_code` and `method` say how the source matched the codes.
    """

    from_id: int
    to_id: int | None
    relation: Relation
    is_default: bool
    effective_from: date
    decree: str | None
    method: str | None
    via_code: str | None


class RegionMember(Struct, frozen=True):
    """A province belongs to the region of one of the regional institutes."""

    region_id: int
    province_id: int
    verified: bool
    source: str


class UnitPoint(Struct, frozen=True):
    """A point inside a ward, WGS 84 degrees; good for a marker, not for a distance."""

    unit_id: int
    lat: float
    lon: float


class Population(Struct, frozen=True):
    """How many people a unit has, by whom counted and when.

    `use` = denominator: coverage may be divided by it; share: only good to spread a total over
    units (registered residents add up to more than the people who live there).
    """

    unit_id: int
    measure: Literal["residents", "adults_18_plus", "registered"]
    people: int
    as_of: date
    use: Literal["denominator", "share"]
    origin: Literal["census", "derived", "merger_map"]
    verified: bool


class AgeBand(Struct, frozen=True):
    """People of the nation by age in years (`age_to` None = and over) and sex."""

    age_from: int
    age_to: int | None
    male: int
    female: int
    as_of: date
    verified: bool
