"""A session that was kept on paper, entered line by line: who, when, which lot, by whom."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from tiemchung.domains.booking import service as booking
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import AT_SITE, Role
from tiemchung.domains.registry import access
from tiemchung.domains.registry.model import PersonFound
from tiemchung.domains.registry.service.search import find_people
from tiemchung.domains.siteops import service as siteops
from tiemchung.domains.siteops.late_entry import PaperDose, enter_paper_dose
from tiemchung.domains.siteops.model import SessionPlace
from tiemchung.faces.console import choices
from tiemchung.faces.console.ban.people import age_on
from tiemchung.faces.console.people import people
from tiemchung.faces.console.rows import options
from tiemchung.faces.console.sessions import LIST
from tiemchung.faces.console.words import FLAGS
from tiemchung.kernel.clock import VIET_NAM
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.formats import birth_date
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import locale
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import WHOLE, Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

ENTERERS = requires(
    *(AT_SITE - {Role.STOREKEEPER, Role.VOLUNTEER}), Role.WARD, Role.DISTRICT
)  # fmt: skip
INJECTING = ["injector", "site_head", "screener", "nurse"]


class LateDose(Struct, frozen=True):
    """A dose that was entered from paper."""

    event_id: UUID
    happened_at: datetime
    received_at: datetime
    full_name: str | None
    lot_number: str | None
    state: str
    flags: list[str]


class Injector(Struct, frozen=True):
    """Somebody who may have injected."""

    staff_id: UUID
    full_name: str
    profession: str | None


class Line(Struct, frozen=True, kw_only=True):
    """One line of the sheet as it is typed; without a person the text is searched for."""

    request_id: UUID
    q: str = ""
    person_id: UUID | None = None
    at: str
    lot: int
    performed_by: UUID
    delay_reason: str
    number: int | None = None
    paper: str | None = None


@sql
async def late_doses(tx: Tx, *, session: UUID) -> list[LateDose]: ...


@sql
async def injectors(
    tx: Tx, *, roles: list[str], facility: int, session: UUID
) -> list[Injector]: ...


@sql
async def lots(tx: Tx, *, product: int) -> list[choices.LotChoice]: ...


@get("/console/buoi-tiem/{session_id:uuid}/nhap-bu", opt=ENTERERS)
async def show_sheet(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[str]:
    """Ask for the next line of a sheet of paper, below what was entered so far."""
    form: Form[Line] = Form(
        {"request_id": str(uuid7()), **{
            name: request.query_params.get(name, "") for name in ("lot", "delay_reason")
        }}
    )  # fmt: skip
    return await _page(request, tx, actor, runtime, session_id, form, [])


async def _page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, session_id: UUID,
    form: Form[Line], found: list[PersonFound],
) -> Response[str]:  # fmt: skip
    place = await siteops.find_session(tx, session_id)
    called = await booking.session_list(tx, actor, session_id, now=runtime.clock.now())
    book = runtime.reference.current.of(Rules).book.on(place.day, place.place_province)
    reasons, language = book.code_list("delay_reason"), locale()
    if WHOLE in form.errors:
        form.errors["q"] = form.errors.pop(WHOLE)
    waiting = [n for n in called if n.outcome is None]
    people_to_choose = [
        {"value": str(n.person_id), "text": f"{n.full_name} · {_born(n)}"}
        for n in (*waiting, *found)
    ]
    return render(
        "console/sessions/late.html", request, here="sessions", status=form.status, form=form,
        place=place, halves=choices.HALF_DAYS, doses=await late_doses(tx, session=session_id),
        people=people_to_choose, found=bool(found), flags=FLAGS,
        lots=options(await lots(tx, product=place.product_id), "lot_id", "lot_number"),
        injectors=options(
            await injectors(
                tx, roles=INJECTING, facility=place.facility_id, session=session_id
            ),
            "staff_id", "full_name", "profession",
        ),
        reasons=[
            {"value": i.code, "text": getattr(i.name, language) or i.name.vi}
            for i in (reasons.items if reasons is not None else ())
        ],
    )  # fmt: skip


def _born(person: Any) -> str:  # noqa: ANN401 -- a line of the called list, or of a search
    precision = person.birth_precision
    return birth_date(person.birth_date, precision if precision in ("year", "month") else "day")


@post("/console/buoi-tiem/{session_id:uuid}/nhap-bu", opt=ENTERERS)
async def enter(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    session_id: FromPath[UUID],
) -> Response[Any]:
    """Record a line; several people under a name are offered to choose from."""
    place = await siteops.find_session(tx, session_id)
    form = await read_form(request, Line)
    found: list[PersonFound] = []
    if form.value is not None:
        line = form.value
        async with form.attempt(tx):
            person, found = await _who(tx, actor, runtime, line)
            if person is None:
                text = (
                    _("Chọn đúng người trong danh sách bên dưới.")
                    if found
                    else _("Không tìm thấy ai trong phạm vi; đăng ký hộ trước nếu chưa có hồ sơ.")
                )
                raise Invalid(text, field="person_id" if found else "q")
            dose = await _dose(tx, actor, runtime, place, line, person)
            outcome = await enter_paper_dose(
                tx, runtime.intake, dose, entered_by=actor.staff_id, now=runtime.clock.now()
            )
            sentence = _("Đã nhập một mũi.")
            if outcome.outcome == "flagged":
                sentence = _("Đã nhập một mũi; có điểm cần kiểm tra.")
            kept = f"?lot={line.lot}&delay_reason={line.delay_reason}"
            return redirect(request, f"{LIST}/{session_id}/nhap-bu{kept}", sentence)
    return await _page(request, tx, actor, runtime, session_id, form, found)


async def _who(
    tx: Tx, actor: Actor, runtime: Runtime, line: Line
) -> tuple[UUID | None, list[PersonFound]]:
    """Return the person that a line means: the chosen one, or the only one that is found."""
    if line.person_id is not None:
        return line.person_id, []
    if not line.q:
        return None, []
    shown = await find_people(tx, runtime.vault, actor, line.q, runtime.clock)
    found = [s.person for s in shown]
    return (found[0].person_id, []) if len(found) == 1 else (None, found)


async def _dose(
    tx: Tx, actor: Actor, runtime: Runtime, place: SessionPlace, line: Line, person_id: UUID
) -> PaperDose:
    """Fill in what the dose says of the person; opening the record is logged."""
    await access.open_record(tx, actor, person_id, now=runtime.clock.now())
    known = await people(tx, persons=[person_id])
    if not known:
        raise access.NoSuchPerson(str(access.NOBODY_THERE))
    p = known[0]
    wanted = {
        "request_id": line.request_id, "session_id": place.session_id, "person_id": person_id,
        "at": _moment(place, line.at), "lot": line.lot, "performed_by": line.performed_by,
        "number": line.number, "delay_reason": line.delay_reason, "paper": line.paper,
        "home": p.home_ward or p.home_district or p.home_province, "sex": p.sex,
        "age": age_on(p.birth_date, p.birth_precision, place.day),
        "priority_group": p.priority_group,
    }  # fmt: skip
    try:
        return msgspec.convert(wanted, PaperDose)
    except msgspec.ValidationError as error:
        raise Invalid(_("Có mục nằm ngoài giới hạn, xin xem lại."), field="number") from error


def _moment(place: SessionPlace, typed: str) -> datetime:
    """Read an hour of the session's day: 8:15, 8h15 or 0815."""
    digits = typed.lower().replace("h", ":").replace(".", ":")
    if ":" not in digits and len(digits) in (3, 4):
        digits = f"{digits[:-2]}:{digits[-2:]}"
    hours, _colon, minutes = digits.partition(":")
    try:
        at = time(int(hours), int(minutes or 0))
    except (ValueError, OverflowError) as error:
        raise Invalid(_("Ghi giờ dạng 8:15."), field="at") from error
    return datetime.combine(place.day, at, VIET_NAM)


routes = [show_sheet, enter]
