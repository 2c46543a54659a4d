"""The one way in for 1 or N events (data-model 2): read, verify, judge, project, write.

Every face, the importer, the demo and the stations come through `Intake.take`. What cannot be
read or trusted is kept in quarantine with its reason; nothing is dropped.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from tiemchung.domains.geography.places import Places
from tiemchung.domains.identity.grants import Devices
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger import signature
from tiemchung.domains.ledger.entries import Entry, Private, Signed
from tiemchung.domains.ledger.envelope import Envelope, Event, SentEvent, Upload
from tiemchung.domains.ledger.judge import Judged, Voucher, judge
from tiemchung.domains.ledger.kinds import Kind, Kinds
from tiemchung.domains.ledger.private import PersonVault, Vault, seal_document
from tiemchung.domains.ledger.strangers import Strangers
from tiemchung.domains.ledger.writer import Batch, Writer
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.errors import Unavailable
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.metrics import outcome_counter
from tiemchung.kernel.reference import ReferenceCache
from tiemchung.kernel.scope import Scope

NO_ID = UUID(int=0)
UNKNOWN_DEVICE = "unknown device"
MAX_NEW_KEYS = 20_000


class Outcome(Struct, frozen=True):
    """The answer to one event: recorded, flagged, duplicate, conflict or quarantined."""

    id: UUID | None
    outcome: str
    flags: tuple[str, ...] = ()
    reason: str | None = None


Vaults = dict[UUID, tuple[PersonVault, tuple[bytes, str] | None]]
"""The vault of a person whose documents come, and the data key to write where it is new."""


class Arrival(Struct):
    """An upload on its way through the stages; `batch` is what becomes of it."""

    upload: Upload
    voucher: Voucher
    vaults: Vaults
    at: datetime
    batch: Batch
    bodies: list[bytes] = []
    hashes: list[bytes] = []
    fault: str | None = None
    may_be_strange: bool = True


class Intake:
    """Takes events; one a process.

    What arrives at the same moment goes through the stages together, all of it through one before
    any goes through the next: the processor keeps the code of a stage at hand, which saves a
    fifth (decision 0018).
    """

    def __init__(
        self,
        *,
        kinds: Kinds,
        reference: ReferenceCache,
        writer: Writer,
        vault: Vault,
        clock: Clock,
        keys: Pool,
    ) -> None:
        self._kinds = kinds
        self._reference = reference
        self._writer = writer
        self._vault = vault
        self._clock = clock
        self._keys = keys
        # Keys made here and perhaps not committed yet, so that two requests for one new person
        # seal with the same key; forgotten once read back, and bounded.
        self._new_keys: dict[UUID, bytes] = {}
        self._arrived: list[Arrival] = []
        self._strangers = Strangers()

    async def take(self, upload: Upload, voucher: Voucher) -> list[Outcome]:
        """Take an upload; returns one outcome an event, in order, after the commit.

        With a device and a signature the upload vouches for itself; otherwise `voucher` says whose
        log-in does. Raises Unavailable when nothing could be acknowledged, TooOften when there is
        too much that nobody vouches for.
        """
        at = self._clock.now()  # now, not at its turn: the demo's clock jumps from act to act
        arrival = Arrival(upload, voucher, await self._vaults(upload.events), at, Batch())
        await self._through(arrival)
        if not arrival.batch.entries:  # it names what this process may not have read yet
            if arrival.fault == UNKNOWN_DEVICE:
                self._strangers.admit(len(upload.events))
            await self._catch_up()
            arrival.may_be_strange = False
            arrival.batch = Batch()
            await self._through(arrival)
        entries = arrival.batch.entries
        for outcome, events in Counter([entry.outcome for entry in entries]).items():
            outcome_counter(outcome).inc(events)
        return [_answer(entry) for entry in entries]

    async def _through(self, arrival: Arrival) -> None:
        self._arrived.append(arrival)
        if len(self._arrived) == 1:
            asyncio.get_running_loop().call_soon(self._pass)
        await arrival.batch.done

    def _pass(self) -> None:
        arrivals, self._arrived = self._arrived, []
        for stage in (self._read, self._check_signature, self._hand_over):
            for arrival in arrivals:
                if not arrival.batch.done.done():
                    try:
                        stage(arrival)
                    except Exception as error:  # noqa: BLE001 -- of this upload alone, not of all
                        arrival.batch.done.set_exception(error)

    def _read(self, arrival: Arrival) -> None:
        arrival.bodies = [sent.body.encode() for sent in arrival.upload.events]
        arrival.hashes = [envelopes.digest(body) for body in arrival.bodies]

    def _check_signature(self, arrival: Arrival) -> None:
        upload = arrival.upload
        arrival.fault = None
        if upload.device is None:
            return
        device = self._reference.current.of(Devices).by_id.get(upload.device)
        if device is None:
            arrival.fault = UNKNOWN_DEVICE
            return
        manifest = signature.manifest(upload.device, arrival.hashes)
        given = upload.signature or b""
        if not signature.is_valid(device.key(), given, manifest):
            self._strangers.admit(len(upload.events))
            arrival.fault = "bad signature"
            return
        arrival.voucher = Voucher(device=device)
        arrival.batch.signed = Signed(
            device.facility_id, uuid7(), device.device_id, manifest, given
        )

    def _hand_over(self, arrival: Arrival) -> None:
        batch = arrival.batch
        sent = zip(arrival.upload.events, arrival.bodies, arrival.hashes, strict=True)
        entries = [self._entry(arrival, *one) for one in sent]
        if arrival.may_be_strange and (
            arrival.fault == UNKNOWN_DEVICE or self._are_strange(entries)
        ):
            batch.done.set_result(None)
            return
        if batch.signed is not None:
            for entry in entries:
                entry.upload_id = batch.signed.upload_id
        batch.entries = entries
        self._writer.put(batch)

    def _are_strange(self, entries: Sequence[Entry]) -> bool:
        """Tell whether an event names a facility that this process has not read yet.

        Taken as it is, it would carry no place for good, and nobody above would ever see it. A
        device that was enrolled a moment ago is met in the same way.
        """
        named = {entry.event.envelope.facility for entry in entries} - {None}
        return not named <= self._reference.current.of(Places).facilities.keys()

    async def _catch_up(self) -> None:
        try:
            await self._reference.catch_up()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise _busy() from error

    def _entry(self, arrival: Arrival, sent: SentEvent, body: bytes, body_hash: bytes) -> Entry:
        now = arrival.at
        try:
            read = envelopes.read_body(body)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            return _unreadable(body, body_hash, now, f"unreadable: {error}")
        kind = self._kinds.by_name.get(read.kind)
        fault = arrival.fault or _shape_fault(read, kind, sent, body, arrival.voucher)
        if fault is not None or kind is None:
            return _refused(read, body, body_hash, now, fault or "unknown kind")
        judged = judge(self._reference.current, kind, read, body, body_hash, arrival.voucher, now)
        if judged.quarantine is not None:
            return _refused(read, body, body_hash, now, judged.quarantine)
        return self._project(judged, sent, arrival.vaults)

    def _project(self, judged: Judged, sent: SentEvent, vaults: Vaults) -> Entry:
        event = judged.event
        if sent.private is None or event.envelope.person is None:
            return Entry(event, self._kinds.fold_one(event, None))
        vault, new_key = vaults[event.envelope.person]
        vault.documents[event.envelope.id] = sent.private.document
        nonce, sealed = seal_document(vault, event.envelope.id, sent.private)
        private = Private(sent.private.salt, nonce, sealed, new_key)
        return Entry(event, self._kinds.fold_one(event, vault), private)

    async def _vaults(self, sent: Sequence[SentEvent]) -> Vaults:
        """Open the vaults of the people whose private documents come; new people get a key."""
        wanted: set[UUID] = set()
        for event in sent:
            if event.private is not None:
                try:
                    person = envelopes.read_body(event.body.encode()).person
                except (msgspec.ValidationError, msgspec.DecodeError):
                    continue
                if person is not None:
                    wanted.add(person)
        if not wanted:
            return {}
        found = await self._known_keys(wanted)
        while len(self._new_keys) > MAX_NEW_KEYS:
            self._new_keys.pop(next(iter(self._new_keys)))
        vaults: Vaults = {}
        for person in wanted:
            wrapped = found.get(person)
            new = None
            if wrapped is None:
                wrapped = self._new_keys.setdefault(person, self._vault.new_key())
                new = (wrapped, self._vault.kek_id)
            else:
                self._new_keys.pop(person, None)
            vaults[person] = (self._vault.person(person, wrapped), new)
        return vaults

    async def _known_keys(self, wanted: set[UUID]) -> dict[UUID, bytes]:
        """Read the keys of these people alone: the app login sees a person who is opened."""
        try:
            async with transaction(self._keys, Scope(persons=tuple(wanted))) as tx:
                rows = await tx.fetch(
                    "SELECT person_id, wrapped FROM ledger.person_key WHERE person_id = ANY ($1)",
                    list(wanted),
                )
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise _busy() from error
        return {r["person_id"]: r["wrapped"] for r in rows}


def _busy() -> Unavailable:
    return Unavailable("Hệ thống đang bận, xin gửi lại sau.")


def _shape_fault(
    read: Envelope, kind: Kind | None, sent: SentEvent, body: bytes, voucher: Voucher
) -> str | None:
    """Name what makes an envelope impossible to take, whoever sent it."""
    if kind is None:
        return f"unknown kind {read.kind}"
    if len(body) > envelopes.MAX_BODY:
        return "body too large"
    if (kind.ledger == "person") != (read.person is not None):
        return "a person event names its person, a site event none"
    if kind.ledger == "site" and read.facility is None:
        return "a site event names its facility"
    if read.device != (None if voucher.device is None else voucher.device.device_id):
        return "the device in the body is not the one that signed"
    return _private_fault(read, sent)


def _private_fault(read: Envelope, sent: SentEvent) -> str | None:
    if sent.private is None:
        return "the private document is missing" if read.private_hash else None
    if len(sent.private.document) > envelopes.MAX_PRIVATE:
        return "private document too large"
    if len(sent.private.salt) != 16:  # noqa: PLR2004 -- data-model 1: a 16-byte salt
        return "the salt of a private document has 16 bytes"
    if envelopes.private_digest(sent.private) != read.private_hash:
        return "the private document does not match its hash"
    return None


def _refused(read: Envelope, body: bytes, body_hash: bytes, now: datetime, reason: str) -> Entry:
    event = Event(envelope=read, body=body, hash=body_hash, received_at=now)
    return Entry(event, {}, quarantine=reason)


def _unreadable(body: bytes, body_hash: bytes, now: datetime, reason: str) -> Entry:
    empty = Envelope(v=1, id=NO_ID, kind="unreadable", at=now)
    return _refused(empty, body, body_hash, now, reason[:300])


def _answer(entry: Entry) -> Outcome:
    event_id = entry.event.envelope.id
    return Outcome(
        None if event_id == NO_ID else event_id,
        entry.outcome,
        entry.event.flags if entry.outcome in ("recorded", "flagged") else (),
        entry.quarantine,
    )
