"""The first page of the health book: the family, what waits, what has changed."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.registry.aliases import roots, with_aliases
from tiemchung.faces.citizen import screens
from tiemchung.faces.citizen.own import RELATIONS, family_of, foresee
from tiemchung.faces.citizen.screens import AppointmentShown, Member
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import citizen
from tiemchung.kernel.web.pages import AnyRequest, render
from tiemchung.runtime import Runtime


class Summary(Struct, frozen=True, kw_only=True):
    """One person of the family in a few words."""

    person: Member
    relation: str
    doses: int
    last: datetime | None
    appointment: AppointmentShown | None
    certificate: bool
    due: str


@get("/me", opt=citizen)
async def home(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:
    """Show the family with what comes next for each."""
    family = await family_of(tx, actor)
    summaries = await _summaries(tx, family, runtime)
    unread = await screens.unread(tx, people=list(actor.scope.persons))
    return render(
        "citizen/home.html", request, here="home", unread=unread, now=runtime.clock.now(),
        summaries=sorted(summaries, key=lambda one: one.appointment is None),
    )  # fmt: skip


async def _summaries(tx: Tx, family: list[Member], runtime: Runtime) -> list[Summary]:
    everyone, links = await with_aliases(tx, {m.person_id for m in family})
    root = roots(everyone, links)
    doses = await screens.doses(tx, people=everyone)
    appointments = await screens.appointments(tx, people=everyone)
    certificates = await screens.certificates(tx, people=everyone)
    today = runtime.clock.today()
    book = runtime.reference.current.of(Rules).book

    def whose(person_id: UUID, member: Member) -> bool:
        return root[person_id] == root[member.person_id]

    found: list[Summary] = []
    for member in family:
        own = [d for d in doses if whose(d.person_id, member)]
        counted = [d for d in own if d.counts]
        upcoming = [a for a in appointments if a.state == "open" and whose(a.person_id, member)]
        nearest = min(upcoming, key=lambda a: a.starts_at, default=None)
        foreseen = foresee(member, own, book, today) if counted and nearest is None else None
        due = ""
        if foreseen is not None:
            due = _("Mũi %(number)s từ ngày %(day)s", number=foreseen.number,
                    day=f"{foreseen.usual:%d/%m/%Y}")  # fmt: skip
        found.append(
            Summary(
                person=member,
                relation=str(RELATIONS.get(member.relation, RELATIONS["other"])),
                doses=len(counted),
                last=counted[-1].happened_at if counted else None,
                appointment=nearest,
                certificate=any(
                    c.revoked_at is None and whose(c.person_id, member) for c in certificates
                ),
                due=due,
            )
        )
    return found


routes = [home]
