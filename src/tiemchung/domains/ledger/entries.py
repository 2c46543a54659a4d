"""Events on their way in, and the rows of the two ledgers that they become."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.ledger.kinds import Row, Rows
from tiemchung.kernel.ids import uuid7

_SHARED = (
    "event_id",
    "kind",
    "happened_at",
    "site_id",
    "session_id",
    "device_id",
    "seq",
    "prev",
    "performed_by",
    "entered_by",
    "supersedes",
    "private_hash",
    "body",
    "hash",
    "received_at",
    "epoch",
    "upload_id",
    "outcome",
    "flags",
    "place_province",
    "place_district",
    "place_ward",
)
PERSON = ("person_id", *_SHARED, "facility_id", "home_province", "home_district", "home_ward")
SITE = ("facility_id", *_SHARED)
UPLOAD = ("facility_id", "upload_id", "device_id", "manifest", "signature", "received_at")
PRIVATE = ("person_id", "event_id", "salt", "nonce", "sealed")
KEY = ("person_id", "wrapped", "kek_id")
QUARANTINE = (
    "quarantine_id", "reason", "device_id", "seq", "facility_id", "event_id", "body", "hash",
    "received_at", "epoch",
)  # fmt: skip


class Private(Struct, frozen=True):
    """A sealed private document, and the wrapped key when the person is new."""

    salt: bytes
    nonce: bytes
    sealed: bytes
    new_key: tuple[bytes, str] | None = None


class Entry(Struct):
    """One event on its way in: what to write, and in the end its outcome."""

    event: Event
    rows: Rows
    private: Private | None = None
    upload_id: UUID | None = None
    quarantine: str | None = None
    outcome: str = ""
    quarantine_id: UUID | None = None

    @property
    def key(self) -> tuple[Any, UUID]:
        """Primary key in the ledger."""
        e = self.event.envelope
        return (e.person if e.person is not None else e.facility, e.id)

    @property
    def of_person(self) -> bool:
        """Tell which ledger it belongs to: that of people, else that of sites."""
        return self.event.envelope.person is not None


class Signed(Struct, frozen=True):
    """The signed manifest of an upload."""

    facility_id: int
    upload_id: UUID
    device_id: UUID
    manifest: bytes
    signature: bytes


def person_row(entry: Entry, epoch: int) -> Row:
    """Return the row of `ledger.person_event`, in the order of PERSON."""
    e = entry.event.envelope
    return (e.person, *_shared(entry, epoch), e.facility, *entry.event.home)


def site_row(entry: Entry, epoch: int) -> Row:
    """Return the row of `ledger.site_event`, in the order of SITE."""
    return (entry.event.envelope.facility, *_shared(entry, epoch))


def upload_row(signed: Signed, received_at: datetime) -> Row:
    """Return the row of `ledger.upload`, in the order of UPLOAD."""
    return (
        signed.facility_id, signed.upload_id, signed.device_id, signed.manifest, signed.signature,
        received_at,
    )  # fmt: skip


def quarantine_row(entry: Entry, epoch: int) -> Row:
    """Return the row of `ledger.quarantine`, in the order of QUARANTINE.

    Its id stays when the entry is written a second time, after an answer that was lost.
    """
    entry.quarantine_id = entry.quarantine_id or uuid7()
    event, e = entry.event, entry.event.envelope
    return (
        entry.quarantine_id, entry.quarantine, e.device, e.seq, e.facility, e.id, event.body,
        event.hash, event.received_at, epoch,
    )  # fmt: skip


def _shared(entry: Entry, epoch: int) -> Row:
    event, e = entry.event, entry.event.envelope
    return (
        e.id, e.kind, e.at, e.site, e.session, e.device, e.seq,
        bytes.fromhex(e.prev) if e.prev else None, e.performed_by, e.entered_by, e.supersedes,
        bytes.fromhex(e.private_hash) if e.private_hash else None, event.body, event.hash,
        event.received_at, epoch, entry.upload_id, event.outcome, list(event.flags),
        *event.place,
    )  # fmt: skip
