"""The way of the vaccine: from the ministry's decision to each session, every hand-over on paper.

All of it follows from the planned sessions and from how many people live in the other provinces,
so stores never give what they have not got, whichever step runs first.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct

from tiemchung.country.pack import Pack
from tiemchung.demo.campaign.areas import Area, Territories
from tiemchung.demo.campaign.calendar import (
    ALLOCATIONS,
    HOME_PROVINCE,
    LOTS,
    Allocation,
    moment,
)
from tiemchung.demo.campaign.schedule import DOSES_PER_VIAL, PlannedSession, sessions_of

SHARE_ELSEWHERE: Final = 0.3
"""Doses that other provinces are allocated for each inhabitant of the demo: more than they use."""

RESERVE: Final = 1.12


class HandOver(Struct, frozen=True, kw_only=True):
    """Vials of one lot that leave one store and arrive at another, under one document.

    Keys are those of the pack; a giver None is the national store, whose books are not kept here.
    """

    giver: str | None
    receiver: str
    lot: str
    vials: int
    leaves: datetime
    arrives: datetime
    document: str

    @property
    def doses(self) -> int:
        """Doses by the label."""
        return self.vials * DOSES_PER_VIAL[PRODUCT_OF_LOT[self.lot]]


class AllocationLine(Struct, frozen=True):
    """Doses that a decision gives to a province (its code) or a sector."""

    receiver: str
    sector: str | None
    doses: int


class AllocationPlan(Struct, frozen=True):
    """An allocation with its lines, and the lines of its amendment."""

    allocation: Allocation
    lines: tuple[AllocationLine, ...]
    amended: tuple[AllocationLine, ...]


PRODUCT_OF_LOT: Final = {x.number: x.product for x in LOTS}


class StockPlan:
    """Every allocation and every hand-over above the session."""

    def __init__(self, pack: Pack, territories: Territories) -> None:
        self._pack = pack
        self._areas = territories.areas
        self.by_area = {a.index: self._of_area(a) for a in territories.areas}
        self.to_provinces = self._to_provinces(territories)
        self.to_institutes = self._to_institutes()
        self.allocations = [self._allocation(a) for a in ALLOCATIONS]

    def above(self, *, home: bool) -> list[HandOver]:
        """Return what reaches the city's centre, or those of all other provinces, in order."""
        centre = f"{HOME_PROVINCE}-CDC"
        provinces = [h for h in self.to_provinces if (h.receiver == centre) == home]
        institute = next(h.giver for h in self.to_provinces if h.receiver == centre)
        institutes = [h for h in self.to_institutes if (h.receiver == institute) == home]
        return _in_order([*institutes, *provinces])

    def _of_area(self, area: Area) -> list[HandOver]:
        """Hand the city's vials to the district and the district's to the site, week by week."""
        weeks: dict[tuple[date, str], list[PlannedSession]] = {}
        for session in sessions_of(area):
            monday = session.day - timedelta(days=session.day.weekday())
            weeks.setdefault((monday, session.lot), []).append(session)
        made: list[HandOver] = []
        for number, ((_monday, lot), sessions) in enumerate(sorted(weeks.items()), start=1):
            day = min(s.day for s in sessions) - timedelta(days=1)
            vials, code = sum(s.vials for s in sessions), area.facility_key[3:]
            made.append(HandOver(
                giver=f"{HOME_PROVINCE}-CDC", receiver=area.supplier_key, lot=lot,
                vials=round(vials * RESERVE) + 1, leaves=moment(day, 8.5),
                arrives=moment(day, 10.25), document=f"DEMO-HCDC-{code}-{number:02}",
            ))  # fmt: skip
            made.append(HandOver(
                giver=area.supplier_key, receiver=area.facility_key, lot=lot, vials=vials,
                leaves=moment(day, 14.0), arrives=moment(day, 15.2),
                document=f"DEMO-PX-{code}-{number:02}",
            ))  # fmt: skip
        return _in_order(made)

    def _to_provinces(self, territories: Territories) -> list[HandOver]:
        """Hand each lot from the regional institute to the provinces of its region."""
        centre, city = f"{HOME_PROVINCE}-CDC", Counter[str]()
        for hand_over in (h for some in self.by_area.values() for h in some if h.giver == centre):
            city[hand_over.lot] += hand_over.vials
        return [
            self._to_province(allocation, code, vials)
            for allocation in ALLOCATIONS
            for code, vials in self._vials_by_province(allocation.lot, city, territories)
            if vials
        ]

    def _vials_by_province(
        self, lot: str, city: Counter[str], territories: Territories
    ) -> Iterable[tuple[str, int]]:
        everywhere = sum(territories.population.values()) - territories.population[HOME_PROVINCE]
        elsewhere = sum(s.size for s in territories.sheets) * SHARE_ELSEWHERE
        label = DOSES_PER_VIAL[PRODUCT_OF_LOT[lot]]
        for code, people in sorted(territories.population.items()):
            if code == HOME_PROVINCE:
                yield code, round(city[lot] * RESERVE) + 2
            else:
                share = elsewhere * people / everywhere * WEIGHT_OF_LOT[lot]
                yield code, max(round(share / label), 1)

    def _to_province(self, allocation: Allocation, code: str, vials: int) -> HandOver:
        centre = f"{code}-CDC"
        seed = next(f for f in self._pack.facilities if f.key == centre)
        hours = 5.0 if code != HOME_PROVINCE else 1.5
        return HandOver(
            giver=seed.supplier_key, receiver=centre, lot=allocation.lot, vials=vials,
            leaves=moment(allocation.arrives, 8.0),
            arrives=moment(allocation.arrives, 8.0 + hours),
            document=f"DEMO-BG-{code}-{allocation.number:02}",
        )  # fmt: skip

    def _to_institutes(self) -> list[HandOver]:
        """Book what the national store hands to each institute the day before."""
        wanted: dict[tuple[str, str], list[HandOver]] = {}
        for hand_over in self.to_provinces:
            wanted.setdefault((hand_over.giver or "", hand_over.lot), []).append(hand_over)
        return [
            HandOver(
                giver=None, receiver=institute, lot=lot, vials=sum(h.vials for h in parts) + 4,
                leaves=parts[0].leaves - timedelta(days=2),
                arrives=parts[0].leaves - timedelta(days=1),
                document=f"DEMO-QG-{institute[3:]}-{lot[5:]}",
            )
            for (institute, lot), parts in sorted(wanted.items())
        ]  # fmt: skip

    def _allocation(self, allocation: Allocation) -> AllocationPlan:
        """Allocate what is handed over; an amendment gave the city its last part."""
        lines: list[AllocationLine] = []
        amended: list[AllocationLine] = []
        own = [h for h in self.to_provinces if h.lot == allocation.lot]
        for hand_over in own:
            code, doses = hand_over.receiver[:2], hand_over.doses
            if allocation.amended is not None and code == HOME_PROVINCE:
                later = doses // 4
                amended.append(AllocationLine(code, None, later))
                doses -= later
            lines.append(AllocationLine(code, None, doses))
        total = sum(h.doses for h in own)
        lines += [AllocationLine("", s, max(total // 50, 1)) for s in ("army", "police")]
        return AllocationPlan(allocation, tuple(lines), tuple(amended))


def _in_order(hand_overs: Iterable[HandOver]) -> list[HandOver]:
    return sorted(hand_overs, key=lambda h: (h.leaves, h.document))


WEIGHT_OF_LOT: Final = {
    "DEMO-AZ01": 0.4, "DEMO-AZ02": 0.2, "DEMO-AZ03": 0.1, "DEMO-MD01": 0.1, "DEMO-MD02": 0.1,
    "DEMO-PF01": 0.05, "DEMO-VC01": 0.05,
}  # fmt: skip
"""How the doses of the other provinces are spread over the lots."""
