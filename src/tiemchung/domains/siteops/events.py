"""The kinds of event of the site day and their data (data-model 1 and 4). Codes only."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.domains.identity.roles import AT_SITE, CLINICAL, Role
from tiemchung.domains.ledger.kinds import Kind

Code = Annotated[str, Meta(max_length=60)]
Count = Annotated[int, Meta(ge=0, le=100_000)]


class CheckedIn(Struct, frozen=True, kw_only=True):
    """A person stands at the reception; a walk-in has its reason and approver."""

    queue_number: Count | None = None
    walk_in: bool = False
    reason: Code | None = None
    approved_by: UUID | None = None
    appointment: UUID | None = None
    home: int | None = None


class Measured(Struct, frozen=True, kw_only=True):
    """One reading of vital signs in degrees C, mmHg and a minute; every reading is kept."""

    temperature: float | None = None
    pulse: int | None = None
    systolic: int | None = None
    diastolic: int | None = None
    respiration: int | None = None
    spo2: int | None = None
    rest_and_repeat: bool = False
    home: int | None = None


class Screened(Struct, frozen=True, kw_only=True):
    """The doctor's conclusion over the form of the date; answers by item code."""

    form: Code
    answers: dict[str, Any] = {}
    conclusion: Literal["eligible", "caution", "deferred", "contraindicated", "referred"]
    rule_set: str | None = None
    override_reason: Code | None = None
    observe_minutes: int | None = None
    earliest_on: date | None = None
    reason: Code | None = None
    consent: bool | None = None
    product: int | None = None
    home: int | None = None


class Ended(Struct, frozen=True, kw_only=True):
    """A visit that ends without an injection: declined, left or no_show."""

    reason: Code | None = None
    appointment: UUID | None = None
    home: int | None = None


class Injected(Struct, frozen=True, kw_only=True):
    """A dose that went into an arm. `number` is the dose number as stated at the table.

    Home unit version, age, sex and priority group stand here as known at the table (null =
    unknown), so that fold, stamp and roll-up need no other table.
    """

    product: int
    lot: int | None = None
    lot_number: Code | None = None
    number: Annotated[int, Meta(ge=1, le=9)] | None = None
    dose_kind: Literal["primary", "additional", "booster"] = "primary"
    volume_ml: float | None = None
    body_site: Literal["left_arm", "right_arm", "left_thigh", "right_thigh", "other"] | None = None
    team: UUID | None = None
    table: UUID | None = None
    vial: UUID | None = None
    home: int | None = None
    age: Annotated[int, Meta(ge=0, le=130)] | None = None
    sex: Literal["male", "female", "other", "unknown"] | None = None
    priority_group: Code | None = None
    override_reason: Code | None = None


class EnteredLate(Injected, frozen=True, kw_only=True):
    """A dose entered from paper or spreadsheet; judged by the rules of when it happened."""

    paper: Code | None = None
    delay_reason: Code | None = None
    reentry_of: UUID | None = None


class Observed(Struct, frozen=True, kw_only=True):
    """A finding during the observation, or its end (released)."""

    finding: Code = "normal"
    minutes: Count | None = None
    group: bool = False
    home: int | None = None


class About(Struct, frozen=True, kw_only=True):
    """A decision about an earlier event, which `supersedes` of the envelope names."""

    reason: Code | None = None
    changes: dict[str, Any] = {}
    certificate: UUID | None = None
    doses: list[UUID] = []


class Invited(Struct, frozen=True, kw_only=True):
    """An invitation went out or was handed over."""

    appointment: UUID
    channel: Literal["sms", "app", "paper"]


class VialOpened(Struct, frozen=True, kw_only=True):
    """A table opens a vial; `doses` is the actual yield, which may exceed the label."""

    table: UUID
    vial: UUID
    product: int
    lot: int
    doses: Annotated[int, Meta(ge=1, le=30)]


class VialCount(Struct, frozen=True, kw_only=True):
    """Unopened vials of a lot at a table: broken, returned, or moved to another table."""

    table: UUID | None = None
    other_table: UUID | None = None
    product: int
    lot: int
    vials: Annotated[int, Meta(ge=1, le=10_000)]
    reason: Code | None = None


class DosesDiscarded(Struct, frozen=True, kw_only=True):
    """Doses of an opened vial that no arm received."""

    table: UUID | None = None
    vial: UUID
    product: int
    lot: int
    doses: Annotated[int, Meta(ge=1, le=30)]
    reason: Code


class Declared(Struct, frozen=True, kw_only=True):
    """What the head of the site says was injected; never counted from entries."""

    moment: Literal["noon", "end"]
    injected: Count


class SessionEnd(Struct, frozen=True, kw_only=True):
    """Last person gone, or the reconciled and signed close, with the figures as they were."""

    outcome: Literal["closed_balanced", "closed_with_open_items"] | None = None
    figures: dict[str, Any] = {}
    open_items: list[dict[str, Any]] = []
    reason: Code | None = None


_SITE_STAFF = AT_SITE
_HEADS = frozenset({Role.SITE_HEAD, Role.FACILITY_HEAD, Role.DISTRICT})
_INJECTING = frozenset({Role.INJECTOR, Role.SITE_HEAD, Role.SCREENER, Role.NURSE})
_DOCTORS = frozenset({Role.SCREENER, Role.SITE_HEAD})
_LATE = AT_SITE | {Role.DISTRICT, Role.WARD}

OUTCOMES = ("deferred", "contraindicated", "referred", "declined", "left", "no_show")
"""Kinds that end a visit without an injection, each the outcome of the person called."""

DOSE_KINDS = frozenset({"injected", "entered_late"})


def _person(name: str, data: type[Struct], **more: Any) -> Kind:  # noqa: ANN401 -- fields of Kind
    return Kind(name=name, ledger="person", data=data, **more)


def _site(name: str, data: type[Struct], **more: Any) -> Kind:  # noqa: ANN401 -- fields of Kind
    return Kind(
        name=name, ledger="site", data=data, enterers=more.pop("enterers", _SITE_STAFF), **more
    )


PERSON_KINDS = [
    _person("invited", Invited, enterers=_SITE_STAFF | {Role.WARD, Role.DISTRICT}),
    _person("checked_in", CheckedIn, enterers=_SITE_STAFF),
    _person("measured", Measured, performers=CLINICAL, enterers=_SITE_STAFF),
    *(_person(name, Screened, performers=_DOCTORS, enterers=_SITE_STAFF)
      for name in ("screened", "deferred", "contraindicated", "referred")),
    *(_person(name, Ended, enterers=_SITE_STAFF) for name in ("declined", "left", "no_show")),
    _person("injected", Injected, performers=_INJECTING, enterers=_SITE_STAFF),
    _person("entered_late", EnteredLate, performers=_INJECTING, enterers=_LATE),
    _person("observed", Observed, performers=CLINICAL, enterers=_SITE_STAFF),
    _person("released", Observed, performers=CLINICAL, enterers=_SITE_STAFF),
    _person("confirmed", About, decision=True, correcting=True,
            enterers=frozenset({Role.FACILITY_HEAD, Role.SITE_HEAD})),
    _person("certified", About, decision=True, correcting=True,
            enterers=frozenset({Role.PLATFORM})),
    _person("corrected", About, decision=True, correcting=True,
            enterers=_HEADS | {Role.PROVINCE, Role.SUPPORT_DISTRICT}),
    _person("voided", About, decision=True, correcting=True, enterers=_SITE_STAFF | _HEADS),
    _person("same_as", About, decision=True, correcting=True, enterers=_HEADS | {Role.PROVINCE}),
]  # fmt: skip

SITE_KINDS = [
    _site("vial_opened", VialOpened),
    _site("vial_discarded", DosesDiscarded),
    _site("vial_broken", VialCount),
    _site("vials_returned", VialCount),
    _site("vials_moved", VialCount),
    _site("declared", Declared, enterers=_HEADS),
    _site("session_ended", SessionEnd, enterers=_HEADS),
    _site("session_closed", SessionEnd, enterers=_HEADS, decision=True),
    _site("session_reopened", SessionEnd, enterers=_HEADS, decision=True),
    _site("site_voided", About, enterers=_SITE_STAFF, decision=True, correcting=True),
]
