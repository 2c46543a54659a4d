"""Every policy is needed: each is dropped in turn, and a look at real rows notices.

Policies that `kernel.guard` makes are tried by their arms; a policy of a table's own needs a
trial here, written by hand.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable

import asyncpg
import pytest

from tests.support import catalogue
from tests.support.catalogue import GUARD_POLICIES, declared
from tests.support.jurisdiction import Guarded
from tests.support.rows import put
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NATION, NOBODY, Scope
from tiemchung.kernel.settings import Settings

TABLES = sorted(t for t, g in declared().items() if g.guarded)


@pytest.fixture
async def guarded(database: str, settings: Settings) -> AsyncGenerator[Guarded]:
    made = await Guarded.open(database, settings)
    yield made
    await made.close()


async def _anybody_is_logged(guarded: Guarded) -> bool:
    """One who may not read the log is logged in it all the same."""
    try:
        async with transaction(guarded.pools["app"], NOBODY) as tx:
            await put(tx, "registry.access_log")
    except asyncpg.InsufficientPrivilegeError:
        return False
    return await guarded.seen("registry.access_log", NOBODY) == 0


async def _a_receiver_sees_what_comes(guarded: Guarded) -> bool:
    """Vaccine that was sent to a facility shows there, and no sooner elsewhere."""
    owner = guarded.owner
    if not await owner.fetchval("SELECT true FROM geography.facility WHERE facility_id = 71"):
        await put(owner, "geography.facility", facility_id=71, code="F71")
    sent = await put(owner, "supply.stock_movement", facility_id=72, other_facility_id=71)
    seen = [await guarded.seen("supply.stock_movement", Scope(facilities=(n,))) for n in (71, 73)]
    await owner.execute("DELETE FROM supply.stock_movement WHERE event_id = $1", sent["event_id"])
    return seen == [1, 0]


async def _anybody_may_send(guarded: Guarded) -> bool:
    try:
        async with transaction(guarded.pools["app"], NOBODY) as tx:
            await put(tx, "notifications.content")
    except asyncpg.InsufficientPrivilegeError:
        return False
    return True


async def _the_inbox_is_of_a_demo(guarded: Guarded) -> bool:
    """What was written to people is read through the app in a demo, and never elsewhere."""
    await put(guarded.owner, "notifications.content")
    seen: list[bool] = []
    for demo in (False, True, False):
        await guarded.owner.execute("UPDATE kernel.installation SET demo = $1", demo)
        seen.append(await guarded.seen("notifications.content", NATION) > 0)
    return seen == [False, True, False]


async def _the_worker_sends(guarded: Guarded) -> bool:
    """The worker reads what is to be sent; the writer never may."""
    await put(guarded.owner, "notifications.content")
    async with guarded.pools["worker"].acquire() as tx:
        seen = await tx.fetchval("SELECT count(*) FROM notifications.content")
    return seen > 0 and not await guarded.has_any_right("notifications.content", "writer")


async def _the_owner_sees_content(guarded: Guarded) -> bool:
    await guarded.pools["worker"].execute(
        "INSERT INTO notifications.content (message_id, recipient, text)"
        " VALUES (gen_random_uuid(), 'x', 'x')"
    )
    return await guarded.owner.fetchval("SELECT count(*) FROM notifications.content") > 0


OWN: dict[tuple[str, str], Callable[[Guarded], Awaitable[bool]]] = {
    ("registry.access_log", "access_log_append"): _anybody_is_logged,
    ("supply.stock_movement", "receiver_sees"): _a_receiver_sees_what_comes,
    ("notifications.content", "anybody_may_send"): _anybody_may_send,
    ("notifications.content", "inbox_of_a_demo"): _the_inbox_is_of_a_demo,
    ("notifications.content", "owner_nation"): _the_owner_sees_content,
    ("notifications.content", "worker_sends"): _the_worker_sends,
}


async def test_every_login_sees_its_rows_and_no_others(guarded: Guarded) -> None:
    assert len(TABLES) > 30
    for table in TABLES:
        await guarded.fill(table)
        assert await guarded.failures(table) == set(), table


@pytest.mark.slow
async def test_whichever_policy_is_dropped_is_missed(guarded: Guarded) -> None:
    unnoticed: list[str] = []
    for table in TABLES:
        await guarded.fill(table)
        before = await guarded.failures(table)
        for policy, login in GUARD_POLICIES.items():
            await guarded.owner.execute(f"DROP POLICY {policy} ON {table}")
            after = await guarded.failures(table)
            if after == before and not await _had_no_effect(guarded, table, login):
                unnoticed.append(f"{policy} on {table}")
            before = after
    assert unnoticed == []
    missing = await catalogue.wrong_guards(guarded.owner, declared())
    assert len(missing) == len(TABLES) * len(GUARD_POLICIES)


async def _had_no_effect(guarded: Guarded, table: str, login: str | None) -> bool:
    """Tell whether the policy bound nobody: a login without any right, a superuser as owner."""
    if login is None:
        return await guarded.owner_is_superuser()
    return not await guarded.has_any_right(table, login.removeprefix("tiemchung_"))


async def test_policies_of_a_tables_own_are_missed_too(guarded: Guarded) -> None:
    rows = await guarded.owner.fetch(
        "SELECT polrelid::regclass::text AS table, polname AS policy FROM pg_policy"
    )
    own = {
        (r["table"], r["policy"])
        for r in rows
        if not (r["policy"] in GUARD_POLICIES and r["table"] in TABLES)
    }
    assert own == set(OWN), "a policy beside those of kernel.guard needs its trial in OWN"
    for (table, policy), holds in OWN.items():
        assert await holds(guarded), f"{policy} on {table} does not do what it is there for"
    for (table, policy), holds in OWN.items():
        await guarded.owner.execute(f"DROP POLICY {policy} ON {table}")
        if policy == "owner_nation" and await guarded.owner_is_superuser():
            continue
        assert not await _still_holds(guarded, holds), f"{policy} on {table} is not missed"


async def _still_holds(guarded: Guarded, holds: Callable[[Guarded], Awaitable[bool]]) -> bool:
    try:
        return await holds(guarded)
    except asyncpg.InsufficientPrivilegeError:
        return False
