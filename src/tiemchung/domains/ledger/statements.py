"""Sets of rows into tables in one statement, however many rows and tables (decision 0018).

The rows of a table travel as one array of its row type: one parameter and one prepared statement
for every number of rows.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, cast
from uuid import UUID

import asyncpg
from msgspec import Struct

from tiemchung.domains.ledger.kinds import Row
from tiemchung.kernel.db import Connection
from tiemchung.kernel.sql import Tx

Columns = tuple[str, ...]


class Part(Struct, frozen=True):
    """Rows for one table, where rows that are there already are passed over.

    With `of_event`, one id a row: only rows of events that the same statement has written, and
    their columns `from_event` are those of the event. A `strict` part fails where a row is there.
    """

    table: str
    columns: Columns
    rows: Sequence[Row]
    of_event: Sequence[UUID] | None = None
    from_event: Columns = ()
    strict: bool = False


async def _row_type(tx: Tx, table: str) -> Columns:
    """Return the columns of a table in its own order, which its row type has too."""
    known = cast("Connection", tx).row_types  # a pool's stand-in hands on every attribute
    if table not in known:
        found = await tx.fetchval(
            "SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_catalog.pg_attribute AS a"
            " WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped",
            table,
        )
        known[table] = tuple(found)
    return known[table]


@lru_cache(maxsize=256)
def _order(columns: Columns, row_type: Columns, left_out: Columns) -> Callable[[Row], Row] | None:
    """Return what brings a row with a NULL at its end into the order of the row type."""
    if columns == row_type and not left_out:
        return None
    null = len(columns)
    return itemgetter(*(
        columns.index(c) if c in columns and c not in left_out else null for c in row_type
    ))  # fmt: skip


async def _as_rows(tx: Tx, part: Part) -> Sequence[Row]:
    order = _order(part.columns, await _row_type(tx, part.table), part.from_event)
    return part.rows if order is None else [order((*row, None)) for row in part.rows]


@lru_cache(maxsize=256)
def _insert(table: str, columns: Columns, returning: Columns) -> str:
    """Build an INSERT of rows; names come from the program and the catalog, never from input."""
    given = ", ".join(f"r.{c}" for c in columns)
    back = f" RETURNING {', '.join(returning)}" if returning else ""
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {given}"  # noqa: S608 -- see docstring
        f" FROM unnest($1::{table}[]) AS r ON CONFLICT DO NOTHING{back}"
    )


async def insert_rows(
    tx: Tx, table: str, columns: Columns, rows: Sequence[Row], returning: str = ""
) -> list[Any]:
    """Insert rows that are not there yet; returns the `returning` column of those that were new."""
    if not rows:
        return []
    values = await _as_rows(tx, Part(table, columns, rows))
    text = _insert(table, columns, (returning,) if returning else ())
    return [record[0] for record in await _fetch(tx, text, [values])]


async def write_together(tx: Tx, events: Sequence[Part], others: Sequence[Part]) -> set[UUID]:
    """Write events, and what comes with them, in one statement that commits by itself.

    Returns the ids of the events that were new.
    """
    values: list[Any] = []
    for part in (*events, *others):
        values.append(await _as_rows(tx, part))
        if part.of_event is not None:
            values.append(part.of_event)
    text = _together(
        tuple((p.table, p.columns) for p in events),
        tuple([(p.table, p.columns, await _row_type(tx, p.table), p.of_event is not None,
                p.from_event, p.strict) for p in others]),
    )  # fmt: skip
    return {record[0] for record in await _fetch(tx, text, values)}


Other = tuple[str, Columns, Columns, bool, Columns, bool]


@lru_cache(maxsize=256)
def _together(events: tuple[tuple[str, Columns], ...], others: tuple[Other, ...]) -> str:
    """Build the statement: first the events, then what is of those that were new, then the rest."""
    shared = tuple(dict.fromkeys(c for o in others for c in o[4] if c != "event_id"))
    clauses: list[str] = []
    written = ["SELECT NULL::uuid AS event_id WHERE false"] if not events else []
    for number, (table, columns) in enumerate(events, 1):
        there = tuple(c for c in shared if c in columns)
        text = _insert(table, columns, ("event_id", *there)).replace("$1", f"${number}")
        clauses.append(f"event_{number} AS ({text})")
        back = ", ".join(["e.event_id", *(f"e.{c}" if c in there else "NULL" for c in shared)])
        written.append(f"SELECT {back} FROM event_{number} AS e")  # noqa: S608 -- as in _insert
    names = ", ".join(("event_id", *shared)) if events else "event_id"
    clauses.append(f"written ({names}) AS ({' UNION ALL '.join(written)})")
    number = len(events) + 1
    for table, columns, row_type, of_event, from_event, strict in others:
        given = ", ".join(f"w.{c}" if c in from_event else f"r.{c}" for c in columns)
        source = f"unnest(${number}::{table}[]) AS r"
        if of_event:
            source = (
                f"unnest(${number}::{table}[], ${number + 1}::uuid[])"
                f" AS r ({', '.join(row_type)}, of_event)"
                " JOIN written AS w ON w.event_id = r.of_event"
            )
        tail = "" if strict else " ON CONFLICT DO NOTHING"
        clauses.append(
            f"part_{number} AS (INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608
            f" SELECT {given} FROM {source}{tail})"
        )
        number += 1 + of_event
    return f"WITH {', '.join(clauses)} SELECT w.event_id FROM written AS w"  # noqa: S608


async def _fetch(tx: Tx, text: str, values: Sequence[Any]) -> list[asyncpg.Record]:
    """Run a statement; where a table has changed meanwhile, its row type is read anew."""
    try:
        return await tx.fetch(text, *values)
    except (asyncpg.DatatypeMismatchError, asyncpg.InvalidColumnReferenceError):
        cast("Connection", tx).row_types.clear()
        await tx.reload_schema_state()
        raise
