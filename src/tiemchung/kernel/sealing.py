"""Seals small secrets of the installation: they open only with the key of their purpose."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class CannotOpen(Exception):
    """The sealed bytes are not of this key, this purpose or this name."""


class Box:
    """AES-256-GCM under a key derived for one purpose (HKDF, RFC 5869)."""

    def __init__(self, key: bytes, purpose: str) -> None:
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"box:{purpose}".encode())
        self._cipher = AESGCM(derive.derive(key))

    def seal(self, name: bytes, text: bytes) -> bytes:
        """Return nonce and cipher text; `name` binds it to its owner, so it cannot be moved."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text, name)

    def open(self, name: bytes, sealed: bytes) -> bytes:
        """Return what was sealed under this name; raises CannotOpen."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], name)
        except InvalidTag as error:
            raise CannotOpen from error
