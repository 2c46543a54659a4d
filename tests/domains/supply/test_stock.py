"""Stock never falls below zero and nothing is lost on the way, whoever moves at the same moment."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.makers import ELSEWHERE, scope_of
from tests.support.world import (
    CITY,
    FACILITY,
    LOT,
    NATION,
    OTHER,
    OTHER_FACILITY,
    PRODUCT,
    SITE,
    WARD,
    World,
)

from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.followers import catch_up
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.refold import corrections
from tiemchung.domains.supply import service
from tiemchung.domains.supply.model import (
    AdjustReason,
    AdjustStock,
    CannotMove,
    DifferenceReason,
    HandOver,
    IssueToSession,
    ReceiveDelivery,
    ReceivedLine,
    ReceiveHandOver,
    StockLine,
    StockReason,
    TakeBack,
    VoidMovement,
)
from tiemchung.domains.supply.service import Act, DecideLot, Document, EnterLot
from tiemchung.kernel.db import transaction
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.scope import NATION as EVERYTHING
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import Runtime

SESSION = uuid4()
MINE, THEIRS = Scope(facilities=(FACILITY,)), Scope(facilities=(OTHER_FACILITY,))


class Store:
    """A storekeeper's desk at both stores of the small world."""

    def __init__(self, runtime: Runtime, world: World) -> None:
        self.runtime = runtime
        self.world = world

    def act(self) -> Act:
        staff = self.world.staff[Role.STOREKEEPER]
        return Act(actor_id=staff, at=self.runtime.clock.now(), voucher=Voucher(server=True))

    async def do(
        self, work: Callable[..., Awaitable[Any]], command: object, scope: Scope = EVERYTHING
    ) -> Any:
        async with transaction(self.runtime.db.app, scope) as tx:
            return await work(tx, self.runtime.intake, command, self.act())

    async def receive(self, vials: int, *, lot: int = LOT, facility: int = FACILITY) -> Document:
        return await self.do(
            service.receive_delivery,
            ReceiveDelivery(
                request_id=uuid7(), facility_id=facility, document_number=f"N-{uuid4().hex[:8]}",
                lines=(StockLine(lot, vials),),
            ),
        )  # fmt: skip

    async def hand_over(
        self, vials: int, *, giver: int = FACILITY, receiver: int = OTHER_FACILITY, **more: Any
    ) -> Document:
        fields: dict[str, Any] = {
            "request_id": uuid7(), "giver_id": giver, "receiver_id": receiver,
            "lines": (StockLine(LOT, vials),),
        } | more  # fmt: skip
        return await self.do(service.hand_over, HandOver(**fields))

    async def count(
        self, number: str, vials: int, reason: DifferenceReason | None = None, **more: Any
    ) -> Document:
        fields: dict[str, Any] = {
            "request_id": uuid7(), "receiver_id": OTHER_FACILITY, "giver_id": FACILITY,
            "document_number": number, "lines": (ReceivedLine(LOT, vials, reason),),
        } | more  # fmt: skip
        return await self.do(service.receive_hand_over, ReceiveHandOver(**fields))

    async def issue(self, vials: int, **more: Any) -> Document:
        fields: dict[str, Any] = {
            "request_id": uuid7(), "facility_id": FACILITY, "site_id": SITE,
            "session_id": SESSION, "product_id": PRODUCT, "lines": (StockLine(LOT, vials),),
        } | more  # fmt: skip
        return await self.do(service.issue_to_session, IssueToSession(**fields))

    async def take_back(self, vials: int) -> Document:
        return await self.do(
            service.take_back,
            TakeBack(
                request_id=uuid7(), facility_id=FACILITY, site_id=SITE, session_id=SESSION,
                lines=(StockLine(LOT, vials),),
            ),
        )  # fmt: skip

    async def adjust(self, vials: int, *, increase: bool) -> Document:
        return await self.do(
            service.adjust_stock,
            AdjustStock(
                request_id=uuid7(), facility_id=FACILITY, lot_id=LOT, vials=vials,
                increase=increase, reason=AdjustReason.MISCOUNTED,
            ),
        )  # fmt: skip

    async def void(self, event_id: UUID, facility: int = FACILITY) -> None:
        await self.do(
            service.void_movement,
            VoidMovement(
                request_id=uuid7(), facility_id=facility, event_id=event_id, reason="mistake"
            ),
        )

    async def on_hand(self, facility: int = FACILITY, scope: Scope = EVERYTHING) -> dict[int, int]:
        async with transaction(self.runtime.db.app, scope) as tx:
            found = await service.stock_on_hand(tx, facility, at=self.runtime.clock.now())
        return {lot.lot_id: lot.vials for lot in found}

    async def decide(self, state: Any, unit: int | None) -> None:
        async with transaction(self.runtime.db.app, EVERYTHING) as tx:
            await service.decide_lot(
                tx,
                DecideLot(
                    decision_id=uuid7(), lot_id=LOT, state=state, unit_id=unit, reason="thử"
                ),
                actor_id=self.world.staff[Role.PROVINCE], now=self.runtime.clock.now(),
            )  # fmt: skip


@pytest.fixture
def store(runtime: Runtime, world: World) -> Store:
    return Store(runtime, world)


async def refused(work: Awaitable[Any]) -> StockReason:
    with pytest.raises(CannotMove) as refusal:
        await work
    return refusal.value.reason


async def test_a_hand_over_is_in_transit_until_it_is_counted(store: Store) -> None:
    await store.receive(100)
    sent = await store.hand_over(40)
    assert sent.number.startswith(f"PX{FACILITY}-")
    assert await store.on_hand() == {LOT: 60}
    assert await store.on_hand(OTHER_FACILITY) == {}
    async with transaction(store.runtime.db.app, THEIRS) as tx:
        waiting = await service.waiting_documents(tx, OTHER_FACILITY)
    assert [(w.document_number, w.vials, w.lot_number) for w in waiting] == [
        (sent.number, 40, "ABW0411")
    ]
    await store.count(sent.number, 40)
    assert await store.on_hand(OTHER_FACILITY) == {LOT: 40}
    async with transaction(store.runtime.db.app, THEIRS) as tx:
        assert await service.waiting_documents(tx, OTHER_FACILITY) == []


async def test_less_arrives_only_with_a_reason_and_once(store: Store) -> None:
    await store.receive(100)
    sent = await store.hand_over(40)
    without = StockReason.DIFFERENCE_WITHOUT_REASON
    assert await refused(store.count(sent.number, 38)) == without
    await store.count(sent.number, 38, DifferenceReason.BROKEN)
    assert await refused(store.count(sent.number, 2)) == StockReason.ALREADY_RECEIVED
    assert await store.on_hand(OTHER_FACILITY) == {LOT: 38}
    lost = await store.hand_over(5)
    await store.count(lost.number, 0, DifferenceReason.LOST)
    assert await store.on_hand(OTHER_FACILITY) == {LOT: 38}


async def test_four_figures_are_kept_apart(store: Store, database: str) -> None:
    await store.receive(100)
    first, _second = await store.hand_over(40), await store.hand_over(10)
    await store.count(first.number, 38, DifferenceReason.BROKEN)
    connection = await asyncpg.connect(database)
    try:
        await connection.execute(
            "INSERT INTO statistics.by_place VALUES ('2021-07-20', $1, $2, $3, 1, '18-49',"
            " 'female', 90)",
            OTHER_FACILITY, PRODUCT, LOT,
        )  # fmt: skip
    finally:
        await connection.close()
    async with transaction(store.runtime.db.app, EVERYTHING) as tx:
        (theirs,) = await service.stock_figures(tx, OTHER)
        (mine,) = await service.stock_figures(tx, CITY)
        (all_,) = await service.stock_figures(tx, NATION)
    assert (theirs.allocated, theirs.issued, theirs.received, theirs.used) == (0, 500, 380, 90)
    assert (theirs.in_transit, theirs.difference, theirs.on_hand) == (100, 20, 380)
    assert (mine.issued, mine.received, mine.on_hand, mine.used) == (0, 1_000, 500, 0)
    assert (all_.issued, all_.received, all_.on_hand) == (0, 1_000, 880)


async def test_a_store_refuses_before_the_act(store: Store) -> None:
    await store.receive(10)
    assert await refused(store.issue(11)) == StockReason.NOT_ENOUGH
    assert await refused(store.issue(1, lines=(StockLine(999, 1),))) == StockReason.UNKNOWN_LOT
    assert await refused(store.issue(1, lines=(StockLine(LOT, 1),) * 2)) == StockReason.TWICE
    assert await refused(store.issue(1, product_id=2)) == StockReason.OTHER_PRODUCT
    assert await refused(store.hand_over(1, receiver=FACILITY)) == StockReason.TO_ITSELF
    assert await refused(store.hand_over(11)) == StockReason.NOT_ENOUGH
    assert await refused(store.adjust(11, increase=False)) == StockReason.NOT_ENOUGH
    assert await refused(store.count("PX-0", 1)) == StockReason.NO_SUCH_DOCUMENT
    assert await refused(store.take_back(1)) == StockReason.MORE_THAN_ISSUED
    assert await refused(store.void(uuid7())) == StockReason.NO_SUCH_MOVEMENT
    await store.hand_over(1, document_number="PX-1")
    assert await refused(store.hand_over(1, document_number="PX-1")) == StockReason.DOCUMENT_TAKEN
    rows = await store.runtime.db.worker.fetch("SELECT kind FROM ledger.site_event ORDER BY kind")
    assert [r["kind"] for r in rows] == ["stock_issued", "stock_received"]


async def test_a_lot_held_above_cannot_be_issued_and_not_be_released_below(store: Store) -> None:
    await store.receive(10)
    await store.decide("held", CITY)
    assert await refused(store.issue(1)) == StockReason.HELD
    with pytest.raises(service.CannotDecide):
        await store.decide("released", WARD)
    await store.decide("released", CITY)
    await store.issue(1)
    await store.decide("recalled", None)
    assert await refused(store.issue(1)) == StockReason.RECALLED
    assert await refused(store.hand_over(1)) == StockReason.RECALLED
    await store.hand_over(1, going_back=True)
    with pytest.raises(service.CannotDecide):
        await store.decide("released", CITY)
    await store.decide("released", None)
    await store.issue(1)


async def test_a_hold_elsewhere_does_not_stop_us(store: Store) -> None:
    await store.receive(10)
    await store.decide("held", OTHER)
    await store.issue(1)


async def test_a_decision_on_a_lot_bites_in_every_process(store: Store) -> None:
    before = store.runtime.reference.current.version
    await store.decide("held", CITY)
    for _ in range(40):
        if store.runtime.reference.current.version > before:
            break
        await asyncio.sleep(0.05)
    assert store.runtime.reference.current.version > before


async def test_an_expired_lot_only_goes_back(store: Store) -> None:
    async with transaction(store.runtime.db.app, EVERYTHING) as tx:
        old = EnterLot(product_id=PRODUCT, lot_number=" old1 ", expiry_date=date(2021, 1, 1))
        lot = await service.enter_lot(tx, old)
        assert await service.enter_lot(tx, old) == lot
        with pytest.raises(service.CannotDecide):
            await service.enter_lot(
                tx, EnterLot(product_id=PRODUCT, lot_number="OLD1", expiry_date=date(2022, 1, 1))
            )
    await store.receive(5, lot=lot)
    lines = (StockLine(lot, 1),)
    assert await refused(store.issue(1, lines=lines)) == StockReason.EXPIRED
    assert await refused(store.hand_over(1, lines=lines)) == StockReason.EXPIRED
    await store.hand_over(1, lines=lines, going_back=True)


async def test_what_a_session_returns_is_stock_again(store: Store) -> None:
    await store.receive(10)
    await store.issue(6)
    await store.take_back(2)
    assert await store.on_hand() == {LOT: 6}
    assert await refused(store.take_back(5)) == StockReason.MORE_THAN_ISSUED


async def test_a_mistake_is_taken_back_unless_it_was_built_upon(store: Store) -> None:
    received = await store.receive(10)
    issued = await store.issue(4)
    assert await refused(store.void(received.event_ids[0])) == StockReason.ALREADY_USED
    await store.take_back(1)
    assert await refused(store.void(issued.event_ids[0])) == StockReason.ALREADY_USED
    sent = await store.hand_over(2)
    await store.void(sent.event_ids[0])
    assert await store.on_hand() == {LOT: 7}, "at once, before the fold of corrections has run"
    assert await refused(store.void(sent.event_ids[0])) == StockReason.ALREADY_VOIDED
    await catch_up(store.runtime.db.worker, [corrections(store.runtime.kinds, store.runtime.vault)])
    assert await store.on_hand() == {LOT: 7}
    sent = await store.hand_over(2)
    await store.count(sent.number, 2)
    assert await refused(store.void(sent.event_ids[0])) == StockReason.ALREADY_USED


async def test_the_same_request_moves_once(store: Store) -> None:
    await store.receive(10)
    request = uuid7()
    first = await store.hand_over(3, request_id=request)
    again = await store.hand_over(3, request_id=request)
    assert again == first
    assert await store.on_hand() == {LOT: 7}


async def test_twelve_storekeepers_cannot_give_the_last_vials_twice(store: Store) -> None:
    await store.receive(10)
    results = await asyncio.gather(*(store.issue(3) for _ in range(12)), return_exceptions=True)
    done = [r for r in results if isinstance(r, Document)]
    reasons = [r.reason for r in results if isinstance(r, CannotMove)]
    assert len(done) == 3
    assert reasons == [StockReason.NOT_ENOUGH] * 9
    assert len({d.number for d in done}) == 3
    assert await store.on_hand() == {LOT: 1}


async def test_a_stranger_sees_no_stock(store: Store) -> None:
    await store.receive(10)
    await store.hand_over(4)
    assert await store.on_hand(scope=ELSEWHERE) == {}
    assert await store.on_hand(scope=scope_of(Role.DISTRICT)) == {LOT: 6}
    assert await store.on_hand(scope=MINE) == {LOT: 6}
    async with transaction(store.runtime.db.app, ELSEWHERE) as tx:
        waiting = await service.waiting_documents(tx, OTHER_FACILITY)
    assert [w.vials for w in waiting] == [4]


steps = st.lists(
    st.tuples(
        st.sampled_from(["receive", "hand", "count", "issue", "back", "less", "more", "void"]),
        st.integers(1, 9),
    ),
    max_size=14,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=steps)
async def test_whatever_is_tried_nothing_is_lost_and_nothing_below_zero(
    store: Store, steps: Sequence[tuple[str, int]]
) -> None:
    waiting: list[str] = []
    moved: list[UUID] = []
    for kind, vials in steps:
        try:
            if kind == "receive":
                moved += (await store.receive(vials)).event_ids
            elif kind == "hand":
                sent = await store.hand_over(vials)
                waiting.append(sent.number)
                moved += sent.event_ids
            elif kind == "count" and waiting:
                await store.count(waiting.pop(), vials, DifferenceReason.MISCOUNTED)
            elif kind == "issue":
                moved += (await store.issue(vials)).event_ids
            elif kind == "back":
                await store.take_back(vials)
            elif kind in ("less", "more"):
                await store.adjust(vials, increase=kind == "more")
            elif kind == "void" and moved:
                await store.void(moved[vials % len(moved)])
        except CannotMove:
            pass  # a refusal is as good as an act: the book must stay true
        await _check_book(store)


async def _check_book(store: Store) -> None:
    """The shelf is never below zero, and what left is counted, lost or still on the way."""
    for facility in (FACILITY, OTHER_FACILITY):
        assert all(vials >= 0 for vials in (await store.on_hand(facility)).values())
    await catch_up(store.runtime.db.worker, [corrections(store.runtime.kinds, store.runtime.vault)])
    async with transaction(store.runtime.db.app, EVERYTHING) as tx:
        figures = await service.stock_figures(tx, OTHER)
        shelf = await _by_hand(tx)
    for f in figures:
        assert f.issued == f.received + f.in_transit + f.difference
        assert f.on_hand == shelf


async def _by_hand(tx: Tx) -> int:
    """Count the doses of the other store from the ledger's own bodies."""
    rows = await tx.fetch(
        "SELECT event_id, kind, supersedes, convert_from(body, 'UTF8')::jsonb AS body"
        "  FROM ledger.site_event WHERE facility_id = $1",
        OTHER_FACILITY,
    )
    voided = {r["supersedes"] for r in rows if r["kind"] == "stock_voided"}
    sign = {"stock_received": 1, "stock_returned": 1, "stock_issued": -1}
    return sum(
        sign[r["kind"]] * r["body"]["data"]["doses"]
        for r in rows
        if r["kind"] in sign and r["event_id"] not in voided
    )
