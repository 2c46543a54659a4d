"""What the health book reads across domains, for people whom the account stands for alone."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class Member(Struct, frozen=True):
    """A person of the account's family."""

    person_id: UUID
    relation: str
    full_name: str
    birth_date: date | None
    birth_precision: str
    sex: str
    identity_status: str
    provisional_code: str | None
    priority_group: str | None
    home_province: int | None
    home_district: int | None
    home_ward: int | None
    nationality: str


class DoseShown(Struct, frozen=True):
    """A recorded injection, whatever became of the record."""

    person_id: UUID
    event_id: UUID
    happened_at: datetime
    day: date
    product_id: int | None
    product: str
    product_code: str | None
    holder: str
    lot: str | None
    lot_id: int | None
    dose_kind: str | None
    place: str | None
    facility: str | None
    facility_id: int | None
    entry: str
    flags: list[str]
    state: str
    place_province: int | None

    @property
    def counts(self) -> bool:
        """Tell a dose in the arm from a record that was voided or repeats another one."""
        return self.state not in ("voided", "duplicate")


class VisitShown(Struct, frozen=True):
    """A visit that ended without an injection."""

    person_id: UUID
    event_id: UUID
    kind: str
    happened_at: datetime
    outcome: str | None
    earliest_on: date | None
    reason: str | None
    place: str | None


class AppointmentShown(Struct, frozen=True):
    """An appointment with its place; the code is read aloud and shown as QR."""

    person_id: UUID
    appointment_id: UUID
    starts_at: datetime
    code: str
    dose_number_expected: int
    state: str
    outcome: str | None
    cancel_reason: str | None
    site: str
    address: str | None
    facility: str


class Wish(Struct, frozen=True):
    """A person's place on a list of candidates."""

    person_id: UUID
    state: str
    source: str
    dose_number: int
    earliest_on: date | None
    entered_at: datetime


class CertificateShown(Struct, frozen=True):
    """A certificate that was issued to one of these records."""

    person_id: UUID
    certificate_id: UUID
    number: str
    kind: str
    identity_status: str
    dose_event_ids: list[UUID]
    text: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    revoked_reason: str | None


class WaitingCertificate(Struct, frozen=True):
    """A certificate that is being made, or cannot be made for a reason."""

    person_id: UUID
    waiting_since: datetime
    refusal: str | None


class DocumentShown(Struct, frozen=True):
    """An identity document, masked."""

    kind: str
    masked: str
    status: str


class ReactionShown(Struct, frozen=True):
    """A reaction that was reported."""

    person_id: UUID
    event_id: UUID
    happened_at: datetime
    severity: str
    signs: list[str]
    reported_from: str
    dose_event_id: UUID | None


class NoticeShown(Struct, frozen=True):
    """A notice of a change."""

    person_id: UUID
    notice_id: UUID
    kind: str
    created_at: datetime
    read_at: datetime | None
    facts: dict[str, Any]
    facility: str | None


class Reading(Struct, frozen=True):
    """One look of a member of staff at a record."""

    person_id: UUID
    at: datetime
    actor_name: str
    actor_role: str
    facility: str | None
    purpose: str
    reason: str | None


class UnitChoice(Struct, frozen=True):
    """A unit that an address is chosen from."""

    unit_id: int
    level: str
    name: str
    name_en: str


class PlaceName(Struct, frozen=True):
    """A unit's names."""

    unit_id: int
    name: str
    name_en: str


class ProductName(Struct, frozen=True):
    """A product: its id in doses, its key in the rules, its short name."""

    product_id: int
    code: str
    short_name: str


@sql
async def family(tx: Tx, *, account_id: UUID) -> list[Member]: ...


@sql
async def doses(tx: Tx, *, people: list[UUID]) -> list[DoseShown]: ...


@sql
async def visits(tx: Tx, *, people: list[UUID]) -> list[VisitShown]: ...


@sql
async def appointments(tx: Tx, *, people: list[UUID]) -> list[AppointmentShown]: ...


@sql
async def wishes(tx: Tx, *, people: list[UUID]) -> list[Wish]: ...


@sql
async def certificates(tx: Tx, *, people: list[UUID]) -> list[CertificateShown]: ...


@sql
async def waiting_certificates(tx: Tx, *, people: list[UUID]) -> list[WaitingCertificate]: ...


@sql
async def documents(tx: Tx, *, people: list[UUID]) -> list[DocumentShown]: ...


@sql
async def reactions(tx: Tx, *, people: list[UUID]) -> list[ReactionShown]: ...


@sql
async def notices(tx: Tx, *, people: list[UUID], most: int) -> list[NoticeShown]: ...


@sql
async def unread(tx: Tx, *, people: list[UUID]) -> int: ...


@sql
async def readings(tx: Tx, *, people: list[UUID], most: int, skipped: int) -> list[Reading]: ...


@sql
async def count_readings(tx: Tx, *, people: list[UUID]) -> int: ...


@sql
async def units_of_level(tx: Tx, *, parent: int | None, day: date) -> list[UnitChoice]: ...


@sql
async def place_names(tx: Tx, *, units: list[int]) -> list[PlaceName]: ...


@sql
async def products(tx: Tx) -> list[ProductName]: ...
