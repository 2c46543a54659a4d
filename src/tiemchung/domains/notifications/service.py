"""What others ask of notifications: send these messages, show what became of them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tiemchung.domains.notifications import gsm7, queries
from tiemchung.domains.notifications.model import Message, send_from
from tiemchung.domains.notifications.queries import Received, StateCount
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.sql import Tx

__all__ = [
    "Message", "Received", "StateCount", "forget_contents", "inbox", "send", "states", "withdraw",
]  # fmt: skip

KEPT = timedelta(days=30)
"""How long the text of a message is kept; that it was sent is kept for good."""


async def send(tx: Tx, messages: Sequence[Message], *, now: datetime) -> list[UUID]:
    """Queue messages in the caller's transaction; returns the ids of those that are new.

    They go out after the commit, outside quiet hours unless urgent. Texts must be of the GSM-7
    alphabet (`gsm7.plain`).
    """
    if not messages:
        return []
    new = await queries.add_messages(
        tx,
        ids=[m.message_id for m in messages],
        templates=[m.template for m in messages],
        parts=[gsm7.parts(m.text) for m in messages],
        people=[",".join(str(p) for p in m.person_ids) for m in messages],
        not_before=[send_from(m.template, now) for m in messages],
        not_after=[m.not_after for m in messages],
        keys=[m.dedupe_key for m in messages],
        now=now,
    )
    fresh = set(new)
    kept = [m for m in messages if m.message_id in fresh]
    await queries.add_contents(
        tx,
        ids=[m.message_id for m in kept],
        recipients=[m.recipient for m in kept],
        texts=[m.text for m in kept],
    )
    return new


async def inbox(tx: Tx, *, recipient: str | None = None, limit: int = 100) -> list[Received]:
    """List what was sent to whom; empty unless the database is marked demo."""
    return await queries.inbox(tx, recipient=recipient, limit=limit)


async def states(tx: Tx, *, since: datetime) -> list[StateCount]:
    """Count messages by template and state, for the health page."""
    return await queries.states(tx, since=since)


async def withdraw(tx: Tx, messages: Collection[UUID]) -> set[UUID]:
    """Take back messages that have not gone out; returns those that were. On the worker login."""
    if not messages:
        return set()
    return set(await queries.withdraw(tx, ids=sorted(messages), real_now=real_now()))


async def forget_contents(tx: Tx, *, now: datetime) -> None:
    """Delete what messages said when nobody needs it any more; run daily on the worker login."""
    await queries.forget_contents(tx, before=now - KEPT)
