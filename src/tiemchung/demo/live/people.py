"""Called people as the stations meet them: what the registry knows, and a health drawn for them."""

from datetime import date
from typing import Final

from tiemchung.demo.campaign.calendar import TODAY
from tiemchung.demo.campaign.cast import Cast
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.live.state import LivePerson
from tiemchung.demo.population.model import SyntheticPerson
from tiemchung.demo.population.tables import CONDITIONS
from tiemchung.domains.eligibility.model import GivenDose
from tiemchung.domains.registry.birth import Birth

_UNKNOWN_BIRTH: Final = date(1981, 1, 1)
_MIDDLE_AGED, _OLD = 40, 65


def resident_of(person: LivePerson, cast: Cast) -> Resident:
    """Return a called person; the same one has the same conditions each time."""
    born = person.birth_date or _UNKNOWN_BIRTH
    doses: list[GivenDose] = []
    if person.last_product is not None and person.last_dose_on is not None:
        doses = [GivenDose(person.last_product, person.last_dose_on)] * person.earlier_doses
    return Resident(
        person_id=person.person_id, person=_synthetic(person, born, cast), home=person.home,
        registered_at=person.starts_at, doses=doses, dose_events=[],
    )  # fmt: skip


def _synthetic(person: LivePerson, born: date, cast: Cast) -> SyntheticPerson:
    age = TODAY.year - born.year
    column = 1 if age < _MIDDLE_AGED else 2 if age < _OLD else 3
    conditions = tuple(
        str(c[0]) for c in CONDITIONS
        if cast.chance.share("condition", person.person_id, c[0]) < float(c[column])
    )  # fmt: skip
    high = 18 if "hypertension" in conditions else 0
    systolic = round(108 + min(age, 80) * 0.25 + high)
    return SyntheticPerson(
        serial=0, name="", sex="female" if person.sex == "female" else "male", birth=Birth(born),
        born=born, nationality="VN", ethnic_group="", occupation="", occupation_code="",
        sector="civil", employer=None, phone=None, has_smartphone=False, documents=(),
        no_document_reason=None, household=0, relation="head", guardian=None, province="",
        district="", ward="", neighbourhood="", address="", permanent_ward="",
        priority_groups=(person.priority_group,) if person.priority_group else (),
        pregnant_weeks=None, conditions=conditions,
        usual_pressure=(systolic, round(systolic * 0.58 + 8)), earlier_dose=None, source=None,
    )  # fmt: skip
