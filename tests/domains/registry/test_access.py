"""A record opens on a ground that holds, with all ids of the person, and its reading is logged."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.support.rows import put
from tests.support.world import (
    CITY,
    DISTRICT,
    FACILITY,
    OTHER,
    OTHER_FACILITY,
    OTHER_WARD,
    SITE,
    WARD,
    World,
)

from tiemchung.domains.identity.actor import ActiveGrant, Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.registry.access import (
    NoSuchPerson,
    Shown,
    log_listed,
    open_record,
    open_records,
    own_scope,
)
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.db import Pool, open_pool, transaction
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.scope import NOBODY, Scope
from tiemchung.kernel.settings import Settings

NOW = Clock().now()
INSIDE = {"home_province": CITY, "home_district": DISTRICT, "home_ward": WARD}
OUTSIDE = {"home_province": OTHER, "home_district": None, "home_ward": OTHER_WARD}


class Records:
    """People in the database and the connections that look at them."""

    def __init__(self, owner: Any, pool: Pool, world: World) -> None:
        self.owner = owner
        self.pool = pool
        self.world = world

    async def person(self, **home: Any) -> UUID:
        return (await put(self.owner, "registry.person", **home))["person_id"]

    async def session(self, state: str = "running", facility: int = FACILITY) -> UUID:
        row = await put(self.owner, "planning.session", facility_id=facility, site_id=SITE,
                        state=state, day=NOW.date(), capacity=10 + uuid4().int % 9000,
                        half_day="morning", product_id=uuid4().int % 10**6)  # fmt: skip
        return row["session_id"]

    async def logged(self, person_id: UUID) -> list[tuple[str, str | None]]:
        rows = await self.owner.fetch(
            "SELECT purpose, reason FROM registry.access_log WHERE person_id = $1", person_id
        )
        return [(r["purpose"], r["reason"]) for r in rows]

    def nurse(self, session_id: UUID | None = None) -> Actor:
        grant = ActiveGrant(
            grant_id=uuid4(), role=Role.NURSE, unit_id=None,
            facility_id=None if session_id else FACILITY, session_id=session_id,
        )  # fmt: skip
        scope = Scope(sessions=(session_id,)) if session_id else Scope(facilities=(FACILITY,))
        return Actor(kind="staff", id=self.world.staff[Role.NURSE], name="Điều dưỡng", grant=grant,
                     scope=scope)  # fmt: skip

    def ward(self) -> Actor:
        grant = ActiveGrant(
            grant_id=uuid4(), role=Role.WARD, unit_id=WARD, facility_id=None, session_id=None
        )
        return Actor(kind="staff", id=self.world.staff[Role.WARD], name="Phường", grant=grant,
                     scope=Scope(wards=(WARD,)))  # fmt: skip

    async def sees(self, actor: Actor, person_id: UUID, **grounds: Any) -> list[UUID]:
        """Open a record and return who is seen afterwards."""
        async with transaction(self.pool, actor.scope) as tx:
            await open_record(tx, actor, person_id, now=NOW, **grounds)
            rows = await tx.fetch("SELECT person_id FROM registry.person")
            return [r["person_id"] for r in rows]

    async def refuses(self, actor: Actor, person_id: UUID, **grounds: Any) -> None:
        with pytest.raises(NoSuchPerson):
            await self.sees(actor, person_id, **grounds)
        assert await self.logged(person_id) == []


@pytest.fixture
async def records(world: World, database: str, settings: Settings) -> AsyncGenerator[Records]:
    owner = await asyncpg.connect(database)
    await owner.execute("SET app.nation = 'on'")
    pool = await open_pool(settings.dsn["app"], size=2)
    yield Records(owner, pool, world)
    await pool.close()
    await owner.close()


async def test_in_scope_by_home(records: Records) -> None:
    mine, other = await records.person(**INSIDE), await records.person(**OUTSIDE)
    assert await records.sees(records.ward(), mine) == [mine]
    assert await records.logged(mine) == [("in_scope", None)]
    await records.refuses(records.ward(), other)
    await records.refuses(records.ward(), uuid4())


@pytest.mark.parametrize("table", ["siteops.dose", "siteops.visit_step", "planning.candidate"])
async def test_in_scope_by_place(records: Records, table: str) -> None:
    guest, elsewhere = await records.person(**OUTSIDE), await records.person(**OUTSIDE)
    await put(records.owner, table, person_id=guest, facility_id=FACILITY, **OUTSIDE)
    await put(records.owner, table, person_id=elsewhere, facility_id=OTHER_FACILITY, **OUTSIDE)
    assert await records.sees(records.nurse(), guest) == [guest]
    await records.refuses(records.nurse(), elsewhere)


async def test_on_the_called_list_of_a_session(records: Records) -> None:
    session_id = await records.session()
    called, not_called = await records.person(**OUTSIDE), await records.person(**OUTSIDE)
    cancelled = await records.person(**OUTSIDE)
    for person_id, state in ((called, "open"), (cancelled, "cancelled")):
        await put(records.owner, "booking.appointment", person_id=person_id, session_id=session_id,
                  facility_id=OTHER_FACILITY, state=state, **OUTSIDE)  # fmt: skip
    assert await records.sees(records.nurse(session_id), called) == [called]
    assert await records.logged(called) == [("called_list", None)]
    for person_id in (not_called, cancelled):
        await records.refuses(records.nurse(session_id), person_id)
    await records.refuses(records.nurse(await records.session()), not_called)


async def test_an_exact_document_or_code_opens_while_a_session_runs(records: Records) -> None:
    shown, coded, other = [await records.person(**OUTSIDE) for _ in range(3)]
    await put(records.owner, "registry.identity_claim", digest=b"d1", person_id=shown)
    await put(records.owner, "registry.provisional_code", code="AB12", person_id=coded)
    actor = records.nurse()
    await records.session("planned")
    await records.session("running", OTHER_FACILITY)
    await records.refuses(actor, shown, shown=Shown(digest=b"d1"))
    running = await records.session()
    assert await records.sees(actor, shown, shown=Shown(digest=b"d1")) == [shown]
    assert await records.logged(shown) == [("exact_document", None)]
    by_session = records.nurse(running)
    assert await records.sees(by_session, coded, shown=Shown(code="AB12")) == [coded]
    await records.refuses(actor, other, shown=Shown(digest=b"d1"))
    await records.refuses(actor, other, shown=Shown(digest=b"d2"))
    await records.refuses(records.ward(), other, shown=Shown(code="AB12"))


async def test_break_glass_needs_a_reason_and_a_person(records: Records) -> None:
    person_id = await records.person(**OUTSIDE)
    await records.refuses(records.nurse(), person_id)
    with pytest.raises(Invalid):
        await records.sees(records.nurse(), person_id, reason="gấp")
    reason = "Sốc phản vệ, cần tiền sử dị ứng"
    await records.refuses(records.ward(), person_id, reason=reason)
    await records.refuses(records.nurse(), uuid4(), reason=reason)
    assert await records.sees(records.nurse(), person_id, reason=reason) == [person_id]
    assert await records.logged(person_id) == [("break_glass", reason)]


async def test_all_ids_of_the_person_open_and_an_undone_merge_does_not(records: Records) -> None:
    one, two, three, undone = [await records.person(**INSIDE)] + [
        await records.person(**OUTSIDE) for _ in range(3)
    ]
    for left, right, surviving, at in (
        (one, two, two, None), (two, three, three, None), (one, undone, one, NOW),
    ):  # fmt: skip
        merge_id = uuid4()
        for side, other in ((left, right), (right, left)):
            await put(records.owner, "registry.alias", person_id=side, other_id=other,
                      surviving_id=surviving, merge_id=merge_id, undone_at=at)  # fmt: skip
    assert set(await records.sees(records.ward(), one)) == {one, two, three}


async def test_a_citizen_sees_the_own_people_and_nobody_else(records: Records) -> None:
    own, merged, other = [await records.person(**INSIDE) for _ in range(3)]
    for side, second in ((own, merged), (merged, own)):
        await put(records.owner, "registry.alias", person_id=side, other_id=second,
                  surviving_id=own)  # fmt: skip
    account_id = uuid4()
    await put(records.owner, "identity.account_person", account_id=account_id, person_id=own)
    async with transaction(records.pool, NOBODY) as tx:
        scope = await own_scope(tx, account_id)
        assert await own_scope(tx, uuid4()) is not None
    assert set(scope.persons) == {own, merged}
    actor = Actor(kind="citizen", id=account_id, name="090•••••67", scope=scope)
    assert set(await records.sees(actor, own)) == {own, merged}
    assert await records.logged(own) == [("citizen_link", None)]
    await records.refuses(actor, other)
    await records.refuses(actor, other, reason="tôi rất muốn xem")


async def test_several_open_together_or_not_at_all(records: Records) -> None:
    one, two, other = [await records.person(**h) for h in (INSIDE, INSIDE, OUTSIDE)]
    ward = records.ward()
    async with transaction(records.pool, ward.scope) as tx:
        scope = await open_records(tx, ward, [one, two], now=NOW)
        assert set(scope.persons) == {one, two}
        with pytest.raises(NoSuchPerson):
            await open_records(tx, ward, [one, other], now=NOW)
        await log_listed(tx, ward, [one], "search", now=NOW + timedelta(seconds=1))
    assert sorted(await records.logged(one)) == [("in_scope", None), ("search", None)]
    assert await records.logged(other) == []


async def test_what_is_opened_closes_with_the_transaction(records: Records) -> None:
    person_id = await records.person(**OUTSIDE)
    actor = records.nurse()
    await records.sees(actor, person_id, reason="Sốc phản vệ, cần tiền sử dị ứng")
    async with transaction(records.pool, actor.scope) as tx:
        assert await tx.fetch("SELECT person_id FROM registry.person") == []
    with pytest.raises(NoSuchPerson):
        await records.sees(actor, person_id)
    visitor = Actor()
    async with transaction(records.pool, NOBODY) as tx:
        with pytest.raises(NoSuchPerson):
            await open_record(tx, visitor, person_id, now=NOW, reason="không ai cả, chỉ tò mò")
