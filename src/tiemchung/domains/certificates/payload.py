"""What stands under the signature: a CWT (RFC 8392) that carries the DCC or the national fields.

HC1 follows ehn-dcc-schema 1.3.3. VN1 has the eleven fields of decision 5772/QĐ-BYT (name, birth,
nationality, disease, doses received, date, dose number, vaccine, product, manufacturer,
certificate number), and beside them lot, identity status, country and issuer.
"""

import unicodedata
from typing import Any
from uuid import UUID

import cbor2
from msgspec import Struct

from tiemchung.domains.certificates.model import (
    PersonName,
    VaccinationClaim,
    dose_fraction,
)
from tiemchung.domains.certificates.transliterate import LONGEST, machine_readable

ISSUER, EXPIRES, ISSUED = 1, 4, 6
HCERT, DCC = -260, 1
NATIONAL_CLAIM = -65537
"""Our own claim key: RFC 8392 leaves integers below -65536 to private use."""
_DCC_VERSION = "1.3.0"  # readers of 2021 know this one; 1.3.3 changed no vaccination field
_NATIONAL_VERSION = "1.0.0"
_LUHN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:"
_BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread aloud
_FIRST_YEAR = 1900  # the DCC schema knows no earlier birth


class Issuer(Struct, frozen=True):
    """Who signs: ISO 3166-1 alpha-2 country and the name printed as issuer."""

    country: str
    name: str


def certificate_number(certificate_id: UUID, issuer: Issuer) -> str:
    """Return the UVCI: `URN:UVCI:01:VN:MOH/` + 26 characters of the id + `#` and a check character.

    The check character (Luhn modulo 38 of ehn-dcc-schema) tells a mistyped number at once.
    """
    number, digits = certificate_id.int, ""
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits = _BASE32[digit] + digits
    code = "".join(c for c in issuer.name.upper() if c in _LUHN[:36])[:10]
    stem = f"URN:UVCI:01:{issuer.country}:{code}/{digits}"
    return f"{stem}#{check_character(stem)}"


def check_character(stem: str) -> str:
    """Return the Luhn modulo 38 check character; raises ValueError for a character outside."""
    total, factor = 0, 2
    for character in reversed(stem):
        addend = factor * _LUHN.index(character)
        total += addend // len(_LUHN) + addend % len(_LUHN)
        factor = 3 - factor
    return _LUHN[-total % len(_LUHN)]


def international(claim: VaccinationClaim, issuer: Issuer) -> bytes:
    """Return the HC1 payload. Raises `CannotCertify` when the name cannot be transliterated."""
    done, series = dose_fraction(claim.dose_number, claim.primary_doses)
    entry = {
        "tg": claim.disease,
        "vp": claim.vaccine.prophylaxis,
        "mp": claim.vaccine.product,
        "ma": claim.vaccine.holder,
        "dn": done,
        "sd": series,
        "dt": claim.vaccinated_on.isoformat(),
        "co": claim.vaccinated_in or issuer.country,
        "is": issuer.name,
        "ci": certificate_number(claim.certificate_id, issuer),
    }
    names = _names(claim.name)
    dcc = {"ver": _DCC_VERSION, "nam": names, "dob": _birth(claim), "v": [entry]}
    return _token(claim, issuer, HCERT, {DCC: dcc})


def national(claim: VaccinationClaim, issuer: Issuer) -> bytes:
    """Return the VN1 payload, names as the person writes them."""
    fields = {
        "ver": _NATIONAL_VERSION,
        "nam": _tidy(claim.name.full),
        "dob": _birth(claim),
        "nat": claim.nationality,
        "tg": claim.disease,
        "rec": claim.doses_received,
        "dt": claim.vaccinated_on.isoformat(),
        "dn": claim.dose_number,
        "vp": claim.vaccine.prophylaxis,
        "mp": claim.vaccine.product_name,
        "ma": claim.vaccine.holder_name,
        "ci": certificate_number(claim.certificate_id, issuer),
        "lot": claim.lot_number,
        "ids": claim.identity_status,
        "co": claim.vaccinated_in or issuer.country,
        "is": issuer.name,
    }
    return _token(claim, issuer, NATIONAL_CLAIM, fields)


def _token(claim: VaccinationClaim, issuer: Issuer, key: int, content: dict[Any, Any]) -> bytes:
    return cbor2.dumps(
        {
            ISSUER: issuer.country,
            EXPIRES: int(claim.expires_at.timestamp()),
            ISSUED: int(claim.issued_at.timestamp()),
            key: content,
        }
    )


def _names(name: PersonName) -> dict[str, str]:
    names = {
        "fn": _tidy(name.family),
        "fnt": machine_readable(name.machine_family or name.family),
    }
    if name.given.strip():
        names["gn"] = _tidy(name.given)
        names["gnt"] = machine_readable(name.machine_given or name.given)
    return names


def _tidy(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())[:LONGEST].rstrip()


def _birth(claim: VaccinationClaim) -> str:
    """Cut the birthday to what is known; never invent a day. Empty before 1900 or if unknown."""
    if claim.birth_date is None or claim.birth_date.year < _FIRST_YEAR:
        return ""
    length = {"year": 4, "month": 7, "day": 10}[claim.birth_precision]
    return claim.birth_date.isoformat()[:length]
