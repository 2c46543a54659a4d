"""Codes of an authenticator: near in time, each once, guesses counted, the secret sealed."""

import time

import asyncpg
import pyotp
import pytest
from pyotp.totp import TOTP
from tests.support.world import World

from tiemchung.domains.identity import log_ins, service
from tiemchung.domains.identity.model import CannotSignIn
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.identity.second_factor import matching_step
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.sealing import Box, CannotOpen
from tiemchung.kernel.web import sessions

BOX = Box(bytes(range(32)), "totp")


def test_half_a_minute_off_is_tolerated_and_no_more() -> None:
    secret, at = pyotp.random_base32(), 1_700_000_000
    totp = TOTP(secret)
    for off in (-30, 0, 30):
        assert matching_step(secret, totp.at(at + off), at) == (at + off) // 30
    assert matching_step(secret, totp.at(at - 90), at) is None
    assert matching_step(secret, " ".join(totp.at(at)), at) == at // 30
    assert matching_step(secret, "", at) is None


def test_a_sealed_secret_opens_only_for_its_owner_and_purpose() -> None:
    sealed = BOX.seal(b"one", b"secret")
    assert BOX.open(b"one", sealed) == b"secret"
    assert b"secret" not in sealed
    for box, name in ((BOX, b"other"), (Box(bytes(range(32)), "else"), b"one")):
        with pytest.raises(CannotOpen):
            box.open(name, sealed)


async def test_a_code_counts_once_and_its_secret_is_sealed(
    world: World, pool: Pool, database: str
) -> None:
    staff_id = world.staff[Role.PROVINCE]
    async with transaction(pool, NOBODY) as tx:
        offer = await service.offer_second_factor(tx, staff_id, BOX)
        assert await service.offer_second_factor(tx, staff_id, BOX) == offer
        pending = await log_ins.open_log_in(tx, staff_id, "console")
        again = await log_ins.open_log_in(tx, staff_id, "console")
    assert offer.uri.startswith("otpauth://totp/tiemchung:province?secret=")
    digest = sessions.digest(pending.token)
    async with pool.acquire() as tx:
        actor = await service.find_staff(tx, pending.token, Clock())
    assert actor is not None
    assert (actor.kind, actor.owes, actor.scope) == ("public", "enrolment", NOBODY)
    code = TOTP(offer.secret).at(int(time.time()))
    opened = await service.give_code(pool, staff_id, digest, code, BOX)
    assert opened.token != pending.token
    async with pool.acquire() as tx:
        assert await service.find_staff(tx, pending.token, Clock()) is None
        entered = await service.find_staff(tx, opened.token, Clock())
        assert entered is not None
        assert entered.kind == "staff"
    with pytest.raises(CannotSignIn):
        await service.give_code(pool, staff_id, sessions.digest(again.token), code, BOX)
    async with transaction(pool, NOBODY) as tx:
        with pytest.raises(CannotSignIn):
            await service.offer_second_factor(tx, staff_id, BOX)
    connection = await asyncpg.connect(database)
    stored = await connection.fetchval(
        "SELECT totp_secret FROM identity.staff WHERE staff_id = $1", staff_id
    )
    await connection.close()
    assert offer.secret.encode() not in stored
    assert BOX.open(staff_id.bytes, stored).decode() == offer.secret


async def test_guesses_at_the_code_lock_the_account(world: World, pool: Pool) -> None:
    staff_id = world.staff[Role.DISTRICT]
    async with transaction(pool, NOBODY) as tx:
        offer = await service.offer_second_factor(tx, staff_id, BOX)
        pending = await log_ins.open_log_in(tx, staff_id, "console")
    digest = sessions.digest(pending.token)
    right = TOTP(offer.secret).at(int(time.time()))
    wrong = f"{(int(right) + 500_000) % 1_000_000:06}"
    for _ in range(5):
        with pytest.raises(CannotSignIn):
            await service.give_code(pool, staff_id, digest, wrong, BOX)
    with pytest.raises(CannotSignIn):
        await service.give_code(pool, staff_id, digest, right, BOX)


async def test_a_role_above_the_site_that_is_given_later_asks_for_the_code(
    world: World, pool: Pool, database: str
) -> None:
    staff_id = world.staff[Role.SITE_HEAD]
    async with transaction(pool, NOBODY) as tx:
        opened = await log_ins.open_log_in(tx, staff_id, "console")
        assert (await service.find_staff(tx, opened.token, Clock())).kind == "staff"  # type: ignore[union-attr]
    connection = await asyncpg.connect(database)
    await connection.execute(
        "INSERT INTO identity.role_grant (grant_id, staff_id, role, unit_id, valid_from)"
        " VALUES (gen_random_uuid(), $1, 'district', 760, '2020-01-01')",
        staff_id,
    )
    await connection.close()
    async with pool.acquire() as tx:
        actor = await service.find_staff(tx, opened.token, Clock())
    assert actor is not None
    assert (actor.kind, actor.owes) == ("public", "enrolment")
