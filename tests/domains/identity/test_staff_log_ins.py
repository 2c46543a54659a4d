"""Passwords, lock-out, log-ins that end, and what a grant reaches."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from tests.support.people import PASSWORD
from tests.support.world import CITY, DISTRICT, FACILITY, OTHER, WARD, World

from tiemchung.domains.identity import log_ins, passwords, service
from tiemchung.domains.identity.jurisdiction import Reach, reach_of
from tiemchung.domains.identity.model import (
    AddStaff,
    CannotChooseGrant,
    CannotSetPassword,
    CannotSignIn,
    GrantRole,
    SignedIn,
)
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.web import sessions

CLOCK = Clock()


async def look(database: str, query: str, *args: Any) -> Any:
    connection = await asyncpg.connect(database)
    try:
        return await connection.fetchval(query, *args)
    finally:
        await connection.close()


async def test_the_hash_is_argon2id_with_the_parameters_of_owasp(password_hash: str) -> None:
    assert password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.fits(password_hash, PASSWORD)
    assert not await passwords.fits(password_hash, PASSWORD + " ")
    assert not await passwords.fits(None, PASSWORD)
    assert not await passwords.fits("no hash at all", PASSWORD)


@pytest.mark.parametrize(
    "weak", ["ngắn", "1234567890", "aaaaaaaaaaaaaa", "tôi là nurse đây", "x" * 201]
)
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(CannotSetPassword):
        passwords.refuse_weak(weak, "nurse")


async def test_after_five_failures_the_account_waits_longer_each_time(
    passworded: World, pool: Pool, database: str
) -> None:
    for _ in range(5):
        with pytest.raises(CannotSignIn):
            await service.sign_in(pool, "nurse", "sai mật khẩu")
    with pytest.raises(CannotSignIn):
        await service.sign_in(pool, "nurse", PASSWORD)
    waits: list[float] = []
    staff_id = passworded.staff[Role.NURSE]
    for _ in range(7):
        until = await look(
            database, "SELECT locked_until FROM identity.staff WHERE staff_id = $1", staff_id
        )
        waits.append(round((until - datetime.now(UTC)).total_seconds() / 15) * 15)
        await look(
            database, "UPDATE identity.staff SET locked_until = now() WHERE staff_id = $1", staff_id
        )
        with pytest.raises(CannotSignIn):
            await service.sign_in(pool, "nurse", "sai mật khẩu")
    assert waits == [30, 60, 120, 240, 480, 900, 900]
    await look(
        database, "UPDATE identity.staff SET locked_until = now() WHERE staff_id = $1", staff_id
    )
    assert (await service.sign_in(pool, "nurse", PASSWORD)).token
    failed = await look(
        database, "SELECT failed_attempts FROM identity.staff WHERE staff_id = $1", staff_id
    )
    assert failed == 0


async def test_guesses_at_the_same_moment_are_all_counted(passworded: World, pool: Pool) -> None:
    assert passworded.staff
    guesses = (service.sign_in(pool, "injector", f"đoán lần {n}") for n in range(20))
    results = await asyncio.gather(*guesses, return_exceptions=True)
    assert all(isinstance(r, CannotSignIn) for r in results)
    with pytest.raises(CannotSignIn):
        await service.sign_in(pool, "injector", PASSWORD)


async def test_only_the_digest_of_a_token_is_stored(
    passworded: World, pool: Pool, database: str
) -> None:
    assert passworded.staff
    opened = await service.sign_in(pool, "observer", PASSWORD)
    stored = await look(database, "SELECT token_digest FROM identity.login_session")
    assert stored == sessions.digest(opened.token)
    dumped = await look(database, "SELECT string_agg(l::text, ' ') FROM identity.login_session l")
    assert opened.token not in dumped


@pytest.mark.parametrize(
    "ending",
    [
        "UPDATE identity.login_session SET expires_at = now()",
        "UPDATE identity.login_session SET seen_at = now() - interval '31 minutes'",
        "UPDATE identity.login_session SET ended_at = now()",
        "UPDATE identity.staff SET active = false WHERE username = 'observer'",
        "UPDATE identity.role_grant SET valid_to = now()",
    ],
)
async def test_a_log_in_ends(passworded: World, pool: Pool, database: str, ending: str) -> None:
    assert passworded.staff
    opened = await _signed_in(pool, passworded, Role.OBSERVER)
    async with pool.acquire() as tx:
        assert await service.find_staff(tx, opened.token, CLOCK) is not None
        await look(database, ending)
        assert await service.find_staff(tx, opened.token, CLOCK) is None


async def _signed_in(pool: Pool, world: World, role: Role) -> SignedIn:
    async with transaction(pool, NOBODY) as tx:
        opened = await log_ins.open_log_in(tx, world.staff[role], "console", second_factor=True)
        await service.choose_only_grant(
            tx, world.staff[role], sessions.digest(opened.token), now=CLOCK.now()
        )
    return opened


async def test_a_log_in_in_use_stays_and_a_new_password_ends_the_others(
    passworded: World, pool: Pool, database: str
) -> None:
    here = await service.sign_in(pool, "observer", PASSWORD)
    there = await service.sign_in(pool, "observer", PASSWORD)
    await look(
        database, "UPDATE identity.login_session SET seen_at = now() - interval '20 minutes'"
    )
    async with pool.acquire() as tx:
        assert await service.find_staff(tx, here.token, CLOCK) is not None
    seen = await look(database, "SELECT max(seen_at) FROM identity.login_session")
    assert datetime.now(UTC) - seen < timedelta(seconds=10)
    staff_id = passworded.staff[Role.OBSERVER]
    digest = sessions.digest(here.token)
    with pytest.raises(CannotSignIn):
        await service.change_password(pool, staff_id, digest, old="khác", new="hoa phượng nở đỏ")
    await service.change_password(pool, staff_id, digest, old=PASSWORD, new="hoa phượng nở đỏ")
    async with pool.acquire() as tx:
        assert await service.find_staff(tx, here.token, CLOCK) is not None
        assert await service.find_staff(tx, there.token, CLOCK) is None
    assert (await service.sign_in(pool, "observer", "hoa phượng nở đỏ")).token


async def test_the_scope_of_each_role(passworded: World, pool: Pool) -> None:
    expected = {
        Role.MINISTRY: (True, (), (), (), ()),
        Role.REGIONAL_INSTITUTE: (False, (OTHER, CITY), (), (), ()),
        Role.PROVINCE: (False, (CITY,), (), (), ()),
        Role.DISTRICT: (False, (), (DISTRICT,), (), ()),
        Role.WARD: (False, (), (), (WARD,), ()),
        Role.NURSE: (False, (), (), (), (FACILITY,)),
    }
    for role, scope in expected.items():
        opened = await _signed_in(pool, passworded, role)
        async with pool.acquire() as tx:
            actor = await service.find_staff(tx, opened.token, CLOCK)
        assert actor is not None
        found = actor.scope
        assert (
            found.nation, found.provinces, found.districts, found.wards, found.facilities
        ) == scope, role  # fmt: skip
        assert found.sectors == ("civil",)
        assert actor.role is role


async def test_units_of_the_other_tree_are_reached(
    passworded: World, pool: Pool, database: str
) -> None:
    """A district of 2021 reaches the ward of 2025 that lies on its ground."""
    await look(
        database,
        "INSERT INTO geography.unit (unit_id, code, level, name, unit_type, parent_id, valid_from)"
        " VALUES (900, '79', 'province', 'Thành phố Hồ Chí Minh', 'city', 1, '2025-07-01'),"
        "        (901, '26740', 'ward', 'Phường Sài Gòn', 'ward', 900, '2025-07-01')",
    )
    await look(
        database,
        "INSERT INTO geography.unit_cover (ancestor_id, unit_id, level)"
        " VALUES ($1, 901, 'ward'), (900, 901, 'ward'), (900, $2, 'province')",
        DISTRICT, CITY,
    )  # fmt: skip
    async with pool.acquire() as tx:
        from tiemchung.domains.identity import queries  # noqa: PLC0415 -- the statement itself

        covered = await queries.highest_covered(tx, unit_id=DISTRICT)
        assert [(u.unit_id, u.level) for u in covered] == [(DISTRICT, "district"), (901, "ward")]
        new = await queries.highest_covered(tx, unit_id=900)
    assert passworded.staff
    assert [(u.unit_id, u.level) for u in new] == [(CITY, "province"), (901, "ward")]
    assert reach_of("district", [(u.unit_id, u.level) for u in covered]) == Reach(
        districts=(DISTRICT,), wards=(901,)
    )


async def test_grants_hold_by_campaign_time(world: World, pool: Pool) -> None:
    campaign = Clock(timedelta(days=1900))
    async with transaction(pool, NOBODY) as tx:
        staff_id = await service.add_staff(
            tx, AddStaff(username="tình.nguyện", full_name="Trần  Văn A"), now=campaign.now()
        )
        await service.grant_role(
            tx,
            GrantRole(
                staff_id=staff_id, role=Role.VOLUNTEER, facility_id=FACILITY,
                valid_from=campaign.now() - timedelta(hours=1),
                valid_to=campaign.now() + timedelta(hours=5),
            ),
            granted_by=world.staff[Role.FACILITY_HEAD],
        )  # fmt: skip
        then = await service.grant_options(tx, staff_id, now=campaign.now())
        today = await service.grant_options(tx, staff_id, now=CLOCK.now())
    assert [o.place for o in then] == ["Trạm Y tế 11"]
    assert today == []


async def test_rights_end_with_the_session(world: World, pool: Pool) -> None:
    session_id, now = uuid4(), CLOCK.now()
    async with transaction(pool, NOBODY) as tx:
        await service.grant_role(
            tx,
            GrantRole(
                staff_id=world.staff[Role.WARD], role=Role.VOLUNTEER, session_id=session_id,
                facility_id=FACILITY, valid_from=now - timedelta(hours=1),
            ),
            granted_by=None,
        )  # fmt: skip
    async with transaction(pool, NOBODY) as tx:
        options = await service.grant_options(tx, world.staff[Role.WARD], now=now)
        assert [o.session_id for o in options] == [session_id, None]
        opened = await log_ins.open_log_in(tx, world.staff[Role.WARD], "console")
        digest = sessions.digest(opened.token)
        await service.choose_grant(tx, world.staff[Role.WARD], digest, options[0].grant_id, now=now)
    async with pool.acquire() as tx:
        actor = await service.find_staff(tx, opened.token, CLOCK)
        assert actor is not None
        assert (actor.scope.sessions, actor.scope.facilities) == ((session_id,), ())
    async with transaction(pool, NOBODY) as tx:
        await service.end_session_grants(tx, session_id, at=CLOCK.now())
    async with pool.acquire() as tx:
        assert await service.find_staff(tx, opened.token, CLOCK) is None
        with pytest.raises(CannotChooseGrant):
            await service.choose_grant(
                tx, world.staff[Role.WARD], digest, options[0].grant_id, now=CLOCK.now()
            )


async def test_a_user_name_is_plain(world: World, pool: Pool) -> None:
    assert world.staff
    async with transaction(pool, NOBODY) as tx:
        for name in ("", "a b", "<script>", "a'b"):
            with pytest.raises(Invalid):
                await service.add_staff(
                    tx, AddStaff(username=name, full_name="Trần Văn A"), now=CLOCK.now()
                )
