"""Which numbers of which device have arrived (data-model 3).

Filled from both ledgers and from quarantine, out of order allowed. Gaps ("tablet 4 made 212, 209
arrived"), forks (one number twice) and broken chains are queries over it; closing a session
recounts them. `device_count` keeps each device's sum beside it, booked in the same transaction, for
those who look every few seconds.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.ledger.followers import Follower, Seen
from tiemchung.domains.ledger.statements import insert_rows
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

_COLUMNS = (
    "facility_id", "device_id", "seq", "event_id", "hash", "prev", "received_at",
    "place_province", "place_district", "place_ward",
)  # fmt: skip


class DeviceState(Struct, frozen=True):
    """What is known of one device: highest number made, how many arrived, and what is wrong."""

    device_id: UUID
    facility_id: int
    highest: int
    arrived: int
    forks: int
    broken: int
    last_at: datetime

    @property
    def missing(self) -> int:
        """Numbers that the device made and that have not arrived."""
        return self.highest - self.arrived


@sql
async def device_states(tx: Tx, *, devices: list[UUID]) -> list[DeviceState]: ...


@sql
async def facilities_of(tx: Tx, *, devices: list[UUID]) -> list["DeviceHome"]: ...


@sql
async def quarantined_numbers(tx: Tx, *, devices: list[UUID]) -> list["Number"]: ...


@sql
async def count_numbers(
    tx: Tx,
    *,
    facilities: list[int],
    devices: list[UUID],
    seqs: list[int],
    received: list[datetime],
) -> None: ...


class DeviceHome(Struct, frozen=True):
    """The facility that a device is enrolled for, and where it lies: numbers are kept under it."""

    device_id: UUID
    facility_id: int
    place_province: int | None
    place_district: int | None
    place_ward: int | None


class Number(Struct, frozen=True):
    """A number that a device used, with the hashes of its chain."""

    device_id: UUID
    seq: int
    event_id: UUID
    hash: bytes
    prev: bytes | None
    received_at: datetime


async def _register(tx: Tx, seen: Sequence[Seen]) -> None:
    numbers = [
        Number(s.device_id, s.seq, s.event_id, s.hash, s.prev, s.received_at)
        for s in seen
        if s.device_id is not None and s.seq is not None
    ]
    devices = sorted({n.device_id for n in numbers})
    homes = {h.device_id: h for h in await facilities_of(tx, devices=devices)}
    numbers += await quarantined_numbers(tx, devices=devices)
    known = [(homes[n.device_id], n) for n in numbers if n.device_id in homes]
    await count_numbers(
        tx,
        facilities=[home.facility_id for home, _ in known],
        devices=[n.device_id for _, n in known],
        seqs=[n.seq for _, n in known],
        received=[n.received_at for _, n in known],
    )
    rows = [
        (home.facility_id, n.device_id, n.seq, n.event_id, n.hash, n.prev, n.received_at,
         home.place_province, home.place_district, home.place_ward)
        for home, n in known
    ]  # fmt: skip
    await insert_rows(tx, "ledger.device_entry", _COLUMNS, rows)


def device_register() -> Follower:
    """Make the follower that fills ledger.device_entry."""
    return Follower("devices", _register, patient=True)
