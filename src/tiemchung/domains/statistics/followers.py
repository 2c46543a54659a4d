"""Followers that keep the roll-ups: at most 5 s behind, booked in the transaction of the cursor."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from tiemchung.country import UNKNOWN_UNIT
from tiemchung.domains.ledger.followers import Follower, Seen
from tiemchung.domains.ledger.statements import insert_rows
from tiemchung.domains.registry.aliases import roots, with_aliases
from tiemchung.domains.statistics import by_unit, pace, queries
from tiemchung.domains.statistics.counting import COLUMNS, Cell, Counted, count, difference
from tiemchung.kernel.clock import local_day
from tiemchung.kernel.sql import Tx

DOSE_KINDS = frozenset({
    "injected", "entered_late", "voided", "corrected", "same_as", "merged", "unmerged",
})  # fmt: skip
STOCK_KINDS = frozenset({
    "stock_received", "stock_issued", "stock_returned", "stock_adjusted", "stock_voided",
    "vial_opened", "vial_discarded", "site_voided",
})  # fmt: skip
FROM_ELSEWHERE = frozenset({"stock_issued", "stock_returned", "stock_voided", "invited"})
"""What a store, an office or a message enters about a session: no sign of life from the site."""

_PLACE_KEY = ("day", "facility_id", "product_id", "lot_id", "number", "age_group", "sex")
_HOME_KEY = ("home_unit", "day", "product_id", "number", "age_group", "sex", "priority_group")
_UPSERT_ROWS = 200


async def book_doses(tx: Tx, people: set[UUID]) -> None:
    """Compare the doses of these people and their aliases with what was counted; book the rest."""
    everyone, links = await with_aliases(tx, people)
    doses = await queries.doses_of(tx, people=everyone)
    after = count(doses, roots(everyone, links))
    before = await queries.counted_of(tx, people=everyone)
    if not (changed := set(before) ^ set(after)):
        return
    gone = [c for c in before if c in changed]
    new = [c for c in after if c in changed]
    places, homes = difference(gone, new)
    await queries.forget_counted(
        tx, people=[c.person_id for c in gone], events=[c.event_id for c in gone]
    )
    await insert_rows(tx, "statistics.dose_counted", COLUMNS, [_row(c) for c in new])
    await _add(tx, "statistics.by_place", _PLACE_KEY, places)
    await _add(tx, "statistics.by_home", _HOME_KEY, homes)
    await by_unit.book(tx, by_unit.dose_cells(gone, new))


def _row(counted: Counted) -> tuple[object, ...]:
    return tuple(getattr(counted, f) for f in COLUMNS)


async def _add(tx: Tx, table: str, key: tuple[str, ...], cells: Counter[Cell]) -> None:
    """Add to the cells of a roll-up; in one order everywhere, so that writers cannot deadlock."""
    rows = sorted((*cell, n) for cell, n in cells.items())
    width = len(key) + 1
    for start in range(0, len(rows), _UPSERT_ROWS):
        part = rows[start : start + _UPSERT_ROWS]
        marks = ", ".join(
            "(" + ", ".join(f"${i * width + j + 1}" for j in range(width)) + ")"
            for i in range(len(part))
        )
        await tx.execute(
            f"INSERT INTO {table} AS r ({', '.join(key)}, doses) VALUES {marks}"  # noqa: S608 -- fixed names
            f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET doses = r.doses + excluded.doses",
            *[value for row in part for value in row],
        )


async def _doses(tx: Tx, seen: Sequence[Seen]) -> None:
    await book_doses(tx, {s.person_id for s in seen if s.person_id is not None})


async def _registered(tx: Tx, seen: Sequence[Seen]) -> None:
    cells: Counter[tuple[int, date, str]] = Counter()
    for s in seen:
        source = msgspec.json.decode(s.body)["data"].get("source", "self")
        cells[s.home_unit or UNKNOWN_UNIT, local_day(s.happened_at), source] += 1
    if cells:
        rows = sorted((*cell, n) for cell, n in cells.items())
        units, days, sources, persons = (list(column) for column in zip(*rows, strict=True))
        await queries.add_registered(tx, units=units, days=days, sources=sources, persons=persons)
        await by_unit.add_registered_by_unit(tx, units=units, days=days, persons=persons)


async def _stock(tx: Tx, seen: Sequence[Seen]) -> None:
    facilities = sorted({s.facility_id for s in seen if s.facility_id is not None})
    await queries.forget_stock(tx, facilities=facilities)
    await queries.recount_stock(tx, facilities=facilities)


async def _sessions(tx: Tx, seen: Sequence[Seen]) -> None:
    last: dict[tuple[int, UUID], datetime | None] = {}
    for key in await _superseded(tx, seen):
        last[key] = None  # an office that voids a dose is no sign of life from the site
    for s in seen:
        if s.session_id is not None and s.facility_id is not None:
            key = (s.facility_id, s.session_id)
            before = last.setdefault(key, None)
            if s.kind not in FROM_ELSEWHERE:
                last[key] = max(before or s.happened_at, s.happened_at)
    if last:
        keys = sorted(last)
        facilities, sessions = [k[0] for k in keys], [k[1] for k in keys]
        was = await by_unit.session_figures(tx, facilities=facilities, sessions=sessions)
        await queries.recount_sessions(
            tx, facilities=facilities, sessions=sessions, last=[last[k] for k in keys]
        )
        now = await by_unit.session_figures(tx, facilities=facilities, sessions=sessions)
        await by_unit.book(tx, by_unit.session_cells(was, now))


async def _superseded(tx: Tx, seen: Sequence[Seen]) -> list[tuple[int, UUID]]:
    """Return the sessions of what these events supersede."""
    changed = [
        (s.person_id, s.supersedes)
        for s in seen
        if s.person_id is not None and s.supersedes is not None
    ]
    if not changed:
        return []
    found = await queries.sessions_of_superseded(
        tx, people=[person for person, _ in changed], events=[event for _, event in changed]
    )
    return [(key.facility_id, key.session_id) for key in found]


async def _pace(tx: Tx, seen: Sequence[Seen]) -> None:
    await pace.recount(tx, {s.person_id for s in seen if s.person_id is not None})


def followers() -> list[Follower]:
    """Return the roll-ups; all read projections, so they wait for the fold of corrections."""
    return [
        Follower("figures.doses", _doses, DOSE_KINDS, after="corrections"),
        Follower("figures.registered", _registered, frozenset({"registered"})),
        Follower("figures.stock", _stock, STOCK_KINDS, after="corrections"),
        Follower("figures.sessions", _sessions, after="corrections"),
        Follower("figures.pace", _pace, DOSE_KINDS, after="corrections"),
    ]
