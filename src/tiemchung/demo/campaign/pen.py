"""Writes the demo's events: same seed, same bytes, private documents and device chains included."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct

from tiemchung.demo.campaign.chance import Chance
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger import signature
from tiemchung.domains.ledger.envelope import Envelope, PrivateDocument, SentEvent, Upload

_SALT_BYTES = 16
_encoder = msgspec.json.Encoder()


class Draft(Struct, kw_only=True):
    """An event of the story before it is numbered by its device and written."""

    kind: str
    name: tuple[object, ...]
    at: datetime
    data: dict[str, Any]
    person: UUID | None = None
    facility: int | None = None
    site: int | None = None
    session: UUID | None = None
    performed_by: UUID | None = None
    entered_by: UUID | None = None
    supersedes: UUID | None = None
    private: Struct | None = None
    station: int = 0


class Pen:
    """Turns drafts into events to send."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance

    def id_of(self, draft: Draft) -> UUID:
        """Return the id that the event of this draft will have."""
        return self._chance.id(draft.at, draft.kind, *draft.name)

    def write(
        self, draft: Draft, *, device: UUID | None = None, seq: int | None = None,
        prev: str | None = None,
    ) -> SentEvent:  # fmt: skip
        """Write an event; fields without a value are left out."""
        document = None
        if draft.private is not None:
            salt = self._chance.digest("salt", draft.kind, *draft.name)[:_SALT_BYTES]
            document = PrivateDocument(salt=salt, document=_encoder.encode(draft.private).decode())
        envelope = Envelope(
            v=1, id=self.id_of(draft), kind=draft.kind, at=draft.at, person=draft.person,
            facility=draft.facility, site=draft.site, session=draft.session, device=device,
            seq=seq, prev=prev, performed_by=draft.performed_by, entered_by=draft.entered_by,
            supersedes=draft.supersedes,
            private_hash=None if document is None else envelopes.private_digest(document),
            data={name: value for name, value in draft.data.items() if value is not None},
        )  # fmt: skip
        return SentEvent(body=envelopes.write_body(envelope).decode(), private=document)


class DemoDevice:
    """A device of the demo with its key, its numbers and its chain of hashes.

    Its key is made from the demo's secret, so that `tiemchung demo --live` is the same device.
    """

    def __init__(self, device_id: UUID, name: str, secret: bytes) -> None:
        self.device_id = device_id
        self.name = name
        number = int.from_bytes(secret, "big") % (_ORDER - 1) + 1
        self.key = ec.derive_private_key(number, ec.SECP256R1())
        self.seq = 0
        self.prev: str | None = None

    @property
    def public_key(self) -> bytes:
        """The uncompressed point (SEC 1) that is enrolled."""
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def write(self, pen: Pen, drafts: Sequence[Draft]) -> list[SentEvent]:
        """Write these events with the numbers and the chain of the device, in the order of time."""
        written: list[SentEvent] = []
        for draft in drafts:
            self.seq += 1
            sent = pen.write(draft, device=self.device_id, seq=self.seq, prev=self.prev)
            self.prev = envelopes.digest(sent.body.encode()).hex()
            written.append(sent)
        return written

    def sign(self, events: Sequence[SentEvent]) -> Upload:
        """Sign these events as one upload."""
        hashes = [envelopes.digest(event.body.encode()) for event in events]
        signed = signature.sign(self.key, signature.manifest(self.device_id, hashes))
        return Upload(events=list(events), device=self.device_id, signature=signed)


_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of the group of P-256 (SEC 2, 2.4.2)."""
