"""The door of booking: frames of a session, calls, appointments, invitations."""

from tiemchung.domains.booking.service.appointments import (
    appointments_of,
    book_person,
    cancel_appointment,
    cancel_session,
    find_appointment,
    find_by_code,
    free_slots,
    move_appointment,
)
from tiemchung.domains.booking.service.calls import call_session
from tiemchung.domains.booking.service.invitations import (
    order_invitations,
    session_list,
    tick_delivered,
    ward_invitations,
)
from tiemchung.domains.booking.service.slots import change_session, open_slots, slots_of

__all__ = [
    "appointments_of",
    "book_person",
    "call_session",
    "cancel_appointment",
    "cancel_session",
    "change_session",
    "find_appointment",
    "find_by_code",
    "free_slots",
    "move_appointment",
    "open_slots",
    "order_invitations",
    "session_list",
    "slots_of",
    "tick_delivered",
    "ward_invitations",
]
