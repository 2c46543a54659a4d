"""Foresees the next dose of everybody who has had one: by the rules, at the current address.

The doses are read from the ledger's events of a person and their aliases, so a first dose in
another province counts, and neither the order of arrival nor a second run changes the outcome.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from tiemchung.country.rulebook import RuleBook
from tiemchung.country.rules import DoseKind
from tiemchung.domains.eligibility.model import GivenDose, NextDose
from tiemchung.domains.eligibility.rules import Person, next_dose
from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.ledger.refold import read_histories
from tiemchung.domains.planning import recall_queries as queries
from tiemchung.domains.planning.outcomes import DOSES, UNDOING
from tiemchung.domains.planning.recall_queries import PersonNow
from tiemchung.domains.registry.aliases import roots, with_aliases
from tiemchung.kernel.clock import local_day
from tiemchung.kernel.db import Pool
from tiemchung.kernel.sql import Tx

RANGE = 500


class Given(Struct, frozen=True):
    """A dose that stands, as the rules need it; `product` is an id, None when nobody knows."""

    event_id: UUID
    on: date
    product: int | None
    kind: str | None


def given_doses(events: Iterable[Event]) -> list[Given]:
    """Return the doses of a person that stand, in order, with what corrections say of them."""
    ordered = sorted(events, key=lambda e: e.order)
    undone = {e.envelope.supersedes for e in ordered if e.envelope.kind in UNDOING}
    changes: dict[UUID, dict[str, object]] = {}
    for e in ordered:
        if e.envelope.kind == "corrected" and e.envelope.supersedes is not None:
            corrected: dict[str, object] = e.envelope.data.get("changes") or {}
            changes.setdefault(e.envelope.supersedes, {}).update(corrected)
    return [
        _given(e, changes.get(e.envelope.id, {}))
        for e in ordered
        if e.envelope.kind in DOSES and e.envelope.id not in undone
    ]


def _given(event: Event, changes: Mapping[str, object]) -> Given:
    facts = {**event.envelope.data, **changes}
    product, kind = facts.get("product"), facts.get("dose_kind")
    return Given(
        event.envelope.id,
        local_day(event.envelope.at),
        product if isinstance(product, int) else None,
        kind if isinstance(kind, str) else None,
    )


def age_on(person: PersonNow, on: date) -> int | None:
    """Return whole years of age; of one known to the year only, the age reached in that year."""
    born = person.birth_date
    if born is None:
        return None
    if person.birth_precision == "year":
        return on.year - born.year
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def foresee(
    doses: Sequence[Given],
    person: PersonNow,
    codes: Mapping[int, str],
    book: RuleBook,
    today: date,
) -> NextDose | None:
    """Return the next dose by the rules of today at the person's home; None when none is due."""
    known = [
        GivenDose(codes[d.product], d.on, DoseKind(d.kind) if d.kind else None)
        for d in doses
        if d.product is not None and d.product in codes
    ]
    if not known:
        return None
    return next_dose(known, today, Person(age_on(person, today)), book, person.home_province)


async def judge_people(tx: Tx, people: Iterable[UUID], book: RuleBook, today: date) -> None:
    """Write down what is foreseen for these people and everyone they were merged with."""
    everyone, links = await with_aliases(tx, people)
    root = roots(everyone, links)
    lives: dict[UUID, list[Event]] = {}
    for person, events in (await read_histories(tx, "person", everyone)).items():
        if isinstance(person, UUID):
            lives.setdefault(root[person], []).extend(events)
    codes = {p.product_id: p.code for p in await queries.product_codes(tx)}
    rows: list[tuple[PersonNow, list[Given], NextDose | None]] = []
    for person in await queries.people_now(tx, people=everyone):
        doses = given_doses(lives.get(root[person.person_id], []))
        if doses and not person.merged and person.deceased_on is None:
            rows.append((person, doses, foresee(doses, person, codes, book, today)))
    kept = {person.person_id for person, _, _ in rows}
    await queries.forget_recalls(tx, people=[p for p in everyone if p not in kept])
    await _put(tx, rows, {code: product for product, code in codes.items()})


async def _put(
    tx: Tx,
    rows: Sequence[tuple[PersonNow, list[Given], NextDose | None]],
    products: Mapping[str, int],
) -> None:
    if not rows:
        return
    found = [_Row(n, products) for _, _, n in rows]
    await queries.put_recalls(
        tx,
        people=[person.person_id for person, _, _ in rows],
        doses=[doses[-1].event_id for _, doses, _ in rows],
        given=[len(doses) for _, doses, _ in rows],
        last=[doses[-1].on for _, doses, _ in rows],
        numbers=[r.number for r in found],
        products=[r.product for r in found],
        others=["{" + ",".join(map(str, r.others)) + "}" for r in found],
        earliest=[r.earliest for r in found],
        usual=[r.usual for r in found],
        latest=[r.latest for r in found],
        hashes=[r.rules_hash for r in found],
        provinces=[person.home_province for person, _, _ in rows],
        districts=[person.home_district for person, _, _ in rows],
        wards=[person.home_ward for person, _, _ in rows],
    )


class _Row:
    """The columns of a foreseen dose; all empty when none is foreseen."""

    def __init__(self, foreseen: NextDose | None, products: Mapping[str, int]) -> None:
        options = [] if foreseen is None else [products.get(o.product) for o in foreseen.options]
        known = [product for product in options if product is not None]
        self.number = None if foreseen is None else foreseen.number
        self.product = known[0] if known else None
        self.others = known[1:]
        self.earliest = None if foreseen is None else foreseen.earliest
        self.usual = None if foreseen is None else foreseen.usual
        self.latest = None if foreseen is None else foreseen.latest
        self.rules_hash = None if foreseen is None else foreseen.rules_hash


async def refresh_recalls(pool: Pool, book: Callable[[], RuleBook], today: date) -> int:
    """Judge everybody with a dose anew, in ranges: daily, and when the rules have changed."""
    last, total = UUID(int=0), 0
    while True:
        async with pool.acquire() as tx, tx.transaction():
            people = await queries.recalls_after(tx, after=last, most=RANGE)
            if not people:
                return total
            await judge_people(tx, people, book(), today)
        last, total = people[-1], total + len(people)
