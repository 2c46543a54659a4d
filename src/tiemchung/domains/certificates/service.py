"""The door of certificates: keys are published, waiting people are signed for, texts are judged.

Signing (`issue_waiting`) needs the issuer's key and so is for the signing worker alone; all else
needs public certificates only. Times are real time.
"""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from msgspec import structs

from tiemchung.domains.certificates import queries
from tiemchung.domains.certificates.deciding import RENEW_DAYS
from tiemchung.domains.certificates.issuing import Issued, issue_waiting
from tiemchung.domains.certificates.keys import IssuerKey
from tiemchung.domains.certificates.model import QueueLength, Verdict, Verification
from tiemchung.domains.certificates.trust import (
    TrustList,
    TrustListRow,
    trust_list_row,
    trusted_key,
)
from tiemchung.domains.certificates.verify import verify
from tiemchung.kernel.sql import Tx

__all__ = [
    "ISSUER_FILE",
    "Issued",
    "certificate_queue",
    "issue_waiting",
    "issuer_file",
    "judge_text",
    "publish_key",
    "queue_renewals",
    "read_revoked",
    "read_trust_list",
    "trust_list",
]

ISSUER_FILE = "issuer.pem"


def issuer_file(folder: Path) -> Path:
    """Return where the issuer's key lies among the secrets of an installation (mode 0600)."""
    return folder / "secrets" / ISSUER_FILE


async def publish_key(tx: Tx, key: IssuerKey) -> None:
    """Put the public part of an issuer's key on our list of trusted keys, once."""
    await queries.publish_key(
        tx,
        key_id=key.key_id,
        issuer=key.issuer.name,
        country=key.issuer.country,
        certificate_der=key.certificate.public_bytes(Encoding.DER),
        demo=key.demo,
        valid_from=key.not_before,
        valid_to=key.not_after,
    )


async def read_trust_list(tx: Tx) -> list[TrustListRow]:
    """Return the keys that we publish, in the shape of the EU gateway."""
    return [trust_list_row(c) for c in await _trusted(tx)]


async def trust_list(tx: Tx, *, is_demo: bool) -> TrustList:
    """Return the keys that the verifier of this database trusts."""
    return TrustList([trusted_key(c) for c in await _trusted(tx)], demo_database=is_demo)


async def _trusted(tx: Tx) -> list[x509.Certificate]:
    ders = await queries.trusted_certificates(tx)
    return [x509.load_der_x509_certificate(der) for der in ders]


async def judge_text(tx: Tx, text: str, *, is_demo: bool, now: datetime) -> Verification:
    """Judge a text that anybody brings; never raises, whatever the text.

    Of certificates that we have taken back because they were wrong, the number is known here.
    """
    found = verify(text, await trust_list(tx, is_demo=is_demo), now)
    certificate = found.certificate
    if certificate is None or found.verdict not in (Verdict.VALID, Verdict.DEMO, Verdict.EXPIRED):
        return found
    if await queries.is_revoked(tx, number=certificate.certificate_id):
        return structs.replace(found, verdict=Verdict.REVOKED)
    return found


async def read_revoked(tx: Tx) -> list[str]:
    """Return the numbers of certificates that say something wrong, oldest first."""
    return await queries.revoked_numbers(tx)


async def certificate_queue(tx: Tx) -> QueueLength:
    """Tell how many people wait for a certificate, how many cannot get one, and since when."""
    return await queries.queue_length(tx)


async def queue_renewals(tx: Tx, *, now: datetime) -> None:
    """Queue everyone whose certificate ends within the time of renewal; for a nightly job."""
    await queries.enqueue_ending(tx, before=now + timedelta(days=RENEW_DAYS), now=now)
