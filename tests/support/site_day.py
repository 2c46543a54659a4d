"""A day at a vaccination site: a session of today with its slots, people, stock and staff."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec import Struct

from tests.support.world import CITY, DISTRICT, FACILITY, LOT, PRODUCT, SITE, WARD, World, upload
from tiemchung.country import read_pack
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger.envelope import Envelope
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.registry.events import Document, PersonDetails, Registered
from tiemchung.domains.siteops.service import table_id
from tiemchung.domains.supply.events import Moved
from tiemchung.kernel.clock import VIET_NAM, local_time
from tiemchung.kernel.codes import make_code
from tiemchung.kernel.ids import uuid7
from tiemchung.runtime import Runtime

NAMES = (
    "Nguyễn Thị Đào", "Trần Văn Bình", "Lê Hoàng Yến Nhi", "Phạm Quốc Dũng", "Huỳnh Thị Mỹ Lệ",
    "Võ Minh Triết", "Đặng Ngọc Ánh", "Bùi Thanh Hà", "Y Blô Niê", "Ngô Thị Kim Ngân",
    "Dương Văn Phúc", "Lý Tuyết Mai",
)  # fmt: skip
PRIVATE_NUMBER = "079185%06d"


class CalledPerson(Struct, frozen=True):
    """A person with an appointment in the session."""

    id: UUID
    name: str
    code: str
    number: str
    appointment: UUID


class SiteDay(Struct, frozen=True):
    """A session of today and whom it has called."""

    session: UUID
    day: date
    people: list[CalledPerson]


async def make_site_day(
    runtime: Runtime, database_dsn: str, *, people: int = 6, tables: int = 2, vials: int = 4
) -> SiteDay:
    """Plan a session of today, register people, give them appointments and issue stock."""
    now = runtime.clock.now()
    need_daytime(now)
    day = runtime.clock.today()
    session = uuid4()
    registered = await register(runtime, NAMES * (people // len(NAMES) + 1), people, now)
    connection = await asyncpg.connect(database_dsn)
    try:
        await connection.execute("SET app.nation = 'on'")
        await load_rules(connection)
        await _plan(connection, session, day, tables, now)
        called = [await _call(connection, session, day, person, now) for person in registered]
    finally:
        await connection.close()
    await issue(runtime, session, vials=vials)
    await runtime.reference.refresh()
    return SiteDay(session, day, called)


def need_daytime(now: datetime) -> None:
    """Skip where the minutes that a test plays would lie on two days in Viet Nam."""
    first, last = now - timedelta(minutes=45), now + timedelta(minutes=10)
    if len({at.astimezone(VIET_NAM).date() for at in (first, last)}) > 1:
        pytest.skip("it is about midnight in Viet Nam, and a site day plays within one day")


async def load_rules(tx: Any) -> None:
    """Put the dated rules of the country pack into a database that has no units of it."""
    for file in read_pack("vn").rule_files:
        rules = file.rules
        await tx.execute(
            "INSERT INTO geography.rule_set (rule_set_id, family, hash, valid_from, valid_to,"
            " authority, verified, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            " ON CONFLICT DO NOTHING",
            rules.id, type(rules).__struct_config__.tag, bytes.fromhex(rules.hash),
            rules.valid_from, rules.valid_to, rules.authority.issuer, rules.verified,
            file.document.decode(),
        )  # fmt: skip
    await tx.execute("UPDATE kernel.installation SET reference_version = reference_version + 1")


async def register(
    runtime: Runtime, names: Sequence[str], people: int, now: datetime
) -> list[tuple[UUID, str, str]]:
    """Register people with an identity number and a phone; returns (id, name, number)."""
    made: list[tuple[UUID, str, str]] = []
    events: list[Any] = []
    for i in range(people):
        person, number = uuid7(), PRIVATE_NUMBER % (i + 1)
        made.append((person, names[i], number))
        events.append(
            write_event(
                "registered",
                event_id=uuid7(),
                at=now - timedelta(days=3),
                person=person,
                data=Registered(home=WARD, sex="female" if i % 2 == 0 else "male", source="ward",
                                priority_group="10"),
                private=PersonDetails(
                    full_name=names[i],
                    birth_date=date(1960 + i * 3 % 45, 1 + i % 12, 1 + i % 28),
                    birth_precision="year" if i == 8 else "day",
                    documents=[Document(id=uuid4(), kind="personal_number", number=number)],
                    phones=["0903123456"],
                ),
            )
        )  # fmt: skip
    await record(runtime.intake, events, Voucher(server=True))
    return made


async def _plan(tx: Any, session: UUID, day: date, tables: int, now: datetime) -> None:
    await tx.execute(
        "INSERT INTO planning.session (facility_id, session_id, site_id, day, half_day, starts_at,"
        " ends_at, product_id, tables, capacity, state, created_at, place_province, place_district,"
        " place_ward)"
        " VALUES ($1, $2, $3, $4, 'morning', $5, $6, $7, $8, 200, 'running', $9, $10, $11, $12)",
        FACILITY, session, SITE, day, local_time(day, 7, 30), local_time(day, 11, 30), PRODUCT,
        tables, now, CITY, DISTRICT, WARD,
    )  # fmt: skip
    await tx.execute(
        "INSERT INTO booking.slot (facility_id, slot_id, session_id, starts_at, ends_at, capacity,"
        " place_province, place_district, place_ward)"
        " VALUES ($1, $2, $2, $3, $4, 100, $5, $6, $7)",
        FACILITY, session, local_time(day, 8), local_time(day, 9), CITY, DISTRICT, WARD,
    )  # fmt: skip


async def _call(
    tx: Any, session: UUID, day: date, person: tuple[UUID, str, str], now: datetime
) -> CalledPerson:
    person_id, name, number = person
    appointment, code = uuid4(), make_code(8)
    await tx.execute(
        "INSERT INTO booking.appointment (person_id, appointment_id, facility_id, site_id,"
        " session_id, slot_id, starts_at, code, dose_number_expected, state, created_at,"
        " place_province, place_district, place_ward, home_province, home_district, home_ward)"
        " VALUES ($1, $2, $3, $4, $5, $5, $6, $7, 1, 'open', $8, $9, $10, $11, $9, $10, $11)",
        person_id, appointment, FACILITY, SITE, session, local_time(day, 8), code, now, CITY,
        DISTRICT, WARD,
    )  # fmt: skip
    await tx.execute(
        "INSERT INTO booking.invitation_code (code, person_id, appointment_id, session_id,"
        " expires_at) VALUES ($1, $2, $3, $4, $5)",
        code, person_id, appointment, session, now + timedelta(days=1),
    )  # fmt: skip
    return CalledPerson(person_id, name, code, number, appointment)


async def issue(runtime: Runtime, session: UUID, *, vials: int, lot: int = LOT) -> None:
    """Issue vials of a lot from the facility's store to the session."""
    event = write_event(
        "stock_issued",
        event_id=uuid7(),
        at=runtime.clock.now() - timedelta(hours=1),
        facility=FACILITY,
        site=SITE,
        session=session,
        data=Moved(product=PRODUCT, lot=lot, vials=vials, doses=vials * 10, document="PXK-01"),
    )
    await record(runtime.intake, [event], Voucher(server=True))


class Tablet:
    """Plays one device of the site: numbers and chains its events and sends them signed."""

    def __init__(self, runtime: Runtime, world: World, day: SiteDay) -> None:
        self.runtime, self.world, self.day = runtime, world, day
        self.seq = 0
        self.last: str | None = None

    def make(self, kind: str, person: UUID | None = None, **more: Any) -> Envelope:
        """Make the next event of the chain; it is sent, or not, by the test."""
        self.seq += 1
        at = self.runtime.clock.now() - timedelta(minutes=30) + timedelta(seconds=self.seq)
        event = self.world.event(
            kind, person=person, site_kind=person is None, session=self.day.session,
            device=self.world.device.id, seq=self.seq, prev=self.last, at=at, **more,
        )  # fmt: skip
        self.last = envelopes.digest(envelopes.write_body(event)).hex()
        return event

    async def send(self, *events: Envelope) -> list[str]:
        """Send events as one signed upload; returns their outcomes."""
        outcomes = await self.runtime.intake.take(
            upload(self.world.device, list(events)), Voucher()
        )
        return [o.outcome for o in outcomes]

    def vial(self, vial: UUID, doses: int = 10, table: int = 1) -> Envelope:
        """Open a vial at a table."""
        return self.make(
            "vial_opened",
            data={"table": str(table_id(self.day.session, table)), "vial": str(vial),
                  "product": PRODUCT, "lot": LOT, "doses": doses},
        )  # fmt: skip

    def dose(self, person: UUID, vial: UUID, table: int = 1) -> Envelope:
        """Inject a person from a vial."""
        return self.make(
            "injected", person,
            data={"product": PRODUCT, "lot": LOT, "vial": str(vial), "home": WARD, "number": 1,
                  "table": str(table_id(self.day.session, table))},
        )  # fmt: skip

    def head(self, kind: str, **data: Any) -> Envelope:
        """Let the head of the site say something."""
        head = self.world.staff[Role.SITE_HEAD]
        return self.make(kind, data=data, entered_by=head, performed_by=head)
