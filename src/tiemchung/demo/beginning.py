"""Begins the demo where it may begin, and brings in as much as a first look needs."""

import contextlib
from collections.abc import Callable

import asyncpg
from msgspec import Struct

from tiemchung.demo import job
from tiemchung.demo.campaign.steps import FIRST_STEPS
from tiemchung.demo.marking import holds_anything, mark, refuse_other_hosts
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.statistics import followers as statistics
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime, running

Say = Callable[[str], None]
PATIENCE_SECONDS = 3.0


class Standing(Struct, frozen=True):
    """What a database is to the demo: marked as one, and with the first slice in; or empty."""

    marked: bool
    has_first_slice: bool
    empty: bool


async def read_standing(owner_dsn: str) -> Standing:
    """Ask the database with the owner's login."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute("SET app.nation = 'on'")
        marked = bool(await connection.fetchval("SELECT demo FROM kernel.installation"))
        steps = await connection.fetchval(
            "SELECT (result ->> 'steps')::int FROM kernel.long_job WHERE job_id = $1", job.JOB
        )
        empty = not marked and not await holds_anything(connection)
        return Standing(marked, (steps or 0) >= FIRST_STEPS, empty)
    finally:
        await connection.close()


async def begin(
    owner_dsn: str, settings: Settings, *, host: str, people: int, seed: int, say: Say
) -> bool:
    """Bring the first slice into an empty database; returns whether it carries the demo now.

    Begun before and cut off, it is taken up again; with the first slice in, nothing is done. A
    database with other data is left alone. Raises CannotDemo where other machines could see it.
    """
    standing = await read_standing(owner_dsn)
    if not (standing.marked or standing.empty):
        return False
    refuse_other_hosts(host)
    if standing.has_first_slice:
        return True
    await mark(owner_dsn)
    say(_("Nạp phần đầu của chiến dịch thử (phần còn lại chạy nền)"))
    async with running(settings) as runtime:
        await job.first_slice(
            runtime, seed=seed, people=people,
            show=lambda p: say(
                _("  %(events)s sự kiện, %(rate)s sự kiện mỗi giây", events=p.events,
                  rate=round(p.rate))
            ),
        )  # fmt: skip
        await _count(runtime)
    return True


async def _count(runtime: Runtime) -> None:
    """Count what is in: the worker starts after the first page, which would show zeros.

    Where another database of the server has a long transaction, the worker counts later.
    """
    counting = [corrections(runtime.kinds, runtime.vault), *statistics.followers()]
    with contextlib.suppress(TimeoutError):
        await catch_up(runtime.db.worker, counting, seconds=PATIENCE_SECONDS)
