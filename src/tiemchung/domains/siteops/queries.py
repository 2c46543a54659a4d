"""The statements of the site day; see queries.sql."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from tiemchung.domains.siteops.close import OpenedVial, PersonOutcome, VialMovement
from tiemchung.domains.siteops.model import (
    DeclaredCount,
    InjectionTable,
    LotNumber,
    MissingNumbers,
    OpenItem,
    QuarantinedEvents,
    SessionClose,
    SessionDevice,
    SessionPlace,
    StationHold,
    VialDoses,
)
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


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
    tx: Tx,
    *,
    facility_id: int,
    table_id: UUID,
    session_id: UUID,
    number: int,
    product_id: int,
    place_province: int | None,
    place_district: int | None,
    place_ward: int | None,
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
    place_province: int | None,
    place_district: int | None,
    place_ward: int | None,
) -> UUID | None: ...


@sql
async def give_back(
    tx: Tx, *, facility_id: int, session_id: UUID, person_id: UUID, device_id: UUID
) -> None: ...


@sql
async def holds_of_session(
    tx: Tx, *, facility_id: int, session_id: UUID, now: datetime
) -> list[StationHold]: ...
