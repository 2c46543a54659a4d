"""What follows from the site day for plans: states of candidates and of sessions.

Both read the ledger alone and may run twice. Deferred people stand on their ward's list again on
their date: `return_deferred` runs daily.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from tiemchung.country.rulebook import RuleBook
from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.ledger.followers import Follower, Seen
from tiemchung.domains.ledger.refold import read_histories
from tiemchung.domains.planning import candidate_queries, session_queries
from tiemchung.domains.planning.model import OPEN, Candidate
from tiemchung.domains.planning.outcomes import DOSES, KINDS, UNDOING, Settled, settle, steps_of
from tiemchung.domains.planning.recall import judge_people
from tiemchung.domains.registry.aliases import roots, with_aliases
from tiemchung.kernel.sql import Tx

RANGE: Final = 500
MERGING: Final = frozenset({"merged", "unmerged"})
RECALL_KINDS: Final = DOSES | UNDOING | MERGING | {"corrected", "updated", "deceased"}
SESSION_KINDS: Final = frozenset(
    {"checked_in", "vial_opened", "session_ended", "session_closed", "session_reopened"}
)
_LAST_WORD: Final = {
    "session_ended": "ended",
    "session_closed": "closed",
    "session_reopened": "running",
}


async def settle_people(tx: Tx, people: Iterable[UUID], now: datetime) -> None:
    """Hold the candidacies of these people against what happened to them and their aliases."""
    everyone, links = await with_aliases(tx, people)
    for start in range(0, len(everyone), RANGE):
        part, _links = await with_aliases(tx, everyone[start : start + RANGE])
        candidates = await candidate_queries.candidates_of(tx, people=part)
        if not candidates:
            continue
        root = roots(part, links)
        histories = await read_histories(tx, "person", part)
        lives: dict[UUID, list[Event]] = {}
        for person, events in histories.items():
            if isinstance(person, UUID):
                lives.setdefault(root[person], []).extend(events)
        await _write(tx, settle_all(candidates, root, lives), now)


def settle_all(
    candidates: Sequence[Candidate],
    root: dict[UUID, UUID],
    lives: dict[UUID, list[Event]],
) -> list[tuple[Candidate, Settled]]:
    """Settle candidacies, keeping at most one of a person and round open."""
    steps = {person: steps_of(events) for person, events in lives.items()}
    changes: list[tuple[Candidate, Settled]] = []
    opened: set[tuple[UUID, int | None]] = set()
    for candidate in sorted(candidates, key=lambda c: c.entered_at, reverse=True):
        change = settle(candidate, steps.get(root[candidate.person_id], []))
        if change is None:
            continue
        key = (candidate.person_id, candidate.round_id)
        if change.state in OPEN:
            if key in opened:
                continue
            opened.add(key)
        changes.append((candidate, change))
    return changes


async def _write(tx: Tx, changes: Sequence[tuple[Candidate, Settled]], now: datetime) -> None:
    if not changes:
        return
    await candidate_queries.settle_candidates(
        tx,
        people=[c.person_id for c, _ in changes],
        candidates=[c.candidate_id for c, _ in changes],
        states=[str(s.state) for _, s in changes],
        reasons=[s.reason for _, s in changes],
        earliest=[s.earliest_on for _, s in changes],
        outcomes=[s.outcome_event_id for _, s in changes],
        now=now,
    )


async def _candidates(tx: Tx, seen: Sequence[Seen]) -> None:
    people = {s.person_id for s in seen if s.person_id is not None}
    await settle_people(tx, people, max(s.received_at for s in seen))


async def _sessions(tx: Tx, seen: Sequence[Seen]) -> None:
    """Set sessions to what the last word of their head says; the first event begins one."""
    touched = sorted({s.session_id for s in seen if s.session_id is not None})
    words = {w.session_id: w.kind for w in await session_queries.last_words(tx, sessions=touched)}
    for session in await session_queries.sessions_seen(tx, sessions=touched):
        word = words.get(session.session_id)
        state = "running" if word is None else _LAST_WORD[word]
        if session.state in ("cancelled", state):
            continue
        await session_queries.move_session(
            tx,
            facility_id=session.facility_id,
            session_id=session.session_id,
            state=state,
            reason=None,
            from_states=[session.state],
        )


async def return_deferred(tx: Tx, *, today: date, now: datetime) -> int:
    """Put deferred people back on their ward's list on their date; returns how many."""
    return await candidate_queries.return_deferred(tx, today=today, now=now)


def recalls(book: Callable[[], RuleBook], today: Callable[[], date]) -> Follower:
    """Make the follower that foresees next doses; it reads homes, so it waits for corrections."""

    async def work(tx: Tx, seen: Sequence[Seen]) -> None:
        people = sorted({s.person_id for s in seen if s.person_id is not None})
        for start in range(0, len(people), RANGE):
            await judge_people(tx, people[start : start + RANGE], book(), today())

    return Follower("planning.recalls", work, RECALL_KINDS, after="corrections", patient=True)


def followers(book: Callable[[], RuleBook], today: Callable[[], date]) -> list[Follower]:
    """Return the followers of planning; `book` gives the rules in force, `today` campaign time."""
    return [
        Follower("planning.candidates", _candidates, KINDS | MERGING, patient=True),
        Follower("planning.sessions", _sessions, SESSION_KINDS),
        recalls(book, today),
    ]
