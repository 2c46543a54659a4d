"""Sends candidates to facilities in bulk by a rule: shown first, then done in one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tiemchung.domains.geography import service as geography
from tiemchung.domains.geography.model import FacilityPlace
from tiemchung.domains.planning import assignment_queries as queries
from tiemchung.domains.planning import candidate_queries, round_queries
from tiemchung.domains.planning.candidate_queries import StateCount
from tiemchung.domains.planning.model import (
    AssignmentPreview,
    AssignmentRule,
    CannotAssign,
    GroupCount,
)
from tiemchung.domains.planning.round_queries import Round
from tiemchung.domains.planning.service.rounds import find_round
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx


async def preview_assignment(tx: Tx, rule: AssignmentRule) -> AssignmentPreview:
    """Count whom a rule meets, without moving anybody; raises CannotAssign for a wrong facility."""
    found, facility = await _places(tx, rule)
    rows = await queries.preview_rule(tx, **_rule(rule, found))
    met = sum(row.people for row in rows)
    order = {group: n for n, group in enumerate(rule.group_order)}
    groups = sorted(
        (GroupCount(row.priority_group, row.people) for row in rows if row.people),
        key=lambda g: (order.get(g.priority_group or "", len(order)), g.priority_group or ""),
    )
    return AssignmentPreview(
        groups=tuple(groups),
        assigned=min(met, rule.places),
        over=max(0, met - rule.places),
        without_birth=sum(row.without_birth for row in rows),
        already=await queries.count_assigned(
            tx, round_id=rule.round_id, facility_id=facility.facility_id
        ),
    )


async def assign(
    tx: Tx,
    rule: AssignmentRule,
    *,
    expected: int | None = None,
    actor_id: UUID,
    now: datetime,
) -> list[GroupCount]:
    """Assign the people whom a rule meets; returns how many of each group were moved.

    `expected` is the number that the preview promised: when it is another one by now, nobody is
    moved and CannotAssign says so.
    """
    found, facility = await _places(tx, rule)
    await round_queries.lock_province_rounds(tx, province_id=found.province_id)
    moved = await queries.apply_rule(
        tx, **_rule(rule, found), group_order=list(rule.group_order), places=rule.places,
        facility_id=facility.facility_id, place_province=facility.province_id,
        place_district=facility.district_id, place_ward=facility.ward_id, now=now,
        actor_id=actor_id,
    )  # fmt: skip
    total = sum(group.people for group in moved)
    if expected is not None and total != expected:
        raise CannotAssign(
            _(
                "Danh sách đã thay đổi: bây giờ là %(now)s người, lúc xem trước là %(before)s."
                " Hãy xem trước lại.",
                now=total,
                before=expected,
            )
        )
    return moved


async def take_assignment_back(
    tx: Tx,
    round_id: int,
    facility_id: int,
    *,
    groups: Sequence[str] = (),
    actor_id: UUID,
    now: datetime,
) -> int:
    """Put people whom nobody has called yet back on their wards' lists; returns how many."""
    await queries.lock_calls(tx, facility_id=facility_id)
    return await queries.take_assignment_back(
        tx, round_id=round_id, facility_id=facility_id, groups=list(groups), now=now,
        actor_id=actor_id,
    )  # fmt: skip


async def candidate_counts(
    tx: Tx, round_id: int, *, facility_id: int | None = None, district_id: int | None = None
) -> list[StateCount]:
    """Count the candidates of a round by state, within the caller's jurisdiction."""
    return await candidate_queries.candidate_counts(
        tx, round_id=round_id, facility_id=facility_id, district_id=district_id
    )


async def _places(tx: Tx, rule: AssignmentRule) -> tuple[Round, FacilityPlace]:
    """Hold that the round is the caller's to fill, and that the facility lies in its province."""
    found = await find_round(tx, rule.round_id)
    await geography.require_unit(tx, found.province_id)
    facility = await geography.find_facility(tx, rule.facility_id)
    if facility.province_id != found.province_id or not facility.active:
        raise CannotAssign(
            _("Cơ sở này không hoạt động trong tỉnh của đợt tiêm."), field="facility_id"
        )
    return found, facility


def _rule(rule: AssignmentRule, found: Round) -> dict[str, Any]:
    """Return the parameters that preview and act share, so that they mean the same people."""
    return {
        "round_id": rule.round_id, "province_id": found.province_id,
        "take_wishes": rule.take_wishes, "dose_number": rule.dose_number,
        "product_id": rule.product_id, "until": found.ends_on, "groups": list(rule.groups),
        "districts": list(rule.districts), "wards": list(rule.wards),
        "sources": list(rule.sources), "min_age": rule.min_age, "max_age": rule.max_age,
        "on": rule.on,
    }  # fmt: skip
