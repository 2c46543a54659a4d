"""The campaign by the API: what the pages do, programs do with the same refusals."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import httpx

from tests.support.people import as_staff
from tests.support.world import CITY, FACILITY, LOT, OTHER_FACILITY, PRODUCT, SITE, WARD, World
from tiemchung.domains.identity.roles import Role
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.settings import Settings


async def token(client: httpx.AsyncClient) -> dict[str, str]:
    return {"x-csrf-token": (await client.get("/api/v1/session")).json()["csrf"]}


async def test_vaccine_moves_once_and_refusals_are_problems(
    world: World, served: str, settings: Settings
) -> None:
    delivery = {
        "request_id": str(uuid4()), "facility_id": FACILITY, "document_number": "PXK-9",
        "lines": [{"lot_id": LOT, "vials": 12}],
    }  # fmt: skip
    async with as_staff(served, settings, world.staff[Role.STOREKEEPER]) as keeper:
        headers = await token(keeper)
        for _again in range(2):
            done = await keeper.post("/api/v1/stock/deliveries", json=delivery, headers=headers)
            assert done.status_code == 201, done.text
            assert done.json()["number"] == "PXK-9"
        store = (await keeper.get(f"/api/v1/stock/{FACILITY}")).json()
        assert [(lot["lot_id"], lot["vials"]) for lot in store["lots"]] == [(LOT, 12)]
        much = {
            "request_id": str(uuid4()), "giver_id": FACILITY, "receiver_id": OTHER_FACILITY,
            "lines": [{"lot_id": LOT, "vials": 13}],
        }  # fmt: skip
        refused = await keeper.post("/api/v1/stock/hand-overs", json=much, headers=headers)
        assert refused.status_code == 409
        assert "không còn đủ" in refused.json()["detail"]
        assert (await keeper.get(f"/api/v1/stock/{OTHER_FACILITY}")).status_code == 403


async def test_a_round_a_plan_and_a_session(
    world: World, database: str, served: str, settings: Settings
) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(
        "INSERT INTO planning.campaign (campaign_id, name, disease, starts_on)"
        " VALUES (7, 'Chiến dịch', 'covid-19', '2021-03-08')"
    )
    await connection.close()
    today = Clock().today()
    first, last = str(today), str(today + timedelta(days=20))
    plan, session = str(uuid4()), str(uuid4())
    async with as_staff(served, settings, world.staff[Role.PROVINCE]) as city:
        headers = await token(city)
        person = {"full_name": "Trần Thị Lan", "birth": "1984", "sex": "female", "home": WARD,
                  "no_document_reason": "lost"}  # fmt: skip
        made = await city.post("/api/v1/people", json=person, headers=headers)
        assert made.json()["outcome"] == "registered", made.text
        found = await city.post(
            "/api/v1/people/search", json={"text": "tran thi lan"}, headers=headers
        )
        assert found.json()[0]["person"]["person_id"] == made.json()["person_id"]
        opened = await city.post(
            "/api/v1/rounds", headers=headers,
            json={"campaign_id": 7, "province_id": CITY, "number": 5, "name": "Đợt 5",
                  "starts_on": first, "ends_on": last},
        )  # fmt: skip
        assert opened.status_code == 201, opened.text
    async with as_staff(served, settings, world.staff[Role.WARD]) as ward:
        waiting = await ward.get(f"/console/phuong?xa={WARD}&loc=waiting")
        assert "Trần Thị Lan" in waiting.text, "who is registered is on the list of their ward"
    async with as_staff(served, settings, world.staff[Role.FACILITY_HEAD]) as head:
        headers = await token(head)
        drawn = await head.post(
            "/api/v1/plans", headers=headers,
            json={"plan_id": plan, "round_id": opened.json()["id"], "facility_id": FACILITY,
                  "starts_on": first, "ends_on": last, "target": 50},
        )  # fmt: skip
        assert drawn.status_code == 201, drawn.text
        sites = {"sites": [{"site_id": SITE, "target": 50}]}
        page = f"/api/v1/plans/{plan}"
        named = await head.post(f"{page}/sites", json=sites, headers=headers)
        assert named.status_code == 204, named.text
        assert (await head.post(f"{page}/submission", headers=headers)).status_code == 204
    async with as_staff(served, settings, world.staff[Role.DISTRICT]) as district:
        headers = await token(district)
        assert (await district.post(f"{page}/approval", headers=headers)).status_code == 204
        again = await district.post(f"{page}/approval", headers=headers)
        assert again.status_code == 409
        asked = {"session_id": session, "site_id": SITE, "day": first, "half_day": "evening",
                 "product_id": PRODUCT, "tables": 2, "capacity": 20, "plan_id": plan}  # fmt: skip
        for _again in range(2):
            held = await district.post("/api/v1/vaccination-sessions", json=asked, headers=headers)
            assert held.status_code == 201, held.text
        listed = (await district.get("/api/v1/vaccination-sessions")).json()
        assert [s["session_id"] for s in listed] == [session]
        other = await district.post(
            f"/api/v1/vaccination-sessions/{uuid4()}/calls", json={}, headers=headers
        )
        assert other.status_code == 404
