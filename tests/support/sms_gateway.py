"""A real HTTP SMS gateway on loopback: takes messages, and fails as it is told."""

import asyncio
import json
from collections import Counter
from typing import Any, Self


class SmsGateway:
    """Listens on a free port; `refuse` maps a number to the status it answers for it."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.tries: Counter[str] = Counter()
        self.refuse: dict[str, int] = {}
        self.lose_answers = 0
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/send"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                length = int(head.split("content-length:")[1].split("\r\n")[0])
                message = json.loads(await reader.readexactly(length))
                if not self._answer(message, head, writer):
                    return
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def _answer(self, message: dict[str, Any], head: str, writer: asyncio.StreamWriter) -> bool:
        self.tries[message["to"]] += 1
        status = self.refuse.get(message["to"], 200)
        if "authorization: bearer secret" not in head:
            status = 401
        if status == 200 and all(m["id"] != message["id"] for m in self.received):
            self.received.append(message)
        if status == 200 and self.lose_answers:
            self.lose_answers -= 1
            return False
        body = json.dumps({"gateway_id": f"g{len(self.received)}"}).encode()
        writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        return True
