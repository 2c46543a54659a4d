"""Private documents: encrypted per person, detached from the body, erasable (data-model 1 and 10).

A person's data key (AES-256) is wrapped by the key-encryption key, which is read from a file of
mode 0600. Nonces are derived from the thing that is sealed: each (key, name) pair seals exactly
one text, so a fold that is run again makes the same bytes and `rebuild` can compare them.
"""

import hashlib
import hmac
import os
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from tiemchung.domains.ledger.envelope import PrivateDocument
from tiemchung.kernel.sealing import Box


class Vault:
    """Opens and makes data keys; holds the key-encryption key and the keys of the digests."""

    def __init__(self, kek: bytes, digest_key: bytes, *, kek_id: str = "k1") -> None:
        self._kek = kek
        self._digest_key = digest_key
        self.kek_id = kek_id
        self.digest_key_id = "d1"

    def new_key(self) -> bytes:
        """Make a wrapped data key for a new person."""
        return aes_key_wrap(self._kek, os.urandom(32))

    def person(
        self, person_id: UUID, wrapped: bytes, documents: dict[UUID, str] | None = None
    ) -> "PersonVault":
        """Open the vault of one person, with the documents of their events where known."""
        key = aes_key_unwrap(self._kek, wrapped)
        return PersonVault(self, person_id, key, documents or {})

    def box(self, purpose: str) -> Box:
        """Return a box for secrets of the installation, under a key derived from ours."""
        return Box(self._kek, purpose)

    def digest(self, kind: str, normal: str) -> bytes:
        """Return the claim digest of an identity number, phone or code in its normal form."""
        return hmac.new(self._digest_key, f"{kind}\0{normal}".encode(), hashlib.sha256).digest()


class PersonVault:
    """What a fold may use of one person's private data."""

    def __init__(
        self, vault: Vault, person_id: UUID, key: bytes, documents: dict[UUID, str]
    ) -> None:
        self._vault = vault
        self._key = key
        self.person_id = person_id
        self.documents = documents

    def document(self, event_id: UUID) -> dict[str, object] | None:
        """Return the private document of an event, or None after an erasure."""
        text = self.documents.get(event_id)
        return None if text is None else msgspec.json.decode(text, type=dict[str, object])

    def seal(self, name: str, text: str) -> tuple[bytes, bytes]:
        """Encrypt one text under a name that is never used for another; returns (nonce, sealed)."""
        nonce = hmac.new(self._key, name.encode(), hashlib.sha256).digest()[:12]
        return nonce, AESGCM(self._key).encrypt(nonce, text.encode(), self.person_id.bytes)

    def open(self, nonce: bytes, sealed: bytes) -> str:
        """Decrypt what `seal` made for this person."""
        return AESGCM(self._key).decrypt(nonce, sealed, self.person_id.bytes).decode()

    def digest(self, kind: str, normal: str) -> bytes:
        """Return the claim digest (see Vault.digest)."""
        return self._vault.digest(kind, normal)

    @property
    def digest_key_id(self) -> str:
        """The id of the key that digests are made with."""
        return self._vault.digest_key_id


def seal_document(
    vault: PersonVault, event_id: UUID, private: PrivateDocument
) -> tuple[bytes, bytes]:
    """Encrypt an event's private document; returns (nonce, sealed)."""
    return vault.seal(f"document:{event_id}", private.document)
