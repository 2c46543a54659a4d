"""Cookies and tokens of log-ins: random, and only their digest is ever stored.

Three cookies, all http-only and SameSite=Strict: one for staff, one for citizens, and one for
visitors who are about to send a form. Over https their names carry the `__Host-` prefix, so that
no neighbour under the same domain can plant one.
"""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Literal, Protocol

from litestar.datastructures import Cookie

StaffOrCitizen = Literal["staff", "citizen"]
Jar = Literal["staff", "citizen", "visitor", "flash"]

_NAMES: dict[Jar, str] = {
    "staff": "tc_staff",
    "citizen": "tc_citizen",
    "visitor": "tc_visitor",
    "flash": "tc_flash",
}
_HOST_PREFIX = "__Host-"


class Carrier(Protocol):
    """What is needed of a request to read its tokens."""

    @property
    def cookies(self) -> Mapping[str, str]: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


def new_token() -> str:
    """Make a token of 256 random bits, safe in a cookie and in a header."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """Return what is stored of a token: it has full entropy, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).digest()


def cookie_name(jar: Jar, *, secure: bool) -> str:
    """Return the name of a cookie at this installation."""
    return (_HOST_PREFIX if secure else "") + _NAMES[jar]


def read_cookie(carrier: Carrier, jar: Jar, *, secure: bool) -> str | None:
    """Return the value that the browser sent, or None."""
    return carrier.cookies.get(cookie_name(jar, secure=secure)) or None


def set_cookie(jar: Jar, value: str, *, secure: bool, max_age: int | None = None) -> Cookie:
    """Make a cookie; without `max_age` (seconds) it ends with the browser."""
    return Cookie(
        key=cookie_name(jar, secure=secure),
        value=value,
        path="/",
        httponly=True,
        secure=secure,
        samesite="strict",
        max_age=max_age,
    )


def end_cookie(jar: Jar, *, secure: bool) -> Cookie:
    """Make the cookie that removes one."""
    return set_cookie(jar, "", secure=secure, max_age=0)


def bearer_token(carrier: Carrier) -> str | None:
    """Return the token of an `Authorization: Bearer` header (RFC 6750), or None."""
    scheme, _, token = carrier.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
