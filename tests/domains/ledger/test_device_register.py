"""The register of a device's numbers tells gaps, forks and broken links, also in a long chain."""

import hashlib
from datetime import datetime

import asyncpg
from tests.support.world import CITY, DISTRICT, FACILITY, OTHER, WARD, World

from tiemchung.domains.ledger.device_register import device_states
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import Scope
from tiemchung.runtime import Runtime

Row = tuple[int, bytes, bytes | None]
LONG = 3_000


def hash_of(seq: int, branch: str = "") -> bytes:
    return hashlib.sha256(f"{seq}{branch}".encode()).digest()


def chain(first: int, last: int) -> list[Row]:
    return [(n, hash_of(n), hash_of(n - 1) if n > 1 else None) for n in range(first, last + 1)]


async def register(database: str, world: World, rows: list[Row], at: datetime) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute("SET app.nation = 'on'")
    await owner.executemany(
        "INSERT INTO ledger.device_entry (facility_id, device_id, seq, event_id, hash, prev,"
        " received_at, place_province, place_district, place_ward)"
        " VALUES ($1, $2, $3, gen_random_uuid(), $4, $5, $6, $7, $8, $9)",
        [(FACILITY, world.device.id, *row, at, CITY, DISTRICT, WARD) for row in rows],
    )
    await owner.close()


async def test_a_long_chain_tells_its_gap_its_fork_and_its_broken_link(
    runtime: Runtime, world: World, database: str
) -> None:
    lost, twice, torn = 1_200, 700, 2_000
    rows = [row for row in chain(1, LONG) if row[0] != lost]
    rows.append((twice, hash_of(twice, "b"), hash_of(twice - 1)))  # a fork, each branch well linked
    rows = [(s, h, hash_of(s, "x") if s == torn else p) for s, h, p in rows]
    await register(database, world, rows, runtime.clock.now())
    async with transaction(runtime.db.app, Scope(districts=(DISTRICT,))) as tx:
        [state] = await device_states(tx, devices=[world.device.id])
    # What follows the lost number has nothing to be compared with, so it is no broken link.
    assert (state.highest, state.arrived, state.forks, state.broken) == (LONG, LONG - 1, 1, 1)
    assert state.missing == 1


async def test_who_covers_another_place_sees_no_number(
    runtime: Runtime, world: World, database: str
) -> None:
    await register(database, world, chain(1, 3), runtime.clock.now())
    async with transaction(runtime.db.app, Scope(provinces=(OTHER,))) as tx:
        assert await device_states(tx, devices=[world.device.id]) == []
