"""Lists who is due for a next dose: by current address and product, whoever gave the first one."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tiemchung.domains.geography import service as geography
from tiemchung.domains.planning import recall_queries as queries
from tiemchung.domains.planning.model import DueCount, DueRule, Enlisted
from tiemchung.domains.planning.recall_queries import Recall
from tiemchung.domains.planning.round_queries import Round
from tiemchung.domains.planning.service.lists import enlist, standing_list
from tiemchung.domains.planning.service.rounds import find_round
from tiemchung.kernel.sql import Tx

SET: Final = 2_000


async def preview_due(tx: Tx, rule: DueRule) -> list[DueCount]:
    """Count who is due, by product and number, and how many of them stand in the round already."""
    found = await _round(tx, rule)
    return await queries.due_counts(tx, **_rule(rule, found))


async def list_due(tx: Tx, rule: DueRule, *, actor_id: UUID, now: datetime) -> int:
    """Put everybody who is due on the round's recall list; returns how many came new.

    Each stands there for the dose that is next, with the product of the series and the earliest
    day; a wish without a round is taken up.
    """
    found = await _round(tx, rule)
    list_id = await standing_list(
        tx, "recall", round_id=rule.round_id, province_id=found.province_id, actor_id=actor_id,
        now=now,
    )  # fmt: skip
    total = 0
    while True:
        people = await queries.due_people(tx, **_rule(rule, found), most=SET)
        outcomes = await enlist(
            tx, list_id, [Enlisted(person_id=p) for p in people], now=now, actor_id=actor_id
        )
        total += len(outcomes)
        if len(people) < SET or not outcomes:
            return total


async def recall_of(tx: Tx, person_id: UUID) -> Recall | None:
    """Return what the rules foresee for a person who has had a dose; None for anybody else."""
    return await queries.recall_of(tx, person_id=person_id)


async def _round(tx: Tx, rule: DueRule) -> Round:
    found = await find_round(tx, rule.round_id)
    await geography.require_unit(tx, found.province_id)
    return found


def _rule(rule: DueRule, found: Round) -> dict[str, Any]:
    return {
        "round_id": rule.round_id, "province_id": found.province_id, "usual": rule.usual,
        "due_by": rule.due_by, "product_id": rule.product_id, "districts": list(rule.districts),
        "wards": list(rule.wards),
    }  # fmt: skip
