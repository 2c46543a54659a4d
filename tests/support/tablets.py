"""Devices of a site over HTTP: enrolled with a code of the head, they number, chain and sign."""

import os
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct

from tests.support.offices import Desk
from tests.support.platform import Platform
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger import signature
from tiemchung.domains.ledger.envelope import Envelope, PrivateDocument, SentEvent, Upload
from tiemchung.kernel.ids import uuid7

PATH = "/api/v1/events"
MOST = 500
_encoder = msgspec.json.Encoder()


class Where(Struct, frozen=True):
    """The session at which a device stands."""

    facility: int
    site: int
    session: UUID


class Tablet:
    """One device; what it makes is in its queue until it is sent."""

    def __init__(
        self, client: httpx.AsyncClient, device: UUID, key: ec.EllipticCurvePrivateKey
    ) -> None:
        self.id = device
        self.made = 0
        self.uploads: list[int] = []
        self._client, self._key = client, key
        self._last: str | None = None
        self._queue: list[SentEvent] = []

    def make(
        self,
        kind: str,
        where: Where,
        at: datetime,
        *,
        person: UUID | None = None,
        performed_by: UUID | None = None,
        entered_by: UUID | None = None,
        supersedes: UUID | None = None,
        private: object = None,
        **data: Any,
    ) -> UUID:
        """Make the next event of the chain and queue it; what is private goes beside the body."""
        document = None
        if private is not None:
            text = _encoder.encode(private).decode()
            document = PrivateDocument(salt=os.urandom(16), document=text)
        self.made += 1
        event = Envelope(
            v=1, id=uuid7(), kind=kind, at=at, person=person, facility=where.facility,
            site=where.site, session=where.session, device=self.id, seq=self.made,
            prev=self._last, performed_by=performed_by, entered_by=entered_by or performed_by,
            supersedes=supersedes,
            private_hash=None if document is None else envelopes.private_digest(document),
            data={name: value for name, value in data.items() if value is not None},
        )  # fmt: skip
        body = envelopes.write_body(event)
        self._last = envelopes.digest(body).hex()
        self._queue.append(SentEvent(body=body.decode(), private=document))
        return event.id

    def take(self) -> list[SentEvent]:
        """Take what is queued out of the device, as a story does that loses or delays it."""
        taken, self._queue = self._queue, []
        return taken

    async def send(self, events: Sequence[SentEvent] | None = None) -> Counter[str]:
        """Send the queue, or these events, in signed uploads; returns their outcomes."""
        waiting = self.take() if events is None else events
        outcomes: Counter[str] = Counter()
        for start in range(0, len(waiting), MOST):
            outcomes.update(await self._post(list(waiting[start : start + MOST])))
        return outcomes

    async def _post(self, events: list[SentEvent]) -> list[str]:
        self.uploads.append(len(events))
        hashes = [envelopes.digest(e.body.encode()) for e in events]
        signed = signature.sign(self._key, signature.manifest(self.id, hashes))
        answer = await self._client.post(
            PATH, content=_encoder.encode(Upload(events=events, device=self.id, signature=signed)),
            headers={"content-type": "application/json"},
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        return [o["outcome"] for o in answer.json()["outcomes"]]


async def enrol(platform: Platform, head: Desk, facility: int, *names: str) -> list[Tablet]:
    """Let the head of a site take devices in with one code."""
    issued = await head.tell(
        "/api/v1/devices/codes", {"facility_id": facility, "devices": len(names)}
    )
    tablets: list[Tablet] = []
    for name in names:
        key, client = ec.generate_private_key(ec.SECP256R1()), platform.client()
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        made = await client.post(
            "/api/v1/devices",
            json={"code": issued["code"], "name": name, "public_key": b64encode(point).decode()},
        )  # fmt: skip
        assert made.status_code == 201, made.text
        tablets.append(Tablet(client, UUID(made.json()["device_id"]), key))
    return tablets
