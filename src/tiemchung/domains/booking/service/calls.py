"""Calls assigned people into the frames of a session, best priority group first.

Seats are taken by a plain statement that cannot exceed a frame's capacity, then the appointments
are written; people for whom no seat is left wait on.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.booking import queries
from tiemchung.domains.booking.model import (
    CODE_LASTS,
    CODE_LENGTH,
    BookingReason,
    CallResult,
    CannotBook,
    Slot,
)
from tiemchung.domains.booking.service.slots import slots_of
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import Called, Session
from tiemchung.kernel.codes import make_code
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Tx

CALLABLE: Final = frozenset({"planned", "running"})


class Seated(Struct, frozen=True):
    """A person in a frame, before the appointment is written."""

    person_id: UUID
    candidate_id: UUID | None
    dose_number: int
    slot: Slot
    home: tuple[int | None, int | None, int | None]
    appointment_id: UUID


async def call_session(
    tx: Tx,
    session_id: UUID,
    *,
    most: int | None = None,
    group_order: Sequence[str],
    actor_id: UUID,
    now: datetime,
) -> CallResult:
    """Give the free seats of a session to people assigned to its facility; at most so many.

    Best group first, then who was entered first, families together; hours that have passed stay
    empty. Raises CannotBook when the session is over or has no frames.
    """
    session = await planning.find_session(tx, session_id)
    if session.state not in CALLABLE:
        raise CannotBook(BookingReason.SESSION_OVER)
    slots = await slots_of(tx, session)
    if not slots:
        raise CannotBook(BookingReason.NO_SLOTS)
    coming = [slot for slot in slots if slot.ends_at > now]
    free = sum(slot.free for slot in coming)
    wanted = free if most is None else min(free, most)
    people = await planning.claim_for_call(
        tx, session, wanted, group_order=group_order, day=session.day, actor_id=actor_id, now=now
    )
    seated, left = await _seat(tx, coming, people)
    called = await write_appointments(tx, session, seated, now=now)
    lost = {s.person_id for s in seated} - called
    await _give_back(tx, [s for s in seated if s.person_id in lost])
    await planning.give_call_back(
        tx, [(p.person_id, p.candidate_id) for p in left], actor_id=actor_id, now=now
    )
    return CallResult(len(called), free - len(called))


async def _seat(
    tx: Tx, slots: Sequence[Slot], people: Sequence[Called]
) -> tuple[list[Seated], list[Called]]:
    """Take seats frame by frame; a frame that filled up meanwhile is passed over."""
    waiting = list(people)
    seated: list[Seated] = []
    for slot in slots:
        number = min(slot.free, len(waiting))
        if not number:
            continue
        taken = await queries.take_seats(
            tx, facility_id=slot.facility_id, slot_id=slot.slot_id, people=number
        )
        if taken is None:
            continue
        seated += [_seated(person, slot) for person in waiting[:number]]
        waiting = waiting[number:]
    return seated, waiting


def _seated(person: Called, slot: Slot) -> Seated:
    home = (person.home_province, person.home_district, person.home_ward)
    return Seated(person.person_id, person.candidate_id, person.dose_number, slot, home, uuid7())


async def _give_back(tx: Tx, seated: Sequence[Seated]) -> None:
    """Free the seats of people who had an open appointment in the round after all."""
    by_slot: dict[UUID, int] = {}
    for seat in seated:
        by_slot[seat.slot.slot_id] = by_slot.get(seat.slot.slot_id, 0) + 1
    for slot_id, number in by_slot.items():
        facility_id = next(s.slot.facility_id for s in seated if s.slot.slot_id == slot_id)
        await queries.give_seats(tx, facility_id=facility_id, slot_id=slot_id, people=number)


async def write_appointments(
    tx: Tx, session: Session, seated: Sequence[Seated], *, now: datetime
) -> set[UUID]:
    """Write the appointments of seated people with a code each; returns whose are new."""
    if not seated:
        return set()
    codes = await _codes(tx, session, seated)
    made = await queries.add_appointments(
        tx, facility_id=session.facility_id, site_id=session.site_id,
        session_id=session.session_id, round_id=session.round_id, now=now,
        place_province=session.place_province, place_district=session.place_district,
        place_ward=session.place_ward, people=[s.person_id for s in seated],
        appointments=[s.appointment_id for s in seated],
        candidates=[s.candidate_id for s in seated], slots=[s.slot.slot_id for s in seated],
        starts=[s.slot.starts_at for s in seated],
        codes=[codes[s.appointment_id] for s in seated],
        numbers=[s.dose_number for s in seated], provinces=[s.home[0] for s in seated],
        districts=[s.home[1] for s in seated], wards=[s.home[2] for s in seated],
    )  # fmt: skip
    return set(made)


async def _codes(tx: Tx, session: Session, seated: Sequence[Seated]) -> dict[UUID, str]:
    """Make a code for each appointment; one that is in use by another is made again."""
    codes: dict[UUID, str] = {}
    while waiting := [s for s in seated if s.appointment_id not in codes]:
        made = {make_code(CODE_LENGTH): s for s in waiting}
        kept = await queries.add_codes(
            tx, session_id=session.session_id, expires_at=session.ends_at + CODE_LASTS,
            codes=list(made), people=[s.person_id for s in made.values()],
            appointments=[s.appointment_id for s in made.values()],
        )  # fmt: skip
        codes |= {made[code].appointment_id: code for code in kept}
    return codes
