"""Frames cover a session without a gap, and their seats always add up."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiemchung.domains.booking.model import frames, spread

BEGIN = datetime(2021, 7, 22, 0, 30, tzinfo=UTC)


@given(st.integers(1, 600), st.integers(1, 5_000), st.sampled_from([15, 30, 60]))
def test_frames_cover_the_hours_and_hold_every_seat(
    length: int, capacity: int, minutes: int
) -> None:
    cut = frames(BEGIN, BEGIN + timedelta(minutes=length), capacity, minutes)
    assert cut[0].starts_at == BEGIN
    assert cut[-1].ends_at == BEGIN + timedelta(minutes=length)
    assert all(a.ends_at == b.starts_at for a, b in pairwise(cut))
    assert all(f.ends_at - f.starts_at <= timedelta(minutes=minutes) for f in cut)
    assert sum(f.capacity for f in cut) == capacity
    assert max(f.capacity for f in cut) - min(f.capacity for f in cut) <= 1


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12), st.integers(0, 400))
def test_seats_are_spread_above_what_is_taken(taken: list[int], more: int) -> None:
    capacity = sum(taken) + more
    seats = spread(capacity, taken)
    assert sum(seats) == capacity
    assert all(now >= before for now, before in zip(seats, taken, strict=True))
    raised = [now for now, before in zip(seats, taken, strict=True) if now > before]
    assert not raised or max(raised) - min(raised) <= 1, "what is added is added where least is"


def test_seats_that_are_taken_are_not_taken_away() -> None:
    with pytest.raises(ValueError, match="taken"):
        spread(3, [2, 2])
