"""Issues vaccine to a planned session: the lot is bound here, against the planned product."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.planning.model import CannotPlan, Session
from tiemchung.domains.planning.service.sessions import find_session
from tiemchung.domains.supply import service as supply
from tiemchung.domains.supply.model import DocumentNumber, IssueToSession, Lines, TakeBack
from tiemchung.domains.supply.service import Act, Document
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx

RECEIVING: Final = frozenset({"planned", "running"})
RETURNING: Final = frozenset({"planned", "running", "ended"})


class SessionStock(Struct, frozen=True, kw_only=True):
    """Vials for a session or one of its tables, or back from it; `request_id` makes it once."""

    request_id: UUID
    session_id: UUID
    lines: Lines
    table_id: UUID | None = None
    document_number: DocumentNumber | None = None


async def issue_to_session(tx: Tx, intake: Intake, command: SessionStock, act: Act) -> Document:
    """Hand vials from the store to a session; raises CannotMove, CannotPlan, NotFound."""
    session = await find_session(tx, command.session_id)
    _check_state(session, RECEIVING)
    return await supply.issue_to_session(
        tx, intake,
        IssueToSession(
            request_id=command.request_id, facility_id=session.facility_id,
            site_id=session.site_id, session_id=session.session_id,
            product_id=session.product_id, lines=command.lines, table_id=command.table_id,
            document_number=command.document_number,
        ),
        act,
    )  # fmt: skip


async def take_back_from_session(
    tx: Tx, intake: Intake, command: SessionStock, act: Act
) -> Document:
    """Take unopened vials back into the store; raises CannotMove, CannotPlan, NotFound."""
    session = await find_session(tx, command.session_id)
    _check_state(session, RETURNING)
    return await supply.take_back(
        tx, intake,
        TakeBack(
            request_id=command.request_id, facility_id=session.facility_id,
            site_id=session.site_id, session_id=session.session_id, lines=command.lines,
            table_id=command.table_id, document_number=command.document_number,
        ),
        act,
    )  # fmt: skip


def _check_state(session: Session, states: frozenset[str]) -> None:
    if session.state not in states and not session.retrospective:
        raise CannotPlan(_("Buổi tiêm đã kết thúc hoặc đã hủy."))
