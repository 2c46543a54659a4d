"""Citizens over HTTP: signed in by the code that the gateway received for their phone."""

import re
from typing import Any

import httpx

from tests.support.people import form_token, submit
from tests.support.platform import Platform
from tests.support.waiting import until

DOOR = "/me/dang-nhap"
_CODE = re.compile(r"Ma dang nhap tiem chung: (\d{6})\.")


class Citizen:
    """Somebody with the platform on their phone."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def page(self, path: str) -> str:
        """Open a page."""
        answer = await self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.text

    async def submit(self, page: str, to: str | None = None, **fields: str | list[str]) -> str:
        """Fill a page's form; returns where its answer leads."""
        answer = await submit(self.client, page, to, **fields)
        assert answer.status_code == 303, f"{to or page}: {answer.status_code} {answer.text}"
        return answer.headers["location"]


def received(platform: Platform, phone: str) -> list[str]:
    """Return the texts that the gateway was given for a phone (E.164), in order."""
    taken: list[dict[str, Any]] = platform.gateway.received
    return [message["text"] for message in taken if message["to"] == phone]


async def sign_in(platform: Platform, typed: str, phone: str) -> Citizen:
    """Ask for a code as the phone is typed, read it from the message, and give it."""
    client = platform.client()
    before = len(received(platform, phone))

    async def messages() -> list[str]:
        return received(platform, phone)[before:]

    page = await submit(client, DOOR, phone=typed)
    assert page.status_code == 200, page.text
    texts = await until("the code", messages, lambda found: len(found) == 1)
    code = _CODE.match(texts[0])
    assert code is not None, texts
    given = {"csrf": form_token(page), "phone": phone, "code": code[1]}
    entered = await client.post(f"{DOOR}/ma", data=given)
    assert (entered.status_code, entered.headers["location"]) == (303, "/me"), entered.text
    return Citizen(client)
