"""Folds the events of one facility into its movements of stock."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.ledger.kinds import Folder, Rows, Table
from tiemchung.domains.ledger.private import PersonVault
from tiemchung.domains.supply.events import KINDS, Moved

MOVEMENT = Table("supply.stock_movement", (
    "facility_id", "event_id", "kind", "happened_at", "product_id", "lot_id", "vials", "doses",
    "document_number", "other_facility_id", "session_id", "table_id", "reason", "entered_by",
    "voided", "place_province", "place_district", "place_ward",
), 2)  # fmt: skip
_VOIDED = MOVEMENT.columns.index("voided")


def fold(events: Sequence[Event], _: PersonVault | None) -> Rows:
    """Fold a facility's events, in order, into stock movements."""
    movements: dict[UUID, list[Any]] = {}
    voids: set[UUID] = set()
    for event in events:
        e = event.envelope
        if e.kind == "stock_voided":
            if e.supersedes is not None:
                voids.add(e.supersedes)
        elif e.kind in _MOVING:
            d = event.read(Moved)
            sign = -1 if e.kind == "stock_adjusted" and not d.increase else 1
            movements[e.id] = [
                e.facility, e.id, e.kind, e.at, d.product, d.lot, sign * d.vials,
                sign * d.doses, d.document,
                d.other, e.session, d.table, d.reason, e.entered_by, False, *event.place,
            ]  # fmt: skip
    for event_id in voids & movements.keys():
        movements[event_id][_VOIDED] = True
    return {MOVEMENT: [tuple(m) for m in movements.values()]} if movements else {}


_MOVING = frozenset(k.name for k in KINDS) - {"stock_voided"}

FOLDER = Folder("supply", "site", (MOVEMENT,), frozenset(k.name for k in KINDS), fold)
