"""Judges doses by the person's whole history, behind the ledger and within seconds (data-model 2).

Age, interval, mixing and product rules of the day and province need the other doses, so the way
in cannot judge them. This follower does, and opens a case; a dose without an open case may be
confirmed.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.country.rulebook import RuleBook
from tiemchung.country.rules import DoseKind
from tiemchung.domains.eligibility.model import GivenDose
from tiemchung.domains.eligibility.rules import Person, judge_dose
from tiemchung.domains.ledger.followers import Follower, Seen
from tiemchung.domains.registry import cases
from tiemchung.domains.registry.aliases import roots, with_aliases
from tiemchung.domains.registry.cases import Judged
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

KINDS = frozenset({
    "injected", "entered_late", "voided", "corrected", "same_as", "merged", "unmerged",
})  # fmt: skip
CASE = "dose"


class DoseOfHistory(Struct, frozen=True):
    """A dose with what the rules need of it; `product` is the pack's key."""

    person_id: UUID
    event_id: UUID
    happened_at: datetime
    day: date
    product: str | None
    dose_kind: str | None
    age_years: int | None
    flags: list[str]
    state: str
    facility_id: int | None
    place_province: int | None
    place_district: int | None
    place_ward: int | None


@sql
async def history_of(tx: Tx, *, people: list[UUID]) -> list[DoseOfHistory]: ...


def judge_history(doses: Sequence[DoseOfHistory], book: RuleBook) -> list[Judged]:
    """Judge every dose of one human being by those before it and the rules of its day."""
    standing = sorted(
        (d for d in doses if d.state not in ("voided", "duplicate")), key=lambda d: d.happened_at
    )
    found = [_fine(d) for d in doses if d.state in ("voided", "duplicate")]
    for n, dose in enumerate(standing):
        flags = list(dose.flags)
        if dose.product is not None:
            before = [
                GivenDose(d.product, d.day, DoseKind(d.dose_kind) if d.dose_kind else None)
                for d in standing[:n]
                if d.product is not None
            ]
            verdict = judge_dose(
                before, dose.product, dose.day, Person(dose.age_years), book, dose.place_province,
                stated=DoseKind(dose.dose_kind) if dose.dose_kind else None,
            )  # fmt: skip
            flags += [str(p.code) for p in verdict.problems if p.blocks]
        found.append(_fine(dose, tuple(flags)))
    return found


def _fine(dose: DoseOfHistory, flags: tuple[str, ...] = ()) -> Judged:
    place = (dose.place_province, dose.place_district, dose.place_ward)
    return Judged(dose.person_id, dose.event_id, flags, dose.facility_id, place)


def history(book: Callable[[], RuleBook]) -> Follower:
    """Make the follower; `book` returns the rules in force, as read from the country pack."""

    async def work(tx: Tx, seen: Sequence[Seen]) -> None:
        people = {s.person_id for s in seen if s.person_id is not None}
        everyone, links = await with_aliases(tx, people)
        root = roots(everyone, links)
        by_root: dict[UUID, list[DoseOfHistory]] = {}
        for dose in await history_of(tx, people=everyone):
            by_root.setdefault(root[dose.person_id], []).append(dose)
        rules = book()
        found = [j for doses in by_root.values() for j in judge_history(doses, rules)]
        await cases.settle(tx, CASE, found, now=max(s.received_at for s in seen))

    return Follower("history", work, KINDS, after="corrections", patient=True)
