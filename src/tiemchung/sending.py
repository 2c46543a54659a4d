"""Sends one-time codes as messages: they go to the gateway at once, also at night."""

from tiemchung.domains.identity.citizens import CODE_LASTS
from tiemchung.domains.identity.service import SendCode
from tiemchung.domains.notifications import service as notifications
from tiemchung.domains.notifications.service import Message
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import Runtime

TEXT = "Ma dang nhap tiem chung: {code}. Ma het han sau 5 phut. Khong dua ma nay cho bat ky ai."
"""One part of GSM 7-bit letters, without accents."""


def code_sender(runtime: Runtime) -> SendCode:
    """Return the function that sends a code in the transaction which stores it."""

    async def send(tx: Tx, phone: str, code: str) -> None:
        now = runtime.clock.now()
        message = Message(
            message_id=uuid7(),
            template="code",
            recipient=phone,
            text=TEXT.format(code=code),
            not_after=now + CODE_LASTS,
        )
        await notifications.send(tx, [message], now=now)

    return send
