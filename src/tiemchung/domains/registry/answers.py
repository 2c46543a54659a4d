"""A person answers a case: what was found stays readable with the case, the clock stops."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class AnswerCase(Struct, frozen=True, kw_only=True):
    """What the one who looked found out; `owner` is who answers for it, as the citizen reads it."""

    case_id: UUID
    answer: Annotated[str, Meta(min_length=3, max_length=500)]
    owner: Annotated[str, Meta(max_length=160)]


@sql
async def answer_case(
    tx: Tx, *, case_id: UUID, answer: str, owner: str, now: datetime
) -> UUID | None: ...


async def settle_by_hand(tx: Tx, command: AnswerCase, *, now: datetime) -> UUID:
    """Settle an open case within the caller's jurisdiction; returns whose it is.

    Raises NotFound for a case that is not there, not visible, or settled already.
    """
    person = await answer_case(
        tx, case_id=command.case_id, answer=command.answer, owner=command.owner, now=now
    )
    if person is None:
        raise NotFound(_("Không có hồ sơ này đang chờ, hoặc đã có người trả lời."))
    return person
