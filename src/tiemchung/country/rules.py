"""Rule sets: dated, scoped, hashed documents that the domains interpret.

One file, or one row in the database, is one rule set: what one authority decided from one day
on. It is never edited: a change is a new rule set with its own `valid_from`; a withdrawal is a
new one that names the old in `withdraws`. The same document is TOML in the pack and JSON for the
database, the stations and other interpreters; `rule_set_hash` is taken over the document, so it
is the same everywhere.

Dates are half-open (`valid_to` is the first day on which the set no longer holds). `verified`
true: the source named in `source` states this; false: general knowledge or inference, to be
confirmed. An entry may differ from its set by its own `verified`, or list single fields in
`unverified`.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec import Meta, Struct

from tiemchung.country.values import Authority, Period, Text

ANY = "*"

Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_đ-]+$")]


class DoseKind(StrEnum):
    PRIMARY = "primary"
    ADDITIONAL = "additional"
    BOOSTER = "booster"


class Outcome(StrEnum):
    ELIGIBLE = "eligible"
    DEFERRED = "deferred"
    CONTRAINDICATED = "contraindicated"
    REFER_TO_HOSPITAL = "refer_to_hospital"
    CAUTION = "caution"


class RuleSet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What all rule sets say of themselves.

    `scope` is a unit version id: the nation, or the province that decided for itself. `hash` is
    not part of the document; the reader sets it.
    """

    id: str
    title: Text
    scope: int
    valid_from: date
    valid_to: date | None = None
    published_at: date | None = None
    authority: Authority
    verified: bool
    source: str
    note: str | None = None
    withdraws: tuple[str, ...] = ()
    hash: str = ""


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a rule set. `verified` None = as its set; `unverified` names single fields."""

    verified: bool | None = None
    unverified: tuple[str, ...] = ()
    note: str | None = None


class Use(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who may get a product and how much: doses of the basic series, ml, whole years of age."""

    product: str
    primary_doses: Annotated[int, Meta(ge=1, le=5)]
    dose_ml: float
    booster_ml: float | None = None
    min_age: int
    max_age: int | None = None


class Interval(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long after the previous dose the `nth` dose of a kind may, should and must be given.

    `after` is the product of the previous dose (primary) or of the basic series (additional,
    booster; a mixed series answers only to "*"); `next` is the product to be given. `floor` is
    the shortest minimum that a province may decide. `age_from` (years) and `who` (a condition of
    the person) narrow the entry. An entry of a later set replaces one with the same key.
    """

    kind: DoseKind
    nth: Annotated[int, Meta(ge=1, le=9)]
    after: str
    next: str = ANY
    min: Period
    usual: Period | None = None
    latest: Period | None = None
    floor: Period | None = None
    age_from: int | None = None
    who: str | None = None


class Mix(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether `next` may follow `after` (as in Interval) for a kind of dose.

    The same product may always follow; another one only where an entry allows it. `age_below`
    (years) narrows the entry and then goes before entries without it.
    """

    kind: DoseKind
    after: str
    next: str
    allowed: bool
    consent: bool = False
    age_below: int | None = None
    condition: Text | None = None


class Handling(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Vials of a product: doses on the label and the clocks that end their use.

    Months from make to expiry, days at 2 to 8 °C after thawing, hours after the first puncture;
    None = not known or does not apply.
    """

    product: str
    doses_per_vial: int
    shelf_life_months: int | None = None
    thawed_days: int | None = None
    open_hours: int | None = None


class Hold(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product is not to be given for the time being (a lot is held in the supply domain)."""

    product: str
    reason: Text


class DosingRules(RuleSet, frozen=True, kw_only=True, tag="dosing"):
    """What one decision says of products, intervals, mixing, vials and holds.

    `other_vaccine_gap` is the least distance to a vaccine against another disease.
    """

    uses: tuple[Use, ...] = ()
    intervals: tuple[Interval, ...] = ()
    mixing: tuple[Mix, ...] = ()
    handling: tuple[Handling, ...] = ()
    holds: tuple[Hold, ...] = ()
    other_vaccine_gap: Period | None = None


class ScreeningItem(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One yes/no question. `outcome` follows from yes; None = the question only leads to others.

    `asked_if`: the item that must be yes; `asks`: what to write down when yes; `defer`: put off
    for this long, counted from the date written down; `from_vitals`: yes whenever a vital sign is
    outside its limits.
    """

    code: Code
    text: Text
    asked_if: str | None = None
    applies_to: Literal["all", "female"] = "all"
    outcome: Outcome | None = None
    outcome_by_product: dict[str, Outcome] = {}
    asks: Literal["date", "text", "weeks"] | None = None
    defer: Period | None = None
    from_vitals: bool = False


class VitalLimit(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a measurement is abnormal: outside `low`..`high`, which are both still normal.

    Or at least `above_usual` over the person's usual value. `required` = from everybody.
    """

    code: Literal[
        "temperature", "pulse", "systolic", "diastolic", "respiratory_rate", "oxygen_saturation"
    ]
    label: Text
    unit: str
    low: float | None = None
    high: float | None = None
    above_usual: float | None = None
    required: bool = False


class ScreeningForm(RuleSet, frozen=True, kw_only=True, tag="screening_form"):
    """The form of the date; `strictness` orders the outcomes, strictest first."""

    audience: Literal["adult", "child"]
    age_from: int
    age_below: int | None = None
    name: Text
    header: tuple[Code, ...] = ()
    strictness: tuple[Outcome, ...]
    items: tuple[ScreeningItem, ...]
    vitals: tuple[VitalLimit, ...]


class ObservationRule(RuleSet, frozen=True, kw_only=True, tag="observation"):
    """Minutes at the site, days of self-monitoring, of which close, of which not alone."""

    minutes: int
    home_days: int
    close_days: int
    attended_days: int
    follow_up_days: tuple[int, ...]
    unverified: tuple[str, ...] = ()


class ReportCutoff(RuleSet, frozen=True, kw_only=True, tag="report_cutoff"):
    """The hour (local time) at which the daily report is frozen."""

    cutoff: time


class PriorityGroup(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: Code
    label: str
    name: Text


class PriorityGroups(RuleSet, frozen=True, kw_only=True, tag="priority_groups"):
    """The groups of one decision in its order; a later decision replaces the whole list."""

    groups: tuple[PriorityGroup, ...]


class LegalClock(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A deadline: `amount` `unit`s after `starts`, `duty` must be done."""

    code: Code
    starts: Code
    duty: Text
    amount: int
    unit: Literal["hour", "day", "working_day", "month"]
    article: str | None = None


class LegalClocks(RuleSet, frozen=True, kw_only=True, tag="legal_clocks"):
    clocks: tuple[LegalClock, ...]


class CertificateField(Struct, frozen=True, forbid_unknown_fields=True):
    code: Code
    label: Text


class CertificateColour(Struct, frozen=True, forbid_unknown_fields=True):
    doses_from: int
    colour: Literal["none", "yellow", "green"]
    label: Text


class CertificateRule(RuleSet, frozen=True, kw_only=True, tag="certificate"):
    """A paper or signed proof: its fields, how long it lasts and what must be true before it."""

    certificate: Literal["slip", "national", "card"]
    fields: tuple[CertificateField, ...] = ()
    validity: Period | None = None
    requires: tuple[Literal["recorded", "confirmed", "person_verified"], ...] = ()
    on_request: bool = True
    colours: tuple[CertificateColour, ...] = ()


class ListItem(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`group` sorts items within a list; `count` is people counted, where a census has it."""

    code: Code
    name: Text
    group: str | None = None
    count: int | None = None


class CodeList(RuleSet, frozen=True, kw_only=True, tag="code_list"):
    """A closed list that pages offer; a later set of the same `list` replaces it."""

    list: str
    items: tuple[ListItem, ...]


AnyRuleSet = (
    DosingRules
    | ScreeningForm
    | ObservationRule
    | ReportCutoff
    | PriorityGroups
    | LegalClocks
    | CertificateRule
    | CodeList
)


class RuleRef(Struct, frozen=True):
    """Which rule set a decision rests on, ready to be shown and to be checked again."""

    id: str
    hash: str
    title: Text
    number: str | None
    verified: bool


def rule_ref(rule_set: RuleSet, entry: Entry | None = None) -> RuleRef:
    """Name a rule set, and say whether the entry used is verified."""
    verified = rule_set.verified
    if entry is not None:
        verified = (verified if entry.verified is None else entry.verified) and not entry.unverified
    return RuleRef(rule_set.id, rule_set.hash, rule_set.title, rule_set.authority.number, verified)


def canonical(document: Mapping[str, Any]) -> bytes:
    """Write a rule document as canonical JSON (RFC 8785 for the values that rules hold).

    Keys sorted, no spaces, UTF-8, dates as ISO text, whole numbers without a fraction.
    """
    return json.dumps(
        _plain(document), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        items = cast("Mapping[str, object]", value)
        return {key: _plain(item) for key, item in items.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in cast("list[object]", value)]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def rule_set_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the canonical form: what a stamped decision names."""
    return hashlib.sha256(canonical(document)).hexdigest()


def read_rule_set(tree: dict[str, Any]) -> AnyRuleSet:
    """Read a rule set from its parsed document and set its hash.

    Raises msgspec.ValidationError for a document of another shape, or one that claims a hash.
    """
    rules: AnyRuleSet = msgspec.convert(tree, AnyRuleSet)
    if rules.hash:
        raise msgspec.ValidationError("a document carries no hash: it is computed - at `$.hash`")
    return msgspec.structs.replace(rules, hash=rule_set_hash(tree))


def decode_rule_set(document: bytes) -> AnyRuleSet:
    """Read a rule set from its JSON document, as the database and the stations hold it.

    Raises msgspec.DecodeError or msgspec.ValidationError.
    """
    return read_rule_set(msgspec.json.decode(document, type=dict[str, Any]))
