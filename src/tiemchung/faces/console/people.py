"""People: found by what is typed into one field, their record opened and logged, changed.

What is typed goes by POST, so that no name and no number stands in an address.
"""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import AT_SITE, Role
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.planning.service.lists import SOURCE_TITLES
from tiemchung.domains.registry import access
from tiemchung.domains.registry import service as registry
from tiemchung.domains.registry.forms import TypedChange, read_change
from tiemchung.domains.registry.model import Entry, PersonFound
from tiemchung.domains.registry.service.search import PersonShown, find_people, show_people
from tiemchung.faces.console.words import (
    CASE_KINDS,
    DOCUMENT_KINDS,
    FLAGS,
    SEXES,
    STEP_KINDS,
    state_of,
)
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

READERS = requires(
    *(AT_SITE - {Role.STOREKEEPER, Role.VOLUNTEER}), Role.WARD, Role.DISTRICT, Role.PROVINCE
)
REGISTRARS = requires(
    *(AT_SITE - {Role.STOREKEEPER, Role.SUPPORT_DISTRICT, Role.VOLUNTEER}),
    Role.WARD, Role.DISTRICT, Role.PROVINCE,
)  # fmt: skip
LIST = "/console/nguoi-dan"


class Search(Struct, frozen=True, kw_only=True):
    """What was typed into the one field."""

    q: str


class OpenWithReason(Struct, frozen=True, kw_only=True):
    """Why a record outside the jurisdiction is opened; the citizen reads it."""

    reason: str


class Change(Struct, frozen=True, kw_only=True):
    """What is changed of a record; empty fields leave it as it is."""

    full_name: str = ""
    birth: str = ""
    phone: str = ""
    document: str = ""
    address: str = ""
    document_seen: Literal["yes"] | None = None
    reason: str


class DoseLine(Struct, frozen=True):
    """An injection of the person."""

    event_id: UUID
    day: date
    product: str | None
    lot_number: str | None
    lot: str | None
    site: str | None
    facility: str | None
    state: str
    entry: str
    happened_at: datetime
    flags: list[str]


class StepLine(Struct, frozen=True):
    """A step of a visit."""

    kind: str
    happened_at: datetime
    site: str | None
    outcome: str | None
    reason: str | None
    earliest_on: date | None
    voided: bool


class AppointmentLine(Struct, frozen=True):
    """An appointment of the person."""

    starts_at: datetime
    site: str | None
    state: str
    invited_at: datetime | None
    delivered_at: datetime | None


class WishLine(Struct, frozen=True):
    """A place on the lists of a round."""

    candidate_id: UUID
    state: str
    source: str
    entered_at: datetime
    round: str | None
    facility: str | None


class CaseLine(Struct, frozen=True):
    """A case about the person."""

    case_id: UUID
    number: str
    kind: str
    flags: list[str]
    opened_at: datetime
    due_at: datetime | None
    state: str
    answer: str | None
    owner: str | None


@sql
async def people(tx: Tx, *, persons: list[UUID]) -> list[PersonFound]: ...


@sql
async def home_of(tx: Tx, *, units: list[int]) -> str | None: ...


@sql
async def doses(tx: Tx, *, persons: list[UUID]) -> list[DoseLine]: ...


@sql
async def steps(tx: Tx, *, persons: list[UUID]) -> list[StepLine]: ...


@sql
async def appointments(tx: Tx, *, persons: list[UUID]) -> list[AppointmentLine]: ...


@sql
async def wishes(tx: Tx, *, persons: list[UUID]) -> list[WishLine]: ...


@sql
async def cases(tx: Tx, *, persons: list[UUID]) -> list[CaseLine]: ...


@get(LIST, opt=READERS)
async def show_search(request: AnyRequest, actor: NamedDependency[Actor]) -> Response[str]:
    """Ask for a name, a number or a phone."""
    return _search_page(request, actor, Form[Search](), None)


def _search_page(
    request: AnyRequest, actor: Actor, form: Form[Search], found: list[PersonShown] | None
) -> Response[str]:
    return render(
        "console/people/search.html", request, here="people", status=form.status, form=form,
        found=found, sexes=SEXES, may_register=actor.role in REGISTRARS["who"].roles,
    )  # fmt: skip


@post(LIST, opt=READERS, status_code=200)
async def search(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:
    """Show who is found within the jurisdiction; each of them is logged as shown."""
    form = await read_form(request, Search)
    found: list[PersonShown] | None = None
    if form.value is not None:
        async with form.attempt(tx):
            found = await find_people(tx, runtime.vault, actor, form.value.q, runtime.clock)
    return _search_page(request, actor, form, found)


@get("/console/nguoi-dan/{person_id:uuid}", opt=READERS)
async def show_person(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
) -> Response[str]:
    """Open a record: logged with the ground on which it was opened."""
    return await _record_page(request, tx, actor, runtime, person_id)


@post("/console/nguoi-dan/{person_id:uuid}", opt=READERS, status_code=200)
async def open_with_reason(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
) -> Response[str]:
    """Open a record outside the jurisdiction with a reason, which the citizen reads."""
    form = await read_form(request, OpenWithReason)
    reason = None if form.value is None else form.value.reason
    return await _record_page(request, tx, actor, runtime, person_id, reason=reason or "")


async def _record_page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, person_id: UUID,
    *, reason: str | None = None,
) -> Response[str]:  # fmt: skip
    scope = await access.open_record(tx, actor, person_id, now=runtime.clock.now(), reason=reason)
    ids = [person_id, *(p for p in scope.persons if p != person_id)]
    person = await _shown(tx, ids)
    p = person.person
    units = [u for u in (p.home_ward, p.home_district, p.home_province) if u is not None]
    given = await doses(tx, persons=ids)
    return render(
        "console/people/record.html", request, here="people", person=p, shown=person,
        lives=await home_of(tx, units=units), sexes=SEXES, kinds=DOCUMENT_KINDS, doses=given,
        events=_timeline(
            given, await steps(tx, persons=ids), await appointments(tx, persons=ids)
        ),
        wishes=await wishes(tx, persons=ids), cases=await cases(tx, persons=ids),
        case_kinds=CASE_KINDS, flags=FLAGS, sources=SOURCE_TITLES, state_of=state_of,
        may_change=actor.role in REGISTRARS["who"].roles,
        may_answer=actor.role in (Role.FACILITY_HEAD, Role.DISTRICT, Role.PROVINCE),
    )  # fmt: skip


async def _shown(tx: Tx, ids: list[UUID]) -> PersonShown:
    """Return the record that the person goes on with: of several ids, the one that is known."""
    found = {p.person_id: p for p in await people(tx, persons=ids)}
    first = next((found[i] for i in ids if i in found), None)
    if first is None:
        raise access.NoSuchPerson(str(access.NOBODY_THERE))
    return (await show_people(tx, [first]))[0]


def _timeline(
    given: list[DoseLine], seen: list[StepLine], calls: list[AppointmentLine]
) -> list[dict[str, object]]:
    """Put what happened into one order, newest first."""
    items: list[dict[str, object]] = []
    for d in given:
        title = _("Tiêm %(product)s", product=d.product or "?")
        items.append(
            {"at": d.happened_at, "title": title, "text": d.site or d.facility, "tone": "good"}
        )
    for v in seen:
        title = str(STEP_KINDS.get(v.kind, v.kind))
        if v.voided:
            title = _("%(what)s (đã hủy)", what=title)
        items.append({"at": v.happened_at, "title": title, "text": v.site})
    for a in calls:
        who = str(state_of(a.state))
        items.append({"at": a.starts_at, "title": _("Lịch hẹn tiêm"), "text": a.site, "who": who})
    return sorted(items, key=lambda i: str(i["at"]), reverse=True)


@get("/console/nguoi-dan/{person_id:uuid}/sua", opt=REGISTRARS)
async def show_change(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
) -> Response[str]:
    """Ask what changes of a record; opening it is logged."""
    await access.open_record(tx, actor, person_id, now=runtime.clock.now())
    person = await _shown(tx, [person_id])
    form: Form[Change] = Form(
        {"full_name": person.person.full_name, "address": person.person.address or ""}
    )
    return _change_page(request, person, form)


def _change_page(request: AnyRequest, person: PersonShown, form: Form[Change]) -> Response[str]:
    return render(
        "console/people/change.html", request, here="people", status=form.status,
        person=person.person, shown=person, form=form,
    )  # fmt: skip


@post("/console/nguoi-dan/{person_id:uuid}/sua", opt=REGISTRARS)
async def change(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
) -> Response[Any]:
    """Record what has changed, with the reason; what stood before stays in the ledger."""
    now = runtime.clock.now()
    await access.open_record(tx, actor, person_id, now=now)
    person = await _shown(tx, [person_id])
    form = await read_form(request, Change)
    if form.value is not None:
        typed = form.value
        async with form.attempt(tx):
            made = read_change(
                TypedChange(
                    full_name=_changed(typed.full_name, person.person.full_name),
                    birth=typed.birth, phone=typed.phone, document=typed.document,
                    address=_changed(typed.address, person.person.address or ""),
                    document_seen=typed.document_seen == "yes", reason=typed.reason[:200],
                ),
                person_id=person_id, today=runtime.clock.today(),
            )  # fmt: skip
            await registry.update_person(
                tx, runtime.intake, runtime.vault, made, entry_of(actor, runtime)
            )
            return redirect(
                request, f"{LIST}/{person_id}",
                _("Đã ghi thay đổi; hồ sơ hiện thay đổi trong vài giây."),
            )  # fmt: skip
    return _change_page(request, person, form)


def _changed(typed: str, stood: str) -> str:
    """Return what was typed when it is another text than what stood in the field."""
    return "" if typed == stood else typed


def entry_of(actor: Actor, runtime: Runtime) -> Entry:
    """Say who enters something, where and now; the log-in vouches."""
    return Entry(
        voucher=Voucher(staff_id=actor.staff_id), at=runtime.clock.now(),
        entered_by=actor.staff_id, facility=actor.acting.facility_id,
        session=actor.acting.session_id,
    )  # fmt: skip


routes = [show_search, search, show_person, open_with_reason, show_change, change]
