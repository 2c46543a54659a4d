"""Brings a database to the schema of this program: plain SQL files, forward only.

The owner's login does this alone. It makes the logins app, writer and worker (data-model 6), runs
each new file of `migrations/` in one transaction under an advisory lock, and refuses to go on when
a file that ran has been edited. `migrations/HEAD` names the last file, so that two branches which
add one collide in git.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import asyncpg

from tiemchung.kernel.settings import LOGINS, login_dsn, secret
from tiemchung.kernel.sql import Tx

FOLDER = Path(__file__).parent.parent / "migrations"
_LOCK = 0x7469656D  # 'tiem', the advisory lock of this product's migrations

_BOOK = """
CREATE SCHEMA IF NOT EXISTS kernel;
CREATE TABLE IF NOT EXISTS kernel.migration (
    name text PRIMARY KEY,
    checksum bytea NOT NULL,
    ran_at timestamptz NOT NULL DEFAULT now()
)
"""


class CannotMigrate(Exception):
    """The database does not fit this program; the message says how."""


def files() -> list[Path]:
    """Return the migrations in order; HEAD must name the last one."""
    found = sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    head = (FOLDER / "HEAD").read_text(encoding="utf-8").strip()
    if not found or found[-1].name != head:
        raise CannotMigrate(f"migrations/HEAD names {head}, but the last file is {found[-1].name}")
    return found


async def migrate(
    owner_dsn: str, folder: Path, *, say: Callable[[str], None] = lambda _: None
) -> dict[str, str]:
    """Run what is missing and return the URIs of the logins app, writer and worker.

    `folder` keeps the passwords of the logins, one file of mode 0600 each.
    """
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        dsn = await _make_logins(connection, owner_dsn, folder)
        await _run_files(connection, say)
        await _note_cluster(connection)
    finally:
        await connection.close()
    return dsn


async def _make_logins(connection: Tx, owner_dsn: str, folder: Path) -> dict[str, str]:
    dsn: dict[str, str] = {}
    for login in LOGINS:
        password = secret(folder, f"{login}.password").hex()
        name = f"tiemchung_{login}"
        found = await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", name)
        # Only a superuser may mention SUPERUSER and BYPASSRLS of a role that exists, and the owner
        # is none; a login that has come to hold one is refused by `up`.
        act = "ALTER ROLE" if found else "CREATE ROLE"
        rights = "" if found else "NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB"
        # All parts are ours: a fixed name and hexadecimal digits.
        await connection.execute(f"{act} {name} LOGIN {rights} PASSWORD '{password}'")
        dsn[login] = login_dsn(owner_dsn, login, password)
    return dsn


async def _run_files(connection: Tx, say: Callable[[str], None]) -> None:
    await connection.execute(_BOOK)
    rows = await connection.fetch("SELECT name, checksum FROM kernel.migration")
    ran: dict[str, bytes] = {r["name"]: r["checksum"] for r in rows}
    ours = files()
    if newer := sorted(set(ran) - {f.name for f in ours}):
        raise CannotMigrate(f"the database has been migrated by a newer program: {newer[0]}")
    for file in ours:
        text = file.read_text(encoding="utf-8")
        checksum = hashlib.sha256(text.encode()).digest()
        if file.name in ran:
            if ran[file.name] != checksum:
                raise CannotMigrate(f"{file.name} was edited after it ran: write a new migration")
            continue
        say(file.name)
        async with connection.transaction():
            await connection.execute("SET LOCAL lock_timeout = '4s'; SET LOCAL app.nation = 'on'")
            await connection.execute(text)
            await connection.execute(
                "INSERT INTO kernel.migration (name, checksum) VALUES ($1, $2)", file.name, checksum
            )


async def _note_cluster(connection: Tx) -> None:
    """Start a new epoch when this database was restored into another cluster.

    Transaction ids of one cluster mean nothing in another: cursors are (epoch, tx).
    """
    await connection.execute(
        """
        UPDATE kernel.installation AS i
           SET epoch = i.epoch + (i.cluster_identifier IS NOT NULL)::int,
               cluster_identifier = c.system_identifier
          FROM pg_control_system() AS c
         WHERE i.cluster_identifier IS DISTINCT FROM c.system_identifier
        """
    )
