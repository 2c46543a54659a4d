"""Typed signatures of the statements under the figures, and which of them lists which events."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.statistics.figure_list import Figure, Source
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class Part(Struct, frozen=True):
    """A sum by its key; None where the unit is not known."""

    key: int | None
    amount: int


class EventLine(Struct, frozen=True):
    """One event under a figure: when, what, how much, where, of which product and lot.

    `note` is what the kind of event is told apart by: a dose's number, a document's number, a
    reason's code. `events` and `total` are of the whole list. No person is named.
    """

    happened_at: datetime
    kind: str
    amount: int
    event_id: UUID
    site_id: int | None
    facility_id: int | None
    session_id: UUID | None
    product_id: int | None
    lot_number: str
    lot_id: int | None
    note: str
    events: int
    total: int


class NamedUnit(Struct, frozen=True):
    """A unit version and its level."""

    unit_id: int
    level: str
    name: str


class CoveredUnit(Struct, frozen=True):
    """A unit below another one, with its residents where they are known."""

    unit_id: int
    name: str
    code: str
    population: int | None


@sql
async def booked_parts(
    tx: Tx, *, by: str, names: list[str], signs: list[int], level: str, units: list[int],
    since: date, until: date, low: int, high: int, product: int | None,
) -> list[Part]: ...  # fmt: skip


@sql
async def place_parts(
    tx: Tx, *, by: str, units: list[int], since: date, until: date, low: int, high: int,
    product: int | None,
) -> list[Part]: ...  # fmt: skip


@sql
async def stock_parts(
    tx: Tx, *, by: str, child: str, figure: str, since: date, until: date, product: int | None,
    kinds: list[str], level: str, units: list[int],
) -> list[Part]: ...  # fmt: skip


@sql
async def session_parts(
    tx: Tx, *, by: str, child: str, figure: str, since: date, until: date, product: int | None,
    level: str, units: list[int],
) -> list[Part]: ...  # fmt: skip


@sql
async def called_parts(
    tx: Tx, *, by: str, child: str, since: date, until: date, product: int | None, level: str,
    units: list[int],
) -> list[Part]: ...  # fmt: skip


@sql
async def dose_events(
    tx: Tx, *, since: date, until: date, low: int, high: int, product: int | None, level: str,
    units: list[int], limit: int, skip: int,
) -> list[EventLine]: ...  # fmt: skip


@sql
async def registration_events(
    tx: Tx, *, since: date, until: date, level: str, units: list[int], limit: int, skip: int
) -> list[EventLine]: ...


@sql
async def movement_events(
    tx: Tx, *, kind: str, to_session: bool, since: date, until: date, product: int | None,
    kinds: list[str], level: str, units: list[int], limit: int, skip: int,
) -> list[EventLine]: ...  # fmt: skip


@sql
async def vial_events(
    tx: Tx, *, kind: str, since: date, until: date, product: int | None, level: str,
    units: list[int], limit: int, skip: int,
) -> list[EventLine]: ...  # fmt: skip


@sql
async def appointment_events(
    tx: Tx, *, since: date, until: date, product: int | None, level: str, units: list[int],
    limit: int, skip: int,
) -> list[EventLine]: ...  # fmt: skip


@sql
async def step_events(
    tx: Tx, *, kind: str, since: date, until: date, product: int | None, level: str,
    units: list[int], limit: int, skip: int,
) -> list[EventLine]: ...  # fmt: skip


@sql
async def declared_events(
    tx: Tx, *, since: date, until: date, product: int | None, level: str, units: list[int],
    limit: int, skip: int,
) -> list[EventLine]: ...  # fmt: skip


@sql
async def entered_events(
    tx: Tx, *, since: date, until: date, product: int | None, level: str, units: list[int],
    limit: int, skip: int,
) -> list[EventLine]: ...  # fmt: skip


@sql
async def reaction_events(
    tx: Tx, *, severity: str, since: date, until: date, product: int | None, level: str,
    units: list[int], limit: int, skip: int,
) -> list[EventLine]: ...  # fmt: skip


@sql
async def units_within(
    tx: Tx, *, level: str, parent: str, units: list[int], since: date, until: date
) -> list[CoveredUnit]: ...


@sql
async def unit_named(tx: Tx, *, unit: int) -> NamedUnit | None: ...


@sql
async def provinces_under(tx: Tx, *, unit: int) -> list[int]: ...


@sql
async def stores_within(tx: Tx, *, level: str, units: list[int]) -> list[int]: ...


@sql
async def hosts_within(
    tx: Tx, *, level: str, units: list[int], since: date, until: date
) -> list[int]: ...


async def events_of(
    tx: Tx, figure: Figure, *, level: str, units: list[int], since: date, until: date,
    product: int | None, limit: int, skip: int,
) -> list[EventLine]:  # fmt: skip
    """List the events of a figure's source at a place over some days."""
    here: dict[str, Any] = {
        "since": since, "until": until, "level": level, "units": units, "limit": limit,
        "skip": skip,
    }  # fmt: skip
    if figure.source == "registration":
        return await registration_events(tx, **here)
    low, high = figure.numbers
    listing, more = _LISTINGS[figure.source], dict[str, Any]()
    if figure.source == "dose":
        more = {"low": low, "high": high}
    elif figure.source == "movement":
        to_session = figure.stock == "issued_to_session"
        more = {"kind": figure.kind, "to_session": to_session, "kinds": figure.store_kinds(level)}
    elif figure.source in ("vial", "step"):
        more = {"kind": figure.kind}
    elif figure.source == "reaction":
        more = {"severity": figure.kind}
    return await listing(tx, product=product, **more, **here)


_LISTINGS: dict[Source, Callable[..., Awaitable[list[EventLine]]]] = {
    "dose": dose_events,
    "movement": movement_events,
    "vial": vial_events,
    "appointment": appointment_events,
    "step": step_events,
    "declared": declared_events,
    "entered": entered_events,
    "reaction": reaction_events,
}
