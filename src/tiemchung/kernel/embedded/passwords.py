"""Passwords of the embedded database: in files of mode 0600, and as verifiers for the server."""

import base64
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from tiemchung.kernel.embedded.errors import PasswordLost
from tiemchung.kernel.settings import secret

_ROUNDS = 4096  # of RFC 7677; the passwords have 256 random bits, so more rounds add nothing
_VERIFIER = re.compile(r"SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)")


def password(folder: Path, name: str, *, data: Path, initialised: bool) -> str:
    """Return the password of a role, made at the first start and safely on disk before its use.

    Raises PasswordLost when there are data already, for which a new password would be wrong.
    """
    place = folder / "secrets" / name
    if initialised and not place.exists():
        raise PasswordLost(data=data, secret=place)
    value = secret(folder, name).hex()
    for path in (place, place.parent):
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return value


def verifier(value: str) -> str:
    """Return what the server stores of a password (RFC 5802): who reads it cannot log in."""
    return _verifier(value, secrets.token_bytes(16), _ROUNDS)


def fits(value: str, stored: str | None) -> bool:
    """Tell whether the server stores the verifier of this password."""
    if stored is None or (found := _VERIFIER.fullmatch(stored)) is None:
        return False
    again = _verifier(value, base64.b64decode(found[2]), int(found[1]))
    return hmac.compare_digest(again, stored)


def _verifier(value: str, salt: bytes, rounds: int) -> str:
    salted = hashlib.pbkdf2_hmac("sha256", value.encode(), salt, rounds)
    client = hmac.digest(salted, b"Client Key", "sha256")
    stored = hashlib.sha256(client).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt_text, stored_text, server_text = (
        base64.b64encode(part).decode() for part in (salt, stored, server)
    )
    return f"SCRAM-SHA-256${rounds}:{salt_text}${stored_text}:{server_text}"
