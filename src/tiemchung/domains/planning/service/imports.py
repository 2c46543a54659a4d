"""Takes a list that has been read into the registry and onto a list of candidates.

Sets of at most 500 rows: people are found or registered through the one way in, then listed, then
the outcome of every row is kept, in one short transaction a set. An import that was cut off is run
again: rows that are done are passed over, people who came in are found again under the same id.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

import msgspec
from msgspec import Struct

from tiemchung.country.rulebook import RuleBook
from tiemchung.domains.geography import service as geography
from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.private import Vault
from tiemchung.domains.planning import list_queries
from tiemchung.domains.planning.list_queries import CandidateList
from tiemchung.domains.planning.model import CannotList, Enlisted, EnlistOutcome
from tiemchung.domains.planning.service.lists import enlist, find_list
from tiemchung.domains.registry import service as registry
from tiemchung.domains.registry.events import Source
from tiemchung.domains.registry.lists.model import (
    Field,
    ListReading,
    ListRow,
    ReadingRules,
    RowProblem,
)
from tiemchung.domains.registry.lists.units import UnitIndex, UnitRecord
from tiemchung.domains.registry.model import Entry, NewDocument, NewPerson, Registration, Sex
from tiemchung.kernel.clock import local_day
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7_of
from tiemchung.kernel.scope import NATION
from tiemchung.kernel.sql import Tx

SET: Final = 500
_SHOWN: Final = frozenset(
    {Field.WARD, Field.DISTRICT, Field.PROVINCE, Field.PRIORITY_GROUP, Field.NEIGHBOURHOOD}
)
"""Fields whose value may be kept with a problem: it names no person."""

Progress = Callable[[int, int], None]


class ImportOrder(Struct, frozen=True, kw_only=True):
    """Whose list is taken in, by whom, at which campaign time."""

    list_id: UUID
    actor_id: UUID
    at: datetime


class ImportResult(Struct, frozen=True):
    """How many rows came to which outcome, over all runs of the import."""

    rows: int
    outcomes: dict[str, int]


class _Places(Struct, frozen=True):
    """Unit version ids by level and code, on the day of the import."""

    ids: dict[tuple[str, str], int]

    def lowest(self, row: ListRow) -> int | None:
        """Return the lowest unit that the row names."""
        person = row.person
        for level, code in (
            ("ward", person.ward_code),
            ("district", person.district_code),
            ("province", person.province_code),
        ):
            if code and (level, code) in self.ids:
                return self.ids[level, code]
        return None

    def ward(self, row: ListRow) -> int | None:
        """Return the ward that the row names."""
        return self.ids.get(("ward", row.person.ward_code or ""))


class _Kept(Struct, frozen=True):
    """What is written down about a row."""

    row: ListRow
    outcome: str
    person_id: UUID | None = None
    extra: tuple[str, ...] = ()


async def reading_rules(
    tx: Tx, province_id: int, *, today: date, book: RuleBook, ward_required: bool = True
) -> ReadingRules:
    """Return what a list of a province is read against: units and groups of the day.

    The index over some 11,000 units takes a while to make: keep it for all lists of a day.
    """
    units = await geography.units_on(tx, today)
    province = next((u for u in units if u.unit_id == province_id), None)
    groups = book.on(today, province_id).priority_groups
    return ReadingRules(
        today=today,
        units=UnitIndex(UnitRecord(u.code, u.name, u.level, u.parent) for u in units),
        groups={g.code: g.name.vi for g in groups.groups} if groups is not None else {},
        home_province="" if province is None else province.code,
        ward_required=ward_required,
    )


async def import_list(
    pool: Pool,
    intake: Intake,
    vault: Vault,
    reading: ListReading,
    order: ImportOrder,
    *,
    progress: Progress | None = None,
) -> ImportResult:
    """Take in the rows of a reading; safe to run again after it was cut off.

    `pool` is the worker's: an organisation may not see the people it names. Raises CannotList for a
    list that is not being imported. `progress` is told (rows done, rows in all).
    """
    async with transaction(pool, NATION) as tx:
        found = await find_list(tx, order.list_id)
        if found.state != "importing":
            raise CannotList(_("Danh sách này đã nhập xong."))
        places = _Places(
            {
                (u.level, u.code): u.unit_id
                for u in await geography.units_on(tx, local_day(order.at))
            }
        )
        done = {(r.sheet, r.row) for r in await list_queries.rows_done(tx, list_id=order.list_id)}
    waiting = [row for row in reading.rows if (row.sheet, row.row) not in done]
    for start in range(0, len(waiting), SET):
        async with transaction(pool, NATION) as tx:
            rows = waiting[start : start + SET]
            await _take_set(tx, intake, vault, found, rows, places, order)
        if progress is not None:
            progress(len(done) + start + len(rows), len(reading.rows))
    async with transaction(pool, NATION) as tx:
        await list_queries.count_rows(tx, list_id=order.list_id)
        await list_queries.set_list_state(tx, list_id=order.list_id, state="imported")
        counts = await list_queries.outcomes_of_list(tx, list_id=order.list_id)
    return ImportResult(sum(c.rows for c in counts), {c.outcome: c.rows for c in counts})


async def _take_set(
    tx: Tx,
    intake: Intake,
    vault: Vault,
    found: CandidateList,
    rows: Sequence[ListRow],
    places: _Places,
    order: ImportOrder,
) -> None:
    accepted = [row for row in rows if row.accepted]
    people = await _people(tx, vault, found, accepted, places)
    entry = Entry(voucher=Voucher(server=True), at=order.at, entered_by=order.actor_id)
    made = await registry.register_people(tx, intake, vault, people, entry) if people else []
    listed = await enlist(
        tx, found.list_id, _enlisted(accepted, made), now=order.at, actor_id=order.actor_id
    )
    kept = [_Kept(row, "repeated" if row.duplicate_of else "refused") for row in rows
            if not row.accepted]  # fmt: skip
    seen: set[UUID] = set()
    for row, person, registration in zip(accepted, people, made, strict=True):
        kept.append(_outcome(row, person, registration, listed, seen))
        seen.add(registration.person_id)
    await _keep(tx, found.list_id, kept)


async def _people(
    tx: Tx, vault: Vault, found: CandidateList, rows: Sequence[ListRow], places: _Places
) -> list[NewPerson]:
    named = [
        (ward, row.person.neighbourhood)
        for row in rows
        if (ward := places.ward(row)) is not None and row.person.neighbourhood
    ]
    neighbourhoods = await geography.name_neighbourhoods(tx, named)
    return [_person(vault, found, row, places, neighbourhoods) for row in rows]


def _person(
    vault: Vault,
    found: CandidateList,
    row: ListRow,
    places: _Places,
    neighbourhoods: dict[tuple[int, str], int],
) -> NewPerson:
    listed, ward = row.person, places.ward(row)
    household = None
    if found.source == "ward" and ward is not None and listed.address:
        household = registry.household_of(vault, ward, listed.address)
    return NewPerson(
        person_id=uuid7_of(found.list_id, f"{row.sheet}!{row.row}"),
        full_name=listed.name, birth=listed.birth, sex=cast("Sex", listed.sex or "unknown"),
        home=places.lowest(row), source=cast("Source", found.source),
        documents=tuple(NewDocument(d.kind, d.normal) for d in listed.documents),
        phones=(listed.phone,) if listed.phone else (),
        no_document_reason=None if listed.no_document_reason is None
        else str(listed.no_document_reason),
        nationality=listed.nationality if _is_country(listed.nationality) else "VN",
        neighbourhood=neighbourhoods.get((ward or 0, listed.neighbourhood)),
        household=household, priority_group=listed.priority_group,
        address=listed.address or None, workplace=listed.workplace or None,
        occupation=listed.occupation or None,
    )  # fmt: skip


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isupper()  # noqa: PLR2004 -- ISO 3166 alpha-2


def _enlisted(rows: Iterable[ListRow], made: Iterable[Registration]) -> list[Enlisted]:
    people: dict[UUID, Enlisted] = {}
    for row, registration in zip(rows, made, strict=True):
        if registration.outcome != "refused":
            people.setdefault(
                registration.person_id,
                Enlisted(
                    person_id=registration.person_id, priority_group=row.person.priority_group
                ),
            )
    return list(people.values())


def _outcome(
    row: ListRow,
    person: NewPerson,
    registration: Registration,
    listed: dict[UUID, EnlistOutcome],
    seen: set[UUID],
) -> _Kept:
    extra = ("number_of_another",) if registration.others else ()
    if registration.outcome == "refused":
        return _Kept(row, "refused", None, ("not_recorded",))
    who = registration.person_id
    if who not in listed:
        return _Kept(row, "not_listed", who, extra)
    if who in seen or listed[who] == "already":
        return _Kept(row, "already_listed", who, extra)
    mine = who == person.person_id  # also when an earlier run had registered the row
    return _Kept(row, "registered" if mine else "known", who, extra)


async def _keep(tx: Tx, list_id: UUID, kept: Sequence[_Kept]) -> None:
    await list_queries.add_rows(
        tx,
        list_id=list_id,
        sheets=[k.row.sheet for k in kept],
        rows=[k.row.row for k in kept],
        outcomes=[k.outcome for k in kept],
        people=[k.person_id for k in kept],
        problems=[_problems(k) for k in kept],
    )


def _problems(kept: _Kept) -> str:
    """Write the problems of a row down: codes and places, a value only where it names no person."""
    found: list[dict[str, Any]] = [_problem(p) for p in kept.row.problems]
    found += [{"severity": "warning", "code": code} for code in kept.extra]
    return msgspec.json.encode(found).decode()


def _problem(problem: RowProblem) -> dict[str, Any]:
    kept: dict[str, Any] = {"severity": str(problem.severity), "code": str(problem.code)}
    if problem.column:
        kept["column"] = problem.column
    if problem.other:
        kept["other"] = problem.other
    if problem.field in _SHOWN and problem.value:
        kept["value"] = problem.value
    return kept
