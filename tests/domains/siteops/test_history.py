"""Doses that break a rule of their day open a case within seconds; the case settles by itself."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from tests.support.world import World, upload

from tiemchung.country import read_pack
from tiemchung.domains.ledger.envelope import Envelope
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.siteops.history import history
from tiemchung.kernel.ids import uuid7
from tiemchung.runtime import Runtime

BOOK = read_pack("vn").rule_book


async def cases_after(
    runtime: Runtime, world: World, events: list[Envelope]
) -> list[tuple[Any, ...]]:
    sent = msgspec.structs.replace(upload(world.device, events), device=None, signature=None)
    await runtime.intake.take(sent, Voucher(server=True))
    followers = [corrections(runtime.kinds, runtime.vault), history(lambda: BOOK)]
    await catch_up(runtime.db.worker, followers)
    rows = await runtime.db.worker.fetch(
        "SELECT flags, state FROM registry.correction_case ORDER BY opened_at, state"
    )
    return [tuple(r) for r in rows]


def at(day: int, month: int = 7) -> datetime:
    return datetime(2021, month, day, 3, tzinfo=UTC)


async def test_a_second_dose_too_early_opens_a_case_and_a_void_settles_it(
    runtime: Runtime, world: World
) -> None:
    first = world.dose(at=at(28))
    second = world.dose(at=at(2, 8), person=first.person)
    assert await cases_after(runtime, world, [first]) == []
    assert await cases_after(runtime, world, [second]) == [(["too_early"], "open")]
    void = world.event("voided", person=first.person, supersedes=second.id)
    assert await cases_after(runtime, world, [void]) == [(["too_early"], "settled")]


async def test_the_first_dose_may_arrive_after_the_second(runtime: Runtime, world: World) -> None:
    second = world.dose(at=at(2, 8))
    assert await cases_after(runtime, world, [second]) == []
    first = world.dose(at=at(28), person=second.person)
    assert await cases_after(runtime, world, [first]) == [(["too_early"], "open")]


@pytest.mark.parametrize(("age", "flags"), [(12, [(["too_young"], "open")]), (40, [])])
async def test_a_child_is_too_young_for_this_product(
    runtime: Runtime, world: World, age: int, flags: list[Any]
) -> None:
    dose = world.dose(at=at(28), data={"age": age})
    assert await cases_after(runtime, world, [dose]) == flags


async def test_a_merge_brings_the_first_dose_into_the_history(
    runtime: Runtime, world: World
) -> None:
    first, second = world.dose(at=at(28)), world.dose(at=at(2, 8))
    assert await cases_after(runtime, world, [first, second]) == []
    merge = {"merge": str(uuid7()), "surviving": str(first.person)}
    merged = [
        world.event("merged", person=a, data=merge | {"other": str(b)})
        for a, b in ((first.person, second.person), (second.person, first.person))
    ]
    assert await cases_after(runtime, world, merged) == [(["too_early"], "open")]
