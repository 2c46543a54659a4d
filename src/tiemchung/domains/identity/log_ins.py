"""Log-ins of staff: how long they last, how they begin and end, and the grant they act under."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from tiemchung.domains.identity import queries
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.jurisdiction import Reach, reach_of
from tiemchung.domains.identity.model import CannotChooseGrant, GrantOption, SignedIn
from tiemchung.domains.identity.roles import ABOVE_SITE
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web import sessions

LoginKind = Literal["console", "station"]

LASTS: dict[LoginKind, timedelta] = {
    "console": timedelta(hours=12),
    "station": timedelta(hours=10),
}
"""The longest that a log-in holds, used or not: a working day."""

IDLE: dict[LoginKind, timedelta] = {
    "console": timedelta(minutes=30),
    "station": timedelta(minutes=45),
}
"""How long a log-in holds without a request."""


async def open_log_in(
    tx: Tx,
    staff_id: UUID,
    kind: LoginKind,
    *,
    second_factor: bool = False,
    device_id: UUID | None = None,
) -> SignedIn:
    """Begin a log-in and return its token, which is stored nowhere."""
    now, token = real_now(), sessions.new_token()
    expires_at = now + LASTS[kind]
    await queries.open_login(
        tx, token_digest=sessions.digest(token), staff_id=staff_id, kind=kind,
        device_id=device_id, second_factor=second_factor, now=now,
        idle_seconds=int(IDLE[kind].total_seconds()), expires_at=expires_at,
    )  # fmt: skip
    return SignedIn(token, expires_at, staff_id)


async def sign_out(tx: Tx, token_digest: bytes) -> None:
    """End a log-in."""
    await queries.end_login(tx, token_digest=token_digest, now=real_now())


async def grant_options(tx: Tx, staff_id: UUID, *, now: datetime) -> list[GrantOption]:
    """Return the grants that hold at campaign time `now`, those for a session first."""
    return await queries.grant_options(tx, staff_id=staff_id, campaign_now=now)


async def choose_grant(
    tx: Tx, staff_id: UUID, token_digest: bytes, grant_id: UUID, *, now: datetime
) -> GrantOption:
    """Act under one of the own grants from here on; its scope is expanded now (data-model 6)."""
    options = await grant_options(tx, staff_id, now=now)
    chosen = next((o for o in options if o.grant_id == grant_id), None)
    if chosen is None:
        raise CannotChooseGrant(_("Vai trò này không phải của bạn, hoặc đã hết hiệu lực."))
    reach = await _reach(tx, chosen)
    await queries.choose_grant(
        tx, token_digest=token_digest, grant_id=grant_id, place=chosen.place, nation=reach.nation,
        provinces=list(reach.provinces), districts=list(reach.districts), wards=list(reach.wards),
    )  # fmt: skip
    return chosen


async def switch_grant(tx: Tx, actor: Actor, grant_id: UUID, *, now: datetime) -> GrantOption:
    """Change the role one acts in; at a device only to one that a badge is enough for."""
    if actor.kind != "staff" or actor.owes is not None:
        raise CannotChooseGrant(_("Xin hoàn tất đăng nhập trước."))
    options = await grant_options(tx, actor.staff_id, now=now)
    wanted = next((o for o in options if o.grant_id == grant_id), None)
    if wanted is not None and actor.device_id is not None and wanted.role in ABOVE_SITE:
        raise CannotChooseGrant(_("Vai trò này cần đăng nhập bằng mật khẩu và mã xác thực."))
    return await choose_grant(tx, actor.staff_id, actor.token_digest, grant_id, now=now)


async def choose_only_grant(
    tx: Tx, staff_id: UUID, token_digest: bytes, *, now: datetime
) -> list[GrantOption]:
    """Choose where there is no choice; returns all grants that hold."""
    options = await grant_options(tx, staff_id, now=now)
    if len(options) == 1:
        await choose_grant(tx, staff_id, token_digest, options[0].grant_id, now=now)
    return options


async def _reach(tx: Tx, grant: GrantOption) -> Reach:
    if grant.unit_id is None:
        return Reach()
    level = await queries.unit_level(tx, unit_id=grant.unit_id)
    covered = await queries.highest_covered(tx, unit_id=grant.unit_id)
    return reach_of(level, [(u.unit_id, u.level) for u in covered])
