"""Connections by login, and the transaction at the edge.

Three logins (data-model 6): `app` serves pages under row-level security, `writer` inserts into
the ledger, `worker` runs followers and jobs. None of them owns a table.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg
import msgspec

from tiemchung.kernel import scope as scopes
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Tx

if TYPE_CHECKING:
    Pool = asyncpg.Pool[asyncpg.Record]
else:
    Pool = asyncpg.Pool

STATEMENT_TIMEOUT = "5s"
"""For page and writing logins: a blocked writer may not hold the followers' ceiling back."""


def _encode_json(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


async def prepare_connection(connection: Tx) -> None:
    """Teach a new connection the JSON types: str goes out as it is, all else through msgspec."""
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name, schema="pg_catalog", encoder=_encode_json, decoder=msgspec.json.decode
        )


async def open_pool(dsn: str, *, size: int, statement_timeout: str = STATEMENT_TIMEOUT) -> Pool:
    """Open a pool of at most `size` connections with the timeouts of its login.

    Statements of any length stay prepared: the ledger's multi-row INSERTs are 40 kB long, and
    parsing them anew cost a fifth of a flush.
    """
    return await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=size,
        init=prepare_connection,
        statement_cache_size=600,
        max_cacheable_statement_size=0,
        server_settings={
            "statement_timeout": statement_timeout,
            "idle_in_transaction_session_timeout": "5s",
            "timezone": "UTC",
            "application_name": "tiemchung",
        },
    )


@asynccontextmanager
async def transaction(pool: Pool, scope: Scope) -> AsyncGenerator[Tx]:
    """Run one transaction under a scope: commits at the end, rolls back on any exception."""
    async with pool.acquire() as connection:
        await connection.execute(scopes.begin(scope))
        try:
            yield connection
        except BaseException:
            if not connection.is_closed():
                await connection.execute("ROLLBACK")
            raise
        await connection.execute("COMMIT")


async def let_idle(tx: Tx, seconds: int) -> None:
    """Let the rest of a transaction wait for work outside of the database, so long each time.

    For one that has written nothing yet: only those that have hold the followers back.
    """
    await tx.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{seconds:d}s'")


class Database:
    """The pools of one process; a process opens only those of the logins it was given."""

    def __init__(
        self, *, app: Pool | None = None, worker: Pool | None = None, limits: Pool | None = None
    ) -> None:
        self._app = app
        self._limits = limits
        self._worker = worker

    @property
    def app(self) -> Pool:
        """The pool of pages: row-level security decides what each transaction sees."""
        if self._app is None:
            raise RuntimeError("this process was not given the app login")
        return self._app

    @property
    def limits(self) -> Pool:
        """A few connections of their own for counts that stand even if the act is undone.

        A request that holds its transaction may wait for one of these: nobody who holds one
        waits for another.
        """
        if self._limits is None:
            raise RuntimeError("this process was not given the app login")
        return self._limits

    @property
    def worker(self) -> Pool:
        """The pool of followers and jobs."""
        if self._worker is None:
            raise RuntimeError("this process was not given the worker login")
        return self._worker

    async def close(self) -> None:
        """Close every pool."""
        for pool in (self._app, self._worker, self._limits):
            if pool is not None:
                await pool.close()
