"""What the catalogue says of the schema, against the rules of data-model 6 and 7.

Each check returns what is wrong, so that a test can also show that it finds a broken rule.
"""

import tomllib
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from tiemchung.kernel.migrate import FOLDER
from tiemchung.kernel.sql import Tx

LOGINS = ("tiemchung_app", "tiemchung_writer", "tiemchung_worker")
GUARD_POLICIES = {
    "app_arms": "tiemchung_app",
    "writer_all": "tiemchung_writer",
    "worker_all": "tiemchung_worker",
    "owner_nation": None,
}
"""What `kernel.guard` makes, by login; None is the owner."""

OTHERS = ("pg_catalog", "information_schema", "pg_toast", "public")


class Group(Struct, frozen=True):
    """The distribution group of one table: its key, and whether row security guards it."""

    name: str
    key: str | None
    guarded: bool


def declared() -> dict[str, Group]:
    """Read groups.toml; a table that is named twice is an error."""
    text = (FOLDER / "groups.toml").read_text(encoding="utf-8")
    found: dict[str, Group] = {}
    for name, group in tomllib.loads(text).items():
        for table, key in _tables(group):
            if table in found:
                raise ValueError(f"{table} stands in two groups")
            guarded = name in ("person", "facility", "unit") and table not in group.get(
                "unguarded", ()
            )
            found[table] = Group(name, key, guarded)
    return found


def _tables(group: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    if "keys" in group:
        yield from group["keys"].items()
    for table in group.get("tables", ()):
        yield table, group.get("key")


DISTRIBUTED = ("person", "claim", "account", "facility", "unit")


async def tables(tx: Tx) -> list[str]:
    """Name every table of the product."""
    rows = await tx.fetch(
        "SELECT c.oid::regclass::text AS name FROM pg_class AS c JOIN pg_namespace AS n"
        " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND NOT n.nspname = ANY ($1)"
        " AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1",
        list(OTHERS),
    )
    return [r["name"] for r in rows]


async def wrong_groups(tx: Tx) -> list[str]:
    """Name tables without a group, and groups of no table."""
    there, said = set(await tables(tx)), set(declared())
    return sorted(
        {f"{t}: no group" for t in there - said} | {f"{t}: no table" for t in said - there}
    )


async def wrong_keys(tx: Tx, groups: dict[str, Group]) -> list[str]:
    """Name unique indexes of distributed tables that leave out the key."""
    wrong: list[str] = []
    for table, group in groups.items():
        if group.name not in DISTRIBUTED:
            continue
        rows = await tx.fetch(
            "SELECT i.indexrelid::regclass::text AS name, i.indisprimary AS first,"
            " ARRAY(SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = i.indrelid"
            "        AND a.attnum = ANY (i.indkey::smallint[])) AS columns"
            "  FROM pg_index AS i WHERE i.indrelid = $1::text::regclass AND i.indisunique",
            table,
        )
        if not any(r["first"] for r in rows):
            wrong.append(f"{table}: no primary key")
        wrong += [
            f"{r['name']}: without {group.key}" for r in rows if group.key not in r["columns"]
        ]
    return wrong


async def wrong_foreign_keys(tx: Tx, groups: dict[str, Group]) -> list[str]:
    """Name foreign keys that leave their group for anything but reference data."""
    rows = await tx.fetch(
        "SELECT c.conrelid::regclass::text AS table, c.confrelid::regclass::text AS target,"
        " c.conname AS name FROM pg_constraint AS c WHERE c.contype = 'f'"
        " AND c.connamespace <> 'pg_catalog'::regnamespace"
    )
    wrong: list[str] = []
    for row in rows:
        here, there = groups.get(row["table"]), groups.get(row["target"])
        if here is None or there is None:
            continue
        free = row["table"] in ("ledger.person_event", "ledger.site_event", "siteops.dose")
        if free or there.name not in ("reference", here.name):
            wrong.append(f"{row['table']}.{row['name']} -> {row['target']}")
    return wrong


async def triggers(tx: Tx, groups: dict[str, Group]) -> list[str]:
    """Name triggers on distributed tables; those of foreign keys are PostgreSQL's own."""
    rows = await tx.fetch(
        "SELECT tgrelid::regclass::text AS table, tgname AS name FROM pg_trigger"
        " WHERE NOT tgisinternal"
    )
    return [
        f"{r['table']}.{r['name']}"
        for r in rows
        if r["table"] in groups and groups[r["table"]].name in DISTRIBUTED
    ]


async def wrong_guards(tx: Tx, groups: dict[str, Group]) -> list[str]:
    """Name tables whose row security is off, not forced, or not that of every login."""
    wrong: list[str] = []
    for table in (t for t, g in groups.items() if g.guarded):
        row = await tx.fetchrow(
            "SELECT c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner) AS owner,"
            " ARRAY(SELECT p.polname || '/' || pg_get_userbyid(p.polroles[1]) || '/'"
            "              || p.polcmd::text || '/' || p.polpermissive::text || '/'"
            "              || coalesce(pg_get_expr(p.polqual, p.polrelid) = 'true', false)::text"
            "         FROM pg_policy AS p WHERE p.polrelid = c.oid) AS policies"
            "  FROM pg_class AS c WHERE c.oid = $1::text::regclass",
            table,
        )
        assert row is not None
        if not row["relrowsecurity"] or not row["relforcerowsecurity"]:
            wrong.append(f"{table}: row security is not on and forced")
        for name, login in GUARD_POLICIES.items():
            is_all = str(name in ("writer_all", "worker_all")).lower()
            if f"{name}/{login or row['owner']}/*/true/{is_all}" not in row["policies"]:
                wrong.append(f"{table}: no policy {name} as kernel.guard makes it")
        wrong += [
            f"{table}: {policy} opens all to the app"
            for policy in row["policies"]
            if "/tiemchung_app/" in policy and policy.endswith("/true/true")
        ]
    return wrong


async def views_of_the_owner(tx: Tx) -> list[str]:
    """Name views that read with the rights of their owner, and materialised ones."""
    rows = await tx.fetch(
        "SELECT c.oid::regclass::text AS name FROM pg_class AS c JOIN pg_namespace AS n"
        " ON n.oid = c.relnamespace WHERE NOT n.nspname = ANY ($1)"
        " AND (c.relkind = 'm' OR c.relkind = 'v' AND NOT EXISTS (SELECT FROM"
        "  pg_options_to_table(c.reloptions) AS o WHERE o.option_name = 'security_invoker'"
        "  AND o.option_value IN ('true', 'on', '1')))",
        list(OTHERS),
    )
    return [r["name"] for r in rows]


async def functions_of_the_owner(tx: Tx) -> list[str]:
    """Name SECURITY DEFINER functions: they would step around row security."""
    rows = await tx.fetch(
        "SELECT p.oid::regprocedure::text AS name FROM pg_proc AS p JOIN pg_namespace AS n"
        " ON n.oid = p.pronamespace WHERE p.prosecdef AND NOT n.nspname = ANY ($1)",
        list(OTHERS),
    )
    return [r["name"] for r in rows]


async def views_over_guarded(tx: Tx, groups: dict[str, Group]) -> list[str]:
    """Name the views that read a guarded table, directly or through another view."""
    rows = await tx.fetch(
        """
        WITH RECURSIVE reads AS (
            SELECT DISTINCT v.oid AS view, d.refobjid AS source
              FROM pg_class AS v
              JOIN pg_rewrite AS r ON r.ev_class = v.oid
              JOIN pg_depend AS d ON d.objid = r.oid AND d.classid = 'pg_rewrite'::regclass
                                 AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> v.oid
             WHERE v.relkind = 'v'
        ), deep AS (
            SELECT view, source FROM reads
            UNION
            SELECT deep.view, reads.source FROM deep JOIN reads ON reads.view = deep.source
        )
        SELECT DISTINCT view::regclass::text AS view FROM deep
         WHERE source::regclass::text = ANY ($1) ORDER BY 1
        """,
        [t for t, g in groups.items() if g.guarded],
    )
    return [r["view"] for r in rows]


async def powers_of_logins(tx: Tx) -> list[str]:
    """Name what the logins of `up` own or may that they must not."""
    rows = await tx.fetch(
        """
        SELECT r.rolname || ' is a superuser, BYPASSRLS, CREATEROLE or CREATEDB' AS power
          FROM pg_roles AS r
         WHERE r.rolname = ANY ($1)
           AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb)
        UNION ALL
        SELECT r.rolname || ' owns ' || c.oid::regclass::text
          FROM pg_class AS c JOIN pg_roles AS r ON r.oid = c.relowner
         WHERE r.rolname = ANY ($1)
        UNION ALL
        SELECT r.rolname || ' owns ' || p.oid::regprocedure::text
          FROM pg_proc AS p JOIN pg_roles AS r ON r.oid = p.proowner
         WHERE r.rolname = ANY ($1)
        UNION ALL
        SELECT r.rolname || ' may make things in ' || n.nspname
          FROM pg_namespace AS n CROSS JOIN pg_roles AS r
         WHERE r.rolname = ANY ($1) AND n.nspname NOT LIKE 'pg\\_%'
           AND has_schema_privilege(r.oid, n.oid, 'CREATE')
        UNION ALL
        SELECT r.rolname || ' is a member of ' || m.roleid::regrole::text
          FROM pg_auth_members AS m JOIN pg_roles AS r ON r.oid = m.member
         WHERE r.rolname = ANY ($1) AND m.roleid::regrole::text <> 'pg_read_all_stats'
        UNION ALL
        SELECT r.rolname || ' may delete from ' || c.oid::regclass::text
          FROM pg_class AS c CROSS JOIN pg_roles AS r
         WHERE r.rolname = ANY ($1)
           AND c.oid = ANY (ARRAY['ledger.person_event', 'ledger.site_event', 'registry.access_log',
                                  'ledger.private_document']::regclass[])
           AND (has_table_privilege(r.oid, c.oid, 'DELETE')
                OR has_table_privilege(r.oid, c.oid, 'TRUNCATE')
                OR has_any_column_privilege(r.oid, c.oid, 'UPDATE'))
        """,
        list(LOGINS),
    )
    return [r["power"] for r in rows]
