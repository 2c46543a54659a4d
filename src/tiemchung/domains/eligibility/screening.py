"""Concludes a screening: the form of the date, the answers, the measurements; strictest wins."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from tiemchung.country.rules import (
    Outcome,
    ScreeningForm,
    ScreeningItem,
    VitalLimit,
    rule_ref,
)
from tiemchung.country.values import after as after_period
from tiemchung.domains.eligibility.model import Conclusion


def conclude_screening(
    form: ScreeningForm,
    answers: Mapping[str, bool],
    vitals: Mapping[str, float],
    *,
    sex: Literal["male", "female"] | None = None,
    product: str | None = None,
    usual_vitals: Mapping[str, float] | None = None,
    dates: Mapping[str, date] | None = None,
) -> Conclusion:
    """Conclude from yes/no answers (item code -> yes) and measurements (code -> value).

    Items that do not apply (to a man, or under an item answered no) need no answer and do not
    count. An item of vital signs is answered by the measurements themselves; the doctor may say
    yes to it besides. `usual_vitals` are the person's own usual values, `dates` the days written
    down beside items. The doctor's conclusion may be stricter; this is what the form says.
    """
    abnormal = tuple(
        limit.code
        for limit in form.vitals
        if limit.code in vitals and is_abnormal(limit, vitals[limit.code], usual_vitals or {})
    )
    asked = [item for item in form.items if _is_asked(form, item, answers, sex)]
    yes = [i for i in asked if answers.get(i.code) or (i.from_vitals and abnormal)]
    consequences = {i.code: outcome for i in yes if (outcome := _outcome(i, product)) is not None}
    missing = (
        *(i.code for i in asked if i.code not in answers and not i.from_vitals),
        *(v.code for v in form.vitals if v.required and v.code not in vitals),
    )
    found = {*consequences.values(), Outcome.ELIGIBLE}
    return Conclusion(
        outcome=None if missing else next(o for o in form.strictness if o in found),
        fired=tuple(consequences),
        abnormal=abnormal,
        missing=missing,
        defer_until=_defer_until(yes, dates or {}),
        rule=rule_ref(form),
    )


def is_abnormal(limit: VitalLimit, value: float, usual: Mapping[str, float]) -> bool:
    """Tell whether a measurement is outside its limits; the limits themselves are normal."""
    if limit.low is not None and value < limit.low:
        return True
    if limit.high is not None and value > limit.high:
        return True
    own = usual.get(limit.code)
    return limit.above_usual is not None and own is not None and value - own >= limit.above_usual


def _is_asked(
    form: ScreeningForm,
    item: ScreeningItem,
    answers: Mapping[str, bool],
    sex: Literal["male", "female"] | None,
) -> bool:
    if item.applies_to == "female" and sex == "male":
        return False
    if item.asked_if is None:
        return True
    parent = next(i for i in form.items if i.code == item.asked_if)
    return bool(answers.get(parent.code)) and _is_asked(form, parent, answers, sex)


def _outcome(item: ScreeningItem, product: str | None) -> Outcome | None:
    if product is not None and product in item.outcome_by_product:
        return item.outcome_by_product[product]
    return item.outcome


def _defer_until(fired: list[ScreeningItem], dates: Mapping[str, date]) -> date | None:
    days = [after_period(dates[i.code], i.defer) for i in fired if i.defer and i.code in dates]
    return max(days, default=None)
