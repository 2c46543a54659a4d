"""What the rules are asked and what they answer."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from tiemchung.country.rules import DoseKind, Outcome, RuleRef
from tiemchung.country.values import Text


class GivenDose(Struct, frozen=True):
    """A dose against the disease that is already in the arm.

    `kind` is what was stated then; it only decides between additional and booster, the place in
    the series is counted.
    """

    product: str
    on: date
    kind: DoseKind | None = None


class ProblemCode(StrEnum):
    """Why a dose breaks a rule, worst first."""

    HELD = "held"
    NOT_AUTHORISED = "not_authorised"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    MIX_NOT_ALLOWED = "mix_not_allowed"
    NOT_FORESEEN = "not_foreseen"
    TOO_EARLY = "too_early"
    OTHER_VACCINE_TOO_CLOSE = "other_vaccine_too_close"
    AGE_UNKNOWN = "age_unknown"


class Problem(Struct, frozen=True):
    """One broken rule. `earliest` is the first day on which it would not be broken.

    `blocks`: a hard stop before the injection, which a doctor may override with a reason; a dose
    already given is flagged. AGE_UNKNOWN does not block.
    """

    code: ProblemCode
    blocks: bool
    earliest: date | None = None
    rule: RuleRef | None = None


class Verdict(Struct, frozen=True):
    """A dose as the rules of its day see it.

    `number` runs over all doses of the person, `nth` within the kind; `dose_ml` is None when no
    rule knows the product. `late` = after the latest usual day: said, never a problem. `rules`
    are the sets that were applied; `rules_hash` names all that were in force.
    """

    kind: DoseKind
    nth: int
    number: int
    dose_ml: float | None
    late: bool
    needs_consent: bool
    problems: tuple[Problem, ...]
    rules: tuple[RuleRef, ...]
    rules_hash: str

    @property
    def blocked(self) -> bool:
        return any(p.blocks for p in self.problems)


class ProductOption(Struct, frozen=True):
    """A product that may be given next, and from when. `same` = continues the series."""

    product: str
    same: bool
    needs_consent: bool
    condition: Text | None
    earliest: date
    usual: date
    latest: date | None
    dose_ml: float
    rules: tuple[RuleRef, ...]


class NextDose(Struct, frozen=True):
    """The next dose and why. The days are those of the first option, the preferred one."""

    kind: DoseKind
    nth: int
    number: int
    earliest: date
    usual: date
    latest: date | None
    options: tuple[ProductOption, ...]
    why: tuple[RuleRef, ...]
    rules_hash: str


class Conclusion(Struct, frozen=True):
    """What a screening form concludes from answers and measurements.

    `outcome` is None while something is `missing` (codes of items and vital signs). `fired` are
    the items with a consequence, `abnormal` the vital signs outside their limits, `defer_until`
    the latest day that a fired item puts off to, where its date is known.
    """

    outcome: Outcome | None
    fired: tuple[str, ...]
    abnormal: tuple[str, ...]
    missing: tuple[str, ...]
    defer_until: date | None
    rule: RuleRef
