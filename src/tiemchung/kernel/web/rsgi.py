"""Serves an ASGI application over RSGI, the interface of the web server itself (decision 0017).

RSGI hands over a request as one object and takes an answer with one call, where ASGI passes
messages back and forth; the one hot endpoint speaks it directly, all pages through this.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any, Protocol, cast

# Its public module hands it on from the compiled one without saying so in its types.
from granian.rsgi import ProtocolClosed  # pyright: ignore[reportPrivateImportUsage]
from litestar.types import ASGIApp, HTTPReceiveMessage, HTTPScope, Message

LONGEST = 10.0
"""Seconds that are spent on waiting for what nobody wants."""

WHOLE = 1024 * 1024
"""Bytes up to which a body is taken at once; a longer one comes in pieces."""


class Headers(Protocol):
    """The headers of a request; names in lower case."""

    def __contains__(self, key: str) -> bool: ...
    def get(self, key: str, default: Any = None) -> Any: ...  # noqa: ANN401 -- as the server has it
    def items(self) -> list[tuple[str, str]]: ...


class Request(Protocol):
    """What RSGI says of a request: its `Scope`."""

    proto: str
    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str

    @property
    def headers(self) -> Headers: ...


class Stream(Protocol):
    """An answer that is sent piece by piece."""

    async def send_bytes(self, data: bytes) -> None: ...


class Line(Protocol):
    """The connection of a request: its `HTTPProtocol`."""

    async def __call__(self) -> bytes: ...
    def __aiter__(self) -> Any: ...  # noqa: ANN401 -- an iterator of bytes
    async def client_disconnect(self) -> None: ...
    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...
    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Stream: ...


def scope_of(request: Request) -> HTTPScope:
    """Return the scope of ASGI for a request."""
    return cast("HTTPScope", {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": request.http_version,
        "server": _address(request.server),
        "client": _address(request.client),
        "scheme": request.scheme,
        "method": request.method,
        "root_path": "",
        "path": request.path,
        "raw_path": request.path.encode(),
        "query_string": request.query_string.encode("latin-1", "replace"),
        "headers": [
            (name.encode("latin-1"), value.encode("latin-1", "replace"))
            for name, value in request.headers.items()
        ],
        "state": {},
    })  # fmt: skip


def _address(text: str) -> tuple[str, int] | None:
    host, _, port = text.rpartition(":")
    return (host.strip("[]"), int(port)) if port.isdigit() else None


def announced(request: Request) -> int | None:
    """Return how many bytes of body a request announces; None where it does not say."""
    if "transfer-encoding" in request.headers:
        return None
    length: str = request.headers.get("content-length", "0")
    return int(length[:20]) if length.isdigit() else None


async def pieces_of(line: Line) -> AsyncGenerator[bytes]:
    """Yield a body piece by piece; it can be gone on with where it was left, as the line cannot."""
    async for piece in line:
        yield bytes(piece)


async def serve(app: ASGIApp, request: Request, line: Line) -> None:
    """Let an ASGI application answer one request."""
    if request.proto != "http":  # no page speaks over a web socket
        cast("Any", line).close(403)
        return
    talk = _Talk(request, line)
    try:
        await app(scope_of(request), talk.receive, talk.send)
    finally:
        talk.end()


class _Talk:
    """One request and its answer as messages of ASGI.

    An answer that comes whole is given in one call, another as a stream.
    """

    def __init__(self, request: Request, line: Line) -> None:
        self._line = line
        self._length = announced(request)
        whole = self._length is not None and self._length <= WHOLE
        self._pieces = None if whole else pieces_of(line)
        self._coming = True
        self._status = 500
        self._headers: list[tuple[str, str]] = []
        self._stream: Stream | None = None
        self._over = asyncio.Event()

    def end(self) -> None:
        """Let go of the stream: it ends when nobody holds it, and cycles would keep it for long."""
        self._stream = None
        self._over.set()

    async def receive(self) -> HTTPReceiveMessage:
        """Return the next piece of the body, then wait for the end of the talk."""
        if not self._coming:
            await self._until_over()
            return {"type": "http.disconnect"}
        body = b""
        if self._pieces is None:
            self._coming = False
            body = await self._line() if self._length else b""
        else:
            try:
                body = await anext(self._pieces)
            except StopAsyncIteration:
                self._coming = False
        return {"type": "http.request", "body": body, "more_body": self._coming}

    async def _until_over(self) -> None:
        """Wait until the answer is whole or the client has left."""
        waiting = [asyncio.create_task(self._left()), asyncio.create_task(self._over.wait())]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()

    async def _left(self) -> bool:
        await self._line.client_disconnect()
        return True

    async def send(self, message: Message) -> None:
        """Take a message of ASGI; what comes after the client has left is dropped."""
        if message["type"] == "http.response.start":
            await self._take_rest()
            self._status = message["status"]
            self._headers = [(n.decode("latin-1"), v.decode("latin-1"))
                             for n, v in message["headers"]]  # fmt: skip
        elif message["type"] == "http.response.body":
            body, more = message.get("body", b""), bool(message.get("more_body", False))
            with suppress(ProtocolClosed):
                await self._pass_on(bytes(body), more=more)
            if not more:
                self.end()

    async def _take_rest(self) -> None:
        """Read a short body that nobody asked for: else the server may close the connection.

        The next request on it would be lost. `draining` reads the long ones.
        """
        if self._coming and self._pieces is None and self._length:
            self._coming = False
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST):
                    await self._line()

    async def _pass_on(self, body: bytes, *, more: bool) -> None:
        if self._stream is None:
            if not more:
                self._line.response_bytes(self._status, self._headers, body)
                return
            self._stream = self._line.response_stream(self._status, self._headers)
        if body:
            await self._stream.send_bytes(body)


class Life:
    """Keeps a context open for as long as the server runs, in a task of its own.

    What opens it closes it: scopes of cancellation may not change tasks.
    """

    def __init__(self, context: AbstractAsyncContextManager[Any]) -> None:
        self._context = context
        self._begun = asyncio.Event()
        self._over = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Open it; raises what it raises."""
        self._task = loop.create_task(self._live())
        begun = loop.create_task(self._begun.wait())
        loop.run_until_complete(
            asyncio.wait((self._task, begun), return_when=asyncio.FIRST_COMPLETED)
        )
        if self._task.done():
            begun.cancel()
            self._task.result()

    def end(self, loop: asyncio.AbstractEventLoop) -> None:
        """Close it."""
        self._over.set()
        if self._task is not None:
            loop.run_until_complete(self._task)

    async def _live(self) -> None:
        async with self._context:
            self._begun.set()
            await self._over.wait()
