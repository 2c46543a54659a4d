"""What geography tells others: units, facilities, sites and neighbourhoods as they are read."""

from msgspec import Struct


class Neighbourhood(Struct, frozen=True):
    """A neighbourhood of a ward."""

    neighbourhood_id: int
    ward_id: int
    name: str


class FacilityPlace(Struct, frozen=True):
    """A facility with the units it lies in and the facility that hands it vaccine."""

    facility_id: int
    name: str
    kind: str
    sector: str
    ward_id: int | None
    district_id: int | None
    province_id: int | None
    region_id: int | None
    parent_facility_id: int | None
    active: bool


class SitePlace(Struct, frozen=True):
    """A site with the facility that runs it and the units it lies in."""

    site_id: int
    facility_id: int
    name: str
    kind: str
    ward_id: int | None
    district_id: int | None
    province_id: int
    address: str | None
    tables: int
    active: bool


class UnitStamp(Struct, frozen=True):
    """A unit with its province, district and ward, as far as these levels exist above it."""

    unit_id: int
    name: str
    level: str
    province: int | None
    district: int | None
    ward: int | None


class UnitOfDay(Struct, frozen=True):
    """A unit version with its code and the code of the district or province above it."""

    unit_id: int
    level: str
    code: str
    name: str
    parent: str
