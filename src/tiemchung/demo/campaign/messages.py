"""Invitations of a session: one numbered message to each phone, and the events that say so."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from tiemchung.demo.campaign.calls import Call
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.pen import Draft
from tiemchung.demo.campaign.visit import Stage
from tiemchung.domains.notifications.model import Guest, invitations

DELIVERY = timedelta(hours=20)
"""How long the ward takes to hand over an invitation on paper."""


class Invitation(Struct, frozen=True):
    """A text to a phone about some calls."""

    message_id: UUID
    recipient: str
    text: str
    calls: tuple[Call, ...]


def invite(calls: Sequence[Call], place: str, chance: Chance) -> list[Invitation]:
    """Write the invitations of one session by phone; people without a phone get paper."""
    by_phone: dict[str, list[Call]] = {}
    for call in calls:
        phone = call.visitor.resident.person.phone
        if phone is not None:
            by_phone.setdefault(phone, []).append(call)
    made: list[Invitation] = []
    for phone, some in by_phone.items():
        guests = [Guest(c.visitor.resident.person.name, c.starts_at, place, c.code) for c in some]
        for n, text in enumerate(invitations(guests)):
            first = some[0]
            name = ("message", first.appointment, n)
            message_id = chance.id(first.invited_at, *name)
            made.append(Invitation(message_id, phone, text, tuple(some)))
    for invitation in reversed(made):
        for call in invitation.calls:
            call.message = invitation.message_id
    return made


def invited_events(stage: Stage, calls: Sequence[Call]) -> list[Draft]:
    """Draft that each called person was invited, by message or on paper."""
    return [
        Draft(
            kind="invited", name=(call.appointment,),
            at=call.invited_at + (DELIVERY if call.message is None else timedelta(seconds=90)),
            data={
                "appointment": str(call.appointment),
                "channel": "paper" if call.message is None else "sms",
            },
            person=call.visitor.resident.person_id, facility=stage.facility_id,
            site=stage.site_id, session=stage.session_id, entered_by=stage.crew.reception,
        )
        for call in calls
    ]  # fmt: skip
