"""Dates of birth as people write them, with the precision that they really have.

Many people know only the year, so a birth is a date with a precision and no first of January is
ever invented. Excel adds its own ways of being wrong: serial numbers, text dates, and day and month
exchanged by a computer set to American dates.
"""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Literal
from unicodedata import normalize

from msgspec import Struct

Precision = Literal["year", "month", "day"]

OLDEST: Final = 125
"""Years; a greater age is a typing error."""


class Birth(Struct, frozen=True, order=True):
    """A birth known to the year, month or day; `on` is the first day of what is known."""

    on: date
    precision: Precision = "day"

    @property
    def year(self) -> int:
        return self.on.year

    def written(self) -> str:
        """Write it as people do: 05/03/1970, 03/1970 or 1970."""
        full = f"{self.on.day:02}/{self.on.month:02}/{self.on.year}"
        return full[{"day": 0, "month": 3, "year": 6}[self.precision] :]

    def could_be(self, other: "Birth") -> bool:
        """Tell whether both may be the same birth, compared as far as both are known."""
        coarse = min(_FINENESS[self.precision], _FINENESS[other.precision])
        return _known(self)[:coarse] == _known(other)[:coarse]


_FINENESS: Final[dict[Precision, int]] = {"year": 1, "month": 2, "day": 3}


def _known(birth: Birth) -> tuple[int, int, int]:
    return birth.on.year, birth.on.month, birth.on.day


class BirthProblem(StrEnum):
    """Why a text is no date of birth."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NO_SUCH_DAY = "no_such_day"
    IN_FUTURE = "in_future"
    TOO_OLD = "too_old"


class BirthDoubt(StrEnum):
    """What had to be assumed, for a person to look at."""

    MONTH_BEFORE_DAY = "month_before_day"
    CENTURY_ASSUMED = "century_assumed"
    SERIAL_NUMBER = "serial_number"
    RUN_TOGETHER = "run_together"
    FIRST_OF_JANUARY = "first_of_january"


class BirthReading(Struct, frozen=True):
    """A birth understood with its doubts, or the problem."""

    birth: Birth | None
    problem: BirthProblem | None = None
    doubts: tuple[BirthDoubt, ...] = ()


_EPOCH_1900: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_PHANTOM_LEAP_DAY: Final = 60  # Excel counts a 29 February 1900 that never was
_FIRST_YEAR: Final = 1850
_LONGEST: Final = 60
_PLAIN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_THREE: Final = re.compile(
    r"(\d{1,4})\s*[/.\-, ]\s*(\d{1,2})\s*[/.\-, ]\s*(\d{1,4})(?:[T ]+\d{1,2}:\d\d.*)?"
)
_TWO: Final = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{4})|(\d{4})\s*[/.\- ]\s*(\d{1,2})")
_WORDS: Final = re.compile(r"(?:NGÀY\s*(\d{1,2})\s*)?(?:THÁNG\s*(\d{1,2})\s*)?NĂM\s*(\d{4})")
_MONTH_NAME: Final = re.compile(r"(\d{1,2})[\s\-]+([A-Z]{3})[A-Z]*[\s\-]+(\d{2,4})")
_MONTH_NAMES: Final = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"
_MONTHS: Final = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_NOTE: Final = re.compile(r"\s*[(\[].*[)\]]\s*$")
_YEAR_LABEL: Final = re.compile(
    r"^(?:SN|NS|SINH NĂM|NĂM SINH|NĂM|KHOẢNG|NGÀY SINH)\s*[:.]?\s*(?=\d)"
)


def read_birth(
    typed: str | float | datetime, *, today: date, from_1904: bool = False
) -> BirthReading:
    """Read a cell or a form field into a birth.

    Text is read day before month; numbers are years, Excel serials (1900 system, or 1904 for
    workbooks that say so) or digits run together. `today` is campaign time: nobody is born later.
    """
    if isinstance(typed, datetime):
        return _checked(typed.year, typed.month, typed.day, today)
    if isinstance(typed, str):
        return _read_text(typed, today)
    return _read_number(float(typed), today, from_1904=from_1904)


def _checked(
    year: int, month: int, day: int, today: date, doubts: tuple[BirthDoubt, ...] = ()
) -> BirthReading:
    """Build a reading; month or day 0 mean unknown, and the precision follows."""
    precision: Precision = "day" if day and month else "month" if month else "year"
    try:
        on = date(year, month or 1, (day if month else 0) or 1)
    except ValueError:
        return BirthReading(None, BirthProblem.NO_SUCH_DAY)
    if on > today:
        return BirthReading(None, BirthProblem.IN_FUTURE)
    if today.year - year > OLDEST:
        return BirthReading(None, BirthProblem.TOO_OLD)
    if precision == "day" and on.month == on.day == 1:
        doubts = (*doubts, BirthDoubt.FIRST_OF_JANUARY)
    return BirthReading(Birth(on, precision), None, doubts)


def _read_text(typed: str, today: date) -> BirthReading:
    plain = _PLAIN.fullmatch(typed)
    if plain:
        return _day_month_year(int(plain[1]), int(plain[2]), plain[3], today)
    if len(typed) > _LONGEST:
        return BirthReading(None, BirthProblem.UNREADABLE)
    text = _NOTE.sub("", normalize("NFKC", typed)).strip(" '\"`.,;").upper()
    text = _YEAR_LABEL.sub("", text)
    if not text:
        return BirthReading(None, BirthProblem.EMPTY)
    if text.replace(".", "", 1).isdigit() and text.isascii():
        return _read_digits(text, today)
    return _read_shapes(text, today)


def _read_shapes(text: str, today: date) -> BirthReading:
    if three := _THREE.fullmatch(text):
        if len(three[1]) == 4:  # noqa: PLR2004 - year first, ISO 8601
            return _checked(int(three[1]), int(three[2]), int(three[3]), today)
        return _day_month_year(int(three[1]), int(three[2]), three[3], today)
    if two := _TWO.fullmatch(text):
        return _checked(int(two[2] or two[3]), int(two[1] or two[4]), 0, today)
    if words := _WORDS.search(text):
        return _checked(int(words[3]), int(words[2] or 0), int(words[1] or 0), today)
    if (named := _MONTH_NAME.fullmatch(text)) and named[2] in _MONTHS:
        return _day_month_year(int(named[1]), _MONTHS[named[2]], named[3], today)
    return BirthReading(None, BirthProblem.UNREADABLE)


def _day_month_year(day: int, month: int, year: str, today: date) -> BirthReading:
    if len(year) not in (2, 4):
        return BirthReading(None, BirthProblem.UNREADABLE)
    doubts: tuple[BirthDoubt, ...] = ()
    full = int(year)
    if len(year) == 2:  # noqa: PLR2004
        full, assumed = _full_year(full, today)
        doubts = (BirthDoubt.CENTURY_ASSUMED,) if assumed else ()
    if month > 12 >= day:  # noqa: PLR2004 - 5/25/1970 can only be the American order
        return _checked(full, day, month, today, (*doubts, BirthDoubt.MONTH_BEFORE_DAY))
    return _checked(full, month, day, today, doubts)


def _full_year(two_digits: int, today: date) -> tuple[int, bool]:
    """Complete a two-digit year; up to this year's digits it may be either century."""
    century = today.year // 100 * 100
    if two_digits > today.year % 100:
        return century - 100 + two_digits, False
    return century + two_digits, True


def _read_number(number: float, today: date, *, from_1904: bool) -> BirthReading:
    """Read a number cell: a year, a serial with or without a time of day, or ddmmyyyy."""
    if not 0 < number < 1e9 or number != number:  # noqa: PLR0124, PLR2004 - NaN is no date
        return BirthReading(None, BirthProblem.UNREADABLE)
    whole = int(number)
    if whole == number < 100:  # noqa: PLR2004 - "70" under the heading Năm sinh
        year, assumed = _full_year(whole, today)
        return _checked(year, 0, 0, today, (BirthDoubt.CENTURY_ASSUMED,) if assumed else ())
    if _FIRST_YEAR <= whole <= today.year and whole == number:
        return _checked(whole, 0, 0, today)
    if whole > 99_999:  # noqa: PLR2004 - beyond any serial of this century
        return _read_digits(str(whole), today)
    on = from_serial(number, from_1904=from_1904)
    if on is None or on > today:
        return BirthReading(None, BirthProblem.IN_FUTURE)
    return _checked(on.year, on.month, on.day, today, (BirthDoubt.SERIAL_NUMBER,))


def from_serial(number: float, *, from_1904: bool = False) -> date | None:
    """Turn an Excel serial into a date; the time of day is cut off, the phantom day is None."""
    whole = int(number)
    if from_1904:
        return _EPOCH_1904 + timedelta(days=whole)
    if whole == _PHANTOM_LEAP_DAY or whole < 1:
        return None
    return _EPOCH_1900 + timedelta(days=whole + (whole < _PHANTOM_LEAP_DAY))


def _read_digits(text: str, today: date) -> BirthReading:
    """Read a text of digits: a year, a serial that became text, or ddmmyyyy run together."""
    if "." in text:
        return _read_number(float(text), today, from_1904=False)
    if len(text) <= 5:  # noqa: PLR2004
        return _read_number(int(text), today, from_1904=False)
    if len(text) == 6:  # noqa: PLR2004
        parts = text[:2], text[2:4], text[4:]
    elif len(text) in (7, 8):
        parts = text[:-6], text[-6:-4], text[-4:]
    else:
        return BirthReading(None, BirthProblem.UNREADABLE)
    reading = _day_month_year(int(parts[0]), int(parts[1]), parts[2], today)
    if reading.birth is None and len(text) == 8:  # noqa: PLR2004 - 19700305
        reading = _checked(int(text[:4]), int(text[4:6]), int(text[6:]), today)
    if reading.birth is None:
        return BirthReading(None, BirthProblem.UNREADABLE)
    return BirthReading(reading.birth, None, (*reading.doubts, BirthDoubt.RUN_TOGETHER))


def exchanged(birth: Birth) -> Birth | None:
    """Return the birth with day and month exchanged, or None where that is no other date."""
    on = birth.on
    if birth.precision != "day" or on.day > 12 or on.day == on.month:  # noqa: PLR2004
        return None
    return Birth(date(on.year, on.day, on.month))
