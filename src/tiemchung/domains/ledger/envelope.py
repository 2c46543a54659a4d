"""Envelope v1, fixed from the first day, for events of any origin (data-model 1).

A body is a JSON text whose exact bytes are kept and hashed; nothing is ever re-serialised. Nothing
private stands in a body: names, numbers, contacts and free text lie in a detached document, bound
to the body by `private_hash` = SHA-256(salt || document).
"""

import hashlib
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

MAX_BODY = 16_384
MAX_PRIVATE = 32_768
MAX_EVENTS = 500

Hex64 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Int4 = Annotated[int, Meta(ge=0, le=2_147_483_647)]
Int8 = Annotated[int, Meta(ge=1, le=9_007_199_254_740_991)]
KindName = Annotated[str, Meta(pattern="^[a-z_]{3,40}$")]


Data = TypeVar("Data", bound=Struct)


class Envelope(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One event as its maker wrote it; `at` carries an offset, ids are UUIDs, hashes hex."""

    v: Literal[1]
    id: UUID
    kind: KindName
    at: Annotated[datetime, Meta(tz=True)]
    person: UUID | None = None
    facility: Int4 | None = None
    site: Int4 | None = None
    session: UUID | None = None
    device: UUID | None = None
    seq: Int8 | None = None
    prev: Hex64 | None = None
    performed_by: UUID | None = None
    entered_by: UUID | None = None
    supersedes: UUID | None = None
    private_hash: Hex64 | None = None
    data: dict[str, Any] = {}


class PrivateDocument(Struct, frozen=True, kw_only=True):
    """A detached document: base64 salt of 16 bytes and the JSON text that the hash covers."""

    salt: bytes
    document: str


class SentEvent(Struct, frozen=True, kw_only=True):
    """An event in an upload: the body as text, exactly as signed, and its private document."""

    body: str
    private: PrivateDocument | None = None


class Upload(Struct, frozen=True, kw_only=True):
    """1 to 500 events of one device, signed once (`signature.py`), or of one log-in, unsigned."""

    events: Annotated[list[SentEvent], Meta(min_length=1, max_length=MAX_EVENTS)]
    device: UUID | None = None
    signature: bytes | None = None


class Event(Struct, frozen=True, kw_only=True):
    """A read event with what the server adds; folds see nothing else."""

    envelope: Envelope
    body: bytes
    hash: bytes
    received_at: datetime
    outcome: str = "recorded"
    flags: tuple[str, ...] = ()
    place: tuple[int | None, int | None, int | None] = (None, None, None)
    home: tuple[int | None, int | None, int | None] = (None, None, None)
    typed: object = None

    def read(self, shape: type[Data]) -> Data:
        """Return the data in its kind's shape, as the way in has read it where it has."""
        if type(self.typed) is shape:
            return self.typed
        return msgspec.convert(self.envelope.data, shape, strict=False)

    @property
    def order(self) -> tuple[datetime, str, int, str]:
        """The order of folding: when it happened, then device and number, then id."""
        e = self.envelope
        return (e.at, str(e.device or ""), e.seq or 0, str(e.id))


_decoder = msgspec.json.Decoder(Envelope)
_encoder = msgspec.json.Encoder()


def read_body(body: bytes) -> Envelope:
    """Read one body; msgspec.ValidationError or DecodeError says where it is wrong."""
    return _decoder.decode(body)


def write_body(envelope: Envelope) -> bytes:
    """Write a body for events made by the server itself."""
    return _encoder.encode(envelope)


def digest(body: bytes) -> bytes:
    """Return SHA-256 of the body's bytes."""
    return hashlib.sha256(body).digest()


def private_digest(private: PrivateDocument) -> str:
    """Return the hex hash that a body must carry for this document."""
    return hashlib.sha256(private.salt + private.document.encode()).hexdigest()
