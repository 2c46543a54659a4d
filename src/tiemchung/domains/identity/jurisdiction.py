"""What a grant lets one see: its place, expanded over all trees of units (data-model 6)."""

from msgspec import Struct

from tiemchung.domains.identity.actor import ActiveGrant
from tiemchung.kernel.scope import SECTORS, Scope


class Reach(Struct, frozen=True):
    """The unit versions of a grant, by level; kept with the log-in for as long as it lasts."""

    nation: bool = False
    provinces: tuple[int, ...] = ()
    districts: tuple[int, ...] = ()
    wards: tuple[int, ...] = ()


def reach_of(level: str | None, covered: list[tuple[int, str]]) -> Reach:
    """Expand a grant on a unit of `level` to the highest unit versions that it covers.

    Rows are stamped with all three levels, so a province alone reaches its districts and wards;
    units of another tree (the wards of 2025 under a district of 2021) are named by themselves.
    """
    if level == "nation":
        return Reach(nation=True)
    by_level = {"province": list[int](), "district": list[int](), "ward": list[int]()}
    for unit_id, its_level in covered:
        if its_level in by_level:
            by_level[its_level].append(unit_id)
    return Reach(
        provinces=tuple(sorted(by_level["province"])),
        districts=tuple(sorted(by_level["district"])),
        wards=tuple(sorted(by_level["ward"])),
    )


def scope_of(grant: ActiveGrant, reach: Reach) -> Scope:
    """Return what the database is told of one who acts under a grant.

    A grant to a session reaches that session alone, also where it names the facility that holds it.
    """
    facility_id = None if grant.session_id is not None else grant.facility_id
    return Scope(
        nation=reach.nation,
        provinces=reach.provinces,
        districts=reach.districts,
        wards=reach.wards,
        facilities=() if facility_id is None else (facility_id,),
        sessions=() if grant.session_id is None else (grant.session_id,),
        sectors=tuple(s for s in SECTORS if s in {"civil", grant.sector}),
    )
