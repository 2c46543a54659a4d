"""Folds the events of one person into adverse events."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.ledger.kinds import Folder, Rows, Table
from tiemchung.domains.ledger.private import PersonVault
from tiemchung.domains.safety.events import ReactionReported

REACTION = Table("safety.reaction", (
    "person_id", "event_id", "happened_at", "dose_event_id", "severity", "grade", "signs",
    "treatment", "outcome", "transferred_to", "reported_from", "lot_id", "facility_id",
    "session_id", "voided", "place_province", "place_district", "place_ward", "home_province",
    "home_district", "home_ward",
), 2)  # fmt: skip
_VOIDED = REACTION.columns.index("voided")


def fold(events: Sequence[Event], _: PersonVault | None) -> Rows:
    """Fold a person's events, in order, into reactions."""
    reactions: dict[UUID, list[Any]] = {}
    voids: set[UUID] = set()
    for event in events:
        e = event.envelope
        if e.kind == "reaction_reported":
            d = event.read(ReactionReported)
            reactions[e.id] = [
                e.person, e.id, e.at, d.dose, d.severity, d.grade, d.signs, d.treatment,
                d.outcome, d.transferred_to, d.reported_from, d.lot, e.facility, e.session, False,
                *event.place, *event.home,
            ]  # fmt: skip
        elif e.kind == "voided" and e.supersedes is not None:
            voids.add(e.supersedes)
    for event_id in voids & reactions.keys():
        reactions[event_id][_VOIDED] = True
    return {REACTION: [tuple(r) for r in reactions.values()]} if reactions else {}


FOLDER = Folder("safety", "person", (REACTION,), frozenset({"reaction_reported", "voided"}), fold)
