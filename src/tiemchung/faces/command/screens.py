"""What the pages of the response centre read across domains, from published views alone."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class AreaOfDay(Struct, frozen=True):
    """Sessions of a day in one district (or province without districts), added up.

    `declared` is None where nobody has declared anything.
    """

    province: int | None
    district: int | None
    sessions: int
    running: int
    ended: int
    called: int
    checked_in: int
    entered: int
    declared: int | None
    declared_entered: int
    holes: int


class MapUnit(Struct, frozen=True):
    """A unit that is drawn on a map."""

    unit_id: int
    level: str
    code: str
    name: str


class SessionHead(Struct, frozen=True):
    """A session with the words for its page."""

    session_id: UUID
    facility_id: int
    site_id: int
    site_name: str
    facility_name: str
    address: str | None
    district_name: str | None
    day: date
    half_day: str
    starts_at: datetime
    ends_at: datetime
    product: str
    tables: int
    capacity: int


class OpenItem(Struct, frozen=True):
    """A gap that a session closed with: who owns it and until when."""

    item_id: UUID
    kind: str
    details: dict[str, Any]
    owner_level: str
    opened_at: datetime
    due_at: datetime
    settled_at: datetime | None


class SiteOfDay(Struct, frozen=True):
    """A site that holds a session on the day."""

    site_id: int
    name: str
    district_name: str


class MessagesOfDay(Struct, frozen=True):
    """Messages of a channel in one state."""

    channel: str
    state: str
    messages: int
    oldest: datetime


class AnnouncedDay(Struct, frozen=True):
    """What the nation announced for a day; None where it did not."""

    day: date
    total_doses: int | None
    source: str


class RoundOfDay(Struct, frozen=True):
    """A province's vaccination round."""

    name: str
    starts_on: date


class Product(Struct, frozen=True):
    """A product by its short name."""

    product_id: int
    short_name: str


class Quarantined(Struct, frozen=True):
    """An event that was put aside, without its body, and what became of it."""

    quarantine_id: UUID
    reason: str
    device_id: UUID | None
    seq: int | None
    facility_id: int | None
    facility_name: str | None
    received_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None
    resolution: str | None


@sql
async def areas_of_day(
    tx: Tx, *, day: date, now: datetime, no_entry_after: timedelta
) -> list[AreaOfDay]: ...


@sql
async def units_of_maps(tx: Tx, *, day: date, drawn: str) -> list[MapUnit]: ...


@sql
async def session_head(tx: Tx, *, session_id: UUID) -> SessionHead | None: ...


@sql
async def open_items_of(tx: Tx, *, session_id: UUID) -> list[OpenItem]: ...


@sql
async def sites_of_day(tx: Tx, *, day: date) -> list[SiteOfDay]: ...


@sql
async def messages_of_day(tx: Tx, *, since: datetime) -> list[MessagesOfDay]: ...


@sql
async def announced_days(tx: Tx, *, since: date, until: date) -> list[AnnouncedDay]: ...


@sql
async def round_of(tx: Tx, *, province: int, day: date) -> RoundOfDay | None: ...


@sql
async def products(tx: Tx) -> list[Product]: ...


@sql
async def quarantined(
    tx: Tx,
    *,
    unresolved: bool,
    nation: bool,
    unplaced: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
    limit: int,
) -> list[Quarantined]: ...
