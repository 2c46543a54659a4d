"""A sentence that outlives a redirect: shown once on the next page, then gone.

It travels in a signed cookie, so nobody can put words into a page of ours. No personal data.
"""

import base64
import binascii
import hashlib
import hmac
from typing import Literal

import msgspec
from msgspec import Struct

Tone = Literal["info", "good", "warn", "bad"]
MAX_AGE = 60
"""Seconds until a sentence that no page has shown is forgotten."""

_SIGNATURE = 16


class Flash(Struct, frozen=True):
    """One sentence and its tone."""

    tone: Tone
    text: str


def _sign(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, b"flash\0" + body, hashlib.sha256).digest()[:_SIGNATURE]


def write_flash(key: bytes, flash: Flash) -> str:
    """Return the value of the cookie."""
    body = msgspec.json.encode(flash)
    return base64.urlsafe_b64encode(_sign(key, body) + body).decode().rstrip("=")


def read_flash(key: bytes, value: str | None) -> Flash | None:
    """Return the sentence of a cookie of ours, or None."""
    if not value:
        return None
    try:
        raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        signature, body = raw[:_SIGNATURE], raw[_SIGNATURE:]
        if not hmac.compare_digest(signature, _sign(key, body)):
            return None
        return msgspec.json.decode(body, type=Flash)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return None
