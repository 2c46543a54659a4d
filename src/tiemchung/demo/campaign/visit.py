"""What happens to one person at a session, up to the injection: pure, by the rules of the day.

The form of the date is answered from the person's own conditions and concluded by the product's
interpreter, so that whatever the demo shows is what the platform itself would have decided.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from tiemchung.country.rulebook import RuleBook, RulesOfDay
from tiemchung.country.rules import Outcome, ScreeningForm
from tiemchung.demo.campaign.crew import EXAMINATION, RECEPTION, Crew
from tiemchung.demo.campaign.pen import Draft
from tiemchung.demo.campaign.people import Visitor
from tiemchung.demo.campaign.schedule import PlannedSession
from tiemchung.demo.population.tables import ITEM_OF_CONDITION
from tiemchung.domains.eligibility.model import Verdict
from tiemchung.domains.eligibility.rules import Person, judge_dose
from tiemchung.domains.eligibility.screening import conclude_screening

DECLINES, LEAVES = 0.012, 0.004
_SHARE_HELPED: Final = 0.3
_REST: Final = 15
_ENDS: Final = {
    Outcome.DEFERRED: "deferred",
    Outcome.CONTRAINDICATED: "contraindicated",
    Outcome.REFER_TO_HOSPITAL: "referred",
}
_REASONS: Final = {"2": "recent_covid", "3": "acute_illness", "4a": "early_pregnancy"}
_DECLINE_REASONS: Final = ("product", "product", "afraid_reaction", "wants_doctor_advice",
                           "family_disagrees", "no_reason")  # fmt: skip


class Stage(Struct, frozen=True, kw_only=True):
    """The session with its place, people and rules."""

    plan: PlannedSession
    session_id: UUID
    facility_id: int
    site_id: int
    province_id: int
    product_id: int
    lot_id: int
    crew: Crew
    book: RuleBook

    @property
    def rules(self) -> RulesOfDay:
        """The rules of the day in the province."""
        return self.book.on(self.plan.day, self.province_id)


class Course(Struct):
    """What came of a visit: `outcome` None means that the person goes on to be injected."""

    visitor: Visitor
    drafts: list[Draft]
    ready: datetime
    outcome: str | None = None
    verdict: Verdict | None = None
    minutes: int = 30
    earliest: date | None = None
    product: int = 0


def person_draft(
    stage: Stage, visitor: Visitor, kind: str, at: datetime, data: Mapping[str, Any],
    performed_by: UUID | None, entered_by: UUID, station: int, *more: object,
) -> Draft:  # fmt: skip
    """Draft an event of a visitor at this session; the home goes with each, so it is stamped."""
    person = visitor.resident.person_id
    return Draft(
        kind=kind, name=(person, stage.session_id, *more), at=at,
        data={**data, "home": visitor.resident.home}, person=person, facility=stage.facility_id,
        site=stage.site_id, session=stage.session_id, performed_by=performed_by,
        entered_by=entered_by, station=station,
    )  # fmt: skip


def receive(stage: Stage, visitor: Visitor, number: int, rng: Random) -> Course:
    """Play a visit from the reception to the doctor's conclusion."""
    crew = stage.crew
    entered = crew.helper if rng.random() < _SHARE_HELPED else crew.reception
    data: dict[str, Any] = {"queue_number": number, "appointment": visitor.appointment}
    if visitor.walk_in:
        data |= {"walk_in": True, "reason": "standby", "approved_by": crew.head}
    came = person_draft(
        stage, visitor, "checked_in", visitor.arrives, data, None, entered, RECEPTION
    )
    course = Course(visitor, [came], visitor.arrives, product=stage.product_id)
    roll = rng.random()
    if roll < LEAVES:
        return _end(stage, course, "left", {"reason": "waited_too_long"}, rng)
    if roll < LEAVES + DECLINES:
        return _end(stage, course, "declined", {"reason": rng.choice(_DECLINE_REASONS)}, rng)
    vitals = _measure(stage, course, rng)
    return _screen(stage, course, vitals, rng)


def _end(stage: Stage, course: Course, kind: str, data: Mapping[str, Any], rng: Random) -> Course:
    at = course.ready + _minutes(rng, 4, 20)
    draft = person_draft(
        stage, course.visitor, kind, at, data, None, stage.crew.reception, RECEPTION
    )
    course.drafts.append(draft)
    course.outcome, course.ready = kind, at
    return course


def _measure(stage: Stage, course: Course, rng: Random) -> dict[str, float]:
    """Measure, and again after a rest where the pressure is high; every reading is kept."""
    person = course.visitor.resident.person
    fever = "acute_illness" in person.conditions
    systolic, diastolic = person.usual_pressure
    excited = 12 if rng.random() < 0.15 else 0  # noqa: PLR2004 -- some are afraid of the needle
    readings: dict[str, float] = {}
    for repeat in range(2):
        course.ready += _minutes(rng, 2, 8) + timedelta(minutes=_REST * repeat)
        calmer = excited * (1 - repeat)
        readings = {
            "temperature": round(rng.gauss(37.9 if fever else 36.6, 0.25), 1),
            "pulse": round(rng.gauss(78 + calmer / 2, 7)),
            "systolic": round(systolic + calmer + rng.gauss(0, 5)),
            "diastolic": round(diastolic + calmer / 2 + rng.gauss(0, 3)),
            "respiration": round(rng.gauss(18, 1.5)),
        }
        again = repeat == 0 and (readings["systolic"] > 140 or readings["diastolic"] > 90)  # noqa: PLR2004 -- limits of the form
        course.drafts.append(
            person_draft(
                stage, course.visitor, "measured", course.ready,
                {**readings, "rest_and_repeat": again or None},
                stage.crew.nurse, stage.crew.nurse, EXAMINATION, repeat,
            )
        )  # fmt: skip
        if not again:
            return readings
    return readings


def _screen(stage: Stage, course: Course, readings: Mapping[str, float], rng: Random) -> Course:
    """Let the doctor conclude by the form of the date and the rules of doses."""
    person = course.visitor.resident.person
    form = stage.rules.screening_form(course.visitor.resident.age)
    if form is None:
        raise LookupError(f"no screening form on {stage.plan.day}")
    answers = _answers(form, course)
    vitals = {**readings, "respiratory_rate": readings["respiration"]}
    male_or_female = "female" if person.sex == "female" else "male"
    found = conclude_screening(
        form, answers, vitals, sex=male_or_female, product=stage.plan.product
    )
    verdict = _judge(stage, course)
    outcome, reason, earliest = _conclude(stage, course, found.outcome, found.fired, verdict)
    course.ready += _minutes(rng, 3, 10)
    course.verdict, course.outcome, course.earliest = verdict, outcome, earliest
    course.minutes = 60 if found.outcome == Outcome.CAUTION else 30
    conclusion = outcome or ("caution" if found.outcome == Outcome.CAUTION else "eligible")
    yes = {code: True for code, said in answers.items() if said}
    data: dict[str, Any] = {
        "form": form.id, "answers": yes, "conclusion": conclusion,
        "rule_set": stage.rules.hash[:60], "observe_minutes": None if outcome else course.minutes,
        "earliest_on": earliest, "reason": reason, "consent": None if outcome else True,
        "product": stage.product_id,
    }  # fmt: skip
    doctor = stage.crew.screener
    course.drafts.append(
        person_draft(
            stage, course.visitor, outcome or "screened", course.ready, data, doctor, doctor,
            EXAMINATION,
        )
    )  # fmt: skip
    return course


def _answers(form: ScreeningForm, course: Course) -> dict[str, bool]:
    person = course.visitor.resident.person
    yes = {ITEM_OF_CONDITION[c] for c in person.conditions if c in ITEM_OF_CONDITION}
    if person.pregnant_weeks is not None:
        early = person.pregnant_weeks < 13  # noqa: PLR2004 -- item 4a of the form
        yes |= {"4", "4a" if early else "4b"}
    return {item.code: item.code in yes for item in form.items}


def _judge(stage: Stage, course: Course) -> Verdict:
    resident = course.visitor.resident
    return judge_dose(
        resident.doses, stage.plan.product, stage.plan.day, Person(resident.age),
        stage.book, stage.province_id,
    )  # fmt: skip


def _conclude(
    stage: Stage, course: Course, said: Outcome | None, fired: tuple[str, ...], verdict: Verdict
) -> tuple[str | None, str | None, date | None]:
    """Return the ending (None: injected), its reason as a code and the earliest next day."""
    if said is not None and said in _ENDS:
        reason = next((_REASONS[code] for code in fired if code in _REASONS), "doctor_other")
        ends = _ENDS[said]
        return ends, reason, _again(stage, course, reason) if ends == "deferred" else None
    if verdict.blocked:
        days = [p.earliest for p in verdict.problems if p.earliest is not None]
        return "deferred", "too_early", max(days, default=stage.plan.day + timedelta(days=14))
    return None, None, None


def _again(stage: Stage, course: Course, reason: str) -> date:
    weeks = course.visitor.resident.person.pregnant_weeks or 0
    days = {"recent_covid": 120, "early_pregnancy": max(13 - weeks, 1) * 7}.get(reason, 14)
    return stage.plan.day + timedelta(days=days)


def _minutes(rng: Random, least: float, most: float) -> timedelta:
    return timedelta(seconds=round(rng.uniform(least, most) * 60))
