"""Interprets the dosing rules of a day: one dose judged, the next dose foreseen.

The order of the questions is part of the contract with other interpreters:

1. The basic series is as long as the first product's `primary_doses` (two, if no rule knows it).
   Later doses are additional or booster: as stated, else additional once when a rule asks for it.
2. Of several fitting lines the most particular counts. Interval: age or condition, then `after`,
   then `next`. Mixing: age, then `after`, then `next`. A named value is more particular than "*".
3. Problems are listed in the order of ProblemCode.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from tiemchung.country.rulebook import RuleBook, RulesOfDay
from tiemchung.country.rules import (
    ANY,
    DoseKind,
    DosingRules,
    Interval,
    Mix,
    RuleRef,
    Use,
    rule_ref,
)
from tiemchung.country.values import after as after_period
from tiemchung.domains.eligibility.model import (
    GivenDose,
    NextDose,
    Problem,
    ProblemCode,
    ProductOption,
    Verdict,
)

MIXED = "MIXED"
PRIMARY_DOSES_IF_UNKNOWN = 2
_ORDER = {code: place for place, code in enumerate(ProblemCode)}


class Person(NamedTuple):
    """What the rules need of a person: whole years of age (None = unknown) and conditions.

    Conditions are the words of the rules: "immunocompromised", "high_risk".
    """

    age: int | None
    conditions: frozenset[str] = frozenset()


class Place(NamedTuple):
    """Where in the series a dose stands; `previous` is the dose before it."""

    kind: DoseKind
    nth: int
    number: int
    after: str
    previous: GivenDose | None


def judge_dose(
    history: Sequence[GivenDose],
    product: str,
    on: date,
    person: Person,
    book: RuleBook,
    province: int | None,
    *,
    other_vaccines: Iterable[date] = (),
    stated: DoseKind | None = None,
) -> Verdict:
    """Judge a dose of `product` on day `on` by the rules of that day and province.

    `history` are the other doses of the person in any order; those after `on` do not count, those
    of the same day count as given before. `province` is a unit version id, `other_vaccines` the
    days of vaccines against other diseases, `stated` the kind written at the table, which counts
    only after the basic series.
    """
    day = book.on(on, province)
    place = place_of_next(_before(history, on), day, person, stated)
    interval = find_interval(day, place, product, person)
    mix = find_mix(day, place, product, person)
    use = day.uses.get(product)
    problems = [
        *_product_problems(day, use, product, person),
        *_series_problems(place, product, on, interval, mix),
        *_distance_problems(day, on, other_vaccines),
    ]
    return Verdict(
        kind=place.kind,
        nth=place.nth,
        number=place.number,
        dose_ml=_volume(use[0], place.kind) if use else None,
        late=_is_late(place, interval, on),
        needs_consent=mix is not None and mix[0].allowed and mix[0].consent,
        problems=tuple(sorted(problems, key=lambda p: _ORDER[p.code])),
        rules=_refs(use, interval, mix),
        rules_hash=day.hash,
    )


def next_dose(
    history: Sequence[GivenDose],
    on: date,
    person: Person,
    book: RuleBook,
    province: int | None,
) -> NextDose | None:
    """Foresee the next dose by the rules of day `on`; None when no rule foresees one.

    For a first dose the days are `on` itself. Options: the product of the series first, then by
    earliest day, then by key. A product that is held, or not for this age, is no option.
    """
    day = book.on(on, province)
    place = place_of_next(_before(history, on), day, person)
    possible = [_option(day, place, product, on, person) for product in day.uses]
    options = sorted((o for o in possible if o is not None), key=_preference)
    if not options:
        return None
    best = options[0]
    return NextDose(
        kind=place.kind,
        nth=place.nth,
        number=place.number,
        earliest=best.earliest,
        usual=best.usual,
        latest=best.latest,
        options=tuple(options),
        why=best.rules,
        rules_hash=day.hash,
    )


def _preference(option: ProductOption) -> tuple[bool, date, str]:
    return not option.same, option.earliest, option.product


def place_of_next(
    doses: Sequence[GivenDose],
    day: RulesOfDay,
    person: Person,
    stated: DoseKind | None = None,
) -> Place:
    """Place the dose that follows `doses` (in the order given) in the person's series."""
    number = len(doses) + 1
    previous = doses[-1] if doses else None
    length = _series_length(doses, day)
    if number <= length:
        return Place(
            DoseKind.PRIMARY, number, number, previous.product if previous else ANY, previous
        )
    series = _series_product(doses[:length])
    kinds: list[DoseKind] = []
    for dose in doses[length:]:
        kinds.append(_later_kind(dose.kind, kinds, series, day, person))
    kind = _later_kind(stated, kinds, series, day, person)
    return Place(kind, kinds.count(kind) + 1, number, series, previous)


def _before(history: Sequence[GivenDose], on: date) -> list[GivenDose]:
    return sorted((d for d in history if d.on <= on), key=attrgetter("on"))


def _series_length(doses: Sequence[GivenDose], day: RulesOfDay) -> int:
    first = day.uses.get(doses[0].product) if doses else None
    return first[0].primary_doses if first else PRIMARY_DOSES_IF_UNKNOWN


def _series_product(basics: Sequence[GivenDose]) -> str:
    products = {d.product for d in basics}
    return products.pop() if len(products) == 1 else MIXED


def _later_kind(
    stated: DoseKind | None,
    before: Sequence[DoseKind],
    series: str,
    day: RulesOfDay,
    person: Person,
) -> DoseKind:
    if stated is not None and stated is not DoseKind.PRIMARY:
        return stated
    asked = not before and any(
        e.kind is DoseKind.ADDITIONAL and _fits_person(e, person) and e.after in (ANY, series)
        for e, _ in day.intervals
    )
    return DoseKind.ADDITIONAL if asked else DoseKind.BOOSTER


def find_interval(
    day: RulesOfDay, place: Place, product: str, person: Person
) -> tuple[Interval, DosingRules] | None:
    """Find the line that says how long to wait before a dose of `product` in this place."""
    fitting = [
        (entry, rules)
        for entry, rules in day.intervals
        if entry.kind is place.kind
        and entry.nth == place.nth
        and entry.after in (ANY, place.after)
        and entry.next in (ANY, product)
        and _fits_person(entry, person)
    ]
    return max(fitting, key=lambda f: _particular_interval(f[0]), default=None)


def _particular_interval(entry: Interval) -> tuple[bool, bool, bool]:
    narrowed = entry.age_from is not None or entry.who is not None
    return narrowed, entry.after != ANY, entry.next != ANY


def _fits_person(entry: Interval, person: Person) -> bool:
    if entry.who is not None and entry.who not in person.conditions:
        return False
    return entry.age_from is None or (person.age is not None and person.age >= entry.age_from)


def find_mix(
    day: RulesOfDay, place: Place, product: str, person: Person
) -> tuple[Mix, DosingRules] | None:
    """Find the line on `product` after another one; None for a first dose or the same product."""
    if place.previous is None or place.after == product:
        return None
    fitting = [
        (entry, rules)
        for entry, rules in day.mixing
        if entry.kind is place.kind
        and entry.after in (ANY, place.after)
        and entry.next in (ANY, product)
        and (entry.age_below is None or (person.age is not None and person.age < entry.age_below))
    ]
    return max(fitting, key=lambda f: _particular_mix(f[0]), default=None)


def _particular_mix(entry: Mix) -> tuple[bool, bool, bool]:
    return entry.age_below is not None, entry.after != ANY, entry.next != ANY


def _product_problems(
    day: RulesOfDay, use: tuple[Use, DosingRules] | None, product: str, person: Person
) -> Iterable[Problem]:
    if held := day.holds.get(product):
        yield Problem(ProblemCode.HELD, blocks=True, rule=rule_ref(held[1], held[0]))
    if use is None:
        yield Problem(ProblemCode.NOT_AUTHORISED, blocks=True)
        return
    entry, rule = use[0], rule_ref(use[1], use[0])
    if person.age is None:
        yield Problem(ProblemCode.AGE_UNKNOWN, blocks=False, rule=rule)
    elif person.age < entry.min_age:
        yield Problem(ProblemCode.TOO_YOUNG, blocks=True, rule=rule)
    elif entry.max_age is not None and person.age > entry.max_age:
        yield Problem(ProblemCode.TOO_OLD, blocks=True, rule=rule)


def _series_problems(
    place: Place,
    product: str,
    on: date,
    interval: tuple[Interval, DosingRules] | None,
    mix: tuple[Mix, DosingRules] | None,
) -> Iterable[Problem]:
    if place.previous is None:
        return
    if place.after != product and not (mix and mix[0].allowed):
        rule = rule_ref(mix[1], mix[0]) if mix else None
        yield Problem(ProblemCode.MIX_NOT_ALLOWED, blocks=True, rule=rule)
    if interval is None:
        yield Problem(ProblemCode.NOT_FORESEEN, blocks=True)
        return
    earliest = after_period(place.previous.on, interval[0].min)
    if on < earliest:
        rule = rule_ref(interval[1], interval[0])
        yield Problem(ProblemCode.TOO_EARLY, blocks=True, earliest=earliest, rule=rule)


def _distance_problems(
    day: RulesOfDay, on: date, other_vaccines: Iterable[date]
) -> Iterable[Problem]:
    if day.other_vaccine_gap is None:
        return
    gap, rules = day.other_vaccine_gap
    close = [d for d in other_vaccines if after_period(min(d, on), gap) > max(d, on)]
    if close:
        earliest = max(after_period(d, gap) for d in close)
        yield Problem(
            ProblemCode.OTHER_VACCINE_TOO_CLOSE,
            blocks=True,
            earliest=earliest,
            rule=rule_ref(rules),
        )


def _is_late(place: Place, interval: tuple[Interval, DosingRules] | None, on: date) -> bool:
    if interval is None or place.previous is None or interval[0].latest is None:
        return False
    return on > after_period(place.previous.on, interval[0].latest)


def _volume(use: Use, kind: DoseKind) -> float:
    if kind is DoseKind.BOOSTER and use.booster_ml is not None:
        return use.booster_ml
    return use.dose_ml


def _option(
    day: RulesOfDay, place: Place, product: str, on: date, person: Person
) -> ProductOption | None:
    use = day.uses[product]
    if any(p.blocks for p in _product_problems(day, use, product, person)):
        return None
    mix = find_mix(day, place, product, person)
    same = place.after == product
    if place.previous is None:
        earliest, usual, latest, interval = on, on, None, None
    else:
        interval = find_interval(day, place, product, person)
        if interval is None or not (same or (mix and mix[0].allowed)):
            return None
        start, entry = place.previous.on, interval[0]
        earliest = after_period(start, entry.min)
        usual = max(earliest, after_period(start, entry.usual or entry.min))
        latest = after_period(start, entry.latest) if entry.latest else None
    return ProductOption(
        product=product,
        same=same,
        needs_consent=mix is not None and mix[0].consent,
        condition=mix[0].condition if mix else None,
        earliest=earliest,
        usual=usual,
        latest=latest,
        dose_ml=_volume(use[0], place.kind),
        rules=_refs(interval, mix, use),
    )


def _refs(
    *found: tuple[Use | Interval | Mix, DosingRules] | None,
) -> tuple[RuleRef, ...]:
    """Name the rule sets that were used, each once, in the order of use."""
    refs: dict[str, RuleRef] = {}
    for line in found:
        if line is None:
            continue
        entry, rules = line
        ref = rule_ref(rules, entry)
        known = refs.get(ref.id)
        if known is None or (known.verified and not ref.verified):
            refs[ref.id] = ref
    return tuple(refs.values())
