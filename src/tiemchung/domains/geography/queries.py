"""The statements of geography; see queries.sql."""

from datetime import date

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


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


@sql
async def neighbourhoods_of(tx: Tx, *, wards: list[int]) -> list[Neighbourhood]: ...


@sql
async def add_neighbourhoods(tx: Tx, *, wards: list[int], names: list[str]) -> None: ...


@sql
async def facility_place(tx: Tx, *, facility_id: int) -> FacilityPlace | None: ...


@sql
async def site_place(tx: Tx, *, site_id: int) -> SitePlace | None: ...


@sql
async def add_site(
    tx: Tx,
    *,
    facility_id: int,
    name: str,
    kind: str,
    ward_id: int | None,
    district_id: int | None,
    province_id: int,
    address: str | None,
    lat: float | None,
    lon: float | None,
    tables: int,
) -> int: ...


@sql
async def unit_level(tx: Tx, *, unit_id: int) -> str | None: ...


@sql
async def unit_stamp(tx: Tx, *, unit_id: int) -> UnitStamp | None: ...


@sql
async def is_under(tx: Tx, *, above: int, unit_id: int) -> bool: ...


@sql
async def units_on(tx: Tx, *, day: date) -> list[UnitOfDay]: ...


@sql
async def unit_is_covered(tx: Tx, *, unit_id: int | None) -> bool: ...


@sql
async def facility_is_covered(tx: Tx, *, facility_id: int) -> bool: ...
