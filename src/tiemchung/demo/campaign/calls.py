"""Sessions, called people and their messages of an area, in sets.

Sessions are made by planning. Calls of days that are over cannot be made by booking any more: they
are written in its tables by statements over arrays, with ids that follow from the seed, and what
became of each stands in it at once, as the followers of outcomes would write it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.demo.campaign.calendar import NOW, TODAY, moment
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.people import Resident, Visitor
from tiemchung.demo.campaign.schedule import PlannedSession
from tiemchung.demo.campaign.visit import Stage
from tiemchung.domains.planning.model import CreateSession
from tiemchung.domains.planning.service import create_session
from tiemchung.kernel.codes import ALPHABET, check_character
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

SLOT: Final = timedelta(minutes=30)
CODE_LENGTH: Final = 8
SPARE: Final = 10


class Candidate(Struct, frozen=True, kw_only=True):
    """A person on a list, with what became of the wish."""

    resident: Resident
    list_id: UUID
    source: str
    round_id: int | None
    entered_at: datetime
    state: str
    reason: str | None = None
    earliest_on: date | None = None
    outcome_event: UUID | None = None
    changed_at: datetime


class Call(Struct, kw_only=True):
    """A called person: slot, code, and what became of it once that is known."""

    visitor: Visitor
    appointment: UUID
    slot: UUID
    starts_at: datetime
    code: str
    invited_at: datetime
    number: int
    message: UUID | None = None
    outcome: str | None = None
    outcome_event: UUID | None = None
    outcome_at: datetime | None = None
    state: str = "open"


def code_of(chance: Chance, *name: object) -> str:
    """Return an invitation code with its check character."""
    drawn = int.from_bytes(chance.digest("code", *name)[:8], "big")
    body = ""
    for _ in range(CODE_LENGTH - 1):
        drawn, digit = divmod(drawn, len(ALPHABET))
        body += ALPHABET[digit]
    return body + check_character(body)


def slots_of(plan: PlannedSession) -> list[datetime]:
    """Return when each half-hour of arrival of a session begins."""
    first, last = plan.hours
    count = max(int((last - first) * 2), 1)
    start = moment(plan.day, first)
    return [start + SLOT * n for n in range(count)]


def call(stage: Stage, residents: Sequence[Resident], chance: Chance) -> list[Call]:
    """Give each called person a slot, an hour of coming and a code."""
    slots = slots_of(stage.plan)
    invited = min(moment(stage.plan.day - timedelta(days=2), 17.0), NOW - timedelta(hours=16))
    calls: list[Call] = []
    for n, resident in enumerate(residents):
        starts = slots[n * len(slots) // max(len(residents), 1)]
        name = (stage.session_id, resident.person_id)
        late = timedelta(minutes=chance.share("late", *name) * 38 - 8)
        appointment = chance.id(invited, "appointment", *name)
        calls.append(Call(
            visitor=Visitor(resident=resident, arrives=starts + late, appointment=appointment),
            appointment=appointment, slot=slot_id(chance, stage.session_id, starts),
            starts_at=starts, code=code_of(chance, *name), invited_at=invited,
            number=len(resident.doses) + 1,
        ))  # fmt: skip
    return calls


def waiting(resident: Resident, stage: Stage) -> Visitor:
    """Return somebody of the standby list, who comes when a dose is left."""
    return Visitor(
        resident=resident, arrives=moment(stage.plan.day, stage.plan.hours[1]), walk_in=True
    )


def slot_id(chance: Chance, session: UUID, starts: datetime) -> UUID:
    """Return the id of a slot."""
    return chance.id(starts, "slot", session)


@sql
async def add_lists(
    tx: Tx,
    *,
    lists: list[UUID],
    sources: list[str],
    names: list[str],
    rows: list[int],
    province: int,
    entered_by: UUID,
    entered_at: datetime,
) -> None: ...


@sql
async def settle_candidates(
    tx: Tx,
    *,
    people: list[UUID],
    lists: list[UUID],
    states: list[str],
    earliest: list[date | None],
    outcomes: list[UUID | None],
    changed: list[datetime],
    facility: int,
) -> None: ...


@sql
async def add_candidates(
    tx: Tx,
    *,
    people: list[UUID],
    candidates: list[UUID],
    lists: list[UUID],
    rounds: list[int | None],
    sources: list[str],
    groups: list[str | None],
    numbers: list[int],
    states: list[str],
    reasons: list[str | None],
    earliest: list[date | None],
    outcomes: list[UUID | None],
    entered: list[datetime],
    changed: list[datetime],
    homes: list[int],
    facility: int,
) -> None: ...


@sql
async def set_sessions(tx: Tx, *, sessions: list[UUID], states: list[str], team: UUID) -> None: ...


@sql
async def add_session_staff(
    tx: Tx, *, facility: int, sessions: list[UUID], staff: list[UUID], roles: list[str]
) -> None: ...


@sql
async def add_slots(
    tx: Tx,
    *,
    facility: int,
    slots: list[UUID],
    sessions: list[UUID],
    starts: list[datetime],
    capacities: list[int],
    taken: list[int],
) -> None: ...


@sql
async def add_appointments(
    tx: Tx,
    *,
    people: list[UUID],
    appointments: list[UUID],
    candidates: list[UUID],
    sessions: list[UUID],
    slots: list[UUID],
    rounds: list[int],
    starts: list[datetime],
    codes: list[str],
    numbers: list[int],
    states: list[str],
    invited: list[datetime],
    messages: list[UUID | None],
    outcomes: list[str | None],
    outcome_events: list[UUID | None],
    outcome_times: list[datetime | None],
    homes: list[int],
    facility: int,
    site: int,
) -> None: ...


@sql
async def add_messages(
    tx: Tx,
    *,
    messages: list[UUID],
    people: list[str],
    created: list[datetime],
    recipients: list[str],
    texts: list[str],
) -> None: ...


class ListRow(Struct, frozen=True):
    """A list that was typed in, with the people on it."""

    list_id: UUID
    source: str
    name: str
    people: int


async def write_lists(
    tx: Tx, lists: Sequence[ListRow], province: int, entered_by: UUID, entered_at: datetime
) -> None:
    """Write lists of candidates."""
    await add_lists(
        tx, lists=[r.list_id for r in lists], sources=[r.source for r in lists],
        names=[r.name for r in lists], rows=[r.people for r in lists], province=province,
        entered_by=entered_by, entered_at=entered_at,
    )  # fmt: skip


async def write_candidates(
    tx: Tx, candidates: Sequence[Candidate], facility: int, chance: Chance
) -> None:
    """Write candidates with their state."""
    await add_candidates(
        tx,
        people=[c.resident.person_id for c in candidates],
        candidates=[candidate_id(chance, c.resident) for c in candidates],
        lists=[c.list_id for c in candidates],
        rounds=[c.round_id for c in candidates],
        sources=[c.source for c in candidates],
        groups=[c.resident.group for c in candidates],
        numbers=[max(len(c.resident.doses) + (c.state != "vaccinated"), 1) for c in candidates],
        states=[c.state for c in candidates],
        reasons=[c.reason for c in candidates],
        earliest=[c.earliest_on for c in candidates],
        outcomes=[c.outcome_event for c in candidates],
        entered=[c.entered_at for c in candidates],
        changed=[c.changed_at for c in candidates],
        homes=[c.resident.home for c in candidates],
        facility=facility,
    )


async def write_sessions(
    tx: Tx, stages: Sequence[Stage], *, plans: Sequence[UUID], team: UUID
) -> None:
    """Make the sessions of an area with their team; those that are over are set so.

    The crew has its rights at the facility already: grants to each of a hundred sessions would only
    lengthen the choice of a role at sign-in.
    """
    crew = stages[0].crew
    for stage, plan_id in zip(stages, plans, strict=True):
        plan = stage.plan
        await create_session(
            tx,
            CreateSession(
                session_id=stage.session_id, site_id=stage.site_id, day=plan.day,
                half_day=plan.half, product_id=stage.product_id, tables=plan.tables,
                capacity=plan.called + SPARE, plan_id=plan_id,
                starts_at=moment(plan.day, plan.hours[0]),
                ends_at=moment(plan.day, plan.hours[1] + 0.5),
            ),
            actor_id=crew.head, now=moment(min(plan.day, TODAY) - timedelta(days=4), 15.0),
        )  # fmt: skip
    await set_sessions(
        tx, sessions=[s.session_id for s in stages], states=[_state(s.plan) for s in stages],
        team=team,
    )  # fmt: skip
    posts = [
        (crew.head, "site_head"), (crew.reception, "reception"), (crew.nurse, "nurse"),
        (crew.screener, "screener"), (crew.observer, "observer"), (crew.helper, "support_site"),
        *((injector, "injector") for injector in crew.injectors),
    ]  # fmt: skip
    await add_session_staff(
        tx, facility=stages[0].facility_id, sessions=[s.session_id for s in stages],
        staff=[p[0] for p in posts], roles=[p[1] for p in posts],
    )  # fmt: skip


def _state(plan: PlannedSession) -> str:
    """Say where a session stands: it ended, runs, or is to come."""
    if plan.record == "silent" or plan.day > TODAY:
        return "planned"
    if plan.day < TODAY:
        return "ended"
    return "running" if plan.half == "morning" else "planned"


async def write_calls(
    tx: Tx, stage: Stage, calls: Sequence[Call], round_id: int, chance: Chance
) -> None:
    """Write slots and appointments of one session."""
    slots = slots_of(stage.plan)
    taken = [sum(c.starts_at == start for c in calls) for start in slots]
    spare = -(-SPARE // len(slots))
    await add_slots(
        tx, facility=stage.facility_id, slots=[slot_id(chance, stage.session_id, s) for s in slots],
        sessions=[stage.session_id] * len(slots), starts=slots,
        capacities=[t + spare for t in taken], taken=taken,
    )  # fmt: skip
    await add_appointments(
        tx,
        people=[c.visitor.resident.person_id for c in calls],
        appointments=[c.appointment for c in calls],
        candidates=[candidate_id(chance, c.visitor.resident) for c in calls],
        sessions=[stage.session_id] * len(calls),
        slots=[c.slot for c in calls],
        rounds=[round_id] * len(calls),
        starts=[c.starts_at for c in calls],
        codes=[c.code for c in calls],
        numbers=[c.number for c in calls],
        states=[c.state for c in calls],
        invited=[c.invited_at for c in calls],
        messages=[c.message for c in calls],
        outcomes=[c.outcome for c in calls],
        outcome_events=[c.outcome_event for c in calls],
        outcome_times=[c.outcome_at for c in calls],
        homes=[c.visitor.resident.home for c in calls],
        facility=stage.facility_id,
        site=stage.site_id,
    )


def candidate_id(chance: Chance, resident: Resident) -> UUID:
    """Return the id of a person's wish to be vaccinated."""
    return chance.id(resident.registered_at, "candidate", resident.person_id)
