"""The stage of the journey: the country pack, a district with its people at work, two processes.

What stands before the story begins: units and rules of Viet Nam, a campaign with a round of the
city, one health station with a site and vaccine, accounts of those who work, and a few people
vaccinated last week, so that there are figures to show. Server and worker run as `up` runs them.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from msgspec import Struct

from tests.demo.campaign.conftest import link_secrets
from tests.support.database import clone, settings_of
from tests.support.people import PASSWORD
from tests.support.server import serving
from tiemchung.demo.marking import mark
from tiemchung.domains.certificates.keys import create_demo_issuer
from tiemchung.domains.certificates.service import issuer_file
from tiemchung.domains.geography import service as geography
from tiemchung.domains.geography.service import OpenSite
from tiemchung.domains.identity import service as identity
from tiemchung.domains.identity.model import AddStaff, GrantRole
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.envelope import SentEvent
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import OpenRound
from tiemchung.domains.registry.events import PersonDetails, Registered
from tiemchung.domains.siteops.events import Injected
from tiemchung.domains.supply import service as supply
from tiemchung.domains.supply.allocation import RecordDecision, Share
from tiemchung.domains.supply.model import (
    HandOver,
    ReceiveDelivery,
    ReceivedLine,
    ReceiveHandOver,
    StockLine,
)
from tiemchung.domains.supply.service import Act, EnterLot
from tiemchung.install import install_pack
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import transaction
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NATION
from tiemchung.kernel.settings import Settings
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import Runtime, running

HEALTH_STATION = "79-W26740"
LOT, SITE_NAME, ROUND_NAME, FACILITY_NAME = (
    "ABX3051", "Trường THCS Đức Trí", "Đợt 6", "Trạm Y tế phường Bến Nghé",
)  # fmt: skip
WARD_NAME, DISTRICT_NAME, CITY_NAME = "Phường Bến Nghé", "Quận 1", "Thành phố Hồ Chí Minh"
DAY = date(2021, 8, 16)
"""The campaign's day of a database that was just marked as a demo; its clock begins at 09:40."""

PIN = "204816"
EARLIER = ("Lê Văn Sáu", "Phan Thị Hòa", "Đoàn Minh Tâm", "Tạ Thị Bưởi", "Hồ Quốc Việt", "Lý Mỹ An")
"""Vaccinated a week ago: fewer than five people would not be published."""

POSTS = {
    Role.PROVINCE: ("sytphcm", "Nguyễn Thị Thu Trang"),
    Role.DISTRICT: ("ttytquan1", "Trần Quang Huy"),
    Role.WARD: ("bennghe", "Lâm Thị Kiều Oanh"),
    Role.FACILITY_HEAD: ("tramtruong", "BS Võ Thành Nhân"),
    Role.STOREKEEPER: ("thukho", "Đỗ Thị Hạnh"),
    Role.SITE_HEAD: ("truongdiem", "BS Phan Văn Đức"),
    Role.RECEPTION: ("tiepdon", "Trần Thị Thu Hà"),
    Role.NURSE: ("dieuduong", "Lê Thị Ngọc Bích"),
    Role.SCREENER: ("bacsi", "BS Nguyễn Hoàng Long"),
    Role.INJECTOR: ("nguoitiem", "Phạm Thị Hồng Nhung"),
    Role.OBSERVER: ("theodoi", "Bùi Minh Khôi"),
}
AT_DESKS = (Role.SITE_HEAD, Role.RECEPTION, Role.NURSE, Role.SCREENER, Role.INJECTOR, Role.OBSERVER)
NOBODY_WAITS = """
INSERT INTO geography.rule_set (rule_set_id, family, hash, valid_from, scope_unit_id, authority,
            verified, body)
SELECT 'observation-2021-08-16-test', family, hash, '2021-08-16', scope_unit_id, authority, false,
       body || '{"id": "observation-2021-08-16-test", "valid_from": "2021-08-16", "minutes": 0}'
  FROM geography.rule_set WHERE rule_set_id = 'observation-2021-07-26-3588'
"""
"""A rule of the test's own: half an hour of observation is over at once."""


class Stage(Struct, frozen=True):
    """Where the server is, whose badge is whose, and the database behind it."""

    address: str
    database: str
    settings: Settings
    register: Path
    staff: dict[Role, UUID]
    badges: dict[Role, str]


class Ground(Struct, frozen=True):
    """The ids of what the story stands on."""

    nation: int
    city: int
    district: int
    ward: int
    facility: int
    product: int
    centre: int


async def find_ground(tx: Tx) -> Ground:
    """Find the places of the story in the country pack."""
    row = await tx.fetchrow(
        "SELECT (SELECT unit_id FROM geography.unit WHERE level = 'nation' AND valid_to IS NULL),"
        " province_id, district_id, ward_id, facility_id,"
        " (SELECT product_id FROM supply.product WHERE code = 'AZ'),"
        " (SELECT c.facility_id FROM geography.facility AS c"
        "   WHERE c.kind = 'provincial_cdc' AND c.province_id = f.province_id)"
        " FROM geography.facility AS f WHERE code = $1",
        HEALTH_STATION,
    )
    assert row is not None
    return Ground(*row)


async def appoint(tx: Tx, ground: Ground, runtime: Runtime) -> dict[Role, UUID]:
    """Open the accounts of everybody who works, each with one role over one place."""
    units = {Role.PROVINCE: ground.city, Role.DISTRICT: ground.district, Role.WARD: ground.ward}
    since = runtime.clock.now() - timedelta(days=60)
    staff: dict[Role, UUID] = {}
    for role, (username, full_name) in POSTS.items():
        place = None if role in units else ground.facility
        staff[role] = await identity.add_staff(
            tx,
            AddStaff(username=username, full_name=full_name, facility_id=place, password=PASSWORD,
                     must_change_password=False),
            now=since,
        )  # fmt: skip
        order = GrantRole(staff_id=staff[role], role=role, unit_id=units.get(role),
                          facility_id=place, valid_from=since)  # fmt: skip
        await identity.grant_role(tx, order, granted_by=None)
    return staff


async def open_campaign(tx: Tx, ground: Ground, officer: UUID, runtime: Runtime) -> None:
    """Allocate doses to the city and open its round, which spends them."""
    now = runtime.clock.now()
    campaign = await planning.open_campaign(
        tx, name="Tiêm chủng vắc xin phòng COVID-19", disease="covid-19",
        starts_on=date(2021, 3, 8),
    )  # fmt: skip
    allocation = await supply.open_allocation_round(
        tx, number=16, name="Đợt phân bổ 16", product_id=ground.product, now=now
    )
    await supply.record_decision(
        tx,
        RecordDecision(
            decision_id=uuid7(), allocation_round_id=allocation, number="3888/QĐ-BYT",
            signed_on=DAY - timedelta(days=12), level="national", issued_by_unit_id=ground.nation,
            lines=(Share(unit_id=ground.city, doses=1_000),),
        ),
        actor_id=officer, now=now,
    )  # fmt: skip
    made = await planning.open_round(
        tx,
        OpenRound(campaign_id=campaign, province_id=ground.city, number=6, name=ROUND_NAME,
                  starts_on=DAY - timedelta(days=13), ends_on=DAY + timedelta(days=15)),
    )  # fmt: skip
    await planning.spend_allocation(tx, made, allocation, 1_000)


async def fill_store(tx: Tx, ground: Ground, staff: dict[Role, UUID], runtime: Runtime) -> int:
    """Let a lot go from the city's centre to the health station; returns the lot."""
    expiry, note = DAY + timedelta(days=90), "PXK-77/CDC"
    lot = await supply.enter_lot(
        tx, EnterLot(product_id=ground.product, lot_number=LOT, expiry_date=expiry)
    )
    await runtime.reference.refresh()
    officer, keeper = staff[Role.PROVINCE], staff[Role.STOREKEEPER]
    now, intake = runtime.clock.now() - timedelta(days=8), runtime.intake
    above = Act(actor_id=officer, at=now, voucher=Voucher(staff_id=officer))
    here = Act(actor_id=keeper, at=now, voucher=Voucher(staff_id=keeper))
    await supply.receive_delivery(
        tx, intake,
        ReceiveDelivery(request_id=uuid7(), facility_id=ground.centre, document_number="VPA-16",
                        lines=(StockLine(lot, 100),)),
        above,
    )  # fmt: skip
    await supply.hand_over(
        tx, intake,
        HandOver(request_id=uuid7(), giver_id=ground.centre, receiver_id=ground.facility,
                 lines=(StockLine(lot, 40),), document_number=note),
        above,
    )  # fmt: skip
    await supply.receive_hand_over(
        tx, intake,
        ReceiveHandOver(request_id=uuid7(), receiver_id=ground.facility, giver_id=ground.centre,
                        document_number=note, lines=(ReceivedLine(lot, 40),)),
        here,
    )  # fmt: skip
    return lot


async def vaccinate_some(ground: Ground, lot: int, runtime: Runtime) -> None:
    """Let six neighbours have been registered and vaccinated a week ago."""
    at = runtime.clock.now() - timedelta(days=7)
    events: list[SentEvent] = []
    for n, name in enumerate(EARLIER):
        person = uuid7()
        registered = Registered(home=ground.ward, sex="female", source="ward")
        details = PersonDetails(full_name=name, birth_date=date(1960 + n, 1, 1),
                                birth_precision="year", phones=[])  # fmt: skip
        dose = Injected(product=ground.product, lot=lot, number=1, home=ground.ward, age=61 - n,
                        sex="female")  # fmt: skip
        events += [
            write_event("registered", event_id=uuid7(), at=at - timedelta(days=1), person=person,
                        data=registered, private=details),
            write_event("injected", event_id=uuid7(), at=at, person=person, data=dose,
                        facility=ground.facility),
        ]  # fmt: skip
    await record(runtime.intake, events, Voucher(server=True))


async def set_stage(settings: Settings, database: str) -> tuple[dict[Role, UUID], dict[Role, str]]:
    """Lay all of it; returns who works and whose badge is whose."""
    connection = await asyncpg.connect(database)
    await connection.execute(NOBODY_WAITS)
    await connection.close()
    async with running(settings) as runtime:
        async with transaction(runtime.db.app, NATION) as tx:
            ground = await find_ground(tx)
            staff = await appoint(tx, ground, runtime)
            badges = {role: await identity.give_badge(tx, staff[role], PIN) for role in AT_DESKS}
            await open_campaign(tx, ground, staff[Role.PROVINCE], runtime)
            await geography.open_site(
                tx,
                OpenSite(facility_id=ground.facility, name=SITE_NAME, kind="fixed",
                         unit_id=ground.ward, address="273 Võ Văn Kiệt", tables=2),
            )  # fmt: skip
        await runtime.reference.refresh()
        async with transaction(runtime.db.app, NATION) as tx:
            lot = await fill_store(tx, ground, staff, runtime)
        await runtime.reference.refresh()
        await vaccinate_some(ground, lot, runtime)
    return staff, badges


@contextmanager
def working(settings: Settings, **more: str) -> Generator[None]:
    """Run the worker on these settings; it must still be there at the end."""
    env = {
        "PATH": os.environ["PATH"], "TIEMCHUNG_HOME": str(settings.folder),
        **{f"TIEMCHUNG_{login.upper()}_DSN": dsn for login, dsn in settings.dsn.items()}, **more,
    }  # fmt: skip
    words = [sys.executable, "-c", "from tiemchung.cli import main; main()", "worker"]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own words
            words, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield
        finally:
            ended = process.poll()
            process.terminate()
            process.wait(15)
            if ended is not None:
                log.seek(0)
                pytest.fail(f"the worker ended with {ended}:\n{log.read()}")


@asynccontextmanager
async def playing(owner_dsn: str, secrets: Path, home: Path) -> AsyncGenerator[Stage]:
    """Set the stage in a database of its own, and run server and worker on it."""
    link_secrets(secrets, home)
    register = home / "register.csv"
    register.write_text("number,full_name,birth_date,sex\n", encoding="utf-8")
    async with clone(owner_dsn) as database:
        await install_pack(database)
        await mark(database)
        settings = settings_of(database, home)
        staff, badges = await set_stage(settings, database)
        create_demo_issuer(issuer_file(home), real_now())
        with serving(settings) as address, working(settings, TIEMCHUNG_REGISTER=str(register)):
            yield Stage(address, database, settings, register, staff, badges)
