"""The keys that the verifier trusts, in the shape in which EU gateway and WHO network publish them.

A list is a JSON array of `{"kid", "country", "certificateType": "DSC", "rawData"}` (rawData: the
certificate's DER in base64; other members are ignored). Where a list comes from and whether it is
genuine is for its importer to decide; here each row is judged by itself and a bad row is named.
"""

import base64
import binascii
from collections.abc import Iterable
from datetime import datetime

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from msgspec import Struct

from tiemchung.domains.certificates.cose import PublicKey
from tiemchung.domains.certificates.keys import attribute, is_demo, key_id, uses_of
from tiemchung.domains.certificates.model import CertificateUse

DOCUMENT_SIGNER = "DSC"
_SHORTEST_RSA = 2048


class TrustListRow(Struct, rename="camel"):
    """One published key; `kid` is base64 of 8 bytes, `raw_data` base64 of the certificate."""

    kid: str
    country: str
    raw_data: str
    certificate_type: str = DOCUMENT_SIGNER


class TrustedKey(Struct, frozen=True, kw_only=True):
    """A document signer's public key with its limits."""

    key_id: bytes
    country: str
    issuer: str
    public: PublicKey
    not_before: datetime
    not_after: datetime
    uses: frozenset[CertificateUse]
    demo: bool


class TrustList:
    """Keys by id, several under one id possible.

    Demo keys are taken only with `demo_database=True`, so a demo certificate shown to a real
    system meets an unknown issuer.
    """

    def __init__(self, keys: Iterable[TrustedKey], *, demo_database: bool = False) -> None:
        self._by_id: dict[bytes, list[TrustedKey]] = {}
        for key in keys:
            if demo_database or not key.demo:
                self._by_id.setdefault(key.key_id, []).append(key)

    def candidates(self, key_id: bytes) -> tuple[TrustedKey, ...]:
        """Return every key of that id, all of which must be tried."""
        return tuple(self._by_id.get(key_id, ()))

    def __len__(self) -> int:
        return sum(map(len, self._by_id.values()))


class RefusedRow(Struct, frozen=True):
    """A row that was left out: its place in the array from 0, and why."""

    index: int
    reason: str


def trusted_key(certificate: x509.Certificate, *, country: str = "") -> TrustedKey:
    """Read a certificate; `country` fills in where its subject names none.

    Raises ValueError for a key other than ECDSA P-256 or RSA of 2048 bits and more.
    """
    public = certificate.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        if public.curve.name != "secp256r1":
            raise ValueError(f"curve {public.curve.name} is not P-256")
    elif not isinstance(public, rsa.RSAPublicKey):
        raise ValueError("neither ECDSA nor RSA")  # noqa: TRY004 - the row is wrong, not our type
    elif public.key_size < _SHORTEST_RSA:
        raise ValueError(f"RSA of {public.key_size} bits")
    subject = certificate.subject
    return TrustedKey(
        key_id=key_id(certificate),
        country=attribute(subject, NameOID.COUNTRY_NAME) or country,
        issuer=attribute(subject, NameOID.ORGANIZATION_NAME)
        or attribute(subject, NameOID.COMMON_NAME),
        public=public,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        uses=uses_of(certificate),
        demo=is_demo(certificate),
    )


def trust_list_row(certificate: x509.Certificate) -> TrustListRow:
    """Return the row under which we publish our own certificate."""
    der = certificate.public_bytes(serialization.Encoding.DER)
    return TrustListRow(
        kid=base64.b64encode(key_id(certificate)).decode(),
        country=attribute(certificate.subject, NameOID.COUNTRY_NAME),
        raw_data=base64.b64encode(der).decode(),
    )


def read_trust_list(content: bytes) -> tuple[list[TrustedKey], list[RefusedRow]]:
    """Return the usable keys of a published list and the rows left out, each with its reason.

    Raises `msgspec.DecodeError` when the whole is not a JSON array.
    """
    keys: list[TrustedKey] = []
    refused: list[RefusedRow] = []
    for index, raw in enumerate(msgspec.json.decode(content, type=list[msgspec.Raw])):
        try:
            row = msgspec.json.decode(raw, type=TrustListRow)
            if row.certificate_type == DOCUMENT_SIGNER:
                keys.append(_key_of(row))
        except (ValueError, UnsupportedAlgorithm, msgspec.DecodeError) as error:
            refused.append(RefusedRow(index, str(error)))
    return keys, refused


def _key_of(row: TrustListRow) -> TrustedKey:
    try:
        der = base64.b64decode(row.raw_data, validate=True)
        stated = base64.b64decode(row.kid, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    key = trusted_key(x509.load_der_x509_certificate(der), country=row.country)
    if key.key_id != stated:
        raise ValueError("kid is not the certificate's")
    return key
