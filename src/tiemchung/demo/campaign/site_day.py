"""A whole session: reception, screening, tables and vials, observation, counts, end.

Everything is drafted at once and in the order of time; what lies after `until` has not happened
yet, so the session of today stops in the middle of its morning.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.crew import RECEPTION, station_of_table
from tiemchung.demo.campaign.pen import Draft
from tiemchung.demo.campaign.people import Visitor
from tiemchung.demo.campaign.reactions import react
from tiemchung.demo.campaign.vials import VialsOfSession
from tiemchung.demo.campaign.visit import Course, Stage, person_draft, receive
from tiemchung.domains.eligibility.model import GivenDose
from tiemchung.domains.siteops.service import table_id
from tiemchung.kernel.clock import local_time

NO_SHOW: Final = 0.085
BROKEN_VIAL: Final = 0.02
_PER_INJECTION: Final = timedelta(seconds=100)
_ARMS: Final = ("left_arm", "left_arm", "left_arm", "right_arm")


class Given(Struct, frozen=True):
    """A dose that went into an arm, with the event that says so."""

    visitor: Visitor
    draft: Draft
    event_id: UUID
    number: int


class SessionPlayed(Struct):
    """What happened at a session. `drafts` are in order; `declared` is what the head says."""

    stage: Stage
    drafts: list[Draft]
    given: list[Given]
    courses: list[Course]
    absent: list[Visitor]
    ended_at: datetime
    declared: int


def play(
    stage: Stage, called: Sequence[Visitor], standby: Sequence[Visitor], chance: Chance
) -> SessionPlayed:
    """Play a session with the called people and those who wait for a dose that is left over."""
    return _Day(stage, chance).play(called, standby)


class _Day:
    def __init__(self, stage: Stage, chance: Chance) -> None:
        self._stage = stage
        self._chance = chance
        self._rng = chance.rng("session", stage.session_id)
        self._drafts: list[Draft] = []
        self._given: list[Given] = []
        self._courses: list[Course] = []
        self._vials = VialsOfSession(stage, self._rng, chance.id)
        self._free = dict.fromkeys(range(1, stage.plan.tables + 1), stage_start(stage))
        self._queue = 0

    def play(self, called: Sequence[Visitor], standby: Sequence[Visitor]) -> SessionPlayed:
        came = [v for v in called if self._rng.random() >= NO_SHOW]
        absent = [v for v in called if v not in came]
        if self._rng.random() < BROKEN_VIAL:
            self._vials.drop_one(stage_start(self._stage) + timedelta(minutes=10))
        for visitor in sorted(came, key=lambda v: v.arrives):
            self._enter(visitor)
        ready = [c for c in self._courses if c.outcome is None]
        for course in sorted(ready, key=lambda c: c.ready):
            self._inject(course)
        self._use_up(standby)
        return self._finish(absent)

    def _enter(self, visitor: Visitor) -> Course:
        self._queue += 1
        course = receive(self._stage, visitor, self._queue, self._rng)
        self._courses.append(course)
        return course

    def _inject(self, course: Course) -> None:
        """Inject at the table that is free first, and watch the person afterwards."""
        table = min(self._free, key=lambda t: self._free[t])
        waits = timedelta(seconds=self._rng.uniform(60, 240))
        at = max(course.ready + waits, self._free[table])
        self._free[table] = at + _PER_INJECTION
        if not self._vials.left_at(table) and not self._vials.may_open:
            course.outcome, course.ready = "left", at
            course.drafts.append(self._person(course, "left", at, {"reason": "no_vaccine_left"}))
            return
        vial = self._vials.draw(table, at)
        draft = self._dose(course, table, vial, at)
        verdict = course.verdict
        number = verdict.number if verdict is not None else 1
        course.drafts.append(draft)
        course.outcome, course.ready = "injected", at
        event_id = self._chance.id(draft.at, draft.kind, *draft.name)
        self._given.append(Given(course.visitor, draft, event_id, number))
        self._observe(course, event_id, at)

    def _dose(self, course: Course, table: int, vial: UUID, at: datetime) -> Draft:
        stage, resident, verdict = self._stage, course.visitor.resident, course.verdict
        injector = stage.crew.injector(table)
        data: dict[str, Any] = {
            "product": stage.product_id, "lot": stage.lot_id, "lot_number": stage.plan.lot,
            "number": verdict.number if verdict else 1,
            "dose_kind": str(verdict.kind.value) if verdict else "primary",
            "volume_ml": verdict.dose_ml if verdict else None,
            "body_site": self._rng.choice(_ARMS), "table": str(table_id(stage.session_id, table)),
            "vial": str(vial), "age": resident.age, "sex": resident.person.sex,
            "priority_group": resident.group,
        }  # fmt: skip
        return person_draft(
            stage, course.visitor, "injected", at, data, injector, injector,
            station_of_table(table),
        )  # fmt: skip

    def _observe(self, course: Course, dose: UUID, injected_at: datetime) -> None:
        observer = self._stage.crew.observer
        reaction = react(
            self._stage, course.visitor, dose, len(self._given) - 1, injected_at, self._chance
        )
        if reaction is not None:
            course.drafts.append(reaction.draft)
            minutes = course.minutes + reaction.longer
            if reaction.transferred:
                return
        else:
            minutes = course.minutes
        at = injected_at + timedelta(minutes=minutes + self._rng.uniform(0, 6))
        data = {"finding": "normal" if reaction is None else "reaction", "minutes": minutes,
                "group": reaction is None or None}  # fmt: skip
        course.drafts.append(
            person_draft(
                self._stage, course.visitor, "released", at, data, observer, observer, RECEPTION
            )
        )

    def _use_up(self, standby: Sequence[Visitor]) -> None:
        """Give doses that are left in open vials to people of the standby list."""
        waiting = iter(standby)
        for table in self._free:
            while self._vials.left_at(table) > 0:
                visitor = next(waiting, None)
                if visitor is None:
                    return
                course = self._enter(_coming(visitor, self._free[table]))
                if course.outcome is None:
                    self._inject(course)

    def _finish(self, absent: Sequence[Visitor]) -> SessionPlayed:
        stage, rng = self._stage, self._rng
        last = max([d.at for c in self._courses for d in c.drafts] or [stage_end(stage)])
        ended = max(last, stage_end(stage)) + timedelta(minutes=rng.randint(3, 12))
        self._vials.finish(ended - timedelta(minutes=2))
        for course in self._courses:
            self._drafts += course.drafts
        self._drafts += self._vials.drafts
        for visitor in absent:
            self._drafts.append(person_draft(
                stage, visitor, "no_show", ended - timedelta(minutes=1),
                {"appointment": visitor.appointment}, None, stage.crew.reception, RECEPTION,
            ))  # fmt: skip
        declared = len(self._given)
        self._count(declared, ended)
        self._drafts.sort(key=in_time)
        return SessionPlayed(
            stage, self._drafts, self._given, self._courses, list(absent), ended, declared
        )

    def _count(self, declared: int, ended: datetime) -> None:
        """Declare at noon and at the end; then the last person is gone."""
        stage = self._stage
        noon = local_time(stage.plan.day, 11, 45)
        if stage.plan.half == "morning":
            so_far = sum(g.draft.at <= noon for g in self._given)
            self._site("declared", noon, {"moment": "noon", "injected": so_far}, "noon")
        end = ended + timedelta(minutes=6)
        self._site("declared", end, {"moment": "end", "injected": declared}, "end")
        self._site(
            "session_ended", ended + timedelta(minutes=7), {"figures": {"injected": declared}}
        )

    def _site(self, kind: str, at: datetime, data: dict[str, Any], *more: object) -> None:
        stage = self._stage
        self._drafts.append(Draft(
            kind=kind, name=(stage.session_id, *more), at=at, data=data,
            facility=stage.facility_id, site=stage.site_id, session=stage.session_id,
            performed_by=stage.crew.head, entered_by=stage.crew.head, station=RECEPTION,
        ))  # fmt: skip

    def _person(self, course: Course, kind: str, at: datetime, data: dict[str, Any]) -> Draft:
        return person_draft(
            self._stage, course.visitor, kind, at, data, None, self._stage.crew.reception,
            RECEPTION,
        )  # fmt: skip


def in_time(draft: Draft) -> tuple[datetime, str, str]:
    """Order drafts by their moment, the same way in every run."""
    return draft.at, draft.kind, str(draft.name)


def stage_start(stage: Stage) -> datetime:
    """Return when the first people are asked to come."""
    hour = stage.plan.hours[0]
    return local_time(stage.plan.day) + timedelta(hours=hour)


def stage_end(stage: Stage) -> datetime:
    """Return when the session ends by its plan."""
    return local_time(stage.plan.day) + timedelta(hours=stage.plan.hours[1] + 0.5)


def _coming(visitor: Visitor, at: datetime) -> Visitor:
    return Visitor(resident=visitor.resident, arrives=at, walk_in=True)


def remember(played: SessionPlayed) -> None:
    """Let the people of a session remember what happened to them there."""
    plan = played.stage.plan
    for given in played.given:
        resident = given.visitor.resident
        resident.doses.append(GivenDose(plan.product, plan.day))
        resident.dose_events.append(given.event_id)
    for course in played.courses:
        resident = course.visitor.resident
        if course.outcome in ("contraindicated", "referred", "declined"):
            resident.is_out = True
        elif course.outcome in ("deferred", "left"):
            resident.not_before = course.earliest or plan.day + timedelta(days=7)
    for visitor in played.absent:
        visitor.resident.not_before = plan.day + timedelta(days=5)
