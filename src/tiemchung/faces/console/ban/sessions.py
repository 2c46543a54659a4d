"""The API of the stations: sessions of the day, the pack, the live queue, people, the figures."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import AT_SITE, Role
from tiemchung.domains.registry.access import NoSuchPerson, Shown
from tiemchung.domains.registry.identity_documents import read_document
from tiemchung.domains.siteops import service
from tiemchung.domains.siteops.close import SessionFigures
from tiemchung.faces.console.ban import people, screens
from tiemchung.faces.console.ban.pack import LotShown, Pack, make_pack, session_lots, table_of
from tiemchung.faces.console.ban.people import PersonShown
from tiemchung.faces.console.ban.screens import SessionLine
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.codes import read_code
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.runtime import Runtime

STAFF = requires(*(AT_SITE - {Role.STOREKEEPER}))
CODE_LENGTH = 8
HELD_FOR = timedelta(minutes=3)
"""Real time; a desk that still has the person asks again in time."""

_AFTER_MARK = re.compile(r"[/#=?:]")
"""What may stand before a code in a QR: a link of the invitation, the mark of the slip."""

Station = Literal["reception", "measure", "screening", "injection", "observation", "close"]
People = Annotated[list[UUID], Meta(max_length=500)]
Typed = Annotated[str, Meta(min_length=2, max_length=120)]


class LiveEvent(Struct, frozen=True):
    """An event of the session: its envelope as it was made, and what the server found."""

    body: dict[str, Any]
    outcome: str
    flags: list[str]


class HoldShown(Struct, frozen=True):
    """A person in front of a desk."""

    person: UUID
    station: str
    device: UUID
    until: datetime


class Live(Struct, frozen=True, kw_only=True):
    """What happened since `cursor` of the answer before; an event may come twice."""

    now: datetime
    cursor: str
    events: list[LiveEvent]
    holds: list[HoldShown]
    lots: list[LotShown]
    called: int


class AskPeople(Struct, frozen=True):
    """Whose cards a device wants: called or seen in the session."""

    ids: People


class Search(Struct, frozen=True):
    """What was typed or scanned: an invitation code, an identity number, a name."""

    text: Typed


class TakePerson(Struct, frozen=True):
    """A desk takes a person."""

    person: UUID
    station: Station
    device: UUID


class Held(Struct, frozen=True):
    """Whether this desk has the person; another one has them when not."""

    held: bool


class PrepareClose(Struct, frozen=True):
    """Last numbers that devices show, and what the head says of gaps (`kind:key` -> code)."""

    made: Annotated[
        dict[UUID, Annotated[int, Meta(ge=0, le=10_000_000)]], Meta(max_length=200)
    ] = {}
    notes: Annotated[dict[str, str], Meta(max_length=200)] = {}


@get("/api/v1/ban/sessions", opt=STAFF)
async def list_sessions(
    tx: NamedDependency[Tx], runtime: NamedDependency[Runtime]
) -> list[SessionLine]:
    """List the sessions of today where the caller works, and earlier ones still to be closed."""
    return await screens.sessions_of(tx, day=runtime.clock.today())


@get("/api/v1/ban/sessions/{session_id:uuid}", opt=STAFF)
async def open_session(
    session_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
) -> Pack:
    """Give the pack of a session. Opens the record of everybody called, and logs it."""
    return await make_pack(tx, actor, runtime, session_id)


@get("/api/v1/ban/sessions/{session_id:uuid}/events", opt=STAFF)
async def read_events(
    session_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
    since: FromQuery[str] = "",
) -> Live:
    """Give the events of a session, or those since a cursor, and which desk has whom."""
    place = await service.find_session(tx, session_id)
    mark = await screens.watermark(tx, session_id=session_id)
    epoch, _dot, low = since.partition(".")
    if epoch == str(mark.epoch) and _is_transaction(low):
        found = await screens.events_since(tx, session_id=session_id, epoch=mark.epoch, tx_from=low)
    else:
        found = await screens.events_of(tx, session_id=session_id)
    holds = await service.holds_of(tx, place, now=real_now())
    return Live(
        now=runtime.clock.now(),
        cursor=f"{mark.epoch}.{mark.tx}",
        events=[LiveEvent(msgspec.json.decode(e.body), e.outcome, e.flags) for e in found],
        holds=[HoldShown(h.person_id, h.station, h.device_id, h.held_until) for h in holds],
        lots=await session_lots(tx, runtime.reference.current, place, runtime.clock.now()),
        called=mark.called,
    )


def _is_transaction(text: str) -> bool:
    """Tell whether a text is the number of a transaction as PostgreSQL writes it."""
    return text.isascii() and text.isdigit() and len(text) <= 20 and int(text) < 2**64  # noqa: PLR2004


@get("/api/v1/ban/sessions/{session_id:uuid}/called", opt=STAFF)
async def list_called(session_id: FromPath[UUID], tx: NamedDependency[Tx]) -> list[UUID]:
    """Give the ids of everybody called: a device asks for the cards of those it does not know."""
    await service.find_session(tx, session_id)
    return await screens.called_people(tx, session_id=session_id)


@post("/api/v1/ban/sessions/{session_id:uuid}/people", opt=STAFF, status_code=200)
async def read_people(
    session_id: FromPath[UUID],
    data: JSONBody[AskPeople],
    actor: NamedDependency[Actor],
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
) -> list[PersonShown]:
    """Give the cards of people of the session; others of the list are left out."""
    place = await service.find_session(tx, session_id)
    seen = await screens.people_seen(tx, session_id=session_id, people=data.ids)
    table = table_of(runtime.reference.current, place, await screens.products(tx))
    return await people.open_people(tx, actor, place, table, seen, now=runtime.clock.now())


@post("/api/v1/ban/sessions/{session_id:uuid}/search", opt=STAFF, status_code=200)
async def search(
    session_id: FromPath[UUID],
    data: JSONBody[Search],
    actor: NamedDependency[Actor],
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
) -> list[PersonShown]:
    """Find somebody by what they show: a code or a number in full, else a name in one's scope."""
    place = await service.find_session(tx, session_id)
    table = table_of(runtime.reference.current, place, await screens.products(tx))
    now = runtime.clock.now()
    text = data.text.strip()
    if len(text) < 2:  # noqa: PLR2004 -- as the description says
        raise Invalid(_("Hãy gõ ít nhất hai ký tự."), field="text")
    shown = _what_is_shown(text, runtime)
    found = await people.candidates(tx, runtime, actor, text, shown)
    if not found:
        return []
    try:
        return await people.open_people(tx, actor, place, table, found, now=now, shown=shown)
    except NoSuchPerson:
        return []


def _what_is_shown(text: str, runtime: Runtime) -> Shown | None:
    if code := read_code(_AFTER_MARK.split(text)[-1], CODE_LENGTH):
        return Shown(code=code)
    document = read_document(text)
    if document.kind is not None and document.problem is None:
        return Shown(digest=runtime.vault.digest(str(document.kind), document.normal))
    return None


@post("/api/v1/ban/sessions/{session_id:uuid}/hold", opt=STAFF, status_code=200)
async def hold(
    session_id: FromPath[UUID],
    data: JSONBody[TakePerson],
    actor: NamedDependency[Actor],
    tx: NamedDependency[Tx],
) -> Held:
    """Take a person to a desk for some minutes, unless another desk of the station has them."""
    place = await service.find_session(tx, session_id)
    now = real_now()
    held = await service.take_person(
        tx,
        place,
        person_id=data.person,
        station=data.station,
        device_id=data.device,
        held_by=actor.staff_id,
        now=now,
        until=now + HELD_FOR,
    )
    return Held(held)


@get("/api/v1/ban/sessions/{session_id:uuid}/figures", opt=STAFF)
async def read_figures(session_id: FromPath[UUID], tx: NamedDependency[Tx]) -> SessionFigures:
    """Count people, vials, doses and devices of a session, and name every gap."""
    return await service.session_figures(tx, await service.find_session(tx, session_id))


@post("/api/v1/ban/sessions/{session_id:uuid}/closing", opt=STAFF, status_code=200)
async def prepare_close(
    session_id: FromPath[UUID], data: JSONBody[PrepareClose], tx: NamedDependency[Tx]
) -> dict[str, Any]:
    """Give the data of the event that would close the session now; the head's device signs it."""
    figures = await service.session_figures(tx, await service.find_session(tx, session_id))
    return service.close_data(figures, made=data.made, notes=data.notes)


routes = [
    list_sessions,
    open_session,
    read_events,
    list_called,
    read_people,
    search,
    hold,
    read_figures,
    prepare_close,
]
