"""What the stations read across domains, from published views; see screens.sql."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class SessionLine(Struct, frozen=True):
    """A session as one chooses it on a device."""

    id: UUID
    day: date
    half_day: str
    starts_at: datetime
    ends_at: datetime
    state: str
    site: str
    facility: str
    product: str
    called: int


class SiteOf(Struct, frozen=True):
    """Where a session takes place, and who answers for it."""

    site_id: int
    name: str
    facility: str
    address: str | None
    province_id: int
    ward_id: int | None
    ward: str | None


class Product(Struct, frozen=True):
    """A product; `dose_ml` of one dose, `open_vial_hours` after the first puncture."""

    id: int
    code: str
    name: str
    short_name: str
    doses_per_vial: int
    dose_ml: float
    open_vial_hours: int | None


class LotIssued(Struct, frozen=True):
    """A lot bound to the session by its issue."""

    lot_id: int
    product_id: int
    lot_number: str
    expires_on: date
    vials: int
    doses: int


class StaffHere(Struct, frozen=True):
    """Somebody who may answer or type here, with all their roles."""

    id: UUID
    name: str
    profession: str | None
    roles: list[str]


class DeviceHere(Struct, frozen=True):
    """A device of the facility; `ordinal` is the letter of the numbers that it gives."""

    id: UUID
    name: str
    ordinal: int


class Hospital(Struct, frozen=True):
    """A hospital of the province, for transfers."""

    id: int
    name: str


class Face(Struct, frozen=True):
    """A person as the stations show them; `home` is the lowest unit version that is known."""

    person_id: UUID
    full_name: str
    birth_date: date | None
    birth_precision: str
    sex: str
    identity_status: str
    guardian_name: str | None
    home: int | None
    ward: str | None
    priority_group: str | None
    documents: list[str]


class Appointment(Struct, frozen=True):
    """When and for which dose a person is called."""

    person_id: UUID
    appointment_id: UUID
    code: str
    starts_at: datetime
    dose_number: int


class DoseBefore(Struct, frozen=True):
    """A dose that a person had before this session."""

    person_id: UUID
    product: str | None
    day: date
    number: int | None
    dose_kind: str | None
    place: str | None


class DoseOnSlip(Struct, frozen=True):
    """A dose as the paper slip shows it; `product` is the pack's key."""

    person_id: UUID
    event_id: UUID
    day: date
    product: str | None
    product_name: str | None
    lot_number: str | None
    facility: str | None


class Watermark(Struct, frozen=True):
    """How far the ledger was read: its epoch and the oldest transaction still running.

    `called` is the number of people called to the session.
    """

    epoch: int
    tx: str
    called: int


class SessionEvent(Struct, frozen=True):
    """An event of the session: its body holds nothing private."""

    body: bytes
    outcome: str
    flags: list[str]


@sql
async def sessions_of(tx: Tx, *, day: date) -> list[SessionLine]: ...


@sql
async def site_of(tx: Tx, *, site_id: int, facility_id: int) -> SiteOf | None: ...


@sql
async def products(tx: Tx) -> list[Product]: ...


@sql
async def lots_issued(tx: Tx, *, session_id: UUID) -> list[LotIssued]: ...


@sql
async def staff_here(
    tx: Tx, *, facility_id: int, session_id: UUID, now: datetime
) -> list[StaffHere]: ...


@sql
async def devices_here(tx: Tx, *, facility_id: int) -> list[DeviceHere]: ...


@sql
async def hospitals(tx: Tx, *, province_id: int) -> list[Hospital]: ...


@sql
async def called_people(tx: Tx, *, session_id: UUID) -> list[UUID]: ...


@sql
async def people_seen(tx: Tx, *, session_id: UUID, people: list[UUID]) -> list[UUID]: ...


@sql
async def faces(tx: Tx, *, people: list[UUID]) -> list[Face]: ...


@sql
async def appointments(tx: Tx, *, session_id: UUID, people: list[UUID]) -> list[Appointment]: ...


@sql
async def doses_before(tx: Tx, *, session_id: UUID, people: list[UUID]) -> list[DoseBefore]: ...


@sql
async def injected_people(tx: Tx, *, session_id: UUID, people: list[UUID]) -> list[UUID]: ...


@sql
async def doses_on_slip(tx: Tx, *, people: list[UUID]) -> list[DoseOnSlip]: ...


@sql
async def watermark(tx: Tx, *, session_id: UUID) -> Watermark: ...


@sql
async def events_of(tx: Tx, *, session_id: UUID) -> list[SessionEvent]: ...


@sql
async def events_since(
    tx: Tx, *, session_id: UUID, epoch: int, tx_from: str
) -> list[SessionEvent]: ...
