"""The golden cases: worked by hand from the decisions, one file for every interpreter."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from msgspec import Struct

from tiemchung.country import DoseKind, RuleBook, decode_rule_set
from tiemchung.country.rules import ScreeningForm, canonical, rule_set_hash
from tiemchung.country.values import after
from tiemchung.domains.eligibility.model import GivenDose
from tiemchung.domains.eligibility.rules import Person, judge_dose, next_dose
from tiemchung.domains.eligibility.screening import conclude_screening

GOLDEN = Path(__file__).parents[2] / "golden" / "eligibility"


class RuleDocument(Struct):
    hash: str
    document: dict[str, Any]


class DoseInput(Struct):
    history: list[GivenDose]
    on: date
    age: int | None
    province: int | None
    product: str = ""
    conditions: list[str] = []
    other_vaccines: list[date] = []
    stated: DoseKind | None = None

    @property
    def person(self) -> Person:
        return Person(self.age, frozenset(self.conditions))


class DoseCase(Struct):
    name: str
    input: DoseInput
    expect: dict[str, Any] | None
    extra_rules: list[dict[str, Any]] = []

    @property
    def book(self) -> RuleBook:
        extra = [decode_rule_set(canonical(d)) for d in self.extra_rules]
        return RuleBook([*RULE_SETS.values(), *extra]) if extra else BOOK


class ScreeningInput(Struct):
    form: str
    answers: dict[str, bool]
    vitals: dict[str, float]
    sex: Literal["male", "female"] | None = None
    product: str | None = None
    usual_vitals: dict[str, float] = {}
    dates: dict[str, date] = {}


class ScreeningCase(Struct):
    name: str
    input: ScreeningInput
    expect: dict[str, Any]


class PeriodCase(Struct):
    day: date
    period: str
    expect: date


def _cases(name: str) -> bytes:
    return (GOLDEN / f"{name}.json").read_bytes()


DOCUMENTS = msgspec.json.decode(_cases("rules"), type=dict[str, RuleDocument])
RULE_SETS = {k: decode_rule_set(canonical(d.document)) for k, d in DOCUMENTS.items()}
BOOK = RuleBook(RULE_SETS.values())
JUDGED = msgspec.json.decode(_cases("judge"), type=list[DoseCase])
NEXT = msgspec.json.decode(_cases("next"), type=list[DoseCase])
SCREENED = msgspec.json.decode(_cases("screening"), type=list[ScreeningCase])
PERIODS = msgspec.json.decode(_cases("periods"), type=list[PeriodCase])


def _picked(answer: object, keys: dict[str, Any]) -> dict[str, Any]:
    """Write an answer as JSON and keep what a case speaks of; rule sets by their id."""
    tree: dict[str, Any] = json.loads(msgspec.json.encode(answer))
    for name in ("rules", "why"):
        if name in tree:
            tree[name] = [r["id"] for r in tree[name]]
    for name in ("problems", "options"):
        for row, expected in zip(tree.get(name, []), keys.get(name, []), strict=False):
            for extra in row.keys() - expected.keys():
                del row[extra]
    return {k: tree[k] for k in keys}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_has_its_hash(name: str) -> None:
    assert rule_set_hash(DOCUMENTS[name].document) == DOCUMENTS[name].hash
    assert RULE_SETS[name].hash == DOCUMENTS[name].hash


@pytest.mark.parametrize("case", PERIODS, ids=lambda c: f"{c.day}+{c.period}")
def test_period(case: PeriodCase) -> None:
    assert after(case.day, case.period) == case.expect


@pytest.mark.parametrize("case", JUDGED, ids=lambda c: c.name)
def test_judge(case: DoseCase) -> None:
    given = case.input
    verdict = judge_dose(
        given.history,
        given.product,
        given.on,
        given.person,
        case.book,
        given.province,
        other_vaccines=given.other_vaccines,
        stated=given.stated,
    )
    assert case.expect is not None
    assert _picked(verdict, case.expect) == case.expect


@pytest.mark.parametrize("case", NEXT, ids=lambda c: c.name)
def test_next(case: DoseCase) -> None:
    given = case.input
    found = next_dose(given.history, given.on, given.person, case.book, given.province)
    if case.expect is None:
        assert found is None
    else:
        assert _picked(found, case.expect) == case.expect


@pytest.mark.parametrize("case", SCREENED, ids=lambda c: c.name)
def test_screening(case: ScreeningCase) -> None:
    given = case.input
    form = RULE_SETS[given.form]
    assert isinstance(form, ScreeningForm)
    conclusion = conclude_screening(
        form,
        given.answers,
        given.vitals,
        sex=given.sex,
        product=given.product,
        usual_vitals=given.usual_vitals,
        dates=given.dates,
    )
    assert _picked(conclusion, case.expect) == case.expect


def test_the_city_answers_with_the_number_of_its_authority() -> None:
    found = next_dose(
        [GivenDose("AZ", date(2021, 8, 1))], date(2021, 10, 1), Person(40), BOOK, 30007901
    )
    assert found is not None
    assert found.why[0].number == "7820/BYT-DP"
    assert not found.why[0].verified
    assert found.why[0].hash == DOCUMENTS[found.why[0].id].hash
