"""Folds anew whole keys and compares with what the projections hold.

One code path serves the follower of corrections (a void may arrive before its dose) and
`tiemchung rebuild`, which compares everything and repairs with --apply.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.ledger.followers import Follower, Seen
from tiemchung.domains.ledger.kinds import Kinds, Row, Rows, Table
from tiemchung.domains.ledger.private import PersonVault, Vault
from tiemchung.kernel.sql import Tx

RANGE = 500

Key = UUID | int


class Difference(Struct, frozen=True):
    """A row of a projection that is not what its events say: missing, other or surplus."""

    table: str
    key: tuple[Any, ...]
    kind: str


async def refold(
    tx: Tx, kinds: Kinds, vault: Vault, ledger: str, keys: Sequence[Key], *, apply: bool
) -> list[Difference]:
    """Fold these keys from their events; returns the differences, repaired when `apply`."""
    folded: Rows = {t: [] for f in kinds.folders if f.ledger == ledger for t in f.tables}
    histories = await read_histories(tx, ledger, keys)
    vaults = await open_vaults(tx, vault, keys) if ledger == "person" else {}
    for key, events in histories.items():
        person_vault = vaults.get(key) if isinstance(key, UUID) else None
        for table, rows in kinds.fold_all(ledger, events, person_vault).items():
            folded[table].extend(rows)
    differences: list[Difference] = []
    for table, rows in folded.items():
        differences += await _compare(tx, table, ledger, keys, rows, apply=apply)
    return differences


async def read_histories(tx: Tx, ledger: str, keys: Sequence[Key]) -> dict[Key, list[Event]]:
    """Read every event of these keys, as folds see them."""
    column = "person_id" if ledger == "person" else "facility_id"
    home = "home_province, home_district, home_ward" if ledger == "person" else "NULL, NULL, NULL"
    kind = "uuid" if ledger == "person" else "integer"
    rows = await tx.fetch(
        f"SELECT {column}, body, hash, received_at, outcome, flags, place_province, place_district,"  # noqa: S608 -- fixed names
        f" place_ward, {home} FROM ledger.{ledger}_event WHERE {column} = ANY ($1::{kind}[])",
        list(keys),
    )
    histories: dict[Key, list[Event]] = {}
    for row in rows:
        event = Event(
            envelope=envelopes.read_body(row[1]),
            body=row[1],
            hash=row[2],
            received_at=row[3],
            outcome=row[4],
            flags=tuple(row[5]),
            place=(row[6], row[7], row[8]),
            home=(row[9], row[10], row[11]),
        )
        histories.setdefault(row[0], []).append(event)
    return histories


async def open_vaults(tx: Tx, vault: Vault, keys: Sequence[Key]) -> dict[Key, PersonVault]:
    """Open the vaults of these people with all their private documents."""
    wrapped = {
        r[0]: r[1]
        for r in await tx.fetch(
            "SELECT person_id, wrapped FROM ledger.person_key WHERE person_id = ANY ($1::uuid[])",
            list(keys),
        )
    }
    vaults: dict[Key, PersonVault] = {p: vault.person(p, w) for p, w in wrapped.items()}
    rows = await tx.fetch(
        "SELECT person_id, event_id, nonce, sealed FROM ledger.private_document"
        " WHERE person_id = ANY ($1::uuid[])",
        list(keys),
    )
    for person_id, event_id, nonce, sealed in rows:
        opened = vaults.get(person_id)
        if opened is not None:
            opened.documents[event_id] = opened.open(nonce, sealed)
    return vaults


async def _compare(
    tx: Tx, table: Table, ledger: str, keys: Sequence[Key], rows: list[Row], *, apply: bool
) -> list[Difference]:
    stored = await _stored(tx, table, ledger, keys, rows)
    wanted = {row[: table.key]: row for row in rows}
    differences = [
        Difference(table.name, key, "missing" if key not in stored else "other")
        for key, row in wanted.items()
        if stored.get(key) != row
    ]
    if not table.by_claim:
        differences += [
            Difference(table.name, key, "surplus") for key in stored if key not in wanted
        ]
    if apply and differences:
        for difference in differences:
            await _repair(tx, table, difference, wanted)
    return differences


async def _stored(
    tx: Tx, table: Table, ledger: str, keys: Sequence[Key], rows: list[Row]
) -> dict[Row, Row]:
    columns = ", ".join(table.columns)
    if table.by_claim:
        digests = [row[0] for row in rows]
        found = await tx.fetch(
            f"SELECT {columns} FROM {table.name} WHERE {table.columns[0]} = ANY ($1)",  # noqa: S608
            digests,
        )
    else:
        column = "person_id" if ledger == "person" else "facility_id"
        kind = "uuid" if ledger == "person" else "integer"
        found = await tx.fetch(
            f"SELECT {columns} FROM {table.name} WHERE {column} = ANY ($1::{kind}[])",  # noqa: S608
            list(keys),
        )
    return {tuple(r)[: table.key]: tuple(r) for r in found}


async def _repair(tx: Tx, table: Table, difference: Difference, wanted: dict[Row, Row]) -> None:
    where = " AND ".join(f"{c} = ${i + 1}" for i, c in enumerate(table.columns[: table.key]))
    if difference.kind == "surplus":
        await tx.execute(f"DELETE FROM {table.name} WHERE {where}", *difference.key)  # noqa: S608
        return
    row = wanted[difference.key]
    if difference.kind == "missing":
        marks = ", ".join(f"${i + 1}" for i in range(len(row)))
        await tx.execute(
            f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})"  # noqa: S608
            " ON CONFLICT DO NOTHING",
            *row,
        )
        return
    changed = ", ".join(f"{c} = ${i + 1}" for i, c in enumerate(table.columns) if i >= table.key)
    await tx.execute(f"UPDATE {table.name} SET {changed} WHERE {where}", *row)  # noqa: S608


def corrections(kinds: Kinds, vault: Vault) -> Follower:
    """Make the follower that folds anew everyone who has a correcting event.

    A key is folded when a correcting event of it arrives, and again whenever any other event
    arrives for a key that has one, so the order of arrival never matters.
    """

    async def work(tx: Tx, seen: Sequence[Seen]) -> None:
        for ledger in ("person", "site"):
            keys = {
                s.person_id if ledger == "person" else s.facility_id
                for s in seen
                if (s.person_id is not None) == (ledger == "person")
            }
            corrected = {
                s.person_id if ledger == "person" else s.facility_id
                for s in seen
                if s.kind in kinds.correcting and (s.person_id is not None) == (ledger == "person")
            }
            earlier = await _with_corrections(tx, kinds, ledger, keys - corrected)
            for some in _ranges(sorted(corrected | earlier, key=str)):
                await refold(tx, kinds, vault, ledger, some, apply=True)

    return Follower("corrections", work)


async def _with_corrections(tx: Tx, kinds: Kinds, ledger: str, keys: Iterable[Any]) -> set[Any]:
    column, kind = ("person_id", "uuid") if ledger == "person" else ("facility_id", "integer")
    rows = await tx.fetch(
        f"SELECT DISTINCT {column} FROM ledger.{ledger}_event"  # noqa: S608
        f" WHERE {column} = ANY ($1::{kind}[]) AND kind = ANY ($2)",
        list(keys),
        sorted(kinds.correcting),
    )
    return {r[0] for r in rows}


def _ranges(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (keys[i : i + RANGE] for i in range(0, len(keys), RANGE))


async def all_keys(tx: Tx, ledger: str) -> AsyncIterator[list[Key]]:
    """Walk over every key of a ledger in ranges, for rebuild and reconciliation."""
    column, kind = ("person_id", "uuid") if ledger == "person" else ("facility_id", "integer")
    last: Any = UUID(int=0) if ledger == "person" else -1
    while True:
        rows = await tx.fetch(
            f"SELECT DISTINCT {column} FROM ledger.{ledger}_event"  # noqa: S608
            f" WHERE {column} > $1::{kind} ORDER BY {column} LIMIT {RANGE}",
            last,
        )
        if not rows:
            return
        last = rows[-1][0]
        yield [r[0] for r in rows]
