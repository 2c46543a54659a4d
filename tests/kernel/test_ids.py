"""Ids that are derived are the same for the same act, and ids of version 7 like any other."""

from hypothesis import given
from hypothesis import strategies as st

from tiemchung.kernel.ids import uuid7, uuid7_of


def test_made_ids_are_of_version_7_and_ordered_by_time() -> None:
    ids = [uuid7(milliseconds) for milliseconds in range(1_626_800_000_000, 1_626_800_000_050)]
    assert ids == sorted(ids)
    assert {(i.version, i.variant) for i in ids} == {(7, "specified in RFC 4122")}


@given(st.text(max_size=40), st.text(max_size=40))
def test_an_id_is_derived_from_its_act_alone(one: str, other: str) -> None:
    origin = uuid7()
    derived = uuid7_of(origin, one)
    assert derived == uuid7_of(origin, one)
    assert (derived == uuid7_of(origin, other)) is (one == other)
    assert derived.int >> 80 == origin.int >> 80, "the time is the origin's"
    assert (derived.version, derived.variant) == (7, "specified in RFC 4122")
    assert derived != uuid7_of(uuid7(), one)
