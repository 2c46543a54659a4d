"""The only door to a person's record: judged, logged, opened for one transaction (data-model 6)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import CLINICAL, Role
from tiemchung.domains.identity.signed_in import linked_persons
from tiemchung.domains.registry.model import Ground
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import Scope, opening
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

BREAK_GLASS = CLINICAL | {Role.FACILITY_HEAD, Role.DISTRICT, Role.PROVINCE, Role.SUPPORT_DISTRICT}
"""May open a record outside their jurisdiction with a reason, which the citizen reads."""

LEAST_REASON = 10
MOST_REASON = 500


NOBODY_THERE = lazy("Không có người này, hoặc nằm ngoài phạm vi của bạn.")


class Shown(Struct, frozen=True):
    """What a person shows at a running session: a document's digest, or the code of a QR."""

    digest: bytes | None = None
    code: str | None = None


class NoSuchPerson(NotFound):
    """There is no such person, or none whom the caller may open: the answer is the same."""

    code: ClassVar[str] = "no_such_person"


@sql
async def opened(tx: Tx) -> list[UUID]: ...


@sql
async def in_scope(tx: Tx, *, persons: list[UUID]) -> list[UUID]: ...


@sql
async def called(tx: Tx, *, persons: list[UUID]) -> list[UUID]: ...


@sql
async def a_session_is_running(tx: Tx, *, facility_id: int) -> bool: ...


@sql
async def session_is_running(tx: Tx, *, session_id: UUID) -> bool: ...


@sql
async def holders(tx: Tx, *, digest: bytes) -> list[UUID]: ...


@sql
async def holder_of_code(tx: Tx, *, code: str) -> list[UUID]: ...


@sql
async def other_ids(tx: Tx, *, persons: list[UUID]) -> list[UUID]: ...


@sql
async def log_access(
    tx: Tx,
    *,
    persons: list[UUID],
    access_ids: list[UUID],
    at: datetime,
    actor_id: UUID | None,
    actor_name: str,
    actor_role: str,
    facility_id: int | None,
    purpose: str,
    reason: str | None,
) -> None: ...


async def open_record(
    tx: Tx,
    actor: Actor,
    person_id: UUID,
    *,
    now: datetime,
    shown: Shown | None = None,
    reason: str | None = None,
) -> Scope:
    """Open one person's record for the rest of this transaction; raises NoSuchPerson.

    `now` is campaign time. The first ground that holds counts: the own account, the jurisdiction,
    the list of a session, what the person shows at a running session, a reason (break-glass).
    Returns the actor's scope with the person and all their other ids opened.
    """
    return await open_records(tx, actor, [person_id], now=now, shown=shown, reason=reason)


async def open_records(
    tx: Tx,
    actor: Actor,
    persons: list[UUID],
    *,
    now: datetime,
    shown: Shown | None = None,
    reason: str | None = None,
) -> Scope:
    """Open the records of several people, all or none, with one log row for each person."""
    grounds = await _grounds(tx, actor, persons, shown, reason)
    if set(persons) - set(grounds):
        raise NoSuchPerson(str(NOBODY_THERE))
    scope = await _open(tx, actor.scope, tuple(persons))
    if "break_glass" in grounds.values() and set(persons) - set(
        await in_scope(tx, persons=persons)
    ):
        raise NoSuchPerson(str(NOBODY_THERE))
    for ground in dict.fromkeys(grounds.values()):
        await _log(
            tx, actor, [p for p in persons if grounds[p] == ground], ground,
            now=now, reason=reason if ground == "break_glass" else None,
        )  # fmt: skip
    return scope


async def log_listed(
    tx: Tx, actor: Actor, persons: list[UUID], ground: Ground, *, now: datetime
) -> None:
    """Log that these people were shown in a list or a search within the jurisdiction."""
    if persons:
        await _log(tx, actor, persons, ground, now=now, reason=None)


async def own_scope(tx: Tx, account_id: UUID) -> Scope:
    """Return what a citizen's account may see: its people with all their ids, and nothing else.

    Asked at each request of a citizen, in its own transaction without any scope. Looking at
    one's own record is logged when it is opened by `open_record`, not at every request.
    """
    return await _open(tx, Scope(), await linked_persons(tx, account_id))


async def _grounds(
    tx: Tx, actor: Actor, persons: list[UUID], shown: Shown | None, reason: str | None
) -> dict[UUID, Ground]:
    if actor.kind == "citizen":
        own = set(actor.scope.persons)
        return {p: "citizen_link" for p in persons if p in own}
    wanted = set(persons)
    if actor.kind != "staff" or actor.grant is None:
        return {}
    found: dict[UUID, Ground] = {}

    def add(people: Iterable[UUID], ground: Ground) -> None:
        for person in people:
            if person in wanted:
                found.setdefault(person, ground)

    add(await in_scope(tx, persons=persons), "in_scope")
    if len(found) < len(wanted):
        add(await called(tx, persons=persons), "called_list")
    if shown is not None and await _session_runs(tx, actor):
        add(await _holders(tx, shown), "exact_document")
    if reason is not None and len(found) < len(wanted):
        _check_reason(actor, reason)
        add(persons, "break_glass")
    return found


async def _session_runs(tx: Tx, actor: Actor) -> bool:
    """Tell whether a session of the actor's grant is running now."""
    grant = actor.acting
    if grant.session_id is not None:
        return await session_is_running(tx, session_id=grant.session_id)
    if grant.facility_id is not None:
        return await a_session_is_running(tx, facility_id=grant.facility_id)
    return False


async def _holders(tx: Tx, shown: Shown) -> list[UUID]:
    if shown.digest is not None:
        return await holders(tx, digest=shown.digest)
    return [] if shown.code is None else await holder_of_code(tx, code=shown.code)


def _check_reason(actor: Actor, reason: str) -> None:
    if actor.role not in BREAK_GLASS:
        raise NoSuchPerson(str(NOBODY_THERE))
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        raise Invalid(
            _("Xin nêu lý do từ %(least)s ký tự; người dân sẽ đọc được.", least=LEAST_REASON),
            field="reason",
        )


async def _open(tx: Tx, scope: Scope, persons: tuple[UUID, ...]) -> Scope:
    """Open people and, round after round, the other ids that their merges name."""
    known = dict.fromkeys([*scope.persons, *await opened(tx), *persons])
    while known:
        await tx.execute(opening(tuple(known)))
        more = dict.fromkeys(await other_ids(tx, persons=list(known)))
        if more.keys() <= known.keys():
            break
        known |= more
    return replace(scope, persons=tuple(known))


async def _log(
    tx: Tx,
    actor: Actor,
    persons: list[UUID],
    ground: Ground,
    *,
    now: datetime,
    reason: str | None,
) -> None:
    await log_access(
        tx, persons=persons, access_ids=[uuid7() for _ in persons], at=now, actor_id=actor.id,
        actor_name=actor.name, actor_role="citizen" if actor.role is None else str(actor.role),
        facility_id=None if actor.grant is None else actor.grant.facility_id,
        purpose=ground, reason=reason,
    )  # fmt: skip
