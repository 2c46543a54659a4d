"""Connections by login, and the transaction at the edge.

Three logins (data-model 6): `app` serves pages under row-level security, `writer` inserts into
the ledger, `worker` runs followers and jobs. None of them owns a table.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg
import msgspec

from tiemchung.kernel import scope as scopes
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Tx

if TYPE_CHECKING:
    Pool = asyncpg.Pool[asyncpg.Record]
else:
    Pool = asyncpg.Pool


class Connection(asyncpg.Connection):
    """A connection that remembers in which order its tables have their columns.

    Kept a connection, as the driver keeps what it knows of types: the two change together.
    """

    __slots__ = ("row_types",)

    def __init__(self, *args: Any) -> None:  # noqa: ANN401 -- handed on to the driver
        super().__init__(*args)
        self.row_types: dict[str, tuple[str, ...]] = {}


STATEMENT_TIMEOUT = "5s"
"""For page and writing logins: a blocked writer may not hold the followers' ceiling back."""


JSONB_VERSION = b"\x01"


def _encode_json(value: object) -> bytes:
    return value.encode() if isinstance(value, str) else msgspec.json.encode(value)


def _encode_jsonb(value: object) -> bytes:
    return JSONB_VERSION + _encode_json(value)


def _decode_jsonb(value: bytes) -> object:
    return msgspec.json.decode(value[1:])


async def prepare_connection(connection: Tx) -> None:
    """Teach a new connection the JSON types: str goes out as it is, all else through msgspec.

    In binary, as rows travel that hold such a value.
    """
    for name, encoder, decoder in (
        ("json", _encode_json, msgspec.json.decode),
        ("jsonb", _encode_jsonb, _decode_jsonb),
    ):
        await connection.set_type_codec(
            name, schema="pg_catalog", encoder=encoder, decoder=decoder, format="binary"
        )


async def open_pool(dsn: str, *, size: int, statement_timeout: str = STATEMENT_TIMEOUT) -> Pool:
    """Open a pool of at most `size` connections with the timeouts of its login.

    Statements of any length stay prepared.
    """
    return await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=size,
        init=prepare_connection,
        connection_class=Connection,
        statement_cache_size=300,
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
