"""`tiemchung demo`: the whole demo at once, into an empty database on this machine."""

from collections.abc import Callable, Sequence
from pathlib import Path

import asyncpg

from tiemchung.demo import job
from tiemchung.demo.beginning import read_standing
from tiemchung.demo.marking import CannotDemo, mark, refuse_other_databases
from tiemchung.domains.ledger.followers import Follower, catch_up
from tiemchung.install import install_pack
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.migrate import CannotMigrate, migrate
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime, running

Say = Callable[[str], None]
Followers = Callable[[Runtime], Sequence[Follower]]


async def load(
    owner_dsn: str, home: Path, *, people: int, seed: int, followers: Followers, say: Say,
    show: job.Show,
) -> None:  # fmt: skip
    """Bring schema, country pack and the whole demo into a database, or finish what was begun.

    In the end every follower has read everything. Raises CannotDemo where it may not be.
    """
    refuse_other_databases(owner_dsn)
    try:
        dsn = await migrate(owner_dsn, home, say=say)
    except CannotMigrate as error:
        raise CannotDemo(str(error)) from error
    if await _has_no_pack(owner_dsn):
        say(_("Nạp danh mục hành chính, sản phẩm và quy định của Việt Nam"))
        await install_pack(owner_dsn)
    await mark(owner_dsn)
    async with running(Settings(folder=home, dsn=dsn)) as runtime:
        found = await job.read_job(runtime)
        if found is not None and found.is_done:
            raise CannotDemo(_("Dữ liệu thử đã được nạp đầy đủ vào cơ sở dữ liệu này."))
        await job.whole_demo(runtime, seed=seed, people=people, show=show)
        say(_("Tính số liệu tổng hợp"))
        await catch_up(runtime.db.worker, followers(runtime))


async def _has_no_pack(owner_dsn: str) -> bool:
    if (await read_standing(owner_dsn)).marked:
        return False
    connection = await asyncpg.connect(owner_dsn)
    try:
        return not await connection.fetchval("SELECT EXISTS (SELECT FROM geography.facility)")
    finally:
        await connection.close()
