"""A web application of a few lines, for tests of what starts web applications."""

import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import psycopg

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def create_app() -> Callable[[Message, Receive, Send], Awaitable[None]]:
    return _app


def broken() -> None:
    raise RuntimeError("the application cannot be built")


async def _app(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        while (message := await receive())["type"] != "lifespan.shutdown":
            await send({"type": f"{message['type']}.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    answer: object = {
        "/health/ready": "ready",
        "/pid": [os.getppid(), os.getpid()],
        "/env": dict(os.environ),
    }.get(scope["path"])
    if scope["path"] == "/database":
        with psycopg.connect(os.environ["TINY_DSN"], connect_timeout=3) as connection:
            answer = connection.execute("SELECT current_user").fetchone()
    status = 200 if answer is not None else 404
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})
