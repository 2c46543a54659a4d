"""Multi-row INSERTs in fixed sizes, so that each is prepared once a connection (data-model 2).

Measured on plain PostgreSQL and on Citus: `INSERT ... VALUES (..), (..) ON CONFLICT DO NOTHING`
beats arrays, CTE chains and functions, and stays routable to one shard.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from tiemchung.kernel.sql import Tx

SIZES = (256, 128, 64, *range(40, 0, -1))
"""Every small size has a statement of its own: requests that come one by one make flushes of 5 to
40 events, and cut into powers of two they cost three round trips a table instead of one."""
MAX_PARAMETERS = 32_000


@lru_cache(maxsize=4096)
def insert(table: str, columns: tuple[str, ...], rows: int, returning: str) -> str:
    """Build the statement for a number of rows; names come from the program, never from input."""
    width = len(columns)
    values = ", ".join(
        "(" + ", ".join(f"${row * width + i + 1}" for i in range(width)) + ")"
        for row in range(rows)
    )
    tail = f" RETURNING {returning}" if returning else ""
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES {values}"  # noqa: S608 -- see docstring
        f" ON CONFLICT DO NOTHING{tail}"
    )


def chunks(count: int, width: int) -> Iterator[tuple[int, int]]:
    """Cut `count` rows of `width` parameters into (offset, size) of the fixed sizes."""
    offset = 0
    for size in SIZES:
        if size * width > MAX_PARAMETERS:
            continue
        while count - offset >= size:
            yield offset, size
            offset += size


async def insert_rows(
    tx: Tx,
    table: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    returning: str = "",
) -> list[Any]:
    """Insert rows that are not there yet; returns the `returning` column of those that were new."""
    found: list[Any] = []
    for offset, size in chunks(len(rows), len(columns)):
        flat = [value for row in rows[offset : offset + size] for value in row]
        records = await tx.fetch(insert(table, columns, size, returning), *flat)
        found.extend(record[0] for record in records)
    return found
