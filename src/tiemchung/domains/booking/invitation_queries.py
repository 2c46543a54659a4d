"""The statements about invitations; see invitation_queries.sql."""

from datetime import datetime
from uuid import UUID

from tiemchung.domains.booking.model import CalledLine, Sent, ToCancel, ToInvite
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


@sql
async def order_invitations(tx: Tx, *, session_id: UUID, now: datetime) -> int: ...


@sql
async def order_invitation(
    tx: Tx, *, person_id: UUID, appointment_id: UUID, now: datetime
) -> None: ...


@sql
async def to_invite(tx: Tx, *, now: datetime, most: int) -> list[ToInvite]: ...


@sql
async def set_messages(
    tx: Tx, *, people: list[UUID], appointments: list[UUID], messages: list[UUID]
) -> None: ...


@sql
async def to_cancel(tx: Tx, *, most: int) -> list[ToCancel]: ...


@sql
async def cancel_noted(tx: Tx, *, people: list[UUID], appointments: list[UUID]) -> None: ...


@sql
async def sent_unnoted(tx: Tx, *, most: int) -> list[Sent]: ...


@sql
async def mark_invited(
    tx: Tx, *, people: list[UUID], appointments: list[UUID], times: list[datetime]
) -> None: ...


@sql
async def mark_delivered(
    tx: Tx, *, people: list[UUID], appointments: list[UUID], at: datetime
) -> list[UUID]: ...


@sql
async def called_lines(
    tx: Tx, *, people: list[UUID], appointments: list[UUID]
) -> list[CalledLine]: ...
