"""The API of the stations on a running server: pack, live queue, people, desks, figures."""

from collections.abc import AsyncGenerator, Callable
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.print.conftest import PdfContent, read_pdf
from tests.support.people import as_staff
from tests.support.site_day import SiteDay, Tablet, make_site_day
from tests.support.waiting import until
from tests.support.world import LOT, PRODUCT, WARD, World
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.siteops.service import table_id
from tiemchung.kernel.codes import spoken
from tiemchung.kernel.settings import Settings
from tiemchung.runtime import Runtime

__all__ = ["read_pdf"]


@pytest.fixture
async def day(runtime: Runtime, database: str) -> SiteDay:
    return await make_site_day(runtime, database)


@pytest.fixture
async def nurse(
    day: SiteDay, served: str, settings: Settings, world: World
) -> AsyncGenerator[httpx.AsyncClient]:
    assert day.session
    async with as_staff(served, settings, world.staff[Role.NURSE]) as client:
        yield client


async def rows(database: str, query: str, *args: Any) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        return await connection.fetch(query, *args)
    finally:
        await connection.close()


async def token(client: httpx.AsyncClient) -> dict[str, str]:
    """Return the header that a cookie's POST needs."""
    return {"x-csrf-token": (await client.get("/api/v1/session")).json()["csrf"]}


def session_path(day: SiteDay, rest: str = "") -> str:
    return f"/api/v1/ban/sessions/{day.session}{rest}"


async def test_the_sessions_of_today(nurse: httpx.AsyncClient, day: SiteDay) -> None:
    (line,) = (await nurse.get("/api/v1/ban/sessions")).json()
    assert (line["id"], line["called"], line["product"]) == (str(day.session), 6, "AstraZeneca")


async def test_the_pack_holds_what_a_device_needs(
    nurse: httpx.AsyncClient, day: SiteDay, world: World
) -> None:
    answer = await nurse.get(session_path(day))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    pack = answer.json()
    assert [t["id"] for t in pack["tables"]] == [str(table_id(day.session, n)) for n in (1, 2)]
    (lot,) = pack["lots"]
    assert (lot["number"], lot["state"], lot["vials"], lot["doses"]) == (
        "ABW0411", "released", 4, 40
    )  # fmt: skip
    forms = {f["audience"]: f for f in pack["forms"]}
    assert forms["adult"]["items"][0]["code"] == "1"
    assert len(forms["adult"]["hash"]) == 64
    assert pack["observation"]["minutes"] == 30
    assert {i["code"] for i in pack["lists"]["discard_reason"]} >= {"spilled", "vial_broken"}
    assert (
        "screener"
        in next(s for s in pack["staff"] if s["id"] == str(world.staff[Role.SCREENER]))["roles"]
    )
    assert {d["id"] for d in pack["devices"]} == {str(world.device.id)}
    assert pack["called"] == len(pack["people"]) == 6


async def test_people_are_shown_with_masked_numbers_and_the_verdict_of_the_rules(
    nurse: httpx.AsyncClient, day: SiteDay
) -> None:
    people = {p["id"]: p for p in (await nurse.get(session_path(day))).json()["people"]}
    first = people[str(day.people[0].id)]
    assert (first["name"], first["code"]) == ("Nguyễn Thị Đào", day.people[0].code)
    assert day.people[0].number not in str(people)
    assert first["documents"][0].endswith(day.people[0].number[-3:])
    assert (first["home"], first["dose_number"], first["previous"]) == (WARD, 1, [])
    assert first["verdict"]["number"] == 1


async def test_a_dose_of_another_day_counts_and_one_too_early_is_a_stop(
    nurse: httpx.AsyncClient, runtime: Runtime, world: World, day: SiteDay
) -> None:
    tablet = Tablet(runtime, world, day)
    person = day.people[1].id
    early = world.dose(person=person, device=world.device.id, seq=1)
    assert await tablet.send(early) == ["recorded"]
    people = {p["id"]: p for p in (await nurse.get(session_path(day))).json()["people"]}
    shown = people[str(person)]
    assert [d["product"] for d in shown["previous"]] == ["AZ"]
    assert shown["verdict"]["number"] == 2
    problem = next(p for p in shown["verdict"]["problems"] if p["code"] == "too_early")
    assert problem["blocks"]
    assert problem["earliest"] > str(day.day)


async def test_opening_the_list_leaves_one_row_for_each_person(
    nurse: httpx.AsyncClient, day: SiteDay, world: World, database: str
) -> None:
    await nurse.get(session_path(day))
    logged = await rows(
        database, "SELECT person_id, actor_id, purpose, facility_id FROM registry.access_log"
    )
    assert {r["person_id"] for r in logged} == {p.id for p in day.people}
    assert len(logged) == len(day.people)
    assert {(r["actor_id"], r["purpose"], r["facility_id"]) for r in logged} == {
        (world.staff[Role.NURSE], "called_list", 11)
    }


async def test_several_devices_see_one_queue(
    nurse: httpx.AsyncClient, day: SiteDay, runtime: Runtime, world: World
) -> None:
    tablet = Tablet(runtime, world, day)
    empty = (await nurse.get(session_path(day, "/events"))).json()
    assert (len(empty["events"]), empty["called"]) == (1, 6)  # the issue of stock
    came = tablet.make("checked_in", day.people[0].id, data={"queue_number": 1001})
    await tablet.send(came)
    live = (await nurse.get(session_path(day, f"/events?since={empty['cursor']}"))).json()
    assert str(came.id) in [e["body"]["id"] for e in live["events"]]
    seen = live

    async def look() -> list[str]:
        nonlocal seen
        seen = (await nurse.get(session_path(day, f"/events?since={seen['cursor']}"))).json()
        return [e["body"]["id"] for e in seen["events"]]

    # As long as an older transaction runs, be it the database's own housekeeping, it comes again.
    await until("an answer without what was seen", look, lambda ids: str(came.id) not in ids)
    everything = (await nurse.get(session_path(day, "/events?since=9.1"))).json()
    assert len(everything["events"]) == 2, "a cursor of another epoch reads all anew"


async def test_an_event_that_commits_late_is_not_skipped(
    nurse: httpx.AsyncClient, day: SiteDay, runtime: Runtime, world: World, settings: Settings
) -> None:
    slow = await asyncpg.connect(settings.dsn["writer"])
    running = slow.transaction()
    await running.start()
    await slow.execute("SELECT pg_current_xact_id()")
    tablet = Tablet(runtime, world, day)
    first = tablet.make("checked_in", day.people[0].id)
    await tablet.send(first)
    live = (await nurse.get(session_path(day, "/events"))).json()
    later = tablet.make("measured", day.people[0].id, data={"pulse": 80})
    await slow.execute(
        "INSERT INTO ledger.person_event (person_id, event_id, kind, happened_at, session_id,"
        " facility_id, body, hash, received_at, epoch, outcome, flags)"
        " VALUES ($1, $2, 'measured', now(), $3, 11, $4, '\\x00', now(), 1, 'recorded', '{}')",
        later.person, later.id, day.session, b'{"id": "' + str(later.id).encode() + b'"}',
    )  # fmt: skip
    await running.commit()
    await slow.close()
    after = (await nurse.get(session_path(day, f"/events?since={live['cursor']}"))).json()
    assert str(later.id) in [e["body"]["id"] for e in after["events"]]


async def test_two_desks_do_not_call_the_same_person(
    nurse: httpx.AsyncClient, day: SiteDay
) -> None:
    head = await token(nurse)
    one, two, person = str(uuid4()), str(uuid4()), str(day.people[0].id)

    async def take(device: str, station: str = "measure") -> bool:
        answer = await nurse.post(
            session_path(day, "/hold"), headers=head,
            json={"person": person, "station": station, "device": device},
        )  # fmt: skip
        assert answer.status_code == 200
        return bool(answer.json()["held"])

    assert await take(one)
    assert await take(one), "a desk may ask again"
    assert not await take(two)
    assert await take(two, "screening"), "the next station is free to take"
    holds = (await nurse.get(session_path(day, "/events"))).json()["holds"]
    assert [(h["device"], h["station"]) for h in holds] == [(two, "screening")]


async def test_what_a_person_shows_opens_their_record(
    nurse: httpx.AsyncClient, day: SiteDay
) -> None:
    person, head = day.people[2], await token(nurse)
    for text in (person.code, f"https://example.vn/m#{person.code}", person.number):
        answer = await nurse.post(session_path(day, "/search"), headers=head, json={"text": text})
        assert [p["id"] for p in answer.json()] == [str(person.id)], text


async def test_a_stranger_is_found_by_their_exact_number_only(
    nurse: httpx.AsyncClient, day: SiteDay, database: str
) -> None:
    """Whoever has no appointment here is not found by name, but by the card in their hand."""
    stranger = day.people[5]
    await rows(database, "DELETE FROM booking.appointment WHERE person_id = $1", stranger.id)
    head = await token(nurse)
    by_name = await nurse.post(
        session_path(day, "/search"), headers=head, json={"text": stranger.name}
    )
    assert by_name.json() == []
    by_number = await nurse.post(
        session_path(day, "/search"), headers=head, json={"text": stranger.number}
    )
    (found,) = by_number.json()
    assert (found["id"], found["appointment"]) == (str(stranger.id), None)
    nobody = await nurse.post(
        session_path(day, "/search"), headers=head, json={"text": "079185999999"}
    )
    assert nobody.json() == []


async def test_cards_are_given_of_people_of_the_session_only(
    nurse: httpx.AsyncClient, day: SiteDay
) -> None:
    answer = await nurse.post(
        session_path(day, "/people"), headers=await token(nurse),
        json={"ids": [str(day.people[0].id), str(uuid4())]},
    )  # fmt: skip
    assert [p["id"] for p in answer.json()] == [str(day.people[0].id)]
    called = (await nurse.get(session_path(day, "/called"))).json()
    assert set(called) == {str(p.id) for p in day.people}


async def test_the_close_is_counted_by_the_server(
    nurse: httpx.AsyncClient, day: SiteDay, runtime: Runtime, world: World
) -> None:
    tablet, vial = Tablet(runtime, world, day), uuid4()
    await tablet.send(tablet.vial(vial), tablet.dose(day.people[0].id, vial))
    figures = (await nurse.get(session_path(day, "/figures"))).json()
    assert (figures["people"]["injected"], figures["people"]["absent"]) == (1, 5)
    assert [(d["doses"], d["injected"], d["difference"]) for d in figures["doses"]] == [(10, 1, 9)]
    assert {g["kind"] for g in figures["gaps"]} == {"people", "vials", "doses", "not_declared"}
    closing = await nurse.post(
        session_path(day, "/closing"), headers=await token(nurse),
        json={"made": {str(world.device.id): 40}, "notes": {"people:": "being_counted"}},
    )  # fmt: skip
    data = closing.json()
    assert data["outcome"] == "closed_with_open_items"
    items = {i["kind"]: i for i in data["open_items"]}
    assert items["people"]["note"] == "being_counted"
    assert (items["device"]["expected"], items["device"]["found"]) == (40, 0)
    assert LOT
    assert PRODUCT


async def test_another_place_answers_as_if_there_were_nothing(
    day: SiteDay, served: str, settings: Settings, world: World, database: str
) -> None:
    await rows(
        database, "UPDATE identity.role_grant SET facility_id = 12 WHERE staff_id = $1",
        world.staff[Role.OBSERVER],
    )  # fmt: skip
    async with as_staff(served, settings, world.staff[Role.OBSERVER]) as client:
        assert (await client.get("/api/v1/ban/sessions")).json() == []
        for rest in ("", "/events", "/called", "/figures"):
            answer = await client.get(session_path(day, rest))
            assert answer.status_code == 404, rest
            assert answer.headers["content-type"] == "application/problem+json"


async def test_who_works_at_no_station_gets_no_pack(
    day: SiteDay, served: str, settings: Settings, world: World
) -> None:
    for role in (Role.STOREKEEPER, Role.DISTRICT, Role.ORGANISATION):
        async with as_staff(served, settings, world.staff[role]) as client:
            assert (await client.get(session_path(day))).status_code == 403, role


async def test_nobody_gets_anything_without_a_log_in(
    day: SiteDay, browser: httpx.AsyncClient
) -> None:
    assert (await browser.get(session_path(day))).status_code == 401
    for address in ("/console/ban/", "/console/ban/index.html"):
        page = await browser.get(address)
        assert page.status_code == 200
        assert "Tiếp đón" not in page.text
        assert page.headers["cache-control"] == "no-cache"
        assert "'wasm-unsafe-eval'" in page.headers["content-security-policy"]


BAD: list[tuple[str, dict[str, Any]]] = [
    ("/search", {"text": "x"}), ("/search", {}), ("/people", {"ids": ["no"]}),
    ("/hold", {"person": "no", "station": "measure", "device": str(UUID(int=1))}),
    ("/hold", {"person": str(UUID(int=1)), "station": "kitchen", "device": str(UUID(int=1))}),
    ("/closing", {"made": {"x": 1}}), ("/closing", {"made": {str(UUID(int=1)): -1}}),
]  # fmt: skip


async def test_bad_input_is_refused(nurse: httpx.AsyncClient, day: SiteDay) -> None:
    head = await token(nurse)
    for rest, body in BAD:
        answer = await nurse.post(session_path(day, rest), headers=head, json=body)
        assert answer.status_code in (400, 422), (rest, body)
        assert answer.headers["content-type"] == "application/problem+json"
    for since in ("x", "1.", "1.99999999999999999999999", "-1.5", "1.1'"):
        answer = await nurse.get(session_path(day, "/events"), params={"since": since})
        assert answer.status_code == 200, since


async def test_slips_are_printed_for_the_injected_only(
    nurse: httpx.AsyncClient,
    day: SiteDay,
    runtime: Runtime,
    world: World,
    database: str,
    read_pdf: Callable[[bytes], PdfContent],
) -> None:
    tablet, vial, person = Tablet(runtime, world, day), uuid4(), day.people[0]
    await tablet.send(tablet.vial(vial), tablet.dose(person.id, vial))
    answer = await nurse.post(
        session_path(day, "/slips"), headers=await token(nurse),
        json={"people": [str(person.id), str(day.people[1].id)]},
    )  # fmt: skip
    assert answer.headers["content-type"] == "application/pdf"
    printed = read_pdf(answer.content)
    assert printed.pages == 1
    for text in (person.name.upper(), "ABW0411", "Vaxzevria", spoken(person.code), "Mũi 2"):
        assert text in printed.text, text
    logged = await rows(database, "SELECT person_id FROM registry.access_log")
    assert [r["person_id"] for r in logged] == [person.id]
