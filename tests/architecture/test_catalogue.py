"""The schema keeps the rules of jurisdiction and of distribution (data-model 6 and 7).

Every check is shown to find what it looks for.
"""

from uuid import uuid4

import asyncpg
import pytest

from tests.support import catalogue
from tests.support.catalogue import Group, declared
from tests.support.rows import put
from tiemchung.kernel.db import transaction
from tiemchung.kernel.logins import UnsafeLogin, refuse_unsafe
from tiemchung.kernel.scope import NATION, NOBODY
from tiemchung.kernel.settings import Settings, login_dsn
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import running


async def test_every_table_has_its_group(owner: Tx) -> None:
    assert await catalogue.wrong_groups(owner) == []
    assert len(declared()) > 60
    await owner.execute("CREATE TABLE registry.forgotten (id uuid PRIMARY KEY)")
    assert await catalogue.wrong_groups(owner) == ["registry.forgotten: no group"]


async def test_every_unique_rule_contains_the_key(owner: Tx) -> None:
    assert await catalogue.wrong_keys(owner, declared()) == []
    await owner.execute(
        "CREATE TABLE registry.keyless (person_id uuid, other uuid UNIQUE);"
        "CREATE UNIQUE INDEX appointment_code ON booking.appointment (code)"
    )
    groups = declared() | {"registry.keyless": Group("person", "person_id", guarded=True)}
    assert sorted(await catalogue.wrong_keys(owner, groups)) == [
        "booking.appointment_code: without person_id",
        "registry.keyless: no primary key",
        "registry.keyless_other_key: without person_id",
    ]


async def test_foreign_keys_stay_in_the_group_or_lead_to_reference_data(owner: Tx) -> None:
    assert await catalogue.wrong_foreign_keys(owner, declared()) == []
    await owner.execute(
        "ALTER TABLE siteops.dose ADD CONSTRAINT to_lot FOREIGN KEY (lot_id)"
        " REFERENCES supply.lot;"
        "ALTER TABLE planning.candidate ADD CONSTRAINT to_code FOREIGN KEY (reason)"
        " REFERENCES booking.invitation_code"
    )
    assert sorted(await catalogue.wrong_foreign_keys(owner, declared())) == [
        "planning.candidate.to_code -> booking.invitation_code",
        "siteops.dose.to_lot -> supply.lot",
    ]


async def test_no_trigger_lies_on_a_distributed_table(owner: Tx) -> None:
    assert await catalogue.triggers(owner, declared()) == []
    await owner.execute(
        "CREATE FUNCTION public.noting() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NEW; END';"
        "CREATE TRIGGER noting BEFORE INSERT ON booking.slot FOR EACH ROW"
        " EXECUTE FUNCTION public.noting()"
    )
    assert await catalogue.triggers(owner, declared()) == ["booking.slot.noting"]


async def test_every_guarded_table_is_guarded(owner: Tx) -> None:
    assert await catalogue.wrong_guards(owner, declared()) == []
    assert sum(g.guarded for g in declared().values()) > 30
    await owner.execute(
        "ALTER TABLE siteops.dose NO FORCE ROW LEVEL SECURITY;"
        "DROP POLICY writer_all ON registry.contact;"
        "CREATE POLICY wide ON registry.notice TO tiemchung_app USING (true)"
    )
    assert sorted(await catalogue.wrong_guards(owner, declared())) == [
        "registry.contact: no policy writer_all as kernel.guard makes it",
        "registry.notice: wide/tiemchung_app/*/true/true opens all to the app",
        "siteops.dose: row security is not on and forced",
    ]


async def test_no_view_and_no_function_reads_with_the_rights_of_the_owner(owner: Tx) -> None:
    assert await catalogue.views_of_the_owner(owner) == []
    assert await catalogue.functions_of_the_owner(owner) == []
    await owner.execute(
        "CREATE VIEW siteops.pub_leak AS SELECT * FROM siteops.dose;"
        "CREATE MATERIALIZED VIEW siteops.pub_copy AS SELECT * FROM siteops.dose;"
        "CREATE FUNCTION siteops.leak() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT count(*) FROM siteops.dose'"
    )
    assert sorted(await catalogue.views_of_the_owner(owner)) == [
        "siteops.pub_copy", "siteops.pub_leak",
    ]  # fmt: skip
    assert await catalogue.functions_of_the_owner(owner) == ["siteops.leak()"]


async def test_a_view_over_a_guarded_table_read_without_a_scope_is_empty(
    database: str, settings: Settings
) -> None:
    groups = declared()
    owner = await asyncpg.connect(database)
    await owner.execute("SET app.nation = 'on'")
    for table in (t for t, g in groups.items() if g.guarded):
        await put(owner, table)
    views = await catalogue.views_over_guarded(owner, groups)
    await owner.close()
    assert len(views) > 15
    pool = await asyncpg.create_pool(settings.dsn["app"], min_size=1, max_size=1)
    try:
        seen: dict[str, tuple[int, int]] = {}
        for view in views:
            counts: list[int] = []
            for scope in (NOBODY, NATION):
                async with transaction(pool, scope) as tx:
                    if not await tx.fetchval(
                        "SELECT has_table_privilege(current_user, $1, 'SELECT')", view
                    ):
                        counts.append(0)
                        continue
                    counts.append(await tx.fetchval(f"SELECT count(*) FROM {view}"))
            seen[view] = (counts[0], counts[1])
        assert {view: n for view, (n, _) in seen.items() if n} == {}
        assert sum(1 for _, n in seen.values() if n) > 15
    finally:
        await pool.close()


async def test_the_logins_own_nothing_and_may_not_undo_what_happened(owner: Tx) -> None:
    assert await catalogue.powers_of_logins(owner) == []
    await owner.execute(
        "GRANT UPDATE (outcome) ON ledger.person_event TO tiemchung_writer;"
        "GRANT CREATE ON SCHEMA registry TO tiemchung_app"
    )
    assert sorted(await catalogue.powers_of_logins(owner)) == [
        "tiemchung_app may make things in registry",
        "tiemchung_writer may delete from ledger.person_event",
    ]


@pytest.mark.parametrize("login", ["owner", "bypassrls", "member of the owner"])
async def test_up_refuses_a_login_that_could_cheat(
    database: str, settings: Settings, login: str
) -> None:
    """A superuser is refused by the same rule; only the owner of the cluster could make one."""
    dsn = database
    connection = await asyncpg.connect(database)
    name = f"tiemchung_{uuid4().hex[:8]}"
    try:
        if login != "owner":
            may = await connection.fetchval(
                "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
            )
            if login == "bypassrls" and not may:
                await _refused_by_rule(connection)
                return
            power = "BYPASSRLS" if login == "bypassrls" else ""
            await connection.execute(f"CREATE ROLE {name} LOGIN {power} PASSWORD 'x'")
            if login == "member of the owner":
                await connection.execute(f"GRANT CURRENT_USER TO {name}")
            dsn = login_dsn(database, name.removeprefix("tiemchung_"), "x")
        unsafe = Settings(folder=settings.folder, dsn=settings.dsn | {"app": dsn})
        with pytest.raises(UnsafeLogin):
            async with running(unsafe):
                pass
    finally:
        if login != "owner":
            await connection.execute(f"DROP ROLE IF EXISTS {name}")
        await connection.close()


async def _refused_by_rule(connection: Tx) -> None:
    """An owner that is no superuser cannot make a BYPASSRLS login; the rule itself is tried."""

    class Answering:
        async def fetchrow(self, _: str) -> dict[str, object]:
            return {"rolname": "x", "rolsuper": False, "rolbypassrls": True, "owns": False}

    with pytest.raises(UnsafeLogin):
        await refuse_unsafe(Answering())  # type: ignore[arg-type]
    assert not await connection.fetchval(
        "SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
