"""The port to whoever carries messages, and the HTTP gateway that a ministry's aggregator offers.

The port is one function; a gateway answers for each message: taken (with its id), refused for good
(a wrong number), or try again later.
"""

from typing import Protocol

import httpx
import msgspec
from msgspec import Struct


class Answer(Struct, frozen=True):
    """What the gateway said of one message."""

    taken: bool
    gateway_id: str = ""
    failure: str = ""
    final: bool = False


class Gateway(Protocol):
    """Carries one text to one number."""

    async def carry(self, message_id: str, recipient: str, text: str) -> Answer:
        """Hand one message over; never raises for what the gateway says or fails to say."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class HttpGateway:
    """POSTs JSON {id, to, text} with a bearer token; the id makes a repetition harmless."""

    def __init__(self, url: str, token: str, *, timeout: float = 10.0) -> None:
        self._url = url
        self._client = httpx.AsyncClient(
            timeout=timeout, headers={"Authorization": f"Bearer {token}"}
        )

    async def carry(self, message_id: str, recipient: str, text: str) -> Answer:
        """Hand one message over."""
        try:
            answer = await self._client.post(
                self._url, json={"id": message_id, "to": recipient, "text": text}
            )
        except httpx.HTTPError as error:
            return Answer(taken=False, failure=type(error).__name__)
        if answer.is_success:
            return Answer(taken=True, gateway_id=_given_id(answer))
        final = answer.status_code in (400, 404, 410, 422)
        return Answer(taken=False, failure=f"http {answer.status_code}", final=final)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


class _Taken(Struct, frozen=True):
    gateway_id: str = ""


def _given_id(answer: httpx.Response) -> str:
    """Read the gateway's own id; what was taken is taken, whatever the answer looks like."""
    try:
        return msgspec.json.decode(answer.content, type=_Taken).gateway_id[:120]
    except msgspec.DecodeError:
        return ""


class Inbox:
    """The gateway of a demo: nothing leaves the machine, the inbox page shows the message."""

    async def carry(self, message_id: str, recipient: str, text: str) -> Answer:  # noqa: ARG002 -- a port
        """Take the message: the inbox page reads it from the database."""
        return Answer(taken=True, gateway_id=f"inbox-{message_id[:8]}")

    async def close(self) -> None:
        """Nothing is open."""
