"""Protection against forged requests: a token in the form must match the one in the cookie.

The token of a page is the keyed digest of the cookie that the browser holds (the log-in, or the
visitor's), masked anew on each page so that compression leaks nothing of it. A request that
brings no cookie (a Bearer token, or JSON of one who has not signed in) has nothing to forge.
"""

import base64
import binascii
import hashlib
import hmac
import secrets

from tiemchung.kernel.errors import Forbidden
from tiemchung.kernel.i18n import gettext as _

FIELD = "csrf"
HEADER = "x-csrf-token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_SIZE = 32


class Forged(Forbidden):
    """The form did not come from a page of ours, or the page is older than the log-in."""

    code = "forged"


def _plain(key: bytes, cookie: str) -> bytes:
    return hmac.new(key, b"csrf\0" + cookie.encode(), hashlib.sha256).digest()


def make_token(key: bytes, cookie: str) -> str:
    """Return a token for one page: the mask, and the digest under it."""
    mask = secrets.token_bytes(_SIZE)
    covered = bytes(a ^ b for a, b in zip(mask, _plain(key, cookie), strict=True))
    return base64.urlsafe_b64encode(mask + covered).decode().rstrip("=")


def token_fits(key: bytes, cookie: str | None, token: str | None) -> bool:
    """Tell whether a token was made for this cookie."""
    if not cookie or not token:
        return False
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return False
    if len(raw) != 2 * _SIZE:
        return False
    plain = bytes(a ^ b for a, b in zip(raw[:_SIZE], raw[_SIZE:], strict=True))
    return hmac.compare_digest(plain, _plain(key, cookie))


def refuse_forged(key: bytes, cookie: str | None, token: str | None) -> None:
    """Raise Forged unless the token was made for this cookie."""
    if not token_fits(key, cookie, token):
        raise Forged(_("Trang đã cũ hoặc không phải của hệ thống. Xin tải lại trang rồi gửi lại."))
