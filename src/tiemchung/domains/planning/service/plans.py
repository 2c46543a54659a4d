"""Draws up the plans of facilities, hands them in, approves or returns them; names sites and teams.

The district approves where there is one, else the province: the level is optional.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tiemchung.domains.geography import service as geography
from tiemchung.domains.planning import plan_queries as queries
from tiemchung.domains.planning.model import CannotPlan, DrawUpPlan, PlanSite, SessionWorker
from tiemchung.domains.planning.plan_queries import Plan, PlannedSite
from tiemchung.domains.planning.service.rounds import find_round
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx


async def draw_up_plan(tx: Tx, command: DrawUpPlan, *, actor_id: UUID, now: datetime) -> UUID:
    """Draw up a plan, or change a draft or a returned one; returns its id.

    Raises Invalid for days outside the round, CannotPlan for a plan that has been handed in.
    """
    await geography.require_facility(tx, command.facility_id)
    facility = await geography.find_facility(tx, command.facility_id)
    found = await find_round(tx, command.round_id)
    if facility.province_id != found.province_id:
        raise CannotPlan(_("Cơ sở này không thuộc tỉnh của đợt tiêm."), field="facility_id")
    if not found.starts_on <= command.starts_on <= command.ends_on <= found.ends_on:
        raise Invalid(_("Các ngày của kế hoạch phải nằm trong đợt tiêm."), field="starts_on")
    made = await queries.add_plan(
        tx, plan_id=command.plan_id, round_id=command.round_id, facility_id=command.facility_id,
        district_id=facility.district_id, starts_on=command.starts_on, ends_on=command.ends_on,
        target=command.target, drawn_up_by=actor_id, drawn_up_at=now, remark=command.remark,
    )  # fmt: skip
    if made is None:
        raise CannotPlan(_("Kế hoạch đã trình hoặc đã duyệt, không sửa được nữa."))
    return made


async def find_plan(tx: Tx, plan_id: UUID) -> Plan:
    """Return a plan; raises NotFound."""
    found = await queries.plan_of(tx, plan_id=plan_id)
    if found is None:
        raise NotFound(_("Không có kế hoạch này."))
    return found


async def plans_of_round(
    tx: Tx,
    round_id: int,
    *,
    facility_id: int | None = None,
    district_id: int | None = None,
    state: str | None = None,
) -> list[Plan]:
    """Return the plans of a round, narrowed by facility, district or state."""
    return await queries.plans_of_round(
        tx, round_id=round_id, facility_id=facility_id, district_id=district_id, state=state
    )


async def name_sites(tx: Tx, plan_id: UUID, sites: Sequence[PlanSite]) -> list[PlannedSite]:
    """Name the sites of a plan with their teams, in place of those named before; returns them.

    The district may still name them when the plan lies with it. Raises CannotPlan for a site of
    another facility or a plan that is approved.
    """
    plan = await find_plan(tx, plan_id)
    await geography.require_facility(tx, plan.facility_id)
    if plan.state == "approved":
        raise CannotPlan(_("Kế hoạch đã duyệt, không sửa được nữa."))
    if await queries.sites_of_others(
        tx, sites=[s.site_id for s in sites], facility_id=plan.facility_id
    ):
        raise CannotPlan(_("Có điểm tiêm không thuộc cơ sở này hoặc đã ngừng."), field="sites")
    await queries.lock_plan(tx, plan_id=plan_id)
    await queries.clear_plan_sites(tx, plan_id=plan_id)
    await queries.add_plan_sites(
        tx, plan_id=plan_id, sites=[s.site_id for s in sites],
        teams=[s.team_id for s in sites], targets=[s.target for s in sites],
    )  # fmt: skip
    return await queries.plan_sites_of(tx, plan_id=plan_id)


async def planned_sites(tx: Tx, plan_id: UUID) -> list[PlannedSite]:
    """Return the sites that a plan names."""
    return await queries.plan_sites_of(tx, plan_id=plan_id)


async def submit_plan(tx: Tx, plan_id: UUID) -> None:
    """Hand a plan in; raises CannotPlan without a site or when it was handed in before."""
    plan = await find_plan(tx, plan_id)
    await geography.require_facility(tx, plan.facility_id)
    if not await queries.plan_sites_of(tx, plan_id=plan_id):
        raise CannotPlan(_("Hãy chọn ít nhất một điểm tiêm trước khi trình."), field="sites")
    await _move(tx, plan_id, "submitted", ["draft", "returned"])


async def approve_plan(tx: Tx, plan_id: UUID, *, actor_id: UUID, now: datetime) -> None:
    """Approve a plan that was handed in; raises Forbidden below district and province."""
    plan = await find_plan(tx, plan_id)
    await _require_above(tx, plan)
    await _move(tx, plan_id, "approved", ["submitted"], actor_id=actor_id, now=now)


async def return_plan(tx: Tx, plan_id: UUID, *, remark: str, actor_id: UUID, now: datetime) -> None:
    """Return a plan with a remark on what to change; raises Invalid without one."""
    if not remark.strip():
        raise Invalid(_("Hãy ghi cần sửa gì."), field="remark")
    plan = await find_plan(tx, plan_id)
    await _require_above(tx, plan)
    await _move(
        tx, plan_id, "returned", ["submitted"], actor_id=actor_id, now=now, remark=remark.strip()
    )


async def _require_above(tx: Tx, plan: Plan) -> None:
    """Let the district decide where there is one, else the province."""
    facility = await geography.find_facility(tx, plan.facility_id)
    await geography.require_unit(tx, plan.district_id or facility.province_id)


async def _move(
    tx: Tx,
    plan_id: UUID,
    state: str,
    from_states: list[str],
    *,
    actor_id: UUID | None = None,
    now: datetime | None = None,
    remark: str | None = None,
) -> None:
    moved = await queries.move_plan(
        tx, plan_id=plan_id, state=state, from_states=from_states, decided_by=actor_id,
        decided_at=now, remark=remark,
    )  # fmt: skip
    if moved is None:
        raise CannotPlan(_("Trạng thái kế hoạch đã thay đổi. Hãy tải lại trang."))


async def open_team(
    tx: Tx, team_id: UUID, *, facility_id: int, name: str, members: Sequence[SessionWorker] = ()
) -> UUID:
    """Open a team of a facility with its members, or set the members of one anew.

    Raises CannotPlan when the facility has another team of this name.
    """
    await geography.require_facility(tx, facility_id)
    await queries.add_team(tx, team_id=team_id, facility_id=facility_id, name=name)
    if await queries.team_facility(tx, team_id=team_id) != facility_id:
        raise CannotPlan(_("Cơ sở đã có đội tiêm tên này."), field="name")
    await queries.clear_team(tx, team_id=team_id)
    await queries.add_team_members(
        tx, team_id=team_id, staff=[m.staff_id for m in members],
        roles=[str(m.role) for m in members],
    )  # fmt: skip
    return team_id
