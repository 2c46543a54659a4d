"""Citizens sign in by a code to their phone; one account stands for a whole family."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from tiemchung.domains.identity import citizen_queries as queries
from tiemchung.domains.identity.model import CannotSignIn, SignedIn
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.i18n import lazy, locale
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web import sessions
from tiemchung.kernel.web.limits import Limit, count

Digest = Callable[[str, str], bytes]
"""A keyed digest of a kind and a normal form: the vault's."""

SendCode = Callable[[Tx, str, str], Awaitable[None]]
"""Sends a code to a phone (E.164) in the transaction that stores it."""

CODE_LASTS = timedelta(minutes=5)
MOST_ATTEMPTS = 5
LOG_IN_LASTS = timedelta(days=30)
LOG_IN_IDLE = timedelta(days=7)
PER_PHONE = (
    Limit("code phone 10 min", 3, timedelta(minutes=10)),
    Limit("code phone day", 10, timedelta(days=1)),
)
PER_CLIENT = Limit("code client 10 min", 120, timedelta(minutes=10))
"""Behind one address may stand a whole ward or a mobile network."""

TRIES_PER_CLIENT = Limit("code try client 10 min", 600, timedelta(minutes=10))

WRONG = lazy("Mã không đúng hoặc đã quá 5 phút. Xin xem lại tin nhắn, hoặc lấy mã mới.")
Relation = Literal["self", "child", "parent", "spouse", "grandparent", "sibling", "other"]


def phone_digest(digest: Digest, phone: str) -> bytes:
    """Return the digest that a phone (E.164) is looked up by."""
    return digest("phone", phone)


async def send_code(
    pool: Pool, phone: str, *, client: str | None, digest: Digest, send: SendCode
) -> None:
    """Send a code of six digits; nothing tells whether the phone is known.

    `client` is the address that asks, None for the machine itself. Raises TooOften.
    """
    key = phone_digest(digest, phone)
    if client is not None:
        await count(pool, PER_CLIENT, client)
    for limit in PER_PHONE:
        await count(pool, limit, key.hex())
    now, code_id, code = real_now(), uuid7(), f"{secrets.randbelow(1_000_000):06}"
    async with transaction(pool, NOBODY) as tx:
        await queries.end_waiting_codes(tx, phone_digest=key, now=now)
        await queries.insert_code(
            tx, phone_digest=key, code_id=code_id, code_hash=_code_hash(digest, code_id, code),
            sent_at=now, expires_at=now + CODE_LASTS,
        )  # fmt: skip
        await send(tx, phone, code)


def _code_hash(digest: Digest, code_id: UUID, code: str) -> bytes:
    return digest("one_time_code", f"{code_id}:{code}")


async def sign_in_by_code(
    pool: Pool, phone: str, code: str, *, client: str | None, digest: Digest, now: datetime
) -> SignedIn:
    """Open the account of a phone, a new one at its first time; `now` is campaign time."""
    if client is not None:
        await count(pool, TRIES_PER_CLIENT, client)
    key, real = phone_digest(digest, phone), real_now()
    async with transaction(pool, NOBODY) as tx:
        tried = await queries.claim_code_attempt(tx, phone_digest=key, now=real, most=MOST_ATTEMPTS)
    digits = "".join(c for c in code if c.isascii() and c.isdigit())
    if tried is None or not hmac.compare_digest(
        tried.code_hash, _code_hash(digest, tried.code_id, digits)
    ):
        raise CannotSignIn(str(WRONG), field="code")
    async with transaction(pool, NOBODY) as tx:
        used = await queries.use_code(tx, phone_digest=key, code_id=tried.code_id, now=real)
        if used is None:
            raise CannotSignIn(str(WRONG), field="code")
        account_id = await _account(tx, key, phone, now)
        token = sessions.new_token()
        await queries.open_citizen_login(
            tx, account_id=account_id, token_digest=sessions.digest(token), now=real,
            expires_at=real + LOG_IN_LASTS,
        )  # fmt: skip
    return SignedIn(token, real + LOG_IN_LASTS, account_id)


async def _account(tx: Tx, key: bytes, phone: str, now: datetime) -> UUID:
    """Return the account of a phone; two first sign-ins at once end in one account."""
    known = await queries.account_of_phone(tx, phone_digest=key)
    if known is not None:
        return known
    await queries.insert_phone_login(tx, phone_digest=key, account_id=uuid7())
    account_id = await queries.account_of_phone(tx, phone_digest=key)
    if account_id is None:
        raise LookupError("the phone's account was just written")
    await queries.insert_account(
        tx, account_id=account_id, phone_masked=masked_phone(phone), language=locale(),
        created_at=now,
    )  # fmt: skip
    return account_id


def masked_phone(phone: str) -> str:
    """Return a phone as its owner recognises it: +84901234567 becomes 090•••••67."""
    local = "0" + phone.removeprefix("+84") if phone.startswith("+84") else phone
    return f"{local[:3]}{'•' * max(0, len(local) - 5)}{local[-2:]}"


async def is_phone_of(tx: Tx, account_id: UUID, phone: str, *, digest: Digest) -> bool:
    """Tell whether an account signs in by this phone (E.164)."""
    found = await queries.account_of_phone(tx, phone_digest=phone_digest(digest, phone))
    return found == account_id


async def sign_out_citizen(tx: Tx, account_id: UUID, token_digest: bytes) -> None:
    """End a log-in."""
    await queries.end_citizen_login(
        tx, account_id=account_id, token_digest=token_digest, now=real_now()
    )


async def link_person(
    tx: Tx, account_id: UUID, person_id: UUID, relation: Relation, *, by: str, now: datetime
) -> None:
    """Let an account see a person; `by` says on what ground (registered, code, document).

    The ground is for the caller to prove: a phone alone never is one.
    """
    await queries.link_person(
        tx, account_id=account_id, person_id=person_id, relation=relation, linked_at=now,
        linked_by=by,
    )  # fmt: skip


async def unlink_person(tx: Tx, account_id: UUID, person_id: UUID, *, now: datetime) -> None:
    """End a link; it is kept with its end."""
    await queries.unlink_person(tx, account_id=account_id, person_id=person_id, at=now)
