"""Published national figures of a past campaign; days without a row are unknown, not zero."""

from datetime import date

from msgspec import Struct


class DailyFigure(Struct, frozen=True):
    """Cumulative reported figures at the end of a day; `daily_mean_7d` is doses a day."""

    date: date
    total_doses: int | None
    people_first_dose: int | None
    people_second_dose: int | None
    total_boosters: int | None
    daily_mean_7d: int | None
