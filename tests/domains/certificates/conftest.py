"""Claims and keys for the tests of certificates; every key is made anew and lives in memory."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec import structs

from tiemchung.domains.certificates import keys
from tiemchung.domains.certificates.cose import protected_header
from tiemchung.domains.certificates.keys import IssuerKey
from tiemchung.domains.certificates.model import (
    CertificateUse,
    VaccinationClaim,
    VaccineCodes,
    vietnamese_name,
)
from tiemchung.domains.certificates.payload import Issuer
from tiemchung.domains.certificates.signing import sign
from tiemchung.domains.certificates.trust import TrustList, trusted_key

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def issuer_key(
    *,
    country: str = "VN",
    name: str = "Bộ Y tế",
    uses: tuple[CertificateUse, ...] = (CertificateUse.VACCINATION,),
    from_: datetime = NOW - timedelta(days=30),
    days: int = 1000,
) -> IssuerKey:
    """Make a document signer as a health authority would hold it."""
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
        ]
    )
    certificate = keys.self_signed(private, subject, from_=from_, days=days, uses=list(uses))
    identifier = keys.key_id(certificate)
    return IssuerKey(
        private=private,
        certificate=certificate,
        issuer=Issuer(country, name),
        key_id=identifier,
        protected=protected_header(identifier),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        uses=frozenset(uses),
    )


def trusting(*issuers: IssuerKey, demo_database: bool = False) -> TrustList:
    """Trust exactly these issuers."""
    return TrustList(
        [trusted_key(issuer.certificate) for issuer in issuers], demo_database=demo_database
    )


def a_claim(**changes: object) -> VaccinationClaim:
    """Return the second dose of a verified person, with any field changed."""
    claim = VaccinationClaim(
        certificate_id=UUID("0190c2f0-7a3b-7c11-8d4e-3f2a9b5c6d7e"),
        name=vietnamese_name("Nguyễn Thị Ánh Nguyệt"),
        birth_date=date(1984, 3, 15),
        birth_precision="day",
        nationality="VN",
        identity_status="verified",
        vaccine=VaccineCodes(
            prophylaxis="1119349007",
            product="EU/1/20/1528",
            holder="ORG-100030215",
            product_name="Comirnaty",
            holder_name="Pfizer-BioNTech",
        ),
        dose_number=2,
        primary_doses=2,
        doses_received=2,
        vaccinated_on=date(2021, 9, 10),
        lot_number="FG3716",
        issued_at=NOW - timedelta(days=1),
        expires_at=NOW + timedelta(days=364),
    )
    return structs.replace(claim, **changes)


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def make_key() -> Callable[..., IssuerKey]:
    return issuer_key


@pytest.fixture(scope="session")
def make_claim() -> Callable[..., VaccinationClaim]:
    return a_claim


@pytest.fixture(scope="session")
def make_trust() -> Callable[..., TrustList]:
    return trusting


@pytest.fixture(scope="session")
def issuer() -> IssuerKey:
    return issuer_key()


@pytest.fixture(scope="session")
def trust(issuer: IssuerKey) -> TrustList:
    return trusting(issuer)


@pytest.fixture(scope="session")
def text(issuer: IssuerKey) -> str:
    """One signed text for tests that change it; signing anew would give another one."""
    return sign(a_claim(), issuer)
