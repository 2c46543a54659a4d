"""The family of an account: who belongs to it, linking a record by its code, letting one go."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from tiemchung.asking import client_of
from tiemchung.domains.identity import service as identity
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.citizens import Relation
from tiemchung.domains.registry import linking
from tiemchung.domains.registry.birth import Birth, read_birth
from tiemchung.domains.registry.model import PROVISIONAL_CODE_LENGTH
from tiemchung.faces.citizen.own import RELATIONS, family_of, own_person
from tiemchung.kernel.codes import read_code
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import citizen
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.limits import Limit, count
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

LINK = "/me/lien-ket"
INVITATION_CODE_LENGTH = 8
TRIES_OF_ACCOUNT = Limit("link account hour", 10, timedelta(hours=1))
TRIES_OF_CLIENT = Limit("link client hour", 200, timedelta(hours=1))
TRIES_OF_CODE = Limit("link code day", 6, timedelta(days=1))
"""Who holds somebody's code may not try birthdays until one fits."""

Box = Annotated[str, Meta(max_length=10)]


class LinkForm(Struct, frozen=True, kw_only=True):
    """A code that was handed out, with the birthday of its person."""

    code: Annotated[str, Meta(max_length=40)]
    relation: Relation
    birth_day: Box = msgspec.field(default="", name="birth-day")
    birth_month: Box = msgspec.field(default="", name="birth-month")
    birth_year: Box = msgspec.field(name="birth-year")
    year_only: str = msgspec.field(default="", name="birth-year-only")


@get("/me/gia-dinh", opt=citizen)
async def show_family(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """Show the people of the account and the ways to add one."""
    return render(
        "citizen/family/list.html", request, here="family", family=await family_of(tx, actor),
        relations=RELATIONS,
    )  # fmt: skip


@get(LINK, opt=citizen)
async def show_link(request: AnyRequest) -> Response[str]:
    """Ask for the code and the birthday."""
    form: Form[LinkForm] = Form()
    return _link_page(request, form)


@post(LINK, opt=citizen)
async def link(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Link the person who holds the code; which of code and birthday was wrong is not said."""
    form = await read_form(request, LinkForm)
    if form.value is not None:
        async with form.attempt(tx):
            person_id = await _link(request, tx, actor, runtime, form.value)
            return redirect(request, f"/me/nguoi/{person_id}", _("Đã liên kết hồ sơ."))
    return _link_page(request, form)


async def _link(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, sent: LinkForm
) -> UUID:
    pool, client = runtime.db.app, client_of(request)
    await count(pool, TRIES_OF_ACCOUNT, str(actor.account_id))
    if client is not None:
        await count(pool, TRIES_OF_CLIENT, client)
    code = read_code(sent.code, INVITATION_CODE_LENGTH) or read_code(
        sent.code, PROVISIONAL_CODE_LENGTH
    )
    if code is None:
        raise Invalid(_("Mã có ký tự sai. Hãy gõ lại đúng như trên giấy."), field="code")
    birth = _birth(sent, runtime)
    await count(pool, TRIES_OF_CODE, runtime.vault.digest("code tried", code).hex())
    return await linking.link_by_code(
        tx, actor.account_id, code, birth, sent.relation, now=runtime.clock.now()
    )


def _birth(sent: LinkForm, runtime: Runtime) -> Birth:
    parts = [sent.birth_day, sent.birth_month, sent.birth_year]
    text = sent.birth_year if sent.year_only else "/".join(p for p in parts if p)
    reading = read_birth(text, today=runtime.clock.today())
    if reading.birth is None:
        raise Invalid(_("Không hiểu ngày sinh. Hãy ghi ngày, tháng, năm bằng số."), field="birth")
    return reading.birth


def _link_page(request: AnyRequest, form: Form[LinkForm]) -> Response[str]:
    return render(
        "citizen/family/link.html", request, here="family", form=form, relations=RELATIONS,
        status=form.status,
    )  # fmt: skip


@post("/me/gia-dinh/{person_id:uuid}/go", opt=citizen)
async def let_go(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
) -> Response[Any]:
    """End the account's link to a person; the record itself stays as it is."""
    own = await own_person(tx, actor, person_id)
    for one in own.ids:
        await identity.unlink_person(tx, actor.account_id, one, now=runtime.clock.now())
    return redirect(request, "/me/gia-dinh", _("Đã gỡ khỏi gia đình. Hồ sơ vẫn được giữ."))


routes = [show_family, show_link, link, let_go]
