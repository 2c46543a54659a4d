"""The campaign for programs: people, rounds, assignment, plans, sessions and calls."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from tiemchung.domains.booking import service as booking
from tiemchung.domains.booking.model import CallResult
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import AT_SITE, Role
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import (
    AssignmentPreview,
    AssignmentRule,
    CreateSession,
    DrawUpPlan,
    Enlisted,
    GroupCount,
    OpenRound,
    PlanSite,
    Session,
    SessionWorker,
)
from tiemchung.domains.registry import service as registry
from tiemchung.domains.registry.events import Source
from tiemchung.domains.registry.forms import TypedPerson, read_typed
from tiemchung.domains.registry.model import Entry, Registration
from tiemchung.domains.registry.service.search import PersonShown
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.runtime import Runtime

READERS = requires(
    *(AT_SITE - {Role.STOREKEEPER, Role.VOLUNTEER}), Role.WARD, Role.DISTRICT, Role.PROVINCE
)
REGISTRARS = requires(
    *(AT_SITE - {Role.STOREKEEPER, Role.SUPPORT_DISTRICT, Role.VOLUNTEER}),
    Role.WARD, Role.DISTRICT, Role.PROVINCE,
)  # fmt: skip
MINISTRY = requires(Role.MINISTRY)
PROVINCE = requires(Role.PROVINCE)
DRAWERS = requires(Role.FACILITY_HEAD, Role.DISTRICT, Role.PROVINCE)
DECIDERS = requires(Role.DISTRICT, Role.PROVINCE)
MAKERS = requires(Role.FACILITY_HEAD, Role.SITE_HEAD, Role.DISTRICT)

Typed = Annotated[str, Meta(min_length=2, max_length=120)]


class Search(Struct, frozen=True):
    """What was typed: a name, a number, a phone or a code."""

    text: Typed


class OpenCampaign(Struct, frozen=True, kw_only=True):
    """A campaign of the nation against one disease."""

    name: Annotated[str, Meta(min_length=1, max_length=160)]
    disease: Annotated[str, Meta(pattern="^[a-z0-9-]{2,40}$")]
    starts_on: date
    ends_on: date | None = None


class Assign(Struct, frozen=True, kw_only=True):
    """A rule and the number of people that its preview promised."""

    rule: AssignmentRule
    expected: int | None = None


class Sites(Struct, frozen=True):
    """The sites of a plan."""

    sites: Annotated[list[PlanSite], Meta(max_length=200)]


class Return(Struct, frozen=True):
    """What has to be changed before a plan can be approved."""

    remark: Annotated[str, Meta(min_length=1, max_length=500)]


class CopySession(Struct, frozen=True):
    """The same session on another day; `copy_id` makes it happen once."""

    copy_id: UUID
    day: date


class NameStaff(Struct, frozen=True):
    """Who works in a session."""

    workers: Annotated[list[SessionWorker], Meta(min_length=1, max_length=100)]


class Call(Struct, frozen=True):
    """How many people are called at most; null means every free seat."""

    most: Annotated[int, Meta(ge=1, le=100_000)] | None = None


class Made(Struct, frozen=True):
    """The id of what was made."""

    id: UUID


class MadeNumber(Struct, frozen=True):
    """The id of what was made."""

    id: int


class Invited(Struct, frozen=True):
    """How many people were ordered to be invited."""

    people: int


@post("/api/v1/people", opt=REGISTRARS)
async def register(
    data: JSONBody[TypedPerson],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Registration:
    """Register a person on their behalf and put them on the list of their ward or of the site.

    Who is known already is found again; one who is known elsewhere is listed by their own ward.
    """
    above = actor.role in (Role.WARD, Role.DISTRICT, Role.PROVINCE)
    source: Source = "ward" if above else "site"
    person = read_typed(data, source=source, today=runtime.clock.today())
    entry = Entry(
        voucher=Voucher(staff_id=actor.staff_id), at=runtime.clock.now(),
        entered_by=actor.staff_id, facility=actor.acting.facility_id,
        session=actor.acting.session_id,
    )  # fmt: skip
    made = await registry.register_person(tx, runtime.intake, runtime.vault, person, entry)
    wish = Enlisted(person_id=made.person_id, priority_group=person.priority_group)
    await planning.list_wish(
        tx, wish, source=source, home=data.home, actor_id=actor.staff_id, now=entry.at
    )
    return made


@post("/api/v1/people/search", opt=READERS, status_code=200)
async def search(
    data: JSONBody[Search],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Sequence[PersonShown]:
    """Find people within the jurisdiction; each of them is logged as shown, numbers are masked."""
    return await registry.find_people(tx, runtime.vault, actor, data.text, runtime.clock)


@post("/api/v1/campaigns", opt=MINISTRY)
async def open_campaign(data: JSONBody[OpenCampaign], tx: NamedDependency[Tx]) -> MadeNumber:
    """Open a campaign, in which provinces open their rounds."""
    return MadeNumber(
        await planning.open_campaign(
            tx, name=data.name, disease=data.disease, starts_on=data.starts_on,
            ends_on=data.ends_on,
        )
    )  # fmt: skip


@post("/api/v1/rounds", opt=PROVINCE)
async def open_round(data: JSONBody[OpenRound], tx: NamedDependency[Tx]) -> MadeNumber:
    """Open a round of a province."""
    return MadeNumber(await planning.open_round(tx, data))


@post("/api/v1/assignments/preview", opt=PROVINCE, status_code=200)
async def preview(data: JSONBody[AssignmentRule], tx: NamedDependency[Tx]) -> AssignmentPreview:
    """Count whom a rule meets, without moving anybody."""
    return await planning.preview_assignment(tx, data)


@post("/api/v1/assignments", opt=PROVINCE)
async def assign(
    data: JSONBody[Assign],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Sequence[GroupCount]:
    """Assign the people whom a rule meets; all of the expected number, or nobody."""
    return await planning.assign(
        tx, data.rule, expected=data.expected, actor_id=actor.staff_id, now=runtime.clock.now()
    )


@post("/api/v1/plans", opt=DRAWERS)
async def draw_up_plan(
    data: JSONBody[DrawUpPlan],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Made:
    """Draw up a plan, or change a draft."""
    return Made(
        await planning.draw_up_plan(tx, data, actor_id=actor.staff_id, now=runtime.clock.now())
    )


@post("/api/v1/plans/{plan_id:uuid}/sites", opt=DRAWERS, status_code=204)
async def name_sites(
    plan_id: FromPath[UUID], data: JSONBody[Sites], tx: NamedDependency[Tx]
) -> None:
    """Name the sites of a plan in place of those named before."""
    await planning.name_sites(tx, plan_id, data.sites)


@post("/api/v1/plans/{plan_id:uuid}/submission", opt=DRAWERS, status_code=204)
async def submit_plan(plan_id: FromPath[UUID], tx: NamedDependency[Tx]) -> None:
    """Hand a plan in."""
    await planning.submit_plan(tx, plan_id)


@post("/api/v1/plans/{plan_id:uuid}/approval", opt=DECIDERS, status_code=204)
async def approve_plan(
    plan_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> None:
    """Approve a plan that was handed in."""
    await planning.approve_plan(tx, plan_id, actor_id=actor.staff_id, now=runtime.clock.now())


@post("/api/v1/plans/{plan_id:uuid}/return", opt=DECIDERS, status_code=204)
async def return_plan(
    plan_id: FromPath[UUID],
    data: JSONBody[Return],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> None:
    """Return a plan with what has to be changed."""
    await planning.return_plan(
        tx, plan_id, remark=data.remark, actor_id=actor.staff_id, now=runtime.clock.now()
    )


@get("/api/v1/vaccination-sessions", opt=READERS)
async def list_sessions(
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
    first: FromQuery[date | None] = None,
    last: FromQuery[date | None] = None,
) -> Sequence[Session]:
    """Give the sessions of some days within the jurisdiction; today's without dates."""
    day = runtime.clock.today()
    return await planning.sessions_between(
        tx, first or day, last or first or day, page_size=1_000
    )  # fmt: skip


@post("/api/v1/vaccination-sessions", opt=MAKERS)
async def make_session(
    data: JSONBody[CreateSession],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Session:
    """Make a session with its hours of arrival."""
    made = await planning.create_session(
        tx, data, actor_id=actor.staff_id, now=runtime.clock.now()
    )  # fmt: skip
    await booking.open_slots(tx, made.session_id)
    return made


@post("/api/v1/vaccination-sessions/{session_id:uuid}/copies", opt=MAKERS)
async def copy_session(
    session_id: FromPath[UUID],
    data: JSONBody[CopySession],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Session:
    """Make the same session on another day, with its people."""
    made = await planning.copy_session(
        tx, session_id, copy_id=data.copy_id, day=data.day, actor_id=actor.staff_id,
        now=runtime.clock.now(),
    )  # fmt: skip
    await booking.open_slots(tx, made.session_id)
    return made


@post("/api/v1/vaccination-sessions/{session_id:uuid}/staff", opt=MAKERS, status_code=204)
async def name_staff(
    session_id: FromPath[UUID],
    data: JSONBody[NameStaff],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> None:
    """Name people for a session; their rights end with it."""
    await planning.assign_staff(
        tx, session_id, data.workers, actor_id=actor.staff_id, now=runtime.clock.now()
    )


@post("/api/v1/vaccination-sessions/{session_id:uuid}/calls", opt=MAKERS, status_code=200)
async def call(
    session_id: FromPath[UUID],
    data: JSONBody[Call],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> CallResult:
    """Give free seats to people assigned to the facility."""
    day = runtime.clock.today()
    groups = runtime.reference.current.of(Rules).book.on(day).priority_groups
    await booking.open_slots(tx, session_id)
    return await booking.call_session(
        tx, session_id, most=data.most,
        group_order=[] if groups is None else [g.code for g in groups.groups],
        actor_id=actor.staff_id, now=runtime.clock.now(),
    )  # fmt: skip


@post("/api/v1/vaccination-sessions/{session_id:uuid}/invitations", opt=MAKERS, status_code=200)
async def invite(
    session_id: FromPath[UUID], tx: NamedDependency[Tx], runtime: NamedDependency[Runtime]
) -> Invited:
    """Order a message for everybody of a session who was not invited yet."""
    return Invited(await booking.order_invitations(tx, session_id, now=runtime.clock.now()))


routes = [
    register, search, open_campaign, open_round, preview, assign, draw_up_plan, name_sites,
    submit_plan, approve_plan, return_plan, list_sessions, make_session, copy_session, name_staff,
    call, invite,
]  # fmt: skip
