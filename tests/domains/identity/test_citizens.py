"""One-time codes to a phone: limited, hashed, one answer for all; one account for a family."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from tests.support.world import World

from tiemchung.domains.identity import citizens, service
from tiemchung.domains.identity.model import CannotSignIn, SignedIn
from tiemchung.domains.identity.signed_in import linked_persons
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.limits import TooOften

PHONE = "+84901234567"
NOW = Clock().now()


def digest(kind: str, normal: str) -> bytes:
    return f"{kind}/{normal}".encode()


class Phone:
    """Takes what is sent, as the one who holds it reads it."""

    def __init__(self, pool: Pool, number: str = PHONE) -> None:
        self.pool = pool
        self.number = number
        self.codes: list[str] = []

    async def take(self, _: Tx, phone: str, code: str) -> None:
        assert phone == self.number
        self.codes.append(code)

    async def ask(self, client: str | None = None) -> str:
        await service.send_code(
            self.pool, self.number, client=client, digest=digest, send=self.take
        )
        return self.codes[-1]

    async def enter(self, code: str) -> SignedIn:
        return await service.sign_in_by_code(
            self.pool, self.number, code, client=None, digest=digest, now=NOW
        )


@pytest.fixture
async def phone(world: World, pool: Pool) -> Phone:
    assert world.staff
    return Phone(pool)


async def test_the_first_code_opens_an_account_and_the_next_the_same(phone: Phone) -> None:
    first = await phone.enter(await phone.ask())
    second = await phone.enter(" ".join(await phone.ask()))
    assert first.account_id == second.account_id
    assert first.token != second.token
    async with phone.pool.acquire() as tx:
        cookie = service.citizen_cookie(first.account_id, first.token)
        actor = await service.find_citizen(tx, cookie)
        assert actor is not None
        assert (actor.kind, actor.account_id, actor.name) == (
            "citizen", first.account_id, "090•••••67",
        )  # fmt: skip
        for other in ("", "x.y", f"{uuid7().hex}.{first.token}", cookie + "x"):
            assert await service.find_citizen(tx, other) is None
        await service.sign_out_citizen(tx, first.account_id, actor.token_digest)
        assert await service.find_citizen(tx, cookie) is None


async def test_a_code_works_once_and_only_the_newest(phone: Phone) -> None:
    old = await phone.ask()
    new = await phone.ask()
    if old != new:
        with pytest.raises(CannotSignIn):
            await phone.enter(old)
    assert (await phone.enter(new)).token
    with pytest.raises(CannotSignIn):
        await phone.enter(new)


async def test_after_five_wrong_codes_the_right_one_is_worth_nothing(phone: Phone) -> None:
    code = await phone.ask()
    guesses = [f"{(int(code) + n) % 1_000_000:06}" for n in range(1, 21)]
    tried = await asyncio.gather(*(phone.enter(g) for g in guesses), return_exceptions=True)
    assert all(isinstance(t, CannotSignIn) for t in tried)
    with pytest.raises(CannotSignIn):
        await phone.enter(code)


async def test_a_code_ends_after_five_minutes(phone: Phone, database: str) -> None:
    code = await phone.ask()
    connection = await asyncpg.connect(database)
    row = await connection.fetchrow("SELECT * FROM identity.citizen_code")
    assert row is not None
    assert (row["expires_at"] - row["sent_at"]).total_seconds() == 300
    await connection.execute("UPDATE identity.citizen_code SET expires_at = now()")
    await connection.close()
    with pytest.raises(CannotSignIn):
        await phone.enter(code)


async def test_an_unknown_phone_is_answered_as_a_known_one(phone: Phone) -> None:
    stranger = Phone(phone.pool, "+84909999999")
    await phone.enter(await phone.ask())
    messages: list[str] = []
    for one in (phone, stranger):
        with pytest.raises(CannotSignIn) as refused:
            await one.enter("000000")
        messages.append(refused.value.detail)
        assert len(await one.ask()) == 6
    assert messages[0] == messages[1]


async def test_codes_are_limited_by_phone_and_by_client(phone: Phone) -> None:
    for _ in range(3):
        await phone.ask()
    with pytest.raises(TooOften) as refused:
        await phone.ask()
    assert 0 < refused.value.retry_after <= 600
    assert len(phone.codes) == 3
    most = citizens.PER_CLIENT.most
    for n in range(most):
        await Phone(phone.pool, f"+8491{n:07}").ask(client="203.0.113.7")
    with pytest.raises(TooOften):
        await Phone(phone.pool, "+84919999999").ask(client="203.0.113.7")
    assert await Phone(phone.pool, "+84919999999").ask(client="203.0.113.8")


async def test_two_first_sign_ins_at_once_end_in_one_account(phone: Phone) -> None:
    key = citizens.phone_digest(digest, PHONE)

    async def account() -> UUID:
        async with transaction(phone.pool, NOBODY) as tx:
            return await citizens._account(tx, key, PHONE, NOW)  # pyright: ignore[reportPrivateUsage] -- the race itself

    accounts = await asyncio.gather(*(account() for _ in range(5)))
    assert len(set(accounts)) == 1


async def test_one_account_stands_for_several_people(phone: Phone) -> None:
    account_id = (await phone.enter(await phone.ask())).account_id
    one, two = uuid7(), uuid7()
    async with transaction(phone.pool, NOBODY) as tx:
        await service.link_person(tx, account_id, one, "self", by="registered", now=NOW)
        await service.link_person(tx, account_id, two, "child", by="registered", now=NOW)
        assert set(await linked_persons(tx, account_id)) == {one, two}
        await service.unlink_person(tx, account_id, two, now=NOW)
        assert await linked_persons(tx, account_id) == (one,)
        await service.link_person(tx, account_id, two, "child", by="registered", now=NOW)
        assert set(await linked_persons(tx, account_id)) == {one, two}
