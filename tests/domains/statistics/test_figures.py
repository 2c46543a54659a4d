"""Roll-ups: what is booked equals what is there, whatever the order of arrival and of commits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import msgspec
import pytest
from tests.support.world import World, upload

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger import followers as ledger_followers
from tiemchung.domains.ledger.envelope import Envelope
from tiemchung.domains.ledger.followers import Follower, catch_up, step
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.statistics.followers import followers as figures
from tiemchung.kernel.ids import uuid7
from tiemchung.runtime import Runtime

SERVER = Voucher(server=True)


def all_followers(runtime: Runtime) -> list[Follower]:
    return [corrections(runtime.kinds, runtime.vault), *figures()]


async def send(runtime: Runtime, world: World, events: list[Envelope]) -> None:
    unsigned = msgspec.structs.replace(upload(world.device, events), device=None, signature=None)
    outcomes = await runtime.intake.take(unsigned, SERVER)
    assert {o.outcome for o in outcomes} <= {"recorded", "flagged", "duplicate"}


async def figure(runtime: Runtime, query: str) -> list[tuple[Any, ...]]:
    return [tuple(r) for r in await runtime.db.worker.fetch(query)]


_SUM = (
    "SELECT number, sum(doses)::int FROM statistics.{} GROUP BY 1 HAVING sum(doses) <> 0 ORDER BY 1"
)
BY_NUMBER, BY_HOME = _SUM.format("by_place"), _SUM.format("by_home")


async def test_a_void_before_its_dose_counts_nothing(runtime: Runtime, world: World) -> None:
    dose = world.dose()
    void = world.event("voided", person=dose.person, supersedes=dose.id)
    await send(runtime, world, [void])
    await catch_up(runtime.db.worker, all_followers(runtime))
    await send(runtime, world, [dose])
    await catch_up(runtime.db.worker, all_followers(runtime))
    assert await figure(runtime, BY_NUMBER) == []
    state = await figure(runtime, "SELECT state FROM siteops.dose")
    assert state == [("voided",)]


async def test_a_dose_that_comes_late_renumbers_the_others(runtime: Runtime, world: World) -> None:
    now = datetime.now(UTC)
    second = world.dose(at=now - timedelta(days=1))
    await send(runtime, world, [second])
    await catch_up(runtime.db.worker, all_followers(runtime))
    assert await figure(runtime, BY_NUMBER) == [(1, 1)]
    first = world.dose(at=now - timedelta(days=40), person=second.person)
    await send(runtime, world, [first])
    await catch_up(runtime.db.worker, all_followers(runtime))
    assert await figure(runtime, BY_NUMBER) == [(1, 1), (2, 1)]
    assert await figure(runtime, BY_HOME) == [(1, 1), (2, 1)]


async def test_a_merge_counts_one_human_being_and_unmerge_two(
    runtime: Runtime, world: World
) -> None:
    now = datetime.now(UTC)
    one, two = world.dose(at=now - timedelta(days=40)), world.dose(at=now - timedelta(days=2))
    merge = {"merge": str(uuid7()), "surviving": str(one.person)}
    sides = [(one.person, two.person), (two.person, one.person)]
    district = world.staff[Role.DISTRICT]
    merged = [world.event("merged", person=a, data=merge | {"other": str(b)}, entered_by=district)
              for a, b in sides]  # fmt: skip
    await send(runtime, world, [one, two, *merged])
    await catch_up(runtime.db.worker, all_followers(runtime))
    assert await figure(runtime, BY_NUMBER) == [(1, 1), (2, 1)]
    unmerged = [world.event("unmerged", person=a, data=merge | {"other": str(b)},
                            entered_by=district) for a, b in sides]  # fmt: skip
    await send(runtime, world, unmerged)
    await catch_up(runtime.db.worker, all_followers(runtime))
    assert await figure(runtime, BY_NUMBER) == [(1, 2)]


async def count_with_an_overlapping_transaction(
    runtime: Runtime, world: World, database: str
) -> list[tuple[Any, ...]]:
    """One transaction writes a dose first and commits it after the followers passed another."""
    early, late = world.dose(), world.dose()
    slow = await asyncpg.connect(database)
    await slow.execute("BEGIN; SET LOCAL app.nation = 'on'")
    await slow.execute(
        "INSERT INTO ledger.person_event (person_id, event_id, kind, happened_at, body, hash,"
        " received_at, epoch, outcome, flags)"
        " VALUES ($1, $2, 'injected', now(), '{}', '', now(), 1, 'recorded', '{}')",
        early.person, early.id,
    )  # fmt: skip
    await slow.execute(
        "INSERT INTO siteops.dose (person_id, event_id, happened_at, day, entry, received_at,"
        " flags, state) VALUES ($1, $2, now(), current_date, 'table', now(), '{}', 'recorded')",
        early.person, early.id,
    )  # fmt: skip
    await send(runtime, world, [late])
    for follower in all_followers(runtime) * 2:
        await step(runtime.db.worker, follower)
    await slow.execute("COMMIT")
    await slow.close()
    await catch_up(runtime.db.worker, all_followers(runtime))
    return await figure(runtime, BY_NUMBER)


async def test_an_event_that_commits_late_is_counted(
    runtime: Runtime, world: World, database: str
) -> None:
    assert await count_with_an_overlapping_transaction(runtime, world, database) == [(1, 2)]


async def test_without_the_watermark_the_late_event_would_be_lost(
    runtime: Runtime, world: World, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ledger_followers.WINDOW
    naive = real.replace(
        "pg_snapshot_xmin(pg_current_snapshot())", "pg_snapshot_xmax(pg_current_snapshot())"
    )
    assert naive != real
    monkeypatch.setattr(ledger_followers, "WINDOW", naive)
    assert await count_with_an_overlapping_transaction(runtime, world, database) != [(1, 2)]


async def test_a_figure_never_overtakes_the_fold_of_corrections(
    runtime: Runtime, world: World
) -> None:
    dose = world.dose()
    await send(runtime, world, [dose])
    alone = next(f for f in figures() if f.name == "figures.doses")
    assert await step(runtime.db.worker, alone) == 0  # corrections has not run at all
    await catch_up(runtime.db.worker, all_followers(runtime))
    assert await figure(runtime, BY_NUMBER) == [(1, 1)]
