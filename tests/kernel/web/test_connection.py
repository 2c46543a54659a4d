"""The real server and requests as no browser would send them: in pieces, too large, strange."""

import asyncio
import json
from base64 import b64encode
from urllib.parse import urlsplit

import httpx
import msgspec

from tests.support.people import form_token
from tests.support.world import World, upload

TOO_MUCH = 9 * 1024 * 1024
EVENTS = "/api/v1/events"
DOOR = "/me/dang-nhap"


async def say(served: str, head: str, body: bytes = b"") -> bytes:
    """Send bytes as they are and return everything that is answered."""
    address = urlsplit(served)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body)
    await writer.drain()
    answer = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    return answer


def in_pieces(body: bytes, size: int) -> bytes:
    """Return a body in the pieces of RFC 9112, section 7.1."""
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in [*parts, b""])


async def test_events_may_come_in_pieces(served: str) -> None:
    head = f"POST {EVENTS} HTTP/1.1\nHost: x\nConnection: close\nTransfer-Encoding: chunked"
    answer = await say(served, head, in_pieces(b'{"events": []}', 3))
    assert answer.startswith(b"HTTP/1.1 400 "), answer
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["type"].endswith("unreadable")


async def test_too_much_is_refused_after_it_has_come(served: str) -> None:
    async with httpx.AsyncClient(base_url=served, timeout=30) as client:
        announced = await client.post(EVENTS, content=bytes(TOO_MUCH))
    assert announced.status_code == 413
    assert announced.json()["type"].endswith("too_large")
    head = f"POST {EVENTS} HTTP/1.1\nHost: x\nConnection: close\nTransfer-Encoding: chunked"
    answer = await say(served, head, in_pieces(bytes(TOO_MUCH), 65_536))
    assert answer.startswith(b"HTTP/1.1 413 "), answer[:200]


async def test_a_form_may_come_in_pieces(served: str) -> None:
    async with httpx.AsyncClient(base_url=served) as client:
        shown = await client.get(DOOR)
        cookie = "; ".join(f"{n}={v}" for n, v in client.cookies.items())
    body = f"csrf={form_token(shown)}&phone=12".encode()
    head = (
        f"POST {DOOR} HTTP/1.1\nHost: x\nConnection: close\nTransfer-Encoding: chunked\n"
        f"Content-Type: application/x-www-form-urlencoded\nCookie: {cookie}"
    )
    answer = await say(served, head, in_pieces(body, 7))
    assert answer.startswith(b"HTTP/1.1 422 "), answer[:200]
    assert b'value="12"' in answer


async def test_strange_requests_are_answered_without_a_fault(served: str) -> None:
    strange = {
        "GET / HTTP/1.1\nX-A: caf\xe9\xff\nCookie: a=\xc3\xa9": b"200",
        "GET /%ff%fe HTTP/1.1": b"404",
        "GET /\xc3\xa9 HTTP/1.1": b"400",
        "OPTIONS * HTTP/1.1": b"404",
        "BREW / HTTP/1.1": b"400",
        "GET / HTTP/1.1\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==": b"200",  # nobody speaks it here: a page
    }
    for head, status in strange.items():
        answer = await say(served, f"{head}\nHost: x\nConnection: close")
        assert answer.split(b" ")[1] == status, (head, answer[:200])


async def test_a_body_that_nobody_reads_does_not_cost_the_next_request(served: str) -> None:
    address = urlsplit(served)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    for _ in range(3):
        writer.write(b"POST /no/such/page HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.2)  # the server has refused it before the body comes
        writer.write(b"a=b&c")
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        assert head.startswith(b"HTTP/1.1 404 "), head
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r")[0])
        await reader.readexactly(length)
    writer.close()


async def test_too_much_of_nobody_is_refused_with_a_time_to_come_back(
    served: str, world: World
) -> None:
    doses = [msgspec.structs.replace(world.dose(), device=world.device.id, seq=n + 1)
             for n in range(300)]  # fmt: skip
    sent = upload(world.device, doses)
    body = {"device": str(world.device.id), "signature": b64encode(bytes(64)).decode(),
            "events": [{"body": e.body} for e in sent.events]}  # fmt: skip
    async with httpx.AsyncClient(base_url=served, timeout=30) as client:
        kept = [(await client.post(EVENTS, json=body)).status_code for _ in range(2)]
        refused = await client.post(EVENTS, json=body)
    assert kept == [200, 200]
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "60"
    assert refused.json()["type"].endswith("too_often")
