"""What may be said to people, and when."""

from datetime import datetime, time, timedelta
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.notifications.gsm7 import ONE_PART, fit, plain, septets
from tiemchung.kernel.clock import VIET_NAM

QUIET_FROM, QUIET_UNTIL = time(21, 0), time(6, 30)
"""At night nothing is sent but what somebody asked for this minute."""

URGENT = frozenset({"code", "lot_recall"})


class Guest(Struct, frozen=True):
    """One invited person: name, moment, place and the 8 characters to read aloud."""

    name: str
    starts_at: datetime
    place: str
    code: str


class Message(Struct, frozen=True, kw_only=True):
    """A message to send; `dedupe_key` makes a second one with the same key nothing."""

    message_id: UUID
    template: str
    recipient: str
    text: str
    person_ids: tuple[UUID, ...] = ()
    dedupe_key: str | None = None
    not_after: datetime | None = None


def invitations(guests: list[Guest]) -> list[str]:
    """Write the invitations to one phone: numbered when they are several, each part whole."""
    return [text for text, _ in invitation_parts(guests)]


def invitation_parts(guests: list[Guest]) -> list[tuple[str, tuple[int, ...]]]:
    """Write the invitations to one phone, each with the places in `guests` of whom it names.

    A part never cuts a person in two: as many as fit stand together, the rest follow.
    """
    if len(guests) == 1:
        return [(_one(guests[0]), (0,))]
    found: list[tuple[str, tuple[int, ...]]] = []
    current, named = "", list[int]()
    for n, guest in enumerate(guests, 1):
        line = f"{n}) {_short(guest)}"
        joined = f"{current} {line}" if current else f"Moi tiem: {line}"
        if current and septets(joined) > ONE_PART:
            found.append((current, tuple(named)))
            current, named = f"Moi tiem: {line}", [n - 1]
        else:
            current = joined
            named.append(n - 1)
    return [*found, (current, tuple(named))] if named else found


def cancellation(guest: Guest) -> str:
    """Write that an appointment does not take place."""
    text = f"Lich tiem {_when(guest.starts_at)} tai {plain(guest.place)} (ma {guest.code}) DA HUY."
    return fit(f"{text} Chung toi se bao lich moi.", ONE_PART)


def _one(guest: Guest) -> str:
    frame = f"Moi  tiem luc {_when(guest.starts_at)} tai . Ma: {guest.code}. Mang CCCD."
    room = ONE_PART - septets(frame)
    name = fit(plain(guest.name), max(12, room // 2))
    place = fit(plain(guest.place), room - septets(name))
    return f"Moi {name} tiem luc {_when(guest.starts_at)} tai {place}. Ma: {guest.code}. Mang CCCD."


def _short(guest: Guest) -> str:
    name, place = fit(plain(guest.name), 26), fit(plain(guest.place), 48)
    return f"{name}, {_when(guest.starts_at)}, {place}, ma {guest.code}."


def _when(at: datetime) -> str:
    return f"{at.astimezone(VIET_NAM):%Hh%M %d/%m}"


def send_from(template: str, now: datetime) -> datetime:
    """Return the first moment at which a message may go out: now, or when the night is over."""
    local = now.astimezone(VIET_NAM)
    if template in URGENT or QUIET_UNTIL <= local.time() < QUIET_FROM:
        return now
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return datetime.combine(day, QUIET_UNTIL, tzinfo=VIET_NAM)
