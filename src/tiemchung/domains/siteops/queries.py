"""The statements of the site day; see queries.sql."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.siteops.close import OpenedVial, PersonOutcome, VialMovement
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


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


@sql
async def session_place(tx: Tx, *, session_id: UUID) -> SessionPlace | None: ...


@sql
async def people_of_session(
    tx: Tx, *, session_id: UUID, endings: list[str]
) -> list[PersonOutcome]: ...


@sql
async def vial_movements(tx: Tx, *, session_id: UUID) -> list[VialMovement]: ...


@sql
async def opened_vials(tx: Tx, *, session_id: UUID) -> list[OpenedVial]: ...


@sql
async def doses_by_vial(
    tx: Tx, *, session_id: UUID, facility_id: int, day: date, vials: list[UUID]
) -> list[VialDoses]: ...


@sql
async def opened_elsewhere(
    tx: Tx, *, session_id: UUID, facility_id: int, vials: list[UUID]
) -> list[UUID]: ...


@sql
async def devices_of_session(tx: Tx, *, session_id: UUID) -> list[SessionDevice]: ...


@sql
async def missing_numbers(tx: Tx, *, devices: list[UUID]) -> list[MissingNumbers]: ...


@sql
async def quarantined_by_device(tx: Tx, *, devices: list[UUID]) -> list[QuarantinedEvents]: ...


@sql
async def declared_counts(tx: Tx, *, session_id: UUID) -> list[DeclaredCount]: ...


@sql
async def session_closes(tx: Tx, *, session_id: UUID) -> list[SessionClose]: ...


@sql
async def tables_of_session(tx: Tx, *, session_id: UUID) -> list[InjectionTable]: ...


@sql
async def add_table(
    tx: Tx, *, facility_id: int, table_id: UUID, session_id: UUID, number: int, product_id: int
) -> None: ...


@sql
async def lot_numbers(tx: Tx, *, lots: list[int]) -> list[LotNumber]: ...


@sql
async def open_items(tx: Tx, *, session_id: UUID) -> list[OpenItem]: ...


@sql
async def add_open_item(
    tx: Tx,
    *,
    facility_id: int,
    item_id: UUID,
    session_id: UUID,
    kind: str,
    details: dict[str, Any],
    owner_level: str,
    opened_at: datetime,
    due_at: datetime,
    place_province: int | None,
    place_district: int | None,
    place_ward: int | None,
) -> None: ...


@sql
async def settle_item(
    tx: Tx,
    *,
    facility_id: int,
    item_id: UUID,
    settled_at: datetime,
    settlement: str,
    settled_by: UUID | None,
) -> None: ...


@sql
async def sessions_with_open_items(tx: Tx, *, sessions: list[UUID]) -> list[UUID]: ...


@sql
async def take_person(
    tx: Tx,
    *,
    facility_id: int,
    session_id: UUID,
    person_id: UUID,
    station: str,
    device_id: UUID,
    held_by: UUID,
    until: datetime,
    now: datetime,
) -> UUID | None: ...


@sql
async def give_back(
    tx: Tx, *, facility_id: int, session_id: UUID, person_id: UUID, device_id: UUID
) -> None: ...


@sql
async def holds_of_session(
    tx: Tx, *, facility_id: int, session_id: UUID, now: datetime
) -> list[StationHold]: ...
