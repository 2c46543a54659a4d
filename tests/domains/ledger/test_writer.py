"""One statement a flush: only what is new has consequences, and nobody suffers for another."""

import asyncio
from typing import Any

import asyncpg
import msgspec
import pytest
from tests.domains.ledger.test_fold_order import STORY, as_event
from tests.support.world import LOT, PRODUCT, WARD, World, upload

from tiemchung.domains.ledger import writer
from tiemchung.domains.ledger.entries import PERSON, Entry, person_row
from tiemchung.domains.ledger.envelope import Envelope, Event, SentEvent, Upload, write_body
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.kinds import Kinds, Rows
from tiemchung.domains.ledger.private import PersonVault
from tiemchung.domains.ledger.statements import insert_rows
from tiemchung.kernel.errors import Unavailable
from tiemchung.kernel.ids import uuid7
from tiemchung.kinds import all_kinds
from tiemchung.runtime import Runtime

SERVER = Voucher(server=True)


async def owner(database: str, *statements: str) -> Any:
    """Run statements as the owner; returns the first value of the last."""
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        for statement in statements[:-1]:
            await connection.execute(statement)
        return await connection.fetchval(statements[-1])
    finally:
        await connection.close()


async def take(runtime: Runtime, *events: Envelope) -> list[str]:
    """Send events that the server vouches for; returns their outcomes."""
    sent = Upload(events=[SentEvent(body=write_body(e).decode()) for e in events])
    return [o.outcome for o in await runtime.intake.take(sent, SERVER)]


async def test_a_duplicate_beside_new_events_brings_nothing_back(
    runtime: Runtime, world: World, database: str
) -> None:
    first, second, third = world.dose(), world.dose(), world.dose()
    assert await take(runtime, first) == ["recorded"]
    # As a correction does that takes a row away for good.
    await owner(database, "DELETE FROM siteops.dose", "SELECT 1")
    other = msgspec.structs.replace(first, kind="entered_late")
    outcomes = await take(runtime, second, first, other, third, second)
    assert outcomes == ["recorded", "duplicate", "conflict", "recorded", "duplicate"]
    assert await owner(database, "SELECT count(*) FROM siteops.dose") == 2
    assert await owner(database, "SELECT count(*) FROM ledger.quarantine") == 1


async def test_what_comes_again_is_found_whether_it_is_looked_for_or_not(
    runtime: Runtime, world: World, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "LOOKS", 2)
    opened = world.event(
        "vial_opened", site_kind=True, session=uuid7(),
        data={"table": str(uuid7()), "vial": str(uuid7()), "product": PRODUCT, "lot": LOT,
              "doses": 10},
    )  # fmt: skip
    before = world.dose()
    assert await take(runtime, before, opened) == ["recorded", "recorded"]
    for _ in range(6):  # each third flush does not look, and meets what is there
        dose = world.dose()
        assert await take(runtime, before, dose, opened) == ["duplicate", "recorded", "duplicate"]
        assert await take(runtime, dose) == ["duplicate"]
        before = dose
    assert await owner(database, "SELECT count(*) FROM siteops.dose") == 7
    assert await owner(database, "SELECT count(*) FROM siteops.vial_event") == 1
    assert await owner(database, "SELECT count(*) FROM ledger.quarantine") == 0


async def test_what_comes_again_in_one_flush_is_compared_with_what_is_recorded(
    runtime: Runtime, world: World
) -> None:
    first = world.dose()
    other = msgspec.structs.replace(first, kind="entered_late")
    assert await take(runtime, first) == ["recorded"]
    assert await take(runtime, other, other, first) == ["conflict", "conflict", "duplicate"]


async def test_an_id_that_stands_for_two_people_is_a_conflict(
    runtime: Runtime, world: World, database: str
) -> None:
    one = world.dose()
    other = msgspec.structs.replace(one, person=uuid7())
    assert await take(runtime, one, other) == ["recorded", "conflict"]
    assert await owner(database, "SELECT count(*) FROM siteops.dose") == 1
    assert await owner(database, "SELECT person_id FROM siteops.dose") == one.person


async def test_a_table_that_changes_while_it_runs_is_met(
    runtime: Runtime, world: World, database: str
) -> None:
    assert await take(runtime, world.dose()) == ["recorded"]
    await owner(
        database,
        "ALTER TABLE siteops.dose ADD COLUMN remark text",
        "ALTER TABLE ledger.person_event ADD COLUMN remark text",
        "SELECT 1",
    )
    assert await take(runtime, world.dose()) == ["recorded"]
    assert await owner(database, "SELECT count(*) FROM siteops.dose") == 2


async def test_a_follower_s_rows_meet_a_changed_table_at_the_second_attempt(
    runtime: Runtime, world: World, database: str
) -> None:
    columns = ("facility_id", "device_id", "seq", "event_id", "hash", "received_at")
    now = runtime.clock.now()

    async def insert(seq: int) -> list[Any]:
        async with runtime.db.worker.acquire() as tx:
            row = (11, world.device.id, seq, uuid7(), bytes(32), now)
            return await insert_rows(tx, "ledger.device_entry", columns, [row], "seq")

    assert await insert(1) == [1]
    await owner(database, "ALTER TABLE ledger.device_entry ADD COLUMN remark text", "SELECT 1")
    with pytest.raises(asyncpg.PostgresError):
        await insert(2)
    assert await insert(2) == [2]


async def test_an_upload_that_cannot_be_folded_fails_alone(
    runtime: Runtime, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = world.dose(), world.dose()
    real = Kinds.fold_one

    def fold_one(kinds: Kinds, event: Event, vault: PersonVault | None) -> Rows:
        if event.envelope.id == bad.id:
            raise ZeroDivisionError
        return real(kinds, event, vault)

    monkeypatch.setattr(Kinds, "fold_one", fold_one)
    one, other = await asyncio.gather(
        take(runtime, bad), take(runtime, good), return_exceptions=True
    )
    assert isinstance(one, ZeroDivisionError)
    assert other == ["recorded"]


async def test_what_waits_is_written_before_the_end(
    runtime: Runtime, world: World, database: str
) -> None:
    doses = [world.dose() for _ in range(30)]
    waiting = [asyncio.create_task(take(runtime, dose)) for dose in doses]
    await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    assert await owner(database, "SELECT count(*) FROM siteops.dose") == 30


async def test_a_database_that_takes_nothing_is_said_and_nothing_is_acknowledged(
    runtime: Runtime, world: World, database: str
) -> None:
    await owner(database, "REVOKE INSERT ON siteops.dose FROM tiemchung_writer", "SELECT 1")
    with pytest.raises(Unavailable):
        await take(runtime, world.dose())
    await owner(database, "GRANT INSERT ON siteops.dose TO tiemchung_writer", "SELECT 1")
    assert await owner(database, "SELECT count(*) FROM ledger.person_event") == 0


def test_columns_taken_from_the_event_are_what_the_fold_says() -> None:
    """They are not sent with the row, so the fold may not say anything else of them."""
    kinds = all_kinds()
    compared = 0
    for envelope in STORY:
        event = msgspec.structs.replace(
            as_event(envelope), place=(79, 760, 26734), home=(79, 760, WARD), flags=("lot_held",)
        )
        row_of_event = person_row(Entry(event, {}), epoch=1)
        values: dict[str, Any] = dict(zip(PERSON, row_of_event, strict=True))
        for table, rows in kinds.fold_one(event, None).items():
            for row in rows:
                for column, value in zip(table.columns, row, strict=True):
                    if column in table.from_event:
                        assert value == values[column], (table.name, column)
                        compared += 1
                if table.is_of_one_event:  # else the join with its event would drop the row
                    assert row[table.columns.index("event_id")] == envelope.id, table.name
    assert compared > 20


async def test_one_statement_writes_both_ledgers(
    runtime: Runtime, world: World, database: str
) -> None:
    vial = world.event(
        "vial_opened", site_kind=True, session=uuid7(),
        data={"table": str(uuid7()), "vial": str(uuid7()), "product": PRODUCT, "lot": LOT,
              "doses": 10},
    )  # fmt: skip
    signed = [
        msgspec.structs.replace(event, device=world.device.id, seq=seq)
        for seq, event in enumerate((world.dose(), vial), 1)
    ]
    outcomes = await runtime.intake.take(upload(world.device, signed), Voucher())
    assert {o.outcome for o in outcomes} <= {"recorded", "flagged"}
    assert await owner(database, "SELECT count(*) FROM siteops.dose") == 1
    assert await owner(database, "SELECT count(*) FROM siteops.vial_event") == 1


def test_a_table_belongs_to_one_folder() -> None:
    kinds = all_kinds()
    with pytest.raises(ValueError, match="two folders"):
        Kinds(list(kinds.by_name.values()), [*kinds.folders, kinds.folders[0]])
