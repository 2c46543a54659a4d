"""How the services of other domains record: they write events and hand them to the one way in."""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from msgspec import Struct

from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import Envelope, PrivateDocument, SentEvent, Upload
from tiemchung.domains.ledger.intake import Intake, Outcome
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import gettext as _

SALT_BYTES = 16


class CannotRecord(DomainError):
    """The way in has put an event aside; `reason` says why, for the log and the response centre."""

    code: ClassVar[str] = "ledger.not_recorded"

    def __init__(self, reason: str) -> None:
        super().__init__(_("Hệ thống chưa nhận thao tác này. Hãy báo trung tâm đáp ứng."))
        self.reason = reason


def write_event(
    kind: str,
    *,
    event_id: UUID,
    at: datetime,
    data: Struct,
    private: Struct | None = None,
    person: UUID | None = None,
    facility: int | None = None,
    site: int | None = None,
    session: UUID | None = None,
    performed_by: UUID | None = None,
    entered_by: UUID | None = None,
    supersedes: UUID | None = None,
) -> SentEvent:
    """Write an event made by the server; fields of `data` that are None are left out.

    `private` is sealed apart from the body, bound to it by a salted hash.
    """
    document = None
    if private is not None:
        text = msgspec.json.encode(private).decode()
        document = PrivateDocument(salt=os.urandom(SALT_BYTES), document=text)
    facts: dict[str, Any] = msgspec.to_builtins(data)
    envelope = Envelope(
        v=1,
        id=event_id,
        kind=kind,
        at=at,
        person=person,
        facility=facility,
        site=site,
        session=session,
        performed_by=performed_by,
        entered_by=entered_by,
        supersedes=supersedes,
        private_hash=None if document is None else envelopes.private_digest(document),
        data={name: value for name, value in facts.items() if value is not None},
    )
    return SentEvent(body=envelopes.write_body(envelope).decode(), private=document)


async def offer(intake: Intake, events: Sequence[SentEvent], voucher: Voucher) -> list[Outcome]:
    """Hand events to the way in, in sets of at most 500; returns one outcome each, in order."""
    outcomes: list[Outcome] = []
    for start in range(0, len(events), envelopes.MAX_EVENTS):
        part = list(events[start : start + envelopes.MAX_EVENTS])
        outcomes += await intake.take(Upload(events=part), voucher)
    return outcomes


async def record(intake: Intake, events: Sequence[SentEvent], voucher: Voucher) -> list[Outcome]:
    """Record events that belong together; raises CannotRecord when one of them was put aside.

    What was recorded before the failure stays: the ledger takes nothing back. A set of at most 500
    is judged and written in one go.
    """
    outcomes = await offer(intake, events, voucher)
    for outcome in outcomes:
        if outcome.outcome not in ("recorded", "flagged", "duplicate"):
            raise CannotRecord(outcome.reason or outcome.outcome)
    return outcomes
