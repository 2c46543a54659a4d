"""Who may open a route: declared beside the path, checked by one guard, read by tests.

    @get("/console/ke-hoach", opt=requires(Role.DISTRICT, Role.PROVINCE))
    @get("/me/gia-dinh", opt=citizen)
    @get("/", opt=open_to_all)

A route that declares nothing is refused to everybody.
"""

from collections.abc import Mapping
from typing import Any, Literal, Protocol

from msgspec import Struct

Kind = Literal["public", "citizen", "staff"]
KEY = "who"


class Asking(Protocol):
    """What is needed of an actor to decide."""

    @property
    def kind(self) -> Kind: ...
    @property
    def role(self) -> str | None: ...


class Who(Struct, frozen=True):
    """Kinds of actors that may enter; `roles` limits staff (empty: any role, once chosen).

    `own_proof`: the JSON that is sent proves itself (a password, a signature, a code), so that
    nothing is gained by making a browser send it and no form token is asked for.
    """

    kinds: frozenset[Kind]
    roles: frozenset[str] = frozenset()
    without_grant: bool = False
    own_proof: bool = False

    def admits(self, asking: Asking) -> bool:
        """Tell whether an actor may enter."""
        if asking.kind not in self.kinds:
            return False
        if asking.kind != "staff" or "public" in self.kinds or self.without_grant:
            return True
        return asking.role is not None and (not self.roles or asking.role in self.roles)


def requires(*roles: str) -> dict[str, Any]:
    """Admit staff who act in one of these roles; without any, staff in whatever role."""
    return {KEY: Who(frozenset({"staff"}), frozenset(map(str, roles)))}


def requires_or_citizen(*roles: str) -> dict[str, Any]:
    """Admit signed-in citizens, and staff in one of these roles."""
    return {KEY: Who(frozenset({"staff", "citizen"}), frozenset(map(str, roles)))}


open_to_all: dict[str, Any] = {
    KEY: Who(frozenset({"public", "citizen", "staff"})),
}
"""Admit everybody, signed in or not."""

proves_itself: dict[str, Any] = {
    KEY: Who(frozenset({"public", "citizen", "staff"}), own_proof=True),
}
"""Admit everybody with JSON that proves itself, whatever cookie the browser adds."""

citizen: dict[str, Any] = {KEY: Who(frozenset({"citizen"}))}
"""Admit signed-in citizens."""

signed_in: dict[str, Any] = {KEY: Who(frozenset({"staff"}), without_grant=True)}
"""Admit staff who have signed in and perhaps not chosen yet in which role they act."""


def who_of(opt: Mapping[str, Any]) -> Who | None:
    """Return what a route declares, or None."""
    who = opt.get(KEY)
    return who if isinstance(who, Who) else None
