"""The live stream: a dose from a device moves a figure of the board; viewers share a reading."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing
from typing import Any

import httpx
import msgspec
import pytest

from tests.faces.command.conftest import As, Centre
from tests.support.world import OTHER, OTHER_FACILITY, OTHER_SITE, World, upload
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.followers import FollowerLoop
from tiemchung.worker import all_followers

STREAM = "/command/stream"


@pytest.fixture
async def following(centre: Centre) -> AsyncGenerator[None]:
    """The followers of the worker, running as they do in production."""
    loop = FollowerLoop(centre.runtime.db.worker, all_followers(centre.runtime))
    await loop.start()
    yield
    await loop.stop()


async def messages(answer: httpx.Response) -> AsyncGenerator[dict[str, Any]]:
    """Read the messages of a stream."""
    async for line in answer.aiter_lines():
        if line.startswith("data: "):
            yield msgspec.json.decode(line.removeprefix("data: "))


def dose_upload(world: World) -> bytes:
    """Write what a device of the first facility sends: one dose, signed."""
    sent = upload(world.device, [world.dose(device=world.device.id, seq=int(time.time() * 1000))])
    return msgspec.json.encode(sent)


async def until_doses(told: AsyncGenerator[dict[str, Any]], doses: int) -> dict[str, Any]:
    """Read on until a message tells so many doses; returns it."""
    async for message in told:
        if message.get("figures", {}).get("doses") == doses:
            return message
    raise AssertionError("the stream ended")


async def test_a_dose_from_a_device_moves_the_board_within_five_seconds(
    centre: Centre, as_: As, following: None
) -> None:
    assert following is None
    async with as_(Role.DISTRICT) as client, client.stream("GET", STREAM) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        told = messages(answer)
        before = (await anext(told))["figures"]["doses"]
        began = time.monotonic()
        taken = await client.post("/api/v1/events", content=dose_upload(centre.world))
        assert taken.json()["outcomes"][0]["outcome"] in ("recorded", "flagged")
        async with asyncio.timeout(5):
            moved = await until_doses(told, before + 1)
        assert time.monotonic() - began < 5
        assert moved["series"]["pace"][-1][1] >= 1
        await told.aclose()


async def test_another_jurisdiction_is_not_told(centre: Centre, as_: As, following: None) -> None:
    assert following is None
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(as_(Role.PROVINCE))
        ours = await stack.enter_async_context(here.stream("GET", STREAM))
        mine = await stack.enter_async_context(aclosing(messages(ours)))
        before = (await anext(mine))["figures"]["doses"]
        sent = upload(
            centre.world.other_device,
            [centre.world.dose(
                device=centre.world.other_device.id, seq=int(time.time() * 1000),
                facility=OTHER_FACILITY, site=OTHER_SITE, data={"home": OTHER},
            )],
        )  # fmt: skip
        await here.post("/api/v1/events", content=msgspec.json.encode(sent))
        async with asyncio.timeout(9):
            for _ in range(2):
                message = await anext(mine)
                assert message.get("figures", {}).get("doses", before) == before


async def test_viewers_share_one_reading_and_leave_nothing_behind(centre: Centre, as_: As) -> None:
    async with AsyncExitStack() as stack:
        for role in (Role.PROVINCE, Role.SUPPORT_OPERATIONS, Role.DISTRICT, Role.SUPPORT_DISTRICT,
                     Role.PROVINCE):  # fmt: skip
            client = await stack.enter_async_context(as_(role))
            answer = await stack.enter_async_context(client.stream("GET", STREAM))
            told = await stack.enter_async_context(aclosing(messages(answer)))
            await anext(told)
        assert await measured(centre, "tiemchung_board_viewers") == 5
        await asyncio.sleep(2.2)
        assert await measured(centre, "tiemchung_board_scopes") == 2
    for name in ("tiemchung_board_viewers", "tiemchung_board_scopes"):
        assert await falls_to_zero(centre, name), name


async def falls_to_zero(centre: Centre, name: str) -> bool:
    """Tell whether a measure of the server is zero within ten seconds."""
    for _ in range(100):
        if not await measured(centre, name):
            return True
        await asyncio.sleep(0.1)
    return False


async def measured(centre: Centre, name: str) -> float:
    """Return a measure of the server."""
    async with httpx.AsyncClient(base_url=centre.address) as client:
        text = (await client.get("/metrics")).text
    found = re.search(rf"^{name} ([\d.]+)$", text, re.MULTILINE)
    assert found is not None, name
    return float(found[1])


async def test_the_state_can_be_asked_for_once(as_: As) -> None:
    async with as_(Role.MINISTRY) as client:
        answer = await client.get(f"{STREAM}?mot-lan=1&to-mau=tien-do&tu=x")
        assert answer.status_code == 200
        assert answer.text.count("data: ") == 1
        assert "retry: 2000" in answer.text


async def test_strangers_are_not_told(as_: As, centre: Centre) -> None:
    async with httpx.AsyncClient(base_url=centre.address) as nobody:
        answer = await nobody.get(STREAM)
        assert answer.status_code == 303
    async with as_(Role.NURSE) as client:
        assert (await client.get(STREAM)).status_code == 403
