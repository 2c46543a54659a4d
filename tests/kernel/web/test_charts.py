"""Geometry of the server's charts."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tiemchung.kernel.web import charts

KNOWN = st.floats(min_value=0, max_value=1e9, allow_nan=False)


@given(st.lists(st.none() | KNOWN, min_size=1))
@example([5e-324])
def test_a_scale_covers_every_value_with_few_ticks(values: list[float | None]) -> None:
    scale = charts.nice_scale(values)
    assert scale.top >= max((v for v in values if v is not None), default=0)
    assert 2 <= len(scale.ticks) <= 5
    assert scale.ticks[0] == 0
    assert scale.ticks[-1] == pytest.approx(scale.top)


def test_an_unknown_day_breaks_the_line_and_is_no_zero() -> None:
    scale = charts.nice_scale([10, 20, None, 20])
    assert charts.lines([10, 20, None, 20], scale) == ["M0 50L33.33 0", "M100 0L100 0"]
    assert charts.areas([10, 20, None, 20], scale)[0] == "M0 100L0 50L33.33 0L33.33 100z"
    assert charts.lines([None, None], scale) == []


@given(st.lists(KNOWN, min_size=1, max_size=6))
def test_parts_of_a_bar_lie_end_to_end_within_it(values: list[float]) -> None:
    parts = charts.stack(values)
    assert len(parts) == len(values)
    for before, after in pairwise(parts):
        assert before.start + before.width == pytest.approx(after.start, abs=0.01)
    if sum(values) > 0:
        assert sum(part.share for part in parts) == pytest.approx(1)
        assert parts[-1].start + parts[-1].width == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize(
    ("value", "of", "expected"), [(1, 4, 25), (9, 4, 100), (None, 4, 0), (3, 0, 0), (-1, 4, 0)]
)
def test_a_bar_never_leaves_its_rail(value: float | None, of: float, expected: float) -> None:
    assert charts.share(value, of) == expected


@pytest.mark.parametrize(
    ("value", "name"),
    [(0.0, "0"), (0.2, "1"), (0.39, "1"), (0.8, "4"), (2.0, "4"), (None, "none")],
)
def test_an_area_gets_its_class_and_a_hole_none(value: float | None, name: str) -> None:
    assert charts.map_class(value, (0.2, 0.4, 0.6, 0.8)) == name
