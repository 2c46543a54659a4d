"""Cuts a session into frames with seats, and keeps seats and session in step when it changes."""

from uuid import UUID

from tiemchung.domains.booking import queries
from tiemchung.domains.booking.model import (
    FRAME_MINUTES,
    BookingReason,
    CannotBook,
    Slot,
    frames,
    spread,
)
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import ChangeSession, Session
from tiemchung.kernel.ids import uuid7_of
from tiemchung.kernel.sql import Tx


async def open_slots(tx: Tx, session_id: UUID, *, minutes: int = FRAME_MINUTES) -> list[Slot]:
    """Cut a session into frames, once; returns them. The seats add up to the session's capacity."""
    session = await planning.find_session(tx, session_id)
    known = await slots_of(tx, session)
    if known:
        return known
    cut = frames(session.starts_at, session.ends_at, session.capacity, minutes)
    await queries.add_slots(
        tx, facility_id=session.facility_id, session_id=session_id,
        slots=[uuid7_of(session_id, f"slot {n}") for n in range(len(cut))],
        starts=[f.starts_at for f in cut], ends=[f.ends_at for f in cut],
        capacities=[f.capacity for f in cut], place_province=session.place_province,
        place_district=session.place_district, place_ward=session.place_ward,
    )  # fmt: skip
    return await slots_of(tx, session)


async def slots_of(tx: Tx, session: Session) -> list[Slot]:
    """Return the frames of a session by hour."""
    return await queries.slots_of(
        tx, facility_id=session.facility_id, session_id=session.session_id
    )


async def change_session(tx: Tx, command: ChangeSession) -> Session:
    """Change a session that has not begun and spread its seats anew over its frames.

    Hours of frames that people are called to stay. Raises CannotBook for fewer seats than are
    taken, and what planning raises.
    """
    session = await planning.change_session(tx, command)
    slots = await slots_of(tx, session)
    if command.capacity is None or not slots:
        return session
    taken = [slot.taken for slot in slots]
    if sum(taken) > session.capacity:
        raise CannotBook(BookingReason.TOO_FEW_SEATS, field="capacity")
    resized = await queries.resize_slots(
        tx, facility_id=session.facility_id, slots=[slot.slot_id for slot in slots],
        capacities=spread(session.capacity, taken),
    )  # fmt: skip
    if resized < len(slots):
        raise CannotBook(BookingReason.TOO_FEW_SEATS, field="capacity")
    return session
