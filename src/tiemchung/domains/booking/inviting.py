"""The worker's part of inviting: writes messages, tells who is off, notes what went out.

Each step commits what it did, picks up where the last one stopped, and may run twice: messages
have keys, events have ids made of the appointment.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from tiemchung.domains.booking import invitation_queries as queries
from tiemchung.domains.booking.model import Sent, ToCancel, ToInvite
from tiemchung.domains.booking.service.invitations import InvitedFact
from tiemchung.domains.ledger.envelope import SentEvent
from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.notifications import service as notifications
from tiemchung.domains.notifications.model import (
    Guest,
    Message,
    cancellation,
    invitation_parts,
)
from tiemchung.kernel.clock import Clock, local_day
from tiemchung.kernel.db import Pool
from tiemchung.kernel.ids import uuid7, uuid7_of
from tiemchung.kernel.sql import Tx

MOST: Final = 500


async def invite(pool: Pool, intake: Intake, clock: Clock) -> int:
    """Do one round of all three steps; returns how many appointments were dealt with."""
    now = clock.now()
    async with pool.acquire() as tx, tx.transaction():
        written = await write_invitations(tx, now)
    async with pool.acquire() as tx, tx.transaction():
        told = await tell_cancelled(tx, now)
    async with pool.acquire() as tx, tx.transaction():
        noted = await note_sent(tx, intake)
    return written + told + noted


async def write_invitations(tx: Tx, now: datetime) -> int:
    """Write the messages of appointments whose invitation was ordered; returns how many people.

    People of one phone who come to one place on one day stand in one numbered message, or in as
    many as they need.
    """
    waiting = await queries.to_invite(tx, now=now, most=MOST)
    families: dict[tuple[str, int, object], list[ToInvite]] = {}
    for person in waiting:
        key = (person.phone, person.site_id, local_day(person.starts_at))
        families.setdefault(key, []).append(person)
    messages: list[Message] = []
    people: list[tuple[UUID, UUID, UUID]] = []
    for family in families.values():
        for message, named in _messages(family):
            messages.append(message)
            people += [(p.person_id, p.appointment_id, message.message_id) for p in named]
    await notifications.send(tx, messages, now=now)
    await queries.set_messages(
        tx,
        people=[person for person, _, _ in people],
        appointments=[appointment for _, appointment, _ in people],
        messages=[message for _, _, message in people],
    )
    return len(people)


def _messages(family: Sequence[ToInvite]) -> list[tuple[Message, list[ToInvite]]]:
    guests = [Guest(p.full_name, p.starts_at, p.site_name, p.code) for p in family]
    found: list[tuple[Message, list[ToInvite]]] = []
    for text, places in invitation_parts(guests):
        named = [family[n] for n in places]
        message = Message(
            message_id=uuid7(),
            template="invitation",
            recipient=named[0].phone,
            text=text,
            person_ids=tuple(p.person_id for p in named),
            not_after=max(p.ends_at for p in named),
            dedupe_key=f"invitation:{named[0].appointment_id}",
        )
        found.append((message, named))
    return found


async def tell_cancelled(tx: Tx, now: datetime) -> int:
    """Tell people whose appointment is off; an invitation that has not gone out is taken back."""
    waiting = await queries.to_cancel(tx, most=MOST)
    unsent = {
        p.message_id
        for p in waiting
        if p.message_id is not None and p.message_state == "waiting" and not p.others_open
    }
    taken = await notifications.withdraw(tx, unsent)
    told = [
        p
        for p in waiting
        if p.phone is not None and p.message_id not in taken and p.starts_at > now
    ]
    await notifications.send(tx, [_cancelled(p) for p in told], now=now)
    await queries.cancel_noted(
        tx,
        people=[p.person_id for p in waiting],
        appointments=[p.appointment_id for p in waiting],
    )
    return len(waiting)


def _cancelled(person: ToCancel) -> Message:
    guest = Guest(person.full_name, person.starts_at, person.site_name, person.code)
    return Message(
        message_id=uuid7(),
        template="cancelled",
        recipient=person.phone or "",
        text=cancellation(guest),
        person_ids=(person.person_id,),
        not_after=person.starts_at,
        dedupe_key=f"cancelled:{person.appointment_id}",
    )


async def note_sent(tx: Tx, intake: Intake) -> int:
    """Write into the ledger that people were invited, once their message has gone out."""
    sent = await queries.sent_unnoted(tx, most=MOST)
    if not sent:
        return 0
    await record(intake, [_invited(s) for s in sent], Voucher(server=True))
    await queries.mark_invited(
        tx,
        people=[s.person_id for s in sent],
        appointments=[s.appointment_id for s in sent],
        times=[s.sent_at for s in sent],
    )
    return len(sent)


def _invited(sent: Sent) -> SentEvent:
    """Write the event; its id is the message's and the appointment's, so it is written once."""
    home = sent.home_ward or sent.home_district or sent.home_province
    return write_event(
        "invited",
        event_id=uuid7_of(sent.appointment_id, f"sms {sent.message_id}"),
        at=sent.sent_at,
        data=InvitedFact(appointment=sent.appointment_id, channel="sms", home=home),
        person=sent.person_id,
        facility=sent.facility_id,
        site=sent.site_id,
        session=sent.session_id,
    )
