"""Staff sign in: name and password, second factor, the role to act in; and sign out."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import segno
from litestar import Response, get, post
from litestar.di import NamedDependency
from msgspec import Struct

from tiemchung.asking import client_of
from tiemchung.domains.identity import service
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.model import SignedIn
from tiemchung.domains.identity.second_factor import PURPOSE
from tiemchung.faces.console.account import PASSWORD, ROLES
from tiemchung.kernel.db import transaction
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web import sessions
from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.limits import Limit, count
from tiemchung.kernel.web.pages import AnyRequest, local_path, redirect, render, site_of
from tiemchung.runtime import Runtime

HOME = "/console"
DOOR = "/console/dang-nhap"
CODE = "/console/dang-nhap/ma"
ENROL = "/console/dang-nhap/dang-ky-ma"
PER_CLIENT = Limit("staff sign-in", 120, timedelta(minutes=5))
"""A whole site sits behind one address; guesses at one account are counted with the account."""


class SignInForm(Struct, frozen=True):
    """Name and password, and where to go afterwards."""

    username: str
    password: str
    next: str = ""


class CodeForm(Struct, frozen=True):
    """Six digits of the authenticator."""

    code: str
    next: str = ""


def onward(request: AnyRequest, actor: Actor, to: str) -> Response[Any]:
    """Lead to what the sign-in still asks for, and at last to where one wanted to go."""
    to = local_path(to, "")
    after = f"?next={quote(to)}" if to else ""
    if actor.owes == "code":
        return redirect(request, CODE + after)
    if actor.owes == "enrolment":
        return redirect(request, ENROL + after)
    if actor.owes == "password":
        return redirect(request, PASSWORD)
    if actor.kind != "staff":
        return redirect(request, DOOR + after)
    if actor.grant is None:
        return redirect(request, ROLES + after)
    return redirect(request, to or HOME)


async def _entered(
    request: AnyRequest, runtime: Runtime, opened: SignedIn, to: str
) -> Response[Any]:
    """Hand over the cookie of a fresh log-in and lead on."""
    async with runtime.db.app.acquire() as tx:
        actor = await service.find_staff(tx, opened.token, runtime.clock)
        if actor is not None and actor.kind == "staff" and actor.owes is None:
            await service.choose_only_grant(
                tx, actor.staff_id, actor.token_digest, now=runtime.clock.now()
            )
            actor = await service.find_staff(tx, opened.token, runtime.clock)
    if actor is None:
        return redirect(request, DOOR, _("Tài khoản đã bị đóng."), tone="bad")
    answer = onward(request, actor, to)
    secure = site_of(request).secure
    answer.cookies.append(sessions.set_cookie("staff", opened.token, secure=secure))
    return answer


@get(DOOR, opt=open_to_all)
async def show_door(request: AnyRequest, actor: NamedDependency[Actor]) -> Response[Any]:
    """Ask for name and password, unless one has signed in."""
    wanted = request.query_params.get("next", "")
    if actor.kind == "staff" or actor.pending is not None:
        return onward(request, actor, wanted)
    form: Form[SignInForm] = Form({"next": wanted})
    return render("console/sign_in/door.html", request, form=form)


@post(DOOR, opt=open_to_all)
async def sign_in(request: AnyRequest, runtime: NamedDependency[Runtime]) -> Response[Any]:
    """Check name and password."""
    form = await read_form(request, SignInForm)
    if form.value is not None:
        if client := client_of(request):
            await count(runtime.db.app, PER_CLIENT, client)
        with form.catching():
            opened = await service.sign_in(runtime.db.app, form.value.username, form.value.password)
            return await _entered(request, runtime, opened, form.value.next)
    return render("console/sign_in/door.html", request, form=form, status=form.status)


@get(CODE, opt=open_to_all)
async def show_code(request: AnyRequest, actor: NamedDependency[Actor]) -> Response[Any]:
    """Ask for the code of the authenticator."""
    wanted = request.query_params.get("next", "")
    if actor.owes != "code":
        return onward(request, actor, wanted)
    form: Form[CodeForm] = Form({"next": wanted})
    return render("console/sign_in/code.html", request, form=form, who=actor.name)


@post(CODE, opt=open_to_all)
async def give_code(
    request: AnyRequest, actor: NamedDependency[Actor], runtime: NamedDependency[Runtime]
) -> Response[Any]:
    """Check the code; the log-in goes on under a fresh token."""
    form = await read_form(request, CodeForm)
    if actor.owes != "code" or actor.pending is None:
        return onward(request, actor, form["next"])
    if form.value is not None:
        with form.catching():
            opened = await _give(runtime, actor, form.value.code)
            return await _entered(request, runtime, opened, form.value.next)
    return render(
        "console/sign_in/code.html", request, form=form, who=actor.name, status=form.status
    )


async def _give(runtime: Runtime, actor: Actor, code: str) -> SignedIn:
    if actor.pending is None:
        raise LookupError("only asked of one who owes a code")
    return await service.give_code(
        runtime.db.app, actor.pending, actor.token_digest, code, runtime.vault.box(PURPOSE)
    )


@get(ENROL, opt=open_to_all)
async def show_enrolment(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    tx: NamedDependency[Tx],
) -> Response[Any]:
    """Show the secret of a new authenticator as QR and as text."""
    wanted = request.query_params.get("next", "")
    if actor.owes != "enrolment":
        return onward(request, actor, wanted)
    form: Form[CodeForm] = Form({"next": wanted})
    return await _show_secret(request, actor, runtime, tx, form)


@post(ENROL, opt=open_to_all)
async def enrol(
    request: AnyRequest, actor: NamedDependency[Actor], runtime: NamedDependency[Runtime]
) -> Response[Any]:
    """Confirm the authenticator by its first code."""
    form = await read_form(request, CodeForm)
    if actor.owes != "enrolment":
        return onward(request, actor, form["next"])
    if form.value is not None:
        with form.catching():
            opened = await _give(runtime, actor, form.value.code)
            return await _entered(request, runtime, opened, form.value.next)
    async with transaction(runtime.db.app, actor.scope) as tx:
        return await _show_secret(request, actor, runtime, tx, form)


async def _show_secret(
    request: AnyRequest, actor: Actor, runtime: Runtime, tx: Tx, form: Form[CodeForm]
) -> Response[Any]:
    if actor.pending is None:
        raise LookupError("only asked of one who owes the enrolment")
    offer = await service.offer_second_factor(tx, actor.pending, runtime.vault.box(PURPOSE))
    drawn = segno.make_qr(offer.uri, error="m").svg_inline(scale=5, border=2)
    secret = " ".join(offer.secret[i : i + 4] for i in range(0, len(offer.secret), 4))
    return render(
        "console/sign_in/enrol.html", request, form=form, qr_svg=drawn, secret=secret,
        who=actor.name, status=form.status,
    )  # fmt: skip


@post("/console/dang-xuat", opt=open_to_all)
async def sign_out(
    request: AnyRequest, actor: NamedDependency[Actor], tx: NamedDependency[Tx]
) -> Response[Any]:
    """End the log-in."""
    if actor.token_digest:
        await service.sign_out(tx, actor.token_digest)
    answer = redirect(request, DOOR, _("Đã đăng xuất."))
    answer.cookies.append(sessions.end_cookie("staff", secure=site_of(request).secure))
    return answer


routes = [
    show_door,
    sign_in,
    show_code,
    give_code,
    show_enrolment,
    enrol,
    sign_out,
]
