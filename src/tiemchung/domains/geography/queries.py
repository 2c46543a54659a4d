"""The statements of geography; see queries.sql."""

from datetime import date

from tiemchung.domains.geography.model import (
    FacilityPlace,
    Neighbourhood,
    SitePlace,
    UnitOfDay,
    UnitStamp,
)
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


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
