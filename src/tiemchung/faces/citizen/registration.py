"""Registers oneself or a relative: one form, checked at entry, usable without scripts."""

from datetime import datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

import msgspec
from babel import Locale
from litestar import Response, get, post
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from tiemchung.country.rules import PriorityGroup
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity import service as identity
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.citizens import Relation
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.planning.model import Enlisted
from tiemchung.domains.planning.service import enlist, standing_list
from tiemchung.domains.registry import linking
from tiemchung.domains.registry import service as registry
from tiemchung.domains.registry.events import Consented
from tiemchung.domains.registry.forms import HealthCode, TypedPerson, read_typed
from tiemchung.domains.registry.health import CONDITIONS
from tiemchung.domains.registry.identity_documents import NoDocumentReason
from tiemchung.domains.registry.model import Entry, NewPerson, Registration
from tiemchung.faces.citizen import screens
from tiemchung.faces.citizen.own import CHANGES, RELATIONS
from tiemchung.faces.citizen.screens import UnitChoice
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.i18n import Lazy, lazy, locale
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import citizen
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.limits import count
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

PATH = "/me/dang-ky"
UNITS = "units"
"""The act of one who has chosen a province or district and wants the units below it."""

OF_AGE = 18
SEXES: dict[str, Lazy] = {"male": lazy("Nam"), "female": lazy("Nữ"), "other": lazy("Khác")}
NO_DOCUMENT: dict[str, Lazy] = {
    NoDocumentReason.LOST: lazy("Bị mất"),
    NoDocumentReason.NOT_ISSUED: lazy("Chưa được cấp"),
    NoDocumentReason.CHILD: lazy("Trẻ em"),
    NoDocumentReason.NOT_WITH_THEM: lazy("Không mang theo lúc này"),
    NoDocumentReason.FOREIGNER: lazy("Người nước ngoài"),
}

Box = Annotated[str, Meta(max_length=10)]
Line = Annotated[str, Meta(max_length=300)]


class RegistrationForm(Struct, frozen=True, kw_only=True):
    """The fields of the page; the registry reads and checks what they mean."""

    relation: Relation
    full_name: Line
    birth_day: Box = msgspec.field(default="", name="birth-day")
    birth_month: Box = msgspec.field(default="", name="birth-month")
    birth_year: Box = msgspec.field(name="birth-year")
    year_only: str = msgspec.field(default="", name="birth-year-only")
    sex: Literal["male", "female", "other"]
    phone: Line
    document: Line = ""
    no_document_reason: NoDocumentReason | None = None
    health_card: Line = ""
    nationality: Annotated[str, Meta(pattern="^[A-Z]{2}$")] = "VN"
    province: int
    district: int | None = None
    ward: int | None = None
    address: Line
    occupation: Line = ""
    workplace: Line = ""
    priority_group: Annotated[str, Meta(max_length=20)] | None = None
    dose: Literal["first", "next"] = "first"
    guardian_name: Line = ""
    guardian_phone: Line = ""
    health: list[HealthCode] = []
    consent: str = ""
    confirmed: str = ""
    act: str = ""

    @property
    def birth(self) -> str:
        """Write the boxes as one text: only as much as is told."""
        if self.year_only or not self.birth_month:
            return self.birth_year
        parts = [self.birth_day, self.birth_month, self.birth_year]
        return "/".join(p for p in parts if p)


class Choices(Struct, frozen=True):
    """What the lists of the form offer today."""

    provinces: list[UnitChoice]
    districts: list[UnitChoice]
    wards: list[UnitChoice]
    groups: tuple[PriorityGroup, ...]
    occupations: list[tuple[str, str]]
    countries: list[tuple[str, str]]


@get(PATH, opt=citizen)
async def show_form(
    request: AnyRequest, tx: NamedDependency[Tx], runtime: NamedDependency[Runtime]
) -> Response[str]:
    """Show the empty form."""
    form: Form[RegistrationForm] = Form({"nationality": "VN", "dose": "first"})
    return await _page(request, tx, runtime, form)


@post(PATH, opt=citizen)
async def register(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Register a person; or, asked for the units below a chosen one, show the form again."""
    form = await read_form(request, RegistrationForm)
    if form["act"] == UNITS:
        form.errors.clear()
        return await _page(request, tx, runtime, form)
    _check(form, await _choices(tx, runtime, form))
    if form.value is not None and not form.errors:
        await count(runtime.db.limits, CHANGES, str(actor.account_id))
        async with form.attempt(tx):
            return await _register(request, tx, actor, runtime, form.value)
        _rename(form)
    return await _page(request, tx, runtime, form)


def _check(form: Form[RegistrationForm], choices: Choices) -> None:
    """Hold the choices against each other: an address goes down to the ward."""
    for field, units in (
        ("province", choices.provinces),
        ("district", choices.districts),
        ("ward", choices.wards),
    ):
        if units and form[field] not in {str(u.unit_id) for u in units}:
            form.errors.setdefault(field, _("Xin chọn trong danh sách."))
            break
    group = form["priority_group"]
    if group and group not in {g.code for g in choices.groups}:
        form.fault("priority_group", _("Xin chọn trong danh sách."))
    if form["nationality"] and form["nationality"] not in dict(choices.countries):
        form.fault("nationality", _("Xin chọn trong danh sách."))
    if form["consent"] != "yes":
        form.fault("consent", _("Cần đồng ý thì mới đăng ký được."))


def _rename(form: Form[RegistrationForm]) -> None:
    """Put a fault of the registry at the field of this page."""
    for name, field in (("home", "province"), ("permanent", "province")):
        if name in form.errors:
            form.errors[field] = form.errors.pop(name)


async def _register(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, sent: RegistrationForm
) -> Response[Any]:
    person = _typed(sent, runtime)
    now = runtime.clock.now()
    voucher = Voucher(account_id=actor.account_id)
    entry = Entry(voucher=voucher, at=now)
    made = await registry.register_person(tx, runtime.intake, runtime.vault, person, entry)
    if made.outcome == "known" and not await _may_link(tx, actor, runtime, made, sent.relation):
        return redirect(
            request, "/me/lien-ket",
            _("Người này đã có hồ sơ. Để xem hồ sơ, hãy nhập mã tiêm hoặc mã tạm đã được cấp."),
            tone="warn",
        )  # fmt: skip
    if made.outcome == "registered":
        await identity.link_person(
            tx, actor.account_id, made.person_id, sent.relation, by="registered", now=now
        )
    await _consent(runtime, made.person_id, voucher, now)
    await _wish(tx, actor, made.person_id, person, sent, now)
    text = _("Đã đăng ký. Khi có lịch hẹn, bạn nhận tin nhắn và thấy mã tiêm ở đây.")
    if made.outcome == "known":
        text = _("Người này đã có hồ sơ; hồ sơ đã được liên kết với tài khoản của bạn.")
    elif made.others:
        text = _("Đã đăng ký. Số giấy tờ này trùng với một hồ sơ khác; cán bộ sẽ đối chiếu.")
    return redirect(request, f"/me/nguoi/{made.person_id}", text)


def _typed(sent: RegistrationForm, runtime: Runtime) -> NewPerson:
    """Read the form into a person; raises Invalid with the field at fault."""
    today = runtime.clock.today()
    typed = TypedPerson(
        full_name=sent.full_name, birth=sent.birth, sex=sent.sex,
        home=sent.ward or sent.district or sent.province, phone=sent.phone,
        document=sent.document, no_document_reason=sent.no_document_reason,
        health_card=sent.health_card, nationality=sent.nationality,
        priority_group=sent.priority_group, address=sent.address, workplace=sent.workplace,
        occupation=sent.occupation, guardian_name=sent.guardian_name,
        guardian_phone=sent.guardian_phone, health=sent.health, confirmed=sent.confirmed == "yes",
    )  # fmt: skip
    source = "self" if sent.relation == "self" else "family"
    person = read_typed(typed, source=source, today=today)
    born = person.birth.year if person.birth is not None else today.year - OF_AGE
    if today.year - born < OF_AGE and person.guardian_name is None:
        raise Invalid(_("Người dưới 18 tuổi cần có người giám hộ."), field="guardian_name")
    return person


async def _may_link(
    tx: Tx, actor: Actor, runtime: Runtime, made: Registration, relation: Relation
) -> bool:
    if made.person_id in actor.scope.persons:
        return True
    return await linking.link_by_phone(
        tx, runtime.vault, actor.account_id, made.person_id, relation, now=runtime.clock.now()
    )


async def _consent(runtime: Runtime, person_id: UUID, voucher: Voucher, now: datetime) -> None:
    event = write_event("consented", event_id=uuid7(), at=now, data=Consented(), person=person_id)
    await record(runtime.intake, [event], voucher)


async def _wish(
    tx: Tx, actor: Actor, person_id: UUID, person: NewPerson, sent: RegistrationForm, now: datetime
) -> None:
    """Put the person on the list of those who come by themselves; they are one candidate."""
    await registry.own_scope(tx, actor.account_id)
    list_id = await standing_list(tx, person.source, now=now)
    wish = Enlisted(
        person_id=person_id,
        priority_group=person.priority_group,
        dose_number=1 if sent.dose == "first" else 2,
    )
    await enlist(tx, list_id, [wish], now=now)


async def _page(
    request: AnyRequest, tx: Tx, runtime: Runtime, form: Form[RegistrationForm]
) -> Response[str]:
    choices = await _choices(tx, runtime, form)
    fragment = "hx-request" in request.headers and form["act"] == UNITS
    return render(
        "citizen/registration/_address.html" if fragment else "citizen/registration/form.html",
        request,
        here="family",
        form=form,
        choices=choices,
        relations=RELATIONS,
        sexes=SEXES,
        no_document=NO_DOCUMENT,
        conditions=CONDITIONS,
        status=form.status,
    )


async def _choices(tx: Tx, runtime: Runtime, form: Form[RegistrationForm]) -> Choices:
    today = runtime.clock.today()
    province, district = _number(form["province"]), _number(form["district"])
    below = await screens.units_of_level(tx, parent=province, day=today) if province else []
    districts = [u for u in below if u.level == "district"]
    wards = [u for u in below if u.level == "ward"]  # since July 2025 right below the province
    if district in {u.unit_id for u in districts}:
        wards = await screens.units_of_level(tx, parent=district, day=today)
    day = runtime.reference.current.of(Rules).book.on(today, province)
    groups = day.priority_groups
    occupations = day.code_list("occupation")
    return Choices(
        provinces=await screens.units_of_level(tx, parent=None, day=today),
        districts=districts,
        wards=wards,
        groups=groups.groups if groups else (),
        occupations=[
            (item.name.vi, getattr(item.name, locale()))
            for item in (occupations.items if occupations else ())
        ],
        countries=countries(),
    )


def countries() -> list[tuple[str, str]]:
    """Return ISO 3166-1 codes with their names in the language of the page, Viet Nam first."""
    names = cast("dict[str, str]", Locale(locale()).territories)
    found = [(code, name) for code, name in names.items() if code.isalpha()]
    return sorted(found, key=lambda c: (c[0] != "VN", c[1]))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004


routes = [show_form, register]
