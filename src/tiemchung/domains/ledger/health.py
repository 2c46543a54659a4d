"""How far the followers are, and what becomes of events that were put aside."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.errors import DomainError, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class CannotResolve(DomainError):
    """The event was resolved meanwhile."""

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
async def quarantine_within(
    tx: Tx,
    *,
    quarantine_id: UUID,
    nation: bool,
    unplaced: bool,
    provinces: list[int],
    districts: list[int],
    facilities: list[int],
) -> UUID | None: ...


@sql
async def resolve_quarantined(
    tx: Tx, *, quarantine_id: UUID, staff_id: UUID, resolution: str, now: datetime
) -> UUID | None: ...


async def find_quarantined(tx: Tx, quarantine_id: UUID, *, scope: Scope, unplaced: bool) -> UUID:
    """Return the id of an event that was put aside within a scope; raises NotFound.

    `unplaced` lets one work on events that name no known facility.
    """
    found = await quarantine_within(
        tx,
        quarantine_id=quarantine_id,
        nation=scope.nation,
        unplaced=unplaced,
        provinces=list(scope.provinces),
        districts=list(scope.districts),
        facilities=list(scope.facilities),
    )
    if found is None:
        raise NotFound(_("Không có mục này trong phạm vi của bạn."))
    return found


async def resolve(tx: Tx, found: UUID, resolution: str, *, staff_id: UUID, now: datetime) -> None:
    """Close the case of an event that `find_quarantined` found, with a reason; the event stays.

    Raises CannotResolve when somebody else was faster.
    """
    if not await resolve_quarantined(
        tx, quarantine_id=found, staff_id=staff_id, resolution=resolution, now=now
    ):
        raise CannotResolve(_("Mục này đã được xử lý."))
