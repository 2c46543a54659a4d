"""Accounts of staff, their grants, badges and PINs: seen to by who stands above, within a place."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

import segno
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.identity import service as identity
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.giving import (
    AT_A_FACILITY,
    MAY_GIVE,
    HeldGrant,
    may_give,
    may_manage,
)
from tiemchung.domains.identity.model import AddStaff, CannotGrant, GrantRole
from tiemchung.domains.identity.roles import ROLE_TITLES, Role
from tiemchung.faces.console import choices
from tiemchung.faces.console.rows import options
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

MANAGERS = requires(*MAY_GIVE)
LIST = "/console/nhan-su"


class StaffLine(Struct, frozen=True):
    """A member of staff in the list."""

    staff_id: UUID
    username: str
    full_name: str
    profession: str | None
    facility: str | None
    active: bool
    roles: list[str] | None


class GrantLine(Struct, frozen=True):
    """A grant of somebody."""

    grant_id: UUID
    role: str
    place: str
    in_session: bool
    valid_from: datetime
    valid_to: datetime | None
    holds: bool
    covered: bool


class Filter(Struct, frozen=True, kw_only=True):
    """What is typed to find somebody."""

    q: str = ""


class NewStaff(Struct, frozen=True, kw_only=True):
    """An account as it is typed."""

    username: Annotated[str, Meta(max_length=60)]
    full_name: Annotated[str, Meta(max_length=160)]
    facility_id: int
    profession: Annotated[str, Meta(max_length=160)] | None = None
    password: str | None = None


class Giving(Struct, frozen=True, kw_only=True):
    """A role for somebody, over a unit or a facility, for some days or without end."""

    role: Role
    unit_id: int | None = None
    facility_id: int | None = None
    days: int | None = None


class Ending(Struct, frozen=True, kw_only=True):
    """A grant that ends now."""

    grant_id: UUID


class Badge(Struct, frozen=True, kw_only=True):
    """The PIN that goes with a new badge."""

    pin: str


class Account(Struct, frozen=True, kw_only=True):
    """An act on an account; a first password goes with the first of them."""

    act: Literal["password", "second_factor", "close"]
    password: str = ""


@sql
async def staff(
    tx: Tx, *, now: datetime, units: list[int], nation: bool, one: UUID | None, typed: str,
) -> list[StaffLine]: ...  # fmt: skip


@sql
async def grants(
    tx: Tx, *, staff: UUID, now: datetime, nation: bool, units: list[int]
) -> list[GrantLine]: ...


@sql
async def units_to_grant(
    tx: Tx, *, day: date, nation: bool, units: list[int]
) -> list[choices.Unit]: ...  # fmt: skip


@get(LIST, opt=MANAGERS)
async def show_staff(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:
    """Show the staff of one's place."""
    return await _list_page(request, tx, actor, runtime, Form[NewStaff]())


@post("/console/nhan-su/tim", opt=MANAGERS, status_code=200)
async def search(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:
    """Find staff by name or user name; what is typed stands in no address."""
    form = await read_form(request, Filter)
    typed = "" if form.value is None else form.value.q
    return await _list_page(request, tx, actor, runtime, Form[NewStaff](), typed=typed)


async def _list_page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, form: Form[NewStaff],
    *, typed: str = "",
) -> Response[str]:  # fmt: skip
    plain = typed.lower().replace("%", "").replace("_", "")[:60]
    return render(
        "console/staff/list.html", request, here="staff", status=form.status, form=form,
        typed=typed, role_titles=ROLE_TITLES,
        staff=await staff(
            tx, now=runtime.clock.now(), units=choices.units_of(actor),
            nation=actor.scope.nation, one=None, typed=plain,
        ),
        facilities=options(await choices.stores(tx), "facility_id", "name"),
    )  # fmt: skip


@post(LIST, opt=MANAGERS)
async def add(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Open an account at a facility of one's place; without a password it signs in by badge."""
    form = await read_form(request, NewStaff)
    form.sent.pop("password", None)
    if form.value is not None:
        sent = form.value
        async with form.attempt(tx):
            await geography.require_facility(tx, sent.facility_id)
            made = await identity.add_staff(
                tx,
                AddStaff(
                    username=sent.username, full_name=sent.full_name, profession=sent.profession,
                    facility_id=sent.facility_id, password=sent.password,
                ),
                now=runtime.clock.now(),
            )  # fmt: skip
            return redirect(request, f"{LIST}/{made}", _("Đã mở tài khoản."))
        _blame_password(form)
    return await _list_page(request, tx, actor, runtime, form)


def _blame_password(form: Form[Any]) -> None:
    """Put a fault of a password at its field: on these pages it is not called the new one."""
    if "new" in form.errors:
        form.fault("password", form.errors.pop("new"))


@get("/console/nhan-su/{staff_id:uuid}", opt=MANAGERS)
async def show_one(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    staff_id: FromPath[UUID],
) -> Response[str]:
    """Show an account with its grants."""
    return await _page(request, tx, actor, runtime, staff_id, Form[Any]())


async def _page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, staff_id: UUID,
    form: Form[Any], *, badge: str = "",
) -> Response[str]:  # fmt: skip
    who, held = await _find(tx, actor, runtime, staff_id)
    units = await units_to_grant(
        tx, day=runtime.clock.today(), nation=actor.scope.nation, units=choices.units_of(actor)
    )
    gives = [r for r in Role if may_give(actor.role, r)]
    return render(
        "console/staff/one.html", request, here="staff", status=form.status, form=form, who=who,
        grants=held, role_titles=ROLE_TITLES, manages=_manages(actor, held),
        roles=[{"value": str(r), "text": str(ROLE_TITLES[r])} for r in gives],
        units=options(units, "unit_id", "name"),
        facilities=options(await choices.stores(tx), "facility_id", "name"),
        badge=segno.make_qr(badge, error="m").svg_inline(scale=6) if badge else "",
    )  # fmt: skip


async def _find(
    tx: Tx, actor: Actor, runtime: Runtime, staff_id: UUID
) -> tuple[StaffLine, list[GrantLine]]:
    units, nation = choices.units_of(actor), actor.scope.nation
    now = runtime.clock.now()
    found = await staff(
        tx, now=now, units=units, nation=nation, one=staff_id, typed=""
    )  # fmt: skip
    if not found:
        raise NotFound(_("Không có người này trong phạm vi của bạn."))
    return found[0], await grants(tx, staff=staff_id, now=now, nation=nation, units=units)


def _manages(actor: Actor, held: list[GrantLine]) -> bool:
    return may_manage(actor.role, [HeldGrant(g.role, g.covered) for g in held if g.holds])


async def _require(tx: Tx, actor: Actor, runtime: Runtime, staff_id: UUID) -> StaffLine:
    """Hold that the actor sees to this account; raises NotFound or CannotGrant."""
    who, held = await _find(tx, actor, runtime, staff_id)
    if not _manages(actor, held) or staff_id == actor.staff_id:
        raise CannotGrant(_("Tài khoản này do cấp khác quản lý."))
    return who


@post("/console/nhan-su/{staff_id:uuid}/vai-tro", opt=MANAGERS)
async def give(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    staff_id: FromPath[UUID],
) -> Response[Any]:
    """Give somebody a role over a place of one's own, for some days or without end."""
    await _find(tx, actor, runtime, staff_id)
    form = await read_form(request, Giving)
    if form.value is not None and not 0 < (form.value.days or 1) <= 3650:  # noqa: PLR2004 -- ten years
        form.fault("days", _("Từ 1 đến 3.650 ngày."))
    if form.value is not None and not form.errors:
        async with form.attempt(tx):
            await _give(tx, actor, runtime, staff_id, form.value)
            return redirect(request, f"{LIST}/{staff_id}", _("Đã giao vai trò."))
    return await _page(request, tx, actor, runtime, staff_id, form)


async def _give(tx: Tx, actor: Actor, runtime: Runtime, staff_id: UUID, sent: Giving) -> None:
    if not may_give(actor.role, sent.role):
        raise CannotGrant(_("Bạn không giao được vai trò này."), field="role")
    at_facility = sent.role in AT_A_FACILITY
    if at_facility and sent.facility_id is not None:
        await geography.require_facility(tx, sent.facility_id)
    elif not at_facility and sent.unit_id is not None:
        await geography.require_unit(tx, sent.unit_id)
    else:
        field = "facility_id" if at_facility else "unit_id"
        raise CannotGrant(_("Vai trò này cần nơi làm việc."), field=field)
    now = runtime.clock.now()
    await identity.grant_role(
        tx,
        GrantRole(
            staff_id=staff_id, role=sent.role, valid_from=now,
            unit_id=None if at_facility else sent.unit_id,
            facility_id=sent.facility_id if at_facility else None,
            valid_to=None if sent.days is None else now + timedelta(days=sent.days),
        ),
        granted_by=actor.staff_id,
    )  # fmt: skip


@post("/console/nhan-su/{staff_id:uuid}/thu-vai-tro", opt=MANAGERS)
async def end(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    staff_id: FromPath[UUID],
) -> Response[Any]:
    """End a grant; log-ins under it end with it."""
    _who, held = await _find(tx, actor, runtime, staff_id)
    form = await read_form(request, Ending)
    page = f"{LIST}/{staff_id}"
    wanted = None if form.value is None else form.value.grant_id
    found = next((g for g in held if g.grant_id == wanted and g.holds), None)
    if found is None or not found.covered or not may_give(actor.role, Role(found.role)):
        return redirect(request, page, _("Bạn không thu được vai trò này."), tone="warn")
    await identity.end_grant(tx, found.grant_id, at=runtime.clock.now())
    return redirect(request, page, _("Đã thu vai trò; người này bị đăng xuất khỏi vai trò đó."))


@post("/console/nhan-su/{staff_id:uuid}/the", opt=MANAGERS)
async def give_badge(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    staff_id: FromPath[UUID],
) -> Response[str]:
    """Make a new badge with its PIN; its QR is shown this once, the old badge ends."""
    form = await read_form(request, Badge)
    form.sent.clear()
    badge = ""
    if form.value is not None:
        async with form.attempt(tx):
            await _require(tx, actor, runtime, staff_id)
            badge = await identity.give_badge(tx, staff_id, form.value.pin)
    return await _page(request, tx, actor, runtime, staff_id, form, badge=badge)


@post("/console/nhan-su/{staff_id:uuid}/tai-khoan", opt=MANAGERS)
async def see_to_account(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    staff_id: FromPath[UUID],
) -> Response[Any]:
    """Set a first password, forget a lost authenticator, or close the account."""
    form = await read_form(request, Account)
    form.sent.clear()
    if form.value is not None:
        async with form.attempt(tx):
            who = await _require(tx, actor, runtime, staff_id)
            if form.value.act == "password":
                await identity.set_first_password(tx, staff_id, who.username, form.value.password)
            elif form.value.act == "second_factor":
                await identity.reset_second_factor(tx, staff_id)
            else:
                await identity.close_staff(tx, staff_id)
            return redirect(request, f"{LIST}/{staff_id}", _("Đã làm xong."))
        _blame_password(form)
    return await _page(request, tx, actor, runtime, staff_id, form)


routes = [show_staff, search, add, show_one, give, end, give_badge, see_to_account]
