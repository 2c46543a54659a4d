"""Identity documents: kinds, normal forms, what they say of the person, lost zeros."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.identity_documents import (
    DocumentKind,
    DocumentProblem,
    Mismatch,
    NoDocumentReason,
    digest_input,
    facts_of,
    is_vietnamese_passport,
    mask_number,
    mismatches,
    no_document_reason,
    read_document,
)

PERSONAL = DocumentKind.PERSONAL_NUMBER
WOMAN_OF_1985 = "079185012345"


@pytest.mark.parametrize(
    ("typed", "kind", "normal"),
    [
        ("024123456", DocumentKind.CMND, "024123456"),
        ("024 123 456", DocumentKind.CMND, "024123456"),
        ("CMND: 024.123.456", DocumentKind.CMND, "024123456"),
        (WOMAN_OF_1985, PERSONAL, WOMAN_OF_1985),
        ("'079185012345", PERSONAL, WOMAN_OF_1985),
        ("079 185 012 345", PERSONAL, WOMAN_OF_1985),
        ("079185012345.0", PERSONAL, WOMAN_OF_1985),
        ("079185012345", PERSONAL, WOMAN_OF_1985),
        ("c1234567", DocumentKind.PASSPORT, "C1234567"),
        ("M 1234 5678", DocumentKind.PASSPORT, "M12345678"),
        ("HC: B1234567", DocumentKind.PASSPORT, "B1234567"),
        ("HC4797912345678", DocumentKind.HEALTH_CARD, "7912345678"),
        ("DN4797912345678", DocumentKind.HEALTH_CARD, "7912345678"),
    ],
)
def test_the_shape_tells_the_kind(typed: str, kind: DocumentKind, normal: str) -> None:
    reading = read_document(typed)
    assert (reading.kind, reading.normal, reading.problem) == (kind, normal, None)


def test_old_and_new_health_cards_are_one_number() -> None:
    old = read_document("GD4 79 791 234 5678", DocumentKind.HEALTH_CARD)
    new = read_document("7912345678", DocumentKind.HEALTH_CARD)
    assert old.normal == new.normal == "7912345678"
    assert old.printed == "GD4797912345678"


def test_a_new_number_under_the_old_heading_is_seen_for_what_it_is() -> None:
    assert read_document(WOMAN_OF_1985, DocumentKind.CMND).kind is PERSONAL
    assert read_document("024123456", PERSONAL).kind is DocumentKind.CMND


@pytest.mark.parametrize(
    ("typed", "problem", "proposals"),
    [
        ("", DocumentProblem.EMPTY, ()),
        ("79185012345", DocumentProblem.WRONG_LENGTH, ("079185012345",)),
        ("1185012345", DocumentProblem.WRONG_LENGTH, ("001185012345",)),
        ("24123456", DocumentProblem.WRONG_LENGTH, ("024123456",)),
        ("7.9185E+10", DocumentProblem.ROUNDED, ()),
        ("7,9185E+10", DocumentProblem.ROUNDED, ()),
        ("0791850123456", DocumentProblem.WRONG_LENGTH, ()),
        ("12345", DocumentProblem.WRONG_LENGTH, ()),
        ("000000000", DocumentProblem.ONE_DIGIT_REPEATED, ()),
        ("KHONGNHO", DocumentProblem.WRONG_SHAPE, ()),
        ("9" * 10_000_000, DocumentProblem.WRONG_LENGTH, ()),
    ],
)
def test_what_is_no_number_and_what_could_be_meant(
    typed: str, problem: DocumentProblem, proposals: tuple[str, ...]
) -> None:
    reading = read_document(typed)
    assert reading.normal == ""
    assert (reading.problem, reading.proposals) == (problem, proposals)


@given(st.text(max_size=70), st.sampled_from([None, *DocumentKind]))
def test_any_text_gives_a_number_or_a_problem(text: str, kind: DocumentKind | None) -> None:
    reading = read_document(text, kind)
    assert bool(reading.normal) != bool(reading.problem)
    if reading.normal:
        assert read_document(reading.normal, reading.kind).normal == reading.normal


@given(st.integers(0, 999_999_999_999))
def test_lost_zeros_are_proposed_back(number: int) -> None:
    whole = f"{number:012}"
    typed = str(number)
    reading = read_document(typed, PERSONAL)
    if len(typed) in (10, 11):
        assert reading.proposals == (whole,)


def test_twelve_digits_tell_place_sex_and_year() -> None:
    facts = facts_of(WOMAN_OF_1985)
    assert (facts.birth_place, facts.sex, facts.birth_year) == ("079", "female", 1985)
    assert facts_of("001203000001").birth_year == 2003
    assert facts_of("001203000001").sex == "male"
    with pytest.raises(ValueError, match="12345"):
        facts_of("12345")


def test_a_number_is_checked_against_the_record() -> None:
    birth = Birth(date(1985, 3, 5))
    assert mismatches(WOMAN_OF_1985, birth=birth, sex="female", birth_places={"079"}) == ()
    found = mismatches(
        WOMAN_OF_1985, birth=Birth(date(1986, 1, 1), "year"), sex="male", birth_places={"001"}
    )
    assert found == (Mismatch.SEX, Mismatch.BIRTH_YEAR, Mismatch.BIRTH_PLACE)
    assert mismatches(WOMAN_OF_1985, birth=None, sex=None) == ()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("mất", NoDocumentReason.LOST),
        ("Mất CMND", NoDocumentReason.LOST),
        ("Chưa cấp", NoDocumentReason.NOT_ISSUED),
        ("chưa có CCCD", NoDocumentReason.NOT_ISSUED),
        ("trẻ em", NoDocumentReason.CHILD),
        ("không mang theo", NoDocumentReason.NOT_WITH_THEM),
        ("Không", NoDocumentReason.UNKNOWN),
        ("024123456", None),
        ("x" * 1_000_000, None),
    ],
)
def test_remarks_in_place_of_a_number(typed: str, reason: NoDocumentReason | None) -> None:
    assert no_document_reason(typed) is reason


def test_digest_input_parts_kinds_with_equal_numbers() -> None:
    assert digest_input(DocumentKind.CMND, "1234567890") == b"cmnd:1234567890"
    assert digest_input(DocumentKind.CMND, "1") != digest_input(DocumentKind.PASSPORT, "1")


def test_masks_and_vietnamese_passports() -> None:
    assert mask_number(WOMAN_OF_1985) == "•••••••••345"
    assert is_vietnamese_passport("B1234567")
    assert not is_vietnamese_passport("B12345678")
