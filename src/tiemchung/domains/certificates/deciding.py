"""Which certificate a person is due, and what becomes of those that stand: pure.

A certificate is of the latest dose that its facility has confirmed, and only as far as every dose
before it is confirmed too: what is signed counts all doses up to it, so an unconfirmed one in
between holds back what comes after it.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from tiemchung.domains.certificates.model import (
    BirthPrecision,
    CertificateFormat,
    IdentityStatus,
    Refusal,
    VaccinationClaim,
    VaccineCodes,
    vietnamese_name,
)

CONFIRMED = frozenset({"confirmed", "certified"})
RENEW_DAYS = 30
"""A certificate with less to run is made anew, so that nobody travels with an ended one."""

_NO_ID = UUID(int=0)
_NO_TIME = datetime.fromtimestamp(0).astimezone()


class Holder(Struct, frozen=True):
    """A person as certificates need them; positions follow `holders` in queries.sql."""

    person_id: UUID
    full_name: str
    birth_date: date | None
    birth_precision: str
    nationality: str
    identity_status: str


class HeldDose(Struct, frozen=True):
    """A valid dose; positions follow `doses_of` in queries.sql."""

    person_id: UUID
    event_id: UUID
    happened_at: datetime
    day: date
    product_id: int | None
    lot_number: str
    state: str


class Standing(Struct, frozen=True):
    """A certificate that has not been taken back; positions follow `standing_of`."""

    person_id: UUID
    certificate_id: UUID
    number: str
    kind: str
    identity_status: str
    dose_event_ids: list[UUID]
    facts_hash: bytes
    issued_at: datetime
    expires_at: datetime
    recorded: bool


class Product(Struct, frozen=True):
    """A product's names and codes; `details` holds the values of the EU sets."""

    product_id: int
    name: str
    holder: str
    primary_doses: int
    details: dict[str, Any]

    def codes(self) -> VaccineCodes:
        """Return what a certificate says of the product; empty codes: not in the EU sets."""
        return VaccineCodes(
            prophylaxis=str(self.details.get("snomed") or ""),
            product=str(self.details.get("dcc_product") or ""),
            holder=str(self.details.get("dcc_manufacturer") or ""),
            product_name=self.name,
            holder_name=self.holder,
        )


class Withdrawal(Struct, frozen=True):
    """A certificate to take back and why: replaced, corrected, dose_voided or merged."""

    standing: Standing
    reason: str

    @property
    def is_false(self) -> bool:
        """Tell one that no longer says the truth, whose number is published as revoked."""
        return self.reason in ("corrected", "dose_voided")


FormatChoice = Callable[[VaccinationClaim], tuple[CertificateFormat | None, Refusal | None]]
"""The format in which a claim can be signed, or None and why not."""


class Decision(Struct, frozen=True, kw_only=True):
    """What is to be done for one human being.

    `claim` is what to sign (None: nothing new), `keeps` the certificate that stays, `why_not` the
    reason where a confirmed dose cannot be certified.
    """

    claim: VaccinationClaim | None = None
    facts_hash: bytes = b""
    doses: tuple[HeldDose, ...] = ()
    keeps: Standing | None = None
    withdrawals: tuple[Withdrawal, ...] = ()
    why_not: Refusal | None = None


class Human(Struct, frozen=True, kw_only=True):
    """All that is known of one human being, over the records that were merged.

    `holder` is the record that survives, or None when the person is not registered.
    """

    holder: Holder | None
    doses: Sequence[HeldDose]
    standing: Sequence[Standing]


def confirmed_doses(doses: Sequence[HeldDose]) -> tuple[HeldDose, ...]:
    """Return the doses that may be signed for: in order, up to the first unconfirmed one."""
    ordered = sorted(doses, key=lambda d: (d.happened_at, d.event_id))
    return tuple(takewhile(lambda d: d.state in CONFIRMED, ordered))


def facts_hash(claim: VaccinationClaim, doses: Sequence[HeldDose]) -> bytes:
    """Hash what a claim says apart from id, times and identity status."""
    bare = msgspec.structs.replace(
        claim,
        certificate_id=_NO_ID,
        issued_at=_NO_TIME,
        expires_at=_NO_TIME,
        identity_status="unverified",
    )
    said = [msgspec.json.encode(bare), *(dose.event_id.bytes for dose in doses)]
    return hashlib.sha256(b"".join(said)).digest()


def decide(
    human: Human,
    products: Mapping[int, Product],
    *,
    certificate_id: UUID,
    issued_at: datetime,
    expires_at: datetime,
    kind_of: FormatChoice,
) -> Decision:
    """Compare what a human being is due with what stands. Times are real time."""
    doses = confirmed_doses(human.doses)
    if human.holder is None or not doses:
        return Decision(
            withdrawals=_withdraw_all(human, products, doses),
            why_not=Refusal.NAME_EMPTY if doses else None,
        )
    product = products.get(doses[-1].product_id or 0)
    if product is None:
        return Decision(
            withdrawals=_withdraw_all(human, products, doses), why_not=Refusal.PRODUCT_NOT_KNOWN
        )
    claim = _claim(human.holder, doses, product, certificate_id, issued_at, expires_at)
    kind, why_not = kind_of(claim)
    if kind is None:
        return Decision(withdrawals=_withdraw_all(human, products, doses), why_not=why_not)
    hashed = facts_hash(claim, doses)
    keeps = next(
        (s for s in human.standing if _is_same(s, human.holder, kind, hashed, issued_at)), None
    )
    withdrawals = _withdraw_all(human, products, doses, but=keeps)
    if keeps is not None:
        return Decision(keeps=keeps, doses=doses, withdrawals=withdrawals)
    return Decision(claim=claim, facts_hash=hashed, doses=doses, withdrawals=withdrawals)


def _claim(
    holder: Holder,
    doses: Sequence[HeldDose],
    product: Product,
    certificate_id: UUID,
    issued_at: datetime,
    expires_at: datetime,
) -> VaccinationClaim:
    last = doses[-1]
    known = holder.birth_precision in ("year", "month", "day")
    return VaccinationClaim(
        certificate_id=certificate_id,
        name=vietnamese_name(holder.full_name),
        birth_date=holder.birth_date if known else None,
        birth_precision=_precision(holder.birth_precision),
        nationality=holder.nationality,
        identity_status=_status(holder.identity_status),
        vaccine=product.codes(),
        dose_number=len(doses),
        primary_doses=product.primary_doses,
        doses_received=len(doses),
        vaccinated_on=last.day,
        lot_number=last.lot_number,
        issued_at=issued_at,
        expires_at=expires_at,
    )


def _status(written: str) -> IdentityStatus:
    if written == "verified":
        return "verified"
    return "document_seen" if written == "document_seen" else "unverified"


def _precision(written: str) -> BirthPrecision:
    if written == "year":
        return "year"
    return "month" if written == "month" else "day"


def _is_same(
    standing: Standing, holder: Holder, kind: CertificateFormat, hashed: bytes, now: datetime
) -> bool:
    return (
        standing.person_id == holder.person_id
        and standing.kind == kind.value
        and standing.identity_status == holder.identity_status
        and standing.facts_hash == hashed
        and (standing.expires_at - now).days >= RENEW_DAYS
    )


def _withdraw_all(
    human: Human,
    products: Mapping[int, Product],
    doses: Sequence[HeldDose],
    but: Standing | None = None,
) -> tuple[Withdrawal, ...]:
    return tuple(
        Withdrawal(standing, _reason(standing, human, products, doses))
        for standing in human.standing
        if standing is not but
    )


def _reason(
    standing: Standing,
    human: Human,
    products: Mapping[int, Product],
    doses: Sequence[HeldDose],
) -> str:
    """Tell why a certificate goes: it is replaced while it says the truth, else it was wrong."""
    count = len(standing.dose_event_ids)
    if not {*standing.dose_event_ids} <= {d.event_id for d in human.doses}:
        return "dose_voided"
    if [d.event_id for d in doses[:count]] != standing.dose_event_ids:
        return "corrected"
    product = products.get(doses[count - 1].product_id or 0)
    holder = human.holder
    if holder is None or product is None:
        return "corrected"
    then = _claim(holder, doses[:count], product, _NO_ID, _NO_TIME, _NO_TIME)
    if facts_hash(then, doses[:count]) != standing.facts_hash:
        return "corrected"
    return "replaced" if standing.person_id == holder.person_id else "merged"
