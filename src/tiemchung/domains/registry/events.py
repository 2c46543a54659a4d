"""The kinds of event about who a person is, and their data.

Bodies hold codes only; names, numbers, contacts and addresses stand in the private document
(`PersonDetails`), which is encrypted per person and can be erased.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.identity.roles import AT_SITE, Role
from tiemchung.domains.ledger.kinds import Kind

Source = Literal["self", "family", "site", "ward", "organisation", "school", "hospital", "army",
                 "police", "import"]  # fmt: skip


class Registered(Struct, frozen=True, kw_only=True):
    """A person enters the registry; `home` is a unit version id (ward, or the lowest known)."""

    home: int | None = None
    permanent: int | None = None
    sex: Literal["male", "female", "other", "unknown"] = "unknown"
    source: Source = "self"
    priority_group: str | None = None
    neighbourhood: int | None = None
    household: UUID | None = None
    nationality: str = "VN"
    sector: Literal["civil", "army", "police", "ministry_health"] = "civil"
    no_document_reason: str | None = None
    identity_status: Literal["unverified", "document_seen"] = "unverified"
    provisional_code: str | None = None


class Updated(Struct, frozen=True, kw_only=True):
    """Changes to what was registered; only the named fields change."""

    home: int | None = None
    sex: Literal["male", "female", "other", "unknown"] | None = None
    priority_group: str | None = None
    neighbourhood: int | None = None
    household: UUID | None = None
    identity_status: Literal["unverified", "document_seen"] | None = None
    reason: str | None = None


class Verified(Struct, frozen=True, kw_only=True):
    """The population register confirmed name, birth and number of this person."""

    register: str
    batch: UUID
    document_kind: str


class Consented(Struct, frozen=True, kw_only=True):
    """Consent to one product, or to vaccination when no product is known yet."""

    product: int | None = None


class Merged(Struct, frozen=True, kw_only=True):
    """One side of a merge; the other person has the event of the same merge id."""

    merge: UUID
    other: UUID
    surviving: UUID


class Reasoned(Struct, frozen=True, kw_only=True):
    """A decision that only needs its reason as a code."""

    reason: str | None = None
    on: date | None = None


class Document(Struct, frozen=True, kw_only=True):
    """An identity document as it stands in the private document, in its normal form."""

    id: UUID
    kind: str
    number: str
    status: str = "asserted"


class PersonDetails(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The private document of `registered` and, with only what changes, of `updated`."""

    full_name: str | None = None
    birth_date: date | None = None
    birth_precision: Literal["day", "month", "year", "unknown"] | None = None
    documents: list[Document] = []
    phones: list[str] = []
    address: str | None = None
    workplace: str | None = None
    occupation: str | None = None
    guardian_name: str | None = None
    guardian_phone: str | None = None
    health: list[str] = []
    """Conditions that the person told at registration, by code; the doctor asks again."""


REGISTRARS = AT_SITE | {Role.WARD, Role.DISTRICT, Role.PROVINCE, Role.ORGANISATION}
STEWARDS = frozenset({Role.DISTRICT, Role.PROVINCE, Role.SUPPORT_DISTRICT, Role.FACILITY_HEAD})

KINDS = [
    Kind(name="registered", ledger="person", data=Registered, private=True, citizen=True,
         enterers=REGISTRARS),
    Kind(name="updated", ledger="person", data=Updated, private=True, citizen=True,
         correcting=True, enterers=REGISTRARS),
    Kind(name="verified", ledger="person", data=Verified, decision=True, correcting=True,
         enterers=frozenset({Role.DISTRICT, Role.PROVINCE, Role.PLATFORM})),
    Kind(name="consented", ledger="person", data=Consented, citizen=True, enterers=REGISTRARS),
    Kind(name="consent_withdrawn", ledger="person", data=Consented, citizen=True,
         enterers=REGISTRARS),
    Kind(name="merged", ledger="person", data=Merged, decision=True, correcting=True,
         enterers=STEWARDS),
    Kind(name="unmerged", ledger="person", data=Merged, decision=True, correcting=True,
         enterers=STEWARDS),
    Kind(name="deceased", ledger="person", data=Reasoned, decision=True, correcting=True,
         enterers=STEWARDS | {Role.WARD}),
    Kind(name="erased", ledger="person", data=Reasoned, decision=True, correcting=True,
         enterers=frozenset({Role.MINISTRY})),
]  # fmt: skip
