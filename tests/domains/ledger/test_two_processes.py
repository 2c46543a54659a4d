"""Two processes that meet one new person, or one upload, at the same moment: nothing is lost."""

import asyncio
from uuid import UUID

import asyncpg
import msgspec
import pytest
from tests.support.world import FACILITY, SITE, WARD, World

from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger import writer
from tiemchung.domains.ledger.envelope import PrivateDocument, SentEvent, Upload
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.kernel.errors import Unavailable
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime, running

PEOPLE = 40


def registration(world: World, person: UUID, name: str) -> Upload:
    document = msgspec.json.encode({"full_name": name}).decode()
    private = PrivateDocument(salt=bytes(16), document=document)
    event = world.event(
        "registered", person=person, data={"home": WARD, "sex": "female"},
        private_hash=envelopes.private_digest(private), facility=FACILITY, site=SITE,
    )  # fmt: skip
    sent = SentEvent(body=envelopes.write_body(event).decode(), private=private)
    return Upload(events=[sent])


async def send(runtime: Runtime, upload: Upload) -> int:
    """Send until it is taken, as a station does; returns how often it had to be sent again."""
    for attempt in range(5):
        try:
            outcomes = await runtime.intake.take(upload, Voucher(server=True))
        except Unavailable:
            continue
        assert [o.outcome for o in outcomes] == ["recorded"]
        return attempt
    raise AssertionError("it was never taken")


async def test_documents_of_one_person_from_two_processes_open_with_one_key(
    runtime: Runtime, world: World, settings: Settings, database: str
) -> None:
    people = [uuid7() for _ in range(PEOPLE)]
    async with running(settings) as other:
        sent = [(process, registration(world, person, f"{person} {n}"))
                for person in people for n, process in enumerate((runtime, other))]  # fmt: skip
        again = await asyncio.gather(*(send(process, upload) for process, upload in sent))
    assert sum(again) > 0, "they never met"
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        kept = await connection.fetch(
            "SELECT person_id, event_id, wrapped, nonce, sealed"
            "  FROM ledger.private_document JOIN ledger.person_key USING (person_id)"
        )
    finally:
        await connection.close()
    assert len(kept) == 2 * PEOPLE
    for row in kept:
        vault = runtime.vault.person(row["person_id"], row["wrapped"])
        assert str(row["person_id"]) in vault.open(row["nonce"], row["sealed"])


@pytest.mark.parametrize("step", [1, -1], ids=["in one order", "in the opposite order"])
async def test_an_upload_that_two_processes_get_is_there_once(
    runtime: Runtime, world: World, settings: Settings, database: str,
    monkeypatch: pytest.MonkeyPatch, step: int,
) -> None:  # fmt: skip
    """As when an answer is late and the station sends again: neither has seen the events."""
    monkeypatch.setattr(writer, "LOOKS", 1)
    bodies = [envelopes.write_body(world.dose()).decode() for _ in range(300)]

    async def taken(process: Runtime, part: list[str]) -> list[str]:
        sent = Upload(events=[SentEvent(body=body) for body in part])
        return [o.outcome for o in await process.intake.take(sent, Voucher(server=True))]

    async with running(settings) as other:
        uploads = [(process, bodies[n : n + 10][:: 1 if process is runtime else step])
                   for n in range(0, 300, 10) for process in (runtime, other)]  # fmt: skip
        answers = await asyncio.gather(*(taken(process, part) for process, part in uploads))
    outcomes = [outcome for answer in answers for outcome in answer]
    assert sorted(outcomes) == ["duplicate"] * 300 + ["recorded"] * 300
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    assert await connection.fetchval("SELECT count(*) FROM ledger.person_event") == 300
    assert await connection.fetchval("SELECT count(*) FROM siteops.dose") == 300
    await connection.close()
