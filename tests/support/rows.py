"""Writes rows into any table: what a test does not name is filled with something that fits."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from tiemchung.kernel.sql import Tx

_COLUMNS = """
SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
       (SELECT pg_get_constraintdef(c.oid)
          FROM pg_constraint AS c
         WHERE c.conrelid = a.attrelid AND c.contype = 'c' AND c.conkey = ARRAY[a.attnum]
           AND pg_get_constraintdef(c.oid) LIKE '%ARRAY[''%'
         LIMIT 1) AS among
  FROM pg_attribute AS a
 WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped
   AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
"""


def something(kind: str, among: str | None) -> Any:
    """Return a value of a PostgreSQL type; `among` is a CHECK that lists what is allowed."""
    if among is not None:
        return among.split("ARRAY['")[1].split("'")[0]
    made: dict[str, Any] = {
        "uuid": uuid4(), "integer": 1, "smallint": 1, "bigint": 1, "boolean": False,
        "text": "x", "bytea": b"x", "date": date(2021, 7, 20), "jsonb": "{}",
        "timestamp with time zone": datetime.now(UTC), "numeric": 1, "double precision": 1.0,
        "text[]": ["x"], "uuid[]": [uuid4()], "integer[]": [1],
    }  # fmt: skip
    return made[kind]


async def put(tx: Tx, table: str, **values: Any) -> dict[str, Any]:
    """Insert one row as the owner (under the nation flag) and return what was written."""
    row = {
        c["name"]: something(c["type"], c["among"]) for c in await tx.fetch(_COLUMNS, table)
    } | values
    names = ", ".join(row)
    places = ", ".join(f"${n}" for n in range(1, len(row) + 1))
    await tx.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *row.values())
    return row
