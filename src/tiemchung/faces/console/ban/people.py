"""People as the stations show them: opened first, with what the rules say of their next dose."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.country import RuleRef, Text
from tiemchung.country.rulebook import RuleBook
from tiemchung.country.rules import DoseKind
from tiemchung.domains.eligibility.model import GivenDose
from tiemchung.domains.eligibility.rules import Person as Judged
from tiemchung.domains.eligibility.rules import judge_dose
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.registry.access import Shown, holder_of_code, holders, open_records
from tiemchung.domains.registry.aliases import roots, with_aliases
from tiemchung.domains.registry.service import find_people
from tiemchung.domains.siteops.model import SessionPlace
from tiemchung.faces.console.ban import screens
from tiemchung.faces.console.ban.screens import Appointment, DoseBefore, Face
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import Runtime


class RuleShown(Struct, frozen=True):
    """The decision that a problem rests on."""

    title: Text
    number: str | None
    verified: bool


class ProblemShown(Struct, frozen=True):
    """A broken rule: it stops before the injection when `blocks`."""

    code: str
    blocks: bool
    earliest: date | None
    rule: RuleShown | None


class VerdictShown(Struct, frozen=True):
    """What the rules of the day say of the session's product as the next dose."""

    number: int
    kind: str
    dose_ml: float | None
    needs_consent: bool
    late: bool
    problems: list[ProblemShown]


class GivenShown(Struct, frozen=True):
    """A dose before this session."""

    product: str
    on: date
    number: int | None
    place: str | None


class PersonShown(Struct, frozen=True, kw_only=True):
    """A person at the stations; identity numbers show their last digits only."""

    id: UUID
    name: str
    birth_date: date | None
    birth_precision: str
    sex: str
    age: int | None
    documents: list[str]
    identity_status: str
    guardian: str | None
    home: int | None
    ward: str | None
    priority_group: str | None
    appointment: UUID | None
    code: str | None
    slot_at: datetime | None
    dose_number: int | None
    previous: list[GivenShown]
    verdict: VerdictShown | None


class Table(Struct, frozen=True):
    """What judging needs of the session: its product's key, day, province, and the rules."""

    product: str
    day: date
    province: int | None
    book: RuleBook


async def open_people(
    tx: Tx,
    actor: Actor,
    place: SessionPlace,
    table: Table,
    people: Sequence[UUID],
    *,
    now: datetime,
    shown: Shown | None = None,
) -> list[PersonShown]:
    """Open the records of these people, one row of the access log each, and show them.

    Raises NoSuchPerson when one of them may not be opened.
    """
    if not people:
        return []
    await open_records(tx, actor, list(people), now=now, shown=shown)
    found = await screens.faces(tx, people=list(people))
    calls = await screens.appointments(tx, session_id=place.session_id, people=list(people))
    appointments = {a.person_id: a for a in calls}
    doses = await _doses(tx, place.session_id, people)
    return [_shown(f, appointments.get(f.person_id), doses[f.person_id], table) for f in found]


async def _doses(tx: Tx, session_id: UUID, people: Sequence[UUID]) -> dict[UUID, list[DoseBefore]]:
    """Return the doses of each person, those of their other ids included."""
    everyone, links = await with_aliases(tx, people)
    root = roots(everyone, links)
    by_root: dict[UUID, list[DoseBefore]] = {}
    for dose in await screens.doses_before(tx, session_id=session_id, people=list(everyone)):
        by_root.setdefault(root[dose.person_id], []).append(dose)
    return {p: by_root.get(root[p], []) for p in people}


async def candidates(
    tx: Tx, runtime: Runtime, actor: Actor, text: str, shown: Shown | None
) -> list[UUID]:
    """Return whom a text may mean: the holders of what is shown, else names within the scope."""
    if shown is not None and shown.digest is not None:
        return await holders(tx, digest=shown.digest)
    if shown is not None and shown.code is not None:
        return await holder_of_code(tx, code=shown.code)
    found = await find_people(tx, runtime.vault, actor, text, runtime.clock)
    return [p.person.person_id for p in found]


def age_on(birth_date: date | None, precision: str, day: date) -> int | None:
    """Return whole years of age; of a birth known by its year alone, the year's difference."""
    if birth_date is None or precision == "unknown":
        return None
    years = day.year - birth_date.year
    if precision == "year":
        return years
    return years - ((day.month, day.day) < (birth_date.month, birth_date.day))


def _shown(
    face: Face, call: Appointment | None, doses: Sequence[DoseBefore], table: Table
) -> PersonShown:
    age = age_on(face.birth_date, face.birth_precision, table.day)
    return PersonShown(
        id=face.person_id,
        name=face.full_name,
        birth_date=face.birth_date,
        birth_precision=face.birth_precision,
        sex=face.sex,
        age=age,
        documents=face.documents,
        identity_status=face.identity_status,
        guardian=face.guardian_name,
        home=face.home,
        ward=face.ward,
        priority_group=face.priority_group,
        appointment=call.appointment_id if call is not None else None,
        code=call.code if call is not None else None,
        slot_at=call.starts_at if call is not None else None,
        dose_number=call.dose_number if call is not None else None,
        previous=[GivenShown(d.product or "", d.day, d.number, d.place) for d in doses],
        verdict=_verdict(doses, age, table),
    )


def _verdict(doses: Sequence[DoseBefore], age: int | None, table: Table) -> VerdictShown:
    history = [
        GivenDose(d.product, d.day, DoseKind(d.dose_kind) if d.dose_kind else None)
        for d in doses
        if d.product is not None
    ]
    verdict = judge_dose(history, table.product, table.day, Judged(age), table.book, table.province)
    return VerdictShown(
        number=verdict.number,
        kind=str(verdict.kind),
        dose_ml=verdict.dose_ml,
        needs_consent=verdict.needs_consent,
        late=verdict.late,
        problems=[
            ProblemShown(str(p.code), p.blocks, p.earliest, _rule(p.rule)) for p in verdict.problems
        ],
    )


def _rule(rule: RuleRef | None) -> RuleShown | None:
    return None if rule is None else RuleShown(rule.title, rule.number, rule.verified)
