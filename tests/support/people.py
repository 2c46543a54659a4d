"""People who ask the server: members of staff in their roles, citizens with their families."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import httpx

from tiemchung.domains.identity import log_ins
from tiemchung.domains.identity.citizens import LOG_IN_LASTS
from tiemchung.domains.identity.service import citizen_cookie
from tiemchung.kernel.clock import Clock, real_now
from tiemchung.kernel.db import open_pool
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.settings import Settings
from tiemchung.kernel.web import sessions

PASSWORD = "mùa hè rực rỡ 2021"
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


async def staff_token(settings: Settings, staff_id: UUID, *, second_factor: bool = True) -> str:
    """Sign a member of staff in under their only grant, as one who has given all that is due."""
    pool = await open_pool(settings.dsn["app"], size=1)
    try:
        async with pool.acquire() as tx:
            opened = await log_ins.open_log_in(tx, staff_id, "console", second_factor=second_factor)
            await log_ins.choose_only_grant(
                tx, staff_id, sessions.digest(opened.token), now=Clock(timedelta(0)).now()
            )
        return opened.token
    finally:
        await pool.close()


async def citizen_token(settings: Settings, account_id: UUID, persons: list[UUID]) -> str:
    """Make an account for these people and sign it in; returns the value of its cookie."""
    pool = await open_pool(settings.dsn["app"], size=1)
    now, token = real_now(), sessions.new_token()
    try:
        await pool.execute(
            "INSERT INTO identity.citizen_account (account_id, phone_masked, created_at)"
            " VALUES ($1, '090•••••67', $2) ON CONFLICT DO NOTHING",
            account_id, now,
        )  # fmt: skip
        for person_id in persons:
            await pool.execute(
                "INSERT INTO identity.account_person (account_id, person_id, relation, linked_at,"
                " linked_by) VALUES ($1, $2, 'self', $3, 'test')",
                account_id, person_id, now,
            )  # fmt: skip
        await pool.execute(
            "INSERT INTO identity.citizen_login (account_id, token_digest, created_at, seen_at,"
            " expires_at) VALUES ($1, $2, $3, $3, $4)",
            account_id, sessions.digest(token), now, now + LOG_IN_LASTS,
        )  # fmt: skip
        return citizen_cookie(account_id, token)
    finally:
        await pool.close()


@asynccontextmanager
async def as_staff(
    served: str, settings: Settings, staff_id: UUID
) -> AsyncGenerator[httpx.AsyncClient]:
    """A browser in which a member of staff is signed in."""
    token = await staff_token(settings, staff_id)
    async with httpx.AsyncClient(
        base_url=served, cookies={"tc_staff": token}, timeout=20
    ) as client:
        yield client


@asynccontextmanager
async def as_citizen(
    served: str, settings: Settings, persons: list[UUID]
) -> AsyncGenerator[httpx.AsyncClient]:
    """A browser in which the account of these people is signed in."""
    cookie = await citizen_token(settings, uuid7(), persons)
    async with httpx.AsyncClient(
        base_url=served, cookies={"tc_citizen": cookie}, timeout=20
    ) as client:
        yield client


def form_token(page: httpx.Response) -> str:
    """Return the hidden token of the first form of a page."""
    found = _TOKEN.search(page.text)
    assert found is not None, f"{page.url} has no form"
    return found[1]


async def submit(
    client: httpx.AsyncClient, page: str, to: str | None = None, **fields: str | list[str]
) -> httpx.Response:
    """Open a page, fill its form, send it; nothing is followed. A list ticks several boxes."""
    shown = await client.get(page)
    return await client.post(to or page, data={"csrf": form_token(shown), **fields})
