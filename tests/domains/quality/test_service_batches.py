"""Batches against the population register: who is sent, what comes back, what survives a crash."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.support.world import CITY, DISTRICT, OTHER_WARD, WARD, World

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.envelope import SentEvent
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.quality import service
from tiemchung.domains.quality.register import (
    Answer,
    FileRegister,
    Question,
    RegisterEntry,
    RegisterUnavailable,
    compare,
    read_entries,
)
from tiemchung.domains.quality.service import CannotVerify, RequestBatch
from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.events import Document, PersonDetails, Registered
from tiemchung.domains.siteops.events import Injected
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NATION, Scope
from tiemchung.runtime import Runtime

SERVER = Voucher(server=True)
LAN = "079184001234"
REGISTER = f"""number,full_name,birth_date,sex
{LAN},Nguyễn Thị Lan,1984-03-15,female
079184001235,Trần Văn Minh,1984-03-15,male
"""


def registered(
    person: UUID,
    name: str,
    number: str,
    *,
    kind: str = "personal_number",
    home: int = WARD,
    sex: str = "female",
    nationality: str = "VN",
) -> SentEvent:
    document = Document(id=uuid7(), kind=kind, number=number)
    details = PersonDetails(full_name=name, birth_date=date(1984, 3, 15), birth_precision="day",
                            documents=[document])  # fmt: skip
    facts = Registered(home=home, sex="male" if sex == "male" else "female",
                       nationality=nationality)  # fmt: skip
    return write_event("registered", event_id=uuid7(), at=datetime.now(UTC) - timedelta(days=1),
                       person=person, data=facts, private=details)  # fmt: skip


async def request(
    runtime: Runtime, world: World, scope: Scope, unit_id: int = DISTRICT, **more: bool
) -> UUID:
    async with transaction(runtime.db.app, scope) as tx:
        return await service.request_batch(
            tx, RequestBatch(unit_id=unit_id, **more), staff_id=world.staff[Role.DISTRICT],
            clock=runtime.clock,
        )  # fmt: skip


async def run(runtime: Runtime, register: object) -> int:
    answered = await service.run_waiting(
        runtime.db.worker, runtime.intake, runtime.vault, register, runtime.clock  # type: ignore[arg-type]
    )  # fmt: skip
    await catch_up(runtime.db.worker, [corrections(runtime.kinds, runtime.vault)])
    return answered


@pytest.fixture
def register(tmp_path: Path) -> FileRegister:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return FileRegister(path)


async def statuses(runtime: Runtime, people: Sequence[UUID]) -> list[str]:
    rows = await runtime.db.worker.fetch(
        "SELECT person_id, identity_status FROM registry.person WHERE person_id = ANY ($1)",
        list(people),
    )
    found = {r["person_id"]: r["identity_status"] for r in rows}
    return [found[p] for p in people]


async def test_answers_are_stored_and_matches_become_verified(
    runtime: Runtime, world: World, register: FileRegister
) -> None:
    matched, mismatched, unknown = uuid7(), uuid7(), uuid7()
    await record(runtime.intake, [
        registered(matched, "Nguyễn Thị Lan", LAN),
        registered(mismatched, "Trần Văn Minh", "079184001235", sex="female"),
        registered(unknown, "Lê Thị Hoa", "079184009999"),
    ], SERVER)  # fmt: skip
    batch_id = await request(runtime, world, NATION)
    assert await run(runtime, register) == 3
    assert await statuses(runtime, [matched, mismatched, unknown]) == [
        "verified", "unverified", "unverified",
    ]  # fmt: skip
    async with transaction(runtime.db.app, NATION) as tx:
        (batch,) = await service.read_batches(tx, NATION)
        result = await service.latest_result(tx, mismatched)
    assert (batch.batch_id, batch.state, batch.unit_name) == (batch_id, "answered", "Quận 1")
    assert (batch.sent, batch.matched, batch.mismatched, batch.not_found) == (3, 1, 1, 1)
    assert result is not None
    assert (result.result, result.differing) == ("mismatched", ["sex"])
    assert await run(runtime, register) == 0


async def test_a_province_asks_for_its_district_and_sees_the_batches_of_its_wards(
    runtime: Runtime, world: World, register: FileRegister
) -> None:
    await record(runtime.intake, [registered(uuid7(), "Nguyễn Thị Lan", LAN)], SERVER)
    city, ward = Scope(provinces=(CITY,)), Scope(wards=(WARD,))
    asked = [await request(runtime, world, ward, WARD), await request(runtime, world, city)]
    async with transaction(runtime.db.app, city) as tx:
        seen = await service.read_batches(tx, city)
    assert {b.batch_id for b in seen} == set(asked)
    async with transaction(runtime.db.app, ward) as tx:
        assert [b.unit_id for b in await service.read_batches(tx, ward)] == [WARD]
    assert await run(runtime, register) == 1


async def test_only_people_whom_the_caller_may_see_are_sent(
    runtime: Runtime, world: World, register: FileRegister
) -> None:
    here, there = uuid7(), uuid7()
    await record(runtime.intake, [registered(here, "Nguyễn Thị Lan", LAN),
                                  registered(there, "Nguyễn Thị Lan", LAN, home=OTHER_WARD)],
                 SERVER)  # fmt: skip
    ward = Scope(wards=(WARD,))
    with pytest.raises(NotFound):
        await request(runtime, world, ward, CITY)
    await request(runtime, world, ward, WARD)
    assert await run(runtime, register) == 1
    assert await statuses(runtime, [here, there]) == ["verified", "unverified"]


async def test_foreigners_other_cards_and_the_verified_are_not_sent(
    runtime: Runtime, world: World, register: FileRegister
) -> None:
    await record(runtime.intake, [
        registered(uuid7(), "John Smith", "AB1234567", kind="passport", nationality="GB"),
        registered(uuid7(), "Lê Thị Hoa", "0123456789", kind="health_card"),
        registered(uuid7(), "Nguyễn Thị Lan", LAN),
    ], SERVER)  # fmt: skip
    await request(runtime, world, NATION)
    assert await run(runtime, register) == 1
    with pytest.raises(CannotVerify):
        await request(runtime, world, NATION)


async def test_only_the_vaccinated_are_sent_when_asked_so(
    runtime: Runtime, world: World, register: FileRegister
) -> None:
    vaccinated, other = uuid7(), uuid7()
    await record(runtime.intake, [registered(vaccinated, "Nguyễn Thị Lan", LAN),
                                  registered(other, "Lê Thị Hoa", "079184009999")],
                 SERVER)  # fmt: skip
    dose = write_event("injected", event_id=uuid7(), at=datetime.now(UTC), person=vaccinated,
                       data=world_dose(), facility=11, site=21)  # fmt: skip
    await record(runtime.intake, [dose], SERVER)
    await request(runtime, world, NATION, vaccinated_only=True)
    assert await run(runtime, register) == 1


def world_dose() -> Injected:
    return Injected(product=1, lot=31, number=1, home=WARD, age=37, sex="female")


async def test_a_batch_waits_while_the_register_is_away_and_goes_on_where_it_was(
    runtime: Runtime, world: World, register: FileRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [uuid7() for _ in range(5)]
    await record(runtime.intake, [registered(p, "Nguyễn Thị Lan", LAN) for p in people], SERVER)
    await request(runtime, world, NATION)
    monkeypatch.setattr(service, "SET", 2)

    class AwayAfterOne:
        name = "stand-in"
        sets = 0

        async def ask(self, questions: Sequence[Question]) -> list[Answer]:
            self.sets += 1
            if self.sets > 1:
                raise RegisterUnavailable("away")
            return await register.ask(questions)

    with pytest.raises(RegisterUnavailable):
        await run(runtime, AwayAfterOne())
    assert await run(runtime, register) == 3
    assert await statuses(runtime, people) == ["verified"] * 5
    events = await runtime.db.worker.fetchval(
        "SELECT count(*) FROM ledger.person_event WHERE kind = 'verified'"
    )
    assert events == 5


async def test_a_crash_before_the_events_records_each_match_once(
    runtime: Runtime, world: World, register: FileRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = uuid7()
    await record(runtime.intake, [registered(person, "Nguyễn Thị Lan", LAN)], SERVER)
    await request(runtime, world, NATION)

    async def crash(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(service, "record", crash)
        with pytest.raises(ConnectionError):
            await run(runtime, register)
    assert await run(runtime, register) == 0
    assert await statuses(runtime, [person]) == ["verified"]


def question(**changes: object) -> Question:
    facts: dict[str, object] = {
        "person_id": uuid7(), "number": LAN, "full_name": "Nguyễn Thị Lan",
        "birth": Birth(date(1984, 3, 15)), "sex": "female",
    }  # fmt: skip
    return Question(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stated", "answer"),
    [
        (question(), Answer("matched")),
        (question(full_name="NGUYEN THI LAN"), Answer("matched")),
        (question(birth=Birth(date(1984, 1, 1), "year")), Answer("matched")),
        (question(sex="unknown"), Answer("matched")),
        (question(full_name="Nguyễn Thị Lân"), Answer("mismatched", ("full_name",))),
        (question(birth=Birth(date(1984, 5, 15))), Answer("mismatched", ("birth_date",))),
        (question(birth=None, sex="male"), Answer("mismatched", ("birth_date", "sex"))),
    ],
)
def test_facts_are_compared_as_far_as_both_sides_know_them(
    stated: Question, answer: Answer
) -> None:
    assert compare(stated, RegisterEntry(LAN, "Nguyễn Thị Lan", "1984-03-15", "female")) == answer


def test_a_json_lines_file_stands_in_too(tmp_path: Path) -> None:
    path = tmp_path / "register.jsonl"
    path.write_text('{"number": "1", "full_name": "Y Blữ", "birth_date": "1970"}\n\n', "utf-8")
    assert list(read_entries(path)) == [RegisterEntry("1", "Y Blữ", "1970")]


async def test_a_missing_or_broken_file_is_a_register_that_is_away(tmp_path: Path) -> None:
    with pytest.raises(RegisterUnavailable):
        await FileRegister(tmp_path / "none.csv").ask([question()])
    broken = tmp_path / "broken.csv"
    broken.write_text("id;name\n1;Lan\n", encoding="utf-8")
    with pytest.raises(RegisterUnavailable):
        await FileRegister(broken).ask([question()])
