"""Serves an ASGI application over RSGI, the interface of the web server itself (decision 0017).

RSGI hands over a request as one object and takes an answer with one call, where ASGI passes
messages back and forth; the one hot endpoint speaks it directly, all pages through this.
"""

import asyncio
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any, Protocol, cast

from granian.rsgi import ProtocolClosed  # pyright: ignore[reportPrivateImportUsage]
from litestar.types import ASGIApp, HTTPScope, Message, Receive

WHOLE = 1024 * 1024
"""Bytes up to which a body is taken at once; a longer one comes in pieces."""


class Headers(Protocol):
    """The headers of a request; names in lower case."""

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
    if "transfer-encoding" in request.headers:  # pyright: ignore[reportOperatorIssue]
        return None
    length: str = request.headers.get("content-length", "0")
    return int(length[:20]) if length.isdigit() else None


async def serve(app: ASGIApp, request: Request, line: Line) -> None:
    """Let an ASGI application answer one request."""
    if request.proto != "http":  # no page speaks over a web socket
        cast("Any", line).close(403)
        return
    answer = _Answer(line)
    await app(scope_of(request), _receiving(request, line), answer.send)


def _receiving(request: Request, line: Line) -> Receive:
    length = announced(request)
    pieces = None if length is not None and length <= WHOLE else aiter(line)
    left = True

    async def receive() -> Message:
        nonlocal left
        if not left:
            await line.client_disconnect()
            return cast("Message", {"type": "http.disconnect"})
        body = b""
        if pieces is None:
            body, left = await line() if length else b"", False
        else:
            try:
                body = bytes(await anext(pieces))
            except StopAsyncIteration:
                left = False
        return cast("Message", {"type": "http.request", "body": body, "more_body": left})

    return cast("Receive", receive)


class _Answer:
    """Collects the messages of an answer: one call where it comes whole, else a stream."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._status = 500
        self._headers: list[tuple[str, str]] = []
        self._stream: Stream | None = None

    async def send(self, message: Message) -> None:
        """Take a message of ASGI; what comes after the client has left is dropped."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = [(n.decode("latin-1"), v.decode("latin-1"))
                             for n, v in message["headers"]]  # fmt: skip
        elif message["type"] == "http.response.body":
            body, more = message.get("body", b""), message.get("more_body", False)
            with suppress(ProtocolClosed):
                await self._pass_on(bytes(body), more=bool(more))

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
