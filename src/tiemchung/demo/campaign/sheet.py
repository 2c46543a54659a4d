"""The other 62 provinces: people from everywhere, doses by facility along the nation's curve."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Final

from tiemchung.country.pack import Pack
from tiemchung.demo.campaign.areas import Sheet
from tiemchung.demo.campaign.atlas import Atlas
from tiemchung.demo.campaign.calendar import (
    ALLOCATIONS,
    LOTS,
    NOW,
    TODAY,
    LotOfStory,
    moment,
)
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.early import dose_without_session, some_centre
from tiemchung.demo.campaign.feed import SERVER, arrives
from tiemchung.demo.campaign.pen import Draft
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.campaign.registering import hour_of, sets_of
from tiemchung.domains.eligibility.model import GivenDose
from tiemchung.domains.registry.model import Entry

VACCINATED: Final = 0.19
"""The share of adults outside the city with a first dose by now: about what was reported."""

NOT_ENTERED: Final = 0.05
ENTERED_LATE: Final = 0.14
_AFTER_FIRST: Final = timedelta(days=62)
_PRODUCTS: Final = (("AZ", 0.72), ("MODERNA", 0.87), ("PFIZER", 0.95), ("BIBP", 1.0))


class NationalCurve:
    """Draws days along the reported national figures, without the city's share of August."""

    def __init__(self, pack: Pack) -> None:
        rows = sorted((f.date, f.total_doses) for f in pack.daily_figures
                      if f.total_doses is not None and f.date < TODAY)  # fmt: skip
        self._days = [day for day, _ in rows[1:]]
        more = [max(b[1] - a[1], 0) for a, b in pairwise(rows)]
        self._sums = list(accumulate(more))

    def day(self, drawn: float) -> date:
        """Return the day for a number from 0 to 1."""
        at = bisect_right(self._sums, drawn * self._sums[-1])
        return self._days[min(at, len(self._days) - 1)]


async def play_sheet(cast: Cast, sheet: Sheet) -> None:
    """Register the people of a sheet and enter their doses."""
    people = list(cast.territories.travellers(sheet, cast.chance.seed))
    await cast.registrar.name_neighbourhoods(people)
    residents: list[Resident] = []
    for day, source, some in sets_of(people, cast.chance):
        at = moment(day, hour_of(source))
        with cast.feed.at(arrives(at, 5)):
            residents += await cast.registrar.register(
                cast.feed.intake, some, Entry(voucher=SERVER, at=at)
            )
    curve = NationalCurve(cast.pack)
    drafts: list[Draft] = []
    for resident in residents:
        if resident.is_adult and not resident.is_second:
            drafts += _doses(resident, curve, cast.atlas, cast.chance)
    await _send(cast, drafts)


def _doses(resident: Resident, curve: NationalCurve, atlas: Atlas, chance: Chance) -> list[Draft]:
    """Draft a person's doses: of most none, of some the first, of a few the second too."""
    person = resident.person
    name = (person.serial,)
    if person.earlier_dose is not None:
        first, product = person.earlier_dose.on, "AZ"
        facility = atlas.facility[some_centre(atlas, person.earlier_dose.province)]
    elif chance.share("vaccinated", *name) < VACCINATED:
        first = max(curve.day(chance.share("day", *name)), _earliest(resident))
        product = _product(first, chance.share("product", *name))
        facility = _facility(resident, atlas, chance)
    else:
        return []
    drafts = [_dose(resident, facility, first, product, 1, atlas, chance)]
    second = first + _AFTER_FIRST
    if product == "AZ" and second < TODAY and chance.share("second", *name) < 0.8:  # noqa: PLR2004
        here = _facility(resident, atlas, chance)
        drafts.append(_dose(resident, here, second, product, 2, atlas, chance))
    return [d for d in drafts if d.at < NOW]


def _dose(
    resident: Resident, facility: int, day: date, product: str, number: int, atlas: Atlas,
    chance: Chance,
) -> Draft:  # fmt: skip
    lot = _lot(product, day)
    resident.doses.append(GivenDose(product, day))
    return dose_without_session(
        resident, facility, day, atlas, chance, product=product, lot=lot.number, number=number
    )


def _earliest(resident: Resident) -> date:
    return resident.registered_at.date() + timedelta(days=1)


def _product(day: date, drawn: float) -> str:
    """Return a product that the provinces had on that day."""
    product = next(p for p, share in _PRODUCTS if drawn <= share)
    arrived = min(a.arrives for a in ALLOCATIONS if _product_of(a.lot) == product)
    return product if arrived + timedelta(days=2) <= day else "AZ"


def _product_of(lot: str) -> str:
    return next(x.product for x in LOTS if x.number == lot)


def _lot(product: str, day: date) -> LotOfStory:
    """Return the newest lot of a product that has arrived; the provinces are handed all lots."""
    arrived = {a.lot for a in ALLOCATIONS if a.arrives < day}
    own = [x for x in LOTS if x.product == product]
    return ([x for x in own if x.number in arrived] or own)[-1]


def _facility(resident: Resident, atlas: Atlas, chance: Chance) -> int:
    """Return the district centre of the person's province where they go."""
    province = resident.person.province
    own = f"{province}-D{resident.person.district}"
    if own in atlas.facility:
        return atlas.facility[own]
    centres = sorted(k for k in atlas.facility if k.startswith(f"{province}-D"))
    if not centres:
        return atlas.facility[f"{province}-CDC"]
    drawn = chance.share("centre", resident.person.ward)
    return atlas.facility[centres[int(drawn * len(centres))]]


async def _send(cast: Cast, drafts: Sequence[Draft]) -> None:
    """Send each facility's doses of a day in the evening, some days later, a few never."""
    evenings: dict[date, list[Draft]] = {}
    for draft in drafts:
        drawn = cast.chance.share("entered", *draft.name)
        if drawn < NOT_ENTERED and draft.at.date() > date(2021, 7, 1):
            continue
        late = 1 + int(drawn * 40) if drawn < NOT_ENTERED + ENTERED_LATE else 0
        evenings.setdefault(draft.at.date() + timedelta(days=late), []).append(draft)
    for day, some in sorted(evenings.items()):
        at = min(moment(day, 19.5), NOW)
        await cast.feed.send([cast.pen.write(d) for d in some], at)
