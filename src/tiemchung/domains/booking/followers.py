"""What follows from the ledger for appointments: invited, arrived, and how the visit ended.

Recomputed from the person's events as a whole, so neither the order of arrival nor a second run
changes the outcome, and a voided injection opens the visit again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.booking import outcome_queries, queries
from tiemchung.domains.booking.model import Appointment
from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.ledger.followers import Follower, Seen
from tiemchung.domains.ledger.refold import read_histories
from tiemchung.domains.planning.outcomes import KINDS, Step, outcome_of, steps_of
from tiemchung.kernel.sql import Tx

RANGE: Final = 500


class Became(Struct, frozen=True):
    """What the events make of an appointment."""

    state: str
    outcome: str | None
    outcome_event_id: UUID | None
    outcome_at: datetime | None
    invited_at: datetime | None
    delivered_at: datetime | None


def became(appointment: Appointment, steps: Sequence[Step], events: Iterable[Event]) -> Became:
    """Say how an appointment stands: injected wins, else the last ending of its session counts."""
    visit = [s for s in steps if s.session_id == appointment.session_id]
    decided = outcome_of(visit)
    state = "open"
    if decided is not None:
        state = "done"
    elif any(s.kind in ("checked_in", "screened") for s in visit):
        state = "arrived"
    told: dict[str, list[datetime]] = {"sms": [], "paper": []}
    for e in events:
        data = e.envelope.data
        if e.envelope.kind == "invited" and data.get("appointment") == str(
            appointment.appointment_id
        ):
            told.setdefault(str(data.get("channel")), []).append(e.envelope.at)
    return Became(
        state,
        None if decided is None else decided.outcome,
        None if decided is None else decided.event_id,
        None if decided is None else decided.at,
        min(told["sms"], default=None),
        min(told["paper"], default=None),
    )


def _is_new(appointment: Appointment, made: Became) -> bool:
    known = (
        appointment.state,
        appointment.outcome,
        appointment.outcome_event_id,
        appointment.outcome_at,
    )
    if known != (made.state, made.outcome, made.outcome_event_id, made.outcome_at):
        return True
    return (made.invited_at is not None and appointment.invited_at is None) or (
        made.delivered_at is not None and appointment.delivered_at is None
    )


async def settle_people(tx: Tx, people: Sequence[UUID]) -> None:
    """Hold the appointments of these people against their events."""
    appointments = [
        a for a in await queries.appointments_of(tx, people=list(people)) if a.state != "cancelled"
    ]
    if not appointments:
        return
    called = sorted({a.person_id for a in appointments})
    histories = await read_histories(tx, "person", called)
    changes: list[tuple[Appointment, Became]] = []
    for appointment in appointments:
        events = histories.get(appointment.person_id, [])
        made = became(appointment, steps_of(events), events)
        if _is_new(appointment, made):
            changes.append((appointment, made))
    await _write(tx, changes)


async def _write(tx: Tx, changes: Sequence[tuple[Appointment, Became]]) -> None:
    if not changes:
        return
    await outcome_queries.set_outcomes(
        tx,
        people=[a.person_id for a, _ in changes],
        appointments=[a.appointment_id for a, _ in changes],
        states=[b.state for _, b in changes],
        outcomes=[b.outcome for _, b in changes],
        events=[b.outcome_event_id for _, b in changes],
        times=[b.outcome_at for _, b in changes],
        invited=[b.invited_at for _, b in changes],
        delivered=[b.delivered_at for _, b in changes],
    )


async def _appointments(tx: Tx, seen: Sequence[Seen]) -> None:
    people = sorted({s.person_id for s in seen if s.person_id is not None})
    for start in range(0, len(people), RANGE):
        await settle_people(tx, people[start : start + RANGE])


def followers() -> list[Follower]:
    """Return the followers of booking."""
    return [Follower("appointments", _appointments, KINDS | {"invited"})]
