"""What booking asks of planning: take candidates for a call, give them back, find one."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from tiemchung.domains.planning import assignment_queries as queries
from tiemchung.domains.planning import candidate_queries
from tiemchung.domains.planning.assignment_queries import UnitsOfHome
from tiemchung.domains.planning.model import OPEN, Called, Candidate, Session
from tiemchung.kernel.sql import Tx


async def claim_for_call(
    tx: Tx,
    session: Session,
    most: int,
    *,
    group_order: Sequence[str],
    day: date,
    actor_id: UUID,
    now: datetime,
) -> list[Called]:
    """Take at most so many assigned candidates for a session, best group first, in that order.

    Who waits for another product or is not due on the day stays. Whom another call takes at the
    same moment is theirs.
    """
    if most <= 0:
        return []
    await queries.lock_calls(tx, facility_id=session.facility_id)
    taken = await queries.claim_for_call(
        tx, facility_id=session.facility_id, round_id=session.round_id,
        product_id=session.product_id, day=day, group_order=list(group_order), most=most,
        now=now, actor_id=actor_id,
    )  # fmt: skip
    rank = {group: n for n, group in enumerate(group_order)}
    last = len(rank)

    def place(called: Called) -> tuple[int, datetime, str, UUID]:
        group = rank.get(called.priority_group or "", last)
        return group, called.entered_at, str(called.household_id or ""), called.person_id

    return sorted(taken, key=place)


async def give_call_back(
    tx: Tx,
    called: Sequence[tuple[UUID, UUID]],
    *,
    actor_id: UUID | None = None,
    now: datetime,
) -> None:
    """Let candidates, as (person, candidate), wait at their facility again."""
    await queries.give_call_back(
        tx, people=[person for person, _candidate in called],
        candidates=[candidate for _person, candidate in called], now=now, actor_id=actor_id,
    )  # fmt: skip


async def mark_called(
    tx: Tx,
    candidate: Candidate,
    session: Session,
    *,
    actor_id: UUID | None = None,
    now: datetime,
) -> bool:
    """Take a candidate for a slot chosen by hand; False when another call has them by now."""
    marked = await queries.mark_called(
        tx,
        person_id=candidate.person_id,
        candidate_id=candidate.candidate_id,
        facility_id=session.facility_id,
        round_id=session.round_id,
        place_province=session.place_province,
        place_district=session.place_district,
        place_ward=session.place_ward,
        now=now,
        actor_id=actor_id,
    )
    return marked is not None


async def open_candidate(tx: Tx, person_id: UUID, round_id: int | None) -> Candidate | None:
    """Return a person's open candidacy in a round, else an open wish without a round, or None."""
    rows = [
        c for c in await candidate_queries.candidates_of(tx, people=[person_id])
        if c.state in OPEN and c.round_id in (round_id, None)
    ]  # fmt: skip
    return next((c for c in rows if c.round_id == round_id), rows[0] if rows else None)


async def home_of(tx: Tx, candidate: Candidate) -> UnitsOfHome:
    """Return the units of a candidate's home as they stand on the list."""
    found = await queries.home_of(
        tx, person_id=candidate.person_id, candidate_id=candidate.candidate_id
    )
    return found or UnitsOfHome(None, None, None)
