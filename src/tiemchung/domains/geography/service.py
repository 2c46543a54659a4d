"""Units, facilities, sites and neighbourhoods as other domains ask for them."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from tiemchung.domains.geography import queries
from tiemchung.domains.geography.model import FacilityPlace, SitePlace, UnitOfDay, UnitStamp
from tiemchung.kernel.errors import Forbidden, Invalid, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.reference import touch
from tiemchung.kernel.sql import Tx


class OpenSite(Struct, frozen=True, kw_only=True):
    """A place where a facility will vaccinate, fixed or mobile; `unit_id` is where it lies."""

    facility_id: int
    name: Annotated[str, Meta(min_length=1, max_length=160)]
    kind: Literal["fixed", "mobile"]
    unit_id: int
    address: Annotated[str, Meta(max_length=300)] | None = None
    lat: float | None = None
    lon: float | None = None
    tables: Annotated[int, Meta(ge=1, le=60)] = 1


async def find_facility(tx: Tx, facility_id: int) -> FacilityPlace:
    """Return a facility; raises NotFound."""
    found = await queries.facility_place(tx, facility_id=facility_id)
    if found is None:
        raise NotFound(_("Không có cơ sở này."))
    return found


async def find_site(tx: Tx, site_id: int) -> SitePlace:
    """Return a site; raises NotFound."""
    found = await queries.site_place(tx, site_id=site_id)
    if found is None:
        raise NotFound(_("Không có điểm tiêm này."))
    return found


async def find_unit(tx: Tx, unit_id: int) -> UnitStamp:
    """Return a unit version with the units above it; raises NotFound."""
    found = await queries.unit_stamp(tx, unit_id=unit_id)
    if found is None:
        raise NotFound(_("Không có đơn vị hành chính này."))
    return found


async def is_under(tx: Tx, unit_id: int, above: int) -> bool:
    """Tell whether a unit version lies under another one, or is it."""
    return await queries.is_under(tx, above=above, unit_id=unit_id)


async def units_on(tx: Tx, day: date) -> list[UnitOfDay]:
    """Return every province, district and ward that existed on a day: some 11,000 in 2021."""
    return await queries.units_on(tx, day=day)


async def open_site(tx: Tx, command: OpenSite) -> int:
    """Name a new site of a facility; returns its id.

    Raises NotFound for an unknown facility or unit, Invalid for a unit above the province.
    """
    await find_facility(tx, command.facility_id)
    unit = await find_unit(tx, command.unit_id)
    if unit.province is None:
        raise Invalid(_("Hãy chọn tỉnh, huyện hoặc xã nơi đặt điểm tiêm."), field="unit_id")
    site_id = await queries.add_site(
        tx,
        facility_id=command.facility_id,
        name=command.name,
        kind=command.kind,
        ward_id=unit.ward,
        district_id=unit.district,
        province_id=unit.province,
        address=command.address,
        lat=command.lat,
        lon=command.lon,
        tables=command.tables,
    )
    await touch(tx)
    return site_id


async def name_neighbourhoods(
    tx: Tx, named: Iterable[tuple[int, str]]
) -> dict[tuple[int, str], int]:
    """Return the ids of neighbourhoods by (ward, name); names that a ward does not know are added.

    A ward keeps its own list, so a name is taken as it is written.
    """
    wanted = sorted({(ward, name) for ward, name in named if name})
    if not wanted:
        return {}
    wards = sorted({ward for ward, _name in wanted})
    known = await _by_name(tx, wards)
    fresh = [pair for pair in wanted if pair not in known]
    if fresh:
        await queries.add_neighbourhoods(
            tx, wards=[ward for ward, _name in fresh], names=[name for _ward, name in fresh]
        )
        known = await _by_name(tx, wards)
    return {pair: known[pair] for pair in wanted}


async def _by_name(tx: Tx, wards: list[int]) -> dict[tuple[int, str], int]:
    rows = await queries.neighbourhoods_of(tx, wards=wards)
    return {(row.ward_id, row.name): row.neighbourhood_id for row in rows}


async def covers_unit(tx: Tx, unit_id: int | None) -> bool:
    """Tell whether the caller's jurisdiction covers a unit; None is the whole nation."""
    return await queries.unit_is_covered(tx, unit_id=unit_id)


async def require_unit(tx: Tx, unit_id: int | None) -> None:
    """Raise Forbidden unless the caller's jurisdiction covers a unit; None is the whole nation.

    Reference tables are not guarded by row security, so whoever writes them asks here first.
    """
    if not await covers_unit(tx, unit_id):
        raise Forbidden(_("Đơn vị này nằm ngoài phạm vi của bạn."))


async def require_facility(tx: Tx, facility_id: int) -> None:
    """Raise Forbidden unless the caller's jurisdiction covers a facility."""
    if not await queries.facility_is_covered(tx, facility_id=facility_id):
        raise Forbidden(_("Cơ sở này nằm ngoài phạm vi của bạn."))
