"""Public figures: what pages and open data show, and what they keep to themselves."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from tests.support.world import CITY, DISTRICT, NATION, OTHER, OTHER_WARD, WARD, World, upload
from tiemchung.domains.ledger.envelope import Envelope
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.statistics.followers import followers
from tiemchung.faces.portal.classes import choose_bounds, round_down
from tiemchung.faces.portal.figures import announced
from tiemchung.faces.portal.published import MOST_DAYS, Concealed, Counts, days_of
from tiemchung.faces.portal.screens import NationalDay
from tiemchung.kernel.clock import local_day
from tiemchung.runtime import Runtime

NOW = datetime.now(UTC) - timedelta(minutes=2)
TODAY = local_day(NOW)
YESTERDAY = TODAY - timedelta(days=1)


async def record(runtime: Runtime, world: World, events: list[Envelope]) -> None:
    unsigned = msgspec.structs.replace(upload(world.device, events), device=None, signature=None)
    await runtime.intake.take(unsigned, Voucher(server=True))
    await catch_up(runtime.db.worker, [corrections(runtime.kinds, runtime.vault), *followers()])


def doses(world: World, count: int, *, day: int = 0, elsewhere: bool = False) -> list[Envelope]:
    more = {"facility": 12, "site": 22} if elsewhere else {}
    home = OTHER_WARD if elsewhere else WARD
    at = NOW - timedelta(days=day)
    return [world.dose(at=at, data={"home": home}, **more) for _ in range(count)]


@pytest.fixture
async def filled(runtime: Runtime, world: World, database: str) -> None:
    """40 + 30 doses in the city, 3 and 20 in the other province; some people registered."""
    connection = await asyncpg.connect(database)
    await connection.execute("UPDATE geography.unit SET population = 1000 WHERE level = 'province'")
    await connection.close()
    people = [
        world.event("registered", at=NOW, data={"home": home})
        for home in [WARD] * 9 + [OTHER_WARD] * 7
    ]
    await record(
        runtime, world,
        [*people, *doses(world, 40), *doses(world, 30, day=1),
         *doses(world, 3, elsewhere=True), *doses(world, 20, day=1, elsewhere=True)],
    )  # fmt: skip


async def figures(browser: httpx.AsyncClient, unit: int | None = None) -> dict[str, Any]:
    answer = await browser.get("/api/v1/open/figures", params={"unit": unit} if unit else {})
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.usefixtures("filled")
async def test_lines_add_up_and_a_small_day_is_merged_with_others(
    browser: httpx.AsyncClient,
) -> None:
    nation = await figures(browser)
    city, other = await figures(browser, CITY), await figures(browser, OTHER)
    assert [f["doses"] for f in (nation["figures"], city["figures"], other["figures"])] == [
        93, 70, 23,
    ]  # fmt: skip
    below = {line["unit"]: line["doses"] for line in nation["below"]}
    assert below == {CITY: 70, OTHER: 23}
    assert {d["day"]: d["doses"] for d in nation["days"]} == {
        YESTERDAY.isoformat(): 50, TODAY.isoformat(): 43,
    }  # fmt: skip
    # 3 of 43 would be told by the other province's 40, and by this province's own total.
    assert {d["doses"] for d in other["days"]} == {None}
    assert {d["doses"] for d in city["days"]} == {None}


@pytest.mark.usefixtures("filled")
async def test_a_unit_opens_down_to_the_ward(browser: httpx.AsyncClient) -> None:
    city = await figures(browser, CITY)
    assert [line["unit"] for line in city["below"]] == [DISTRICT]
    ward = await figures(browser, WARD)
    assert (ward["level"], ward["below"]) == ("ward", [])
    assert ward["figures"]["doses"] == 70
    page = (await browser.get(f"/so-lieu/{WARD}")).text
    assert f'href="/so-lieu/{DISTRICT}"' in page


@pytest.mark.usefixtures("filled")
async def test_pages_show_what_open_data_say(browser: httpx.AsyncClient) -> None:
    home = await browser.get("/")
    nation = await browser.get("/so-lieu")
    assert home.status_code == nation.status_code == 200
    for page in (home.text, nation.text):
        assert re.search(r'tc-figure__value">93<', page)
        assert "Thành phố Hồ Chí Minh" in page
    other = (await browser.get(f"/so-lieu/{OTHER}")).text
    assert "gộp" in other
    assert re.search(r'tc-figure__value">23<', other)


@pytest.mark.usefixtures("filled")
async def test_csv_leaves_merged_cells_empty_and_names_them(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/api/v1/open/days.csv", params={"unit": OTHER})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["access-control-allow-origin"] == "*"
    lines = answer.text.splitlines()
    assert lines[0] == "day,registered,allocated,received,doses,reactions,merged"
    assert f"{TODAY},7,0,0,,0,doses" in lines
    units = (await browser.get("/api/v1/open/units.csv")).text
    assert units.startswith("unit,code,name")
    assert f"{CITY},79,Thành phố Hồ Chí Minh" in units


async def test_an_empty_database_has_pages_without_figures(browser: httpx.AsyncClient) -> None:
    for path in ("/", "/so-lieu", f"/so-lieu/{CITY}", f"/so-lieu/{WARD}",
                 "/so-lieu/ca-nuoc-theo-ngay", f"/so-lieu/{NATION}"):  # fmt: skip
        assert (await browser.get(path)).status_code == 200, path
    assert "Chưa công bố mũi tiêm nào" in (await browser.get(f"/so-lieu/{WARD}")).text


@pytest.mark.parametrize("unit", ["99999", "0", str(2**31), str(10**30), "-5"])
async def test_a_unit_that_is_not_there_is_not_found(browser: httpx.AsyncClient, unit: str) -> None:
    assert (await browser.get(f"/so-lieu/{unit}")).status_code == 404
    answer = await browser.get("/api/v1/open/figures", params={"unit": unit})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_day_without_an_announcement_is_unknown_and_so_is_the_next() -> None:
    totals = [100, 130, None, 190, 240]
    days = [NationalDay(TODAY + timedelta(days=i), n, "somebody") for i, n in enumerate(totals)]
    assert announced(days).values == [None, 30, None, None, 50]
    assert announced([]).values == []


async def test_who_announced_a_figure_is_named_beside_it(
    browser: httpx.AsyncClient, database: str
) -> None:
    connection = await asyncpg.connect(database)
    for day, total in ((TODAY - timedelta(days=2), 100), (TODAY, 400)):
        await connection.execute(
            "INSERT INTO geography.national_daily (day, total_doses, source)"
            " VALUES ($1, $2, 'The Announcer (CC BY 4.0)')",
            day, total,
        )  # fmt: skip
    await connection.close()
    for path in ("/", "/so-lieu/ca-nuoc-theo-ngay"):
        assert "Nguồn: The Announcer (CC BY 4.0)" in (await browser.get(path)).text
    table = (await browser.get("/api/v1/open/announced.csv")).text.splitlines()
    first = TODAY - timedelta(days=2)
    assert table[1:3] == [f"{first},100,,The Announcer (CC BY 4.0)", f"{YESTERDAY},,,"]


def test_a_slip_in_a_date_does_not_make_a_table_of_a_century() -> None:
    today = date(2021, 8, 16)
    slips: dict[Any, int] = {
        date(1, 1, 1): 7,
        today - timedelta(days=1): 5,
        today: 6,
        date(9999, 12, 31): 8,
    }
    counts = Counts(
        days={"doses": {CITY: slips}, "registered": {}, "reactions": {}}, numbers={}, products={},
        whole={}, stock={"allocated": {}, "received": {}},
    )  # fmt: skip
    hidden = Concealed(days={"doses": frozenset(), "registered": frozenset(),
                             "reactions": frozenset()})  # fmt: skip
    days = days_of(CITY, counts, hidden, today)
    assert len(days) == MOST_DAYS + 1
    assert [d.doses for d in days[-2:]] == [5, 6]
    assert days[-1].day == today


def test_bounds_of_a_map_are_readable_and_rise() -> None:
    assert round_down(1279) == 1000
    assert round_down(0.034) == 0.03
    assert choose_bounds([3, 10, 22, 47, 80, 1279, None]) == (10, 20, 40, 80)
    assert choose_bounds([]) == (1, 2, 4, 8)
    assert choose_bounds([5, 5, 5], least=1) == (5, 10, 20, 40)
