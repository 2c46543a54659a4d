"""The steps by which the story comes into the database, each whole or not done."""

from collections.abc import Awaitable, Callable
from typing import Final

from msgspec import Struct

from tiemchung.demo.campaign import ground
from tiemchung.demo.campaign.area import AreaPlay
from tiemchung.demo.campaign.areas import Area
from tiemchung.demo.campaign.calendar import HOME_PROVINCE
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.staff import write_posts
from tiemchung.kernel.db import transaction
from tiemchung.kernel.reference import touch
from tiemchung.kernel.scope import NATION

FIRST_AREAS: Final = 2
FIRST_SHEETS: Final = 1


class Step(Struct, frozen=True):
    """One step: what it is called, how many people it brings, and its work, safe to repeat."""

    name: str
    people: int
    work: Callable[[Cast], Awaitable[None]]


async def lay_ground(cast: Cast) -> None:
    """Accounts, sites, devices, lots, decisions, rounds, and the city's own stock."""
    atlas, areas, chance = cast.atlas, cast.territories.areas, cast.chance
    async with transaction(cast.runtime.db.app, NATION) as tx:
        await write_posts(tx, cast.posts, cast.keys, cast.runtime.vault)
        await ground.lay_sites(tx, atlas, areas, chance)
        for area in areas:
            devices = ground.devices_of(area, chance, cast.keys)
            await ground.enrol(tx, atlas.station(area), devices)
        await ground.lay_lots(tx, atlas)
        await ground.lay_campaign(tx, atlas, cast.city)
        plans = cast.stock.allocations
        await ground.lay_allocations(tx, atlas, plans, cast.offices.ministry, chance)
        await ground.lay_spending(tx, plans, HOME_PROVINCE, cast.city)
        await touch(tx)
    await cast.runtime.reference.refresh()
    await cast.open()
    await cast.stores.move(cast.stock.above(home=True))


async def stock_other_provinces(cast: Cast) -> None:
    """Hand every other province its vaccine."""
    await cast.stores.move(cast.stock.above(home=False))


def play_area(area: Area) -> Callable[[Cast], Awaitable[None]]:
    """Return the step that plays an area."""

    async def work(cast: Cast) -> None:
        await AreaPlay(cast, area).play()

    return work
