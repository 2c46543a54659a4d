"""A small world for tests: two provinces, a facility and a site each, staff, a device, a lot."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger import signature
from tiemchung.domains.ledger.envelope import Envelope, SentEvent, Upload
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime, running

NATION, SOUTH, CITY, DISTRICT, WARD, OTHER, OTHER_WARD = 1, 2, 79, 760, 26734, 74, 25747
FACILITY, OTHER_FACILITY, SITE, OTHER_SITE, PRODUCT, LOT = 11, 12, 21, 22, 1, 31
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Device(Struct, frozen=True):
    """A device of the tests with its private key."""

    id: UUID
    key: ec.EllipticCurvePrivateKey


class World(Struct, frozen=True):
    """What the small world holds, by role or name."""

    staff: dict[str, UUID]
    device: Device
    other_device: Device

    def event(self, kind: str, **more: Any) -> Envelope:
        """Write one event at the first site, entered and performed by the right staff."""
        site_kind = more.pop("site_kind", False)
        fields: dict[str, Any] = {
            "v": 1, "id": uuid7(), "kind": kind, "at": datetime.now(UTC) - timedelta(minutes=1),
            "facility": FACILITY, "site": SITE, "entered_by": self.staff[Role.RECEPTION],
            "performed_by": self.staff[Role.INJECTOR],
            "person": None if site_kind else uuid7(),
        } | more  # fmt: skip
        return Envelope(**fields)

    def dose(self, **more: Any) -> Envelope:
        """Write a correct `injected` event."""
        data = {"product": PRODUCT, "lot": LOT, "number": 1, "home": WARD, "age": 40,
                "sex": "female"} | more.pop("data", {})  # fmt: skip
        return self.event("injected", data=data, **more)


def upload(device: Device, envelopes_: list[Envelope]) -> Upload:
    """Sign these events as one upload of the device."""
    sent = [SentEvent(body=envelopes.write_body(e).decode()) for e in envelopes_]
    hashes = [envelopes.digest(s.body.encode()) for s in sent]
    signed = signature.sign(device.key, signature.manifest(device.id, hashes))
    return Upload(events=sent, device=device.id, signature=signed)


async def make_world(database_dsn: str) -> World:
    """Fill a migrated database with the small world."""
    connection = await asyncpg.connect(database_dsn)
    try:
        await connection.execute("SET app.nation = 'on'")
        await _units(connection)
        staff = await _staff(connection)
        device = await add_device(connection, FACILITY)
        other = await add_device(connection, OTHER_FACILITY)
        await _supply(connection)
    finally:
        await connection.close()
    return World(staff, device, other)


async def _units(tx: Any) -> None:
    units = [
        (NATION, "VN", "nation", "Việt Nam", None),
        (SOUTH, "S", "region", "Miền Nam", NATION),
        (CITY, "79", "province", "Thành phố Hồ Chí Minh", SOUTH),
        (DISTRICT, "760", "district", "Quận 1", CITY),
        (WARD, "26734", "ward", "Phường Tân Định", DISTRICT),
        (OTHER, "74", "province", "Tỉnh Bình Dương", SOUTH),
        (OTHER_WARD, "25747", "ward", "Phường Phú Cường", OTHER),
    ]
    for unit_id, code, level, name, parent in units:
        await tx.execute(
            "INSERT INTO geography.unit (unit_id, code, level, name, unit_type, parent_id,"
            " valid_from) VALUES ($1, $2, $3, $4, 'unit', $5, '2021-01-01')",
            unit_id, code, level, name, parent,
        )  # fmt: skip
    await tx.execute(
        """
        INSERT INTO geography.unit_cover (ancestor_id, unit_id, level)
        WITH RECURSIVE up AS (
            SELECT unit_id AS ancestor_id, unit_id, level FROM geography.unit
            UNION ALL
            SELECT u.parent_id, up.unit_id, up.level
              FROM up JOIN geography.unit AS u ON u.unit_id = up.ancestor_id
             WHERE u.parent_id IS NOT NULL
        )
        SELECT * FROM up
        """
    )
    for facility, site, ward, district, province in (
        (FACILITY, SITE, WARD, DISTRICT, CITY),
        (OTHER_FACILITY, OTHER_SITE, OTHER_WARD, None, OTHER),
    ):
        await tx.execute(
            "INSERT INTO geography.facility (facility_id, code, name, kind, ward_id, district_id,"
            " province_id) VALUES ($1, $2, $3, 'commune_health_station', $4, $5, $6)",
            facility, f"F{facility}", f"Trạm Y tế {facility}", ward, district, province,
        )  # fmt: skip
        await tx.execute(
            "INSERT INTO geography.site (site_id, facility_id, name, kind, ward_id, district_id,"
            " province_id, tables) VALUES ($1, $2, $3, 'fixed', $4, $5, $6, 3)",
            site, facility, f"Điểm tiêm {site}", ward, district, province,
        )  # fmt: skip


async def _staff(tx: Any) -> dict[str, UUID]:
    where: dict[Role, tuple[int | None, int | None]] = {
        **dict.fromkeys(Role, (None, FACILITY)),
        Role.MINISTRY: (NATION, None), Role.PLATFORM: (NATION, None),
        Role.REGIONAL_INSTITUTE: (SOUTH, None), Role.PROVINCE: (CITY, None),
        Role.DISTRICT: (DISTRICT, None), Role.WARD: (WARD, None),
        Role.SUPPORT_OPERATIONS: (CITY, None), Role.SUPPORT_DISTRICT: (DISTRICT, None),
    }  # fmt: skip
    staff: dict[str, UUID] = {}
    for role, (unit, facility) in where.items():
        staff[role] = uuid4()
        await tx.execute(
            "INSERT INTO identity.staff (staff_id, username, full_name, facility_id, created_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            staff[role], str(role), f"Nhân viên {role}", facility, LONG_AGO,
        )  # fmt: skip
        await tx.execute(
            "INSERT INTO identity.role_grant (grant_id, staff_id, role, unit_id, facility_id,"
            " valid_from) VALUES ($1, $2, $3, $4, $5, $6)",
            uuid4(), staff[role], str(role), unit, facility, LONG_AGO,
        )  # fmt: skip
    return staff


async def add_device(tx: Any, facility_id: int) -> Device:
    """Enrol a device of the tests for a facility."""
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    device = Device(uuid4(), key)
    await tx.execute(
        "INSERT INTO identity.device (device_id, facility_id, name, public_key, enrolled_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        device.id, facility_id, "Máy thử", point, LONG_AGO,
    )  # fmt: skip
    return device


async def _supply(tx: Any) -> None:
    await tx.execute(
        "INSERT INTO supply.product (product_id, code, name, short_name, holder, disease,"
        " doses_per_vial, dose_ml, primary_doses, details, verified)"
        " VALUES ($1, 'AZ', 'Vaxzevria', 'AstraZeneca', 'AstraZeneca', 'covid-19', 10, 0.5, 2,"
        " '{}', false)",
        PRODUCT,
    )
    await tx.execute(
        "INSERT INTO supply.lot (lot_id, product_id, lot_number, expiry_date)"
        " VALUES ($1, $2, 'ABW0411', $3)",
        LOT, PRODUCT, date(2099, 12, 31),
    )  # fmt: skip


@pytest.fixture
async def world(database: str) -> World:
    """The small world in the test's own database."""
    return await make_world(database)


@pytest.fixture
async def runtime(world: World, settings: Settings) -> AsyncGenerator[Runtime]:
    """The parts of a server process on the test's own database, world included."""
    assert world.staff
    async with running(settings) as parts:
        yield parts
