"""What each login sees of each guarded table, tried on real rows: inside, outside, no scope."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
from msgspec import Struct

from tests.support.rows import put
from tiemchung.kernel.db import Pool, open_pool, transaction
from tiemchung.kernel.scope import NATION, NOBODY, Scope
from tiemchung.kernel.settings import Settings
from tiemchung.kernel.sql import Tx

ELSEWHERE = 909
PERSON, SESSION = UUID(int=1), UUID(int=2)


class Arm(Struct, frozen=True):
    """One way in: a setting of the caller, the value that opens, the columns that it is put to."""

    scope: Scope
    inside: Any
    outside: Any
    columns: tuple[str, ...]


ARMS = {
    "province": Arm(Scope(provinces=(101,)), 101, ELSEWHERE, ("place_province", "home_province")),
    "district": Arm(Scope(districts=(102,)), 102, ELSEWHERE, ("place_district", "home_district")),
    "ward": Arm(Scope(wards=(103,)), 103, ELSEWHERE, ("place_ward", "home_ward")),
    "facility": Arm(Scope(facilities=(104,)), 104, ELSEWHERE, ("facility_id",)),
    "session": Arm(Scope(sessions=(SESSION,)), SESSION, None, ("session_id",)),
    "person": Arm(Scope(persons=(PERSON,)), PERSON, None, ("person_id",)),
}
_OF_COLUMN = {column: arm for arm in ARMS.values() for column in arm.columns}


class Guarded:
    """The guarded tables of one database, with a row for every arm and one outside all of them."""

    def __init__(self, owner: Tx, pools: dict[str, Pool]) -> None:
        self.owner = owner
        self.pools = pools
        self.columns: dict[str, list[str]] = {}

    @classmethod
    async def open(cls, database: str, settings: Settings) -> "Guarded":
        owner = await asyncpg.connect(database)
        await owner.execute("SET app.nation = 'on'")
        pools = {login: await open_pool(dsn, size=1) for login, dsn in settings.dsn.items()}
        return cls(owner, pools)

    async def close(self) -> None:
        for pool in self.pools.values():
            await pool.close()
        await self.owner.close()

    async def fill(self, table: str) -> None:
        """Put one row for each arm that the table has, and one that no arm opens."""
        rows = await self.owner.fetch(
            "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0"
            " AND NOT attisdropped",
            table,
        )
        self.columns[table] = [r["attname"] for r in rows if r["attname"] in _OF_COLUMN]
        for opened in [None, *self.columns[table]]:
            await put(self.owner, table, **self.values(table, opened))

    def values(self, table: str, opened: str | None) -> dict[str, Any]:
        values = {
            column: arm.inside if column == opened else (arm.outside or uuid4())
            for column, arm in _OF_COLUMN.items()
            if column in self.columns[table]
        }
        if table == "planning.session":  # one session a place, day and product
            values["product_id"] = uuid4().int % 10**8
        return values

    async def failures(self, table: str) -> set[str]:
        """Try every login on a table; returns the names of what did not come out as it must."""
        failed = {f"app {name}" for name in ARMS if not await self._arm_holds(table, name)}
        if await self.seen(table, NOBODY):
            failed.add("app without scope")
        everything = await self.owner.fetchval(f"SELECT count(*) FROM {table}")
        if await self.seen(table, NATION) != everything:
            failed.add("app nation")
        for login in ("writer", "worker"):
            failed |= await self._all_open(table, login, everything)
        if not everything:
            failed.add("owner nation")
        return failed

    async def _arm_holds(self, table: str, name: str) -> bool:
        """Compare what the app sees under one arm with what the owner says belongs to it."""
        arm = ARMS[name]
        columns = [c for c in arm.columns if c in self.columns[table]]
        if not columns:
            return await self.seen(table, arm.scope) == 0
        mine = " OR ".join(f"{c} = $1" for c in columns)
        wanted = await self.owner.fetchval(
            f"SELECT count(*) FROM {table} WHERE {mine}",
            arm.inside,
        )
        return wanted == len(columns) and await self.seen(table, arm.scope) == wanted

    async def seen(self, table: str, scope: Scope) -> int:
        async with transaction(self.pools["app"], scope) as tx:
            return await tx.fetchval(f"SELECT count(*) FROM {table}")

    async def _all_open(self, table: str, login: str, everything: int) -> set[str]:
        failed: set[str] = set()
        async with self.pools[login].acquire() as tx:
            column = await tx.fetchval(
                "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass"
                " AND attnum > 0 AND has_column_privilege(attrelid, attnum, 'SELECT') LIMIT 1",
                table,
            )
            if column is not None:
                seen = await tx.fetchval(f"SELECT count(*) FROM (SELECT {column} FROM {table}) s")
                if seen != everything:
                    failed.add(f"{login} reads")
            if await tx.fetchval("SELECT has_table_privilege($1, 'INSERT')", table):
                trial = tx.transaction()
                await trial.start()
                try:
                    await put(tx, table, **self.values(table, None))
                except asyncpg.InsufficientPrivilegeError:
                    failed.add(f"{login} writes")
                finally:
                    await trial.rollback()
        return failed

    async def owner_is_superuser(self) -> bool:
        """Tell whether row security does not bind the owner: on a PostgreSQL of the user's own."""
        return await self.owner.fetchval(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        )

    async def has_any_right(self, table: str, login: str) -> bool:
        """Tell whether a login may do anything at all with a table."""
        return await self.owner.fetchval(
            "SELECT bool_or(has_any_column_privilege($1, $2::text, p)) OR"
            " has_table_privilege($1, $2::text, 'DELETE')"
            " FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS p",
            f"tiemchung_{login}",
            table,
        )
