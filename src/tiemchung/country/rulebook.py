"""Which rule sets hold on a day in a province, and what they say together.

Rule sets of a kind are laid over each other: the nation's first, then the province's, each in
the order of `valid_from`, `published_at`, `id`; an entry replaces an earlier one with the same
key. So a province's own rule stands until it ends or is withdrawn, whatever the nation decides
later. Interpreters in other languages follow the same order.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from functools import cached_property
from typing import TypeVar

from tiemchung.country.rules import (
    AnyRuleSet,
    CertificateRule,
    CodeList,
    DosingRules,
    Entry,
    Handling,
    Hold,
    Interval,
    LegalClock,
    LegalClocks,
    Mix,
    ObservationRule,
    PriorityGroups,
    ReportCutoff,
    ScreeningForm,
    Use,
)
from tiemchung.country.units import NATION
from tiemchung.country.values import Period

Line = TypeVar("Line", bound=Entry)
Kind = TypeVar("Kind", bound=AnyRuleSet)
Key = TypeVar("Key", bound=Hashable)


class RulesOfDay:
    """The rules of one day in one province. `hash` names exactly this selection of rule sets."""

    def __init__(self, sets: tuple[AnyRuleSet, ...]) -> None:
        self.sets = sets

    @cached_property
    def hash(self) -> str:
        lines = "\n".join(sorted(f"{s.id} {s.hash}" for s in self.sets))
        return hashlib.sha256(lines.encode()).hexdigest()

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Give the sets of one kind, the one that counts most last."""
        return tuple(s for s in self.sets if isinstance(s, kind))

    @cached_property
    def uses(self) -> dict[str, tuple[Use, DosingRules]]:
        return self._laid(lambda s: s.uses, lambda e: e.product)

    @cached_property
    def intervals(self) -> tuple[tuple[Interval, DosingRules], ...]:
        laid = self._laid(
            lambda s: s.intervals,
            lambda e: (e.kind, e.nth, e.after, e.next, e.age_from, e.who),
        )
        return tuple(laid.values())

    @cached_property
    def mixing(self) -> tuple[tuple[Mix, DosingRules], ...]:
        laid = self._laid(lambda s: s.mixing, lambda e: (e.kind, e.after, e.next, e.age_below))
        return tuple(laid.values())

    @cached_property
    def handling(self) -> dict[str, tuple[Handling, DosingRules]]:
        return self._laid(lambda s: s.handling, lambda e: e.product)

    @cached_property
    def holds(self) -> dict[str, tuple[Hold, DosingRules]]:
        return self._laid(lambda s: s.holds, lambda e: e.product)

    @cached_property
    def other_vaccine_gap(self) -> tuple[Period, DosingRules] | None:
        found = [(s.other_vaccine_gap, s) for s in self.of(DosingRules) if s.other_vaccine_gap]
        return found[-1] if found else None

    def screening_form(self, age: int | None) -> ScreeningForm | None:
        """Give the form for an age in years; an unknown age takes the adults' form."""
        fitting = [
            form
            for form in self.of(ScreeningForm)
            if (form.audience == "adult" if age is None else _fits(form, age))
        ]
        return fitting[-1] if fitting else None

    @property
    def observation(self) -> ObservationRule | None:
        return _last(self.of(ObservationRule))

    @property
    def report_cutoff(self) -> ReportCutoff | None:
        return _last(self.of(ReportCutoff))

    @property
    def priority_groups(self) -> PriorityGroups | None:
        return _last(self.of(PriorityGroups))

    def certificate(self, certificate: str) -> CertificateRule | None:
        return _last([c for c in self.of(CertificateRule) if c.certificate == certificate])

    def code_list(self, name: str) -> CodeList | None:
        return _last([c for c in self.of(CodeList) if c.list == name])

    @cached_property
    def legal_clocks(self) -> dict[str, tuple[LegalClock, LegalClocks]]:
        return {c.code: (c, s) for s in self.of(LegalClocks) for c in s.clocks}

    def _laid(
        self,
        lines: Callable[[DosingRules], tuple[Line, ...]],
        key: Callable[[Line], Key],
    ) -> dict[Key, tuple[Line, DosingRules]]:
        return {key(e): (e, s) for s in self.of(DosingRules) for e in lines(s)}


class RuleBook:
    """All known rule sets; `on` gives those of a day. Selections are kept, sets never change."""

    def __init__(self, sets: Iterable[AnyRuleSet]) -> None:
        self._sets = tuple(
            sorted(
                sets,
                key=lambda s: (
                    s.scope != NATION,
                    s.valid_from,
                    s.published_at or s.valid_from,
                    s.id,
                ),
            )
        )
        self._days: dict[tuple[date, int | None], RulesOfDay] = {}
        self._selections: dict[tuple[str, ...], RulesOfDay] = {}

    def on(self, day: date, province: int | None = None) -> RulesOfDay:
        """Give the rules of `day` for a province (a unit version id; None = the nation's)."""
        known = self._days.get((day, province))
        if known is None:
            sets = self._in_force(day, province)
            known = self._selections.setdefault(tuple(s.id for s in sets), RulesOfDay(sets))
            self._days[day, province] = known
        return known

    def _in_force(self, day: date, province: int | None) -> tuple[AnyRuleSet, ...]:
        sets = [
            s
            for s in self._sets
            if s.valid_from <= day
            and (s.valid_to is None or day < s.valid_to)
            and s.scope in (NATION, province)
        ]
        withdrawn = {name for s in sets for name in s.withdraws}
        return tuple(s for s in sets if s.id not in withdrawn)


def _fits(form: ScreeningForm, age: int) -> bool:
    return form.age_from <= age and (form.age_below is None or age < form.age_below)


def _last(sets: "tuple[Kind, ...] | list[Kind]") -> Kind | None:
    return sets[-1] if sets else None
