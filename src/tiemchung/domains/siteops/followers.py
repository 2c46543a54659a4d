"""What follows from the events of the site day: open items of a close, and their settlement.

Both read projections, so they wait for the fold of corrections. A session that has closed is
counted again whenever one of its events arrives: what is no longer missing is settled by itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import asdict

from tiemchung.domains.ledger.followers import Follower, Seen
from tiemchung.domains.siteops import queries, service
from tiemchung.domains.siteops.close import CLOCK, Gap
from tiemchung.domains.siteops.model import OpenItem, SessionPlace
from tiemchung.kernel.sql import Tx

ARRIVED = "events_arrived"
REOPENED = "session_reopened"


def owner_level(place: SessionPlace) -> str:
    """Return who owns a gap: the district, or the province where there is no district."""
    return "district" if place.place_district is not None else "province"


async def _follow(tx: Tx, seen: Sequence[Seen]) -> None:
    """Open the items of new closes, then settle what has arrived for older ones."""
    for event in seen:
        if event.session_id is None:
            continue
        if event.kind == "session_closed":
            await _open_items(tx, event.session_id, event)
        elif event.kind == "session_reopened":
            await _settle(tx, event.session_id, event.received_at, REOPENED, everything=True)
    await _settle_arrived(tx, seen)


async def _settle_arrived(tx: Tx, seen: Sequence[Seen]) -> None:
    """Settle what these events have brought, in sessions that closed without it."""
    touched: dict[UUID, datetime] = {}
    for event in seen:
        if event.session_id is not None and event.kind != "session_closed":
            touched[event.session_id] = event.received_at
    waiting = await queries.sessions_with_open_items(tx, sessions=sorted(touched))
    for session_id in waiting:
        await _settle(tx, session_id, touched[session_id], ARRIVED)


async def _open_items(tx: Tx, session_id: UUID, event: Seen) -> None:
    """Write the gaps of a close: those that it names and those that are found on counting again."""
    place = await queries.session_place(tx, session_id=session_id)
    if place is None:
        return
    figures = await service.session_figures(tx, place)
    for gap in service.still_open(figures, _named(event)):
        await queries.add_open_item(
            tx,
            facility_id=place.facility_id,
            item_id=uuid5(event.event_id, f"{gap.kind}:{gap.key}"),
            session_id=session_id,
            kind=gap.kind,
            details=asdict(gap),
            owner_level=owner_level(place),
            opened_at=event.happened_at,
            due_at=event.happened_at + CLOCK,
            place_province=place.place_province,
            place_district=place.place_district,
            place_ward=place.place_ward,
        )


def _named(event: Seen) -> list[dict[str, Any]]:
    data = msgspec.json.decode(event.body, type=dict[str, Any]).get("data", {})
    items: list[dict[str, Any]] = data.get("open_items", [])
    return [i for i in items if isinstance(i.get("kind"), str)]


async def _settle(
    tx: Tx, session_id: UUID, at: datetime, settlement: str, *, everything: bool = False
) -> None:
    """Settle the items of a session whose gap is gone."""
    place = await queries.session_place(tx, session_id=session_id)
    if place is None:
        return
    open_now = [i for i in await queries.open_items(tx, session_id=session_id) if not i.settled_at]
    remaining: set[tuple[str, str]] = set()
    if not everything:
        figures = await service.session_figures(tx, place)
        remaining = {g.identity for g in service.still_open(figures, [i.details for i in open_now])}
    for item in open_now:
        if _identity(item) not in remaining:
            await queries.settle_item(
                tx,
                facility_id=place.facility_id,
                item_id=item.item_id,
                settled_at=at,
                settlement=settlement,
                settled_by=None,
            )


def _identity(item: OpenItem) -> tuple[str, str]:
    return Gap(kind=item.kind, key=str(item.details.get("key", ""))).identity


def followers() -> list[Follower]:
    """Return the followers of the site day.

    Doses and vials are known behind the fold of corrections, numbers of devices behind their
    register; whichever of the two is later settles an item.
    """
    return [
        Follower("siteops.closes", _follow, after="corrections"),
        Follower("siteops.arrivals", _settle_arrived, after="devices"),
    ]
