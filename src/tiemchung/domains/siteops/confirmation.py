"""The facility confirms its doses, in bulk, before a certificate may name them.

A dose with an open case waits until somebody has looked; the others are confirmed together. Each
confirmation is an event of its person, signed by the log-in of the one who is answerable.
"""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.siteops.events import About
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class SessionToConfirm(Struct, frozen=True):
    """A session of the facility with doses that nobody has confirmed; `waiting` have a case."""

    facility_id: int
    session_id: UUID
    site_name: str
    day: date
    half_day: str
    ready: int
    waiting: int


class DoseToConfirm(Struct, frozen=True):
    """A dose that may be confirmed now."""

    person_id: UUID
    event_id: UUID
    facility_id: int
    site_id: int | None
    session_id: UUID


@sql
async def sessions_to_confirm(tx: Tx, *, limit: int) -> list[SessionToConfirm]: ...


@sql
async def doses_to_confirm(tx: Tx, *, sessions: list[UUID]) -> list[DoseToConfirm]: ...


async def confirm_sessions(
    tx: Tx, intake: Intake, sessions: list[UUID], *, staff_id: UUID, now: datetime
) -> int:
    """Confirm every dose of these sessions that has no open case; returns how many.

    `tx` is the transaction of who asks, so that only doses in their jurisdiction are confirmed.
    Safe to repeat: what is confirmed is no longer found.
    """
    doses = await doses_to_confirm(tx, sessions=sessions)
    events = [
        write_event(
            "confirmed",
            event_id=uuid7(),
            at=now,
            data=About(),
            person=dose.person_id,
            facility=dose.facility_id,
            site=dose.site_id,
            session=dose.session_id,
            performed_by=staff_id,
            entered_by=staff_id,
            supersedes=dose.event_id,
        )
        for dose in doses
    ]
    await record(intake, events, Voucher(staff_id=staff_id))
    return len(doses)
