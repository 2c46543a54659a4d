"""The steps by which the story comes into the database, each whole or not done."""

from collections.abc import Awaitable, Callable
from typing import Final

from msgspec import Struct

from tiemchung.demo.campaign import ground
from tiemchung.demo.campaign.area import AreaPlay
from tiemchung.demo.campaign.areas import Area, Sheet
from tiemchung.demo.campaign.calendar import HOME_PROVINCE
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.closing import close_area
from tiemchung.demo.campaign.response import hold_lot, raise_force, send_reports, tell_incidents
from tiemchung.demo.campaign.sheet import play_sheet
from tiemchung.demo.campaign.staff import write_posts
from tiemchung.demo.campaign.verifying import verify_people
from tiemchung.domains.certificates.keys import create_demo_issuer
from tiemchung.domains.certificates.service import issuer_file
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import transaction
from tiemchung.kernel.reference import touch
from tiemchung.kernel.scope import NATION

FIRST_AREAS: Final = 1
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
        await ground.lay_spending(tx, atlas, plans, HOME_PROVINCE, cast.city)
        await hold_lot(cast, tx)
        await raise_force(cast, tx)
        await touch(tx)
    make_issuer(cast)
    await cast.runtime.reference.refresh()
    await cast.open()
    await cast.stores.move(cast.stock.above(home=True))


async def stock_other_provinces(cast: Cast) -> None:
    """Hand every other province its vaccine."""
    await cast.stores.move(cast.stock.above(home=False))


def make_issuer(cast: Cast) -> None:
    """Make the demo's certificate issuer, country XX; the signing worker publishes its key."""
    place = issuer_file(cast.runtime.settings.folder)
    if not place.exists():
        create_demo_issuer(place, real_now())


def play_area(area: Area) -> Callable[[Cast], Awaitable[None]]:
    """Return the step that plays an area."""

    async def work(cast: Cast) -> None:
        await AreaPlay(cast, area).play()

    return work


def finish_area(area: Area) -> Callable[[Cast], Awaitable[None]]:
    """Return the step that closes an area's sessions and confirms its doses."""

    async def work(cast: Cast) -> None:
        await close_area(cast, AreaPlay(cast, area))

    return work


def play_of_sheet(sheet: Sheet) -> Callable[[Cast], Awaitable[None]]:
    """Return the step that plays a sheet of the other provinces."""

    async def work(cast: Cast) -> None:
        await play_sheet(cast, sheet)
        await cast.feed.drain()

    return work


async def tell_the_rest(cast: Cast) -> None:
    """Incidents, reports of the last days, and a batch asked of the population register."""
    await tell_incidents(cast)
    await send_reports(cast)
    await verify_people(cast)


def all_steps(cast: Cast) -> list[Step]:
    """Return every step in order; the first slice is `FIRST_STEPS` of them."""
    areas, sheets = cast.territories.areas, cast.territories.sheets
    steps = [Step("ground", 0, lay_ground)]
    steps += [_sheet(s) for s in sheets[:FIRST_SHEETS]]
    steps += [_area(a) for a in areas[:FIRST_AREAS]]
    steps.append(Step("stores", 0, stock_other_provinces))
    steps += [_finish(a) for a in areas[:FIRST_AREAS]]
    later = list(sheets[FIRST_SHEETS:])
    for area in areas[FIRST_AREAS:]:
        steps += [_area(area), _finish(area)]
        if later and area.index % 3 == 0:
            steps.append(_sheet(later.pop(0)))
    steps += [_sheet(s) for s in later]
    steps.append(Step("rest", 0, tell_the_rest))
    return steps


FIRST_STEPS: Final = 1 + FIRST_SHEETS + FIRST_AREAS


def _area(area: Area) -> Step:
    return Step(f"area {area.index}", area.size, play_area(area))


def _finish(area: Area) -> Step:
    return Step(f"close {area.index}", 0, finish_area(area))


def _sheet(sheet: Sheet) -> Step:
    return Step(f"sheet {sheet.index}", sheet.size, play_of_sheet(sheet))
