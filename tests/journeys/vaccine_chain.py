"""Vaccine goes down the chain: decision, delivery, hand-over, count, decision again, issue.

Each store's figures are asserted after each step; each level gives on what it was allocated only.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct

from tests.support.country import CDC, CENTRE, CITY, DISTRICT, INSTITUTE, NATION, Places
from tests.support.offices import Desk, Offices

SIGNED_ON = "2021-07-20"
LOT_NUMBER = "ABW0411"


class Supply(Struct, frozen=True):
    """What went down the chain."""

    allocation_round: int
    lot: int


async def decide(
    desk: Desk, round_id: int, number: str, level: str, issuer: int, *lines: Mapping[str, Any]
) -> str:
    """Enter a signed decision."""
    made = await desk.tell(
        "/api/v1/allocations/decisions",
        {"decision_id": str(uuid4()), "allocation_round_id": round_id, "number": number,
         "signed_on": SIGNED_ON, "level": level, "issued_by_unit_id": issuer, "lines": lines},
    )  # fmt: skip
    return made["id"]


async def vials_of(desk: Desk, facility: int, lot: int) -> int:
    """What the book of a store says of a lot."""
    store = await desk.ask(f"/api/v1/stock/{facility}")
    return next((n["vials"] for n in store["lots"] if n["lot_id"] == lot), 0)


async def given_the_ministry_has_allocated(offices: Offices, places: Places, doses: int) -> int:
    """The ministry opens an allocation round and signs: the city, and the army apart."""
    ministry = await offices.desk("ministry")
    opened = await ministry.tell(
        "/api/v1/allocations/rounds",
        {"number": 7, "name": "Đợt 7", "product_id": places.product},
    )  # fmt: skip
    await decide(
        ministry, opened["id"], "3498/QĐ-BYT", "national", NATION,
        {"unit_id": CITY, "doses": doses, "purpose": "dose_1"},
        {"sector": "army", "doses": 200},
    )  # fmt: skip
    return opened["id"]


async def when_the_institute_hands_over(offices: Offices, places: Places, vials: int) -> int:
    """The regional institute takes a delivery in and hands it to the city, which counts it."""
    institute, city = await offices.desk("institute"), await offices.desk("city")
    store, cdc = places.facilities[INSTITUTE], places.facilities[CDC]
    entered = await institute.tell(
        "/api/v1/lots",
        {"product_id": places.product, "lot_number": LOT_NUMBER, "expiry_date": "2021-11-30"},
    )  # fmt: skip
    lot: int = entered["id"]
    line = {"lot_id": lot, "vials": vials}
    await institute.tell(
        "/api/v1/stock/deliveries",
        {"request_id": str(uuid4()), "facility_id": store, "document_number": "TK-2021/118",
         "lines": [{"lot_id": lot, "vials": vials + 5}]},
    )  # fmt: skip
    await pass_on(institute, city, store, cdc, line)
    assert await vials_of(institute, store, lot) == 5
    assert await vials_of(city, cdc, lot) == vials
    return lot


async def pass_on(
    giver: Desk, receiver: Desk, store: int, other: int, line: Mapping[str, int]
) -> None:
    """Hand vials over; until the other store has counted them they are nobody's."""
    before = await vials_of(receiver, other, line["lot_id"])
    sent = await giver.tell(
        "/api/v1/stock/hand-overs",
        {"request_id": str(uuid4()), "giver_id": store, "receiver_id": other, "lines": [line]},
    )  # fmt: skip
    waiting = (await receiver.ask(f"/api/v1/stock/{other}"))["waiting"]
    assert [(w["document_number"], w["vials"]) for w in waiting] == [
        (sent["number"], line["vials"])
    ]
    assert await vials_of(receiver, other, line["lot_id"]) == before
    await receiver.tell(
        "/api/v1/stock/receipts",
        {"request_id": str(uuid4()), "receiver_id": other, "giver_id": store,
         "document_number": sent["number"], "lines": [line]},
    )  # fmt: skip
    assert await vials_of(receiver, other, line["lot_id"]) == before + line["vials"]


async def when_the_city_and_the_district_give_on(
    offices: Offices, places: Places, supply: Supply, stations: Mapping[str, int]
) -> None:
    """The city allocates to the district, the district to its stations; vials by station code.

    Nobody gives on more than they were given.
    """
    city, district = await offices.desk("city"), await offices.desk("district")
    vials, centre = sum(stations.values()), places.facilities[CENTRE]
    round_id = supply.allocation_round
    too_much = await city.refused(
        "/api/v1/allocations/decisions",
        {"decision_id": str(uuid4()), "allocation_round_id": round_id, "number": "1/QĐ-SYT",
         "signed_on": SIGNED_ON, "level": "provincial", "issued_by_unit_id": CITY,
         "lines": [{"unit_id": DISTRICT, "doses": 1_000_000, "purpose": "dose_1"}]},
    )  # fmt: skip
    assert too_much.status_code == 409
    assert "nhiều hơn số được phân bổ" in too_much.json()["detail"]
    await decide(city, round_id, "4720/QĐ-SYT", "provincial", CITY,
                 {"unit_id": DISTRICT, "doses": vials * 10, "purpose": "dose_1"})  # fmt: skip
    line = {"lot_id": supply.lot, "vials": vials}
    await pass_on(city, district, places.facilities[CDC], centre, line)
    await decide(
        district, round_id, "118/QĐ-TTYT", "district", DISTRICT,
        *({"facility_id": places.facilities[code], "doses": n * 10, "purpose": "dose_1"}
          for code, n in stations.items()),
    )  # fmt: skip
    for code, number in stations.items():
        keeper = await offices.desk(f"keeper {code}".replace(" ", "-").lower())
        own = {"lot_id": supply.lot, "vials": number}
        await pass_on(district, keeper, centre, places.facilities[code], own)
    assert await vials_of(district, centre, supply.lot) == 0


async def when_the_store_issues(
    offices: Offices, station: str, session: UUID, lot: int, vials: int
) -> str:
    """The storekeeper issues vials to a session: here the lot is bound. Returns the number."""
    keeper = await offices.desk(f"keeper-{station}".lower())
    issued = await keeper.tell(
        "/api/v1/stock/issues",
        {"request_id": str(uuid4()), "session_id": str(session),
         "lines": [{"lot_id": lot, "vials": vials}]},
    )  # fmt: skip
    return issued["number"]
