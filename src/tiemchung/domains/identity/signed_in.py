"""Finds out who sent a request, from the token of their log-in.

Asked at every request, so a grant that was ended, a device that was revoked and an account that
was closed bite at once.
"""

from datetime import timedelta
from uuid import UUID

from tiemchung.domains.identity import citizen_queries, queries
from tiemchung.domains.identity.actor import ActiveGrant, Actor
from tiemchung.domains.identity.citizens import LOG_IN_IDLE
from tiemchung.domains.identity.jurisdiction import Reach, scope_of
from tiemchung.domains.identity.queries import StaffLogin
from tiemchung.domains.identity.roles import ABOVE_SITE, Role
from tiemchung.kernel.clock import Clock, real_now
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web import sessions

SEEN_EVERY = timedelta(seconds=60)
"""How exactly the idle time is kept: writing at every request would cost more than it tells."""

_ABOVE = sorted(map(str, ABOVE_SITE))


async def find_staff(tx: Tx, token: str, clock: Clock) -> Actor | None:
    """Return the member of staff behind a token, or None when the log-in does not hold.

    One who owes the second factor is a visitor with `pending` set; one who has to change the
    password acts in no role until then.
    """
    now = real_now()
    digest = sessions.digest(token)
    login = await queries.staff_login(
        tx, token_digest=digest, above_site=_ABOVE, campaign_now=clock.now(), now=now
    )
    if login is None or (login.grant_id is not None and login.role is None):
        return None  # a grant that ended takes the log-in with it
    if now - login.seen_at > SEEN_EVERY:
        await queries.mark_seen(tx, token_digest=digest, now=now)
    if (login.has_second_factor or login.is_above_site) and not login.second_factor:
        owes = "code" if login.has_second_factor else "enrolment"
        return Actor(name=login.full_name, pending=login.staff_id, owes=owes, token_digest=digest)
    return _staff(login)


def _staff(login: StaffLogin) -> Actor:
    grant = None
    scope = NOBODY
    if login.grant_id is not None and login.role is not None and not login.must_change_password:
        grant = ActiveGrant(
            grant_id=login.grant_id,
            role=Role(login.role),
            unit_id=login.unit_id,
            facility_id=login.facility_id,
            session_id=login.session_id,
            sector=login.sector or "civil",
        )
        reach = Reach(
            login.nation, tuple(login.provinces), tuple(login.districts), tuple(login.wards)
        )
        scope = scope_of(grant, reach)
    return Actor(
        kind="staff",
        id=login.staff_id,
        name=login.full_name,
        grant=grant,
        place=login.place,
        scope=scope,
        device_id=login.device_id,
        owes="password" if login.must_change_password else None,
        token_digest=login.token_digest,
        expires_at=login.expires_at,
    )


def citizen_cookie(account_id: UUID, token: str) -> str:
    """Return the cookie of a citizen: the account leads to the row, the token proves it."""
    return f"{account_id.hex}.{token}"


async def find_citizen(tx: Tx, cookie: str) -> Actor | None:
    """Return the citizen behind a cookie, or None when the log-in does not hold."""
    account, _, token = cookie.partition(".")
    try:
        account_id = UUID(account)
    except ValueError:
        return None
    now, digest = real_now(), sessions.digest(token)
    login = await citizen_queries.citizen_login(
        tx, account_id=account_id, token_digest=digest, now=now, idle_since=now - LOG_IN_IDLE
    )
    if login is None:
        return None
    if now - login.seen_at > SEEN_EVERY:
        await citizen_queries.mark_citizen_seen(
            tx, account_id=account_id, token_digest=digest, now=now
        )
    return Actor(
        kind="citizen",
        id=account_id,
        name=login.phone_masked,
        token_digest=digest,
        expires_at=login.expires_at,
    )


async def linked_persons(tx: Tx, account_id: UUID) -> tuple[UUID, ...]:
    """Return the people whom an account stands for."""
    return tuple(await citizen_queries.linked_persons(tx, account_id=account_id))
