"""The one way in: outcomes, flags, quarantine, and what is written for each."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec
import pytest
from tests.support.world import FACILITY, LOT, OTHER_WARD, SITE, WARD, World, add_device, upload

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import PrivateDocument, SentEvent, Upload
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.web.limits import TooOften
from tiemchung.runtime import Runtime

SERVER = Voucher(server=True)


async def rows(database: str, query: str, *args: Any) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        return await connection.fetch(query, *args)
    finally:
        await connection.close()


async def test_a_signed_dose_is_recorded_and_projected(
    runtime: Runtime, world: World, database: str
) -> None:
    dose = world.dose()
    outcomes = await runtime.intake.take(
        upload(world.device, [with_device(world, dose)]), Voucher()
    )
    assert [o.outcome for o in outcomes] == ["recorded"]
    found = await rows(database, "SELECT * FROM siteops.dose")
    assert len(found) == 1
    assert found[0]["state"] == "recorded"
    assert (found[0]["place_ward"], found[0]["home_ward"]) == (WARD, WARD)
    stored = await rows(database, "SELECT body, hash, upload_id FROM ledger.person_event")
    assert envelopes.digest(stored[0]["body"]) == stored[0]["hash"]
    assert stored[0]["upload_id"] is not None


def with_device(world: World, event: envelopes.Envelope, seq: int = 1) -> envelopes.Envelope:
    return msgspec.structs.replace(event, device=world.device.id, seq=seq)


async def test_the_same_event_again_is_a_duplicate_and_other_bytes_a_conflict(
    runtime: Runtime, world: World, database: str
) -> None:
    dose = with_device(world, world.dose())
    other = msgspec.structs.replace(dose, at=dose.at + timedelta(seconds=1))
    first = await runtime.intake.take(upload(world.device, [dose, dose]), Voucher())
    again = await runtime.intake.take(upload(world.device, [dose]), Voucher())
    changed = await runtime.intake.take(upload(world.device, [other]), Voucher())
    assert [o.outcome for o in first] == ["recorded", "duplicate"]
    assert [o.outcome for o in again] == ["duplicate"]
    assert [o.outcome for o in changed] == ["conflict"]
    assert len(await rows(database, "SELECT 1 FROM siteops.dose")) == 1
    held = await rows(database, "SELECT reason, body FROM ledger.quarantine")
    assert held[0]["reason"].startswith("conflict")
    assert held[0]["body"] == envelopes.write_body(other)


async def test_a_forged_signature_is_quarantined_with_every_event(
    runtime: Runtime, world: World, database: str
) -> None:
    sent = upload(world.device, [with_device(world, world.dose())])
    forged = msgspec.structs.replace(sent, signature=bytes(64))
    unknown = msgspec.structs.replace(sent, device=uuid4())
    assert (await runtime.intake.take(forged, Voucher()))[0].outcome == "quarantined"
    assert (await runtime.intake.take(unknown, Voucher()))[0].outcome == "quarantined"
    reasons = {r["reason"] for r in await rows(database, "SELECT reason FROM ledger.quarantine")}
    assert reasons == {"bad signature", "unknown device"}
    assert await rows(database, "SELECT 1 FROM ledger.person_event") == []


async def test_what_nobody_vouches_for_is_not_kept_without_end(
    runtime: Runtime, world: World, database: str
) -> None:
    sent = upload(world.device, [with_device(world, world.dose()) for _ in range(100)])
    forged = msgspec.structs.replace(sent, signature=bytes(64))
    unknown = msgspec.structs.replace(sent, device=uuid4())
    outcomes: list[str] = []
    for one in [forged, unknown] * 3:
        outcomes += [o.outcome for o in await runtime.intake.take(one, Voucher())]
    assert set(outcomes) == {"quarantined"}
    for one in (forged, unknown):
        with pytest.raises(TooOften):
            await runtime.intake.take(one, Voucher())
    # The same events twice for each reason are kept once; whoever is known goes on.
    assert len(await rows(database, "SELECT 1 FROM ledger.quarantine")) == 200
    known = await runtime.intake.take(sent, Voucher())
    assert {o.outcome for o in known} == {"recorded"}


async def test_a_dose_without_grant_is_flagged_and_a_decision_quarantined(
    runtime: Runtime, world: World
) -> None:
    stranger = uuid4()
    dose = with_device(world, world.dose(entered_by=stranger))
    void = with_device(
        world, world.event("voided", person=dose.person, supersedes=dose.id, entered_by=stranger), 2
    )
    outcomes = await runtime.intake.take(upload(world.device, [dose, void]), Voucher())
    assert [o.outcome for o in outcomes] == ["flagged", "quarantined"]
    assert outcomes[0].flags == ("enterer_without_grant",)
    assert outcomes[1].reason == "enterer_without_grant"


async def test_a_held_or_unknown_lot_flags_and_never_refuses(
    runtime: Runtime, world: World, database: str
) -> None:
    await rows(
        database,
        "INSERT INTO supply.lot_state (lot_state_id, lot_id, state, decided_at, decided_by, reason)"
        " VALUES ($1, $2, 'held', $3, $4, 'test')",
        uuid4(), LOT, datetime(2021, 1, 1, tzinfo=UTC), world.staff[Role.PROVINCE],
    )  # fmt: skip
    await runtime.reference.refresh()
    held = with_device(world, world.dose())
    unknown = with_device(world, world.dose(data={"lot": 999}), 2)
    outcomes = await runtime.intake.take(upload(world.device, [held, unknown]), Voucher())
    assert [o.flags for o in outcomes] == [("lot_held",), ("unknown_lot",)]
    assert len(await rows(database, "SELECT 1 FROM siteops.dose")) == 2


async def test_a_facility_made_a_moment_ago_has_its_place(
    runtime: Runtime, world: World, database: str
) -> None:
    made = await rows(
        database,
        "INSERT INTO geography.facility (code, name, kind, ward_id, district_id, province_id)"
        " SELECT 'NEW', 'Mới', kind, ward_id, district_id, province_id FROM geography.facility"
        " WHERE facility_id = $1 RETURNING facility_id", FACILITY,
    )  # fmt: skip
    await rows(database, "UPDATE kernel.installation SET reference_version = reference_version + 1")
    dose = world.dose(facility=made[0]["facility_id"], site=None)
    sent = SentEvent(body=envelopes.write_body(dose).decode())
    assert (await runtime.intake.take(Upload(events=[sent]), SERVER))[0].outcome == "recorded"
    placed = await rows(database, "SELECT place_ward FROM siteops.dose")
    assert [r["place_ward"] for r in placed] == [WARD]


async def test_a_device_enrolled_a_moment_ago_is_known(
    runtime: Runtime, world: World, database: str
) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute("SET app.nation = 'on'")
    device = await add_device(connection, FACILITY)
    await connection.execute(
        "UPDATE kernel.installation SET reference_version = reference_version + 1"
    )
    await connection.close()
    dose = msgspec.structs.replace(world.dose(), device=device.id, seq=1)
    outcomes = await runtime.intake.take(upload(device, [dose]), Voucher())
    assert [o.outcome for o in outcomes] == ["recorded"]


async def test_unreadable_bodies_are_kept(runtime: Runtime, database: str) -> None:
    sent = Upload(events=[SentEvent(body="{"), SentEvent(body='{"v":1,"id":"x"}')])
    outcomes = await runtime.intake.take(sent, SERVER)
    assert [o.outcome for o in outcomes] == ["quarantined", "quarantined"]
    kept = await rows(database, "SELECT body FROM ledger.quarantine ORDER BY length(body)")
    assert [r["body"] for r in kept] == [b"{", b'{"v":1,"id":"x"}']


async def test_a_registration_seals_its_private_document(
    runtime: Runtime, world: World, database: str
) -> None:
    number, name = "079184000123", "Nguyễn Thị Ánh Nguyệt"
    document = msgspec.json.encode({
        "full_name": name, "birth_date": "1984-03-15", "birth_precision": "day",
        "documents": [{"id": str(uuid7()), "kind": "personal_number", "number": number}],
        "phones": ["+84903123456"],
    }).decode()  # fmt: skip
    private = PrivateDocument(salt=bytes(range(16)), document=document)
    event = world.event(
        "registered", data={"home": WARD, "sex": "female"},
        private_hash=envelopes.private_digest(private), facility=FACILITY, site=SITE,
    )  # fmt: skip
    sent = SentEvent(body=envelopes.write_body(event).decode(), private=private)
    outcomes = await runtime.intake.take(Upload(events=[sent]), SERVER)
    assert [o.outcome for o in outcomes] == ["recorded"]
    person = (await rows(database, "SELECT * FROM registry.person"))[0]
    assert (person["full_name"], person["home_ward"]) == (name, WARD)
    claims = await rows(database, "SELECT kind FROM registry.identity_claim ORDER BY kind")
    assert [c["kind"] for c in claims] == ["exact", "exact", "personal_number"]
    for table in ("ledger.person_event", "ledger.private_document", "registry.identity_document"):
        text = str([tuple(r) for r in await rows(database, f"SELECT * FROM {table}")])
        assert number not in text
        assert name not in text


async def test_a_private_document_that_does_not_match_is_quarantined(
    runtime: Runtime, world: World
) -> None:
    private = PrivateDocument(salt=bytes(16), document="{}")
    event = world.event("registered", private_hash="0" * 64)
    sent = SentEvent(body=envelopes.write_body(event).decode(), private=private)
    outcome = (await runtime.intake.take(Upload(events=[sent]), SERVER))[0]
    assert outcome.outcome == "quarantined"
    assert outcome.reason == "the private document does not match its hash"


async def test_one_bad_value_does_not_hold_back_its_neighbours(
    runtime: Runtime, world: World
) -> None:
    good = [with_device(world, world.dose(), i + 1) for i in range(9)]
    bad = with_device(world, world.dose(data={"lot_number": "a\u0000b", "volume_ml": 1e9}), 10)
    outcomes = await runtime.intake.take(upload(world.device, [*good, bad]), Voucher())
    assert [o.outcome for o in outcomes[:9]] == ["recorded"] * 9
    assert outcomes[9].outcome == "quarantined"


async def test_what_a_ward_enters_of_its_residents_is_judged_by_their_home(
    runtime: Runtime, world: World
) -> None:
    ward = world.staff[Role.WARD]
    here, elsewhere = (
        world.event("registered", entered_by=ward, facility=None, site=None, performed_by=None,
                    data={"home": home})
        for home in (WARD, OTHER_WARD)
    )  # fmt: skip
    sent = [SentEvent(body=envelopes.write_body(e).decode()) for e in (here, elsewhere)]
    outcomes = await runtime.intake.take(Upload(events=sent), Voucher(staff_id=ward))
    assert [o.flags for o in outcomes] == [(), ("enterer_without_grant",)]
