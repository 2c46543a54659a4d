"""Lots and where they are held, as the way in judges them from memory."""

from datetime import date, datetime
from typing import Self

from msgspec import Struct

from tiemchung.domains.geography.places import Places
from tiemchung.domains.ledger.envelope import Event
from tiemchung.kernel.clock import local_day
from tiemchung.kernel.reference import Snapshot
from tiemchung.kernel.sql import Tx


class Hold(Struct, frozen=True):
    """A decision on a lot for a unit (None: everywhere), from a moment on."""

    state: str
    unit_id: int | None
    decided_at: datetime


class Lot(Struct, frozen=True):
    """A lot with the expiry that applies and its decisions, newest first."""

    lot_id: int
    product_id: int
    lot_number: str
    expires_on: date
    holds: tuple[Hold, ...]

    def is_held(self, at: datetime, above: frozenset[int]) -> bool:
        """Tell whether the newest decision that covers the place at that moment stops the lot."""
        for hold in self.holds:
            if hold.decided_at <= at and (hold.unit_id is None or hold.unit_id in above):
                return hold.state != "released"
        return False


class Lots:
    """Reference component: every lot and product."""

    def __init__(self) -> None:
        self.by_id: dict[int, Lot] = {}
        self.products: dict[int, int] = {}

    @classmethod
    async def load(cls, tx: Tx) -> Self:
        """Read all lots with their decisions, and the label yield of each product."""
        lots = cls()
        holds: dict[int, list[Hold]] = {}
        for row in await tx.fetch(
            "SELECT lot_id, state, unit_id, decided_at FROM supply.lot_state"
            " ORDER BY decided_at DESC"
        ):
            holds.setdefault(row[0], []).append(Hold(row[1], row[2], row[3]))
        for row in await tx.fetch(
            "SELECT lot_id, product_id, lot_number,"
            "       greatest(expiry_date, extended_expiry_date) FROM supply.lot"
        ):
            lots.by_id[row[0]] = Lot(row[0], row[1], row[2], row[3], tuple(holds.get(row[0], ())))
        for row in await tx.fetch("SELECT product_id, doses_per_vial FROM supply.product"):
            lots.products[row[0]] = row[1]
        return lots


def judge_dose(event: Event, snapshot: Snapshot) -> list[str]:
    """Flag a dose by its product and lot: unknown, of another product, expired or held.

    Flags never refuse: the dose is in the arm (data-model 1).
    """
    e = event.envelope
    lots = snapshot.of(Lots)
    flags: list[str] = []
    product = e.data.get("product")
    if product not in lots.products:
        flags.append("unknown_product")
    lot = lots.by_id.get(e.data.get("lot") or -1)
    if lot is None:
        flags.append("unknown_lot")
        return flags
    if lot.product_id != product:
        flags.append("lot_of_another_product")
    if lot.expires_on < local_day(e.at):
        flags.append("lot_expired")
    if lot.holds:
        place = snapshot.of(Places).place(e.facility, e.site)
        if lot.is_held(e.at, place.above if place is not None else frozenset()):
            flags.append("lot_held")
    return flags
