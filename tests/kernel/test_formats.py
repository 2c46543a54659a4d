"""Numbers, dates and masked texts as Vietnamese and English readers expect them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tiemchung.kernel import formats
from tiemchung.kernel.i18n import speaking

DAY = date(2021, 9, 10)
LATE = datetime(2021, 9, 10, 18, 30, tzinfo=UTC)  # already the next day in Viet Nam


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (1736129, 0, "1.736.129", "1,736,129"),
        (0, 0, "0", "0"),
        (-1200, 0, "-1.200", "-1,200"),
        (9.25, 1, "9,2", "9.2"),
        (1736129.5, 2, "1.736.129,5", "1,736,129.5"),
        (None, 0, "–", "–"),
    ],
)
def test_numbers(value: float | None, digits: int, vi: str, en: str) -> None:
    assert formats.number(value, digits) == vi
    with speaking("en"):
        assert formats.number(value, digits) == en


def test_shares_and_differences() -> None:
    assert formats.percent(0.7321) == "73,2%"
    assert formats.percent(1) == "100%"
    assert formats.percent(None) == "–"
    assert [formats.signed(v) for v in (1200, -5, 0, None)] == ["+1.200", "−5", "0", "–"]


def test_the_official_long_date() -> None:
    assert formats.date_long(DAY) == "Thứ Sáu, ngày 10 tháng 9 năm 2021"
    assert formats.date_named(DAY) == "ngày 10 tháng 9 năm 2021"
    with speaking("en"):
        assert formats.date_long(DAY) == "Friday 10 September 2021"
        assert formats.date_named(DAY) == "10 September 2021"


def test_moments_are_shown_on_viet_nams_clock() -> None:
    assert formats.time(LATE) == "01:30"
    assert formats.date_short(LATE) == "11/09/2021"
    assert formats.date_time(LATE) == "01:30, 11/09/2021"
    assert formats.date_long(LATE) == "Thứ Bảy, ngày 11 tháng 9 năm 2021"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        formats.time(datetime(2021, 9, 10, 8, 0))  # noqa: DTZ001 -- the very fault


def test_a_birthday_shows_what_is_known_and_no_more() -> None:
    born = date(1984, 3, 15)
    assert formats.birth_date(born) == "15/03/1984"
    assert formats.birth_date(born, "month") == "03/1984"
    assert formats.birth_date(born, "year") == "1984"
    assert formats.birth_date(None) == "–"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("079184000123", "•••••••••123"),
        ("0912345678", "•••••••678"),
        ("1234", "••34"),
        ("7", "•"),
        ("", "–"),
        (None, "–"),
    ],
)
def test_a_number_is_masked_and_never_shown_whole(value: str | None, shown: str) -> None:
    assert formats.masked(value) == shown


def test_how_long_ago() -> None:
    def ago(**since: float) -> str:
        return formats.ago(LATE - timedelta(**since), LATE)

    assert ago(seconds=20) == "vừa xong"
    assert ago(seconds=-30) == "vừa xong"
    assert ago(minutes=5) == "5 phút trước"
    assert ago(hours=3, minutes=59) == "3 giờ trước"
    assert ago(days=2) == "01:30, 09/09/2021"
    assert formats.ago(None, LATE) == "–"


def test_file_sizes() -> None:
    assert [formats.file_size(n) for n in (999, 12_400, 5_200_000)] == ["999 B", "12 kB", "5,2 MB"]
