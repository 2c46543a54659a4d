"""The statements of the registry; see queries.sql."""

from uuid import UUID

from msgspec import Struct

from tiemchung.domains.registry.model import PersonFound
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class ClaimHit(Struct, frozen=True):
    """A claim that carries one of the digests asked for."""

    digest: bytes
    person_id: UUID
    kind: str


class ContactFound(Struct, frozen=True):
    """A contact of a person; the preferred one comes first."""

    person_id: UUID
    kind: str
    value: str
    preferred: bool


class DocumentFound(Struct, frozen=True):
    """An identity document with only its last characters shown."""

    person_id: UUID
    document_id: UUID
    kind: str
    masked: str
    status: str


class NeighbourhoodName(Struct, frozen=True):
    """A neighbourhood of the ward asked for."""

    neighbourhood_id: int
    name: str


class SharedClaim(Struct, frozen=True):
    """A number of `person_id` that `other_id` has asserted too."""

    person_id: UUID
    other_id: UUID
    kind: str


class RegistrationOf(Struct, frozen=True):
    """The event that registered a person, and the units of the home."""

    person_id: UUID
    event_id: UUID
    home_province: int | None
    home_district: int | None
    home_ward: int | None


@sql
async def claims_by_digest(tx: Tx, *, digests: list[bytes]) -> list[ClaimHit]: ...


@sql
async def lock_forms(tx: Tx, *, keys: list[int]) -> None: ...


@sql
async def people(tx: Tx, *, people: list[UUID]) -> list[PersonFound]: ...


@sql
async def people_of_ward(
    tx: Tx, *, ward: int, neighbourhood: int | None, page_size: int, skipped: int
) -> list[PersonFound]: ...


@sql
async def count_of_ward(tx: Tx, *, ward: int, neighbourhood: int | None) -> int: ...


@sql
async def people_by_name(
    tx: Tx, *, low: str, high: str, others: list[str], most: int
) -> list[UUID]: ...


@sql
async def people_by_contact(tx: Tx, *, contact_id: UUID) -> list[UUID]: ...


@sql
async def person_by_code(tx: Tx, *, code: str) -> UUID | None: ...


@sql
async def contacts_of(tx: Tx, *, people: list[UUID]) -> list[ContactFound]: ...


@sql
async def documents_of(tx: Tx, *, people: list[UUID]) -> list[DocumentFound]: ...


@sql
async def neighbourhood_names(tx: Tx, *, ward: int) -> list[NeighbourhoodName]: ...


@sql
async def shared_claims(tx: Tx, *, people: list[UUID]) -> list[SharedClaim]: ...


@sql
async def registrations_of(tx: Tx, *, people: list[UUID]) -> list[RegistrationOf]: ...
