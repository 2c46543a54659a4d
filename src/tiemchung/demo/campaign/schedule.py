"""The sessions of an area, planned from its size alone: when, with what, for how many, how kept.

Nothing here looks at people, so that the whole chain of supply is known before anybody is
registered, and steps that play areas need not wait for each other.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct

from tiemchung.demo.campaign.areas import Area
from tiemchung.demo.campaign.calendar import PACE, PLANNED_DAYS, TODAY, lot_on, round_of

Record = Literal["devices", "paper", "hole", "silent"]
"""How a session is kept: with devices; on paper and entered days later; declared but not entered
at all; or not even declared, with vaccine issued and no device."""

HalfDay = Literal["morning", "afternoon"]
DOSES_PER_VIAL: Final = {"AZ": 10, "MODERNA": 10, "PFIZER": 6, "BIBP": 1}
ADULTS: Final = 0.73
CALLED_BY_YESTERDAY: Final = 0.62
CALLED_A_DAY_NOW: Final = 0.05
SMALLEST_SESSION: Final = 24
LARGEST_HALF_DAY: Final = 130
PEOPLE_A_TABLE: Final = 28


class PlannedSession(Struct, frozen=True, kw_only=True):
    """One half-day at the area's site. `called` people are called, `vials` handed to the session.

    `second_dose`: the session's product suits second doses that are due.
    """

    area: int
    ordinal: int
    day: date
    half: HalfDay
    product: str
    lot: str
    called: int
    tables: int
    vials: int
    record: Record

    @property
    def is_past(self) -> bool:
        """Tell whether it was over when the demo was made."""
        return self.day < TODAY

    @property
    def hours(self) -> tuple[float, float]:
        """First and last hour of arrival."""
        return (7.5, 11.0) if self.half == "morning" else (13.5, 16.5)

    @property
    def closes_late(self) -> bool:
        """Tell whether a paper session was entered and closed before today."""
        return self.record == "paper" and self.day < TODAY - timedelta(days=5)


def sessions_of(area: Area) -> list[PlannedSession]:
    """Plan every session of an area in the order of time."""
    adults = area.size * ADULTS
    unit = adults * CALLED_BY_YESTERDAY / sum(PACE.values())
    sessions: list[PlannedSession] = []
    waiting = _smallest(adults) * (area.index * 37 % 100) / 100  # not every site starts at once
    for day, pace in PACE.items():
        waiting += unit * pace
        if waiting >= _smallest(adults):
            waiting -= _plan_day(area, sessions, day, int(waiting))
    for ahead in range(PLANNED_DAYS + 1):
        called = max(int(adults * CALLED_A_DAY_NOW / (1 + ahead / 3)), 12)
        _plan_day(area, sessions, TODAY + timedelta(days=ahead), called, both=ahead == 0)
    return sessions


def _smallest(adults: float) -> int:
    """Small populations, as in tests, still have several sessions in each place."""
    return min(SMALLEST_SESSION, max(int(adults / 20), 8))


def _plan_day(
    area: Area, sessions: list[PlannedSession], day: date, called: int, *, both: bool = False
) -> int:
    """Add the session, or both, of a day; returns how many people are called."""
    halves: Sequence[HalfDay] = ("morning", "afternoon")
    if called <= LARGEST_HALF_DAY and not both:
        halves = (halves[(area.index + day.toordinal()) % 3 == 0],)
    each = called // len(halves)
    for half in halves:
        product = product_of(area.index, day)
        label = DOSES_PER_VIAL[product]
        sessions.append(PlannedSession(
            area=area.index, ordinal=len(sessions), day=day, half=half, product=product,
            lot=lot_on(product, day).number, called=each,
            tables=min(max(-(-each // PEOPLE_A_TABLE), 1), 20),
            vials=-(-each // label) + max(1, each // (label * 12)),
            record=_record(area.index, day),
        ))  # fmt: skip
    return each * len(halves)


def product_of(area: int, day: date) -> str:
    """Return the product of an area's sessions on a day."""
    first_round = round_of(day).number == 5  # noqa: PLR2004 -- the city's fifth round
    kind = area % 4
    if kind == 0:
        return "MODERNA"
    if kind == 1:
        return "AZ"
    if kind == 2:  # noqa: PLR2004 -- Pfizer first, its second doses from the middle of August
        return "PFIZER" if first_round or day >= date(2021, 8, 13) else "AZ"
    return "BIBP" if day >= date(2021, 8, 13) else "MODERNA"


def has_devices(area: int) -> bool:
    """Tell whether a site was given devices; one in nine was not."""
    return area % 9 != _WITHOUT_DEVICES


def _record(area: int, day: date) -> Record:
    """Say how a session is kept; most have devices."""
    ago = (TODAY - day).days
    kind = area % 9
    if kind == _WITHOUT_DEVICES:
        return "silent" if -1 < ago <= 4 else "paper"  # noqa: PLR2004
    if ago <= 0:
        return "devices"
    if kind == 1 and day.toordinal() % 3 == 0:
        return "paper"
    if kind == 3 and ago in (2, 3):  # noqa: PLR2004
        return "hole"
    if kind == 7 and round_of(day).number == 5 and day.toordinal() % 2:  # noqa: PLR2004
        return "paper"
    return "devices"


_WITHOUT_DEVICES: Final = 5
