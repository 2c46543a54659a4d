"""What the site day is read as: sessions, tables, devices, closes and open items."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct


class SessionPlace(Struct, frozen=True):
    """A session and where it is."""

    session_id: UUID
    facility_id: int
    site_id: int
    day: date
    half_day: str
    starts_at: datetime
    ends_at: datetime
    product_id: int
    tables: int
    state: str
    place_province: int | None
    place_district: int | None
    place_ward: int | None


class VialDoses(Struct, frozen=True):
    """Doses injected from a vial (None: no vial was named), and those of this session."""

    vial_id: UUID | None
    doses: int
    here: int


class SessionDevice(Struct, frozen=True):
    """A device that made events of a session."""

    device_id: UUID
    name: str


class MissingNumbers(Struct, frozen=True):
    """A range of numbers of a device that have not arrived, both ends included."""

    device_id: UUID
    first: int
    last: int


class QuarantinedEvents(Struct, frozen=True):
    """How many events of a device wait in quarantine."""

    device_id: UUID
    events: int


class DeclaredCount(Struct, frozen=True):
    """What the head declared at a moment, `noon` or `end`."""

    moment: str
    injected: int
    happened_at: datetime


class SessionClose(Struct, frozen=True):
    """An end, close or reopening of a session."""

    event_id: UUID
    kind: str
    outcome: str | None
    happened_at: datetime
    signed_by: UUID | None


class InjectionTable(Struct, frozen=True):
    """A table of a session: one product and one open vial at a time."""

    table_id: UUID
    number: int
    product_id: int


class LotNumber(Struct, frozen=True):
    """What a lot is called."""

    lot_id: int
    lot_number: str


class OpenItem(Struct, frozen=True):
    """A gap of a close with owner and clock; settled or not."""

    item_id: UUID
    kind: str
    details: dict[str, Any]
    owner_level: str
    opened_at: datetime
    due_at: datetime
    settled_at: datetime | None


class StationHold(Struct, frozen=True):
    """A person whom a desk has taken."""

    person_id: UUID
    station: str
    device_id: UUID
    held_until: datetime
