"""Enters allocation rounds and signed decisions; the sums of all levels stay true."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tiemchung.domains.geography import service as geography
from tiemchung.domains.supply import queries
from tiemchung.domains.supply.allocation import (
    AllocationReason,
    Book,
    CannotAllocate,
    Doses,
    Receiver,
    RecordDecision,
    Share,
    refusal,
)
from tiemchung.domains.supply.queries import AllocationRound, AllocationSum
from tiemchung.kernel.clock import is_within_reach, local_day
from tiemchung.kernel.errors import DomainError, Invalid, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7_of
from tiemchung.kernel.sql import Tx

ISSUER = {"national": "nation", "provincial": "province", "district": "district"}
"""The level of the unit that signs."""

RECEIVERS = {
    "national": ["province"],
    "provincial": ["district", "ward"],
    "district": ["ward"],
}
"""The levels of the units that may receive; facilities may at each."""


class CannotOpenRound(DomainError):
    """The round cannot be opened as asked."""

    code = "supply.cannot_open_round"


async def open_allocation_round(
    tx: Tx, *, number: int, name: str, product_id: int, now: datetime
) -> int:
    """Open a numbered round of the ministry; returns its id. Raises CannotOpenRound when taken."""
    made = await queries.add_round(
        tx, number=number, name=name, product_id=product_id, created_at=now
    )
    if made is None:
        raise CannotOpenRound(_("Đã có đợt phân bổ mang số này."), field="number")
    return made


async def find_round(tx: Tx, allocation_round_id: int) -> AllocationRound:
    """Return a round; raises NotFound."""
    found = await queries.round_of(tx, allocation_round_id=allocation_round_id)
    if found is None:
        raise NotFound(_("Không có đợt phân bổ này."))
    return found


async def record_decision(
    tx: Tx, command: RecordDecision, *, actor_id: UUID, now: datetime
) -> UUID:
    """Enter a signed decision or an amendment, once per decision_id; returns the id.

    Raises CannotAllocate with a reason when it does not add up, Invalid for a day to come or of
    long ago, NotFound for an unknown round.
    """
    if not is_within_reach(command.signed_on) or command.signed_on > local_day(now):
        raise Invalid(_("Ngày ký không đúng hoặc ở sau hôm nay. Hãy sửa lại."), field="signed_on")
    await queries.lock_round(tx, allocation_round_id=command.allocation_round_id)
    if await queries.decision_of(tx, decision_id=command.decision_id) is not None:
        return command.decision_id
    found = await find_round(tx, command.allocation_round_id)
    if await queries.decision_by_number(tx, number=command.number) is not None:
        raise CannotAllocate(AllocationReason.NUMBER_TAKEN)
    await _check_amended(tx, command)
    await _check_places(tx, command)
    sums = await queries.allocation_sums(tx, allocation_round_id=command.allocation_round_id)
    book = book_of(command.issued_by_unit_id, sums, national=command.level == "national")
    if reason := refusal(command.lines, book, amends=command.amends_id is not None):
        raise CannotAllocate(reason)
    await queries.add_decision(
        tx, decision_id=command.decision_id, allocation_round_id=command.allocation_round_id,
        number=command.number, signed_on=command.signed_on, amends_id=command.amends_id,
        level=command.level, issued_by_unit_id=command.issued_by_unit_id, entered_by=actor_id,
        entered_at=now,
    )  # fmt: skip
    await _add_lines(tx, command, found.product_id)
    return command.decision_id


def book_of(issuer: int, sums: Iterable[AllocationSum], *, national: bool) -> Book:
    """Read the sums of a round as the issuer's book."""
    own: dict[str, int] = {}
    given: dict[Receiver, dict[str, int]] = {}
    passed_on: dict[Receiver, dict[str, int]] = {}
    for s in sums:
        receiver = (s.receiver_unit_id, s.receiver_facility_id, s.receiver_sector)
        if s.receiver_unit_id == issuer:
            own[s.purpose] = own.get(s.purpose, 0) + s.doses
        if s.issued_by_unit_id == issuer:
            _add(given.setdefault(receiver, {}), s)
        else:
            _add(passed_on.setdefault((s.issued_by_unit_id, None, None), {}), s)
    limit: Doses | None = None if national else own
    return Book(limit, given, passed_on)


def _add(doses: dict[str, int], s: AllocationSum) -> None:
    doses[s.purpose] = doses.get(s.purpose, 0) + s.doses


async def _check_amended(tx: Tx, command: RecordDecision) -> None:
    if command.amends_id is None:
        return
    amended = await queries.decision_of(tx, decision_id=command.amends_id)
    if amended is None or (
        amended.allocation_round_id,
        amended.level,
        amended.issued_by_unit_id,
    ) != (command.allocation_round_id, command.level, command.issued_by_unit_id):
        raise CannotAllocate(AllocationReason.AMENDS_ANOTHER)
    if command.signed_on < amended.signed_on:
        raise CannotAllocate(AllocationReason.EARLIER_THAN_AMENDED)


async def _check_places(tx: Tx, command: RecordDecision) -> None:
    """Hold that the caller may sign for the issuer, and that every receiver lies under it."""
    await geography.require_unit(tx, command.issued_by_unit_id)
    issuer = await geography.find_unit(tx, command.issued_by_unit_id)
    outside = await queries.receivers_outside(
        tx,
        issuer=command.issued_by_unit_id,
        levels=RECEIVERS[command.level],
        units=[line.unit_id for line in command.lines],
        facilities=[line.facility_id for line in command.lines],
    )
    to_sectors = any(line.sector is not None for line in command.lines)
    if (
        outside
        or issuer.level != ISSUER[command.level]
        or (to_sectors and command.level == "district")
    ):
        raise CannotAllocate(AllocationReason.RECEIVER_OUTSIDE)


async def _add_lines(tx: Tx, command: RecordDecision, product_id: int) -> None:
    lines: tuple[Share, ...] = command.lines
    await queries.add_lines(
        tx,
        decision_id=command.decision_id,
        product_id=product_id,
        lines=[uuid7_of(command.decision_id, f"line {n}") for n in range(len(lines))],
        units=[line.unit_id for line in lines],
        facilities=[line.facility_id for line in lines],
        sectors=[line.sector for line in lines],
        doses=[line.doses for line in lines],
        purposes=[line.purpose for line in lines],
    )


async def allocated_to(
    tx: Tx, unit_id: int, *, allocation_round_id: int | None = None
) -> dict[int, int]:
    """Return the doses that a unit was allocated, by product; of one round when it is named."""
    doses: dict[int, int] = {}
    for row in await queries.allocated_to(
        tx, unit_id=unit_id, allocation_round_id=allocation_round_id
    ):
        doses[row.product_id] = doses.get(row.product_id, 0) + row.doses
    return doses
