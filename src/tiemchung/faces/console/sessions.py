"""Sessions: made under a plan or copied from yesterday's, with their people, ended by a close."""

from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from tiemchung.domains.booking import service as booking
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import AT_SITE, ROLE_TITLES, Role
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import CreateSession, HalfDay, SessionWorker
from tiemchung.domains.siteops import service as siteops
from tiemchung.domains.siteops.service import CloseSession
from tiemchung.faces.console import choices
from tiemchung.faces.console.rows import day_boxes, options, read_day, read_texts
from tiemchung.faces.console.words import GAPS, OWNERS, STATES, TONES
from tiemchung.kernel.clock import is_within_reach
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import WHOLE, Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

READERS = requires(
    *(AT_SITE - {Role.VOLUNTEER}), Role.WARD, Role.DISTRICT, Role.PROVINCE, Role.MINISTRY,
    Role.SUPPORT_OPERATIONS,
)  # fmt: skip
MAKERS = requires(Role.FACILITY_HEAD, Role.SITE_HEAD, Role.DISTRICT)
CLOSERS = requires(Role.SITE_HEAD, Role.FACILITY_HEAD, Role.DISTRICT)
LATE = (AT_SITE - {Role.STOREKEEPER, Role.VOLUNTEER}) | {Role.WARD, Role.DISTRICT}
LIST = "/console/buoi-tiem"
SHOWN_DAYS = 7

CANCEL_REASONS = {
    "no_vaccine": lazy("Chưa có vắc xin"),
    "weather": lazy("Thời tiết"),
    "lockdown": lazy("Khu vực phong tỏa"),
    "no_staff": lazy("Thiếu nhân lực"),
    "planned_wrong": lazy("Lập nhầm"),
}
SITE_ROLES = [
    Role.SITE_HEAD, Role.RECEPTION, Role.NURSE, Role.SCREENER, Role.INJECTOR, Role.OBSERVER,
    Role.STOREKEEPER, Role.SUPPORT_SITE, Role.VOLUNTEER,
]  # fmt: skip


class SessionLine(Struct, frozen=True):
    """A session in the list of some days."""

    session_id: UUID
    day: date
    half_day: str
    site: str
    facility: str
    product: str
    tables: int
    capacity: int
    state: str
    retrospective: bool
    called: int


class PlanChoice(Struct, frozen=True):
    """An approved plan."""

    plan_id: UUID
    facility: str
    round: str
    facility_id: int


class StaffLine(Struct, frozen=True):
    """Somebody who may be named for a session."""

    staff_id: UUID
    full_name: str
    profession: str | None


class OpenItemLine(Struct, frozen=True):
    """A gap with its owner and clock."""

    item_id: UUID
    kind: str
    place: str | None
    owner_level: str
    opened_at: datetime
    due_at: datetime
    settled_at: datetime | None


class NewSession(Struct, frozen=True, kw_only=True):
    """A session as it is typed; its day is read beside it."""

    session_id: UUID
    site_id: int
    half_day: HalfDay
    product_id: int
    tables: int
    capacity: int
    plan_id: UUID | None = None
    retrospective: Literal["yes"] | None = None


class Copy(Struct, frozen=True, kw_only=True):
    """A copy of a session for another day."""

    copy_id: UUID


class Naming(Struct, frozen=True, kw_only=True):
    """Somebody named for a session in a role."""

    staff_id: UUID
    role: Role


class Cancelling(Struct, frozen=True, kw_only=True):
    """Why a session is called off."""

    reason: str


class Closing(Struct, frozen=True, kw_only=True):
    """The head signs the figures as they stand."""

    signed: Literal["yes"]


@sql
async def sessions(tx: Tx, *, first: date, last: date) -> list[SessionLine]: ...


@sql
async def approved_plans(tx: Tx, *, day: date) -> list[PlanChoice]: ...


@sql
async def staff_of_facility(tx: Tx, *, facility: int) -> list[StaffLine]: ...


@sql
async def open_items(tx: Tx, *, session: UUID) -> list[OpenItemLine]: ...


@get(LIST, opt=READERS)
async def show_sessions(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    ngay: FromQuery[date | None] = None,
) -> Response[str]:
    """Show the sessions of a week that ends three days after a day (`ngay`)."""
    day = ngay if ngay and is_within_reach(ngay) else runtime.clock.today()
    first, last = day - timedelta(days=3), day + timedelta(days=3)
    return render(
        "console/sessions/list.html", request, here="sessions", day=day, first=first, last=last,
        before=day - timedelta(days=SHOWN_DAYS), after=day + timedelta(days=SHOWN_DAYS),
        sessions=await sessions(tx, first=first, last=last), halves=choices.HALF_DAYS,
        states=STATES, tones=TONES, may_make=actor.role in MAKERS["who"].roles,
    )  # fmt: skip


@get("/console/buoi-tiem/moi", opt=MAKERS)
async def show_new(
    request: AnyRequest, tx: NamedDependency[Tx], runtime: NamedDependency[Runtime]
) -> Response[str]:
    """Ask for a session's site, day, half-day, product and tables."""
    sent = {
        "session_id": str(uuid7()), "plan_id": request.query_params.get("ke-hoach", ""),
        "tables": "2", "capacity": "200",
    }  # fmt: skip
    return await _new_page(request, tx, runtime, Form[NewSession](sent))


async def _new_page(
    request: AnyRequest, tx: Tx, runtime: Runtime, form: Form[NewSession]
) -> Response[str]:
    if WHOLE in form.errors:
        form.errors["site_id"] = form.errors.pop(WHOLE)
    day = runtime.clock.today()
    return render(
        "console/sessions/new.html", request, here="sessions", status=form.status, form=form,
        plans=options(await approved_plans(tx, day=day), "plan_id", "facility", "round"),
        sites=options(
            [s for s in await choices.sites(tx) if s.active], "site_id", "name", "facility_name"
        ),
        products=options(await choices.products(tx), "product_id", "short_name"),
        halves=[{"value": k, "text": str(v)} for k, v in choices.HALF_DAYS.items()],
        day=day_boxes(form, "day", day + timedelta(days=1)),
    )  # fmt: skip


@post("/console/buoi-tiem/moi", opt=MAKERS)
async def make(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Make a session with its hours of arrival."""
    form = await read_form(request, NewSession)
    day = read_day(form, await read_texts(request), "day")
    if form.value is not None and not form.errors and day is not None:
        try:
            command = msgspec.convert(
                msgspec.structs.asdict(form.value)
                | {"day": day, "retrospective": form.value.retrospective == "yes"},
                CreateSession,
            )
        except msgspec.ValidationError:
            form.fault("tables", _("Từ 1 đến 60 bàn; số chỗ ít nhất là 1."))
        else:
            async with form.attempt(tx):
                made = await planning.create_session(
                    tx, command, actor_id=actor.staff_id, now=runtime.clock.now()
                )
                await booking.open_slots(tx, made.session_id)
                return redirect(request, f"{LIST}/{made.session_id}", _("Đã mở buổi tiêm."))
    return await _new_page(request, tx, runtime, form)


@get("/console/buoi-tiem/{session_id:uuid}", opt=READERS)
async def show_session(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[str]:
    """Show a session: its hours, its people, its figures and what is open."""
    return await session_page(request, tx, actor, runtime, session_id, Form[Any]())


async def session_page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, session_id: UUID, form: Form[Any]
) -> Response[str]:
    """Answer with the page of a session, with the faults of an act that was refused."""
    found = await planning.find_session(tx, session_id)
    place = await siteops.find_session(tx, session_id)
    site = next((s for s in await choices.sites(tx) if s.site_id == found.site_id), None)
    makes = actor.role in MAKERS["who"].roles
    staff = await staff_of_facility(tx, facility=found.facility_id) if makes else []
    return render(
        "console/sessions/session.html", request, here="sessions", status=form.status, form=form,
        session=found, site=site, halves=choices.HALF_DAYS, states=STATES, tones=TONES,
        product=next(
            (p.short_name for p in await choices.products(tx)
             if p.product_id == found.product_id), "",
        ),
        slots=await booking.slots_of(tx, found), figures=await siteops.session_figures(tx, place),
        workers=await planning.session_staff(tx, found), role_titles=ROLE_TITLES,
        staff=options(staff, "staff_id", "full_name", "profession"),
        roles=[{"value": str(r), "text": str(ROLE_TITLES[r])} for r in SITE_ROLES],
        items=await open_items(tx, session=session_id), gaps=GAPS, owners=OWNERS,
        closed=await siteops.is_closed(tx, session_id), may_make=makes,
        may_close=actor.role in CLOSERS["who"].roles, reasons=CANCEL_REASONS,
        copy_id=uuid7(), copy_day=day_boxes(Form[Any](), "day", runtime.clock.today()),
        may_enter_late=actor.role in LATE, now=runtime.clock.now(),
    )  # fmt: skip


@post("/console/buoi-tiem/{session_id:uuid}/sao-chep", opt=MAKERS)
async def copy(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[Any]:
    """Make the same session on another day: site, hours, tables, product, people."""
    form = await read_form(request, Copy)
    day = read_day(form, await read_texts(request), "day")
    if form.value is not None and not form.errors and day is not None:
        async with form.attempt(tx):
            made = await planning.copy_session(
                tx, session_id, copy_id=form.value.copy_id, day=day, actor_id=actor.staff_id,
                now=runtime.clock.now(),
            )  # fmt: skip
            await booking.open_slots(tx, made.session_id)
            return redirect(request, f"{LIST}/{made.session_id}", _("Đã sao chép buổi tiêm."))
    return await session_page(request, tx, actor, runtime, session_id, form)


@post("/console/buoi-tiem/{session_id:uuid}/nhan-su", opt=MAKERS)
async def name_staff(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[Any]:
    """Name somebody for the session; the right ends with it."""
    form = await read_form(request, Naming)
    if form.value is not None:
        async with form.attempt(tx):
            await planning.assign_staff(
                tx, session_id, [SessionWorker(form.value.staff_id, form.value.role)],
                actor_id=actor.staff_id, now=runtime.clock.now(),
            )  # fmt: skip
            return redirect(request, f"{LIST}/{session_id}", _("Đã phân công."))
    return await session_page(request, tx, actor, runtime, session_id, form)


@post("/console/buoi-tiem/{session_id:uuid}/huy", opt=MAKERS)
async def cancel(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[Any]:
    """Call a session off; everybody waits again, and who was invited is told."""
    form = await read_form(request, Cancelling)
    if form.value is not None and form.value.reason not in CANCEL_REASONS:
        form.fault("reason", _("Xin chọn lý do."))
    if form.value is not None and not form.errors:
        async with form.attempt(tx):
            await booking.cancel_session(
                tx, session_id, reason=form.value.reason, actor_id=actor.staff_id,
                now=runtime.clock.now(),
            )  # fmt: skip
            return redirect(
                request, f"{LIST}/{session_id}",
                _("Đã hủy buổi tiêm; người đã mời được báo."),
            )  # fmt: skip
    return await session_page(request, tx, actor, runtime, session_id, form)


@post("/console/buoi-tiem/{session_id:uuid}/khoa-so", opt=CLOSERS)
async def close(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[Any]:
    """Close a session: balanced, or with each gap as an item that has an owner and a clock."""
    form = await read_form(request, Closing)
    if "signed" in form.errors:
        form.errors["signed"] = _("Xin đánh dấu xác nhận trước khi khóa sổ.")
    if form.value is not None:
        async with form.attempt(tx):
            await siteops.close_session(
                tx, runtime.intake, CloseSession(session_id=session_id, signed_by=actor.staff_id),
                now=runtime.clock.now(), voucher=Voucher(staff_id=actor.staff_id),
            )  # fmt: skip
            return redirect(
                request, f"{LIST}/{session_id}",
                _("Đã khóa sổ; việc còn treo hiện sau vài giây."),
            )  # fmt: skip
    return await session_page(request, tx, actor, runtime, session_id, form)


routes = [show_sessions, show_new, make, show_session, copy, name_staff, cancel, close]
