"""Books one person, cancels, moves, and calls a whole session off.

A seat is taken or given back by one plain statement, the appointment by another, in one
transaction. People who may see their own appointment and no store or site give their seat back
under the arm of its facility, for that one statement.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from tiemchung.domains.booking import invitation_queries, queries
from tiemchung.domains.booking.model import (
    CODE_LENGTH,
    Appointment,
    BookingReason,
    CannotBook,
    Slot,
)
from tiemchung.domains.booking.queries import CodeHolder
from tiemchung.domains.booking.service.calls import CALLABLE, Seated, write_appointments
from tiemchung.domains.booking.service.slots import slots_of
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import Candidate, Session
from tiemchung.kernel.codes import read_code
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import standing_at
from tiemchung.kernel.sql import Tx

MOVED = "moved"


@asynccontextmanager
async def at_facility(tx: Tx, facility_id: int) -> AsyncGenerator[None]:
    """Let the transaction see the frames and sessions of one facility, and then as before."""
    before: str | None = await tx.fetchval("SELECT current_setting('app.scope_facility', true)")
    known = msgspec.json.decode(f"[{(before or '{}').strip('{}')}]", type=tuple[int, ...])
    await tx.execute(standing_at((*known, facility_id)))
    try:
        yield
    finally:  # a transaction that has failed ends, and its settings with it
        with suppress(asyncpg.InFailedSQLTransactionError, asyncpg.InterfaceError):
            await tx.execute(standing_at(known))


async def find_appointment(tx: Tx, person_id: UUID, appointment_id: UUID) -> Appointment:
    """Return an appointment that the caller may see; raises CannotBook."""
    rows = await queries.appointments_of(tx, people=[person_id])
    found = next((a for a in rows if a.appointment_id == appointment_id), None)
    if found is None:
        raise CannotBook(BookingReason.NO_APPOINTMENT)
    return found


async def appointments_of(tx: Tx, people: Sequence[UUID]) -> list[Appointment]:
    """Return the appointments of people that the caller may see, by person and hour."""
    return await queries.appointments_of(tx, people=list(people))


async def find_by_code(tx: Tx, typed: str) -> CodeHolder | None:
    """Return where a code leads, however it was typed; None for one that nobody has."""
    code = read_code(typed, CODE_LENGTH)
    return None if code is None else await queries.code_holder(tx, code=code)


async def free_slots(
    tx: Tx, person_id: UUID, appointment_id: UUID, *, now: datetime, most: int = 50
) -> list[Slot]:
    """Return the frames to which an appointment could be moved: same facility and vaccine."""
    found = await find_appointment(tx, person_id, appointment_id)
    async with at_facility(tx, found.facility_id):
        session = await planning.find_session(tx, found.session_id)
        return await queries.free_slots(
            tx, facility_id=found.facility_id, product_id=session.product_id,
            round_id=session.round_id, after=now, most=most,
        )  # fmt: skip


async def book_person(
    tx: Tx, person_id: UUID, session_id: UUID, slot_id: UUID, *, actor_id: UUID, now: datetime
) -> Appointment:
    """Give one listed person a seat in a frame chosen by hand; returns the appointment.

    Raises CannotBook when the frame is full, the session over, or the person not on a list, not
    due, of another product or booked already.
    """
    session = await planning.find_session(tx, session_id)
    slot = await _slot(tx, session, slot_id, now)
    candidate = await planning.open_candidate(tx, person_id, session.round_id)
    if candidate is None:
        raise CannotBook(BookingReason.NOT_LISTED)
    _check_fit(candidate, session)
    # First the person, then the seat, as a call of the whole session does: no ring of waiting.
    if not await planning.mark_called(tx, candidate, session, actor_id=actor_id, now=now):
        raise CannotBook(BookingReason.BOOKED_ALREADY)
    await _take(tx, slot)
    home = await _home_of(tx, candidate)
    seat = Seated(person_id, candidate.candidate_id, candidate.dose_number, slot, home, uuid7())
    if not await write_appointments(tx, session, [seat], now=now):
        raise CannotBook(BookingReason.BOOKED_ALREADY)
    return await find_appointment(tx, person_id, seat.appointment_id)


async def cancel_appointment(
    tx: Tx,
    person_id: UUID,
    appointment_id: UUID,
    *,
    reason: str,
    actor_id: UUID | None = None,
    notify: bool = True,
    now: datetime,
) -> Appointment:
    """Cancel an open appointment with a reason (a code); the seat is free, the person waits on.

    Whoever was told of it is told that it is off, unless `notify` is false: they cancelled it
    themselves. Raises CannotBook when it is not open any more.
    """
    gone = await _cancel(tx, person_id, appointment_id, reason, notify=notify, now=now)
    await _free(tx, gone)
    if gone.candidate_id is not None:
        await planning.give_call_back(
            tx, [(person_id, gone.candidate_id)], actor_id=actor_id, now=now
        )
    return gone


async def move_appointment(
    tx: Tx,
    person_id: UUID,
    appointment_id: UUID,
    session_id: UUID,
    slot_id: UUID,
    *,
    now: datetime,
) -> Appointment:
    """Move an open appointment to another frame of its facility; returns the new one.

    The old one stays as cancelled, the new one has its own code, and whoever was invited is
    invited again. Raises CannotBook and changes nothing when the frame is full.
    """
    old = await find_appointment(tx, person_id, appointment_id)
    async with at_facility(tx, old.facility_id):
        session = await planning.find_session(tx, session_id)
        model = await planning.find_session(tx, old.session_id)
        if session.facility_id != old.facility_id or session.round_id != old.round_id:
            raise CannotBook(BookingReason.NO_SLOTS, field="slot_id")
        if session.product_id != model.product_id:
            raise CannotBook(BookingReason.OTHER_PRODUCT, field="slot_id")
        slot = await _slot(tx, session, slot_id, now)
    # Seats change hands in the order of their ids, so that two moves cannot wait for each other.
    if slot.slot_id < old.slot_id:
        await _take(tx, slot)
    gone = await _cancel(tx, person_id, appointment_id, MOVED, notify=False, now=now)
    await _free(tx, gone)
    if slot.slot_id >= old.slot_id:
        await _take(tx, slot)
    home = (gone.home_province, gone.home_district, gone.home_ward)
    seat = Seated(person_id, gone.candidate_id, gone.dose_number, slot, home, uuid7())
    await write_appointments(tx, session, [seat], now=now)
    if gone.invite_ordered_at is not None:
        await invitation_queries.order_invitation(
            tx, person_id=person_id, appointment_id=seat.appointment_id, now=now
        )
    return await find_appointment(tx, person_id, seat.appointment_id)


async def cancel_session(
    tx: Tx, session_id: UUID, *, reason: str, actor_id: UUID, now: datetime
) -> int:
    """Call a session off: everyone waits again, and who was invited is told; returns how many."""
    session = await planning.cancel_session(tx, session_id, reason=reason, now=now)
    gone = await queries.cancel_session_appointments(
        tx, session_id=session_id, reason="session_cancelled", now=now
    )
    await queries.empty_slots(tx, facility_id=session.facility_id, session_id=session_id)
    called = [(a.person_id, a.candidate_id) for a in gone if a.candidate_id is not None]
    await planning.give_call_back(tx, called, actor_id=actor_id, now=now)
    return len(gone)


async def _slot(tx: Tx, session: Session, slot_id: UUID, now: datetime) -> Slot:
    if session.state not in CALLABLE:
        raise CannotBook(BookingReason.SESSION_OVER)
    slots = await slots_of(tx, session)
    found = next((slot for slot in slots if slot.slot_id == slot_id), None)
    if found is None or found.ends_at <= now:
        raise CannotBook(BookingReason.NO_SLOTS, field="slot_id")
    return found


def _check_fit(candidate: Candidate, session: Session) -> None:
    if candidate.state == "called":
        raise CannotBook(BookingReason.BOOKED_ALREADY)
    if candidate.product_id not in (None, session.product_id):
        raise CannotBook(BookingReason.OTHER_PRODUCT)
    if candidate.earliest_on is not None and candidate.earliest_on > session.day:
        raise CannotBook(BookingReason.NOT_YET_DUE)


async def _home_of(tx: Tx, candidate: Candidate) -> tuple[int | None, int | None, int | None]:
    row = await planning.home_of(tx, candidate)
    return (row.province, row.district, row.ward)


async def _take(tx: Tx, slot: Slot) -> None:
    async with at_facility(tx, slot.facility_id):
        taken = await queries.take_seats(
            tx, facility_id=slot.facility_id, slot_id=slot.slot_id, people=1
        )
    if taken is None:
        raise CannotBook(BookingReason.FULL, field="slot_id")


async def _cancel(
    tx: Tx, person_id: UUID, appointment_id: UUID, reason: str, *, notify: bool, now: datetime
) -> Appointment:
    gone = await queries.cancel_appointment(
        tx, person_id=person_id, appointment_id=appointment_id, reason=reason, notify=notify,
        now=now,
    )  # fmt: skip
    if gone is not None:
        return gone
    found = await find_appointment(tx, person_id, appointment_id)
    arrived = found.state in ("arrived", "done")
    raise CannotBook(BookingReason.BEGUN if arrived else BookingReason.NO_APPOINTMENT)


async def _free(tx: Tx, gone: Appointment) -> None:
    async with at_facility(tx, gone.facility_id):
        await queries.give_seats(tx, facility_id=gone.facility_id, slot_id=gone.slot_id, people=1)
