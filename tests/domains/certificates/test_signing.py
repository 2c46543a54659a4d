"""What we sign: fields against the published schema, rules of time and key."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import cbor2
import jsonschema_rs
import pytest

from tiemchung.domains.certificates import cose
from tiemchung.domains.certificates.envelope import unpack
from tiemchung.domains.certificates.keys import IssuerKey
from tiemchung.domains.certificates.model import (
    CannotCertify,
    CertificateFormat,
    CertificateUse,
    PersonName,
    Refusal,
    VaccinationClaim,
    VaccineCodes,
    dose_fraction,
    vietnamese_name,
)
from tiemchung.domains.certificates.payload import NATIONAL_CLAIM, check_character
from tiemchung.domains.certificates.signing import (
    expiry,
    format_for,
    refusal,
    sign,
    sign_batch,
)

SCHEMA = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parent / "vectors" / "DCC.combined-schema.json").read_text())
)
Claims = Callable[..., VaccinationClaim]
Keys = Callable[..., IssuerKey]


def token(text: str) -> dict[Any, Any]:
    _, message = unpack(text)
    claims: dict[Any, Any] = cbor2.loads(cose.read(message).payload)
    return claims


def test_the_international_text_says_every_field(issuer: IssuerKey, make_claim: Claims) -> None:
    claim = make_claim()
    text = sign(claim, issuer)
    claims = token(text)
    assert text.startswith("HC1:")
    assert claims[1] == "VN"
    assert claims[6] == int(claim.issued_at.timestamp())
    assert claims[4] == int(claim.expires_at.timestamp())
    dcc = claims[-260][1]
    assert dcc["nam"] == {
        "fn": "Nguyễn",
        "fnt": "NGUYEN",
        "gn": "Thị Ánh Nguyệt",
        "gnt": "THI<ANH<NGUYET",
    }
    assert dcc["dob"] == "1984-03-15"
    entry = dcc["v"][0]
    assert entry.pop("ci").startswith("URN:UVCI:01:VN:")
    assert entry == {
        "tg": "840539006",
        "vp": "1119349007",
        "mp": "EU/1/20/1528",
        "ma": "ORG-100030215",
        "dn": 2,
        "sd": 2,
        "dt": "2021-09-10",
        "co": "VN",
        "is": "Bộ Y tế",
    }


def test_the_national_text_has_the_eleven_fields_of_the_decision(
    issuer: IssuerKey, make_claim: Claims
) -> None:
    text = sign(make_claim(identity_status="document_seen"), issuer)
    fields = token(text)[NATIONAL_CLAIM]
    assert text.startswith("VN1:")
    assert (fields["nam"], fields["dob"], fields["nat"]) == (
        "Nguyễn Thị Ánh Nguyệt",
        "1984-03-15",
        "VN",
    )
    assert (fields["tg"], fields["rec"], fields["dt"], fields["dn"]) == (
        "840539006",
        2,
        "2021-09-10",
        2,
    )
    assert (fields["vp"], fields["mp"], fields["ma"]) == (
        "1119349007",
        "Comirnaty",
        "Pfizer-BioNTech",
    )
    assert fields["ci"].startswith("URN:UVCI:01:VN:")
    assert (fields["lot"], fields["ids"]) == ("FG3716", "document_seen")


def test_key_id_and_algorithm_stand_in_the_protected_header(
    issuer: IssuerKey, make_claim: Claims
) -> None:
    _, message = unpack(sign(make_claim(), issuer))
    tag = cbor2.loads(message)
    protected, unprotected, _, signature = tag.value
    assert tag.tag == 18
    assert cbor2.loads(protected) == {1: -7, 4: issuer.key_id}
    assert len(issuer.key_id) == 8
    assert not unprotected
    assert len(signature) == 64


def test_only_verified_people_with_a_listed_product_get_the_international_one(
    make_claim: Claims,
) -> None:
    unlisted = VaccineCodes(
        prophylaxis="", product="", holder="", product_name="Nanocovax", holder_name="Nanogen"
    )
    assert format_for(make_claim()) is CertificateFormat.INTERNATIONAL
    assert format_for(make_claim(identity_status="document_seen")) is CertificateFormat.NATIONAL
    assert format_for(make_claim(identity_status="unverified")) is CertificateFormat.NATIONAL
    assert format_for(make_claim(vaccine=unlisted)) is CertificateFormat.NATIONAL


def test_the_international_one_cannot_be_forced_for_the_unverified(
    issuer: IssuerKey, make_claim: Claims
) -> None:
    claim = make_claim(identity_status="unverified")
    with pytest.raises(CannotCertify) as refused:
        sign(claim, issuer, CertificateFormat.INTERNATIONAL)
    assert refused.value.refusal is Refusal.IDENTITY_NOT_VERIFIED
    assert refused.value.certificate_id == claim.certificate_id


def test_a_one_word_name_has_no_given_name(issuer: IssuerKey, make_claim: Claims) -> None:
    dcc = token(sign(make_claim(name=vietnamese_name("Giàng")), issuer))[-260][1]
    assert dcc["nam"] == {"fn": "Giàng", "fnt": "GIANG"}


def test_the_passport_spelling_wins(issuer: IssuerKey, make_claim: Claims) -> None:
    name = PersonName(
        family="Иванов", given="Пётр", machine_family="IVANOV", machine_given="PETR IVANOVICH"
    )
    names = token(sign(make_claim(name=name), issuer))[-260][1]["nam"]
    assert (names["fnt"], names["gnt"]) == ("IVANOV", "PETR<IVANOVICH")


@pytest.mark.parametrize(
    ("born", "precision", "written"),
    [
        (date(1950, 1, 1), "year", "1950"),
        (date(1950, 7, 1), "month", "1950-07"),
        (date(1950, 7, 9), "day", "1950-07-09"),
        (None, "day", ""),
        (date(1899, 5, 5), "day", ""),
    ],
)
@pytest.mark.parametrize("status", ["verified", "unverified"])
def test_no_day_of_birth_is_invented(
    issuer: IssuerKey,
    make_claim: Claims,
    born: date | None,
    precision: str,
    written: str,
    status: str,
) -> None:
    claim = make_claim(birth_date=born, birth_precision=precision, identity_status=status)
    claims = token(sign(claim, issuer))
    fields = claims[-260][1] if status == "verified" else claims[NATIONAL_CLAIM]
    assert fields["dob"] == written


@pytest.mark.parametrize(
    ("dose", "primary", "fraction"),
    [
        (1, 2, (1, 2)),
        (2, 2, (2, 2)),
        (3, 2, (3, 3)),
        (4, 2, (4, 4)),
        (1, 1, (1, 1)),
        (2, 1, (2, 1)),
        (3, 1, (3, 1)),
        (2, 3, (2, 3)),
        (3, 3, (3, 3)),
        (4, 3, (4, 4)),
    ],
)
def test_dose_fractions(dose: int, primary: int, fraction: tuple[int, int]) -> None:
    assert dose_fraction(dose, primary) == fraction


def test_the_certificate_number_carries_a_check_character(
    issuer: IssuerKey, make_claim: Claims
) -> None:
    number = token(sign(make_claim(), issuer))[-260][1]["v"][0]["ci"]
    stem, _, check = number.partition("#")
    assert re.fullmatch(r"URN:UVCI:01:VN:[A-Z0-9]+/[0-9A-HJKMNP-TV-Z]{26}", stem)
    assert check_character(stem) == check
    assert len(number) <= 72
    assert check_character(stem.replace("0", "1", 1)) != check
    assert check_character("URN:UVCI:01:NL:187/37512422923") == "Z"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": PersonName(family=" ")}, Refusal.NAME_EMPTY),
        ({"name": vietnamese_name("Иван Петров")}, Refusal.NAME_NOT_LATIN),
        ({"dose_number": 0}, Refusal.DOSE_NUMBER_WRONG),
        ({"primary_doses": 0}, Refusal.DOSE_NUMBER_WRONG),
        ({"vaccinated_on": date(2026, 3, 2)}, Refusal.DOSE_IN_FUTURE),
        ({"expires_at": datetime(2026, 2, 28, 8, 30, tzinfo=UTC)}, Refusal.EXPIRY_BEFORE_ISSUE),
        ({"issued_at": datetime(2026, 1, 1, tzinfo=UTC)}, Refusal.ISSUED_BEFORE_KEY),
        ({"expires_at": datetime(2031, 1, 1, tzinfo=UTC)}, Refusal.EXPIRES_AFTER_KEY),
    ],
)
def test_wrong_claims_are_refused_with_their_reason(
    issuer: IssuerKey, make_claim: Claims, changes: dict[str, object], reason: Refusal
) -> None:
    claim = make_claim(**changes)
    assert refusal(claim, issuer) is reason
    with pytest.raises(CannotCertify) as refused:
        sign_batch([make_claim(), claim], issuer)
    assert refused.value.refusal is reason
    assert refused.value.detail == str(reason.sentence)


def test_a_key_for_tests_must_not_sign_a_vaccination(make_key: Keys, make_claim: Claims) -> None:
    for use in (CertificateUse.TEST, CertificateUse.RECOVERY):
        assert refusal(make_claim(), make_key(uses=(use,))) is Refusal.KEY_NOT_FOR_VACCINATION


def test_a_set_comes_back_in_order(issuer: IssuerKey, make_claim: Claims) -> None:
    claims = [make_claim(certificate_id=uuid4(), lot_number=str(i)) for i in range(200)]
    claims[7:9] = [make_claim(identity_status="unverified", lot_number=x) for x in ("a", "b")]
    texts = sign_batch(claims, issuer)
    assert len(texts) == len(set(texts)) == 200
    assert [text[:4] for text in texts[6:10]] == ["HC1:", "VN1:", "VN1:", "HC1:"]
    assert token(texts[7])[NATIONAL_CLAIM]["lot"] == "a"


def test_no_text_ends_with_a_blank_that_a_form_would_cut_off(
    issuer: IssuerKey, make_claim: Claims
) -> None:
    assert not any(text.endswith(" ") for text in sign_batch([make_claim()] * 500, issuer))


def test_expiry_is_a_year_but_never_beyond_the_key(make_key: Keys) -> None:
    start = datetime(2024, 2, 29, tzinfo=UTC)
    key = make_key(from_=start - timedelta(days=1), days=500)
    assert expiry(start, key, months=12) == datetime(2025, 2, 28, tzinfo=UTC)
    assert expiry(start, key, months=1) == datetime(2024, 3, 29, tzinfo=UTC)
    assert expiry(start, key, months=24) == key.not_after


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": vietnamese_name("Y")},
        {"birth_precision": "year"},
        {"birth_precision": "month"},
        {"birth_date": None},
        {"dose_number": 3, "doses_received": 3},
        {"dose_number": 2, "primary_doses": 1},
        {"vaccinated_in": "SG"},
        {"name": vietnamese_name("Đặng " + "Ường " * 40)},
    ],
)
def test_the_published_schema_accepts_what_we_sign(
    issuer: IssuerKey, make_claim: Claims, changes: dict[str, object]
) -> None:
    """The schema is ehn-dcc-schema 1.3.3, commit 9fe38ed, Apache-2.0."""
    dcc = token(sign(make_claim(**changes), issuer))[-260][1]
    assert list(SCHEMA.iter_errors(dcc)) == []


def test_the_published_schema_would_notice_a_fault(issuer: IssuerKey, make_claim: Claims) -> None:
    dcc = token(sign(make_claim(), issuer))[-260][1]
    dcc["nam"]["fnt"] = "Nguyễn"
    dcc["v"][0]["dn"] = 0
    assert len(list(SCHEMA.iter_errors(dcc))) == 2
