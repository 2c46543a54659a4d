"""What happened before July: first doses of front-line workers, and of people elsewhere."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from tiemchung.demo.campaign.areas import Area
from tiemchung.demo.campaign.atlas import Atlas
from tiemchung.demo.campaign.calendar import moment
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.pen import Draft, Pen
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.population.model import SyntheticPerson
from tiemchung.domains.eligibility.model import GivenDose
from tiemchung.kernel.clock import local_day

FRONT_LINE: Final = frozenset({"1", "2", "3", "4"})
SHARE_EARLY: Final = 0.7
_FROM: Final = date(2021, 5, 10)
_SPAN: Final = 42
_PRODUCT, _LOT = "AZ", "DEMO-AZ01"


def early_doses(
    residents: Sequence[Resident], area: Area, atlas: Atlas, chance: Chance, pen: Pen
) -> list[Draft]:
    """Draft the doses before the story; their people remember them."""
    drafts: list[Draft] = []
    for resident in residents:
        if not resident.is_adult or resident.is_second:
            continue
        given = _elsewhere(resident, atlas) or _front_line(resident, area, atlas, chance)
        if given is None:
            continue
        facility, day = given
        if day <= local_day(resident.registered_at):
            continue
        draft = dose_without_session(
            resident, facility, day, atlas, chance, product=_PRODUCT, lot=_LOT, number=1
        )
        resident.doses.append(GivenDose(_PRODUCT, day))
        resident.dose_events.append(pen.id_of(draft))
        drafts.append(draft)
    return drafts


def _elsewhere(resident: Resident, atlas: Atlas) -> tuple[int, date] | None:
    """Give a first dose in another province, which is found when the second one is due."""
    earlier = resident.person.earlier_dose
    if earlier is None:
        return None
    return atlas.facility[some_centre(atlas, earlier.province)], earlier.on


def some_centre(atlas: Atlas, province: str) -> str:
    """Return the key of a district health centre of a province, else of its own centre."""
    found = [key for key in atlas.facility if key.startswith(f"{province}-D")]
    return min(found, default=f"{province}-CDC")


def _front_line(
    resident: Resident, area: Area, atlas: Atlas, chance: Chance
) -> tuple[int, date] | None:
    day = early_day(resident.person, chance)
    return None if day is None else (atlas.facility[area.supplier_key], day)


def early_day(person: SyntheticPerson, chance: Chance) -> date | None:
    """Return when a front-line worker had the first dose of spring, if so."""
    drawn = chance.share("early", person.serial)
    if not person.priority_groups or person.priority_groups[0] not in FRONT_LINE:
        return None
    if drawn >= SHARE_EARLY:
        return None
    return _FROM + timedelta(days=int(drawn / SHARE_EARLY * _SPAN))


def dose_without_session(
    resident: Resident, facility: int, day: date, atlas: Atlas, chance: Chance, *, product: str,
    lot: str, number: int,
) -> Draft:  # fmt: skip
    """Draft a dose of which only facility, lot and moment are kept."""
    hour = 7.5 + 9 * chance.share("hour", resident.person_id, number)
    return Draft(
        kind="injected", name=(resident.person_id, "dose", number), at=moment(day, hour),
        data={
            "product": atlas.product[product], "lot": atlas.lot[lot], "lot_number": lot,
            "number": number, "home": resident.home, "age": resident.age,
            "sex": resident.person.sex, "priority_group": resident.group, "volume_ml": 0.5,
        },
        person=resident.person_id, facility=facility,
    )  # fmt: skip
