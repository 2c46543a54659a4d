"""Vaccine for programs: allocation rounds and decisions, lots, and every movement of a store.

The commands are those of the domain: what a page asks for field by field comes here as one body.
`request_id` and `decision_id` make an act happen once, however often it is sent.
"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.service.stock import SessionStock
from tiemchung.domains.supply import service
from tiemchung.domains.supply.allocation import RecordDecision
from tiemchung.domains.supply.model import (
    AdjustStock,
    HandOver,
    LotAtStore,
    ReceiveDelivery,
    ReceiveHandOver,
    SentLine,
    VoidMovement,
)
from tiemchung.domains.supply.service import Act, DecideLot, Document, EnterLot
from tiemchung.domains.supply.service.lot_decisions import State
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.runtime import Runtime

KEEPERS = requires(
    Role.REGIONAL_INSTITUTE, Role.PROVINCE, Role.DISTRICT, Role.FACILITY_HEAD, Role.SITE_HEAD,
    Role.STOREKEEPER,
)  # fmt: skip
SIGNERS = requires(Role.MINISTRY, Role.PROVINCE, Role.DISTRICT)
MINISTRY = requires(Role.MINISTRY)
ENTERERS = requires(
    Role.MINISTRY, Role.REGIONAL_INSTITUTE, Role.PROVINCE, Role.DISTRICT, Role.STOREKEEPER
)


class OpenAllocationRound(Struct, frozen=True, kw_only=True):
    """A numbered round of the ministry, for one product."""

    number: Annotated[int, Meta(ge=1, le=9_999)]
    name: Annotated[str, Meta(min_length=1, max_length=160)]
    product_id: int


class Decide(Struct, frozen=True, kw_only=True):
    """A lot is held, released or recalled for a unit, or everywhere when `unit_id` is left out."""

    decision_id: UUID
    state: State
    reason: Annotated[str, Meta(min_length=1, max_length=200)]
    unit_id: int | None = None
    document_number: Annotated[str, Meta(max_length=80)] | None = None


class MadeNumber(Struct, frozen=True):
    """The id of what was made."""

    id: int


class Made(Struct, frozen=True):
    """The id of what was made."""

    id: UUID


class StoreShown(Struct, frozen=True):
    """What lies in a store, and what waits to be counted there."""

    lots: Sequence[LotAtStore]
    waiting: Sequence[SentLine]


def act_of(actor: Actor, runtime: Runtime) -> Act:
    """Say who moves stock now: the log-in vouches."""
    return Act(
        actor_id=actor.staff_id, at=runtime.clock.now(), voucher=Voucher(staff_id=actor.staff_id)
    )


@post("/api/v1/allocations/rounds", opt=MINISTRY)
async def open_round(
    data: JSONBody[OpenAllocationRound],
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
) -> MadeNumber:
    """Open an allocation round."""
    return MadeNumber(
        await service.open_allocation_round(
            tx, number=data.number, name=data.name, product_id=data.product_id,
            now=runtime.clock.now(),
        )
    )  # fmt: skip


@post("/api/v1/allocations/decisions", opt=SIGNERS)
async def record_decision(
    data: JSONBody[RecordDecision],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Made:
    """Enter a signed decision or an amendment."""
    return Made(
        await service.record_decision(
            tx, data, actor_id=actor.staff_id, now=runtime.clock.now()
        )
    )  # fmt: skip


@post("/api/v1/lots", opt=ENTERERS)
async def enter_lot(data: JSONBody[EnterLot], tx: NamedDependency[Tx]) -> MadeNumber:
    """Enter a lot as its label says."""
    return MadeNumber(await service.enter_lot(tx, data))


@post("/api/v1/lots/{lot_id:int}/decisions", opt=SIGNERS, status_code=204)
async def decide_lot(
    lot_id: FromPath[int],
    data: JSONBody[Decide],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> None:
    """Hold, release or recall a lot for a territory; every process judges by it within 2 s."""
    command = DecideLot(
        decision_id=data.decision_id, lot_id=lot_id, state=data.state, reason=data.reason,
        unit_id=data.unit_id, document_number=data.document_number,
    )  # fmt: skip
    await service.decide_lot(tx, command, actor_id=actor.staff_id, now=runtime.clock.now())


@get("/api/v1/stock/{facility_id:int}", opt=KEEPERS)
async def show_store(
    facility_id: FromPath[int], tx: NamedDependency[Tx], runtime: NamedDependency[Runtime]
) -> StoreShown:
    """Give the lots of a store with vials, expiry and state, and the documents on their way."""
    await geography.require_facility(tx, facility_id)
    return StoreShown(
        await service.stock_on_hand(tx, facility_id, at=runtime.clock.now()),
        await service.waiting_documents(tx, facility_id),
    )


@post("/api/v1/stock/deliveries", opt=KEEPERS)
async def deliver(
    data: JSONBody[ReceiveDelivery],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Document:
    """Take vaccine from outside the platform into a store."""
    await geography.require_facility(tx, data.facility_id)
    return await service.receive_delivery(tx, runtime.intake, data, act_of(actor, runtime))


@post("/api/v1/stock/hand-overs", opt=KEEPERS)
async def hand_over(
    data: JSONBody[HandOver],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Document:
    """Hand vials to another store; they are in transit until they have been counted there."""
    await geography.require_facility(tx, data.giver_id)
    return await service.hand_over(tx, runtime.intake, data, act_of(actor, runtime))


@post("/api/v1/stock/receipts", opt=KEEPERS)
async def receive(
    data: JSONBody[ReceiveHandOver],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Document:
    """Count what another store handed over; a difference needs a reason."""
    await geography.require_facility(tx, data.receiver_id)
    return await service.receive_hand_over(tx, runtime.intake, data, act_of(actor, runtime))


@post("/api/v1/stock/issues", opt=KEEPERS)
async def issue(
    data: JSONBody[SessionStock],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Document:
    """Issue vials to a session."""
    session = await planning.find_session(tx, data.session_id)
    await geography.require_facility(tx, session.facility_id)
    return await planning.issue_to_session(tx, runtime.intake, data, act_of(actor, runtime))


@post("/api/v1/stock/returns", opt=KEEPERS)
async def take_back(
    data: JSONBody[SessionStock],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Document:
    """Take unopened vials back from a session."""
    session = await planning.find_session(tx, data.session_id)
    await geography.require_facility(tx, session.facility_id)
    act = act_of(actor, runtime)
    return await planning.take_back_from_session(tx, runtime.intake, data, act)


@post("/api/v1/stock/adjustments", opt=KEEPERS)
async def adjust(
    data: JSONBody[AdjustStock],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Document:
    """Correct the book after counting the shelf."""
    await geography.require_facility(tx, data.facility_id)
    return await service.adjust_stock(tx, runtime.intake, data, act_of(actor, runtime))


@post("/api/v1/stock/voids", opt=KEEPERS, status_code=204)
async def void(
    data: JSONBody[VoidMovement],
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> None:
    """Take a movement back that was entered by mistake."""
    await geography.require_facility(tx, data.facility_id)
    await service.void_movement(tx, runtime.intake, data, act_of(actor, runtime))


routes = [
    open_round, record_decision, enter_lot, decide_lot, show_store, deliver, hand_over, receive,
    issue, take_back, adjust, void,
]  # fmt: skip
