"""A family of two with an account that is signed in, on a database with the dated rules."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

import asyncpg
import httpx
import pytest
from msgspec import Struct

from tests.support.people import citizen_token
from tests.support.world import LOT, PRODUCT, WARD, World
from tiemchung.country.pack import read_pack
from tiemchung.domains.certificates.followers import followers as certificate_followers
from tiemchung.domains.ledger.envelope import SentEvent
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.registry.events import Document, PersonDetails, Registered
from tiemchung.domains.registry.notices import followers as notice_followers
from tiemchung.domains.siteops.events import About, Injected
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

SERVER = Voucher(server=True)
KINDS = ("priority_groups", "code_list", "dosing")


@cache
def pack_rules() -> list[tuple[object, ...]]:
    """Read the rule sets of the pack once; it holds some 14,000 units beside."""
    return [
        (f.rules.id, str(f.rules.__struct_config__.tag), bytes.fromhex(f.rules.hash),
         f.rules.valid_from, f.rules.valid_to, f.rules.authority.number or "", f.rules.verified,
         f.document.decode())
        for f in read_pack("vn").rule_files
        if f.rules.__struct_config__.tag in KINDS
    ]  # fmt: skip


@pytest.fixture
async def rules(world: World, database: str) -> None:
    """The dated rules of the country pack that the pages of a citizen read."""
    assert world.staff
    connection = await asyncpg.connect(database)
    await connection.executemany(
        "INSERT INTO geography.rule_set (rule_set_id, family, hash, valid_from, valid_to,"
        " authority, verified, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        pack_rules(),
    )
    await connection.close()


def ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days, minutes=1)


def registered(
    person: UUID, name: str, *, number: str, phone: str = "+84903123456", code: str | None = None
) -> SentEvent:
    """Write a registration; the number is a personal number."""
    details = PersonDetails(
        full_name=name, birth_date=date(1984, 3, 15), birth_precision="day", phones=[phone],
        documents=[Document(id=uuid7(), kind="personal_number", number=number)],
    )  # fmt: skip
    facts = Registered(home=WARD, sex="female", source="ward", provisional_code=code)
    return write_event("registered", event_id=uuid7(), at=ago(60), person=person, data=facts,
                       private=details)  # fmt: skip


def dose(person: UUID, days: int, *, event_id: UUID | None = None) -> SentEvent:
    """Write a dose of the small world's product."""
    data = Injected(product=PRODUCT, lot=LOT, number=1, home=WARD, age=37, sex="female")
    return write_event("injected", event_id=event_id or uuid7(), at=ago(days), person=person,
                       data=data, facility=11, site=21)  # fmt: skip


def about(kind: str, person: UUID, event_id: UUID, *, reason: str | None = None) -> SentEvent:
    """Write a decision about an event."""
    return write_event(kind, event_id=uuid7(), at=ago(0), person=person,
                       data=About(reason=reason), supersedes=event_id)  # fmt: skip


class Family(Struct, frozen=True):
    """Two people of one account, a stranger, and the account's browser."""

    lan: UUID
    minh: UUID
    stranger: UUID
    browser: httpx.AsyncClient
    runtime: Runtime

    async def tell(self, *events: SentEvent) -> None:
        """Record events and let what follows from them happen."""
        await record(self.runtime.intake, events, SERVER)
        await self.follow()

    async def follow(self) -> None:
        """Run the followers that pages of a citizen wait for."""
        runtime = self.runtime
        await catch_up(
            runtime.db.worker,
            [corrections(runtime.kinds, runtime.vault), *certificate_followers(),
             *notice_followers()],
        )  # fmt: skip


@pytest.fixture
async def family(
    rules: None, served: str, settings: Settings, runtime: Runtime
) -> AsyncGenerator[Family]:
    """Lan and Minh in one account; somebody else is registered too."""
    assert rules is None
    lan, minh, stranger = uuid7(), uuid7(), uuid7()
    cookie = await citizen_token(settings, uuid7(), [lan, minh])
    async with httpx.AsyncClient(
        base_url=served, cookies={"tc_citizen": cookie}, timeout=20
    ) as browser:
        made = Family(lan, minh, stranger, browser, runtime)
        await made.tell(
            registered(lan, "Nguyễn Thị Lan", number="079184001234"),
            registered(minh, "Trần Văn Minh", number="079184001235"),
            registered(stranger, "Lê Thị Hoa", number="079184009999"),
        )
        await runtime.reference.refresh()
        yield made


@pytest.fixture
async def newcomer(
    rules: None, served: str, settings: Settings
) -> AsyncGenerator[httpx.AsyncClient]:
    """A browser whose account stands for nobody yet."""
    assert rules is None
    cookie = await citizen_token(settings, uuid7(), [])
    async with httpx.AsyncClient(
        base_url=served, cookies={"tc_citizen": cookie}, timeout=20
    ) as browser:
        yield browser
