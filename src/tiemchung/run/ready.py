"""Asks the web server whether it is ready."""

import asyncio

PATH = "/health/ready"

_ASK_SECONDS = 5.0
_OK = 200


async def answers(host: str, port: int) -> bool:
    """Tell whether /health/ready answers 200."""
    try:
        async with asyncio.timeout(_ASK_SECONDS):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                name = f"[{host}]" if ":" in host else host
                request = f"GET {PATH} HTTP/1.1\r\nHost: {name}:{port}\r\nConnection: close\r\n\r\n"
                writer.write(request.encode("ascii"))
                status = (await reader.readline()).split()
            finally:
                writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return False
    return len(status) > 1 and status[1] == str(_OK).encode()


async def until_ready(host: str, port: int) -> bool:
    """Wait until it is ready, however long that takes; the caller decides when to give up."""
    while True:
        if await answers(host, port):
            return True
        await asyncio.sleep(0.05)
