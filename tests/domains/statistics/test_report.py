"""The daily report: its cut-off, its freeze, and the differences that come after."""

from datetime import UTC, date, datetime
from uuid import uuid4

import msgspec
import pytest
from tests.domains.statistics.test_figures import all_followers, send
from tests.support.world import CITY, DISTRICT, World

from tiemchung.country import read_pack
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.statistics import report
from tiemchung.kernel.db import transaction
from tiemchung.kernel.scope import NATION, Scope
from tiemchung.runtime import Runtime

BOOK = read_pack("vn").rule_book
DAY = date(2021, 7, 28)


def utc(hour: int, day: int = 28) -> datetime:
    return datetime(2021, 7, day, hour, tzinfo=UTC)


async def drawn(runtime: Runtime, scope: Scope = NATION) -> report.Figures:
    await catch_up(runtime.db.worker, all_followers(runtime))
    async with transaction(runtime.db.app, scope) as tx:
        return await report.draw_up(tx, CITY, DAY, BOOK)


async def test_what_happens_after_the_cutoff_belongs_to_the_next_day(
    runtime: Runtime, world: World
) -> None:
    assert report.cutoff_of(BOOK, DAY) == utc(9)  # 16:00 in Viet Nam
    inside, after, before = (world.dose(at=at) for at in (utc(8), utc(10), utc(8, 27)))
    await send(runtime, world, [inside, after, before])
    figures = await drawn(runtime)
    assert [(line.unit_id, line.used) for line in figures.day] == [(DISTRICT, 1)]
    assert report.total(figures.cumulative).used == 2


async def test_a_sent_report_is_frozen_and_lists_later_differences(
    runtime: Runtime, world: World
) -> None:
    await send(runtime, world, [world.dose(at=utc(8))])
    await catch_up(runtime.db.worker, all_followers(runtime))
    staff = world.staff[Role.PROVINCE]
    async with transaction(runtime.db.app, NATION) as tx:
        report_id = await report.send(tx, CITY, DAY, BOOK, staff_id=staff, now=utc(11))
    await send(runtime, world, [world.dose(at=utc(7))])
    live = await drawn(runtime)
    async with transaction(runtime.db.app, NATION) as tx:
        sent = await report.report(tx, report_id=report_id)
    assert sent is not None
    assert sent.number == "BC-20210728-79"
    found = report.differences(report.frozen(sent), live)
    assert {(d.part, d.column, d.sent, d.now) for d in found} == {
        (part, column, 1, 2) for part in ("day", "cumulative") for column in ("used", "first_doses")
    }


async def test_the_share_of_entry_is_that_of_the_sessions_that_declared(
    runtime: Runtime, world: World
) -> None:
    here, silent = uuid4(), uuid4()
    head = world.staff[Role.SITE_HEAD]
    declared = world.event("declared", site_kind=True, session=here, at=utc(8),
                           data={"moment": "end", "injected": 4}, entered_by=head)  # fmt: skip
    doses = [world.dose(at=utc(7), session=session) for session in (here, silent, silent, silent)]
    await send(runtime, world, [declared, *doses, world.dose(at=utc(7))])
    day = (await drawn(runtime)).day
    for line in (day[0], report.total(day)):
        assert (line.used, line.declared, line.declared_entered) == (5, 4, 1)
        assert line.entry_percent == 25.0
    text = report.as_text(report.ReportUnit(CITY, "province", "HCM", "79"), DAY,
                          report.Figures(day, []))  # fmt: skip
    assert text.endswith("Số báo cáo nhanh 4, đã nhập 1.")


async def test_a_report_is_not_sent_before_its_cutoff(runtime: Runtime, world: World) -> None:
    async with transaction(runtime.db.app, NATION) as tx:
        with pytest.raises(report.CannotSend):
            await report.send(tx, CITY, DAY, BOOK, staff_id=world.staff[Role.PROVINCE], now=utc(8))


async def test_the_report_counts_only_what_the_reader_may_see(
    runtime: Runtime, world: World
) -> None:
    await send(runtime, world, [world.dose(at=utc(8))])
    assert report.total((await drawn(runtime)).day).used == 1
    assert report.total((await drawn(runtime, Scope())).day).used == 0


def test_the_text_to_paste_says_the_totals() -> None:
    line = report.ReportLine(1, "Quận 1", 12, 0, 1, 2, 0, 1234, 0, 0, 1234, 3, 4, 0, 1300)
    figures = report.Figures([line], [msgspec.structs.replace(line, used=9999)])
    text = report.as_text(
        report.ReportUnit(CITY, "province", "TP. Hồ Chí Minh", "79"), DAY, figures
    )
    assert "1.234 mũi" in text
    assert "Lũy kế: 9.999 mũi" in text
    assert "Số báo cáo nhanh 1.300" in text
