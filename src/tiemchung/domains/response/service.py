"""What faces and the worker ask of the response centre.

Its tables are not guarded by row security, so every statement takes the scope of who asks.
"""

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from tiemchung.domains.response import queries
from tiemchung.domains.response.model import (
    ASSIGNMENT_MOVES,
    GAP_DOSES,
    INCIDENT_MOVES,
    NO_ENTRY_AFTER,
    SILENT_AFTER,
    Alert,
    Assignment,
    BoardLine,
    CannotChange,
    Incident,
    OpenIncident,
)
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Tx

BOARD_LINES = 400
LIST_LINES = 200


class Within(TypedDict):
    """A scope as the statements take it."""

    nation: bool
    provinces: list[int]
    districts: list[int]
    facilities: list[int]


def _within(scope: Scope) -> Within:
    return Within(
        nation=scope.nation,
        provinces=list(scope.provinces),
        districts=list(scope.districts),
        facilities=list(scope.facilities),
    )


async def judge(tx: Tx, *, today: date, now: datetime) -> int:
    """Raise, update and clear alerts; returns how many are open. Run by the worker alone."""
    return await queries.judge_alerts(
        tx,
        today=today,
        now=now,
        no_entry_after=NO_ENTRY_AFTER,
        silent_after=SILENT_AFTER,
        gap=GAP_DOSES,
    )


async def open_alerts(tx: Tx, scope: Scope, *, limit: int = LIST_LINES) -> list[Alert]:
    """List the open alerts of a scope, worst and newest first."""
    return await queries.open_alerts(tx, limit=limit, **_within(scope))


async def alert_counts(tx: Tx, scope: Scope) -> dict[str, int]:
    """Count the open alerts of a scope by kind."""
    return {c.kind: c.alerts for c in await queries.alert_counts(tx, **_within(scope))}


async def see_alert(tx: Tx, alert_id: UUID, *, scope: Scope, staff_id: UUID, now: datetime) -> None:
    """Note who has seen an alert first; it stays until its cause is gone.

    Raises NotFound outside the scope.
    """
    if not await queries.mark_seen(
        tx, alert_id=alert_id, staff_id=staff_id, now=now, **_within(scope)
    ):
        raise NotFound(_("Không có cảnh báo này trong phạm vi của bạn."))


async def board(tx: Tx, day: date, *, limit: int = BOARD_LINES) -> list[BoardLine]:
    """List the sessions of a day in the caller's jurisdiction, the worst first."""
    return await queries.board(tx, day=day, limit=limit)


async def incidents(
    tx: Tx, scope: Scope, *, only_open: bool = False, limit: int = LIST_LINES
) -> list[Incident]:
    """List incidents of a scope, open ones first."""
    return await queries.incidents(
        tx, only_open=only_open, incident_id=None, limit=limit, **_within(scope)
    )


async def find_incident(tx: Tx, incident_id: UUID, scope: Scope) -> Incident:
    """Return an incident of a scope with its timeline; raises NotFound."""
    found = await queries.incidents(
        tx, only_open=False, incident_id=incident_id, limit=1, **_within(scope)
    )
    if not found:
        raise NotFound(_("Không có sự cố này trong phạm vi của bạn."))
    return found[0]


async def open_incident(
    tx: Tx, command: OpenIncident, *, scope: Scope, staff_id: UUID, staff_name: str, now: datetime
) -> UUID:
    """Open an incident; without a site it belongs to the highest unit of the caller's scope.

    Raises NotFound for a site outside the scope.
    """
    incident_id = uuid7()
    unit_known = scope.nation or scope.provinces or scope.districts
    added = await queries.add_incident(
        tx,
        incident_id=incident_id,
        title=command.title,
        severity=command.severity,
        note=command.note,
        site_id=command.site_id,
        facility=scope.facilities[0] if scope.facilities and not unit_known else None,
        province=scope.provinces[0] if scope.provinces else None,
        district=scope.districts[0] if scope.districts and not scope.provinces else None,
        staff_id=staff_id,
        staff_name=staff_name,
        now=now,
        **_within(scope),
    )
    if added is None:
        raise NotFound(_("Không có điểm tiêm này trong phạm vi của bạn."), field="site_id")
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
    """Take an incident into work, close it, or take up again one that was closed.

    Who takes it owns it. Raises CannotChange when it is no longer in a state that leads there.
    """
    if state not in INCIDENT_MOVES:
        raise Invalid(_("Không có trạng thái này."), field="state")
    moved = await queries.move_incident(
        tx,
        incident_id=incident_id,
        state=state,
        from_states=INCIDENT_MOVES[state],
        note=note,
        staff_id=staff_id,
        staff_name=staff_name,
        now=now,
        **_within(scope),
    )
    if not moved:
        raise CannotChange(_("Sự cố này đã được người khác chuyển trạng thái. Hãy tải lại trang."))


async def note_incident(
    tx: Tx, incident_id: UUID, note: str, *, scope: Scope, staff_name: str, now: datetime
) -> None:
    """Add a sentence to the timeline of an incident that is not closed."""
    noted = await queries.note_incident(
        tx, incident_id=incident_id, note=note, staff_name=staff_name, now=now, **_within(scope)
    )
    if not noted:
        raise CannotChange(_("Sự cố này đã đóng. Hãy mở lại trước khi ghi thêm."))


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
    scope: Scope,
) -> UUID:
    """Send a member of the support force to a unit or a site for a day; returns the assignment.

    Raises CannotChange when the place lies outside the scope or the member has one already.
    """
    if (unit_id is None) == (site_id is None):
        raise Invalid(_("Chọn một đơn vị hoặc một điểm tiêm."), field="site_id")
    added = await queries.assign(
        tx,
        assignment_id=uuid7(),
        member_id=member_id,
        unit_id=unit_id,
        site_id=site_id,
        day=day,
        task=task,
        staff_id=staff_id,
        now=now,
        **_within(scope),
    )
    if not added:
        raise CannotChange(
            _("Người này đã có nơi công tác trong ngày, hoặc nơi đó ngoài phạm vi của bạn.")
        )
    return added[0]


async def move_assignment(
    tx: Tx,
    assignment_id: UUID,
    state: str,
    *,
    scope: Scope,
    staff_id: UUID | None = None,
) -> None:
    """Mark an assignment as on site, done or withdrawn: one's own, or one within the scope.

    Raises NotFound for another's outside the scope, CannotChange when no step leads there.
    """
    if state not in ASSIGNMENT_MOVES:
        raise Invalid(_("Không có trạng thái này."), field="state")
    moved = await queries.move_assignment(
        tx,
        assignment_id=assignment_id,
        state=state,
        from_states=ASSIGNMENT_MOVES[state],
        staff_id=staff_id,
        **_within(scope),
    )
    if moved is None:
        raise NotFound(_("Không có phân công này trong phạm vi của bạn."))
    if not moved:
        raise CannotChange(_("Phân công này đã chuyển trạng thái. Hãy tải lại trang."))
