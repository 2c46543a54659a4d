"""What the registry is asked and what it answers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.events import Source
from tiemchung.domains.registry.identity_documents import DocumentKind
from tiemchung.kernel.errors import DomainError

Sex = Literal["male", "female", "other", "unknown"]
Sector = Literal["civil", "army", "police", "ministry_health"]
PROVISIONAL_CODE_LENGTH = 10


class CannotRegister(DomainError):
    """The registry refuses what was asked; the detail says what to do."""

    code: ClassVar[str] = "registry.cannot_register"


class Entry(Struct, frozen=True, kw_only=True):
    """Who enters something, for whom the way in is told, where and when (campaign time)."""

    voucher: Voucher
    at: datetime
    entered_by: UUID | None = None
    facility: int | None = None
    site: int | None = None
    session: UUID | None = None


class NewDocument(Struct, frozen=True):
    """An identity document in its normal form."""

    kind: DocumentKind
    number: str


class NewPerson(Struct, frozen=True, kw_only=True):
    """A person to register, in normal forms; `home` is the lowest unit version that is known.

    `person_id` is given where a retry must make the same person. Without documents and with a
    reason the person gets a provisional code.
    """

    full_name: str
    birth: Birth | None
    sex: Sex
    home: int | None
    source: Source
    person_id: UUID | None = None
    documents: tuple[NewDocument, ...] = ()
    phones: tuple[str, ...] = ()
    no_document_reason: str | None = None
    nationality: str = "VN"
    sector: Sector = "civil"
    permanent: int | None = None
    neighbourhood: int | None = None
    household: UUID | None = None
    priority_group: str | None = None
    address: str | None = None
    workplace: str | None = None
    occupation: str | None = None
    guardian_name: str | None = None
    guardian_phone: str | None = None
    health: tuple[str, ...] = ()
    document_seen: bool = False


class Registration(Struct, frozen=True, kw_only=True):
    """What became of one person: newly registered, or known already and left as they are.

    `others` are people who hold the same number under another name or birth: a case for the
    duplicate queue, never a refusal. `refused` is the reason of the way in, which is an alarm.
    """

    person_id: UUID
    outcome: Literal["registered", "known", "refused"]
    provisional_code: str | None = None
    others: tuple[UUID, ...] = ()
    refused: str | None = None


class PersonChange(Struct, frozen=True, kw_only=True):
    """What changes of a person; None leaves it as it is. Documents are added to the set."""

    person_id: UUID
    full_name: str | None = None
    birth: Birth | None = None
    sex: Sex | None = None
    home: int | None = None
    neighbourhood: int | None = None
    household: UUID | None = None
    priority_group: str | None = None
    address: str | None = None
    workplace: str | None = None
    occupation: str | None = None
    guardian_name: str | None = None
    guardian_phone: str | None = None
    phones: tuple[str, ...] = ()
    documents: tuple[NewDocument, ...] = ()
    document_seen: bool = False
    reason: str | None = None


Ground = Literal[
    "in_scope",
    "called_list",
    "exact_document",
    "citizen_link",
    "break_glass",
    "ward_list",
    "search",
]
"""Why a record is read; the citizen sees it in the access log."""


class PersonFound(Struct, frozen=True):
    """A person as a list or a search shows them; positions follow `people` in queries.sql."""

    person_id: UUID
    full_name: str
    sort_key: str
    birth_date: date | None
    birth_precision: str
    sex: str
    sector: str
    address: str | None
    home_province: int | None
    home_district: int | None
    home_ward: int | None
    neighbourhood_id: int | None
    household_id: UUID | None
    identity_status: str
    provisional_code: str | None
    priority_group: str | None
    source: str
    registered_at: datetime
    deceased_on: date | None


class Household(Struct, frozen=True):
    """People of one address in the order of the list; `household_id` None holds those without."""

    household_id: UUID | None
    people: Sequence[PersonFound]


class NeighbourhoodPeople(Struct, frozen=True):
    """The households of one neighbourhood; None holds people of whom it is not known."""

    neighbourhood_id: int | None
    name: str
    households: Sequence[Household]
