"""The statements about slots and appointments; see queries.sql."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.booking.model import Appointment, Slot
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class CodeHolder(Struct, frozen=True):
    """Where a code leads, and until when."""

    code: str
    person_id: UUID
    appointment_id: UUID
    session_id: UUID
    expires_at: datetime


@sql
async def slots_of(tx: Tx, *, facility_id: int, session_id: UUID) -> list[Slot]: ...


@sql
async def add_slots(
    tx: Tx,
    *,
    facility_id: int,
    session_id: UUID,
    slots: list[UUID],
    starts: list[datetime],
    ends: list[datetime],
    capacities: list[int],
    place_province: int | None,
    place_district: int | None,
    place_ward: int | None,
) -> None: ...


@sql
async def resize_slots(
    tx: Tx, *, facility_id: int, slots: list[UUID], capacities: list[int]
) -> int: ...


@sql
async def take_seats(tx: Tx, *, facility_id: int, slot_id: UUID, people: int) -> UUID | None: ...


@sql
async def give_seats(tx: Tx, *, facility_id: int, slot_id: UUID, people: int) -> UUID | None: ...


@sql
async def empty_slots(tx: Tx, *, facility_id: int, session_id: UUID) -> None: ...


@sql
async def add_codes(
    tx: Tx,
    *,
    session_id: UUID,
    expires_at: datetime,
    codes: list[str],
    people: list[UUID],
    appointments: list[UUID],
) -> list[str]: ...


@sql
async def add_appointments(
    tx: Tx,
    *,
    facility_id: int,
    site_id: int,
    session_id: UUID,
    round_id: int | None,
    now: datetime,
    place_province: int | None,
    place_district: int | None,
    place_ward: int | None,
    people: list[UUID],
    appointments: list[UUID],
    candidates: list[UUID | None],
    slots: list[UUID],
    starts: list[datetime],
    codes: list[str],
    numbers: list[int],
    provinces: list[int | None],
    districts: list[int | None],
    wards: list[int | None],
) -> list[UUID]: ...


@sql
async def appointments_of(tx: Tx, *, people: list[UUID]) -> list[Appointment]: ...


@sql
async def appointments_of_session(
    tx: Tx, *, session_id: UUID, ward: int | None
) -> list[Appointment]: ...


@sql
async def appointments_of_ward(
    tx: Tx, *, ward: int, begin: datetime, finish: datetime, only_undelivered: bool
) -> list[Appointment]: ...


@sql
async def cancel_appointment(
    tx: Tx,
    *,
    person_id: UUID,
    appointment_id: UUID,
    reason: str,
    notify: bool,
    now: datetime,
) -> Appointment | None: ...


@sql
async def cancel_session_appointments(
    tx: Tx, *, session_id: UUID, reason: str, now: datetime
) -> list[Appointment]: ...


@sql
async def free_slots(
    tx: Tx,
    *,
    facility_id: int,
    product_id: int,
    round_id: int | None,
    after: datetime,
    most: int,
) -> list[Slot]: ...


@sql
async def code_holder(tx: Tx, *, code: str) -> CodeHolder | None: ...


@sql
async def count_open(tx: Tx, *, session_id: UUID) -> int: ...
