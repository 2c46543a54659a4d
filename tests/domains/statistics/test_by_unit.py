"""Figures by unit and day agree with the roll-ups that they are booked with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
from tests.support.world import (
    CITY,
    DISTRICT,
    FACILITY,
    OTHER,
    OTHER_WARD,
    PRODUCT,
    SITE,
    WARD,
    World,
    upload,
)

from tiemchung.doctor import public_figures
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.envelope import Envelope
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.statistics.followers import followers
from tiemchung.kernel.clock import local_day
from tiemchung.runtime import Runtime

NOW = datetime.now(UTC) - timedelta(minutes=1)
TODAY = local_day(NOW)


async def follow(runtime: Runtime, world: World, events: list[Envelope]) -> None:
    unsigned = msgspec.structs.replace(upload(world.device, events), device=None, signature=None)
    await runtime.intake.take(unsigned, Voucher(server=True))
    both = [corrections(runtime.kinds, runtime.vault), *followers()]
    await catch_up(runtime.db.worker, both)


async def amounts(runtime: Runtime, figure: str) -> dict[tuple[str, int, date, int], int]:
    rows = await runtime.db.worker.fetch(
        "SELECT level, unit_id, day, number, sum(amount) AS amount FROM statistics.by_unit"
        " WHERE figure = $1 GROUP BY 1, 2, 3, 4 HAVING sum(amount) <> 0",
        figure,
    )
    return {(r["level"], r["unit_id"], r["day"], r["number"]): int(r["amount"]) for r in rows}


async def test_a_dose_counts_where_it_was_given_and_where_the_person_lives(
    runtime: Runtime, world: World
) -> None:
    dose = world.dose(at=NOW, data={"home": OTHER_WARD})
    await follow(runtime, world, [dose])
    assert await amounts(runtime, "doses") == {
        ("nation", 0, TODAY, 1): 1, ("province", CITY, TODAY, 1): 1,
        ("district", DISTRICT, TODAY, 1): 1, ("ward", WARD, TODAY, 1): 1,
    }  # fmt: skip
    assert await amounts(runtime, "residents") == {
        ("nation", 0, TODAY, 1): 1, ("province", OTHER, TODAY, 1): 1,
        ("ward", OTHER_WARD, TODAY, 1): 1,
    }  # fmt: skip
    await follow(runtime, world, [world.event("voided", person=dose.person, supersedes=dose.id)])
    assert await amounts(runtime, "doses") == {}
    assert await amounts(runtime, "residents") == {}


async def test_the_nation_is_the_sum_of_the_roll_up(runtime: Runtime, world: World) -> None:
    person = world.dose().person
    doses = [
        world.dose(at=NOW - timedelta(days=30), person=person),
        world.dose(at=NOW, person=person, data={"home": None, "product": PRODUCT}),
        world.dose(at=NOW, facility=None, site=None),
    ]
    await follow(runtime, world, doses)
    found = await amounts(runtime, "doses")
    nation = sum(n for (level, *_), n in found.items() if level == "nation")
    place = await runtime.db.worker.fetchval("SELECT sum(doses) FROM statistics.by_place")
    assert nation == place == 3
    assert sum(n for (level, *_), n in found.items() if level == "province") == 2


async def test_a_registration_counts_in_every_unit_above_the_home(
    runtime: Runtime, world: World
) -> None:
    events = [
        world.event("registered", at=NOW, data={"home": home, "source": source})
        for home, source in ((WARD, "self"), (WARD, "ward"), (OTHER_WARD, "self"), (None, "self"))
    ]
    await follow(runtime, world, events)
    assert await amounts(runtime, "registered") == {
        ("nation", 0, TODAY, 0): 4, ("province", CITY, TODAY, 0): 2,
        ("district", DISTRICT, TODAY, 0): 2, ("ward", WARD, TODAY, 0): 2,
        ("province", OTHER, TODAY, 0): 1, ("ward", OTHER_WARD, TODAY, 0): 1,
    }  # fmt: skip


async def make_session(database: str) -> UUID:
    connection = await asyncpg.connect(database)
    session = uuid4()
    await connection.execute("SET app.nation = 'on'")
    await connection.execute(
        "INSERT INTO planning.session (facility_id, session_id, site_id, day, half_day, starts_at,"
        " ends_at, product_id, tables, capacity, created_at, place_province, place_district,"
        " place_ward) VALUES ($1, $2, $3, $4, 'morning', $5, $5, $6, 1, 100, $5, $7, $8, $9)",
        FACILITY, session, SITE, TODAY, NOW, PRODUCT, CITY, DISTRICT, WARD,
    )  # fmt: skip
    await connection.close()
    return session


async def test_declared_and_entered_move_with_every_recount(
    runtime: Runtime, world: World, database: str
) -> None:
    session = await make_session(database)
    await follow(runtime, world, [world.dose(at=NOW, session=session)])
    assert await amounts(runtime, "declared_entered") == {}  # nobody has declared: a hole, no zero

    def declared(injected: int, minutes: int) -> Envelope:
        return world.event(
            "declared", site_kind=True, session=session, at=NOW + timedelta(seconds=minutes),
            data={"moment": "end", "injected": injected},
            entered_by=world.staff[Role.SITE_HEAD],
        )  # fmt: skip

    await follow(runtime, world, [declared(10, 1)])
    await follow(runtime, world, [declared(12, 2), reaction(world, session)])
    key: Any = ("district", DISTRICT, TODAY, 0)
    assert (await amounts(runtime, "declared"))[key] == 12
    assert (await amounts(runtime, "declared_entered"))[key] == 1
    assert (await amounts(runtime, "reactions"))[key] == 1
    assert await amounts(runtime, "severe") == {}


def reaction(world: World, session: UUID) -> Envelope:
    return world.event(
        "reaction_reported", at=NOW, session=session,
        data={"severity": "common", "signs": ["fever"], "home": WARD},
    )  # fmt: skip


async def test_the_reconciliation_finds_a_wrong_cell(runtime: Runtime, world: World) -> None:
    events = [world.dose(at=NOW), world.event("registered", at=NOW, data={"home": WARD})]
    await follow(runtime, world, events)
    async with runtime.db.worker.acquire() as tx:
        assert [f async for f in public_figures(runtime, tx)] == []
        await tx.execute("UPDATE statistics.by_unit SET amount = 2 WHERE level = 'ward'")
        wrong = [f async for f in public_figures(runtime, tx)]
    assert [f.detail for f in wrong] == ["2 != 1"] * 3
