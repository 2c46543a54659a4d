"""Enters lots, and holds, releases or recalls them for a territory, within seconds everywhere."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.supply import queries
from tiemchung.domains.supply.queries import LotDecision
from tiemchung.kernel.errors import DomainError, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.reference import touch
from tiemchung.kernel.sql import Tx

State = Literal["held", "released", "recalled"]


class CannotDecide(DomainError):
    """The decision on a lot does not stand against one from above."""

    code: ClassVar[str] = "supply.cannot_decide"


class EnterLot(Struct, frozen=True, kw_only=True):
    """A lot as its label says."""

    product_id: int
    lot_number: Annotated[str, Meta(min_length=1, max_length=40)]
    expiry_date: date


class DecideLot(Struct, frozen=True, kw_only=True):
    """A lot is held, released or recalled for a unit, or everywhere when `unit_id` is None."""

    decision_id: UUID
    lot_id: int
    state: State
    reason: Annotated[str, Meta(min_length=1, max_length=200)]
    unit_id: int | None = None
    document_number: Annotated[str, Meta(max_length=80)] | None = None


async def enter_lot(tx: Tx, command: EnterLot) -> int:
    """Enter a lot, once; returns its id. Raises CannotDecide when its expiry differs."""
    number = command.lot_number.strip().upper()
    made = await queries.add_lot(
        tx, product_id=command.product_id, lot_number=number, expiry_date=command.expiry_date
    )
    if made is not None:
        await touch(tx)
        return made
    known = await queries.lot_of(tx, product_id=command.product_id, lot_number=number)
    if known is None:
        raise NotFound(_("Không có vắc xin này."))
    if known.expiry_date != command.expiry_date:
        raise CannotDecide(
            _("Lô này đã được nhập với hạn dùng khác. Hãy kiểm tra nhãn lọ."), field="expiry_date"
        )
    return known.lot_id


async def decide_lot(tx: Tx, command: DecideLot, *, actor_id: UUID, now: datetime) -> None:
    """Enter a decision on a lot, once per decision_id; every process judges by it within 2 s.

    A unit cannot release what a unit above it, or the nation, has stopped. Raises Forbidden
    outside the caller's jurisdiction.
    """
    await geography.require_unit(tx, command.unit_id)
    await queries.lock_lot(tx, lot_id=command.lot_id)
    above: list[int] = []
    if command.unit_id is not None:
        above = await queries.units_above(tx, unit_id=command.unit_id)
        if not above:
            raise NotFound(_("Không có đơn vị hành chính này."))
    decisions = await queries.lot_decisions(tx, lot_id=command.lot_id)
    if any(d.lot_state_id == command.decision_id for d in decisions):
        return
    if command.state == "released" and _stopped_above(decisions, command.unit_id, above):
        raise CannotDecide(_("Cấp trên đang tạm dừng lô này; chỉ cấp trên mới được cho dùng lại."))
    await queries.add_lot_state(
        tx, lot_state_id=command.decision_id, lot_id=command.lot_id, state=command.state,
        unit_id=command.unit_id, decided_at=now, decided_by=actor_id,
        document_number=command.document_number, reason=command.reason,
    )  # fmt: skip
    await touch(tx)


def _stopped_above(
    decisions: Sequence[LotDecision], unit_id: int | None, above: Collection[int]
) -> bool:
    """Tell whether the newest decision of anyone above the unit stops the lot."""
    if unit_id is None:
        return False
    for decision in decisions:
        if decision.unit_id is None or (decision.unit_id in above and decision.unit_id != unit_id):
            return decision.state != "released"
    return False
