"""What is put right afterwards: doses entered twice, typing errors, two records of one person."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from tiemchung.demo.campaign.calendar import NOW, moment
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.pen import Draft
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.campaign.site_day import SessionPlayed
from tiemchung.kernel.clock import local_day

ENTERED_TWICE: Final = 0.004
CORRECTED: Final = 0.006
MERGED: Final = 0.6
_UNDO: Final = timedelta(seconds=40)


def entered_twice(played: SessionPlayed, chance: Chance) -> list[Draft]:
    """Draft second entries of some doses by the same table, each voided within a minute."""
    drafts: list[Draft] = []
    if played.stage.plan.record != "devices" or not played.stage.plan.is_past:
        return drafts
    for given in played.given:
        if chance.share("entered twice", given.event_id) >= ENTERED_TWICE:
            continue
        dose = given.draft
        again = replace(
            dose, name=(*dose.name, "again"), at=dose.at + timedelta(seconds=50), data={**dose.data}
        )
        void = replace(
            dose, kind="voided", name=(*dose.name, "again"), at=again.at + _UNDO,
            data={"reason": "entered_twice", "home": dose.data["home"]},
            supersedes=chance.id(again.at, again.kind, *again.name),
        )  # fmt: skip
        drafts += [again, void]
    return drafts


def typing_errors(
    played: SessionPlayed, events: Iterable[tuple[UUID, UUID]], chance: Chance
) -> list[Draft]:
    """Draft corrections of some doses by the head on the next morning; (person, dose event)."""
    stage = played.stage
    at = moment(stage.plan.day + timedelta(days=1), 8.5)
    homes = {g.visitor.resident.person_id: g.visitor.resident.home for g in played.given}
    return [
        Draft(
            kind="corrected", name=(event,), at=at, person=person, facility=stage.facility_id,
            site=stage.site_id, session=stage.session_id, performed_by=stage.crew.head,
            entered_by=stage.crew.head, supersedes=event,
            data={
                "reason": "typing_error", "changes": {"body_site": "right_arm"},
                "home": homes.get(person),
            },
        )
        for person, event in events
        if chance.share("typing error", event) < CORRECTED and at <= NOW
    ]  # fmt: skip


def merges(residents: Sequence[Resident], district: UUID, chance: Chance) -> list[Draft]:
    """Draft merges of some second records that the registry did not recognise by itself."""
    first = {r.person.serial: r for r in residents if r.person.same_as is None}
    drafts: list[Draft] = []
    for second in residents:
        one = first.get(second.person.same_as if second.person.same_as is not None else -1)
        if one is None or one.person_id == second.person_id:
            continue
        drawn = chance.share("merged", second.person_id)
        if drawn >= MERGED:
            continue
        after = max(local_day(one.registered_at), local_day(second.registered_at))
        at = moment(after + timedelta(days=2), 10 + 6 * drawn)
        if at > NOW:
            continue
        drafts += _both_sides(one, second, at, district, chance)
    return drafts


def _both_sides(
    one: Resident, second: Resident, at: datetime, district: UUID, chance: Chance
) -> list[Draft]:
    merge = chance.id(at, "merge", second.person_id)
    return [
        Draft(
            kind="merged", name=(merge, person.person_id), at=at, person=person.person_id,
            entered_by=district, performed_by=district,
            data={
                "merge": str(merge), "other": str(other.person_id),
                "surviving": str(one.person_id), "home": person.home,
            },
        )
        for person, other in ((one, second), (second, one))
    ]  # fmt: skip
