"""Making signed texts, in sets: the work of the signing worker, which holds the key."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime

from tiemchung.domains.certificates import cose, envelope, payload
from tiemchung.domains.certificates.keys import IssuerKey
from tiemchung.domains.certificates.model import (
    CannotCertify,
    CertificateFormat,
    CertificateUse,
    Refusal,
    VaccinationClaim,
)


def format_for(claim: VaccinationClaim) -> CertificateFormat:
    """HC1 for a verified person and a product that the EU lists, VN1 for all others."""
    if _international_refusal(claim) is None:
        return CertificateFormat.INTERNATIONAL
    return CertificateFormat.NATIONAL


def _international_refusal(claim: VaccinationClaim) -> Refusal | None:
    if claim.identity_status != "verified":
        return Refusal.IDENTITY_NOT_VERIFIED
    vaccine = claim.vaccine
    if not (vaccine.product and vaccine.holder and vaccine.prophylaxis):
        return Refusal.PRODUCT_NOT_LISTED
    return None


def refusal(
    claim: VaccinationClaim, key: IssuerKey, kind: CertificateFormat | None = None
) -> Refusal | None:
    """Name the first reason not to sign, or None; ask it for a whole set before `sign_batch`.

    `kind` None means `format_for(claim)`.
    """
    kind = kind or format_for(claim)
    if reason := _refusal_of_facts(claim, key, kind):
        return reason
    try:
        _content(claim, key, kind)
    except CannotCertify as cannot:
        return cannot.refusal
    return None


def _content(claim: VaccinationClaim, key: IssuerKey, kind: CertificateFormat) -> bytes:
    if kind is CertificateFormat.INTERNATIONAL:
        return payload.international(claim, key.issuer)
    return payload.national(claim, key.issuer)


def _refusal_of_facts(
    claim: VaccinationClaim, key: IssuerKey, kind: CertificateFormat
) -> Refusal | None:
    if CertificateUse.VACCINATION not in key.uses:
        return Refusal.KEY_NOT_FOR_VACCINATION
    if kind is CertificateFormat.INTERNATIONAL and (reason := _international_refusal(claim)):
        return reason
    if not claim.name.full.strip():
        return Refusal.NAME_EMPTY
    if min(claim.dose_number, claim.primary_doses, claim.doses_received) < 1:
        return Refusal.DOSE_NUMBER_WRONG
    return _refusal_of_times(claim, key)


def _refusal_of_times(claim: VaccinationClaim, key: IssuerKey) -> Refusal | None:
    if claim.vaccinated_on > claim.issued_at.date():
        return Refusal.DOSE_IN_FUTURE
    if claim.expires_at <= claim.issued_at:
        return Refusal.EXPIRY_BEFORE_ISSUE
    if claim.issued_at < key.not_before:
        return Refusal.ISSUED_BEFORE_KEY
    if claim.expires_at > key.not_after:
        return Refusal.EXPIRES_AFTER_KEY
    return None


def sign_batch(claims: Sequence[VaccinationClaim], key: IssuerKey) -> list[str]:
    """Return one signed text a claim, in order, each in the format of `format_for`.

    Raises `CannotCertify` naming the certificate at the first claim that must not be signed; no
    text of the set is then handed out. Drawing a QR code costs far more than this (decision 0007).
    """
    return [sign(claim, key) for claim in claims]


def sign(claim: VaccinationClaim, key: IssuerKey, kind: CertificateFormat | None = None) -> str:
    """Return the signed text of one claim. Raises `CannotCertify`."""
    kind = kind or format_for(claim)
    if reason := _refusal_of_facts(claim, key, kind):
        raise CannotCertify(reason, certificate_id=claim.certificate_id)
    try:
        content = _content(claim, key, kind)
    except CannotCertify as cannot:
        raise CannotCertify(cannot.refusal, certificate_id=claim.certificate_id) from None
    while True:
        text = envelope.pack(kind, cose.sign(content, key.protected, key.private))
        # A blank is a base45 character, and forms, e-mails and editors cut it off at the end: about
        # one text in fifty. A new signature gives another end.
        if not text.endswith(" "):
            return text


def expiry(issued_at: datetime, key: IssuerKey, *, months: int) -> datetime:
    """Return `months` after the issue (5772/QĐ-BYT: 12), but not later than the key's own end."""
    year, month = divmod(issued_at.month - 1 + months, 12)
    year, month = issued_at.year + year, month + 1
    day = min(issued_at.day, monthrange(year, month)[1])
    return min(issued_at.replace(year=year, month=month, day=day), key.not_after)
