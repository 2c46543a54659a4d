"""What a caller may see, as the database is told (data-model 6).

Row-level security reads these settings. They go out as one string with BEGIN and are built here
alone, from integers and UUIDs only, so that no text of a user can reach it.
"""

from uuid import UUID

from msgspec import Struct

SECTORS = ("civil", "army", "police", "ministry_health")


class Scope(Struct, frozen=True, kw_only=True):
    """Unit version ids by level, facilities, sessions and opened persons of one caller.

    An empty scope sees no guarded row. `nation` sees all; `sectors` are those whose people are
    shown unmasked.
    """

    nation: bool = False
    provinces: tuple[int, ...] = ()
    districts: tuple[int, ...] = ()
    wards: tuple[int, ...] = ()
    facilities: tuple[int, ...] = ()
    sessions: tuple[UUID, ...] = ()
    persons: tuple[UUID, ...] = ()
    sectors: tuple[str, ...] = ("civil",)

    def opened(self, persons: tuple[UUID, ...]) -> "Scope":
        """Return the same scope with these persons opened as well."""
        return Scope(
            nation=self.nation,
            provinces=self.provinces,
            districts=self.districts,
            wards=self.wards,
            facilities=self.facilities,
            sessions=self.sessions,
            persons=self.persons + persons,
            sectors=self.sectors,
        )


NATION = Scope(nation=True, sectors=SECTORS)
"""Everything; only for tools that act for the whole platform."""

NOBODY = Scope()
"""No guarded row at all: the public."""


def begin(scope: Scope) -> str:
    """Build the statement that opens a transaction under a scope, in one round trip."""
    parts = ["BEGIN"]
    if scope.nation:
        parts.append("SET LOCAL app.nation = 'on'")
    for name, numbers in (
        ("province", scope.provinces),
        ("district", scope.districts),
        ("ward", scope.wards),
        ("facility", scope.facilities),
    ):
        if numbers:
            parts.append(
                f"SET LOCAL app.scope_{name} = '{{{','.join(str(int(n)) for n in numbers)}}}'"
            )
    for name, ids in (("scope_session", scope.sessions), ("open_persons", scope.persons)):
        if ids:
            parts.append(
                f"SET LOCAL app.{name} = '{{{','.join(str(UUID(int=i.int)) for i in ids)}}}'"
            )
    known = [s for s in SECTORS if s in scope.sectors]
    parts.append(f"SET LOCAL app.sectors = '{{{','.join(known)}}}'")
    return "; ".join(parts)


def opening(persons: tuple[UUID, ...]) -> str:
    """Build the statement that opens persons within the transaction at hand, and no others."""
    return f"SET LOCAL app.open_persons = '{{{','.join(str(UUID(int=i.int)) for i in persons)}}}'"


def standing_at(facilities: tuple[int, ...]) -> str:
    """Build the statement that sets the facilities of the scope within the transaction at hand."""
    return f"SET LOCAL app.scope_facility = '{{{','.join(str(int(n)) for n in facilities)}}}'"
