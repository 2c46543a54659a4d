"""Orders invitations, shows the called list for print, and ticks what was handed over.

Nobody reads phone numbers to invite: the worker writes the messages (`inviting`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.booking import invitation_queries, queries
from tiemchung.domains.booking.model import Appointment, CalledLine
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.ledger.envelope import SentEvent
from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.planning import service as planning
from tiemchung.domains.registry import service as registry
from tiemchung.domains.registry.model import Entry
from tiemchung.kernel.ids import uuid7_of
from tiemchung.kernel.sql import Tx

OPENED_AT_ONCE = 200


class InvitedFact(Struct, frozen=True, kw_only=True):
    """The data of `invited`; `home` stamps the event for those who answer for the person's ward."""

    appointment: UUID
    channel: Literal["sms", "paper"]
    home: int | None = None


async def order_invitations(tx: Tx, session_id: UUID, *, now: datetime) -> int:
    """Have everybody of a session invited who was not yet; returns how many.

    Messages go out within seconds, at night in the morning. People without a phone get paper.
    """
    session = await planning.find_session(tx, session_id)
    return await invitation_queries.order_invitations(tx, session_id=session.session_id, now=now)


async def session_list(
    tx: Tx, actor: Actor, session_id: UUID, *, ward: int | None = None, now: datetime
) -> list[CalledLine]:
    """Return the called list of a session for screens and print; every person shown is logged.

    By neighbourhood and household, as invitations are handed out; `ward` narrows it.
    """
    await planning.find_session(tx, session_id)
    rows = await queries.appointments_of_session(tx, session_id=session_id, ward=ward)
    return await _opened(tx, actor, rows, now)


async def ward_invitations(
    tx: Tx,
    actor: Actor,
    ward: int,
    begin: datetime,
    finish: datetime,
    *,
    only_undelivered: bool = False,
    now: datetime,
) -> list[CalledLine]:
    """Return the people of a ward who are called between two moments, whatever the site."""
    rows = await queries.appointments_of_ward(
        tx, ward=ward, begin=begin, finish=finish, only_undelivered=only_undelivered
    )
    return await _opened(tx, actor, rows, now)


async def _opened(
    tx: Tx, actor: Actor, rows: Sequence[Appointment], now: datetime
) -> list[CalledLine]:
    """Open the people of a list, which logs them, and read what is printed of them."""
    people = list(dict.fromkeys(row.person_id for row in rows))
    for start in range(0, len(people), OPENED_AT_ONCE):
        await registry.open_records(tx, actor, people[start : start + OPENED_AT_ONCE], now=now)
    return await invitation_queries.called_lines(
        tx, people=people, appointments=[row.appointment_id for row in rows]
    )


async def tick_delivered(
    tx: Tx, intake: Intake, delivered: Sequence[tuple[UUID, UUID]], entry: Entry
) -> int:
    """Tick invitations on paper as handed over, as (person, appointment); returns how many.

    Each becomes an event of the person, judged by their home. Ticking twice changes nothing.
    """
    people = {person for person, _ in delivered}
    wanted = {appointment for _, appointment in delivered}
    rows = [
        a for a in await queries.appointments_of(tx, people=sorted(people))
        if a.appointment_id in wanted and a.delivered_at is None and a.state != "cancelled"
    ]  # fmt: skip
    if not rows:
        return 0
    await record(intake, [_delivered(a, entry) for a in rows], entry.voucher)
    ticked = await invitation_queries.mark_delivered(
        tx, people=[a.person_id for a in rows], appointments=[a.appointment_id for a in rows],
        at=entry.at,
    )  # fmt: skip
    return len(ticked)


def _delivered(found: Appointment, entry: Entry) -> SentEvent:
    home = found.home_ward or found.home_district or found.home_province
    return write_event(
        "invited", event_id=uuid7_of(found.appointment_id, "delivered"), at=entry.at,
        data=InvitedFact(appointment=found.appointment_id, channel="paper", home=home),
        person=found.person_id, session=found.session_id, facility=entry.facility,
        site=entry.site, entered_by=entry.entered_by,
    )  # fmt: skip
