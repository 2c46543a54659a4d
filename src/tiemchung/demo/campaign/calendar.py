"""When what happened in the demo's campaign.

The course follows Ho Chi Minh City in 2021 (round 5 from 22 July, far more a day in August), scaled
to the synthetic population. Numbers of documents, lots and doses are invented and say so: they
carry the word DEMO. National figures a day are those of the country pack, not these.
"""

from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct

from tiemchung.kernel.clock import local_time

TODAY: Final = date(2021, 8, 16)
"""The campaign's day when the demo is made: a Monday."""

NOW: Final = local_time(TODAY, 9, 40)
"""Campaign time at the moment of making; it goes on from there."""

FIRST_DOSES: Final = date(2021, 3, 8)
LISTS_FROM: Final = date(2021, 7, 5)
HOME_PROVINCE: Final = "79"
PLANNED_DAYS: Final = 4
"""So many days after today have sessions and called people already."""


class Round(Struct, frozen=True):
    """A vaccination round of the city."""

    number: int
    starts: date
    ends: date


ROUNDS: Final = (
    Round(5, date(2021, 7, 22), date(2021, 8, 2)),
    Round(6, date(2021, 8, 3), date(2021, 8, 31)),
)

_PACE: Final = (
    0.15, 0.15, 0.2, 0.25, 0.25, 0.35, 0.4, 0.45, 0.5, 0.55, 0.55, 0.6,  # round 5
    0.7, 0.85, 0.95, 0.9, 1.0, 0.8, 1.0, 1.1, 1.2, 1.2, 1.0, 1.0, 0.7,  # round 6 up to 15 August
)  # fmt: skip
PACE: Final = {ROUNDS[0].starts + timedelta(days=n): pace for n, pace in enumerate(_PACE)}
"""How much of the work each day until yesterday did, as a tendency."""


def round_of(day: date) -> Round:
    """Return the city's round of a day; days after the last belong to it."""
    return next((r for r in ROUNDS if day <= r.ends), ROUNDS[-1])


class LotOfStory(Struct, frozen=True):
    """A lot with the day from which sites use it. Its number is invented."""

    product: str
    number: str
    expires: date
    used_from: date


LOTS: Final = (
    LotOfStory("AZ", "DEMO-AZ01", date(2021, 10, 31), FIRST_DOSES),
    LotOfStory("AZ", "DEMO-AZ02", date(2021, 11, 30), date(2021, 7, 20)),
    LotOfStory("AZ", "DEMO-AZ03", date(2021, 12, 31), date(2021, 8, 12)),
    LotOfStory("MODERNA", "DEMO-MD01", date(2021, 12, 15), date(2021, 7, 20)),
    LotOfStory("MODERNA", "DEMO-MD02", date(2022, 1, 20), date(2021, 8, 5)),
    LotOfStory("PFIZER", "DEMO-PF01", date(2021, 11, 30), date(2021, 7, 20)),
    LotOfStory("BIBP", "DEMO-VC01", date(2023, 6, 30), date(2021, 8, 13)),
)
HELD_LOT: Final = "DEMO-AZ02"
HELD_AT: Final = local_time(date(2021, 8, 11), 15, 30)
"""After a severe reaction the city stops this lot until the finding; AZ03 takes over next day."""


def lot_on(product: str, day: date) -> LotOfStory:
    """Return the lot of a product that sites use on a day."""
    fitting = [x for x in LOTS if x.product == product and x.used_from <= day]
    return fitting[-1] if fitting else next(x for x in LOTS if x.product == product)


class Allocation(Struct, frozen=True):
    """An allocation round of the ministry with its decision and the lot that it hands over."""

    number: int
    lot: str
    decided: date
    arrives: date
    amended: date | None = None


ALLOCATIONS: Final = (
    Allocation(4, "DEMO-AZ01", date(2021, 3, 1), date(2021, 3, 4)),
    Allocation(7, "DEMO-MD01", date(2021, 7, 12), date(2021, 7, 15)),
    Allocation(8, "DEMO-AZ02", date(2021, 7, 13), date(2021, 7, 16), date(2021, 7, 28)),
    Allocation(9, "DEMO-PF01", date(2021, 7, 15), date(2021, 7, 18)),
    Allocation(10, "DEMO-MD02", date(2021, 7, 30), date(2021, 8, 2)),
    Allocation(11, "DEMO-AZ03", date(2021, 8, 5), date(2021, 8, 9)),
    Allocation(12, "DEMO-VC01", date(2021, 8, 9), date(2021, 8, 11)),
)


def decision_number(allocation: Allocation, *, amendment: bool = False) -> str:
    """Return the invented number of a decision."""
    return f"DEMO-{allocation.number:02}{'A' if amendment else ''}/QĐ-BYT"


def moment(day: date, hour: float) -> datetime:
    """Return the moment of a day in Viet Nam, in hours with a fraction."""
    return local_time(day) + timedelta(seconds=round(hour * 3600))
