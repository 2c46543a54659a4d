"""A web application of a few lines, for tests of what starts web applications."""

import json
import os
from typing import Any

import psycopg


def create_app() -> "TinyApp":
    return TinyApp()


def broken() -> None:
    raise RuntimeError("the application cannot be built")


class TinyApp:
    """Speaks ASGI, without a lifespan of its own."""

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise NotImplementedError
        answer: object = {
            "/health/ready": "ready",
            "/pid": os.getpid(),
            "/env": dict(os.environ),
        }.get(scope["path"])
        if scope["path"] == "/database":
            with psycopg.connect(os.environ["TINY_DSN"], connect_timeout=3) as connection:
                answer = connection.execute("SELECT current_user").fetchone()
        status = 200 if answer is not None else 404
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})
