"""What holds for every history: properties of the interpreter, and rules the pack has none of."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tiemchung.country import NATION, DoseKind, RuleBook, decode_rule_set, read_pack
from tiemchung.country.values import after
from tiemchung.domains.eligibility.model import GivenDose, ProblemCode
from tiemchung.domains.eligibility.rules import Person, judge_dose, next_dose

PACK = read_pack("vn")
BOOK = PACK.rule_book
HCMC, HANOI = 30007901, 30000101
DAY = date(2021, 8, 15)

products = st.sampled_from([*(p.key for p in PACK.products), "CORONAVAC"])
days = st.dates(date(2021, 3, 8), date(2022, 12, 31))
kinds = st.none() | st.sampled_from(DoseKind)
histories = st.lists(st.builds(GivenDose, products, days, kinds), max_size=6)
provinces = st.sampled_from([None, HCMC, HANOI])
people = st.builds(
    Person,
    st.none() | st.integers(0, 110),
    st.frozensets(st.sampled_from(["immunocompromised", "high_risk"])),
)


@given(histories, products, days, people, provinces, st.randoms(use_true_random=False))
def test_the_order_in_which_the_history_is_known_does_not_matter(
    history: list[GivenDose],
    product: str,
    on: date,
    person: Person,
    province: int | None,
    order: Any,
) -> None:
    unique = list({d.on: d for d in history}.values())
    expected = judge_dose(unique, product, on, person, BOOK, province)
    order.shuffle(unique)
    assert judge_dose(unique, product, on, person, BOOK, province) == expected


@given(histories, products, days, people, provinces)
def test_the_number_counts_every_dose_before(
    history: list[GivenDose], product: str, on: date, person: Person, province: int | None
) -> None:
    verdict = judge_dose(history, product, on, person, BOOK, province)
    assert verdict.number == 1 + sum(d.on <= on for d in history)
    assert 1 <= verdict.nth <= verdict.number
    if verdict.kind is DoseKind.PRIMARY:
        assert verdict.nth == verdict.number
    assert verdict.rules_hash == BOOK.on(on, province).hash


@given(histories, days, people, provinces)
def test_what_is_offered_next_is_not_refused_on_its_day(
    history: list[GivenDose], on: date, person: Person, province: int | None
) -> None:
    found = next_dose(history, on, person, BOOK, province)
    if found is None:
        return
    for option in found.options:
        day = max(option.earliest, on)
        if BOOK.on(day, province).hash != found.rules_hash:
            continue
        past = [d for d in history if d.on <= on]
        verdict = judge_dose(past, option.product, day, person, BOOK, province)
        assert not verdict.blocked
        assert verdict.kind is found.kind
        assert verdict.needs_consent == option.needs_consent
        assert verdict.dose_ml == option.dose_ml


@given(histories, days, people, provinces)
def test_a_day_before_the_earliest_is_too_early(
    history: list[GivenDose], on: date, person: Person, province: int | None
) -> None:
    found = next_dose(history, on, person, BOOK, province)
    past = [d for d in history if d.on <= on]
    if found is None or not past:
        return
    for option in found.options:
        day = option.earliest - timedelta(days=1)
        if day < on or BOOK.on(day, province).hash != found.rules_hash:
            continue
        verdict = judge_dose(past, option.product, day, person, BOOK, province)
        assert [p.earliest for p in verdict.problems if p.code is ProblemCode.TOO_EARLY] == [
            option.earliest
        ]


@given(histories, days, people, provinces)
def test_options_are_ordered_and_their_days_too(
    history: list[GivenDose], on: date, person: Person, province: int | None
) -> None:
    found = next_dose(history, on, person, BOOK, province)
    if found is None:
        return
    assert len({o.product for o in found.options}) == len(found.options)
    assert [o.same for o in found.options] == sorted((o.same for o in found.options), reverse=True)
    for option in found.options:
        assert option.earliest <= option.usual
        assert option.latest is None or option.usual <= option.latest
        assert option.rules


@given(histories, products, days, people, provinces, st.integers(0, 400))
def test_waiting_never_makes_a_dose_too_early(
    history: list[GivenDose],
    product: str,
    on: date,
    person: Person,
    province: int | None,
    wait: int,
) -> None:
    later = on + timedelta(days=wait)
    if BOOK.on(later, province).hash != BOOK.on(on, province).hash:
        return
    past = [d for d in history if d.on <= on]
    before = {p.code for p in judge_dose(past, product, on, person, BOOK, province).problems}
    then = {p.code for p in judge_dose(past, product, later, person, BOOK, province).problems}
    assert then - before == set()


@given(days, st.integers(1, 60), st.sampled_from("DWMY"))
def test_a_period_leads_forward_and_keeps_order(day: date, count: int, unit: str) -> None:
    reached = after(day, f"P{count}{unit}")
    assert reached > day
    assert after(day + timedelta(days=1), f"P{count}{unit}") >= reached
    if unit in "MY":
        assert reached.day <= day.day


def _book(**section: object) -> RuleBook:
    tree: dict[str, Any] = {
        "kind": "dosing",
        "id": "dosing-test",
        "title": {"vi": "thử", "en": "test"},
        "scope": NATION,
        "valid_from": "2021-07-01",
        "authority": {"issuer": "Sở Y tế", "number": "1/SYT"},
        "verified": True,
        "source": "test",
        **section,
    }
    return RuleBook([*PACK.rule_sets, decode_rule_set(json.dumps(tree).encode())])


def test_a_held_product_is_stopped_and_not_offered() -> None:
    reason = {"vi": "Tạm dừng", "en": "On hold"}
    book = _book(holds=[{"product": "AZ", "reason": reason}], scope=HCMC)
    verdict = judge_dose([], "AZ", DAY, Person(40), book, HCMC)
    assert verdict.blocked
    assert [p.code for p in verdict.problems] == [ProblemCode.HELD]
    assert verdict.problems[0].rule is not None
    assert verdict.problems[0].rule.number == "1/SYT"
    found = next_dose([], DAY, Person(40), book, HCMC)
    assert found is not None
    assert "AZ" not in {o.product for o in found.options}
    assert not judge_dose([], "AZ", DAY, Person(40), book, HANOI).blocked


def test_a_line_for_an_age_goes_before_the_one_for_all() -> None:
    older = {"kind": "primary", "nth": 2, "after": "*", "min": "P1W", "age_from": 65}
    book = _book(intervals=[older])
    history = [GivenDose("AZ", date(2021, 8, 1))]
    assert not judge_dose(history, "AZ", DAY, Person(70), book, HANOI).blocked
    for age in (64, None):
        codes = [p.code for p in judge_dose(history, "AZ", DAY, Person(age), book, HANOI).problems]
        assert ProblemCode.TOO_EARLY in codes


def test_a_named_next_product_goes_before_any() -> None:
    named = {"kind": "primary", "nth": 2, "after": "AZ", "next": "AZ", "min": "P1W"}
    book = _book(intervals=[named])
    history = [GivenDose("AZ", date(2021, 8, 1))]
    verdict = judge_dose(history, "AZ", DAY, Person(40), book, HANOI)
    assert not verdict.blocked
    assert "dosing-test" in [r.id for r in verdict.rules]


def test_a_rule_reference_says_when_the_line_is_unverified() -> None:
    verdict = judge_dose(
        [GivenDose("PFIZER", date(2021, 7, 1))], "PFIZER", DAY, Person(40), BOOK, HANOI
    )
    found = {r.id: r.verified for r in verdict.rules}
    assert found == {"dosing-2021-07-08-adults": False, "dosing-2021-07-26-3588": False}
    verdict = judge_dose([GivenDose("AZ", date(2021, 5, 1))], "AZ", DAY, Person(40), BOOK, HANOI)
    assert {r.id: r.verified for r in verdict.rules}["dosing-2021-07-26-3588"] is True


def test_problems_stand_worst_first() -> None:
    history = [GivenDose("MODERNA", DAY - timedelta(days=3))]
    verdict = judge_dose(
        history, "PFIZER", DAY, Person(12), BOOK, HCMC, other_vaccines=[DAY - timedelta(days=1)]
    )
    assert [p.code for p in verdict.problems] == [
        ProblemCode.TOO_YOUNG,
        ProblemCode.MIX_NOT_ALLOWED,
        ProblemCode.TOO_EARLY,
        ProblemCode.OTHER_VACCINE_TOO_CLOSE,
    ]
