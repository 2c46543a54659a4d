"""Closes the sessions of an area with the product's own arithmetic, and confirms their doses."""

from datetime import datetime, timedelta
from typing import Any, Final

from tiemchung.demo.campaign.area import AreaPlay
from tiemchung.demo.campaign.calendar import NOW, TODAY, moment
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.feed import arrives
from tiemchung.demo.campaign.pen import Draft
from tiemchung.demo.campaign.sending import entered_on
from tiemchung.demo.campaign.visit import Stage
from tiemchung.domains.ledger.device_register import device_register
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.siteops.confirmation import confirm_sessions
from tiemchung.domains.siteops.history import history
from tiemchung.domains.siteops.service import (
    close_data,
    find_session,
    is_closed,
    session_figures,
)
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NATION
from tiemchung.kernel.sql import Tx

_CONFIRMS_AT: Final = 8.2
_SLOW_TO_CLOSE: Final = 5


async def close_area(cast: Cast, area: AreaPlay) -> None:
    """Close and confirm what was over long enough; done before, it is left as it is."""
    runtime = cast.runtime
    folding = corrections(runtime.kinds, runtime.vault)
    await cast.let_pass([folding, device_register()])
    for stage in area.stages:
        at = closed_at(stage)
        if at is not None and at <= NOW:
            await _close(cast, stage, at)
    await cast.let_pass([folding, history(lambda: cast.book)])
    for stage in area.stages:
        at = confirmed_at(stage)
        if at is not None and at <= NOW:
            await _confirm(cast, stage, at)


def closed_at(stage: Stage) -> datetime | None:
    """Return when the head closes a session; None when nobody has, so far."""
    plan = stage.plan
    if not plan.is_past or plan.record == "silent":
        return None
    if plan.record == "paper":
        return entered_on(plan) + timedelta(hours=3)
    if plan.record == "hole":
        ago = (TODAY - plan.day).days
        return moment(plan.day + timedelta(days=1), 9.0) if ago > 2 else None  # noqa: PLR2004
    yesterday = plan.day == TODAY - timedelta(days=1)
    if yesterday and plan.area % _SLOW_TO_CLOSE == 2:  # noqa: PLR2004
        return None
    return moment(plan.day, plan.hours[1] + 2.75)


def confirmed_at(stage: Stage) -> datetime | None:
    """Return when the facility confirms the doses: the second morning after the close."""
    closed = closed_at(stage)
    if closed is None or stage.plan.record == "hole":
        return None
    return moment(closed.date() + timedelta(days=2), _CONFIRMS_AT)


async def _close(cast: Cast, stage: Stage, at: datetime) -> None:
    async with transaction(cast.runtime.db.app, NATION) as tx:
        data = await _figures(tx, stage)
    if data is None:
        return
    head = stage.crew.head
    draft = Draft(
        kind="session_closed", name=(stage.session_id,), at=at, data=data,
        facility=stage.facility_id, site=stage.site_id, session=stage.session_id,
        performed_by=head, entered_by=head,
    )  # fmt: skip
    await cast.feed.send([cast.pen.write(draft)], arrives(at, 1))


async def _figures(tx: Tx, stage: Stage) -> dict[str, Any] | None:
    """Return what the close of a session says, None when it is closed already."""
    if await is_closed(tx, stage.session_id):
        return None
    place = await find_session(tx, stage.session_id)
    return close_data(await session_figures(tx, place), made={}, notes={})


async def _confirm(cast: Cast, stage: Stage, at: datetime) -> None:
    async with transaction(cast.runtime.db.app, NATION) as tx:
        with cast.feed.at(at + timedelta(seconds=3)):
            await confirm_sessions(
                tx, cast.feed.intake, [stage.session_id], staff_id=stage.crew.facility_head, now=at
            )
