"""The inbox exists in a database marked demo and nowhere else."""

import asyncpg
import httpx

from tests.support.server import serving
from tests.support.world import World
from tiemchung.kernel.settings import Settings

SECRET = "123456"


async def put_message(database: str, *, demo: bool) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    await connection.execute("UPDATE kernel.installation SET demo = $1", demo)
    await connection.execute(
        "INSERT INTO notifications.message (message_id, channel, template, parts, person_ids,"
        " created_at, not_before) VALUES (gen_random_uuid(), 'sms', 'code', 1, '{}', now(), now())"
    )
    await connection.close()


async def seen(settings: Settings) -> httpx.Response:
    dsn = settings.dsn["worker"]
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        "INSERT INTO notifications.content SELECT message_id, '+84903000000', $1"
        "  FROM notifications.message",
        f"Ma dang nhap: {SECRET}",
    )
    await connection.close()
    with serving(settings) as address:
        async with httpx.AsyncClient(base_url=address) as client:
            return await client.get("/hop-thu")


async def test_a_demo_shows_its_messages(world: World, settings: Settings, database: str) -> None:
    assert world.staff
    await put_message(database, demo=True)
    answer = await seen(settings)
    assert answer.status_code == 200
    assert SECRET in answer.text


async def test_elsewhere_there_is_no_inbox(world: World, settings: Settings, database: str) -> None:
    assert world.staff
    await put_message(database, demo=False)
    answer = await seen(settings)
    assert answer.status_code == 404
    assert SECRET not in answer.text
