"""Facilities and authorities that a new database starts with."""

from datetime import date
from typing import Literal

from msgspec import Struct

FacilityKind = Literal[
    "ministry",
    "sector_office",
    "regional_institute",
    "health_department",
    "provincial_cdc",
    "district_health_centre",
    "commune_health_station",
]


class FacilitySeed(Struct, frozen=True):
    """A facility or authority with its place in the two chains.

    `parent_key` directs it, `supplier_key` hands it vaccine. `origin` derived: made from the list
    of units by the rule in docs/country-pack.md (the name follows the unit, no address is known);
    named: a real body known by its name. Coordinates are WGS 84 degrees; `point_of` says of what.
    """

    key: str
    kind: FacilityKind
    name: str
    name_en: str
    sector: Literal["civil", "army", "police", "ministry_health"]
    unit_id: int
    parent_key: str | None
    supplier_key: str | None
    lat: float | None
    lon: float | None
    point_of: Literal["successor_ward"] | None
    origin: Literal["derived", "named"]
    valid_from: date
    verified: bool
