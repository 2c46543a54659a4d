"""The paper slip of the ministry for people injected in a session, printed at the site."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from tiemchung.country.rulebook import RuleBook
from tiemchung.country.rules import ObservationRule
from tiemchung.domains.eligibility.model import GivenDose
from tiemchung.domains.eligibility.rules import Person, next_dose
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.registry.access import open_records
from tiemchung.domains.siteops import service
from tiemchung.domains.siteops.model import SessionPlace
from tiemchung.faces.console.ban import screens
from tiemchung.faces.console.ban.people import age_on
from tiemchung.faces.console.ban.screens import Appointment, DoseOnSlip, Face
from tiemchung.faces.console.ban.sessions import STAFF
from tiemchung.faces.console.printing import PDF, press
from tiemchung.kernel.codes import spoken
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.formats import Precision, birth_date
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.print.letterhead import Letterhead
from tiemchung.print.slip import MOST_COLUMNS, SECOND_EMPTY, Slip, SlipDose, slips_pdf
from tiemchung.runtime import Runtime

LABELS = (("Mũi 1", "First dose"), ("Mũi 2", "Second dose"), ("Mũi 3", "Third dose"))
PRECISIONS: dict[str, Precision] = {"year": "year", "month": "month", "day": "day"}


class PrintSlips(Struct, frozen=True):
    """For whom: people who were injected in the session; others are left out."""

    people: Annotated[list[UUID], Meta(min_length=1, max_length=200)]


@post("/api/v1/ban/sessions/{session_id:uuid}/slips", opt=STAFF, status_code=200)
async def print_slips(
    session_id: FromPath[UUID],
    data: JSONBody[PrintSlips],
    actor: NamedDependency[Actor],
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
) -> Response[bytes]:
    """Print the slips of people injected in the session, one A5 page each (PDF)."""
    place = await service.find_session(tx, session_id)
    seen = await screens.injected_people(tx, session_id=session_id, people=data.people)
    if not seen:
        raise Invalid(_("Chưa có ai trong số này được tiêm trong buổi."), field="people")
    await open_records(tx, actor, seen, now=runtime.clock.now())
    slips = await _slips(tx, place, seen, runtime.reference.current.of(Rules).book)
    site = await screens.site_of(tx, site_id=place.site_id, facility_id=place.facility_id)
    head = Letterhead(superior="", unit="" if site is None else site.facility)
    made = await asyncio.to_thread(slips_pdf, press(), head, slips, demo=runtime.is_demo)
    return Response(made, media_type=PDF)


async def _slips(tx: Tx, place: SessionPlace, people: list[UUID], book: RuleBook) -> list[Slip]:
    faces = await screens.faces(tx, people=people)
    calls = await screens.appointments(tx, session_id=place.session_id, people=people)
    codes = {c.person_id: c for c in calls}
    doses: dict[UUID, list[DoseOnSlip]] = {}
    for dose in await screens.doses_on_slip(tx, people=people):
        doses.setdefault(dose.person_id, []).append(dose)
    rule = book.on(place.day, place.place_province).observation
    return [
        _slip(face, doses[face.person_id], codes.get(face.person_id), place, book, rule)
        for face in faces
    ]


def _slip(
    face: Face,
    doses: Sequence[DoseOnSlip],
    call: Appointment | None,
    place: SessionPlace,
    book: RuleBook,
    rule: ObservationRule | None,
) -> Slip:
    due = _next_due(face, doses, place, book)
    columns = [_column(i, d, due) for i, d in enumerate(doses[-MOST_COLUMNS:])]
    code = call.code if call is not None else doses[-1].event_id.hex[-8:].upper()
    return Slip(
        full_name=face.full_name,
        birth=birth_date(face.birth_date, PRECISIONS.get(face.birth_precision, "day")),
        document=", ".join(face.documents),
        phone="",
        address=face.ward or "",
        doses=columns if len(columns) > 1 or due is None else [*columns, SECOND_EMPTY],
        qr_text=f"TC:{code}",
        code=spoken(code),
        advice=_advice(rule),
    )


def _column(index: int, dose: DoseOnSlip, due: date | None) -> SlipDose:
    label, label_en = LABELS[index]
    return SlipDose(
        label=label,
        label_en=label_en,
        given_on=dose.day,
        product=dose.product_name or "",
        lot_number=dose.lot_number or "",
        facility=dose.facility or "",
        next_due=due,
    )


def _next_due(
    face: Face, doses: Sequence[DoseOnSlip], place: SessionPlace, book: RuleBook
) -> date | None:
    history = [GivenDose(d.product, d.day) for d in doses if d.product is not None]
    age = age_on(face.birth_date, face.birth_precision, place.day)
    found = next_dose(history, place.day, Person(age), book, place.place_province)
    return None if found is None else found.usual


def _advice(rule: ObservationRule | None) -> str:
    """Say what the rule of the day says; the emergency number is that of the country."""
    if rule is None:
        return "Có dấu hiệu bất thường: đến cơ sở y tế gần nhất hoặc gọi 115."
    return (
        f"Ở lại điểm tiêm ít nhất {rule.minutes} phút. Theo dõi sức khỏe tại nhà {rule.home_days}"
        f" ngày, sát nhất {rule.close_days} ngày đầu. Có dấu hiệu bất thường: đến cơ sở y tế gần"
        " nhất hoặc gọi 115."
    )


routes = [print_slips]
