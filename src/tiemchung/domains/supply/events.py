"""The kinds of event about stock, at the facility whose store gives or takes."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.kinds import Kind

Code = Annotated[str, Meta(max_length=60)]


class Moved(Struct, frozen=True, kw_only=True):
    """Unopened vials of one lot that came in or went out under a document.

    `other` is the facility at the other end; the envelope's session is set when the store issues to
    a session, or takes vials back from one. Zero vials stand only in a receipt of which nothing
    arrived. `increase` gives an adjustment its direction.
    """

    product: int
    lot: int
    vials: Annotated[int, Meta(ge=0, le=10_000_000)]
    doses: Annotated[int, Meta(ge=0, le=200_000_000)]
    increase: bool = False
    document: Annotated[str, Meta(max_length=80)] | None = None
    other: int | None = None
    table: UUID | None = None
    reason: Code | None = None


class StockVoid(Struct, frozen=True, kw_only=True):
    """Takes back the movement that `supersedes` names."""

    reason: Code | None = None


STOREKEEPERS = frozenset(
    {
        Role.STOREKEEPER,
        Role.SITE_HEAD,
        Role.FACILITY_HEAD,
        Role.DISTRICT,
        Role.PROVINCE,
        Role.REGIONAL_INSTITUTE,
    }
)

KINDS = [
    *(Kind(name=name, ledger="site", data=Moved, enterers=STOREKEEPERS)
      for name in ("stock_received", "stock_issued", "stock_returned", "stock_adjusted")),
    Kind(name="stock_voided", ledger="site", data=StockVoid, decision=True, correcting=True,
         enterers=STOREKEEPERS),
]  # fmt: skip
