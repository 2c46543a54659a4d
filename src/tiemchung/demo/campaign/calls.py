"""Plans, sessions, called people and their messages of an area, in sets.

The services plan one session and call one person at a time; a story of half a million calls is
written in the same tables by statements over arrays, with ids that follow from the seed. What
became of a call that is over stands in it at once, as the follower of outcomes would write it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.demo.campaign.calendar import NOW, TODAY, moment
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.people import Resident, Visitor
from tiemchung.demo.campaign.schedule import PlannedSession
from tiemchung.demo.campaign.visit import Stage
from tiemchung.kernel.codes import ALPHABET, check_character
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

SLOT: Final = timedelta(minutes=30)
CODE_LENGTH: Final = 8


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
    wards: list[int | None],
    names: list[str],
    standing: list[bool],
    rounds: list[int | None],
    province: int,
    rows: list[int],
    entered_by: UUID,
    entered_at: datetime,
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
async def add_plan(
    tx: Tx,
    *,
    plan: UUID,
    round_id: int,
    facility: int,
    site: int,
    team: UUID,
    starts: date,
    ends: date,
    target: int,
    drawn_up_by: UUID,
    drawn_up_at: datetime,
    decided_by: UUID,
) -> None: ...


@sql
async def add_team(
    tx: Tx, *, team: UUID, facility: int, name: str, staff: list[UUID], roles: list[str]
) -> None: ...


@sql
async def add_sessions(
    tx: Tx,
    *,
    sessions: list[UUID],
    plans: list[UUID],
    rounds: list[int],
    days: list[date],
    halves: list[str],
    starts: list[datetime],
    ends: list[datetime],
    products: list[int],
    tables: list[int],
    capacities: list[int],
    states: list[str],
    created: list[datetime],
    team: UUID,
    facility: int,
    site: int,
    created_by: UUID,
) -> None: ...


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


async def write_lists(
    tx: Tx, lists: Iterable[tuple[UUID, str, int | None, str, int | None, int]], province: int,
    entered_by: UUID, entered_at: datetime,
) -> None:  # fmt: skip
    """Write lists of candidates: (id, source, ward, name, round, rows)."""
    rows = list(lists)
    await add_lists(
        tx, lists=[r[0] for r in rows], sources=[r[1] for r in rows], wards=[r[2] for r in rows],
        names=[r[3] for r in rows], rounds=[r[4] for r in rows], rows=[r[5] for r in rows],
        standing=[r[1] in ("ward", "self", "family", "site") for r in rows], province=province,
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
    tx: Tx, stages: Sequence[Stage], *, rounds: Sequence[int], plans: Sequence[UUID], team: UUID
) -> None:
    """Write the sessions of an area with their staff."""
    first = stages[0]
    await add_sessions(
        tx,
        sessions=[s.session_id for s in stages], plans=list(plans), rounds=list(rounds),
        days=[s.plan.day for s in stages], halves=[s.plan.half for s in stages],
        starts=[moment(s.plan.day, s.plan.hours[0]) for s in stages],
        ends=[moment(s.plan.day, s.plan.hours[1] + 0.5) for s in stages],
        products=[s.product_id for s in stages], tables=[s.plan.tables for s in stages],
        capacities=[s.plan.called + 10 for s in stages], states=[_state(s.plan) for s in stages],
        created=[moment(min(s.plan.day, TODAY) - timedelta(days=4), 15.0) for s in stages],
        team=team, facility=first.facility_id, site=first.site_id, created_by=first.crew.head,
    )  # fmt: skip
    crew = first.crew
    posts = [
        (crew.head, "site_head"), (crew.reception, "reception"), (crew.nurse, "nurse"),
        (crew.screener, "screener"), (crew.observer, "observer"), (crew.helper, "support_site"),
        *((injector, "injector") for injector in crew.injectors),
    ]  # fmt: skip
    await add_session_staff(
        tx, facility=first.facility_id, sessions=[s.session_id for s in stages],
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
    spare = -(-10 // len(slots))
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
