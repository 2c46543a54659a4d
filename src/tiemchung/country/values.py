"""Small values that many parts of a country pack share."""

import re
from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta, Struct

Period = Annotated[str, Meta(pattern=r"^P[1-9][0-9]*[DWMY]$")]
"""A calendar period of ISO 8601 with one unit: P19D, P8W, P3M, P1Y."""

_PERIOD = re.compile(r"^P(?P<count>[1-9][0-9]*)(?P<unit>[DWMY])$")
_MONTHS_PER_YEAR = 12


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that reach a screen, in Vietnamese and in English."""

    vi: str
    en: str


class Authority(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The document a rule rests on. `number` is None where only its content is known."""

    issuer: str
    number: str | None = None
    issued_on: date | None = None
    article: str | None = None


def after(day: date, period: Period) -> date:
    """Add a period to a day.

    Months and years keep the day of the month, cut to the last day of a shorter month:
    31 August + P6M is 28 (or 29) February.
    """
    match = _PERIOD.match(period)
    if match is None:
        raise ValueError(f"not a period: {period!r}")
    count = int(match["count"])
    unit = match["unit"]
    if unit == "D":
        return day + timedelta(days=count)
    if unit == "W":
        return day + timedelta(weeks=count)
    return _add_months(day, count if unit == "M" else count * _MONTHS_PER_YEAR)


def _add_months(day: date, months: int) -> date:
    index = day.year * _MONTHS_PER_YEAR + day.month - 1 + months
    year, month = index // _MONTHS_PER_YEAR, index % _MONTHS_PER_YEAR + 1
    following = date(year + month // _MONTHS_PER_YEAR, month % _MONTHS_PER_YEAR + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month, min(day.day, last))
