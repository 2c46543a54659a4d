"""The issuer's key file: mode 0600, opened by the signing worker and by nothing else.

One PEM file holds the private key (PKCS #8, ECDSA P-256) and its document signer certificate.
It never enters the database, the environment or a backup.
"""

import hashlib
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec import Struct

from tiemchung.domains.certificates.cose import protected_header
from tiemchung.domains.certificates.model import CertificateUse
from tiemchung.domains.certificates.payload import Issuer

DEMO_COUNTRY = "XX"
"""ISO 3166-1 keeps XX for users: no country will ever have it."""
DEMO_ISSUER = "DEMO"
KEY_ID_BYTES = 8

USE_OIDS = {
    CertificateUse.TEST: x509.ObjectIdentifier("1.3.6.1.4.1.1847.2021.1.1"),
    CertificateUse.VACCINATION: x509.ObjectIdentifier("1.3.6.1.4.1.1847.2021.1.2"),
    CertificateUse.RECOVERY: x509.ObjectIdentifier("1.3.6.1.4.1.1847.2021.1.3"),
}
_EARLY_ARC = "1.3.6.1.4.1.0.1847.2021.1."  # some issuers of 2021 wrote the arc with a 0 too many

_LARGEST_FILE = 64 * 1024
_DEMO_YEARS = 10


class KeyFileError(Exception):
    """The key file is missing, too open or not usable; the message never quotes its content."""


class IssuerKey(Struct, frozen=True, kw_only=True):
    """An opened signing key and what its certificate allows."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    issuer: Issuer
    key_id: bytes
    protected: bytes
    not_before: datetime
    not_after: datetime
    uses: frozenset[CertificateUse]

    @property
    def demo(self) -> bool:
        return is_demo(self.certificate)


def key_id(certificate: x509.Certificate) -> bytes:
    """Return the first 8 bytes of SHA-256 over the certificate's DER, as EU and WHO do."""
    der = certificate.public_bytes(serialization.Encoding.DER)
    return hashlib.sha256(der).digest()[:KEY_ID_BYTES]


def uses_of(certificate: x509.Certificate) -> frozenset[CertificateUse]:
    """Return what the certificate may sign; one that names none of the three may sign all.

    Raises ValueError for an extension that cannot be parsed.
    """
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return frozenset(CertificateUse)
    named = {oid.dotted_string.replace(_EARLY_ARC, "1.3.6.1.4.1.1847.2021.1.") for oid in usage}
    uses = frozenset(use for use, oid in USE_OIDS.items() if oid.dotted_string in named)
    return uses or frozenset(CertificateUse)


def is_demo(certificate: x509.Certificate) -> bool:
    """Tell a demo issuer by country XX or organisation DEMO: either is enough to distrust."""
    subject = certificate.subject
    return (
        attribute(subject, NameOID.COUNTRY_NAME) == DEMO_COUNTRY
        or attribute(subject, NameOID.ORGANIZATION_NAME) == DEMO_ISSUER
    )


def attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """Return the first value of a name's attribute as text, or nothing."""
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def open_issuer_key(path: Path) -> IssuerKey:
    """Open the key file. Raises `KeyFileError`, also when others than the owner may read it."""
    content = _read_private_file(path)
    try:
        private = serialization.load_pem_private_key(content, password=None)
        certificate = x509.load_pem_x509_certificate(content)
        uses = uses_of(certificate)
    except (ValueError, TypeError):
        # "from None": the parser's message may quote the file.
        raise KeyFileError(f"{path}: no private key with certificate in PEM") from None
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name != "secp256r1":
        raise KeyFileError(f"{path}: the key is not ECDSA P-256")
    if private.public_key() != certificate.public_key():
        raise KeyFileError(f"{path}: the certificate belongs to another key")
    return _issuer_key(private, certificate, uses)


def _issuer_key(
    private: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    uses: frozenset[CertificateUse],
) -> IssuerKey:
    subject, identifier = certificate.subject, key_id(certificate)
    name = attribute(subject, NameOID.ORGANIZATION_NAME) or attribute(subject, NameOID.COMMON_NAME)
    return IssuerKey(
        private=private,
        certificate=certificate,
        issuer=Issuer(attribute(subject, NameOID.COUNTRY_NAME), name),
        key_id=identifier,
        protected=protected_header(identifier),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        uses=uses,
    )


def _read_private_file(path: Path) -> bytes:
    """Read without following a link, and judge the rights of the very file that was opened."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK  # a pipe must not block
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}") from None
    try:
        if fault := _fault(os.fstat(descriptor)):
            raise KeyFileError(f"{path}: {fault}")
        return os.read(descriptor, _LARGEST_FILE)
    finally:
        os.close(descriptor)


def _fault(status: os.stat_result) -> str:
    if not stat.S_ISREG(status.st_mode):
        return "not a regular file"
    if stat.S_IMODE(status.st_mode) & 0o177:
        return "mode must be 0600 or 0400"
    return "" if status.st_uid == os.geteuid() else "belongs to another account"


def create_demo_issuer(path: Path, now: datetime) -> IssuerKey:
    """Make the key of a demo database: country XX, issuer DEMO, vaccination only, ten years.

    Raises `KeyFileError` when the file exists; a half-written one is removed. `now` is real time.
    """
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, DEMO_COUNTRY),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEMO_ISSUER),
            x509.NameAttribute(NameOID.COMMON_NAME, "DEMO - no value"),
        ]
    )
    certificate = self_signed(
        private, subject, from_=now, days=_DEMO_YEARS * 365, uses=[CertificateUse.VACCINATION]
    )
    _write_private_file(path, private, certificate)
    return open_issuer_key(path)


def self_signed(
    private: ec.EllipticCurvePrivateKey,
    subject: x509.Name,
    *,
    from_: datetime,
    days: int,
    uses: list[CertificateUse],
) -> x509.Certificate:
    """Return a certificate for `private` signed by itself, for demo databases and trials only."""
    start = from_.astimezone(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
    )
    if uses:
        oids = [USE_OIDS[use] for use in uses]
        builder = builder.add_extension(x509.ExtendedKeyUsage(oids), critical=False)
    return builder.sign(private, hashes.SHA256())


def _write_private_file(
    path: Path, private: ec.EllipticCurvePrivateKey, certificate: x509.Certificate
) -> None:
    content = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificate.public_bytes(serialization.Encoding.PEM)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, 0o600)
    except OSError as error:
        _cannot_write(path, error)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        _cannot_write(path, error)


def _cannot_write(path: Path, error: OSError) -> NoReturn:
    raise KeyFileError(f"{path}: {error.strerror}") from None
