"""The schema keeps the rules of jurisdiction and of distribution (data-model 6 and 7).

Every check is shown to find what it looks for.
"""

from pathlib import Path

import asyncpg
import pytest

from tests.support import catalogue
from tests.support.catalogue import Group, declared
from tests.support.database import with_database
from tests.support.rows import put
from tiemchung.kernel.db import transaction
from tiemchung.kernel.embedded.server import throwaway
from tiemchung.kernel.logins import UnsafeLogin
from tiemchung.kernel.migrate import migrate
from tiemchung.kernel.scope import NATION, NOBODY
from tiemchung.kernel.settings import LOGINS, Settings, login_dsn
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


async def test_up_refuses_logins_that_row_security_does_not_bind(tmp_path: Path) -> None:
    """On a server of its own, because only a superuser makes the worst of them."""
    with throwaway() as server:
        dsn = await migrate(server.owner_dsn, tmp_path)
        root = with_database(server.superuser_dsn, "tiemchung")
        connection = await asyncpg.connect(root)
        await connection.execute(
            "CREATE ROLE tiemchung_sees_all LOGIN BYPASSRLS PASSWORD 'x';"
            "CREATE ROLE tiemchung_member LOGIN PASSWORD 'x' IN ROLE tiemchung_owner"
        )
        await connection.close()
        unsafe = {
            "owner": server.owner_dsn,
            "superuser": root,
            "BYPASSRLS": login_dsn(server.owner_dsn, "sees_all", "x"),
            "member of the owner": login_dsn(server.owner_dsn, "member", "x"),
        }
        for name, address in unsafe.items():
            for login in LOGINS:
                with pytest.raises(UnsafeLogin):
                    async with running(Settings(folder=tmp_path, dsn=dsn | {login: address})):
                        pytest.fail(f"{name} was let in as {login}")
        async with running(Settings(folder=tmp_path, dsn=dsn)) as runtime:
            assert await runtime.db.app.fetchval("SELECT true")
