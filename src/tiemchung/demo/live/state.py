"""Where the sessions of today stand, as the database tells: people, vials, numbers of devices."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class LiveSession(Struct, frozen=True):
    """A session of the day with the product of its plan and the lot that was issued, if any."""

    session_id: UUID
    facility_id: int
    site_id: int
    site_name: str
    half_day: str
    starts_at: datetime
    ends_at: datetime
    product_id: int
    tables: int
    lot_id: int | None
    vials_issued: int
    ended: bool


class LivePerson(Struct, frozen=True):
    """A called person: who they are to the rules, and how far they have come."""

    person_id: UUID
    appointment_id: UUID | None
    starts_at: datetime
    birth_date: date | None
    sex: str
    home: int
    priority_group: str | None
    last_step: str | None
    conclusion: str | None
    injected_at: datetime | None
    dose_event_id: UUID | None
    earlier_doses: int
    last_product: str | None
    last_dose_on: date | None


class LiveVial(Struct, frozen=True):
    """An opened vial of the session and what is left in it."""

    vial_id: UUID
    table_id: UUID | None
    lot_id: int
    left: int


class DeviceHead(Struct, frozen=True):
    """The last number of a device and the hash that the next event names."""

    device_id: UUID
    seq: int
    hash: bytes


class StoreLot(Struct, frozen=True):
    """Unopened vials of a lot in the store of a facility."""

    lot_id: int
    lot_number: str
    vials: int


@sql
async def sessions_of_day(tx: Tx, *, day: date) -> list[LiveSession]: ...


@sql
async def people_of(tx: Tx, *, session: UUID) -> list[LivePerson]: ...


@sql
async def vials_of(tx: Tx, *, session: UUID) -> list[LiveVial]: ...


@sql
async def unopened_of(tx: Tx, *, session: UUID) -> int: ...


@sql
async def device_heads(tx: Tx, *, devices: list[UUID]) -> list[DeviceHead]: ...


@sql
async def store_lots(tx: Tx, *, facility: int, product: int) -> list[StoreLot]: ...


@sql
async def has_dose(tx: Tx, *, session: UUID, person: UUID) -> bool: ...


@sql
async def count_doses(tx: Tx, *, session: UUID) -> int: ...
