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

_OR_NOTHING = " ON CONFLICT DO NOTHING"


class Part(Struct, frozen=True):
    """Rows for one table, where rows that are there already are passed over.

    With `of_event`, one id a row or the name of the column that has it: only rows of events that
    the same statement has written, and their columns `from_event` are those of the event. A
    `strict` part fails where a row is there; where none can be, that spares looking.
    """

    table: str
    columns: Columns
    rows: Sequence[Row]
    of_event: Sequence[UUID] | str | None = None
    from_event: Columns = ()
    strict: bool = False


def _known(tx: Tx) -> dict[str, Columns]:
    """Return what a pool's connection knows of its tables; raises InterfaceError if it is gone."""
    try:
        return cast("Connection", tx).row_types  # a pool's stand-in hands on every attribute
    except AttributeError:  # the stand-in of a connection that was lost stands for nothing
        raise asyncpg.InterfaceError("the connection is gone") from None


async def _row_type(tx: Tx, table: str) -> Columns:
    """Return the columns of a table in its own order, which its row type has too."""
    known = _known(tx)
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
    left_out = tuple(c for c in part.from_event if c != part.of_event)
    order = _order(part.columns, await _row_type(tx, part.table), left_out)
    return part.rows if order is None else [order((*row, None)) for row in part.rows]


@lru_cache(maxsize=256)
def _insert(
    table: str, columns: Columns, returning: Columns = (), *, number: int = 1, strict: bool = False
) -> str:
    """Build an INSERT of rows; names come from the program and the catalog, never from input."""
    given = ", ".join(f"r.{c}" for c in columns)
    back = f" RETURNING {', '.join(returning)}" if returning else ""
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {given}"  # noqa: S608 -- see docstring
        f" FROM unnest(${number}::{table}[]) AS r{'' if strict else _OR_NOTHING}{back}"
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

    No two events may have the same id. Returns the ids of those that were new.
    """
    values: list[Any] = []
    for part in (*events, *others):
        values.append(await _as_rows(tx, part))
        if _gives_events(part):
            values.append(part.of_event)
    text = _together(
        tuple([await _shape(tx, part) for part in events]),
        tuple([await _shape(tx, part) for part in others]),
    )
    return {record[0] for record in await _fetch(tx, text, values)}


class Shape(Struct, frozen=True):
    """What of a part makes the statement, whatever its rows."""

    table: str
    columns: Columns
    row_type: Columns
    of_event: str | None
    gives_events: bool
    from_event: Columns
    strict: bool


def _gives_events(part: Part) -> bool:
    """Tell whether the events of the rows travel beside them."""
    return part.of_event is not None and not isinstance(part.of_event, str)


async def _shape(tx: Tx, part: Part) -> Shape:
    gives_events = _gives_events(part)
    column = "of_event" if gives_events else cast("str | None", part.of_event)
    return Shape(
        part.table, part.columns, await _row_type(tx, part.table), column, gives_events,
        part.from_event, part.strict,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _together(events: tuple[Shape, ...], others: tuple[Shape, ...]) -> str:
    """Build the statement: first the events, then what is of those that were new, then the rest."""
    shared = tuple(dict.fromkeys(c for o in others for c in o.from_event if c != "event_id"))
    clauses: list[str] = []
    number = 1
    for event in events:
        returning = ("event_id", *(c for c in shared if c in event.columns))
        text = _insert(event.table, event.columns, returning, number=number, strict=event.strict)
        clauses.append(f"event_{number} AS ({text})")
        number += 1
    clauses.append(_written(events, shared))
    for other in others:
        clauses.append(f"part_{number} AS ({_insert_part(other, number)})")
        number += 1 + other.gives_events
    return f"WITH {', '.join(clauses)} SELECT w.event_id FROM written AS w"  # noqa: S608 -- as in _insert


def _written(events: Sequence[Shape], shared: Columns) -> str:
    """Name the new events of both ledgers, with the columns that their projections share."""
    if not events:
        return "written (event_id) AS (SELECT NULL::uuid WHERE false)"
    new: list[str] = []
    for number, event in enumerate(events, 1):
        given = (f"e.{c}" if c in event.columns else "NULL" for c in shared)
        new.append(f"SELECT {', '.join(('e.event_id', *given))} FROM event_{number} AS e")  # noqa: S608 -- as in _insert
    return f"written ({', '.join(('event_id', *shared))}) AS ({' UNION ALL '.join(new)})"


def _insert_part(part: Shape, number: int) -> str:
    if part.of_event is None:
        return _insert(part.table, part.columns, number=number, strict=part.strict)
    given = ", ".join(f"w.{c}" if c in part.from_event else f"r.{c}" for c in part.columns)
    return (
        f"INSERT INTO {part.table} ({', '.join(part.columns)}) SELECT {given}"  # noqa: S608 -- as in _insert
        f" FROM {_rows(part, number)} JOIN written AS w ON w.event_id = r.{part.of_event}"
        f"{'' if part.strict else _OR_NOTHING}"
    )


def _rows(part: Shape, number: int) -> str:
    if not part.gives_events:
        return f"unnest(${number}::{part.table}[]) AS r"
    columns = ", ".join((*part.row_type, "of_event"))
    return f"unnest(${number}::{part.table}[], ${number + 1}::uuid[]) AS r ({columns})"


async def _fetch(tx: Tx, text: str, values: Sequence[Any]) -> list[asyncpg.Record]:
    """Run a statement; where a table has changed meanwhile, its row type is read anew."""
    try:
        return await tx.fetch(text, *values)
    except (asyncpg.DatatypeMismatchError, asyncpg.InvalidColumnReferenceError):
        _known(tx).clear()
        await tx.reload_schema_state()
        raise
