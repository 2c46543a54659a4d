"""Makes sessions, names who works in them, copies yesterday's, changes or cancels tomorrow's.

A session belongs to the facility that runs the site. Rights in it are granted for its day and end
with it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from tiemchung.domains.geography import service as geography
from tiemchung.domains.geography.model import SitePlace
from tiemchung.domains.identity import service as identity
from tiemchung.domains.identity.model import GrantRole
from tiemchung.domains.identity.roles import AT_SITE, Role
from tiemchung.domains.planning import plan_queries
from tiemchung.domains.planning import session_queries as queries
from tiemchung.domains.planning.model import (
    HOURS,
    CannotPlan,
    ChangeSession,
    CreateSession,
    HalfDay,
    Session,
    SessionWorker,
)
from tiemchung.domains.planning.service.plans import find_plan
from tiemchung.domains.planning.session_queries import NamedWorker
from tiemchung.kernel.clock import VIET_NAM, is_within_reach
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx

RIGHTS_BEFORE: Final = timedelta(hours=12)
RIGHTS_AFTER: Final = timedelta(hours=24)
"""How long before and after its hours people may work in a session; late events come after it."""


async def create_session(
    tx: Tx, command: CreateSession, *, actor_id: UUID, now: datetime
) -> Session:
    """Make a session, once per session_id; returns it.

    Raises CannotPlan for a plan that is not approved or does not name the site and day, and when
    the site has a session of this half-day and product already.
    """
    _check_day(command.day)
    site = await geography.find_site(tx, command.site_id)
    await geography.require_facility(tx, site.facility_id)
    known = await queries.session_of(tx, session_id=command.session_id)
    if known is not None:
        return known
    round_id = await _round_of(tx, command, site)
    starts_at, ends_at = hours_of(command)
    made = await queries.add_session(
        tx, facility_id=site.facility_id, session_id=command.session_id, site_id=site.site_id,
        plan_id=command.plan_id, round_id=round_id, team_id=command.team_id, day=command.day,
        half_day=command.half_day, starts_at=starts_at, ends_at=ends_at,
        product_id=command.product_id, tables=command.tables, capacity=command.capacity,
        retrospective=command.retrospective, created_by=actor_id, created_at=now,
        place_province=site.province_id, place_district=site.district_id, place_ward=site.ward_id,
    )  # fmt: skip
    if made is None:
        raise CannotPlan(
            _("Điểm tiêm đã có buổi tiêm vắc xin này trong cùng ngày và buổi."), field="half_day"
        )
    if command.team_id is not None:
        await _bring_team(tx, command.session_id, command.team_id, actor_id=actor_id, now=now)
    return await find_session(tx, command.session_id)


def _check_day(day: date) -> None:
    if not is_within_reach(day):
        raise Invalid(_("Không có ngày này. Hãy sửa ngày, tháng hoặc năm."), field="day")


def hours_of(command: CreateSession) -> tuple[datetime, datetime]:
    """Return the hours of a session: as asked, or the usual ones; raises Invalid out of its day."""
    begin, end = HOURS[command.half_day]
    starts_at = command.starts_at or datetime.combine(command.day, begin, VIET_NAM)
    ends_at = command.ends_at or datetime.combine(command.day, end, VIET_NAM)
    _check_hours(command.day, starts_at, ends_at)
    return starts_at, ends_at


def _check_hours(day: date, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at or {t.astimezone(VIET_NAM).date() for t in (starts_at, ends_at)} != {
        day
    }:
        raise Invalid(_("Giờ kết thúc phải sau giờ bắt đầu, trong cùng ngày."), field="ends_at")


async def _round_of(tx: Tx, command: CreateSession, site: SitePlace) -> int | None:
    """Hold a session against its plan; a session made afterwards may have none."""
    if command.plan_id is None:
        return command.round_id
    plan = await find_plan(tx, command.plan_id)
    if plan.state != "approved":
        raise CannotPlan(_("Kế hoạch chưa được duyệt."), field="plan_id")
    sites = {s.site_id for s in await plan_queries.plan_sites_of(tx, plan_id=plan.plan_id)}
    if plan.facility_id != site.facility_id or site.site_id not in sites:
        raise CannotPlan(_("Kế hoạch không có điểm tiêm này."), field="site_id")
    if not plan.starts_on <= command.day <= plan.ends_on:
        raise CannotPlan(_("Ngày này nằm ngoài kế hoạch."), field="day")
    return plan.round_id


async def find_session(tx: Tx, session_id: UUID) -> Session:
    """Return a session within the caller's jurisdiction; raises NotFound."""
    found = await queries.session_of(tx, session_id=session_id)
    if found is None:
        raise NotFound(_("Không có buổi tiêm này, hoặc buổi nằm ngoài phạm vi của bạn."))
    return found


async def sessions_between(
    tx: Tx,
    first: date,
    last: date,
    *,
    facility_id: int | None = None,
    round_id: int | None = None,
    page: int = 1,
    page_size: int = 100,
) -> list[Session]:
    """Return the sessions of some days within the caller's jurisdiction; pages count from 1."""
    return await queries.sessions_between(
        tx, first=first, last=last, facility_id=facility_id, round_id=round_id,
        page_size=page_size, skipped=(page - 1) * page_size,
    )  # fmt: skip


async def copy_session(
    tx: Tx,
    session_id: UUID,
    *,
    copy_id: UUID,
    day: date,
    half_day: HalfDay | None = None,
    actor_id: UUID,
    now: datetime,
) -> Session:
    """Make the same session on another day: site, hours, tables, product, capacity and people.

    The plan goes along while it covers the day. Raises what `create_session` raises.
    """
    model = await find_session(tx, session_id)
    _check_day(day)
    plan_id = model.plan_id
    if plan_id is not None:
        plan = await find_plan(tx, plan_id)
        if plan.state != "approved" or not plan.starts_on <= day <= plan.ends_on:
            plan_id = None
    moved = day - model.day
    same_half = half_day in (None, model.half_day)
    made = await create_session(
        tx,
        CreateSession(
            session_id=copy_id, site_id=model.site_id, day=day,
            half_day=half_day or _half(model.half_day), product_id=model.product_id,
            tables=model.tables, capacity=model.capacity, plan_id=plan_id,
            round_id=model.round_id, team_id=model.team_id,
            starts_at=model.starts_at + moved if same_half else None,
            ends_at=model.ends_at + moved if same_half else None,
        ),
        actor_id=actor_id, now=now,
    )  # fmt: skip
    staff = await session_staff(tx, model)
    workers = [SessionWorker(w.staff_id, Role(w.role)) for w in staff]
    if workers:
        await assign_staff(tx, made.session_id, workers, actor_id=actor_id, now=now)
    return made


def _half(name: str) -> HalfDay:
    return next(half for half in HOURS if half == name)


async def change_session(tx: Tx, command: ChangeSession) -> Session:
    """Change a session that has not begun; raises CannotPlan when it has."""
    found = await find_session(tx, command.session_id)
    _check_hours(found.day, command.starts_at or found.starts_at, command.ends_at or found.ends_at)
    moved = await queries.change_session(
        tx, facility_id=found.facility_id, session_id=found.session_id, tables=command.tables,
        capacity=command.capacity, starts_at=command.starts_at, ends_at=command.ends_at,
        team_id=command.team_id,
    )  # fmt: skip
    if moved is None:
        raise CannotPlan(_("Buổi tiêm đã bắt đầu hoặc đã hủy, không sửa được nữa."))
    return await find_session(tx, command.session_id)


async def cancel_session(tx: Tx, session_id: UUID, *, reason: str, now: datetime) -> Session:
    """Cancel a session that has not begun, with a reason (a code); its grants end.

    Appointments are the booking's to cancel: it calls this. Raises CannotPlan when it has begun.
    """
    found = await find_session(tx, session_id)
    moved = await queries.move_session(
        tx, facility_id=found.facility_id, session_id=session_id, state="cancelled",
        reason=reason, from_states=["planned"],
    )  # fmt: skip
    if moved is None:
        raise CannotPlan(_("Buổi tiêm đã bắt đầu hoặc đã hủy, không hủy được nữa."))
    await identity.end_session_grants(tx, session_id, at=now)
    return replace(found, state="cancelled", reason=reason)


async def assign_staff(
    tx: Tx,
    session_id: UUID,
    workers: Sequence[SessionWorker],
    *,
    actor_id: UUID,
    now: datetime,
) -> list[NamedWorker]:
    """Name people for a session; each may act in it from the eve to the day after, no longer.

    They may be another facility's: the grant is to the session. Raises CannotPlan for unknown
    staff or a role that is not of a site. Returns everyone named so far.
    """
    found = await find_session(tx, session_id)
    if any(w.role not in AT_SITE for w in workers):
        raise CannotPlan(_("Vai trò này không làm việc tại buổi tiêm."), field="role")
    if await queries.unknown_staff(tx, staff=[w.staff_id for w in workers]):
        raise CannotPlan(_("Có người không có tài khoản hoặc tài khoản đã khóa."), field="staff")
    await queries.add_session_staff(
        tx, facility_id=found.facility_id, session_id=session_id,
        staff=[w.staff_id for w in workers], roles=[str(w.role) for w in workers],
        place_province=found.place_province, place_district=found.place_district,
        place_ward=found.place_ward,
    )  # fmt: skip
    granted = {
        (g.staff_id, g.role)
        for g in await queries.granted_already(tx, session_id=session_id, now=now)
    }
    for worker in workers:
        if (worker.staff_id, str(worker.role)) not in granted:
            await identity.grant_role(
                tx,
                GrantRole(
                    staff_id=worker.staff_id, role=worker.role, session_id=session_id,
                    valid_from=min(now, found.starts_at - RIGHTS_BEFORE),
                    valid_to=found.ends_at + RIGHTS_AFTER,
                ),
                granted_by=actor_id,
            )  # fmt: skip
    return await session_staff(tx, found)


async def session_staff(tx: Tx, session: Session) -> list[NamedWorker]:
    """Return who works in a session, by role."""
    return await queries.session_staff_of(
        tx, facility_id=session.facility_id, session_id=session.session_id
    )


async def _bring_team(
    tx: Tx, session_id: UUID, team_id: UUID, *, actor_id: UUID, now: datetime
) -> None:
    members = await plan_queries.team_members(tx, team_id=team_id)
    workers = [SessionWorker(m.staff_id, Role(m.role)) for m in members]
    if workers:
        await assign_staff(tx, session_id, workers, actor_id=actor_id, now=now)
