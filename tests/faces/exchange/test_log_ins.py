"""The API's log-ins: token or cookie, the form token of cookies, badges, devices, events."""

import base64
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pyotp.totp import TOTP

from tests.support.people import PASSWORD, as_staff, staff_token
from tests.support.world import Device, World, upload
from tiemchung.domains.identity import passwords, service, stations
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import envelope as envelopes
from tiemchung.domains.ledger import signature
from tiemchung.domains.ledger.envelope import SentEvent, Upload
from tiemchung.kernel.settings import Settings


@pytest.fixture
async def passworded(world: World, database: str) -> World:
    connection = await asyncpg.connect(database)
    stored = await passwords.hashed(PASSWORD)
    await connection.execute("UPDATE identity.staff SET password_hash = $1", stored)
    await connection.close()
    return world


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


async def test_a_program_keeps_a_token(passworded: World, browser: httpx.AsyncClient) -> None:
    answer = await browser.post(
        "/api/v1/sessions", json={"username": "injector", "password": PASSWORD}
    )
    assert answer.status_code == 201
    assert "set-cookie" not in answer.headers
    made = answer.json()
    assert (made["role"], made["facility_id"], made["csrf"]) == ("injector", 11, None)
    who = await browser.get("/api/v1/session", headers=bearer(made["token"]))
    assert who.json()["staff_id"] == str(passworded.staff[Role.INJECTOR])
    out = await browser.delete("/api/v1/session", headers=bearer(made["token"]))
    assert out.status_code == 204
    again = await browser.get("/api/v1/session", headers=bearer(made["token"]))
    assert again.json()["kind"] == "public"
    wrong = await browser.post("/api/v1/sessions", json={"username": "injector", "password": "x"})
    assert wrong.status_code == 401
    assert wrong.headers["content-type"] == "application/problem+json"
    assert wrong.json()["type"] == "/problems/cannot_sign_in"


async def test_above_the_site_a_program_sends_the_code_too(
    passworded: World, browser: httpx.AsyncClient, settings: Settings, database: str
) -> None:
    fields: dict[str, Any] = {"username": "province", "password": PASSWORD}
    refused = await browser.post("/api/v1/sessions", json=fields)
    assert (refused.status_code, refused.json()["type"]) == (
        401, "/problems/second_factor_required",
    )  # fmt: skip
    from tiemchung.runtime import open_vault  # noqa: PLC0415 -- the keys of the server

    connection = await asyncpg.connect(database)
    box = open_vault(settings).box("totp")
    staff_id = passworded.staff[Role.PROVINCE]
    offer = await service.offer_second_factor(connection, staff_id, box)
    await connection.execute("UPDATE identity.staff SET totp_confirmed_at = now()")
    await connection.close()
    code = TOTP(offer.secret).now()
    answer = await browser.post("/api/v1/sessions", json=fields | {"code": code})
    assert (answer.status_code, answer.json()["role"]) == (201, "province")
    replay = await browser.post("/api/v1/sessions", json=fields | {"code": code})
    assert replay.status_code == 401


async def test_a_cookie_needs_the_form_token_and_events_by_it_are_the_persons_own(
    world: World, served: str, settings: Settings
) -> None:
    dose = world.event("checked_in", entered_by=world.staff[Role.RECEPTION], data={})
    body = msgspec.json.encode(Upload(events=[SentEvent(body=envelopes.write_body(dose).decode())]))
    headers = {"content-type": "application/json"}
    async with as_staff(served, settings, world.staff[Role.RECEPTION]) as client:
        forged = await client.post("/api/v1/events", content=body, headers=headers)
        assert forged.status_code == 403
        token = (await client.get("/api/v1/session")).json()["csrf"]
        taken = await client.post(
            "/api/v1/events", content=body, headers=headers | {"x-csrf-token": token}
        )
        assert taken.status_code == 200
        assert taken.json()["outcomes"][0]["outcome"] in ("recorded", "flagged")
        assert "entered_by_another" not in taken.json()["outcomes"][0]["flags"]
    async with httpx.AsyncClient(base_url=served) as stranger:
        assert (
            await stranger.post("/api/v1/events", content=body, headers=headers)
        ).status_code == 401
        nurse = await staff_token(settings, world.staff[Role.NURSE])
        other = await stranger.post("/api/v1/events", content=body, headers=headers | bearer(nurse))
        assert other.json()["outcomes"][0]["outcome"] == "duplicate"


async def test_a_device_comes_in_and_signs_at_once_and_switches_people(
    passworded: World, served: str, settings: Settings, database: str
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    async with as_staff(served, settings, passworded.staff[Role.FACILITY_HEAD]) as head:
        csrf = {"x-csrf-token": (await head.get("/api/v1/session")).json()["csrf"]}
        made = await head.post(
            "/api/v1/devices/codes", json={"facility_id": 11, "devices": 1}, headers=csrf
        )
        assert made.status_code == 201
        async with httpx.AsyncClient(base_url=served) as tablet:
            enrolled = await tablet.post("/api/v1/devices", json={
                "code": made.json()["code"], "name": "Bàn 1",
                "public_key": base64.b64encode(point).decode(),
            })  # fmt: skip
            assert enrolled.status_code == 201
            device = Device(UUID(enrolled.json()["device_id"]), key)
            dose = msgspec.structs.replace(passworded.dose(), device=device.id, seq=1)
            sent = await tablet.post(
                "/api/v1/events", content=msgspec.json.encode(upload(device, [dose]))
            )
            assert sent.json()["outcomes"][0]["outcome"] == "recorded"
            await _switch(tablet, passworded, device, database)
        listed = (await head.get("/api/v1/devices")).json()
        assert str(device.id) in {d["device_id"] for d in listed}
        gone = await head.post(
            f"/api/v1/devices/{device.id}/revoke", json={"reason": "mất"}, headers=csrf
        )
        assert gone.status_code == 204
        other = await head.post(
            f"/api/v1/devices/{passworded.other_device.id}/revoke",
            json={"reason": "mất"}, headers=csrf,
        )  # fmt: skip
        assert other.status_code == 404


async def _switch(tablet: httpx.AsyncClient, world: World, device: Device, database: str) -> None:
    connection = await asyncpg.connect(database)
    badge = await service.give_badge(connection, world.staff[Role.NURSE], "2580")
    await connection.close()
    challenge = (await tablet.get("/api/v1/badge/challenge")).json()["challenge"]
    signed = signature.sign(device.key, stations.signed_text(device.id, challenge, badge))
    entered = await tablet.post("/api/v1/badge", json={
        "device_id": str(device.id), "challenge": challenge, "badge": badge, "pin": "2580",
        "signature": base64.b64encode(signed).decode(),
    })  # fmt: skip
    assert entered.status_code == 201
    assert entered.json()["role"] == "nurse"
    assert entered.json()["token"] is None
    assert "tc_staff" in tablet.cookies
    who = (await tablet.get("/api/v1/session")).json()
    assert (who["name"], who["device_id"]) == (f"Nhân viên {Role.NURSE}", str(device.id))
    # The next badge needs no token of the one before.
    challenge = (await tablet.get("/api/v1/badge/challenge")).json()["challenge"]
    signed = signature.sign(device.key, stations.signed_text(device.id, challenge, badge))
    again = await tablet.post("/api/v1/badge", json={
        "device_id": str(device.id), "challenge": challenge, "badge": badge, "pin": "2580",
        "signature": base64.b64encode(signed).decode(), "keep": "token",
    })  # fmt: skip
    assert again.status_code == 201
    assert again.json()["token"]


async def test_the_description_of_the_api_is_served(browser: httpx.AsyncClient) -> None:
    described = (await browser.get("/api/openapi.json")).json()
    assert described["openapi"].startswith("3.")
    assert "/api/v1/badge" in described["paths"]
    assert not [p for p in described["paths"] if not p.startswith(("/api/v1/", "/health/"))]
    answers = described["paths"]["/api/v1/badge"]["post"]["responses"]
    assert set(answers) == {"201", "4XX", "5XX"}
    assert list(answers["4XX"]["content"]) == ["application/problem+json"]
    assert "status" in described["components"]["schemas"]["Problem"]["required"]
