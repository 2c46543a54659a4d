"""Organisations' lists: real files, every habit among them, read back and graded row by row."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.demo.population.conftest import SEED
from tests.demo.population.grading import Grade

from tiemchung.demo.population.generator import generate
from tiemchung.demo.population.organisations import OrganisationList, organisation_lists
from tiemchung.domains.registry.lists.corrected import corrected_workbook
from tiemchung.domains.registry.lists.model import ReadingRules
from tiemchung.domains.registry.lists.reader import read_list
from tiemchung.domains.registry.lists.units import UnitIndex, UnitRecord

Lists = list[OrganisationList]
TODAY = date(2021, 7, 20)
LEAST_ACCURACY = 0.995


@pytest.fixture(scope="module")
def lists(july_units: list[UnitRecord]) -> Lists:
    """The lists of the employers of forty-five thousand people."""
    return list(
        organisation_lists(
            generate(45_000, SEED, july_units), seed=SEED, units=july_units, smallest=8
        )
    )


@pytest.fixture(scope="module")
def list_rules(july_units: list[UnitRecord]) -> ReadingRules:
    """What the city reads lists against."""
    places = frozenset("0" + unit.code for unit in july_units if unit.level == "province")
    return ReadingRules(
        today=TODAY, units=UnitIndex(july_units), birth_places=places, home_province="79"
    )


def test_every_habit_of_offices_is_among_them(lists: Lists) -> None:
    habits = {habit for sent in lists for habit in sent.dialect.habits()}
    wanted = {
        "file=xlsx", "file=csv-cp1258", "file=csv-latin-1", "file=csv-utf-16", "text=capitals",
        "text=tcvn3", "text=tcvn3_capitals", "text=tcvn3_wrong_font", "text=vni",
        "text=vni_wrong_font", "text=nfd", "name=split", "name=one_heading_two_columns",
        "birth=american", "birth=serials", "birth=three_columns", "birth=years_by_sex",
        "birth=short_text", "birth=years", "sex=marks", "sex=woman_mark", "numbers=numeric",
        "phones=before_2018", "place=line", "place=codes", "sheets=3", "numbering", "sections",
        "footer", "hidden_rows", "merged_workplace", "nationality",
    }  # fmt: skip
    assert wanted <= habits
    faults = {row.truth.fault for sent in lists for row in sent.expected}
    assert {"birth_no_such_day", "document_length", "phone_length", "name_missing"} <= faults
    assert any(row.truth.twice for sent in lists for row in sent.expected)


def test_the_files_are_real_workbooks(lists: Lists) -> None:
    for sent in lists[:20]:
        if sent.filename.endswith(".xlsx"):
            book = load_workbook(BytesIO(sent.content))
            rows = sum(page.max_row for page in book.worksheets)
            assert rows > len(sent.expected)


def test_the_same_seed_gives_the_same_lists(july_units: list[UnitRecord]) -> None:
    def written() -> list[tuple[str, object, object]]:
        people = generate(8_000, SEED, july_units)
        lists = organisation_lists(people, seed=SEED, units=july_units, smallest=4)
        return [(sent.filename, sent.dialect, sent.expected) for sent in lists]

    first = written()
    assert len(first) > 5
    assert written() == first


def test_rows_are_read_as_they_are(lists: Lists, list_rules: ReadingRules) -> None:
    grade = Grade()
    for sent in lists:
        grade.add(sent, read_list(sent.content, sent.filename, rules=list_rules))
    weak = {habit: counts for habit, counts in grade.habits.items() if counts[1] > counts[0] // 20}
    print(f"{grade.rows} rows, accuracy {grade.accuracy:.4f}, wrong {dict(grade.wrong)}")  # noqa: T201
    assert grade.rows > 2_000
    assert grade.accuracy >= LEAST_ACCURACY, (grade.wrong, weak)
    # The one thing that cannot be told: nine digits of a foreigner's passport, no nationality.
    assert set(grade.silent) <= {"document"}
    assert weak == {}


def test_corrected_files_are_read_as_the_first_ones(lists: Lists, list_rules: ReadingRules) -> None:
    for sent in lists[:40]:
        first = read_list(sent.content, sent.filename, rules=list_rules)
        again = read_list(corrected_workbook(first), "lai.xlsx", rules=list_rules)
        assert [(r.person, r.accepted) for r in again.rows] == [
            (r.person, r.accepted) for r in first.rows
        ], sent.filename
