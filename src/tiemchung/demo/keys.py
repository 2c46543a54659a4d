"""The demo's secrets, all made from one file of mode 0600: password, PIN, badges, device keys.

So the same accounts and devices are at hand after every start, and two installations never share
a secret. They exist in a database marked demo alone.
"""

import base64
import hashlib
import hmac
from pathlib import Path

from tiemchung.domains.identity.stations import BADGE_PREFIX
from tiemchung.kernel.settings import secret

FILE = "demo.key"


class DemoKeys:
    """Secrets of the demo on this installation."""

    def __init__(self, folder: Path) -> None:
        self._key = secret(folder, FILE)

    def _made(self, *name: str) -> bytes:
        return hmac.new(self._key, "\0".join(name).encode(), hashlib.sha256).digest()

    @property
    def password(self) -> str:
        """The password of every demo account, easy to type."""
        text = base64.b32encode(self._made("password")).decode().lower()
        return f"thu-{text[:4]}-{text[4:8]}-{text[8:12]}"

    @property
    def pin(self) -> str:
        """The PIN of every badge: six digits, not all alike."""
        number = int.from_bytes(self._made("pin")[:8], "big") % 900_000 + 100_000
        return str(number) if len(set(str(number))) > 1 else "271828"

    @property
    def totp_secret(self) -> str:
        """The secret of the second factor (base32), the same for every demo account."""
        return base64.b32encode(self._made("totp")[:20]).decode()

    def badge(self, username: str) -> str:
        """Return the text of the QR on a badge."""
        return BADGE_PREFIX + base64.b32encode(self._made("badge", username)[:16]).decode().rstrip(
            "="
        )

    def device(self, name: str) -> bytes:
        """Return the 32 bytes that a device's key is made of."""
        return self._made("device", name)
