"""Connections with a short way: whatever goes which way, in whatever pieces, answers keep order."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn.config import Config
from uvicorn.server import ServerState

from tests.support.waiting import until
from tiemchung.kernel.web import connection
from tiemchung.kernel.web.connection import Answer, Connection

SHORT = b"short"
HAND_BACK = b"by hand"


class Echo:
    """Answers with the way that a body went, and the body."""

    line = b"POST /up HTTP/1.1\r\n"

    def __init__(self) -> None:
        self.short = self
        self.gate: asyncio.Event | None = None
        self.answered = 0

    def open(self) -> None:
        """Let what waits be answered."""
        assert self.gate is not None
        self.gate.set()

    async def answer(self, body: bytes) -> Answer | None:
        if self.gate is not None:
            await self.gate.wait()
        if body == HAND_BACK:
            return None
        if body == b"fault":
            raise ValueError(body)
        await asyncio.sleep(0)
        self.answered += 1
        return Answer(200, (("content-type", "text/plain"),), b"short " + body)

    async def __call__(self, _scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        said = b"long " + body
        length = [(b"content-length", str(len(said)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": length})
        await send({"type": "http.response.body", "body": said})


class Stream(Echo):
    """Says one thing and then listens until somebody leaves."""

    was_left = False

    async def __call__(self, _scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
        self.was_left = (await receive())["type"] == "http.disconnect"


async def settled(told: Callable[[], bool]) -> None:
    """Wait until that is so."""

    async def tell() -> bool:
        return told()

    await until("what the test waits for", tell, bool)


@asynccontextmanager
async def serving(app: Echo) -> AsyncGenerator[tuple[int, ServerState]]:
    config = Config(app, http=Connection, proxy_headers=False, log_config=None, ws="none")
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(config, state, {}), "127.0.0.1", 0
    )
    try:
        yield server.sockets[0].getsockname()[1], state
    finally:
        server.close()
        for kept in list(state.connections):
            kept.shutdown()
        await server.wait_closed()


def request(path: str, body: bytes, *more: str) -> bytes:
    head = [f"POST {path} HTTP/1.1", "Host: x", *more]
    if not any(m.lower().startswith("transfer-encoding") for m in more):
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode() + body


def chunked(body: bytes) -> bytes:
    return request("/up", b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body),
                   "Transfer-Encoding: chunked")  # fmt: skip


async def answers(reader: asyncio.StreamReader, count: int) -> list[bytes]:
    """Read so many answers and return their bodies; each must be a success."""
    found: list[bytes] = []
    for _ in range(count):
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        assert head.startswith(b"HTTP/1.1 200 "), head
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r")[0])
        found.append(await reader.readexactly(length))
    return found


BODIES = st.binary(min_size=1, max_size=40).filter(lambda b: b not in (HAND_BACK, b"fault"))
REQUESTS = st.one_of(
    BODIES.map(lambda b: (request("/up", b), b"short " + b)),
    BODIES.map(lambda b: (request("/elsewhere", b), b"long " + b)),
    BODIES.map(lambda b: (request("/up", b, "Content-Encoding: x"), b"long " + b)),
    BODIES.map(lambda b: (chunked(b), b"long " + b)),
    st.just((request("/up", HAND_BACK), b"long " + HAND_BACK)),
    st.just((request("/up", b""), b"short ")),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(REQUESTS, min_size=1, max_size=6), st.data())
def test_answers_come_in_order_whatever_way_and_pieces(
    sent: list[tuple[bytes, bytes]], data: st.DataObject
) -> None:
    stream = b"".join(one for one, _ in sent)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=8).map(sorted))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

    async def talk() -> list[bytes]:
        async with serving(Echo()) as (port, _):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.001)
            found = await answers(reader, len(sent))
            writer.close()
            return found

    # What comes while another way is busy may go the long way: the answer is the same but for that.
    for said, (_, wanted) in zip(asyncio.run(talk()), sent, strict=True):
        assert said.partition(b" ")[2] == wanted.partition(b" ")[2]
        assert wanted.startswith(b"short ") or said.startswith(b"long ")


async def test_a_plain_request_goes_the_short_way_after_and_before_others() -> None:
    async with serving(Echo()) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for path, way in (("/up", b"short"), ("/a", b"long"), ("/up", b"short"), ("/up", b"short")):
            writer.write(request(path, b"x", "Cookie: a=b"))
            assert await answers(reader, 1) == [way + b" x"]
        writer.close()


@pytest.mark.parametrize("asked", ["h2c", "websocket", "TLS/1.3"])
async def test_an_upgrade_is_passed_over_and_the_connection_goes_on(asked: str) -> None:
    async with serving(Echo()) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for path in ("/elsewhere", "/up", "/elsewhere"):
            writer.write(request(path, b"x", "Connection: Upgrade, HTTP2-Settings",
                                 f"Upgrade: {asked}", "HTTP2-Settings: AAMAAABk"))  # fmt: skip
            assert await answers(reader, 1) == [b"long x"]
            writer.write(request("/up", b"y"))
            assert await answers(reader, 1) == [b"short y"]
        writer.close()


@pytest.mark.parametrize("head", [
    "Content-Length: 1, 2", "Content-Length: +1", "Content-Length : 1", "X: a\nb", "X: a\rb",
    "Content-Length: 1\r\nContent-Length: 2", "Transfer-Encoding: chunked\r\nContent-Length: 1",
])  # fmt: skip
async def test_an_ambiguous_head_is_refused_as_on_the_long_way(head: str) -> None:
    said: list[bytes] = []
    for path in ("/up", "/elsewhere"):
        async with serving(Echo()) as (port, _):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"POST {path} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\nx".encode())
            said.append(await asyncio.wait_for(reader.read(), 5))
            writer.close()
    assert said[0] == said[1]
    assert said[0].startswith(b"HTTP/1.1 400 ")


async def test_a_fault_is_answered_and_the_connection_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    async with serving(Echo()) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request("/up", b"fault"))
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        assert head.startswith(b"HTTP/1.1 500 ")
        await reader.readexactly(len(b"Internal Server Error"))
        writer.write(request("/up", b"x"))
        assert await answers(reader, 1) == [b"short x"]
        writer.close()


@asynccontextmanager
async def being_answered(
    app: Echo, body: bytes = b"x"
) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter, ServerState]]:
    """Send a request whose answer waits for the gate of the application."""
    async with serving(app) as (port, state):
        app.gate = asyncio.Event()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request("/up", body))
        await settled(lambda: bool(state.tasks))
        yield reader, writer, state
        writer.close()


@pytest.mark.parametrize(("body", "said"), [(b"x", b"short x"), (HAND_BACK, b"long by hand")])
async def test_what_is_being_answered_is_answered_before_the_end(body: bytes, said: bytes) -> None:
    app = Echo()
    async with being_answered(app, body) as (reader, _, state):
        for kept in list(state.connections):
            kept.shutdown()
        app.open()
        assert await answers(reader, 1) == [said]
        assert await asyncio.wait_for(reader.read(), 5) == b""
        await settled(lambda: not state.connections)


async def test_a_stream_ends_when_the_server_does() -> None:
    app = Stream()
    async with serving(app) as (port, state):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /live HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
        await asyncio.wait_for(reader.readuntil(b"data: 1\n\n"), 5)
        for kept in list(state.connections):
            kept.shutdown()
        await asyncio.wait_for(reader.read(), 5)
        await settled(lambda: not state.tasks)
        assert app.was_left
        writer.close()


async def test_who_leaves_before_the_answer_does_no_harm() -> None:
    app = Echo()
    async with being_answered(app) as (_, writer, state):
        writer.transport.abort()
        await settled(lambda: not state.connections)
        app.open()
        await settled(lambda: not state.tasks)
        assert app.answered == 1  # what it asked for was done all the same


SLOW: Sequence[bytes] = (
    b"", b"POST", b"POST /up HTTP/1.1\r\nHost: x\r\nX", b"GET / HTTP/1.1\r\nHost",
    request("/up", b"slow")[:-1],
)  # fmt: skip


@pytest.mark.parametrize("begun", SLOW)
async def test_a_request_that_stops_coming_is_not_waited_for(
    begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.2)
    async with serving(Echo()) as (port, state):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(begun)
        assert await asyncio.wait_for(reader.read(), 5) == b""
        await settled(lambda: not state.connections)
        writer.close()


@pytest.mark.parametrize("path", ["/up", "/elsewhere"])
async def test_a_slow_body_is_waited_for(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Slower in all than is waited for, and each piece soon enough even on a busy machine.
    monkeypatch.setattr(connection, "HEAD_SECONDS", 1.2)
    async with serving(Echo()) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        whole = request(path, b"slow")
        for piece in (whole[:-4], whole[-4:-3], whole[-3:-2], whole[-2:]):
            writer.write(piece)
            await asyncio.sleep(0.45)
        assert (await answers(reader, 1))[0].endswith(b" slow")
        writer.close()


@pytest.mark.parametrize("path", ["/up", "/elsewhere"])
async def test_a_head_without_end_is_refused(path: str) -> None:
    async with serving(Echo()) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"POST {path} HTTP/1.1\r\nHost: x\r\n".encode())
        answer = asyncio.create_task(reader.read())
        sent = 0
        while not answer.done() and sent < 2 * connection.MOST_HEAD:
            await asyncio.sleep(0.005)
            writer.write(b"X-More: " + b"a" * 990 + b"\r\n")
            sent += 1000
        assert (await asyncio.wait_for(answer, 5)).startswith(b"HTTP/1.1 400 ")
        assert sent > connection.MOST_HEAD / 2
        writer.close()
