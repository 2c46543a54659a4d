"""Who is called to a session: second doses that are due, then by priority group and a draw."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from tiemchung.country.rulebook import RuleBook
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.campaign.visit import Stage
from tiemchung.domains.eligibility.rules import Person, judge_dose
from tiemchung.kernel.clock import local_day

NOTICE: Final = timedelta(days=3)
STANDBY: Final = 5
SHORTEST_INTERVAL: Final = timedelta(days=19)
_LAST_GROUP: Final = 99


class Chooser:
    """The people of an area in the order in which they are called."""

    def __init__(self, residents: Iterable[Resident], chance: Chance) -> None:
        adults = [r for r in residents if r.is_adult and not r.is_second]
        self._order = sorted(adults, key=lambda r: (_rank(r), chance.share("draw", r.person_id)))

    def choose(self, stage: Stage) -> tuple[list[Resident], list[Resident]]:
        """Return the called people of a session and a few who wait for a dose that is left."""
        due = [r for r in self._order if r.doses and _may_get(r, stage)]
        wanted = stage.plan.called
        called = due[: max(wanted // 3, 1)]
        called += self._first_doses(stage)[: wanted - len(called)]
        taken = {r.person_id for r in called}
        others = [r for r in self._first_doses(stage) if r.person_id not in taken]
        return called, others[-STANDBY:]

    def _first_doses(self, stage: Stage) -> Sequence[Resident]:
        return [r for r in self._order if not r.doses and _is_free(r, stage.plan.day)]


def _rank(resident: Resident) -> int:
    """Follow the groups of the decision in their order: health workers first, others last."""
    group = resident.group
    return int(group) if group is not None and group.isdigit() else _LAST_GROUP


def _is_free(resident: Resident, day: date) -> bool:
    if resident.is_out or local_day(resident.registered_at) > day - NOTICE:
        return False
    return resident.not_before is None or resident.not_before <= day


def _may_get(resident: Resident, stage: Stage) -> bool:
    """Tell whether another dose of the session's product is due by the rules of the day."""
    return _is_free(resident, stage.plan.day) and is_due(
        resident, stage.plan.product, stage.plan.day, stage.book, stage.province_id
    )


def is_due(resident: Resident, product: str, day: date, book: RuleBook, province: int) -> bool:
    """Tell whether the rules allow a second dose; a third was not foreseen in August 2021."""
    if len(resident.doses) != 1 or day - resident.doses[0].on < SHORTEST_INTERVAL:
        return False  # no rule allows it: spares judging thousands
    verdict = judge_dose(resident.doses, product, day, Person(resident.age), book, province)
    return not verdict.blocked
