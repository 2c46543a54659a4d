"""The verdict on a text that anybody may bring: never an exception, never a half-trusted field."""

from datetime import datetime, timedelta

from msgspec import structs

from tiemchung.domains.certificates import cose
from tiemchung.domains.certificates.envelope import OtherContentError, UnreadableError, unpack
from tiemchung.domains.certificates.model import (
    CertificateUse,
    ReadCertificate,
    Verdict,
    Verification,
)
from tiemchung.domains.certificates.reading import is_vaccination, read_content, read_token
from tiemchung.domains.certificates.trust import TrustedKey, TrustList

CLOCK_SKEW = timedelta(minutes=5)
"""How far the verifier's clock may be behind the issuer's."""

_ALPHA_2 = 2  # some issuers write their name where the country belongs


def verify(text: str, trust: TrustList, now: datetime) -> Verification:
    """Judge a scanned or pasted text at the real time `now` (with a zone).

    The order of questions: can it be read, is it a vaccination certificate, is its key known, is
    the signature right, may the key sign this, is it in time. Content is returned only after the
    signature was found right.
    """
    try:
        kind, packed = unpack(text)
        message = cose.read(packed)
        token = read_token(kind, message.payload)
        if token is None or not is_vaccination(kind, token):
            return Verification(verdict=Verdict.NOT_A_VACCINATION_CERTIFICATE)
        certificate = read_content(kind, token)
    except OtherContentError:
        return Verification(verdict=Verdict.NOT_A_VACCINATION_CERTIFICATE)
    except UnreadableError:
        return Verification(verdict=Verdict.UNREADABLE)
    candidates = trust.candidates(message.key_id)
    if not candidates:
        return Verification(verdict=Verdict.UNKNOWN_ISSUER)
    for key in candidates:
        if cose.is_signed_by(message, key.public):
            verdict = _verdict(certificate, key, now)
            named = structs.replace(certificate, country=key.country or certificate.country)
            return Verification(verdict=verdict, certificate=named, demo=key.demo)
    return Verification(verdict=Verdict.SIGNATURE_WRONG)


def _verdict(certificate: ReadCertificate, key: TrustedKey, now: datetime) -> Verdict:
    if not _may_sign(certificate, key):
        return Verdict.KEY_NOT_ALLOWED
    if now + CLOCK_SKEW < certificate.issued_at:
        return Verdict.NOT_YET_VALID
    if now >= min(certificate.expires_at, key.not_after):
        return Verdict.EXPIRED
    return Verdict.DEMO if key.demo else Verdict.VALID


def _may_sign(certificate: ReadCertificate, key: TrustedKey) -> bool:
    """Hold the key to its own country, its named uses and the start of its life.

    A certificate that outlives its key is not refused here but expires together with the key:
    issuers of two countries have signed such ones in good faith.
    """
    stated = certificate.country
    if len(stated) == _ALPHA_2 and key.country and stated != key.country:
        return False
    return CertificateUse.VACCINATION in key.uses and certificate.issued_at >= key.not_before
