"""Calls people to a session: seats, messages, printed invitations and forms, delivery ticks."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from tiemchung.country.rules import ScreeningForm as FormRule
from tiemchung.domains.booking import service as booking
from tiemchung.domains.booking.model import CalledLine
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import service as planning
from tiemchung.faces.console import choices
from tiemchung.faces.console.people import entry_of
from tiemchung.faces.console.printing import PDF, press
from tiemchung.faces.console.sessions import LIST, READERS, session_page
from tiemchung.faces.console.words import STATES, TONES, result_of
from tiemchung.faces.console.workbook import download, workbook
from tiemchung.kernel.codes import spoken
from tiemchung.kernel.formats import birth_date, date_short
from tiemchung.kernel.formats import time as hour_of
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import ngettext
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.print.invitation import Invitation, invitations_pdf
from tiemchung.print.letterhead import Letterhead
from tiemchung.print.screening import (
    FormConclusion,
    FormItem,
    ScreenedPerson,
    ScreeningForm,
    VitalSign,
    screening_forms_pdf,
)
from tiemchung.runtime import Runtime

CALLERS = requires(Role.FACILITY_HEAD, Role.SITE_HEAD, Role.DISTRICT)
LIST_READERS = requires(*(READERS["who"].roles - {Role.MINISTRY, Role.SUPPORT_OPERATIONS}))
TICKERS = requires(*CALLERS["who"].roles, Role.WARD, Role.RECEPTION)
OUTCOMES = {
    "eligible": "Đủ điều kiện tiêm chủng ngay",
    "deferred": "Trì hoãn tiêm chủng",
    "contraindicated": "Chống chỉ định với vắc xin cùng loại",
    "referred": "Chuyển tiêm tại bệnh viện",
    "caution": "Thận trọng khi tiêm chủng",
}
"""The ministry's words on paper, whatever the language of the screen."""


class Calling(Struct, frozen=True, kw_only=True):
    """How many people are called at most; empty means every free seat."""

    most: int | None = None


class NoFields(Struct, frozen=True):
    """An act without fields."""


@post("/console/buoi-tiem/{session_id:uuid}/goi", opt=CALLERS)
async def call(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[Any]:
    """Give free seats to people assigned to the facility, best group first, families together."""
    form = await read_form(request, Calling)
    if form.value is not None and form.value.most is not None and form.value.most < 1:
        form.fault("most", _("Ít nhất là 1 người."))
    if form.value is not None and not form.errors:
        groups = runtime.reference.current.of(Rules).book.on(runtime.clock.today()).priority_groups
        async with form.attempt(tx):
            await booking.open_slots(tx, session_id)
            done = await booking.call_session(
                tx, session_id, most=form.value.most,
                group_order=[] if groups is None else [g.code for g in groups.groups],
                actor_id=actor.staff_id, now=runtime.clock.now(),
            )  # fmt: skip
            sentence = ngettext(
                "Đã gọi %(num)s người; còn %(free)s chỗ.",
                "Đã gọi %(num)s người; còn %(free)s chỗ.", done.called, free=done.free,
            )  # fmt: skip
            return redirect(request, f"{LIST}/{session_id}", sentence)
    return await session_page(request, tx, actor, runtime, session_id, form)


@post("/console/buoi-tiem/{session_id:uuid}/moi-tin-nhan", opt=CALLERS)
async def invite(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[Any]:
    """Have everybody who was not invited yet told by a message; never at night."""
    form = await read_form(request, NoFields)
    async with form.attempt(tx):
        people = await booking.order_invitations(tx, session_id, now=runtime.clock.now())
        sentence = ngettext(
            "Đã đặt tin nhắn cho %(num)s người.", "Đã đặt tin nhắn cho %(num)s người.", people
        )
        return redirect(request, f"{LIST}/{session_id}/danh-sach", sentence)
    return await session_page(request, tx, actor, runtime, session_id, form)


@get("/console/buoi-tiem/{session_id:uuid}/danh-sach", opt=LIST_READERS)
async def show_list(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[str]:
    """Show who is called, by neighbourhood and household; each is logged as shown."""
    lines = await booking.session_list(tx, actor, session_id, now=runtime.clock.now())
    return render(
        "console/calling/list.html", request, here="sessions", lines=lines,
        session=await planning.find_session(tx, session_id), states=STATES, tones=TONES,
        halves=choices.HALF_DAYS, result_of=result_of, spoken=spoken,
        may_tick=actor.role in TICKERS["who"].roles,
    )  # fmt: skip


@post("/console/buoi-tiem/{session_id:uuid}/da-giao", opt=TICKERS)
async def tick(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[Any]:
    """Tick invitations on paper as handed over."""
    raw = await request.form()
    delivered: list[tuple[UUID, UUID]] = []
    for value in raw.getall("delivered", []):
        person, _dot, appointment = str(value).partition(".")
        try:
            delivered.append((UUID(person), UUID(appointment)))
        except ValueError:
            continue
    await planning.find_session(tx, session_id)
    people = await booking.tick_delivered(
        tx, runtime.intake, delivered, entry_of(actor, runtime)
    )  # fmt: skip
    sentence = ngettext(
        "Đã ghi giao giấy mời cho %(num)s người.", "Đã ghi giao giấy mời cho %(num)s người.", people
    )
    return redirect(request, f"{LIST}/{session_id}/danh-sach", sentence)


@get("/console/buoi-tiem/{session_id:uuid}/giay-moi.pdf", opt=LIST_READERS)
async def print_invitations(
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
    xa: FromQuery[int | None] = None,
) -> Response[bytes]:
    """Print the invitations of a session, eight on a sheet; `xa` narrows them to a ward."""
    lines = await booking.session_list(tx, actor, session_id, ward=xa, now=runtime.clock.now())
    session = await planning.find_session(tx, session_id)
    facility = await choices.own_or_known(tx, session.facility_id)
    slips = [
        Invitation(
            serial=f"{n.neighbourhood or ''} – {count:03}".strip(" –"), full_name=n.full_name,
            birth=_birth(n), address=n.address or "", hour=hour_of(n.starts_at),
            day=date_short(session.day), place=n.site_name,
            purpose=f"Tiêm vắc xin phòng COVID-19, mũi {n.dose_number}", code=spoken(n.code),
            qr_text=n.code,
        )
        for count, n in enumerate((n for n in lines if n.state == "open"), 1)
    ]  # fmt: skip
    pdf = invitations_pdf(press(), facility, slips, demo=runtime.is_demo)
    return download(pdf, f"giay-moi-{session.day}.pdf", PDF)


def _birth(line: CalledLine) -> str:
    precision = line.birth_precision
    return birth_date(line.birth_date, precision if precision in ("year", "month") else "day")


@get("/console/buoi-tiem/{session_id:uuid}/phieu-sang-loc.pdf", opt=LIST_READERS)
async def print_forms(
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[bytes]:
    """Print the screening forms of the day, filled in with what is known of each person."""
    lines = await booking.session_list(tx, actor, session_id, now=runtime.clock.now())
    session = await planning.find_session(tx, session_id)
    rules = runtime.reference.current.of(Rules).book.on(session.day, session.place_province)
    head = Letterhead(superior="", unit=await choices.own_or_known(tx, session.facility_id))
    form = _form(rules.screening_form(None))
    people = [_screened(n) for n in lines if n.state == "open"]
    pdf = screening_forms_pdf(press(), head, form, people, demo=runtime.is_demo)
    return download(pdf, f"phieu-sang-loc-{session.day}.pdf", PDF)


def _form(rule: FormRule | None) -> ScreeningForm:
    """Lay the form of the date out for paper; without one, a form with room to write."""
    if rule is None:
        return ScreeningForm(
            title="PHIẾU KHÁM SÀNG LỌC TRƯỚC TIÊM CHỦNG", authority="", items=[], vitals=[],
            conclusions=[FormConclusion(label=text) for text in OUTCOMES.values()],
        )  # fmt: skip
    leading = {i.asked_if for i in rule.items if i.asked_if}
    return ScreeningForm(
        title=rule.name.vi,
        authority=rule.authority.issuer if rule.verified else "",
        items=[
            FormItem(
                number="" if i.asked_if else str(n), text=i.text.vi, level=1 if i.asked_if else 0,
                asked=i.outcome is not None or i.code in leading or bool(i.outcome_by_product),
                write=i.asks is not None,
            )
            for n, i in enumerate(rule.items, 1)
        ],
        vitals=[VitalSign(label=v.label.vi, unit=v.unit) for v in rule.vitals],
        conclusions=[
            FormConclusion(label=OUTCOMES.get(str(o), str(o)))
            for o in dict.fromkeys(["eligible", *map(str, rule.strictness)])
        ],
        for_child=rule.audience == "child",
    )  # fmt: skip


def _screened(line: CalledLine) -> ScreenedPerson:
    sex = line.sex
    return ScreenedPerson(
        full_name=line.full_name, birth=_birth(line),
        sex="male" if sex == "male" else "female" if sex == "female" else "",
        document=line.document or "", phone=line.phone or "", occupation=line.occupation or "",
        workplace=line.workplace or "", address=line.address or "", code=spoken(line.code),
        qr_text=line.code, product=line.product, guardian=line.guardian_name or "",
        guardian_phone=line.guardian_phone or "",
    )  # fmt: skip


@get("/console/buoi-tiem/{session_id:uuid}/danh-sach.xlsx", opt=LIST_READERS)
async def export_list(
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[bytes]:
    """Give the called list as an Excel file; numbers stay masked."""
    lines = await booking.session_list(tx, actor, session_id, now=runtime.clock.now())
    rows = [
        (
            n.neighbourhood or "", n.full_name, _birth(n), n.address or "", n.document or "",
            hour_of(n.starts_at), spoken(n.code), str(result_of(n.outcome, n.state)),
        )
        for n in lines
    ]  # fmt: skip
    headings = [
        _("Tổ dân phố"), _("Họ tên"), _("Sinh"), _("Địa chỉ"), _("Giấy tờ"), _("Giờ hẹn"),
        _("Mã tiêm"), _("Trạng thái"),
    ]  # fmt: skip
    return download(workbook(_("Danh sách gọi tiêm"), headings, rows), "danh-sach-goi-tiem.xlsx")


routes = [call, invite, show_list, tick, print_invitations, print_forms, export_list]
