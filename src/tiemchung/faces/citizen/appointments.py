"""Appointments of the family: where, when, the code to read aloud or scan; changing one."""

from datetime import timedelta
from itertools import groupby
from typing import Any, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from tiemchung.domains.booking import service as booking
from tiemchung.domains.identity.actor import Actor
from tiemchung.faces.citizen import screens
from tiemchung.faces.citizen.drawing import draw_qr
from tiemchung.faces.citizen.own import CHANGES, Own, family_of, own_person
from tiemchung.faces.citizen.screens import AppointmentShown
from tiemchung.kernel.codes import spoken
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.formats import local_date
from tiemchung.kernel.i18n import Lazy, lazy
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import citizen
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.limits import count
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

EARLY = timedelta(minutes=15)
"""How long before the hour people are asked to be there."""

MOST_SLOTS = 12
REASONS: dict[str, Lazy] = {
    "busy": lazy("Bận vào giờ đó"),
    "ill": lazy("Đang ốm, sốt"),
    "vaccinated_elsewhere": lazy("Đã tiêm ở nơi khác"),
    "moved_away": lazy("Đã chuyển nơi ở"),
    "other": lazy("Lý do khác"),
}


class CancelForm(Struct, frozen=True):
    """Why the appointment is cancelled."""

    reason: Literal["busy", "ill", "vaccinated_elsewhere", "moved_away", "other"]


class MoveForm(Struct, frozen=True):
    """The frame that is wanted instead."""

    slot_id: UUID


class Line(Struct, frozen=True, kw_only=True):
    """An appointment with the name of its person."""

    name: str
    person_id: UUID
    appointment: AppointmentShown


@get("/me/lich-hen", opt=citizen)
async def show_appointments(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """Show the appointments of the whole family, those to come first."""
    lines: list[Line] = []
    for member in await family_of(tx, actor):
        own = await own_person(tx, actor, member.person_id)
        lines += [
            Line(name=member.full_name, person_id=member.person_id, appointment=a)
            for a in await screens.appointments(tx, people=own.ids)
        ]
    return render(
        "citizen/appointments/list.html",
        request,
        here="appointments",
        upcoming=sorted(
            (x for x in lines if x.appointment.state == "open"),
            key=lambda x: x.appointment.starts_at,
        ),
        past=sorted(
            (x for x in lines if x.appointment.state != "open"),
            key=lambda x: x.appointment.starts_at,
            reverse=True,
        ),
    )


async def _find(tx: Tx, own: Own, appointment_id: UUID) -> AppointmentShown:
    for found in await screens.appointments(tx, people=own.ids):
        if found.appointment_id == appointment_id:
            return found
    raise NotFound(_("Không có lịch hẹn này."))


@get("/me/nguoi/{person_id:uuid}/lich-hen/{appointment_id:uuid}", opt=citizen)
async def show_appointment(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    person_id: FromPath[UUID],
    appointment_id: FromPath[UUID],
) -> Response[str]:
    """Show one appointment with its code as letters and as QR; the page prints as an invitation."""
    own = await own_person(tx, actor, person_id)
    appointment = await _find(tx, own, appointment_id)
    is_open = appointment.state == "open"
    return render(
        "citizen/appointments/show.html",
        request,
        here="appointments",
        own=own,
        appointment=appointment,
        code=spoken(appointment.code),
        qr=await draw_qr(appointment.code) if is_open else "",
        come_at=appointment.starts_at - EARLY,
    )


@get("/me/nguoi/{person_id:uuid}/lich-hen/{appointment_id:uuid}/doi", opt=citizen)
async def show_change(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
    appointment_id: FromPath[UUID],
) -> Response[str]:
    """Offer the free hours of the same place and vaccine, and to cancel."""
    own = await own_person(tx, actor, person_id)
    appointment = await _find(tx, own, appointment_id)
    form: Form[MoveForm] = Form()
    return await _change_page(request, tx, runtime, own, appointment, form)


@post("/me/nguoi/{person_id:uuid}/lich-hen/{appointment_id:uuid}/doi", opt=citizen)
async def move(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
    appointment_id: FromPath[UUID],
) -> Response[Any]:
    """Move the appointment to a free hour; a new code takes the old one's place."""
    own = await own_person(tx, actor, person_id)
    appointment = await _find(tx, own, appointment_id)
    form = await read_form(request, MoveForm)
    if form.value is not None:
        await count(runtime.db.limits, CHANGES, str(actor.account_id))
        async with form.attempt(tx):
            now = runtime.clock.now()
            slots = await booking.free_slots(
                tx, appointment.person_id, appointment_id, now=now, most=MOST_SLOTS
            )
            wanted = next((s for s in slots if s.slot_id == form.value.slot_id), None)
            if wanted is None:
                raise NotFound(_("Giờ này vừa hết chỗ. Xin chọn giờ khác."))
            made = await booking.move_appointment(
                tx, appointment.person_id, appointment_id, wanted.session_id, wanted.slot_id,
                now=now,
            )  # fmt: skip
            to = f"/me/nguoi/{own.person.person_id}/lich-hen/{made.appointment_id}"
            return redirect(request, to, _("Đã dời lịch. Mã tiêm mới ở bên dưới."))
        form.errors = {"slot_id": next(iter(form.errors.values()))}
    return await _change_page(request, tx, runtime, own, appointment, form)


@post("/me/nguoi/{person_id:uuid}/lich-hen/{appointment_id:uuid}/huy", opt=citizen)
async def cancel(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
    appointment_id: FromPath[UUID],
) -> Response[Any]:
    """Cancel the appointment with a reason; the person waits for another one."""
    own = await own_person(tx, actor, person_id)
    appointment = await _find(tx, own, appointment_id)
    form = await read_form(request, CancelForm)
    if form.value is not None:
        await count(runtime.db.limits, CHANGES, str(actor.account_id))
        async with form.attempt(tx):
            await booking.cancel_appointment(
                tx, appointment.person_id, appointment_id, reason=form.value.reason, notify=False,
                now=runtime.clock.now(),
            )  # fmt: skip
            return redirect(request, "/me/lich-hen", _("Đã hủy lịch. Bạn vẫn ở trong danh sách."))
        form.errors = {"reason": next(iter(form.errors.values()))}
    return await _change_page(request, tx, runtime, own, appointment, form)


async def _change_page(
    request: AnyRequest,
    tx: Tx,
    runtime: Runtime,
    own: Own,
    appointment: AppointmentShown,
    form: Form[Any],
) -> Response[str]:
    slots = []
    if appointment.state == "open":
        slots = await booking.free_slots(
            tx, appointment.person_id, appointment.appointment_id, now=runtime.clock.now(),
            most=MOST_SLOTS,
        )  # fmt: skip
    return render(
        "citizen/appointments/change.html",
        request,
        here="appointments",
        own=own,
        appointment=appointment,
        days=[
            (day, list(hours))
            for day, hours in groupby(slots, key=lambda slot: local_date(slot.starts_at))
        ],
        reasons=REASONS,
        form=form,
        status=form.status,
    )


routes = [show_appointments, show_appointment, show_change, move, cancel]
