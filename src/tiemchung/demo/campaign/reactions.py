"""Adverse events after the injection: common ones are many, severe ones few and treated at once."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from tiemchung.demo.campaign.calendar import HELD_AT, HELD_LOT
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.crew import RECEPTION
from tiemchung.demo.campaign.pen import Draft
from tiemchung.demo.campaign.people import Visitor
from tiemchung.demo.campaign.visit import Stage, person_draft

COMMON_AT_SITE: Final = 0.035
SEVERE_SESSIONS: Final = 0.018
_AT_SITE: Final = (
    ("injection_site_pain",), ("dizziness",), ("dizziness", "nausea"), ("fatigue",),
    ("headache",), ("anxiety_reaction",), ("itching",),
)  # fmt: skip
_SEVERE: Final = (
    (2, ("hives", "breathing_difficulty"), False), (2, ("anaphylaxis", "vomiting"), True),
    (3, ("anaphylaxis", "breathing_difficulty"), True),
)  # fmt: skip


class Reaction(Struct, frozen=True):
    """A reaction with what follows: a longer observation in minutes, or the way to a hospital."""

    draft: Draft
    longer: int
    transferred: bool


def react(
    stage: Stage, visitor: Visitor, dose: UUID, order: int, injected_at: datetime, chance: Chance
) -> Reaction | None:
    """Draw whether the person who was injected as number `order` from 0 reacts, and how."""
    key = (visitor.resident.person_id, dose)
    if _is_severe(stage, order, injected_at, chance):
        grade, signs, transferred = _SEVERE[int(chance.share("how severe", *key) * len(_SEVERE))]
        if stage.plan.lot == HELD_LOT:
            grade, signs, transferred = _SEVERE[-1]
        data: dict[str, Any] = {
            "severity": "severe", "grade": grade, "signs": list(signs),
            "treatment": ["adrenaline", "oxygen"], "outcome": "recovering",
        }  # fmt: skip
        after = timedelta(minutes=4 + 9 * chance.share("minute", *key))
        return Reaction(_draft(stage, visitor, dose, injected_at + after, data), 90, transferred)
    if chance.share("reacts", *key) >= COMMON_AT_SITE:
        return None
    signs = _AT_SITE[int(chance.share("signs", *key) * len(_AT_SITE))]
    data = {"severity": "common", "signs": list(signs), "outcome": "recovered"}
    after = timedelta(minutes=6 + 22 * chance.share("minute", *key))
    return Reaction(_draft(stage, visitor, dose, injected_at + after, data), 15, transferred=False)


def _is_severe(stage: Stage, order: int, injected_at: datetime, chance: Chance) -> bool:
    """At most one person of a session; one of the lot that is held that day."""
    held_day = stage.plan.lot == HELD_LOT and stage.plan.day == HELD_AT.date()
    before = injected_at < HELD_AT - timedelta(minutes=20)
    drawn = chance.share("severe", stage.session_id) < SEVERE_SESSIONS
    if not (held_day and before and stage.plan.area % 4 == 1) and not drawn:
        return False
    return order == int(chance.share("who", stage.session_id) * 8)


def _draft(stage: Stage, visitor: Visitor, dose: UUID, at: datetime, data: dict[str, Any]) -> Draft:
    observer = stage.crew.observer
    said = {**data, "dose": str(dose), "reported_from": "site", "lot": stage.lot_id}
    return person_draft(
        stage, visitor, "reaction_reported", at, said, observer, observer, RECEPTION, dose
    )


def at_home(
    visitor_home: int, person: UUID, dose: UUID, given_at: datetime, lot: int, chance: Chance
) -> Draft | None:
    """Draw what a person reports from home on the evening or the day after."""
    if chance.share("home", dose) >= 0.09:  # noqa: PLR2004 -- a lively share, not a measured one
        return None
    signs = ["fever", "muscle_pain", "headache", "fatigue", "injection_site_swelling", "chills"]
    first = int(chance.share("home sign", dose) * len(signs))
    at = given_at + timedelta(hours=8 + 22 * chance.share("home hour", dose))
    return Draft(
        kind="reaction_reported", name=(person, dose, "home"), at=at, person=person,
        data={
            "dose": str(dose), "severity": "common", "reported_from": "home", "lot": lot,
            "signs": [signs[first], "injection_site_pain"], "home": visitor_home,
        },
    )  # fmt: skip
