"""A list is taken in once: every row has an outcome, and nothing private is kept of it."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from tests.support.campaign import Campaign, open_campaign, register
from tests.support.makers import a_person
from tests.support.world import CITY, DISTRICT, WARD, World

from tiemchung.country import read_pack
from tiemchung.domains.ledger.envelope import Upload
from tiemchung.domains.ledger.intake import Intake, Outcome
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.planning import service
from tiemchung.domains.planning.model import CannotList, OpenUpload
from tiemchung.domains.planning.service.imports import ImportOrder, ImportResult
from tiemchung.domains.registry.lists.model import ListReading
from tiemchung.domains.registry.lists.reader import read_list
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Unavailable
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NATION
from tiemchung.runtime import Runtime

AT = datetime(2021, 7, 21, 2, tzinfo=UTC)
HEADING = "STT,Họ và tên,Ngày sinh,Giới tính,Số điện thoại,CCCD,Địa chỉ,Tổ,Phường,Quận,Tỉnh,Nhóm"
PLACE = "Phường Tân Định,Quận 1,Thành phố Hồ Chí Minh"
ROWS = (
    f"1,Nguyễn Thị Ánh Nguyệt,15/03/1984,Nữ,0903123456,079184000123,12 Lê Lợi,Khu phố 1,{PLACE},9",
    f"2,Trần Văn Bình,1970,Nam,0903123457,079070000124,12 Lê Lợi,Khu phố 1,{PLACE},13",
    f"3,Lê Thị Chi,31/02/1990,Nữ,0903123458,079190000125,14 Lê Lợi,Khu phố 2,{PLACE},13",
    f"4,Nguyễn Thị Ánh Nguyệt,15/03/1984,Nữ,0903123456,079184000123,12 Lê Lợi,,{PLACE},9",
    f"5,Phạm Dũng,05/05/1960,Nam,0903123459,079060000126,16 Lê Lợi,Khu phố 2,{PLACE},13",
    "6,Đỗ Én,05/05/1961,Nam,0903123460,079061000127,16 Lê Lợi,,Phường Không Có,Quận 1,TP HCM,13",
)
CONTENT = "\n".join((HEADING, *ROWS)).encode()


@pytest.fixture
async def campaign(runtime: Runtime, world: World) -> Campaign:
    return await open_campaign(runtime, world)


async def read(runtime: Runtime, content: bytes = CONTENT) -> ListReading:
    book = read_pack("vn").rule_book
    async with transaction(runtime.db.app, NATION) as tx:
        rules = await service.reading_rules(tx, CITY, today=date(2021, 7, 21), book=book)
    return read_list(content, "ds.csv", rules=rules)


async def upload(
    runtime: Runtime, campaign: Campaign, content: bytes = CONTENT, source: str = "ward"
) -> ImportOrder:
    async with transaction(runtime.db.app, NATION) as tx:
        list_id = await service.open_upload(
            tx,
            OpenUpload(
                list_id=uuid7(), round_id=campaign.round_id,
                source="ward" if source == "ward" else "organisation", province_id=CITY,
                ward_id=WARD, name="Khu phố 1", file_name="ds.csv",
                file_digest=hashlib.sha256(content).digest(),
            ),
            actor_id=campaign.officer, now=AT,
        )  # fmt: skip
    return ImportOrder(list_id=list_id, actor_id=campaign.officer, at=AT)


async def take(
    runtime: Runtime, reading: ListReading, order: ImportOrder, intake: Intake | None = None
) -> ImportResult:
    return await service.import_list(
        runtime.db.worker, intake or runtime.intake, runtime.vault, reading, order
    )


async def test_every_row_comes_to_an_outcome(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    (known,) = await register(
        runtime, world, [a_person("Phạm Dũng", born=date(1960, 5, 5), number="079060000126")]
    )
    order = await upload(runtime, campaign)
    told: list[tuple[int, int]] = []
    result = await service.import_list(
        runtime.db.worker, runtime.intake, runtime.vault, await read(runtime), order,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert result == ImportResult(6, {"registered": 2, "known": 1, "refused": 2, "repeated": 1})
    assert told == [(6, 6)]
    async with transaction(runtime.db.app, NATION) as tx:
        rows = await service.rows_of_list(tx, order.list_id)
        found = await service.find_list(tx, order.list_id)
        refused = await service.rows_of_list(tx, order.list_id, outcome="refused")
    assert [r.outcome for r in rows] == [
        "registered", "registered", "refused", "repeated", "known", "refused",
    ]  # fmt: skip
    assert rows[4].person_id == known
    assert (found.state, found.rows_read, found.rows_accepted, found.rows_refused) == (
        "imported", 6, 3, 3,
    )  # fmt: skip
    problems = [p for r in refused for p in r.problems if p["severity"] == "error"]
    assert [p["code"] for p in problems] == ["birth_no_such_day", "unit_unknown"]
    assert problems[1]["value"] == "Phường Không Có"


async def test_people_of_a_list_have_home_neighbourhood_and_household(
    runtime: Runtime, campaign: Campaign
) -> None:
    await take(runtime, await read(runtime), await upload(runtime, campaign))
    rows = await runtime.db.worker.fetch(
        "SELECT p.full_name, p.home_ward, p.home_district, n.name, p.household_id, p.source,"
        "       c.priority_group, c.state, c.round_id, c.home_ward AS at"
        "  FROM registry.person AS p JOIN planning.candidate AS c USING (person_id)"
        "  LEFT JOIN geography.neighbourhood AS n USING (neighbourhood_id)"
        " ORDER BY p.full_name"
    )
    assert [tuple(r)[:4] for r in rows] == [
        ("Nguyễn Thị Ánh Nguyệt", WARD, DISTRICT, "Khu phố 1"),
        ("Phạm Dũng", WARD, DISTRICT, "Khu phố 2"),
        ("Trần Văn Bình", WARD, DISTRICT, "Khu phố 1"),
    ]
    assert rows[0]["household_id"] == rows[2]["household_id"] is not None
    assert rows[0]["household_id"] != rows[1]["household_id"]
    assert {(r["source"], r["state"], r["round_id"], r["at"]) for r in rows} == {
        ("ward", "waiting", campaign.round_id, WARD)
    }
    assert [r["priority_group"] for r in rows] == ["9", "13", "13"]


async def test_what_is_kept_of_rows_names_nobody(runtime: Runtime, campaign: Campaign) -> None:
    await take(runtime, await read(runtime), await upload(runtime, campaign))
    kept = str([tuple(r) for r in await runtime.db.worker.fetch("SELECT * FROM planning.list_row")])
    for private in ("Nguyệt", "Bình", "Chi", "0903", "0791", "31/02", "Lê Lợi"):
        assert private not in kept


async def test_a_list_is_imported_once(runtime: Runtime, campaign: Campaign) -> None:
    order, reading = await upload(runtime, campaign), await read(runtime)
    await take(runtime, reading, order)
    with pytest.raises(CannotList):
        await take(runtime, reading, order)
    with pytest.raises(CannotList):
        await upload(runtime, campaign)


class Breaking(Intake):
    """A way in that answers the first set and then cannot."""

    def __init__(self, inner: Intake, sets: int) -> None:
        self._inner = inner
        self._left = sets

    async def take(self, upload: Upload, voucher: Voucher) -> list[Outcome]:
        if not self._left:
            raise Unavailable("x")
        self._left -= 1
        return await self._inner.take(upload, voucher)


async def test_an_import_that_was_cut_off_goes_on(runtime: Runtime, campaign: Campaign) -> None:
    rows = [
        f"{n},Trần Văn {chr(65 + n % 26)}{'ăâêô'[n % 4]},{1 + n % 28}/{1 + n % 12}/{1940 + n % 60},"
        f"Nam,09031{n:05},0790{n:08},{n} Lê Lợi,,{PLACE},13"
        for n in range(1_100)
    ]
    content = "\n".join((HEADING, *rows)).encode()
    order, reading = await upload(runtime, campaign, content), await read(runtime, content)
    assert len(reading.accepted) > 1_000
    with pytest.raises(Unavailable):
        await take(runtime, reading, order, Breaking(runtime.intake, 1))
    first = await runtime.db.worker.fetchval("SELECT count(*) FROM planning.list_row")
    assert first == 500
    result = await take(runtime, reading, order)
    assert result.rows == len(reading.rows)
    assert sum(result.outcomes.values()) == result.rows
    counts = await runtime.db.worker.fetchrow(
        "SELECT (SELECT count(*) FROM registry.person), (SELECT count(*) FROM planning.candidate),"
        " (SELECT count(*) FROM planning.list_row WHERE person_id IS NOT NULL)"
    )
    assert counts is not None
    assert counts[0] == counts[1]
    assert counts[2] >= counts[0]


async def test_people_who_came_in_before_the_cut_are_no_strangers(
    runtime: Runtime, campaign: Campaign
) -> None:
    """The way in had taken a set whose rows were never noted: they are registered, not known."""
    order, reading = await upload(runtime, campaign), await read(runtime)

    class CutAfter(Breaking):
        async def take(self, upload: Upload, voucher: Voucher) -> list[Outcome]:
            await super().take(upload, voucher)
            raise Unavailable("x")

    with pytest.raises(Unavailable):
        await take(runtime, reading, order, CutAfter(runtime.intake, 1))
    assert await runtime.db.worker.fetchval("SELECT count(*) FROM registry.person") == 3
    result = await take(runtime, reading, order)
    assert result.outcomes == {"registered": 3, "refused": 2, "repeated": 1}
    assert await runtime.db.worker.fetchval("SELECT count(*) FROM registry.person") == 3


async def test_a_number_of_somebody_else_is_marked_and_taken(
    runtime: Runtime, world: World, campaign: Campaign
) -> None:
    await register(runtime, world, [a_person("Hồ Giang", number="079070000124", phone=None)])
    order = await upload(runtime, campaign)
    await take(runtime, await read(runtime), order)
    async with transaction(runtime.db.app, NATION) as tx:
        rows = await service.rows_of_list(tx, order.list_id, outcome="registered")
    marked = [r.row for r in rows if any(p["code"] == "number_of_another" for p in r.problems)]
    assert marked == [3]
