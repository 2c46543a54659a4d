"""The own account: the role one acts in, the password, and who one is here."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from msgspec import Struct

from tiemchung.domains.identity import service
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import ROLE_TITLES, Role
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import signed_in
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, local_path, redirect, render
from tiemchung.runtime import Runtime

HOME = "/console"
ROLES = "/console/vai-tro"
PASSWORD = "/console/mat-khau"  # noqa: S105 -- an address


class GrantForm(Struct, frozen=True):
    """The grant to act under."""

    grant: UUID
    next: str = ""


class PasswordForm(Struct, frozen=True):
    """The password as it was, and twice as it shall be."""

    old: str
    new: str
    again: str


@get(ROLES, opt=signed_in)
async def show_roles(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    tx: NamedDependency[Tx],
) -> Response[Any]:
    """Offer the roles and places that hold now."""
    if actor.owes is not None:
        return redirect(request, PASSWORD)
    options = await service.grant_options(tx, actor.staff_id, now=runtime.clock.now())
    rows = [
        {"value": o.grant_id, "text": str(ROLE_TITLES[Role(o.role)]), "hint": o.place,
         "session": o.session_id is not None}
        for o in options
    ]  # fmt: skip
    chosen = "" if actor.grant is None else str(actor.grant.grant_id)
    form: Form[GrantForm] = Form({"next": request.query_params.get("next", ""), "grant": chosen})
    return render("console/sign_in/roles.html", request, form=form, options=rows, here="roles")


@post(ROLES, opt=signed_in)
async def choose_role(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    tx: NamedDependency[Tx],
) -> Response[Any]:
    """Act in another role, or at another place, from here on."""
    form = await read_form(request, GrantForm)
    if form.value is None:
        return redirect(request, ROLES, _("Xin chọn một vai trò."), tone="warn")
    await service.switch_grant(tx, actor, form.value.grant, now=runtime.clock.now())
    return redirect(request, local_path(form.value.next, HOME))


@get(PASSWORD, opt=signed_in)
async def show_password(request: AnyRequest, actor: NamedDependency[Actor]) -> Response[Any]:
    """Ask for the old and the new password."""
    form: Form[PasswordForm] = Form()
    must = actor.owes == "password"
    return render("console/sign_in/password.html", request, form=form, must=must)


@post(PASSWORD, opt=signed_in)
async def change_password(
    request: AnyRequest, actor: NamedDependency[Actor], runtime: NamedDependency[Runtime]
) -> Response[Any]:
    """Set a new password; every other log-in of this person ends."""
    form = await read_form(request, PasswordForm)
    if form.value is not None and form.value.new != form.value.again:
        form.fault("again", _("Hai lần nhập mật khẩu mới khác nhau."))
    elif form.value is not None:
        with form.catching():
            await service.change_password(
                runtime.db.app, actor.staff_id, actor.token_digest,
                old=form.value.old, new=form.value.new,
            )  # fmt: skip
            to = ROLES if actor.grant is None else HOME
            return redirect(request, to, _("Đã đổi mật khẩu. Các máy khác đã được đăng xuất."))
    must = actor.owes == "password"
    return render(
        "console/sign_in/password.html", request, form=form, must=must, status=form.status
    )


@get("/console/tai-khoan", opt=signed_in)
async def show_account(request: AnyRequest, actor: NamedDependency[Actor]) -> Response[Any]:
    """Show who one is here, and what one may change."""
    hours = 0.0
    if actor.expires_at is not None:
        hours = (actor.expires_at - real_now()).total_seconds() / 3600
    return render("console/sign_in/account.html", request, hours=round(hours, 1))


routes = [show_roles, choose_role, show_password, change_password, show_account]
