"""Dates of birth as people and Excel write them."""

# ruff: noqa: DTZ001 - Excel knows no time zones

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiemchung.domains.registry.birth import (
    Birth,
    BirthDoubt,
    BirthProblem,
    BirthReading,
    exchanged,
    from_serial,
    read_birth,
)

TODAY = date(2021, 7, 20)
FIFTH_OF_MARCH = Birth(date(1970, 3, 5))
days = st.dates(date(1900, 3, 1), TODAY)


def read(typed: str | float | datetime) -> BirthReading:
    return read_birth(typed, today=TODAY)


@pytest.mark.parametrize(
    "typed",
    ["05/03/1970", "5/3/1970", "5-3-1970", "05.03.1970", "5/3/70", " 05 / 03 / 1970 ", "1970-03-05",
     "1970/03/05", "05/03/1970 00:00:00", "ngày 5 tháng 3 năm 1970", "'05/03/1970", "05031970",
     "5031970", "050370", "19700305", "5-Mar-70", "05/03/1970 (theo khai sinh)", "25632",
     "25632.75", "05,03,1970"],
)  # fmt: skip
def test_one_day_however_written(typed: str) -> None:
    assert read(typed).birth == FIFTH_OF_MARCH


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ("1970", Birth(date(1970, 1, 1), "year")),
        (1970, Birth(date(1970, 1, 1), "year")),
        ("70", Birth(date(1970, 1, 1), "year")),
        ("năm 1970", Birth(date(1970, 1, 1), "year")),
        ("SN 1970", Birth(date(1970, 1, 1), "year")),
        ("khoảng 1950", Birth(date(1950, 1, 1), "year")),
        ("00/00/1970", Birth(date(1970, 1, 1), "year")),
        ("0/0/1970", Birth(date(1970, 1, 1), "year")),
        ("3/1970", Birth(date(1970, 3, 1), "month")),
        ("03-1970", Birth(date(1970, 3, 1), "month")),
        ("tháng 3 năm 1970", Birth(date(1970, 3, 1), "month")),
        ("00/03/1970", Birth(date(1970, 3, 1), "month")),
        (25632, FIFTH_OF_MARCH),
        (25632.999, FIFTH_OF_MARCH),
        (datetime(1970, 3, 5, 7, 30), FIFTH_OF_MARCH),
    ],
)
def test_precision_is_what_is_known(typed: str | float | datetime, birth: Birth) -> None:
    assert read(typed).birth == birth


@given(days)
def test_serials_agree_with_the_calendar(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert from_serial(serial) == day
    assert from_serial(serial + 0.5) == day
    assert from_serial(serial - 1462, from_1904=True) == day


def test_excel_s_phantom_leap_day() -> None:
    assert from_serial(59) == date(1900, 2, 28)
    assert from_serial(60) is None
    assert from_serial(61) == date(1900, 3, 1)


@given(
    days, st.sampled_from(["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d}.{m}.{y}", "{y}-{m:02}-{d:02}"])
)
def test_any_day_is_read_back(day: date, form: str) -> None:
    assert read(form.format(d=day.day, m=day.month, y=day.year)).birth == Birth(day)


@given(days)
def test_what_is_written_is_read_back(day: date) -> None:
    for birth in (
        Birth(day),
        Birth(day.replace(day=1), "month"),
        Birth(date(day.year, 1, 1), "year"),
    ):
        assert read(birth.written()).birth == birth


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", BirthProblem.EMPTY),
        ("   ", BirthProblem.EMPTY),
        ("31/02/1980", BirthProblem.NO_SUCH_DAY),
        ("29/02/1981", BirthProblem.NO_SUCH_DAY),
        ("13/13/1980", BirthProblem.NO_SUCH_DAY),
        ("01/01/2022", BirthProblem.IN_FUTURE),
        ("05/03/1870", BirthProblem.TOO_OLD),
        ("không nhớ", BirthProblem.UNREADABLE),
        ("5/3", BirthProblem.UNREADABLE),
        ("5/3/197", BirthProblem.UNREADABLE),
        (float("nan"), BirthProblem.UNREADABLE),
        (-5, BirthProblem.UNREADABLE),
        (1e300, BirthProblem.UNREADABLE),
        (99_999, BirthProblem.IN_FUTURE),
        ("9" * 10_000_000, BirthProblem.UNREADABLE),
    ],
)
def test_what_is_no_birth(typed: str | float, problem: BirthProblem) -> None:
    reading = read(typed)
    assert (reading.birth, reading.problem) == (None, problem)


@pytest.mark.parametrize(
    ("typed", "birth", "doubt"),
    [
        ("03/25/1970", Birth(date(1970, 3, 25)), BirthDoubt.MONTH_BEFORE_DAY),
        ("5/3/15", Birth(date(2015, 3, 5)), BirthDoubt.CENTURY_ASSUMED),
        (25632, FIFTH_OF_MARCH, BirthDoubt.SERIAL_NUMBER),
        ("05031970", FIFTH_OF_MARCH, BirthDoubt.RUN_TOGETHER),
        ("01/01/1970", Birth(date(1970, 1, 1)), BirthDoubt.FIRST_OF_JANUARY),
    ],
)
def test_what_had_to_be_assumed_is_said(
    typed: str | float, birth: Birth, doubt: BirthDoubt
) -> None:
    reading = read(typed)
    assert reading.birth == birth
    assert doubt in reading.doubts


def test_two_digits_of_last_century_are_no_doubt() -> None:
    assert read("5/3/70").doubts == ()


@given(st.text(max_size=70))
def test_any_text_gives_a_birth_or_a_problem(text: str) -> None:
    reading = read(text)
    assert (reading.birth is None) != (reading.problem is None)


@given(st.floats())
def test_any_number_gives_a_birth_or_a_problem(number: float) -> None:
    reading = read(number)
    assert (reading.birth is None) != (reading.problem is None)


def test_exchanged_days_and_months() -> None:
    assert exchanged(FIFTH_OF_MARCH) == Birth(date(1970, 5, 3))
    assert exchanged(Birth(date(1970, 3, 25))) is None
    assert exchanged(Birth(date(1970, 3, 3))) is None
    assert exchanged(Birth(date(1970, 1, 1), "year")) is None


def test_births_are_compared_as_far_as_both_are_known() -> None:
    year = Birth(date(1970, 1, 1), "year")
    assert FIFTH_OF_MARCH.could_be(year)
    assert year.could_be(FIFTH_OF_MARCH)
    assert not FIFTH_OF_MARCH.could_be(Birth(date(1970, 4, 1), "month"))
    assert not FIFTH_OF_MARCH.could_be(Birth(FIFTH_OF_MARCH.on + timedelta(days=1)))
