"""What there is to choose from within the jurisdiction of who asks; see choices.sql."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.geography.model import FacilityPlace
from tiemchung.domains.identity.actor import Actor
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

HALF_DAYS = {"morning": lazy("Sáng"), "afternoon": lazy("Chiều"), "evening": lazy("Tối")}


class Store(Struct, frozen=True):
    """A facility that keeps vaccine."""

    facility_id: int
    name: str
    kind: str


class Product(Struct, frozen=True):
    """A vaccine product."""

    product_id: int
    short_name: str
    doses_per_vial: int


class LotChoice(Struct, frozen=True):
    """A lot that may still be used."""

    lot_id: int
    product_id: int
    lot_number: str
    short_name: str
    expires_on: date


class Unit(Struct, frozen=True):
    """A unit version."""

    unit_id: int
    name: str
    level: str


class Ward(Struct, frozen=True):
    """A ward with the unit above it."""

    unit_id: int
    name: str
    parent: str


class Neighbourhood(Struct, frozen=True):
    """A neighbourhood of a ward."""

    neighbourhood_id: int
    name: str


class SiteLine(Struct, frozen=True):
    """A site with the facility that runs it."""

    site_id: int
    facility_id: int
    name: str
    kind: str
    facility_name: str
    tables: int
    address: str | None
    active: bool


class SessionChoice(Struct, frozen=True):
    """A session that a store may issue to."""

    session_id: UUID
    site_id: int
    day: date
    half_day: str
    product_id: int
    tables: int
    site_name: str
    short_name: str

    @property
    def label(self) -> str:
        """Day, half-day, site and vaccine on one line."""
        half = str(HALF_DAYS.get(self.half_day, self.half_day))
        return f"{self.day:%d/%m/%Y} · {half} · {self.site_name} · {self.short_name}"


@sql
async def stores(tx: Tx) -> list[Store]: ...


@sql
async def receivers(tx: Tx, *, giver: int) -> list[Store]: ...


@sql
async def products(tx: Tx) -> list[Product]: ...


@sql
async def lots(tx: Tx, *, day: date) -> list[LotChoice]: ...


@sql
async def units_of_scope(tx: Tx, *, units: list[int], nation: bool) -> list[Unit]: ...


@sql
async def units_under(tx: Tx, *, unit: int, levels: list[str], day: date) -> list[Unit]: ...


@sql
async def provinces(tx: Tx) -> list[Unit]: ...


@sql
async def wards(tx: Tx, *, day: date, units: list[int]) -> list[Ward]: ...


@sql
async def neighbourhoods(tx: Tx, *, ward: int) -> list[Neighbourhood]: ...


@sql
async def sites(tx: Tx) -> list[SiteLine]: ...


@sql
async def sessions_of_facility(tx: Tx, *, facility: int, day: date) -> list[SessionChoice]: ...


async def own_facility(tx: Tx, facility_id: int) -> FacilityPlace:
    """Return a facility that the caller's jurisdiction covers; raises Forbidden or NotFound."""
    await geography.require_facility(tx, facility_id)
    return await geography.find_facility(tx, facility_id)


def units_of(actor: Actor) -> list[int]:
    """Return the unit versions that the actor's scope names, by their id."""
    scope = actor.scope
    return [*scope.provinces, *scope.districts, *scope.wards]


async def seat_of(tx: Tx, actor: Actor) -> Unit | None:
    """Return the unit that the actor speaks for: the grant's, or where the facility lies."""
    unit = actor.acting.unit_id
    if unit is None and actor.acting.facility_id is not None:
        place = await geography.find_facility(tx, actor.acting.facility_id)
        unit = place.ward_id or place.district_id or place.province_id
    if unit is None:
        return None
    stamp = await geography.find_unit(tx, unit)
    return Unit(stamp.unit_id, stamp.name, stamp.level)


async def wards_of(tx: Tx, actor: Actor, day: date) -> list[Ward]:
    """Return the wards of the actor's jurisdiction; at a facility those of its district."""
    if actor.scope.nation:
        return []
    units = units_of(actor)
    if not units and actor.acting.facility_id is not None:
        place = await geography.find_facility(tx, actor.acting.facility_id)
        units = [u for u in (place.district_id or place.province_id,) if u is not None]
    return await wards(tx, day=day, units=units)


async def own_or_known(tx: Tx, facility_id: int) -> str:
    """Return what a facility is called, for the head of a paper."""
    return (await geography.find_facility(tx, facility_id)).name
