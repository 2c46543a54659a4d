"""The arithmetic of the close, on rows made by hand."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from tiemchung.domains.siteops import close
from tiemchung.domains.siteops.close import (
    DeviceLine,
    Gap,
    Names,
    OpenedVial,
    PersonOutcome,
    VialMovement,
)

TABLE, OTHER = UUID(int=1), UUID(int=2)
NAMES = Names({TABLE: 1, OTHER: 2}, {31: "ABW0411"})
NINE = datetime(2021, 8, 5, 2, tzinfo=UTC)


def person(outcome: str | None, *, called: bool = True, checked_in: bool = True) -> PersonOutcome:
    return PersonOutcome(UUID(int=id(outcome) % 2**64), called, checked_in, outcome)


def test_each_person_counts_once_and_those_without_an_outcome_unbalance() -> None:
    people = [
        person("injected"), person("injected"), person("deferred"), person("no_show"),
        person(None), person(None, checked_in=False), person("injected", called=False),
    ]  # fmt: skip
    called = close.count_people(people, called=True)
    assert (called.total, called.injected, called.deferred, called.no_show) == (6, 2, 1, 1)
    assert (called.inside, called.absent, called.balanced) == (1, 1, False)
    walk_ins = close.count_people(people, called=False)
    assert (walk_ins.total, walk_ins.injected, walk_ins.balanced) == (1, 1, True)


@pytest.mark.parametrize(
    ("movements", "differences"),
    [
        # What a table opens without a hand-over was taken from the session's own.
        ([("stock_issued", None, None, 4), ("vial_opened", TABLE, None, 4)], {None: 0, 1: 0}),
        ([("stock_issued", None, None, 5), ("vial_opened", TABLE, None, 4)], {None: 1, 1: 0}),
        ([("stock_issued", None, None, 3), ("vial_opened", TABLE, None, 4)], {None: -1, 1: 0}),
        # Handed over and not opened: the gap is at the table.
        (
            [
                ("stock_issued", None, None, 4), ("vials_moved", None, TABLE, 3),
                ("vial_opened", TABLE, None, 2), ("vials_returned", None, None, 1),
            ],
            {None: 0, 1: 1},
        ),
        # Between two tables: one act out, the same in.
        (
            [
                ("stock_issued", TABLE, None, 3), ("vials_moved", TABLE, OTHER, 1),
                ("vial_opened", TABLE, None, 1), ("vial_broken", TABLE, None, 1),
                ("vial_opened", OTHER, None, 1),
            ],
            {1: 0, 2: 0},
        ),
    ],
)  # fmt: skip
def test_vials_in_are_vials_out(
    movements: list[tuple[str, UUID | None, UUID | None, int]], differences: dict[int | None, int]
) -> None:
    rows = [VialMovement(kind, table, other, 31, n) for kind, table, other, n in movements]
    lines = close.count_vials(rows, NAMES)
    assert {line.table: line.difference for line in lines} == differences
    for line in lines:
        out = line.opened + line.broken + line.moved_out + line.returned
        assert line.issued + line.moved_in - out == line.difference


def test_doses_of_a_vial_and_a_vial_that_nobody_opened() -> None:
    opened = [
        OpenedVial(UUID(int=10), TABLE, 31, NINE, 11, 1),
        OpenedVial(UUID(int=11), TABLE, 31, NINE, 10, 0),
    ]
    lines = close.count_doses(opened, {UUID(int=10): 10, UUID(int=11): 8, UUID(int=12): 1}, NAMES)
    assert [(d.doses, d.injected, d.difference) for d in lines] == [
        (11, 10, 0),
        (10, 8, 2),
        (0, 1, -1),
    ]


def gaps(**changes: object) -> list[Gap]:
    balanced: dict[str, object] = {
        "people": close.PeopleFigures(total=3, injected=3), "walk_ins": close.PeopleFigures(),
        "vials": [], "doses": [], "devices": [], "entered": 3, "declared_end": 3,
        "doses_without_vial": 0,
    }  # fmt: skip
    return close.find_gaps(**(balanced | changes))  # type: ignore[arg-type]


def test_a_session_without_differences_has_no_gap() -> None:
    assert gaps() == []


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"people": close.PeopleFigures(total=4, injected=3, absent=1)}, ["people"]),
        ({"walk_ins": close.PeopleFigures(total=1, inside=1)}, ["walk_ins"]),
        ({"declared_end": None}, ["not_declared"]),
        ({"declared_end": 5}, ["declared"]),
        ({"doses_without_vial": 2}, ["doses_without_vial"]),
        ({"devices": [DeviceLine(device_id=TABLE, name="Máy 4", highest=212, arrived=209,
                                 missing=((210, 211),))]}, ["device"]),
        ({"devices": [DeviceLine(device_id=TABLE, name="Máy 4", highest=2, arrived=2, doubled=1,
                                 broken=1, quarantined=1)]},
         ["device_doubled", "device_broken", "quarantined"]),
    ],
)  # fmt: skip
def test_every_difference_has_a_name(changes: dict[str, object], kinds: list[str]) -> None:
    assert [g.kind for g in gaps(**changes)] == kinds


def test_a_device_that_shows_a_higher_number_than_has_arrived_is_a_gap() -> None:
    devices = [DeviceLine(device_id=TABLE, name="Máy 4", highest=209, arrived=209)]
    assert close.reported_gaps(devices, {TABLE: 209}) == []
    (gap,) = close.reported_gaps(devices, {TABLE: 212})
    assert (gap.kind, gap.expected, gap.found, gap.subject) == ("device", 212, 209, "Máy 4")


def test_a_note_stays_with_its_gap_when_it_is_counted_again() -> None:
    before = Gap(kind="declared", expected=5, found=3, note="paper_waits")
    after = Gap(kind="declared", expected=5, found=4)
    (joined,) = close.joined([before], [after])
    assert (joined.found, joined.note) == (4, "paper_waits")
