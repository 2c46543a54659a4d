"""Health of the platform: how far the followers are, what was put aside, what messages do."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import health
from tiemchung.domains.ledger.health import FollowerLag
from tiemchung.faces.command import screens
from tiemchung.faces.command.roles import KEEPERS
from tiemchung.faces.command.screens import Quarantined
from tiemchung.faces.command.words import FOLLOWERS, MESSAGE_STATES, set_aside_text
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import transaction
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.scope import NATION
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

PATH = "/command/nen-tang"
LATE = timedelta(seconds=5)
"""Roll-ups are at most so far behind."""

LISTED = 50
_STARTED = real_now()


class Resolve(Struct, frozen=True):
    """Why an event that was put aside needs no more work."""

    resolution: Annotated[str, Meta(min_length=3, max_length=500)]


class FollowerLine(Struct, frozen=True):
    """A follower as its row says it; `seconds` behind."""

    name: str
    seconds: float
    failures: int
    failure: str | None
    tone: str


def works_for_all(actor: Actor) -> bool:
    """Tell whether one looks after events that name no known facility."""
    return actor.scope.nation or actor.role in (Role.SUPPORT_OPERATIONS, Role.PLATFORM)


def line_of(lag: FollowerLag, behind: timedelta) -> FollowerLine:
    """Return the row of a follower."""
    tone = "bad" if lag.failure else "warn" if behind > LATE else "good"
    name = str(FOLLOWERS.get(lag.follower, lag.follower))
    return FollowerLine(name, behind.total_seconds(), lag.failures, lag.failure, tone)


async def _quarantined(tx: Tx, actor: Actor, *, unresolved: bool) -> list[Quarantined]:
    scope = actor.scope
    return await screens.quarantined(
        tx, unresolved=unresolved, nation=scope.nation, unplaced=works_for_all(actor),
        provinces=list(scope.provinces), districts=list(scope.districts),
        facilities=list(scope.facilities), limit=LISTED,
    )  # fmt: skip


async def _page(
    request: AnyRequest, actor: Actor, runtime: Runtime, form: Form[Resolve], at: UUID | None
) -> Response[str]:
    now = runtime.clock.now()
    async with transaction(runtime.db.app, actor.scope) as tx:
        messages = await screens.messages_of_day(tx, since=now - timedelta(days=1))
        waiting = await _quarantined(tx, actor, unresolved=True)
        settled = await _quarantined(tx, actor, unresolved=False)
    async with transaction(runtime.db.app, NATION) as tx:  # the followers are of everybody
        lags, newest = await health.follower_lags(tx), await health.newest_event(tx)
    return render(
        "command/platform/health.html", request, here="platform", now=now, form=form,
        status=form.status, at=at, waiting=waiting, settled=settled[:10], messages=messages,
        message_states=MESSAGE_STATES, why=set_aside_text, newest=newest, since=_STARTED,
        real_now=real_now(),
        lines=[line_of(lag, lag.lag(now)) for lag in lags], late=LATE.total_seconds(),
        reference=runtime.reference.current.version,
    )  # fmt: skip


@get(PATH, opt=KEEPERS)
async def show_health(
    request: AnyRequest, actor: NamedDependency[Actor], runtime: NamedDependency[Runtime]
) -> Response[str]:
    """Show how the platform is."""
    return await _page(request, actor, runtime, Form(), None)


@post(PATH + "/giu-lai/{quarantine_id:uuid}", opt=KEEPERS)
async def resolve(
    request: AnyRequest, actor: NamedDependency[Actor], runtime: NamedDependency[Runtime],
    quarantine_id: FromPath[UUID],
) -> Response[str]:  # fmt: skip
    """Settle an event that was put aside, with the reason; it stays in the book."""
    form = await read_form(request, Resolve)
    async with transaction(runtime.db.app, actor.scope) as tx:
        found = await health.find_quarantined(
            tx, quarantine_id, scope=actor.scope, unplaced=works_for_all(actor)
        )
        if form.value is not None:
            async with form.attempt(tx):
                await health.resolve(
                    tx, found, form.value.resolution, staff_id=actor.staff_id,
                    now=runtime.clock.now(),
                )  # fmt: skip
                return redirect(request, PATH, _("Đã ghi cách xử lý."))
    return await _page(request, actor, runtime, form, quarantine_id)


routes = [show_health, resolve]
