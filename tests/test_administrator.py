"""`tiemchung administrator` as an operator runs it: the first account of an installation."""

import asyncio

from typer.testing import CliRunner, Result

from tests.support.world import NATION, World
from tiemchung.cli import app
from tiemchung.domains.identity import service as identity
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

PASSWORD = "bốn con mèo đen trên mái"


async def run(settings: Settings, *words: str, typed: str) -> Result:
    """Run the command and type at its questions."""
    env = {"TIEMCHUNG_HOME": str(settings.folder), "COLUMNS": "200",
           **{f"TIEMCHUNG_{n.upper()}_DSN": d for n, d in settings.dsn.items()}}  # fmt: skip
    return await asyncio.to_thread(
        CliRunner().invoke, app, ["administrator", *words], input=typed, env=env
    )


async def test_the_first_account_gives_all_others(
    runtime: Runtime, settings: Settings, world: World
) -> None:
    assert world.staff
    words = ("Truc.Ban", "--name", "Phan  Thị Trực")
    done = await run(settings, *words, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    opened = await identity.sign_in(runtime.db.app, "truc.ban", PASSWORD)
    async with runtime.db.app.acquire() as tx:
        grants = await identity.grant_options(tx, opened.account_id, now=runtime.clock.now())
    assert [(g.role, g.unit_id) for g in grants] == [(Role.PLATFORM, NATION)]


async def test_a_taken_name_and_a_weak_password_are_refused(
    settings: Settings, world: World
) -> None:
    assert world.staff
    taken = await run(
        settings, str(Role.PROVINCE), "--name", "X", typed=f"{PASSWORD}\n{PASSWORD}\n"
    )
    weak = await run(settings, "truc", "--name", "X", typed="123456\n123456\n")
    assert (taken.exit_code, weak.exit_code) == (2, 2)
    assert "đã có người dùng" in taken.output
    assert "ít nhất" in weak.output
