"""How far the followers are, and what becomes of events that were put aside."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class CannotResolve(DomainError):
    """The event was resolved meanwhile, or is not of the caller's jurisdiction."""

    code: ClassVar[str] = "ledger.cannot_resolve"


class FollowerLag(Struct, frozen=True):
    """One follower: when it moved last (real time), and since when (campaign time) work waits."""

    follower: str
    moved_at: datetime
    failures: int
    failure: str | None
    waiting_since: datetime | None

    def lag(self, now: datetime) -> timedelta:
        """Return how far it is behind at campaign time `now`; nothing while nothing waits."""
        if self.waiting_since is None:
            return timedelta(0)
        return max(timedelta(0), now - self.waiting_since)


@sql
async def follower_lags(tx: Tx) -> list[FollowerLag]: ...


@sql
async def newest_event(tx: Tx) -> datetime | None: ...


@sql
async def quarantine_waiting(tx: Tx) -> int: ...


@sql
async def resolve_quarantined(
    tx: Tx,
    *,
    quarantine_id: UUID,
    staff_id: UUID,
    resolution: str,
    now: datetime,
    nation: bool,
    unplaced: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
) -> list[UUID]: ...


async def resolve(
    tx: Tx,
    quarantine_id: UUID,
    resolution: str,
    *,
    scope: Scope,
    unplaced: bool,
    staff_id: UUID,
    now: datetime,
) -> None:
    """Close the case of an event that was put aside, with a reason; the event itself stays.

    `unplaced` lets one work on events that name no known facility. Raises CannotResolve.
    """
    done = await resolve_quarantined(
        tx,
        quarantine_id=quarantine_id,
        staff_id=staff_id,
        resolution=resolution,
        now=now,
        nation=scope.nation,
        unplaced=unplaced,
        provinces=list(scope.provinces),
        districts=list(scope.districts),
        facilities=list(scope.facilities),
    )
    if not done:
        raise CannotResolve(_("Mục này đã được xử lý, hoặc ngoài phạm vi của bạn."))
