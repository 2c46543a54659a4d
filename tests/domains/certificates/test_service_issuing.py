"""From confirmed doses to signed certificates: who gets which, and what is taken back when."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from tests.domains.certificates.conftest import issuer_key
from tests.support.world import LOT, PRODUCT, WARD, World

from tiemchung import doctor
from tiemchung.domains.certificates import issuing, queries, service
from tiemchung.domains.certificates.followers import followers as certificate_followers
from tiemchung.domains.certificates.keys import IssuerKey
from tiemchung.domains.certificates.model import CertificateFormat, Verdict
from tiemchung.domains.certificates.verify import verify
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import Envelope, SentEvent
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.registry.events import (
    Document,
    Merged,
    PersonDetails,
    Registered,
    Updated,
    Verified,
)
from tiemchung.domains.siteops.events import About, Injected
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.ids import uuid7
from tiemchung.runtime import Runtime

SERVER = Voucher(server=True)
NO_OFFSET = timedelta(0)


@pytest.fixture
def key() -> IssuerKey:
    return issuer_key(from_=real_now() - timedelta(days=30))


class Story:
    """What happens to one person, told in short words."""

    def __init__(self, runtime: Runtime, world: World, key: IssuerKey) -> None:
        self.runtime, self.world, self.key = runtime, world, key

    async def tell(self, *events: SentEvent) -> None:
        await record(self.runtime.intake, events, SERVER)
        await self.follow()

    async def follow(self) -> None:
        all_followers = [corrections(self.runtime.kinds, self.runtime.vault)]
        await catch_up(self.runtime.db.worker, [*all_followers, *certificate_followers()])

    async def issue(self) -> issuing.Issued:
        issued = await service.issue_waiting(
            self.runtime.db.worker, self.runtime.intake, self.key, clock_offset=NO_OFFSET
        )
        await self.follow()
        return issued

    async def certificates(self, person: UUID) -> list[asyncpg.Record]:
        return await self.runtime.db.worker.fetch(
            "SELECT * FROM certificates.certificate WHERE person_id = $1 ORDER BY certificate_id",
            person,
        )

    async def dose_states(self, person: UUID) -> list[str]:
        rows = await self.runtime.db.worker.fetch(
            "SELECT state FROM siteops.dose WHERE person_id = $1 ORDER BY happened_at", person
        )
        return [r["state"] for r in rows]

    def registered(self, person: UUID, name: str = "Nguyễn Thị Ánh Nguyệt") -> SentEvent:
        number = Document(id=uuid7(), kind="personal_number", number="079184001234")
        details = PersonDetails(full_name=name, birth_date=date(1984, 3, 15),
                                birth_precision="day", documents=[number])  # fmt: skip
        return write_event("registered", event_id=uuid7(), at=ago(90), person=person,
                           data=Registered(home=WARD, sex="female"), private=details)  # fmt: skip

    def verified(self, person: UUID) -> SentEvent:
        data = Verified(register="stand-in", batch=uuid7(), document_kind="personal_number")
        return write_event("verified", event_id=uuid7(), at=ago(1), person=person, data=data)

    def dose(self, person: UUID, days: int, *, lot: int | None = LOT) -> SentEvent:
        data = Injected(product=PRODUCT, lot=lot, number=1, home=WARD, age=37, sex="female")
        return write_event("injected", event_id=uuid7(), at=ago(days), person=person, data=data,
                           facility=11, site=21)  # fmt: skip

    def about(self, kind: str, dose: SentEvent, **changes: Any) -> SentEvent:
        envelope = read(dose)
        return write_event(kind, event_id=uuid7(), at=ago(0), person=envelope.person,
                           data=About(changes=changes, reason="test"),
                           supersedes=envelope.id)  # fmt: skip


def ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days, minutes=1)


def read(sent: SentEvent) -> Envelope:
    return envelopes.read_body(sent.body.encode())


@pytest.fixture
def story(runtime: Runtime, world: World, key: IssuerKey) -> Story:
    return Story(runtime, world, key)


async def make_listed(database: str) -> None:
    """Give the product of the small world its values of the EU sets."""
    connection = await asyncpg.connect(database)
    await connection.execute(
        "UPDATE supply.product SET details = $1",
        '{"snomed": "29061000087103", "dcc_product": "EU/1/21/1529",'
        ' "dcc_manufacturer": "ORG-100001699"}',
    )
    await connection.close()


async def test_a_recorded_dose_gets_nothing_and_a_confirmed_one_a_national_certificate(
    story: Story,
) -> None:
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(story.registered(person), dose)
    assert (await story.issue()).looked_at == 0
    await story.tell(story.about("confirmed", dose))
    assert await story.issue() == issuing.Issued(looked_at=1, signed=1, taken_back=0, refused=0)
    (made,) = await story.certificates(person)
    assert (made["kind"], made["identity_status"]) == ("VN1", "unverified")
    assert made["text"].startswith("VN1:")
    assert made["recorded_at"] is not None
    assert await story.dose_states(person) == ["certified"]
    assert (await story.issue()).looked_at == 0


async def test_the_verified_get_the_international_one_in_place_of_the_national(
    story: Story, runtime: Runtime, database: str
) -> None:
    await make_listed(database)
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(story.registered(person), dose, story.about("confirmed", dose))
    await story.issue()
    await story.tell(story.verified(person))
    assert (await story.issue()).signed == 1
    national, international = await story.certificates(person)
    assert (national["revoked_reason"], international["kind"]) == ("replaced", "HC1")
    async with runtime.db.worker.acquire() as tx:
        await service.publish_key(tx, story.key)
        now = real_now()
        old = await service.judge_text(tx, national["text"], is_demo=False, now=now)
        new = await service.judge_text(tx, international["text"], is_demo=False, now=now)
    assert (old.verdict, new.verdict) == (Verdict.VALID, Verdict.VALID)
    assert new.certificate is not None
    assert new.certificate.format is CertificateFormat.INTERNATIONAL
    assert new.certificate.machine_name == "NGUYEN<<THI<ANH<NGUYET"


async def test_a_voided_dose_takes_its_certificate_back_and_publishes_the_number(
    story: Story, runtime: Runtime
) -> None:
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(story.registered(person), dose, story.about("confirmed", dose))
    await story.issue()
    await story.tell(story.about("voided", dose))
    assert (await story.issue()).taken_back == 1
    (made,) = await story.certificates(person)
    assert made["revoked_reason"] == "dose_voided"
    async with runtime.db.worker.acquire() as tx:
        await service.publish_key(tx, story.key)
        judged = await service.judge_text(tx, made["text"], is_demo=False, now=real_now())
        assert await service.read_revoked(tx) == [made["number"]]
    assert judged.verdict is Verdict.REVOKED


async def test_a_corrected_name_makes_the_old_certificate_false(story: Story) -> None:
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(story.registered(person), dose, story.about("confirmed", dose))
    await story.issue()
    details = PersonDetails(full_name="Nguyễn Thị Minh Nguyệt")
    await story.tell(
        write_event("updated", event_id=uuid7(), at=ago(0), person=person, data=Updated(),
                    private=details)
    )  # fmt: skip
    await story.issue()
    old, new = await story.certificates(person)
    assert (old["revoked_reason"], new["revoked_at"]) == ("corrected", None)


async def test_a_change_that_no_certificate_shows_changes_none(story: Story) -> None:
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(story.registered(person), dose, story.about("confirmed", dose))
    await story.issue()
    await story.tell(
        write_event("updated", event_id=uuid7(), at=ago(0), person=person,
                    data=Updated(priority_group="9"), private=PersonDetails(address="Số 2"))
    )  # fmt: skip
    assert await story.issue() == issuing.Issued(looked_at=1, signed=0, taken_back=0, refused=0)
    assert len(await story.certificates(person)) == 1


async def test_a_second_dose_waits_for_an_unconfirmed_first(story: Story) -> None:
    person = uuid7()
    first, second = story.dose(person, 40), story.dose(person, 3)
    await story.tell(story.registered(person), first, second, story.about("confirmed", second))
    assert (await story.issue()).signed == 0
    await story.tell(story.about("confirmed", first))
    await story.issue()
    (made,) = await story.certificates(person)
    assert made["dose_event_ids"] == [read(first).id, read(second).id]
    assert await story.dose_states(person) == ["certified", "certified"]
    read_back = verify(made["text"], await trust(story), real_now()).certificate
    assert read_back is not None
    assert (read_back.dose_number, read_back.doses_received) == (2, 2)
    assert read_back.lot_number == "ABW0411"


async def trust(story: Story) -> Any:
    async with story.runtime.db.worker.acquire() as tx:
        await service.publish_key(tx, story.key)
        return await service.trust_list(tx, is_demo=False)


async def test_a_flagged_dose_is_certified_only_after_its_confirmation(story: Story) -> None:
    person = uuid7()
    dose = story.dose(person, 3, lot=999)
    await story.tell(story.registered(person), dose)
    assert (await story.issue()).looked_at == 0
    await story.tell(story.about("confirmed", dose))
    assert (await story.issue()).signed == 1


async def test_merged_records_have_one_certificate_over_the_doses_of_both(story: Story) -> None:
    one, two = sorted([uuid7(), uuid7()])
    first, second = story.dose(one, 40), story.dose(two, 3)
    await story.tell(story.registered(one), story.registered(two), first, second,
                     story.about("confirmed", first), story.about("confirmed", second))  # fmt: skip
    await story.issue()
    merge = uuid7()
    sides = [
        write_event("merged", event_id=uuid7(), at=ago(0), person=a,
                    data=Merged(merge=merge, other=b, surviving=two),
                    entered_by=story.world.staff[Role.DISTRICT])
        for a, b in ((one, two), (two, one))
    ]  # fmt: skip
    await story.tell(*sides)
    assert (await story.issue()).signed == 1
    assert [c["revoked_reason"] for c in await story.certificates(one)] == ["merged"]
    old, new = await story.certificates(two)
    assert old["revoked_reason"] == "corrected"  # it called the second dose the first
    assert new["dose_event_ids"] == [read(first).id, read(second).id]


async def test_a_person_without_a_name_waits_with_the_reason(
    story: Story, runtime: Runtime
) -> None:
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(dose, story.about("confirmed", dose))
    assert (await story.issue()).refused == 1
    assert (await story.issue()).looked_at == 0
    reason = "SELECT refusal FROM certificates.waiting"
    assert await runtime.db.worker.fetchval(reason) == "name_empty"
    await story.tell(story.registered(person))
    assert (await story.issue()).looked_at == 0  # a registration alone changes no dose
    await story.tell(story.about("corrected", dose, body_site="left_arm"))
    assert (await story.issue()).signed == 1


async def test_a_name_that_no_passport_spells_stays_national(story: Story, database: str) -> None:
    await make_listed(database)
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(story.registered(person, "王 小明"), dose,
                     story.about("confirmed", dose), story.verified(person))  # fmt: skip
    await story.issue()
    assert [c["kind"] for c in await story.certificates(person)] == ["VN1"]


async def test_a_crash_before_the_events_is_mended_by_the_next_run(
    story: Story, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(story.registered(person), dose, story.about("confirmed", dose))

    async def crash(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(issuing, "record", crash)
        with pytest.raises(ConnectionError):
            await story.issue()
    assert await story.dose_states(person) == ["confirmed"]
    assert (await story.issue()).looked_at == 0  # the lease of the dead run still holds
    await runtime.db.worker.execute("UPDATE certificates.waiting SET claimed_until = now()")
    assert (await story.issue()).signed == 0
    assert await story.dose_states(person) == ["certified"]
    assert len(await story.certificates(person)) == 1


async def test_a_change_during_the_signing_is_looked_at_again(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(story.registered(person), dose, story.about("confirmed", dose))
    real = issuing.record

    async def void_meanwhile(*args: Any) -> Any:
        monkeypatch.setattr(issuing, "record", real)
        await story.tell(story.about("voided", dose))
        return await real(*args)

    monkeypatch.setattr(issuing, "record", void_meanwhile)
    await story.issue()
    assert (await story.issue()).taken_back == 1
    assert await story.dose_states(person) == ["voided"]


async def test_certificates_that_end_soon_are_made_anew(story: Story, runtime: Runtime) -> None:
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(story.registered(person), dose, story.about("confirmed", dose))
    await story.issue()
    await runtime.db.worker.execute(
        "UPDATE certificates.certificate SET expires_at = now() + interval '10 days'"
    )
    async with runtime.db.worker.acquire() as tx:
        await service.queue_renewals(tx, now=real_now())
    await story.issue()
    old, new = await story.certificates(person)
    assert old["revoked_reason"] == "replaced"
    assert new["expires_at"] > real_now() + timedelta(days=300)


async def test_two_workers_never_take_the_same_person(story: Story, runtime: Runtime) -> None:
    people = [uuid7() for _ in range(6)]
    events: list[SentEvent] = []
    for person in people:
        dose = story.dose(person, 3)
        events += [story.registered(person), dose, story.about("confirmed", dose)]
    await story.tell(*events)
    now = real_now()
    async with runtime.db.worker.acquire() as one, runtime.db.worker.acquire() as two:
        first = await queries.first_waiting(one, now=now, most=4)
        again = await queries.first_waiting(two, now=now, most=4)
        assert first == again
        lease = now + timedelta(minutes=1)
        got = await queries.claim(one, people=first, lease=lease, now=now)
        other = await queries.claim(two, people=again, lease=lease, now=now)
    assert (sorted(got), other) == (sorted(first), [])


async def test_a_demo_key_is_trusted_in_a_demo_database_alone(
    story: Story, runtime: Runtime
) -> None:
    demo = issuer_key(country="XX", name="DEMO", from_=real_now() - timedelta(days=1))
    async with runtime.db.worker.acquire() as tx:
        await service.publish_key(tx, demo)
        await service.publish_key(tx, demo)
        rows = await service.read_trust_list(tx)
        trusted: Sequence[int] = [
            len(await service.trust_list(tx, is_demo=is_demo)) for is_demo in (True, False)
        ]
    assert [r.country for r in rows] == ["XX"]
    assert trusted == [1, 0]
    assert msgspec.json.encode(rows).startswith(b'[{"kid":')
    assert story.key.key_id != demo.key_id


async def test_the_reconciliation_reads_every_certificate(story: Story, runtime: Runtime) -> None:
    person = uuid7()
    dose = story.dose(person, 3)
    await story.tell(story.registered(person), dose, story.about("confirmed", dose))
    await story.issue()
    pool = runtime.db.worker
    async with pool.acquire() as tx, tx.transaction():
        await service.publish_key(tx, story.key)
        assert [f async for f in doctor.certificates(runtime, tx)] == []
        await tx.execute("UPDATE certificates.certificate SET number = 'URN:UVCI:01:VN:X/1#A'")
        found = [f.detail async for f in doctor.certificates(runtime, tx)]
    assert found == ["the text is not a certificate of ours"]
