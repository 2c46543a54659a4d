"""Badge and PIN at an enrolled device, and how devices come in and go out."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.support.world import FACILITY, OTHER_FACILITY, World

from tiemchung.domains.identity import service, stations
from tiemchung.domains.identity.actor import ActiveGrant, Actor
from tiemchung.domains.identity.model import (
    CannotEnrolDevice,
    CannotSetPassword,
    CannotSignIn,
    DeviceSignIn,
    EnrolDevice,
    IssueDeviceCode,
    UnknownDevice,
)
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import signature
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NOBODY

KEY = b"k" * 32
NOW = Clock().now()
PIN = "2580"


@dataclass
class Station:
    """The device of the small world and the badges of its people."""

    world: World
    pool: Pool
    badges: dict[Role, str]

    def command(self, role: Role, pin: str = PIN, **changed: Any) -> DeviceSignIn:
        device = self.world.device
        fields: dict[str, Any] = {
            "device_id": device.id, "challenge": stations.make_challenge(KEY),
            "badge": self.badges[role], "pin": pin,
        } | changed  # fmt: skip
        signed = stations.signed_text(fields["device_id"], fields["challenge"], fields["badge"])
        proof: dict[str, Any] = {"signature": signature.sign(device.key, signed)}
        return DeviceSignIn(**proof | fields)

    async def enter(self, command: DeviceSignIn) -> Actor:
        opened, _ = await service.sign_in_by_badge(self.pool, command, key=KEY, now=NOW)
        async with self.pool.acquire() as tx:
            actor = await service.find_staff(tx, opened.token, Clock())
        assert actor is not None
        return actor

    async def holds(self, actor: Actor) -> bool:
        async with self.pool.acquire() as tx:
            return await tx.fetchval(
                "SELECT ended_at IS NULL FROM identity.login_session WHERE token_digest = $1",
                actor.token_digest,
            )


@pytest.fixture
async def station(world: World, pool: Pool) -> Station:
    badges: dict[Role, str] = {}
    async with transaction(pool, NOBODY) as tx:
        for role in (Role.NURSE, Role.INJECTOR, Role.PROVINCE):
            badges[role] = await service.give_badge(tx, world.staff[role], PIN)
    return Station(world, pool, badges)


async def test_the_person_at_a_device_is_switched(station: Station) -> None:
    nurse = await station.enter(station.command(Role.NURSE))
    assert (nurse.role, nurse.scope.facilities) == (Role.NURSE, (FACILITY,))
    assert nurse.device_id == station.world.device.id
    injector = await station.enter(station.command(Role.INJECTOR))
    assert injector.role is Role.INJECTOR
    assert not await station.holds(nurse)
    assert await station.holds(injector)


async def test_what_is_not_right_is_refused(station: Station) -> None:
    other = station.world.other_device
    right = station.command(Role.NURSE)
    wrong = [
        station.command(Role.NURSE, pin="2581"),
        station.command(Role.NURSE, badge=stations.new_badge()),
        station.command(Role.NURSE, challenge=stations.make_challenge(b"other key")),
        station.command(Role.NURSE, challenge="không phải"),
        station.command(Role.NURSE, signature=b"\0" * 64),
        station.command(Role.NURSE, signature=b"short"),
        station.command(Role.NURSE, device_id=uuid7()),
        station.command(Role.NURSE, device_id=other.id),
        station.command(Role.PROVINCE),
    ]
    for command in wrong:
        with pytest.raises(CannotSignIn):
            await station.enter(command)
    assert (await station.enter(right)).role is Role.NURSE


def test_a_challenge_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = stations.make_challenge(KEY)
    assert stations.is_our_challenge(KEY, fresh)
    later = stations.time.time() + stations.CHALLENGE_LASTS + 2
    monkeypatch.setattr(stations.time, "time", lambda: later)
    assert not stations.is_our_challenge(KEY, fresh)


async def test_guesses_at_a_pin_lock_it_and_not_the_password(station: Station) -> None:
    for guess in range(5):
        with pytest.raises(CannotSignIn):
            await station.enter(station.command(Role.NURSE, pin=f"111{guess}"))
    with pytest.raises(CannotSignIn):
        await station.enter(station.command(Role.NURSE))
    assert (await station.enter(station.command(Role.INJECTOR))).role is Role.INJECTOR
    failed = await station.pool.fetchval(
        "SELECT failed_attempts FROM identity.staff WHERE staff_id = $1",
        station.world.staff[Role.NURSE],
    )
    assert failed == 0


async def test_a_person_of_another_facility_has_no_rights_here(
    station: Station, database: str
) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(
        "UPDATE identity.role_grant SET facility_id = $1 WHERE staff_id = $2",
        OTHER_FACILITY, station.world.staff[Role.NURSE],
    )  # fmt: skip
    with pytest.raises(CannotSignIn):
        await station.enter(station.command(Role.NURSE))
    session_id = uuid7()
    await connection.execute(
        "INSERT INTO identity.role_grant (grant_id, staff_id, role, facility_id, session_id,"
        " valid_from) VALUES ($1, $2, 'nurse', $3, $4, '2020-01-01')",
        uuid7(), station.world.staff[Role.NURSE], FACILITY, session_id,
    )  # fmt: skip
    await connection.close()
    actor = await station.enter(station.command(Role.NURSE, session_id=session_id))
    assert (actor.scope.sessions, actor.scope.facilities) == ((session_id,), ())


async def test_neither_badge_nor_pin_is_stored(station: Station, database: str) -> None:
    connection = await asyncpg.connect(database)
    stored = await connection.fetchval("SELECT string_agg(s::text, ' ') FROM identity.staff s")
    await connection.close()
    for badge in station.badges.values():
        assert badge.removeprefix(stations.BADGE_PREFIX) not in stored
    assert "$argon2id$" in stored


@pytest.mark.parametrize("pin", ["12", "123456789", "12a4", "0000", ""])
async def test_a_bad_pin_is_not_taken(world: World, pool: Pool, pin: str) -> None:
    async with transaction(pool, NOBODY) as tx:
        with pytest.raises(CannotSetPassword):
            await service.give_badge(tx, world.staff[Role.NURSE], pin)


def head(world: World, role: Role = Role.FACILITY_HEAD, facility_id: int = FACILITY) -> Actor:
    grant = ActiveGrant(
        grant_id=uuid7(), role=role, unit_id=None, facility_id=facility_id, session_id=None
    )
    return Actor(kind="staff", id=world.staff[role], name="Trưởng", grant=grant)


def digest(kind: str, normal: str) -> bytes:
    return f"{kind}/{normal}".encode()


def public_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


async def enrol(pool: Pool, code: str, key: bytes, name: str = "Máy 1") -> UUID:
    async with transaction(pool, NOBODY) as tx:
        device = await service.enrol_device(
            tx, EnrolDevice(code=code, name=name, public_key=key), digest=digest, now=NOW
        )
    return device.device_id


async def test_ten_devices_come_in_by_one_code_and_no_eleventh(world: World, pool: Pool) -> None:
    async with transaction(pool, NOBODY) as tx:
        made = await service.issue_device_code(
            tx, head(world), IssueDeviceCode(facility_id=FACILITY), digest=digest
        )
    spoken_to = made.code.lower().replace("-", " ")
    ids = {await enrol(pool, spoken_to, public_key(), f"Máy {n}") for n in range(10)}
    assert len(ids) == 10
    with pytest.raises(CannotEnrolDevice):
        await enrol(pool, made.code, public_key())
    async with transaction(pool, NOBODY) as tx:
        listed = await service.list_devices(tx, head(world))
        assert ids <= {d.device_id for d in listed}
        assert await service.list_devices(tx, head(world, facility_id=OTHER_FACILITY)) != listed


async def test_an_old_code_a_wrong_key_and_a_foreign_head_are_refused(
    world: World, pool: Pool, database: str
) -> None:
    async with transaction(pool, NOBODY) as tx:
        made = await service.issue_device_code(
            tx, head(world), IssueDeviceCode(facility_id=FACILITY, devices=3), digest=digest
        )
    for key in (b"", b"\4" + b"\1" * 64, public_key()[:33]):
        with pytest.raises(Invalid):
            await enrol(pool, made.code, key)
    with pytest.raises(Invalid):
        await enrol(pool, made.code, public_key(), "   ")
    with pytest.raises(CannotEnrolDevice):
        await enrol(pool, "2222-2222", public_key())
    connection = await asyncpg.connect(database)
    await connection.execute("UPDATE identity.device_enrolment SET expires_at = now()")
    await connection.close()
    with pytest.raises(CannotEnrolDevice):
        await enrol(pool, made.code, public_key())
    for actor in (head(world, Role.NURSE), head(world, facility_id=OTHER_FACILITY)):
        async with transaction(pool, NOBODY) as tx:
            with pytest.raises(NotFound):
                await service.issue_device_code(
                    tx, actor, IssueDeviceCode(facility_id=FACILITY), digest=digest
                )


async def test_a_revoked_device_signs_nobody_in(station: Station) -> None:
    nurse = await station.enter(station.command(Role.NURSE))
    actor = head(station.world)
    async with transaction(station.pool, NOBODY) as tx:
        with pytest.raises(UnknownDevice):
            await service.revoke_device(
                tx, actor, station.world.other_device.id, "mất máy", now=NOW
            )
        await service.revoke_device(tx, actor, station.world.device.id, "mất máy", now=NOW)
    assert not await station.holds(nurse)
    with pytest.raises(CannotSignIn):
        await station.enter(station.command(Role.NURSE))
