"""Citizens sign in by a code to their phone, and sign out. No phone ever stands in an address."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from msgspec import Struct

from tiemchung.asking import client_of
from tiemchung.domains.identity import service
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.registry.phones import PhoneKind, read_phone
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web import sessions
from tiemchung.kernel.web.entry import citizen, open_to_all
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, local_path, redirect, render, site_of
from tiemchung.runtime import Runtime
from tiemchung.sending import code_sender

HOME = "/me"
DOOR = "/me/dang-nhap"
CODE = "/me/dang-nhap/ma"


class PhoneForm(Struct, frozen=True):
    """The phone that the code goes to."""

    phone: str
    next: str = ""


class CodeForm(Struct, frozen=True):
    """The code, with the phone it went to."""

    phone: str
    code: str
    next: str = ""


def normal_phone(form: Form[Any]) -> str:
    """Return the phone of a form in its normal form, or note the fault and return nothing."""
    reading = read_phone(form["phone"])
    if reading.problem is not None or reading.kind is PhoneKind.LANDLINE:
        form.fault("phone", _("Xin nhập số điện thoại di động, ví dụ 0901 234 567."))
        return ""
    return reading.normal


@get(DOOR, opt=open_to_all)
async def show_door(request: AnyRequest, actor: NamedDependency[Actor]) -> Response[Any]:
    """Ask for the phone, unless one has signed in."""
    wanted = request.query_params.get("next", "")
    if actor.kind == "citizen":
        return redirect(request, local_path(wanted, HOME))
    form: Form[PhoneForm] = Form({"next": wanted})
    return render("citizen/sign_in/door.html", request, form=form)


@post(DOOR, opt=open_to_all)
async def ask_for_code(request: AnyRequest, runtime: NamedDependency[Runtime]) -> Response[Any]:
    """Send a code; the answer is the same whether or not the phone is known."""
    form = await read_form(request, PhoneForm)
    phone = normal_phone(form) if form.value is not None else ""
    if not phone:
        return render("citizen/sign_in/door.html", request, form=form, status=form.status)
    with form.catching():
        await service.send_code(
            runtime.db.app, phone, client=client_of(request), digest=runtime.vault.digest,
            send=code_sender(runtime),
        )  # fmt: skip
        next_form: Form[CodeForm] = Form({"phone": phone, "next": form["next"]})
        return render("citizen/sign_in/code.html", request, form=next_form)
    return render("citizen/sign_in/door.html", request, form=form, status=429)


@post(CODE, opt=open_to_all)
async def give_code(request: AnyRequest, runtime: NamedDependency[Runtime]) -> Response[Any]:
    """Check the code and open the account of the phone."""
    form = await read_form(request, CodeForm)
    phone = normal_phone(form)
    if form.value is not None and phone:
        with form.catching():
            opened = await service.sign_in_by_code(
                runtime.db.app, phone, form.value.code, client=client_of(request),
                digest=runtime.vault.digest, now=runtime.clock.now(),
            )  # fmt: skip
            answer = redirect(request, local_path(form.value.next, HOME))
            cookie = service.citizen_cookie(opened.account_id, opened.token)
            lasts = int(service.LOG_IN_LASTS.total_seconds())
            secure = site_of(request).secure
            answer.cookies.append(
                sessions.set_cookie("citizen", cookie, secure=secure, max_age=lasts)
            )
            return answer
    page = "citizen/sign_in/code.html" if phone else "citizen/sign_in/door.html"
    return render(page, request, form=form, status=form.status)


@get("/me/tai-khoan", opt=citizen)
async def show_account(request: AnyRequest) -> Response[str]:
    """Show whose account this is."""
    return render("citizen/sign_in/account.html", request)


@post("/me/dang-xuat", opt=open_to_all)
async def sign_out(
    request: AnyRequest, actor: NamedDependency[Actor], tx: NamedDependency[Tx]
) -> Response[Any]:
    """End the log-in."""
    if actor.kind == "citizen":
        await service.sign_out_citizen(tx, actor.account_id, actor.token_digest)
    answer = redirect(request, DOOR, _("Đã đăng xuất."))
    answer.cookies.append(sessions.end_cookie("citizen", secure=site_of(request).secure))
    return answer


routes = [show_door, ask_for_code, give_code, show_account, sign_out]
