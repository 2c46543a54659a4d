"""Who may give which role, and see to whose account: always downwards, within one's own place."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from tiemchung.domains.identity.roles import Role

AT_A_FACILITY: Final = frozenset(
    {
        Role.FACILITY_HEAD, Role.SITE_HEAD, Role.RECEPTION, Role.NURSE, Role.SCREENER,
        Role.INJECTOR, Role.OBSERVER, Role.STOREKEEPER, Role.SUPPORT_SITE, Role.VOLUNTEER,
        Role.ORGANISATION,
    }
)  # fmt: skip
"""Roles over a facility; the others are over a unit."""

_OF_A_SITE: Final = AT_A_FACILITY - {Role.FACILITY_HEAD, Role.ORGANISATION}
_OF_A_DISTRICT: Final = AT_A_FACILITY | {Role.WARD, Role.SUPPORT_DISTRICT}
_OF_A_PROVINCE: Final = _OF_A_DISTRICT | {Role.DISTRICT, Role.SUPPORT_OPERATIONS}

MAY_GIVE: Final[dict[Role, frozenset[Role]]] = {
    Role.PLATFORM: frozenset(Role),
    Role.MINISTRY: _OF_A_PROVINCE | {Role.PROVINCE, Role.REGIONAL_INSTITUTE},
    Role.PROVINCE: _OF_A_PROVINCE,
    Role.DISTRICT: _OF_A_DISTRICT,
    Role.FACILITY_HEAD: _OF_A_SITE,
}
"""What each role gives; nobody gives their own, but for the platform's administrators."""


class HeldGrant(Struct, frozen=True):
    """A grant that somebody holds now, and whether the giver's place covers it."""

    role: str
    covered: bool


def may_give(giver: Role | None, role: Role) -> bool:
    """Tell whether one in a role may give another one, wherever that is."""
    return giver is not None and role in MAY_GIVE.get(giver, frozenset())


def may_manage(giver: Role | None, held: Iterable[HeldGrant]) -> bool:
    """Tell whether one may see to an account: none of its grants lies above or elsewhere.

    Else the head of a small place could set the password of an officer above who is listed there.
    """
    gives = MAY_GIVE.get(giver, frozenset()) if giver is not None else frozenset[Role]()
    return bool(gives) and all(h.covered and h.role in gives for h in held)
