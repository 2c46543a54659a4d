"""What the board tells its viewers: colours that know a hole from a zero, and only what is new."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tiemchung.domains.statistics.figures import Where
from tiemchung.faces.command import messages, paint
from tiemchung.faces.command.board import View, curve_of, worst_first
from tiemchung.faces.command.paint import Measure
from tiemchung.faces.command.screens import MapUnit
from tiemchung.faces.command.snapshot import Area, Board
from tiemchung.faces.command.words import facts_text

NOW = datetime(2021, 8, 16, 3, 42, tzinfo=UTC)


def area(unit_id: int = 79, **more: Any) -> Area:
    return Area(MapUnit(unit_id, "province", str(unit_id), f"Tỉnh {unit_id}"), **more)


def board(version: int = 1, *areas: Area, **numbers: Any) -> Board:
    return Board(
        version=version, made_at=NOW + timedelta(seconds=version), day=NOW.date(),
        where=Where(level="nation", units=(0,)), numbers={"doses": 5, **numbers},
        provinces=list(areas), districts=[], lines=[], alerts=[], incidents=[],
        curve=[(NOW, 5)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (area(), "off"),
        (area(sessions=2, holes=1), "hole"),
        (area(sessions=2, holes=1, declared=80), "hole"),
        (area(sessions=2, entered=9), "none"),
        (area(sessions=2, entered=40, declared=100, declared_entered=40), "0"),
        (area(sessions=2, entered=96, declared=100, declared_entered=96), "3"),
        (area(sessions=2, entered=99, declared=100, declared_entered=99), "4"),
        (area(sessions=3, holes=1, entered=60, declared=100, declared_entered=60), "1"),
    ],
)
def test_a_hole_is_no_zero_and_no_session_is_no_hole(found: Area, expected: str) -> None:
    assert paint.class_of(found, "nhap-lieu") == expected
    assert found.unit.name in paint.title_of(found, "nhap-lieu")


def test_before_the_first_dose_the_curve_stands_where_the_stream_will_go_on() -> None:
    none_yet = replace(board(), curve=[])
    begun = replace(board(), curve=[(NOW - timedelta(minutes=2), 3)])
    assert curve_of(none_yet).times == curve_of(begun).times
    assert (curve_of(none_yet).values, curve_of(begun).values) == ([0], [3])


def test_progress_is_measured_by_the_people_called() -> None:
    half = area(sessions=1, called=200, entered=100)
    assert paint.class_of(half, "tien-do") == "2"
    assert "100" in paint.title_of(half, "tien-do")
    assert paint.class_of(area(sessions=1, entered=3), "tien-do") == "none"
    assert [paint.measure_named(n) for n in ("tien-do", "x", "")] == [
        "tien-do", "nhap-lieu", "nhap-lieu",
    ]  # fmt: skip


def test_the_worst_areas_come_first() -> None:
    areas = [
        area(1, sessions=1, entered=99, declared=100, declared_entered=99),
        area(2, sessions=1, entered=1),
        area(3, sessions=1, entered=50, declared=100, declared_entered=50),
        area(4, sessions=1, holes=1),
        area(5),
        area(6, sessions=3, holes=1, entered=90, declared=100, declared_entered=90),
    ]
    assert [a.unit.unit_id for a in worst_first(areas, "nhap-lieu")] == [4, 6, 3, 1, 2]
    assert View("hcmc_district_2021", "tien-do").query == "ban-do=quan&to-mau=tien-do"


def told(before: Board | None, now: Board, measure: Measure = "nhap-lieu") -> dict[str, Any]:
    return msgspec.json.decode(messages.message(before, now, measure, "vi"))


def test_the_first_message_tells_everything() -> None:
    found = told(None, board(1, area(79, sessions=1, holes=1)))
    assert found["figures"] == {"doses": 5}
    assert found["areas"]["79"]["q"] == "hole"
    assert found["series"] == {"pace": [[int(NOW.timestamp()), 5]]}
    assert found["texts"] == {"as_of": "10:42:01"}
    assert found["changed"] == ["tiles", "sites", "areas", "alerts", "incidents"]


def test_a_later_message_tells_the_difference_alone() -> None:
    first = board(1, area(79, sessions=1), area(74))
    second = board(2, area(79, sessions=1, entered=1), area(74), doses=6, severe=1)
    found = told(first, second)
    assert found["figures"] == {"doses": 6, "severe": 1}
    assert list(found["areas"]) == ["79"]
    assert "series" not in found
    assert found["changed"] == ["tiles", "areas"]
    again = told(second, msgspec.structs.replace(second, version=3))
    assert set(again) == {"texts"}


def test_english_viewers_are_told_in_english() -> None:
    one = board(1, area(79, sessions=1, holes=1))
    found = msgspec.json.decode(messages.message(None, one, "nhap-lieu", "en"))
    assert found["areas"]["79"]["text"] != told(None, one)["areas"]["79"]["text"]


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        ("no_entry", {"issued": 1100, "declared": None}, "Đã cấp 1.100 liều, chưa nhập mũi nào."),
        ("no_entry", {"issued": 10, "declared": 7},
         "Đã cấp 10 liều, đã báo 7 mũi, chưa nhập mũi nào."),
        ("silent", {"since": "2021-08-16T03:00:00+00:00"}, "Không có dữ liệu mới từ 10:00."),
        ("severe_reaction", {"grade": 3, "lot": "A1"}, "Phản vệ độ 3, lô A1."),
        ("severe_reaction", {"grade": None, "lot": None}, "Lô –."),
        ("entry_gap", {"declared": 9}, "Báo 9 mũi, mới nhập –."),
        ("open_item_overdue", {"item": "vials"}, "Số lọ không khớp."),
        ("of_another_day", {"x": 1}, ""),
    ],
)  # fmt: skip
def test_an_alert_says_in_a_sentence_what_it_found(
    kind: str, facts: dict[str, Any], expected: str
) -> None:
    assert facts_text(kind, facts) == expected
