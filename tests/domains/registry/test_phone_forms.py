"""Telephone numbers: one form however typed, old prefixes brought forward."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiemchung.domains.registry.phones import (
    PhoneKind,
    PhoneProblem,
    PhoneRepair,
    as_dialled,
    before_2018,
    mask_phone,
    read_phone,
)

mobiles = st.builds(
    "{}{:07}".format,
    st.sampled_from(["90", "98", "32", "39", "70", "79", "81", "85", "56", "58", "59", "52", "87"]),
    st.integers(0, 9_999_999),
)


@pytest.mark.parametrize(
    "typed",
    ["0901234567", "090 123 4567", "090.123.4567", "090-123-4567", "(090) 1234567", "+84901234567",
     "+84 (0)90 123 4567", "84901234567", "0084901234567", "901234567", "SĐT: 0901234567",
     "\u00a00901234567 "],
)  # fmt: skip
def test_one_number_however_typed(typed: str) -> None:
    assert read_phone(typed).normal == "+84901234567"


@given(mobiles, st.sampled_from(["0{}", "+84{}", "84{}", "{}", "0084{}", "0{} "]))
def test_every_way_of_writing_a_mobile_gives_one_form(number: str, way: str) -> None:
    reading = read_phone(way.format(number))
    assert reading.normal == f"+84{number}"
    assert reading.kind is PhoneKind.MOBILE
    assert read_phone(as_dialled(reading.normal)).normal == reading.normal


@given(mobiles)
def test_numbers_from_before_2018_are_brought_forward(number: str) -> None:
    old = before_2018(f"+84{number}")
    if old is not None:
        reading = read_phone(old)
        assert len(old) == 11
        assert reading.normal == f"+84{number}"
        assert PhoneRepair.PREFIX_OF_2018 in reading.repairs


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("01621234567", "+84321234567"), ("01691234567", "+84391234567"),
        ("01201234567", "+84701234567"), ("01231234567", "+84831234567"),
        ("01291234567", "+84821234567"), ("01861234567", "+84561234567"),
        ("01991234567", "+84591234567"), ("1681234567", "+84381234567"),
    ],
)  # fmt: skip
def test_prefixes_of_2018(old: str, new: str) -> None:
    assert read_phone(old).normal == new


def test_the_zero_that_excel_took_is_restored_and_said() -> None:
    assert read_phone("901234567").repairs == (PhoneRepair.ZERO_RESTORED,)


def test_of_several_numbers_the_first_is_used_and_said() -> None:
    reading = read_phone("0901234567 / 0912345678")
    assert reading.normal == "+84901234567"
    assert PhoneRepair.FIRST_OF_SEVERAL in reading.repairs


def test_landlines_and_foreign_numbers_have_their_kind() -> None:
    assert read_phone("028 3829 1234").kind is PhoneKind.LANDLINE
    assert read_phone("0251 3822 123").normal == "+842513822123"
    assert read_phone("+82 10-1234-5678") == read_phone("00821012345678")
    assert read_phone("+82 10-1234-5678").kind is PhoneKind.FOREIGN


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", PhoneProblem.EMPTY),
        ("không có", PhoneProblem.NOT_A_NUMBER),
        ("09012", PhoneProblem.WRONG_LENGTH),
        ("0901234567890", PhoneProblem.WRONG_LENGTH),
        ("0401234567", PhoneProblem.UNKNOWN_PREFIX),
        ("+12", PhoneProblem.WRONG_LENGTH),
        ("٠٩٠١٢٣٤٥٦٧", PhoneProblem.NOT_A_NUMBER),
        ("9" * 10_000_000, PhoneProblem.WRONG_LENGTH),
    ],
)
def test_what_is_no_number(typed: str, problem: PhoneProblem) -> None:
    reading = read_phone(typed)
    assert reading.problem is problem
    assert reading.normal == ""


@given(st.text(max_size=100))
def test_any_text_gives_a_number_or_a_problem(text: str) -> None:
    reading = read_phone(text)
    assert bool(reading.normal) != bool(reading.problem)


def test_masks_show_the_last_three_digits() -> None:
    assert mask_phone("0901234567") == "•••••••567"
