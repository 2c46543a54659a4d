"""The statements of supply; see queries.sql."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.supply.model import LotAtStore, MovedLine, SentLine, StockFigures
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class AllocationRound(Struct, frozen=True):
    """A numbered round of the ministry, for one product."""

    allocation_round_id: int
    number: int
    name: str
    product_id: int


class Decision(Struct, frozen=True):
    """A decision without its lines."""

    decision_id: UUID
    allocation_round_id: int
    number: str
    signed_on: date
    level: str
    issued_by_unit_id: int


class AllocationSum(Struct, frozen=True):
    """What one issuer has given to one receiver for one purpose."""

    level: str
    issued_by_unit_id: int
    receiver_unit_id: int | None
    receiver_facility_id: int | None
    receiver_sector: str | None
    purpose: str
    doses: int


class AllocatedTo(Struct, frozen=True):
    """Doses of a product that a unit was allocated for a purpose."""

    product_id: int
    purpose: str
    doses: int


class LotVials(Struct, frozen=True):
    """Vials of a lot."""

    lot_id: int
    vials: int


class LotRow(Struct, frozen=True):
    """A lot as it was entered."""

    lot_id: int
    product_id: int
    lot_number: str
    expiry_date: date


class LotDecision(Struct, frozen=True):
    """A hold, a release or a recall; `unit_id` None is the whole nation."""

    lot_state_id: UUID
    state: str
    unit_id: int | None
    decided_at: datetime
    document_number: str | None
    reason: str


@sql
async def lock_round(tx: Tx, *, allocation_round_id: int) -> None: ...


@sql
async def add_round(
    tx: Tx, *, number: int, name: str, product_id: int, created_at: datetime
) -> int | None: ...


@sql
async def round_of(tx: Tx, *, allocation_round_id: int) -> AllocationRound | None: ...


@sql
async def decision_of(tx: Tx, *, decision_id: UUID) -> Decision | None: ...


@sql
async def decision_by_number(tx: Tx, *, number: str) -> UUID | None: ...


@sql
async def allocation_sums(tx: Tx, *, allocation_round_id: int) -> list[AllocationSum]: ...


@sql
async def add_decision(
    tx: Tx,
    *,
    decision_id: UUID,
    allocation_round_id: int,
    number: str,
    signed_on: date,
    amends_id: UUID | None,
    level: str,
    issued_by_unit_id: int,
    entered_by: UUID,
    entered_at: datetime,
) -> None: ...


@sql
async def add_lines(
    tx: Tx,
    *,
    decision_id: UUID,
    product_id: int,
    lines: list[UUID],
    units: list[int | None],
    facilities: list[int | None],
    sectors: list[str | None],
    doses: list[int],
    purposes: list[str],
) -> None: ...


@sql
async def receivers_outside(
    tx: Tx,
    *,
    issuer: int,
    levels: list[str],
    units: list[int | None],
    facilities: list[int | None],
) -> int: ...


@sql
async def allocated_to(
    tx: Tx, *, unit_id: int, allocation_round_id: int | None
) -> list[AllocatedTo]: ...


@sql
async def lock_store(tx: Tx, *, facility_id: int) -> None: ...


@sql
async def lots_at(
    tx: Tx, *, facility_id: int, lots: list[int] | None, at: datetime
) -> list[LotAtStore]: ...


@sql
async def at_session(tx: Tx, *, facility_id: int, session_id: UUID) -> list[LotVials]: ...


@sql
async def documents_like(tx: Tx, *, facility_id: int, beginning: str) -> int: ...


@sql
async def document_is_taken(
    tx: Tx, *, facility_id: int, document_number: str, kind: str
) -> bool: ...


@sql
async def sent_lines(
    tx: Tx,
    *,
    receiver_id: int,
    giver_id: int | None,
    document_number: str | None,
    only_waiting: bool,
) -> list[SentLine]: ...


@sql
async def movement(tx: Tx, *, facility_id: int, event_id: UUID) -> MovedLine | None: ...


@sql
async def movements(
    tx: Tx, *, facility_id: int, lot_id: int | None, page_size: int, skipped: int
) -> list[MovedLine]: ...


@sql
async def figures_of_unit(tx: Tx, *, unit_id: int) -> list[StockFigures]: ...


@sql
async def add_lot(tx: Tx, *, product_id: int, lot_number: str, expiry_date: date) -> int | None: ...


@sql
async def lot_of(tx: Tx, *, product_id: int, lot_number: str) -> LotRow | None: ...


@sql
async def lot_decisions(tx: Tx, *, lot_id: int) -> list[LotDecision]: ...


@sql
async def lock_lot(tx: Tx, *, lot_id: int) -> None: ...


@sql
async def units_above(tx: Tx, *, unit_id: int) -> list[int]: ...


@sql
async def add_lot_state(
    tx: Tx,
    *,
    lot_state_id: UUID,
    lot_id: int,
    state: str,
    unit_id: int | None,
    decided_at: datetime,
    decided_by: UUID,
    document_number: str | None,
    reason: str,
) -> None: ...
