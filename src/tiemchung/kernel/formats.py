"""How numbers, dates and masked texts look, in the language of the request and in Viet Nam's time.

None is shown as a dash: a figure that is not known must never look like a zero.
"""

from datetime import date, datetime, timedelta
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from tiemchung.kernel.clock import VIET_NAM
from tiemchung.kernel.i18n import _, locale, ngettext

UNKNOWN = "–"
BULLET = "•"

Precision = Literal["year", "month", "day"]

LONG_DATE = {"vi": "EEEE, 'ngày' d 'tháng' M 'năm' y", "en": "EEEE d MMMM y"}
NAMED_DATE = {"vi": "'ngày' d 'tháng' M 'năm' y", "en": "d MMMM y"}


def number(value: float | None, digits: int = 0) -> str:
    """Write 1736129 as 1.736.129 (vi) or 1,736,129 (en), with at most `digits` decimals."""
    if value is None:
        return UNKNOWN
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=locale())


def percent(value: float | None, digits: int = 1) -> str:
    """Write a fraction as a percentage: 0.7321 -> 73,2% (vi) or 73.2% (en)."""
    if value is None:
        return UNKNOWN
    pattern = "#,##0" + ("." + "#" * digits if digits else "") + "%"
    return format_percent(value, format=pattern, locale=locale())


def signed(value: float | None) -> str:
    """Write a difference with its sign; the minus is the typographic one."""
    if value is None:
        return UNKNOWN
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + number(abs(value))


def local(at: datetime) -> datetime:
    """Return the moment on Viet Nam's clock; a naive time has no moment and is refused."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown")
    return at.astimezone(VIET_NAM)


def local_date(at: date) -> date:
    """Return the date in Viet Nam of a date or a moment."""
    return local(at).date() if isinstance(at, datetime) else at


def date_long(at: date | None) -> str:
    """Write 'Thứ Sáu, ngày 10 tháng 9 năm 2021' or 'Friday 10 September 2021'."""
    if at is None:
        return UNKNOWN
    return format_date(local_date(at), format=LONG_DATE[locale()], locale=locale())


def date_named(at: date | None) -> str:
    """Write 'ngày 10 tháng 9 năm 2021' or '10 September 2021'."""
    if at is None:
        return UNKNOWN
    return format_date(local_date(at), format=NAMED_DATE[locale()], locale=locale())


def date_short(at: date | None) -> str:
    """Write dd/mm/yyyy in both languages, as every Vietnamese paper does."""
    return UNKNOWN if at is None else f"{local_date(at):%d/%m/%Y}"


def time(at: datetime | None) -> str:
    """Write HH:MM on Viet Nam's clock."""
    return UNKNOWN if at is None else f"{local(at):%H:%M}"


def date_time(at: datetime | None) -> str:
    """Write 'HH:MM, dd/mm/yyyy' on Viet Nam's clock."""
    return UNKNOWN if at is None else f"{local(at):%H:%M, %d/%m/%Y}"


def birth_date(value: date | None, precision: Precision = "day") -> str:
    """Write only what is known of a birthday: 1984, 03/1984 or 15/03/1984."""
    if value is None:
        return UNKNOWN
    return value.strftime({"year": "%Y", "month": "%m/%Y", "day": "%d/%m/%Y"}[precision])


def masked(value: str | None, shown: int = 3) -> str:
    """Hide an identity or phone number but for its last digits: •••••••••234."""
    if not value:
        return UNKNOWN
    kept = min(shown, len(value) // 2)
    return BULLET * (len(value) - kept) + value[len(value) - kept :]


def ago(at: datetime | None, now: datetime) -> str:
    """Say how long ago something happened; after a day, say the date instead."""
    if at is None:
        return UNKNOWN
    minutes = max(0, int((now - at).total_seconds() // 60))
    if minutes < 1:
        return _("vừa xong")
    if minutes < 60:  # noqa: PLR2004 an hour
        return ngettext("%(num)s phút trước", "%(num)s phút trước", minutes)
    if now - at < timedelta(days=1):
        return ngettext("%(num)s giờ trước", "%(num)s giờ trước", minutes // 60)
    return date_time(at)


def file_size(count: int) -> str:
    """Write a size in bytes as B, kB or MB."""
    if count < 1000:  # noqa: PLR2004 a kilobyte
        return f"{count} B"
    return f"{number(count / 1000)} kB" if count < 10**6 else f"{number(count / 10**6, 1)} MB"
