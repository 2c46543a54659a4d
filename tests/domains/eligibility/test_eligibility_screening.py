"""What holds for every screening form and every set of answers."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiemchung.country import Outcome, read_pack
from tiemchung.country.rules import ScreeningForm, VitalLimit
from tiemchung.country.values import Text
from tiemchung.domains.eligibility.screening import conclude_screening, is_abnormal

FORMS = [r for r in read_pack("vn").rule_sets if isinstance(r, ScreeningForm)]
NORMAL = {"temperature": 36.7, "pulse": 75, "systolic": 120, "diastolic": 75}

forms = st.sampled_from(FORMS)
sexes: st.SearchStrategy[Literal["male", "female"]] = st.sampled_from(["male", "female"])


def _answers(form: ScreeningForm, yes: set[str]) -> dict[str, bool]:
    return {i.code: i.code in yes for i in form.items}


@given(forms, st.data(), sexes)
def test_one_more_yes_is_never_less_strict(
    form: ScreeningForm, data: st.DataObject, sex: Literal["male", "female"]
) -> None:
    codes = [i.code for i in form.items]
    yes = data.draw(st.sets(st.sampled_from(codes)))
    more = data.draw(st.sampled_from(codes))
    first = conclude_screening(form, _answers(form, yes), NORMAL, sex=sex)
    second = conclude_screening(form, _answers(form, yes | {more}), NORMAL, sex=sex)
    assert first.outcome is not None
    assert second.outcome is not None
    assert form.strictness.index(second.outcome) <= form.strictness.index(first.outcome)
    assert set(first.fired) <= set(second.fired)


@given(forms, st.data())
def test_the_outcome_is_that_of_the_strictest_item_fired(
    form: ScreeningForm, data: st.DataObject
) -> None:
    yes = data.draw(st.sets(st.sampled_from([i.code for i in form.items])))
    conclusion = conclude_screening(form, _answers(form, yes), NORMAL, sex="female")
    outcomes = [i.outcome for i in form.items if i.code in conclusion.fired]
    strictest = min(
        (form.strictness.index(o) for o in outcomes if o is not None),
        default=form.strictness.index(Outcome.ELIGIBLE),
    )
    assert conclusion.outcome is form.strictness[strictest]


@given(forms, st.data())
def test_nothing_is_concluded_while_something_is_missing(
    form: ScreeningForm, data: st.DataObject
) -> None:
    complete = _answers(form, set())
    gone = data.draw(st.sampled_from([i.code for i in form.items if not i.from_vitals]))
    answers = {k: v for k, v in complete.items() if k != gone}
    conclusion = conclude_screening(form, answers, NORMAL, sex="female")
    item = next(i for i in form.items if i.code == gone)
    if item.asked_if is None:
        assert conclusion.outcome is None
        assert conclusion.missing == (gone,)
    else:
        assert conclusion.outcome is Outcome.ELIGIBLE


@given(st.floats(30, 45, allow_nan=False))
def test_a_reading_is_abnormal_outside_its_limits_only(value: float) -> None:
    label = Text("Nhiệt độ", "Temperature")
    limit = VitalLimit(code="temperature", label=label, unit="°C", low=35.5, high=37.5)
    assert is_abnormal(limit, value, {}) == (value < 35.5 or value > 37.5)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_every_form_can_end_in_every_outcome_it_knows(form: ScreeningForm) -> None:
    reached = {
        conclude_screening(form, _answers(form, _with_parents(form, i.code)), NORMAL).outcome
        for i in form.items
    } | {conclude_screening(form, _answers(form, set()), NORMAL).outcome}
    assert reached == set(form.strictness)


def _with_parents(form: ScreeningForm, code: str) -> set[str]:
    item = next(i for i in form.items if i.code == code)
    return {code} | (_with_parents(form, item.asked_if) if item.asked_if else set())


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_the_conclusion_names_its_form(form: ScreeningForm) -> None:
    rule = conclude_screening(form, _answers(form, set()), NORMAL).rule
    assert (rule.id, rule.hash, rule.number) == (form.id, form.hash, form.authority.number)
    assert not rule.verified
