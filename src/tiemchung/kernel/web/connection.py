"""One HTTP connection: uvicorn's, guarded against heads without end, with a short way (0017).

The one hot endpoint is answered on the connection itself: a request for it skips the messages of
ASGI, and its answer is one write. What is not plain there (a body in pieces or a large one, a
connection that is to close) or is handed back goes the long way, like all pages.
"""

import asyncio
import re
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Protocol, cast

import httptools
import structlog
from msgspec import Struct
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

log = structlog.get_logger()

HEAD_SECONDS = 30.0
"""How long a request may take until its head is whole, from the first byte or the connection; on
the short way also how long a body may say nothing."""

MOST_HEAD = 64 * 1024
"""Bytes of a head that are waited for."""

MOST_SHORT = 256 * 1024
"""Bytes of a body that may go the short way."""

NOT_PLAIN = frozenset({
    b"content-encoding", b"expect", b"transfer-encoding", b"upgrade",
})  # fmt: skip

EVENT_STREAM = (b"accept", b"text/event-stream")
"""What a browser asks for when a page listens to a stream (HTML standard, section 9.2)."""

_UPGRADE = re.compile(rb"\r\nupgrade:", re.IGNORECASE)

Headers = tuple[tuple[str, str], ...]


class Answer(Struct, frozen=True):
    """A whole answer; its length is said for it."""

    status: int
    headers: Headers
    body: bytes


class ShortWay(Protocol):
    """The endpoint of an application, in its attribute `short`, that is answered without ASGI."""

    line: bytes
    """The first line of its requests, with its end."""

    async def answer(self, body: bytes) -> Answer | None:
        """Answer a request; None sends it the long way."""
        ...


class Connection(HttpToolsProtocol):
    """What the web server makes of each connection."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._short = cast("ShortWay | None", getattr(cast("object", self.app), "short", None))
        self._held = b""  # of a short request that is not whole, or came before its turn
        self._answering = False
        self._closing = False
        self._reads_head = False
        self._reads_body = False
        self._head_size = 0
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] -- as uvicorn has it
        """Begin; who connects and says nothing is not waited for."""
        super().connection_made(transport)
        self._be_patient()

    def connection_lost(self, exc: Exception | None) -> None:
        """End; an answer that is being made is dropped, what it wrote stays."""
        self._end_patience()
        self._held = b""
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, whichever way it goes."""
        if self._held:
            data = self._held + data
            self.flow.resume_reading()
        if self._answering:
            self._held = data
            self.flow.pause_reading()
        elif (
            self._short is not None and data.startswith(self._short.line) and self._has_long_ended()
        ):
            self._go_short(self._short, data)
        else:
            self._go_long(data)

    def shutdown(self) -> None:
        """Close when what is being answered is over; a stream is never, and its page comes back."""
        if self._answering:
            self._closing = True
        elif EVENT_STREAM in (self.headers or ()):
            self.transport.close()
        else:
            super().shutdown()

    # The short way

    def _go_short(self, short: ShortWay, data: bytes) -> None:
        end = data.find(b"\r\n\r\n")
        if end < 0:
            if len(data) < MOST_HEAD:
                self._hold(data)
            else:
                self._go_long(data)
            return
        head = end + 4
        length = plain_length(data[:head])
        if length is None or length > MOST_SHORT:
            self._go_long(data)
            return
        self._end_patience()
        if len(data) < head + length:
            self._hold(data)  # however slow it comes, as long as something does
        else:
            whole, self._held = data[: head + length], data[head + length :]
            self._unset_keepalive_if_required()
            self._answering = True
            task = self.loop.create_task(self._answer(short, whole, head))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def _hold(self, data: bytes) -> None:
        self._held = data
        self._unset_keepalive_if_required()
        self._be_patient()

    async def _answer(self, short: ShortWay, request: bytes, head: int) -> None:
        try:
            answer = await short.answer(request[head:])
        except Exception:  # whatever it was, the client must not wait for ever
            log.exception("short_way_failed")
            answer = Answer(500, (("content-type", "text/plain"),), b"Internal Server Error")
        self._answering = False
        if self.transport.is_closing():
            return
        if answer is None:
            self.flow.resume_reading()
            self._go_long(request + self._held)
            if self._closing:
                super().shutdown()
            return
        self.server_state.total_requests += 1
        self.transport.write(_bytes_of(answer))
        if self._closing:
            self.transport.close()
        elif self._held:
            self.data_received(b"")
        else:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    # The long way

    def _has_long_ended(self) -> bool:
        """Tell whether every request that went the long way came whole and is answered."""
        none_is_read = not (self._reads_head or self._reads_body or self.pipeline)
        return none_is_read and (self.cycle is None or self.cycle.response_complete)  # pyright: ignore[reportUnnecessaryComparison] -- None before the first

    def _go_long(self, data: bytes) -> None:
        self._held = b""
        was_reading = self._reads_head
        if self._has_long_ended():
            data = without_upgrade(data)
        super().data_received(data)
        if was_reading and self._reads_head:
            self._head_size += len(data)
            if self._head_size > MOST_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        """Begin to read a request."""
        self._reads_head, self._head_size = True, 0
        self._be_patient()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Begin to answer it."""
        self._reads_head, self._reads_body = False, True
        self._end_patience()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that it has come whole."""
        self._reads_body = False
        super().on_message_complete()

    def _be_patient(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _end_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


def without_upgrade(data: bytes) -> bytes:
    """Rename the header that asks for another protocol: RFC 9110 7.8 lets a server pass it over.

    Java's client asks for HTTP/2 so; the parser takes what follows for that protocol, and a body
    and all later requests would be lost.
    """
    head = data.find(b"\r\n\r\n")
    if head < 0 or _UPGRADE.search(data, 0, head) is None:
        return data
    return _UPGRADE.sub(b"\r\nx-asked:", data[:head]) + data[head:]


class _Head:
    """What the parser finds in a head."""

    def __init__(self) -> None:
        self.length: int | None = None
        self.is_plain = True

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        if name == b"content-length":
            self.length = int(value)
        elif name in NOT_PLAIN:
            self.is_plain = False


def plain_length(head: bytes) -> int | None:
    """Return the length of the body that a plain head announces; None if it is not plain.

    What is wrong with a head is said on the long way, by the same parser.
    """
    found = _Head()
    parser = httptools.HttpRequestParser(found)
    try:
        parser.feed_data(head)
    except (httptools.HttpParserError, httptools.HttpParserUpgrade):
        return None
    return found.length if found.is_plain and parser.should_keep_alive() else None


def _bytes_of(answer: Answer) -> bytes:
    head = _head(answer.status, answer.headers)
    return b"%b%d\r\n\r\n%b" % (head, len(answer.body), answer.body)


@lru_cache(maxsize=256)
def _head(status: int, headers: Headers) -> bytes:
    """Return a head up to its length."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "content-length: "]).encode("ascii")
