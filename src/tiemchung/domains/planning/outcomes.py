"""What the site day made of people: pure functions over the events of one person.

Only events count, never projections, so that the order of arrival and a second run change nothing.
A voided or doubled event is as if it had not been. Injected wins; else the last outcome counts
(data-model 4).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.planning.model import OPEN, Candidate, CandidateState

DOSES: Final = frozenset({"injected", "entered_late"})
ENDINGS: Final = frozenset(
    {"deferred", "contraindicated", "referred", "declined", "left", "no_show"}
)
UNDOING: Final = frozenset({"voided", "same_as"})
KINDS: Final = DOSES | ENDINGS | UNDOING | {"screened", "checked_in"}
"""Kinds of event after which the outcome of a visit may be another one."""


class Step(Struct, frozen=True):
    """One event of a visit that stands; `outcome` is None for one that ends nothing.

    `number` is the number of the dose as it was stated at the table.
    """

    event_id: UUID
    kind: str
    at: datetime
    session_id: UUID | None
    outcome: str | None
    earliest_on: date | None = None
    reason: str | None = None
    number: int | None = None


class Settled(Struct, frozen=True):
    """What becomes of a candidate."""

    state: CandidateState
    reason: str | None
    earliest_on: date | None
    outcome_event_id: UUID | None


def steps_of(events: Iterable[Event]) -> list[Step]:
    """Return the steps of a person's visits that stand, in the order they happened."""
    listed = list(events)
    undone = {
        e.envelope.supersedes
        for e in listed
        if e.envelope.kind in UNDOING and e.envelope.supersedes is not None
    }
    return [
        _step(e)
        for e in sorted(listed, key=lambda e: e.order)
        if e.envelope.kind in KINDS - UNDOING and e.envelope.id not in undone
    ]


def _step(event: Event) -> Step:
    e = event.envelope
    outcome: str | None = None
    if e.kind in DOSES:
        outcome = "injected"
    elif e.kind in ENDINGS:
        outcome = e.kind
    elif e.kind == "screened" and e.data.get("conclusion") in ENDINGS:
        outcome = e.data["conclusion"]
    earliest, reason, number = (e.data.get(f) for f in ("earliest_on", "reason", "number"))
    return Step(
        e.id,
        e.kind,
        e.at,
        e.session,
        outcome,
        earliest_on=msgspec.convert(earliest, date, strict=False) if earliest else None,
        reason=reason if isinstance(reason, str) else None,
        number=number if isinstance(number, int) else None,
    )


def outcome_of(steps: Sequence[Step]) -> Step | None:
    """Return the step that decides a visit: an injection, else the last ending, or None."""
    doses = [s for s in steps if s.outcome == "injected"]
    if doses:
        return doses[0]
    return next((s for s in reversed(steps) if s.outcome is not None), None)


def settle(candidate: Candidate, steps: Sequence[Step]) -> Settled | None:
    """Say what the steps make of a candidate, or None when they change nothing.

    A candidacy for the n-th dose is fulfilled by n doses, or by one stated as the n-th, because
    those before it may never have been entered. An ending counts from the day the person was
    listed, and once: what staff decide after it stays.
    """
    if candidate.state == CandidateState.REMOVED:
        return None
    doses = [s for s in steps if s.outcome == "injected"]
    for count, dose in enumerate(doses, 1):
        if max(count, dose.number or 0) >= candidate.dose_number:
            return _changed(candidate, CandidateState.VACCINATED, dose)
    endings = [
        s for s in steps
        if s.outcome is not None and s.outcome != "injected" and s.at >= candidate.entered_at
    ]  # fmt: skip
    if not endings:
        return _as_before(candidate)
    last = endings[-1]
    if last.event_id == candidate.outcome_event_id:
        return None
    if last.outcome in ("left", "no_show"):
        return _changed(candidate, _waiting(candidate), last)
    return _changed(candidate, CandidateState(str(last.outcome)), last)


def _waiting(candidate: Candidate) -> CandidateState:
    """Return where an open candidate waits: at the facility, or on the ward's list."""
    facility = candidate.facility_id
    return CandidateState.WAITING if facility is None else CandidateState.ASSIGNED


def _as_before(candidate: Candidate) -> Settled | None:
    """Open a candidacy again whose outcome was taken back."""
    if candidate.outcome_event_id is None:
        return None
    state = _waiting(candidate)
    if CandidateState(candidate.state) in OPEN and candidate.state != CandidateState.DEFERRED:
        state = CandidateState(candidate.state)
    return Settled(state, None, None, None)


def _changed(candidate: Candidate, state: CandidateState, step: Step) -> Settled | None:
    if candidate.outcome_event_id == step.event_id and candidate.state == state:
        return None
    reason = step.outcome if step.outcome in ("left", "no_show") else step.reason
    earliest = step.earliest_on if state == CandidateState.DEFERRED else None
    return Settled(state, reason, earliest, step.event_id)
