"""The only source of time.

A demo or training database carries the date of its campaign (decision 0005): campaign time is
real time less a fixed offset that the database remembers. Everything that the domain stores or
compares is campaign time; log-ins, one-time codes, leases and certificates use real time.
"""

from datetime import UTC, date, datetime, timedelta, timezone

_EAST = timedelta(hours=7)
VIET_NAM = timezone(_EAST, "Asia/Ho_Chi_Minh")

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
"""Days beyond these are slips of the finger, and there is no arithmetic at the ends of time."""


class Clock:
    """Campaign time of one database; `offset` is zero unless the database is marked demo."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """Return campaign time in UTC."""
        return datetime.now(UTC) - self.offset

    def today(self) -> date:
        """Return the campaign's date in Viet Nam (UTC+7, no summer time)."""
        return self.now().astimezone(VIET_NAM).date()


def real_now() -> datetime:
    """Return real time in UTC: for log-ins, codes, leases and machine measurements."""
    return datetime.now(UTC)


def is_within_reach(day: date) -> bool:
    """Tell whether a day is one that anybody may mean."""
    return FIRST_DAY <= day <= LAST_DAY


def local_day(at: datetime) -> date:
    """Return the date in Viet Nam of a moment."""
    # A tenth of the time of astimezone, and the way in asks for it twice a dose; no summer time.
    if at.tzinfo is UTC:
        return (at + _EAST).date()
    return at.astimezone(VIET_NAM).date()


def local_time(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return the moment of a clock time in Viet Nam."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIET_NAM)
