"""Where things are, as the way in and the pages read it from memory."""

from typing import Self

from msgspec import Struct

from tiemchung.kernel.sql import Tx


class Stamp(Struct, frozen=True):
    """Unit version ids by level of one place or home; None where the level does not exist."""

    province: int | None = None
    district: int | None = None
    ward: int | None = None


NOWHERE = Stamp()
NO_FACILITY = 0
"""Stands where a place is a unit alone; no facility has this id."""


class Place(Struct, frozen=True):
    """A facility or a site: its name, its stamp, every unit above it."""

    name: str
    facility_id: int
    stamp: Stamp
    above: frozenset[int]


class Places:
    """Reference component: stamps of units, facilities and sites."""

    def __init__(self) -> None:
        self.units: dict[int, Stamp] = {}
        self.above: dict[int, frozenset[int]] = {}
        self.facilities: dict[int, Place] = {}
        self.sites: dict[int, Place] = {}

    def place(self, facility_id: int | None, site_id: int | None) -> Place | None:
        """Return the site if known, else the facility, else None."""
        site = self.sites.get(site_id) if site_id is not None else None
        if site is not None:
            return site
        return self.facilities.get(facility_id) if facility_id is not None else None

    def dwelling(self, unit_id: object) -> Place | None:
        """Return a unit as the place of what is entered about a resident outside any facility."""
        if not isinstance(unit_id, int) or unit_id not in self.above:
            return None
        return Place("", NO_FACILITY, self.units[unit_id], self.above[unit_id])

    @classmethod
    async def load(cls, tx: Tx) -> Self:
        """Read all units, facilities and sites: some 15,000 units in 0.1 s."""
        places = cls()
        rows = await tx.fetch("SELECT unit_id, level, parent_id FROM geography.unit")
        level = {r["unit_id"]: r["level"] for r in rows}
        parent = {r["unit_id"]: r["parent_id"] for r in rows}
        for unit_id in level:
            chain: list[int] = []
            step: int | None = unit_id
            while step is not None:
                chain.append(step)
                step = parent.get(step)
            by_level = {level[u]: u for u in chain}
            places.units[unit_id] = Stamp(
                by_level.get("province"), by_level.get("district"), by_level.get("ward")
            )
            places.above[unit_id] = frozenset(chain)
        for row in await tx.fetch(
            "SELECT facility_id, name, ward_id, district_id, province_id, region_id"
            "  FROM geography.facility"
        ):
            places.facilities[row["facility_id"]] = places._place(
                row["facility_id"],
                row["name"],
                (row["ward_id"], row["district_id"], row["province_id"], row["region_id"]),
            )
        for row in await tx.fetch(
            "SELECT site_id, facility_id, name, ward_id, district_id, province_id"
            "  FROM geography.site"
        ):
            places.sites[row["site_id"]] = places._place(
                row["facility_id"],
                row["name"],
                (row["ward_id"], row["district_id"], row["province_id"]),
            )
        return places

    def _place(self, facility_id: int, name: str, units: tuple[int | None, ...]) -> Place:
        lowest = next((u for u in units if u is not None and u in self.units), None)
        if lowest is None:
            return Place(name, facility_id, NOWHERE, frozenset())
        return Place(name, facility_id, self.units[lowest], self.above[lowest])
