"""Forgets log-ins and codes that nobody needs any more; run daily on the worker login."""

from datetime import datetime, timedelta

from tiemchung.domains.identity import citizen_queries, queries
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.sql import Tx

KEPT = timedelta(days=90)
"""How long an ended log-in is kept, for one who asks who was signed in."""

CODES_KEPT = timedelta(days=1)


async def forget_old(tx: Tx, *, now: datetime | None = None) -> None:
    """Delete log-ins that ended and codes that were sent long ago (real time)."""
    at = now or real_now()
    await queries.forget_logins(tx, before=at - KEPT)
    await citizen_queries.forget_citizen_logins(tx, before=at - KEPT)
    await citizen_queries.forget_codes(tx, before=at - CODES_KEPT)
