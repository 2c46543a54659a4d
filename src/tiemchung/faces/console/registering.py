"""Registration on somebody's behalf: at a site without a phone, or by the ward.

Identity is checked at entry; what only looks wrong is confirmed by the one who types.
"""

from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import Enlisted
from tiemchung.domains.registry import access
from tiemchung.domains.registry import service as registry
from tiemchung.domains.registry.events import Source
from tiemchung.domains.registry.forms import TypedPerson, read_typed
from tiemchung.domains.registry.identity_documents import DocumentKind, NoDocumentReason
from tiemchung.domains.registry.model import NewPerson, Registration, Sex
from tiemchung.faces.console import choices
from tiemchung.faces.console.people import LIST, REGISTRARS, entry_of
from tiemchung.faces.console.words import DOCUMENT_KINDS, NO_DOCUMENT, SEXES
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import locale
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.forms import WHOLE, Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

PATH = "/console/nguoi-dan/dang-ky"


class Registering(Struct, frozen=True, kw_only=True):
    """The form of a registration as it is sent; a retry of it makes the same person."""

    person_id: UUID
    full_name: str
    birth: str
    sex: Sex
    home: int
    phone: str = ""
    document: str = ""
    document_kind: DocumentKind | None = None
    no_document_reason: NoDocumentReason | None = None
    neighbourhood_name: str = ""
    address: str = ""
    workplace: str = ""
    priority_group: str | None = None
    guardian_name: str = ""
    guardian_phone: str = ""
    document_seen: Literal["yes"] | None = None
    confirmed: Literal["yes"] | None = None
    again: Literal["yes"] | None = None


@get(PATH, opt=REGISTRARS)
async def show_registration(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    xa: FromQuery[int | None] = None,
) -> Response[str]:
    """Ask who is to be registered; `xa` is the ward that stands in the form."""
    form: Form[Registering] = Form(
        {"person_id": str(uuid7()), "home": "" if xa is None else str(xa)}
    )
    return await _page(request, tx, actor, runtime, form)


async def _page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, form: Form[Registering]
) -> Response[str]:
    day = runtime.clock.today()
    wards = await choices.wards_of(tx, actor, day)
    groups = runtime.reference.current.of(Rules).book.on(day).priority_groups
    language = locale()
    for whole in [form.errors.pop(WHOLE, None)]:
        if whole:
            form.errors["full_name"] = whole
    return render(
        "console/people/register.html", request, here="people", status=form.status, form=form,
        wards=[{"value": str(w.unit_id), "text": f"{w.name} · {w.parent}"} for w in wards],
        sexes=[{"value": k, "text": str(SEXES[k])} for k in ("female", "male", "other")],
        kinds=[{"value": k, "text": str(v)} for k, v in DOCUMENT_KINDS.items()],
        reasons=[{"value": k, "text": str(v)} for k, v in NO_DOCUMENT.items()],
        groups=[
            {"value": g.code, "text": f"{g.code}. {getattr(g.name, language) or g.name.vi}"}
            for g in (groups.groups if groups is not None else ())
        ],
        may_confirm="document" in form.errors and bool(form["document"]),
    )  # fmt: skip


@post(PATH, opt=REGISTRARS)
async def register(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Register a person and put their wish on the list of its source."""
    form = await read_form(request, Registering)
    if form.value is not None:
        async with form.attempt(tx):
            made, seen = await _register(tx, actor, runtime, form.value)
            sentence = _("Đã đăng ký.")
            if made.outcome == "known":
                sentence = _("Người này đã có hồ sơ từ trước; đã đưa vào danh sách chờ.")
            if made.provisional_code:
                sentence = _("Đã đăng ký với mã tạm; mã ghi trong hồ sơ.")
            if not seen:
                sentence = _(
                    "Người này đã có hồ sơ ở nơi khác; phường, xã nơi họ ở đưa vào danh sách chờ."
                )
            if form.value.again == "yes" or not seen:
                return redirect(request, f"{PATH}?xa={form.value.home}", sentence)
            return redirect(request, f"{LIST}/{made.person_id}", sentence)
    return await _page(request, tx, actor, runtime, form)


async def _register(
    tx: Tx, actor: Actor, runtime: Runtime, sent: Registering
) -> tuple[Registration, bool]:
    """Register and enlist; False where somebody is known already who may not be seen from here."""
    person = await _read(tx, actor, runtime, sent)
    made = await registry.register_person(
        tx, runtime.intake, runtime.vault, person, entry_of(actor, runtime)
    )
    now = runtime.clock.now()
    if not await access.in_scope(tx, persons=[made.person_id]):
        return made, False
    await access.open_record(tx, actor, made.person_id, now=now)
    wish = Enlisted(person_id=made.person_id, priority_group=person.priority_group)
    await planning.list_wish(
        tx, wish, source=person.source, home=sent.home, actor_id=actor.staff_id, now=now
    )
    return made, True


async def _read(tx: Tx, actor: Actor, runtime: Runtime, sent: Registering) -> NewPerson:
    source: Source = "ward" if actor.role in (Role.WARD, Role.DISTRICT, Role.PROVINCE) else "site"
    neighbourhood = None
    if sent.neighbourhood_name:
        named = (sent.home, " ".join(sent.neighbourhood_name.split())[:80])
        neighbourhood = (await geography.name_neighbourhoods(tx, [named]))[named]
    typed = TypedPerson(
        full_name=sent.full_name, birth=sent.birth, sex=sent.sex, home=sent.home,
        phone=sent.phone, document=sent.document, document_kind=sent.document_kind,
        no_document_reason=sent.no_document_reason, neighbourhood=neighbourhood,
        household=registry.household_of(runtime.vault, sent.home, sent.address)
        if sent.address else None,
        priority_group=sent.priority_group, address=sent.address, workplace=sent.workplace,
        guardian_name=sent.guardian_name, guardian_phone=sent.guardian_phone,
        document_seen=sent.document_seen == "yes", confirmed=sent.confirmed == "yes",
    )  # fmt: skip
    person = read_typed(typed, source=source, today=runtime.clock.today())
    return msgspec.structs.replace(person, person_id=sent.person_id)


routes = [show_registration, register]
