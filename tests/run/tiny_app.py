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
    """Speaks RSGI, the interface in which `up` runs the web server."""

    async def __rsgi__(self, request: Any, line: Any) -> None:
        answer: object = {
            "/health/ready": "ready",
            "/pid": [os.getppid(), os.getpid()],
            "/env": dict(os.environ),
        }.get(request.path)
        if request.path == "/database":
            with psycopg.connect(os.environ["TINY_DSN"], connect_timeout=3) as connection:
                answer = connection.execute("SELECT current_user").fetchone()
        status = 200 if answer is not None else 404
        line.response_bytes(status, [], json.dumps(answer).encode())
