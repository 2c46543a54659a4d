"""Reads what is left of a large request before it is refused.

A server that answers and closes while a file is still coming resets the connection: the browser
then shows an error of the network, and nobody learns that the file is too large.
"""

import asyncio
from contextlib import suppress
from typing import cast

from litestar.types import Message, Receive, Scope, Send

LONGEST = 10.0
"""Seconds that are spent on waiting for what nobody wants."""

SMALL = 64 * 1024
"""Bytes that fit into the buffers of a connection."""

MOST = 64 * 1024 * 1024
"""Bytes of what nobody wants that are read all the same."""


def draining(scope: Scope, receive: Receive, send: Send) -> tuple[Receive, Send]:
    """Wrap a connection so that a large body has arrived before its answer begins."""
    if scope["type"] != "http" or not _is_large(scope):
        return receive, send
    left = True

    async def receiving() -> Message:
        nonlocal left
        message = await receive()
        left = message["type"] == "http.request" and message.get("more_body", False)
        return message  # pyright: ignore[reportReturnType] -- whatever the server hands over

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST):
                    read = 0
                    while left and read < MOST:
                        more = await receiving()
                        read += len(cast("bytes", more.get("body", b"")))
        await send(message)

    return receiving, sending


class ClientLeft(Exception):
    """Who asked has gone before the request was whole; nobody waits for an answer."""


async def whole_body(receive: Receive, *, most: int) -> bytes | None:
    """Return the body of a request; None for a larger one, which has arrived all the same."""
    kept: list[bytes] = []
    read, more = 0, True
    while more:
        piece, more = await _piece(receive)
        read += len(piece)
        if read > most:
            break
        kept.append(piece)
    else:
        return b"".join(kept)
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            while more and read < MOST:
                piece, more = await _piece(receive)
                read += len(piece)
    return None


async def _piece(receive: Receive) -> tuple[bytes, bool]:
    """Return the next piece of a body, and whether more comes."""
    message = await receive()
    if message["type"] != "http.request":
        raise ClientLeft
    return message["body"], message["more_body"]


def _is_large(scope: Scope) -> bool:
    """Tell whether a body is announced that may still be on its way when the answer is ready."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    return b"transfer-encoding" in headers or (length.isdigit() and int(length[:20]) > SMALL)
