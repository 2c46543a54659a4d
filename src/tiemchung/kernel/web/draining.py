"""Reads what is left of a large request before it is refused.

A server that answers and closes while a file is still coming resets the connection: the browser
then shows an error of the network, and nobody learns that the file is too large.
"""

import asyncio
from contextlib import suppress
from typing import cast

from litestar.types import Message, Receive, Scope, Send

from tiemchung.kernel.web import rsgi

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
                async with asyncio.timeout(rsgi.LONGEST):
                    read = 0
                    while left and read < MOST:
                        more = await receiving()
                        read += len(cast("bytes", more.get("body", b"")))
        await send(message)

    return receiving, sending


async def whole_body(request: rsgi.Request, line: rsgi.Line, *, most: int) -> bytes | None:
    """Return the body of a request; None for a larger one, which has arrived all the same."""
    length = rsgi.announced(request)
    if length is not None and length <= most:
        return await line()
    kept: list[bytes] = []
    read = 0
    pieces = rsgi.pieces_of(line)
    async for piece in pieces:
        read += len(piece)
        if read > most:
            break
        kept.append(piece)
    else:
        return b"".join(kept)
    with suppress(TimeoutError):
        async with asyncio.timeout(rsgi.LONGEST):
            async for piece in pieces:
                read += len(piece)
                if read > MOST:
                    break
    return None


def _is_large(scope: Scope) -> bool:
    """Tell whether a body is announced that may still be on its way when the answer is ready."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    return b"transfer-encoding" in headers or (length.isdigit() and int(length[:20]) > SMALL)
