"""A load generator on loopback: prepared requests over kept-alive connections, counted answers.

Plain asyncio protocols under uvloop, so that it costs the two cores as little as may be; bounded
in count and in time.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import cast

from msgspec import Struct

LENGTH = b"content-length: "
"""As the server writes it; every answer that is asked for here comes whole."""


class Answered(Struct):
    """What came back: answers with status 200, outcomes counted by name, latencies in seconds."""

    answers: int = 0
    refused: int = 0
    recorded: int = 0
    seconds: float = 0.0
    latencies: list[float] = []

    def percentile(self, share: float) -> float:
        """Return the latency below which that share of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class _Client(asyncio.Protocol):
    def __init__(self, run: "_Run") -> None:
        self.run = run
        self.buffer = b""
        self.sent_at = 0.0
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass
        self.send()

    def send(self) -> None:
        request = self.run.next()
        if request is None or self.transport is None:
            self.run.leave(None)
            return
        self.sent_at = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        data = self.buffer + data if self.buffer else data
        head = data.find(b"\r\n\r\n")
        start = data.find(LENGTH) + len(LENGTH)
        if head < 0 or len(data) < head + 4 + int(data[start : data.find(b"\r\n", start)]):
            self.buffer = data
            return
        self.buffer = b""
        self.run.count(data, time.perf_counter() - self.sent_at)
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        self.run.leave(exc)


class _Run:
    def __init__(self, requests: Sequence[bytes], connections: int, seconds: float) -> None:
        self.requests = requests
        self.position = 0
        self.until = time.perf_counter() + seconds
        self.open = connections
        self.result = Answered()
        self.done = asyncio.Event()

    def next(self) -> bytes | None:
        if self.position >= len(self.requests) or time.perf_counter() > self.until:
            return None
        self.position += 1
        return self.requests[self.position - 1]

    def count(self, answer: bytes, latency: float) -> None:
        ok = answer.startswith(b"HTTP/1.1 200")
        self.result.answers += ok
        self.result.refused += not ok
        self.result.recorded += answer.count(b'"recorded"')
        self.result.latencies.append(latency)

    def leave(self, error: Exception | None) -> None:
        self.open -= 1
        if error is not None:
            self.result.refused += 1
        if self.open <= 0:
            self.done.set()


async def fire(
    port: int, requests: Sequence[bytes], *, connections: int, seconds: float
) -> tuple[Answered, int]:
    """Send requests until they or the time run out; returns the answers and how many were sent."""
    loop = asyncio.get_running_loop()
    run = _Run(requests, connections, seconds)
    started = time.perf_counter()
    for _ in range(connections):
        await loop.create_connection(lambda: _Client(run), "127.0.0.1", port)
    await asyncio.wait_for(run.done.wait(), seconds + 30)
    run.result.seconds = time.perf_counter() - started
    return run.result, run.position


def post(path: str, body: bytes) -> bytes:
    """Build the bytes of one POST."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body
