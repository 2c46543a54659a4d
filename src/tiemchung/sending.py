"""Sends one-time codes: a message that the worker hands to the gateway."""

from datetime import timedelta

from tiemchung.domains.identity.service import SendCode
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import Runtime

LASTS = timedelta(minutes=5)
TEXT = "Ma dang nhap tiem chung: {code}. Ma het han sau 5 phut. Khong dua ma nay cho bat ky ai."
"""One part of GSM 7-bit letters, without accents."""


def code_sender(runtime: Runtime) -> SendCode:
    """Return the function that sends a code in the transaction which stores it."""

    async def send(tx: Tx, phone: str, code: str) -> None:
        message_id, now = uuid7(), runtime.clock.now()
        await tx.execute(
            "INSERT INTO notifications.message (message_id, channel, template, parts, person_ids,"
            " created_at, not_before, not_after) VALUES ($1, 'sms', 'code', 1, '{}', $2, $2, $3)",
            message_id,
            now,
            now + LASTS,
        )
        await tx.execute(
            "INSERT INTO notifications.content (message_id, recipient, text) VALUES ($1, $2, $3)",
            message_id,
            phone,
            TEXT.format(code=code),
        )

    return send
