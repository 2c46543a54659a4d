"""One reading for all viewers of a jurisdiction; streams that comment, end and clean up."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import cast

import asyncpg
import msgspec
import pytest

from tiemchung.faces.command import broadcast
from tiemchung.faces.command.broadcast import Broadcaster
from tiemchung.faces.command.snapshot import Board
from tiemchung.kernel.scope import Scope
from tiemchung.runtime import Runtime

CITY, OTHER = Scope(provinces=(79,)), Scope(provinces=(74,))
NO_RUNTIME = cast("Runtime", None)


class Readings:
    """Stands where the database is read; each board has one dose more than the one before."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []
        self.fails: Exception | None = None
        self._numbers = count(1)

    async def __call__(self, _: Runtime, scope: Scope) -> Board:
        self.scopes.append(scope)
        if self.fails is not None:
            raise self.fails
        n = next(self._numbers)
        at = datetime(2021, 8, 16, 3, tzinfo=UTC) + timedelta(seconds=n)
        return Board(n, at, at.date(), None, {"doses": n}, [], [], [], [], [], [])


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    found = Readings()
    monkeypatch.setattr(broadcast, "read_board", found)
    monkeypatch.setattr(broadcast, "EVERY_SECONDS", 0.05)
    return found


def follow(
    caster: Broadcaster, scope: Scope, seen: int = 0, lasts: float = 30
) -> AsyncGenerator[bytes | None]:
    return caster.follow(scope, "nhap-lieu", "vi", seen, lasts)


async def doses(told: AsyncGenerator[bytes | None]) -> int:
    """Wait for the next message that tells the doses."""
    while True:
        message = await asyncio.wait_for(anext(told), 5)
        if message is not None and "figures" in (found := msgspec.json.decode(message)):
            return int(found["figures"]["doses"])


async def test_many_viewers_of_one_scope_are_one_reading(readings: Readings) -> None:
    caster = Broadcaster(NO_RUNTIME)
    viewers = [follow(caster, CITY) for _ in range(20)]
    first = await asyncio.gather(*(doses(v) for v in viewers))
    assert set(first) == {1}
    for _ in range(3):
        later = await asyncio.gather(*(doses(v) for v in viewers))
        assert len(set(later)) == 1
    assert len(readings.scopes) <= 1 + 3 + 2  # one a tick, however many look
    for viewer in viewers:
        await viewer.aclose()


async def test_scopes_are_read_apart_and_only_while_somebody_looks(readings: Readings) -> None:
    caster = Broadcaster(NO_RUNTIME)
    async with aclosing(follow(caster, CITY)) as city, aclosing(follow(caster, OTHER)) as other:
        await doses(city)
        await doses(other)
        await doses(city)
    assert set(readings.scopes) == {CITY, OTHER}
    await asyncio.sleep(0.2)
    before = len(readings.scopes)
    await asyncio.sleep(0.2)
    assert len(readings.scopes) == before


async def test_who_has_seen_a_board_is_told_what_came_after(readings: Readings) -> None:
    caster = Broadcaster(NO_RUNTIME)
    shown = await caster.board(CITY)
    async with aclosing(follow(caster, CITY, seen=shown.version)) as told:
        first = await anext(told)
        assert first is not None
        assert "changed" not in msgspec.json.decode(first)
        assert await doses(told) > shown.version
    async with aclosing(follow(caster, CITY, seen=999)) as told:
        unknown = await anext(told)
        assert unknown is not None
        assert "tiles" in msgspec.json.decode(unknown)["changed"]
    assert readings.scopes


async def test_a_board_is_read_once_for_pages_that_are_opened_together(readings: Readings) -> None:
    caster = Broadcaster(NO_RUNTIME)
    boards = await asyncio.gather(*(caster.board(CITY) for _ in range(10)))
    assert {b.version for b in boards} == {1}
    assert readings.scopes == [CITY]


async def test_a_quiet_stream_comments(readings: Readings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast, "EVERY_SECONDS", 5.0)
    monkeypatch.setattr(broadcast, "COMMENT_SECONDS", 0.1)
    async with aclosing(follow(Broadcaster(NO_RUNTIME), CITY)) as told:
        assert await anext(told) is not None
        assert await asyncio.wait_for(anext(told), 2) is None
        assert await asyncio.wait_for(anext(told), 2) is None
    assert readings.scopes


async def test_a_stream_ends_when_its_time_is_over_or_the_process_closes(
    readings: Readings,
) -> None:
    caster = Broadcaster(NO_RUNTIME)
    short = [m async for m in follow(caster, CITY, lasts=0.2)]
    assert len(short) >= 2
    once = [m async for m in follow(caster, CITY, lasts=0.0)]
    assert len(once) == 1
    told = follow(caster, CITY)
    await anext(told)
    caster.close()
    rest = await asyncio.wait_for(_drained(told), 2)
    assert rest <= 1
    assert readings.scopes


async def _drained(told: AsyncGenerator[bytes | None]) -> int:
    return len([m async for m in told])


async def test_a_database_that_fails_for_a_moment_is_read_again(readings: Readings) -> None:
    caster = Broadcaster(NO_RUNTIME)
    async with aclosing(follow(caster, CITY)) as told:
        await doses(told)
        readings.fails = OSError("gone")
        await asyncio.sleep(0.2)
        readings.fails = None
        assert await doses(told) >= 2


async def test_without_readings_for_long_viewers_are_let_go(
    readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "LOST_AFTER", 0.2)
    monkeypatch.setattr(broadcast, "COMMENT_SECONDS", 0.05)
    told = follow(Broadcaster(NO_RUNTIME), CITY)
    await anext(told)
    readings.fails = asyncpg.PostgresError("down")
    await asyncio.wait_for(_drained(told), 5)
    assert readings.scopes


async def test_a_closed_pool_ends_the_reading(readings: Readings) -> None:
    caster = Broadcaster(NO_RUNTIME)
    told = follow(caster, CITY)
    await anext(told)
    readings.fails = asyncpg.InterfaceError("pool is closing")
    await asyncio.wait_for(_drained(told), 5)
    assert caster.closed


async def test_scopes_nobody_asks_for_are_forgotten(
    readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    caster = Broadcaster(NO_RUNTIME)
    await caster.board(CITY)
    monkeypatch.setattr(broadcast, "FORGOTTEN_AFTER", -1.0)
    await caster.board(OTHER)
    assert caster.scopes <= {OTHER}
    assert len(readings.scopes) == 2
