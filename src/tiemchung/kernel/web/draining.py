"""Reads what is left of a large request before it is refused.

A server that answers and closes while a file is still coming resets the connection: the browser
then shows an error of the network, and nobody learns that the file is too large.
"""

import asyncio
from contextlib import suppress

from litestar.types import Message, Receive, Scope, Send

SMALL = 64 * 1024
"""Bytes that fit into the buffers of a connection."""

MOST = 64 * 1024 * 1024
LONGEST = 10.0
"""Bytes and seconds that are spent on reading what nobody wants."""


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
                        read += len(more.get("body", b""))  # pyright: ignore[reportArgumentType]
        await send(message)

    return receiving, sending


def _is_large(scope: Scope) -> bool:
    """Tell whether a body is announced that may still be on its way when the answer is ready."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    return b"transfer-encoding" in headers or (length.isdigit() and int(length[:20]) > SMALL)
