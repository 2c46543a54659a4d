"""Folds the events of a person into doses and visit steps, and of a facility into its vials."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.ledger.kinds import Folder, Row, Rows, Table
from tiemchung.domains.ledger.private import PersonVault
from tiemchung.domains.siteops.events import (
    DOSE_KINDS,
    OUTCOMES,
    PERSON_KINDS,
    SITE_KINDS,
    About,
    EnteredLate,
    Injected,
)
from tiemchung.kernel.clock import local_day

_PLACE = ("place_province", "place_district", "place_ward")
_HOME = ("home_province", "home_district", "home_ward")
_FROM_EVENT = (
    "person_id", "event_id", "happened_at", "facility_id", "site_id", "session_id",
    "performed_by", "entered_by", *_PLACE, *_HOME,
)  # fmt: skip

DOSE = Table("siteops.dose", (
    "person_id", "event_id", "happened_at", "day", "product_id", "lot_id", "lot_number",
    "number_stated", "dose_kind", "volume_ml", "injection_site", "facility_id", "site_id",
    "session_id", "team_id", "table_id", "vial_id", "performed_by", "entered_by", "entry",
    "received_at", "age_years", "sex", "priority_group", "flags", "state", "state_event_id",
    "reentry_of", *_PLACE, *_HOME,
), 2, from_event=(*_FROM_EVENT, "received_at", "flags"))  # fmt: skip
VISIT = Table("siteops.visit_step", (
    "person_id", "event_id", "kind", "happened_at", "facility_id", "site_id", "session_id",
    "queue_number", "walk_in", "outcome", "earliest_on", "reason", "details", "performed_by",
    "entered_by", "voided", *_PLACE, *_HOME,
), 2, from_event=(*_FROM_EVENT, "kind"))  # fmt: skip
VIAL = Table("siteops.vial_event", (
    "facility_id", "event_id", "kind", "happened_at", "session_id", "table_id", "other_table_id",
    "vial_id", "product_id", "lot_id", "vials", "doses", "reason", "voided", *_PLACE,
), 2)  # fmt: skip
DECLARED = Table("siteops.declared_count", (
    "facility_id", "event_id", "session_id", "moment", "injected", "happened_at", "declared_by",
    *_PLACE,
), 2)  # fmt: skip
CLOSE = Table("siteops.session_close", (
    "facility_id", "event_id", "session_id", "kind", "outcome", "happened_at", "signed_by",
    "figures", *_PLACE,
), 2)  # fmt: skip

_STATE, _STATE_EVENT = DOSE.columns.index("state"), DOSE.columns.index("state_event_id")
_REENTRY = DOSE.columns.index("reentry_of")
_VOIDED = VISIT.columns.index("voided")
_VIAL_VOIDED = VIAL.columns.index("voided")

_CHANGEABLE = {
    "product": "product_id", "lot": "lot_id", "lot_number": "lot_number",
    "number": "number_stated", "dose_kind": "dose_kind", "volume_ml": "volume_ml",
    "performed_by": "performed_by", "body_site": "injection_site",
}  # fmt: skip
_RANK = {"recorded": 0, "confirmed": 1, "certified": 2, "duplicate": 3, "voided": 4}


def fold_person(events: Sequence[Event], _: PersonVault | None) -> Rows:
    """Fold a person's events, in order, into doses and visit steps."""
    doses: dict[UUID, list[Any]] = {}
    steps: dict[UUID, list[Any]] = {}
    decisions: list[Event] = []
    for event in events:
        kind = event.envelope.kind
        if kind in DOSE_KINDS:
            doses[event.envelope.id] = _dose(event)
        elif kind in _DECIDING:
            decisions.append(event)
        elif kind in _STEPS:
            steps[event.envelope.id] = _step(event)
    for event in decisions:  # after all facts: a void may come, and even happen, before its dose
        _decide(event, doses, steps)
    rows: Rows = {}
    if doses:
        rows[DOSE] = [tuple(d) for d in doses.values()]
    if steps:
        rows[VISIT] = [tuple(s) for s in steps.values()]
    return rows


def _dose(event: Event) -> list[Any]:
    e = event.envelope
    d = event.read(EnteredLate if e.kind == "entered_late" else Injected)
    return [
        e.person, e.id, e.at, local_day(e.at), d.product, d.lot, d.lot_number, d.number,
        d.dose_kind, None if d.volume_ml is None else Decimal(str(d.volume_ml)), d.body_site,
        e.facility, e.site, e.session, d.team, d.table, d.vial, e.performed_by, e.entered_by,
        "late" if e.kind == "entered_late" else "table", event.received_at, d.age, d.sex,
        d.priority_group, list(event.flags), "recorded", None, getattr(d, "reentry_of", None),
        *event.place,
        *event.home,
    ]  # fmt: skip


def _step(event: Event) -> list[Any]:
    e = event.envelope
    data = dict(e.data)
    conclusion = data.get("conclusion")
    outcome = e.kind if e.kind in OUTCOMES else conclusion
    earliest = data.get("earliest_on")
    details = {
        k: v for k, v in data.items()
        if k not in ("queue_number", "walk_in", "earliest_on", "reason", "home") and v is not None
    }  # fmt: skip
    return [
        e.person, e.id, e.kind, e.at, e.facility, e.site, e.session, data.get("queue_number"),
        bool(data.get("walk_in", False)), outcome,
        msgspec.convert(earliest, date) if earliest else None, data.get("reason"), details,
        e.performed_by, e.entered_by, False, *event.place, *event.home,
    ]  # fmt: skip


def _decide(event: Event, doses: dict[UUID, list[Any]], steps: dict[UUID, list[Any]]) -> None:
    e = event.envelope
    about = event.read(About)
    named = [e.supersedes] if e.supersedes is not None else about.doses
    for event_id in named:
        dose = doses.get(event_id)
        if dose is not None:
            _decide_dose(e.kind, e.id, about, dose)
        elif event_id in steps and e.kind == "voided":
            steps[event_id][_VOIDED] = True


def _decide_dose(kind: str, decision: UUID, about: About, dose: list[Any]) -> None:
    if kind == "corrected":
        for field, value in about.changes.items():
            if column := _CHANGEABLE.get(field):
                dose[DOSE.columns.index(column)] = _typed(column, value)
        dose[_STATE_EVENT] = decision
        return
    state = {"voided": "voided", "same_as": "duplicate"}.get(kind, kind)
    if _RANK[state] > _RANK[dose[_STATE]]:
        dose[_STATE], dose[_STATE_EVENT] = state, decision


def _typed(column: str, value: Any) -> Any:  # noqa: ANN401 -- a JSON value into its column's type
    if column == "performed_by" and isinstance(value, str):
        return UUID(value)
    if column == "volume_ml" and value is not None:
        return Decimal(str(value))
    return value


def fold_site(events: Sequence[Event], _: PersonVault | None) -> Rows:
    """Fold a facility's events, in order, into vials, declared counts and closes."""
    rows: Rows = {}
    vials: dict[UUID, list[Any]] = {}
    voids: set[UUID] = set()
    for event in events:
        e = event.envelope
        if e.kind in _VIAL_KINDS:
            vials[e.id] = _vial(event)
        elif e.kind == "declared":
            rows.setdefault(DECLARED, []).append(_declared(event))
        elif e.kind in ("session_ended", "session_closed", "session_reopened"):
            rows.setdefault(CLOSE, []).append(
                (e.facility, e.id, e.session, e.kind, e.data.get("outcome"), e.at,
                 e.performed_by or e.entered_by, e.data.get("figures", {}), *event.place)
            )  # fmt: skip
        elif e.kind == "site_voided" and e.supersedes is not None:
            voids.add(e.supersedes)
    for event_id in voids & vials.keys():
        vials[event_id][_VIAL_VOIDED] = True
    if vials:
        rows[VIAL] = [tuple(v) for v in vials.values()]
    return rows


def _vial(event: Event) -> list[Any]:
    e, d = event.envelope, event.envelope.data

    def uid(name: str) -> UUID | None:
        return UUID(d[name]) if d.get(name) else None

    vials = 1 if e.kind == "vial_opened" else d.get("vials", 0)
    return [
        e.facility, e.id, e.kind, e.at, e.session, uid("table"), uid("other_table"), uid("vial"),
        d.get("product"), d.get("lot"), vials, d.get("doses", 0), d.get("reason"), False,
        *event.place,
    ]  # fmt: skip


def _declared(event: Event) -> Row:
    e = event.envelope
    return (e.facility, e.id, e.session, e.data["moment"], e.data["injected"], e.at,
            e.performed_by or e.entered_by, *event.place)  # fmt: skip


_DECIDING = frozenset({"voided", "corrected", "confirmed", "certified", "same_as"})
_STEPS = frozenset(k.name for k in PERSON_KINDS) - DOSE_KINDS - _DECIDING - {"invited"}
_VIAL_KINDS = frozenset({"vial_opened", "vial_discarded", "vial_broken", "vials_returned",
                         "vials_moved"})  # fmt: skip

PERSON_FOLDER = Folder(
    "siteops.person", "person", (DOSE, VISIT), frozenset(k.name for k in PERSON_KINDS), fold_person
)
SITE_FOLDER = Folder(
    "siteops.site",
    "site",
    (VIAL, DECLARED, CLOSE),
    frozenset(k.name for k in SITE_KINDS),
    fold_site,
)
