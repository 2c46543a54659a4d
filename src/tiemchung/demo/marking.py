"""Marks a database as a demo for ever, and refuses where real people could be (data-model 10)."""

import ipaddress
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from msgspec import Struct

from tiemchung.demo.campaign.calendar import NOW
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.i18n import gettext as _

_LOCAL_NAMES: Final = frozenset({"", "localhost", "ip6-localhost"})


class CannotDemo(Exception):
    """The demo is refused here; the message says why and what to do."""


class Marked(Struct, frozen=True):
    """A database that carries the demo; `is_new` when it was marked just now."""

    offset: timedelta
    is_new: bool


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address reaches this machine alone."""
    if host.lower() in _LOCAL_NAMES or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_other_hosts(host: str) -> None:
    """Raise CannotDemo when a server would show the demo to other machines."""
    if not is_loopback(host):
        raise CannotDemo(
            _(
                "Dữ liệu và tài khoản thử chỉ được dùng trên chính máy này,"
                " không phục vụ ở %(host)s. Hãy để HOST là 127.0.0.1.",
                host=host,
            )
        )


def database_host(dsn: str) -> str:
    """Return the host that a libpq URI names; a socket's folder begins with a slash."""
    parts = urlsplit(dsn)
    named = parse_qs(parts.query).get("host", [parts.hostname or ""])
    return unquote(named[0])


def refuse_other_databases(dsn: str) -> None:
    """Raise CannotDemo for a database that lies on another machine."""
    if not is_loopback(database_host(dsn)):
        raise CannotDemo(
            _("Dữ liệu thử chỉ được nạp vào cơ sở dữ liệu trên chính máy này (localhost).")
        )


async def mark(owner_dsn: str) -> Marked:
    """Mark an empty database, or recognise one that is marked; the owner's login does it.

    The campaign's clock begins at 09:40 of its day. Raises CannotDemo for a database on another
    machine, without a country pack, or with people, staff or events that are not the demo's.
    """
    refuse_other_databases(owner_dsn)
    connection = await asyncpg.connect(owner_dsn)
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL app.nation = 'on'")
            await connection.execute("LOCK TABLE kernel.installation IN EXCLUSIVE MODE")
            return await _mark(connection, real_now())
    finally:
        await connection.close()


async def _mark(tx: "asyncpg.Connection[asyncpg.Record]", now: datetime) -> Marked:
    demo, offset = await tx.fetchrow("SELECT demo, clock_offset FROM kernel.installation") or (
        False,
        timedelta(0),
    )
    if demo:
        return Marked(offset, is_new=False)
    if not await tx.fetchval("SELECT EXISTS (SELECT FROM geography.facility)"):
        raise CannotDemo(_("Chưa có danh mục của quốc gia: hãy chạy 'tiemchung migrate' trước."))
    if await holds_anything(tx):
        raise CannotDemo(
            _("Cơ sở dữ liệu này đã có dữ liệu và không phải bản thử: không nạp dữ liệu thử.")
        )
    offset = now - NOW
    await tx.execute(
        "UPDATE kernel.installation SET demo = true, clock_offset = $1,"
        " reference_version = reference_version + 1",
        offset,
    )
    return Marked(offset, is_new=True)


async def holds_anything(tx: "asyncpg.Connection[asyncpg.Record]") -> bool:
    """Tell whether anybody has worked with this database; under the owner's nation flag."""
    return bool(await tx.fetchval(_HOLDS_ANYTHING))


_HOLDS_ANYTHING: Final = """
SELECT EXISTS (SELECT FROM identity.staff) OR EXISTS (SELECT FROM ledger.person_event)
    OR EXISTS (SELECT FROM ledger.site_event) OR EXISTS (SELECT FROM registry.person)
    OR EXISTS (SELECT FROM ledger.quarantine) OR EXISTS (SELECT FROM planning.campaign)
"""
