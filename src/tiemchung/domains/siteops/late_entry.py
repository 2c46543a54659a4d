"""Doses of a session on paper, entered afterwards: judged by the rules of when they happened."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.domains.ledger.intake import Intake, Outcome
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.siteops.events import EnteredLate
from tiemchung.domains.siteops.service import find_session
from tiemchung.kernel.clock import local_day
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7_of
from tiemchung.kernel.sql import Tx


class PaperDose(Struct, frozen=True, kw_only=True):
    """One line of a sheet of paper; `request_id` makes a retry the same dose."""

    request_id: UUID
    session_id: UUID
    person_id: UUID
    at: datetime
    lot: int
    performed_by: UUID
    number: Annotated[int, Meta(ge=1, le=9)] | None = None
    delay_reason: Annotated[str, Meta(pattern="^[a-z_]{1,60}$")]
    paper: Annotated[str, Meta(max_length=60)] | None = None
    home: int | None = None
    age: Annotated[int, Meta(ge=0, le=130)] | None = None
    sex: str | None = None
    priority_group: str | None = None


async def enter_paper_dose(
    tx: Tx, intake: Intake, dose: PaperDose, *, entered_by: UUID, now: datetime
) -> Outcome:
    """Record a dose of a session from paper; raises Invalid on another day or in the future."""
    place = await find_session(tx, dose.session_id)
    if local_day(dose.at) != place.day:
        raise Invalid(_("Giờ tiêm phải trong ngày của buổi tiêm."), field="at")
    if dose.at > now:
        raise Invalid(_("Giờ tiêm ở sau hiện tại."), field="at")
    data = EnteredLate(
        product=place.product_id, lot=dose.lot, number=dose.number, home=dose.home, age=dose.age,
        sex=dose.sex if dose.sex in ("male", "female", "other") else "unknown",
        priority_group=dose.priority_group, delay_reason=dose.delay_reason, paper=dose.paper,
    )  # fmt: skip
    event = write_event(
        "entered_late", event_id=uuid7_of(dose.request_id, "dose"), at=dose.at, data=data,
        person=dose.person_id, facility=place.facility_id, site=place.site_id,
        session=place.session_id, performed_by=dose.performed_by, entered_by=entered_by,
    )  # fmt: skip
    return (await record(intake, [event], Voucher(staff_id=entered_by)))[0]
