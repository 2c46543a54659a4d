"""What faces and the worker ask of the response centre."""

from datetime import date, datetime
from uuid import UUID

from tiemchung.domains.response import queries
from tiemchung.domains.response.model import (
    ASSIGNMENT_STATES,
    GAP_DOSES,
    INCIDENT_STATES,
    NO_ENTRY_AFTER,
    SILENT_AFTER,
    Alert,
    Assignment,
    BoardLine,
    CannotChange,
    Incident,
    OpenIncident,
)
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Tx

BOARD_LINES = 400
LIST_LINES = 200


async def judge(tx: Tx, *, today: date, now: datetime) -> int:
    """Raise, update and clear alerts; returns how many are open. Run by the worker alone."""
    still = await queries.judge_alerts(
        tx,
        today=today,
        now=now,
        no_entry_after=NO_ENTRY_AFTER,
        silent_after=SILENT_AFTER,
        gap=GAP_DOSES,
    )
    await queries.clear_alerts(tx, still=still, now=now)
    return len(still)


async def open_alerts(tx: Tx, scope: Scope) -> list[Alert]:
    """List the open alerts of a scope, worst and newest first."""
    return await queries.open_alerts(
        tx,
        nation=scope.nation,
        provinces=list(scope.provinces),
        districts=list(scope.districts),
        facilities=list(scope.facilities),
        limit=LIST_LINES,
    )


async def see_alert(tx: Tx, alert_id: UUID, *, scope: Scope, staff_id: UUID, now: datetime) -> None:
    """Note who has seen an alert first; it stays until its cause is gone."""
    await queries.mark_seen(
        tx,
        alert_id=alert_id,
        staff_id=staff_id,
        now=now,
        nation=scope.nation,
        provinces=list(scope.provinces),
        districts=list(scope.districts),
        facilities=list(scope.facilities),
    )


async def board(tx: Tx, day: date) -> list[BoardLine]:
    """List the sessions of a day in the caller's jurisdiction, those with alerts first."""
    return await queries.board(tx, day=day, limit=BOARD_LINES)


async def incidents(tx: Tx, scope: Scope, *, only_open: bool = False) -> list[Incident]:
    """List incidents of a scope, open ones first."""
    return await queries.incidents(
        tx,
        nation=scope.nation,
        provinces=list(scope.provinces),
        districts=list(scope.districts),
        only_open=only_open,
        limit=LIST_LINES,
    )


async def open_incident(
    tx: Tx, command: OpenIncident, *, scope: Scope, staff_id: UUID, staff_name: str, now: datetime
) -> UUID:
    """Open an incident; without a site it belongs to the first unit of the caller's scope."""
    incident_id = uuid7()
    await queries.add_incident(
        tx,
        incident_id=incident_id,
        title=command.title,
        severity=command.severity,
        site_id=command.site_id,
        province=scope.provinces[0] if scope.provinces else None,
        district=scope.districts[0] if scope.districts and not scope.provinces else None,
        staff_id=staff_id,
        staff_name=staff_name,
        now=now,
    )
    return incident_id


async def move_incident(
    tx: Tx,
    incident_id: UUID,
    state: str,
    *,
    note: str | None,
    scope: Scope,
    staff_id: UUID,
    staff_name: str,
    now: datetime,
) -> None:
    """Take an incident into work or close it; who moves it first owns it."""
    if state not in INCIDENT_STATES:
        raise Invalid(_("Không có trạng thái này."), field="state")
    moved = await queries.move_incident(
        tx,
        incident_id=incident_id,
        state=state,
        note=note,
        staff_id=staff_id,
        staff_name=staff_name,
        now=now,
        nation=scope.nation,
        provinces=list(scope.provinces),
        districts=list(scope.districts),
    )
    if not moved:
        raise CannotChange(_("Sự cố này đã được người khác chuyển trạng thái. Hãy tải lại trang."))


async def force_of_day(tx: Tx, day: date) -> list[Assignment]:
    """List the support force with where each member is on that day."""
    return await queries.force_of_day(tx, day=day)


async def assign(
    tx: Tx,
    member_id: UUID,
    *,
    day: date,
    unit_id: int | None,
    site_id: int | None,
    task: str | None,
    staff_id: UUID,
    now: datetime,
) -> None:
    """Send a member of the support force to a unit or a site for a day."""
    if (unit_id is None) == (site_id is None):
        raise Invalid(_("Chọn một đơn vị hoặc một điểm tiêm."), field="site_id")
    await queries.assign(
        tx,
        assignment_id=uuid7(),
        member_id=member_id,
        unit_id=unit_id,
        site_id=site_id,
        day=day,
        task=task,
        staff_id=staff_id,
        now=now,
    )


async def move_assignment(tx: Tx, assignment_id: UUID, state: str) -> None:
    """Mark an assignment as on site or done."""
    if state not in ASSIGNMENT_STATES:
        raise Invalid(_("Không có trạng thái này."), field="state")
    if not await queries.move_assignment(tx, assignment_id=assignment_id, state=state):
        raise CannotChange(_("Phân công này đã ở trạng thái đó."))
