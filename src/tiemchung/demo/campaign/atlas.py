"""The database's own numbers for places and products of the story, read once."""

from msgspec import Struct

from tiemchung.country.pack import Pack
from tiemchung.demo.campaign.areas import Area
from tiemchung.demo.campaign.calendar import LISTS_FROM
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class Numbered(Struct, frozen=True):
    """A row's number by its key of the pack, or by its name."""

    key: str
    number: int


@sql
async def facilities(tx: Tx) -> list[Numbered]: ...


@sql
async def products(tx: Tx) -> list[Numbered]: ...


@sql
async def lots(tx: Tx) -> list[Numbered]: ...


@sql
async def sites(tx: Tx) -> list[Numbered]: ...


@sql
async def rounds(tx: Tx) -> list[Numbered]: ...


class SiteName(Struct, frozen=True):
    """What a site is called."""

    site_id: int
    name: str


@sql
async def site_names(tx: Tx) -> list[SiteName]: ...


class Atlas:
    """Numbers by key; those of lots, sites and rounds once the base has been laid."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.unit_of_code = {
            (str(u.level), u.code): u.id for u in pack.units if u.holds_on(LISTS_FROM)
        }
        self.facility: dict[str, int] = {}
        self.product: dict[str, int] = {}
        self.lot: dict[str, int] = {}
        self.site: dict[str, int] = {}
        self.round: dict[str, int] = {}

    async def read(self, tx: Tx) -> None:
        """Read all numbers now."""
        self.facility = _by_key(await facilities(tx))
        self.product = _by_key(await products(tx))
        self.lot = _by_key(await lots(tx))
        self.site = _by_key(await sites(tx))
        self.round = _by_key(await rounds(tx))

    def unit(self, level: str, code: str) -> int:
        """Return the id of a unit of 2021 by its code."""
        return self.unit_of_code[level, code]

    def station(self, area: Area) -> int:
        """Return the facility that runs the site of an area."""
        return self.facility[area.facility_key]

    def site_of(self, area: Area) -> int:
        """Return the site of an area: the first one of its facility."""
        return self.site[area.facility_key]


def _by_key(rows: list[Numbered]) -> dict[str, int]:
    return {row.key: row.number for row in rows}


def round_key(province_id: int, number: int) -> str:
    """Return what a round is called in the atlas."""
    return f"{province_id}:{number}"
