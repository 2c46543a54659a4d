"""Households moved into homes: names, numbers, work, health and history of every member."""

# ruff: noqa: PLR2004 - the shares of a demonstration are named by what they decide
from datetime import date, timedelta
from random import Random
from typing import Final

from msgspec.structs import replace

from tiemchung.demo.population import numbers
from tiemchung.demo.population.households import ADULT, Draft, Household, Member
from tiemchung.demo.population.model import EarlierDose, HeldDocument, Mix, SyntheticPerson
from tiemchung.demo.population.origins import Country
from tiemchung.demo.population.people_names import NameMaker
from tiemchung.demo.population.tables import (
    AT_HOME,
    CHRONIC,
    CONDITIONS,
    ELSEWHERE,
    ETHNIC_MIX,
    OCCUPATIONS,
    PUPIL,
    RETIRED,
    SMALL_CHILD,
    Occupation,
)
from tiemchung.demo.population.territory import Home, Territory
from tiemchung.demo.population.weighted import Weighted
from tiemchung.domains.registry.birth import Birth, Precision

_FIRST_DOSES: Final = date(2021, 3, 8)
_SCHOOL, _DOCUMENTS_FROM, _ELDERLY, _RETIRED, _FERTILE = 6, 14, 65, 61, (18, 44)
_WORK: Final = {
    age: Weighted(
        [(work, work.weight) for work in OCCUPATIONS if work.from_age <= age <= work.to_age]
    )
    for age in range(ADULT, 80)
}
_ORGANISATIONS_PER_DISTRICT: Final = 40
_SOURCES: Final = Weighted(
    [("self", 34.0), ("ward", 22.0), ("family", 10.0), ("site", 4.0), (None, 30.0)]
)
_MIGRANTS_FROM: Final = Weighted(
    [
        (code, 1.0)
        for code in ("38", "40", "42", "52", "51", "49", "83", "82", "86", "89", "96", "84")
    ]
)


class Residents:
    """The people of one block so far; serials run on from `first`."""

    def __init__(
        self, rng: Random, first: int, seed: int, territory: Territory, names: NameMaker,
        on: date, mix: Mix,
    ) -> None:  # fmt: skip
        self.people: list[SyntheticPerson] = []
        self._rng = rng
        self._first = first
        self._seed = seed
        self._territory = territory
        self._names = names
        self._on = on
        self._mix = mix

    def move_in(self, household: int, members: Household, province: str | None) -> None:
        """Give a household its home and make its members into people."""
        rng, mix = self._rng, self._mix
        if province is None:
            at_home = rng.random() < mix.home_share
            province = mix.home_province if at_home else self._territory.other_province(rng)
        home = self._territory.home(rng, province)
        adults_only = all(member.draft.age >= ADULT for member in members)
        if adults_only and rng.random() < mix.foreigners * 3:
            self._foreigners(household, members, home)
        else:
            self._citizens(household, members, home)

    def _citizens(self, household: int, members: Household, home: Home) -> None:
        group = self._ethnic_group(home.province)
        phone = self._family_phone(members)
        clan = self._names.surname(self._rng, home.province, group)
        heirs = _who_inherits(members)
        names: dict[int, str] = {}
        guardian = self._first + len(self.people)
        for at, member in enumerate(members):
            surname = clan
            if at not in heirs:
                surname = self._names.surname(self._rng, home.province, group)
            name = self._name(member.draft, surname, group, names)
            names[id(member.draft)] = name
            self._add(household, member, name, home, group, phone, guardian)

    def _name(self, draft: Draft, surname: str, group: str, names: dict[int, str]) -> str:
        """Name a person; a twin and the elder one get names one letter or tone apart."""
        if draft.twin is not None and id(draft.twin) in names:
            elder = next(p for p in reversed(self.people) if p.name == names[id(draft.twin)])
            one, other = self._names.twin_names(self._rng, elder.name)
            self.people[elder.serial - self._first] = replace(elder, name=one)
            return other
        return self._names.full_name(self._rng, surname, draft.sex, draft.age, group)

    def _ethnic_group(self, province: str) -> str:
        draw = self._rng.random()
        for group, share in ETHNIC_MIX.get(province, ELSEWHERE):
            draw -= share
            if draw < 0:
                return group
        return "01"

    def _family_phone(self, members: Household) -> str | None:
        if len(members) < 2 or members[0].relation == "lodger":
            return None
        return numbers.mobile(self._rng, self._first + len(self.people), self._seed)

    def _add(
        self, household: int, member: Member, name: str, home: Home, group: str,
        family_phone: str | None, guardian: int,
    ) -> None:  # fmt: skip
        rng, draft, mix = self._rng, member.draft, self._mix
        serial = self._first + len(self.people)
        work = self._work(draft)
        migrant = rng.random() < (0.85 if member.relation == "lodger" else 0.18)
        origin = _MIGRANTS_FROM.draw(rng) if migrant else home.province
        origin = origin if origin in self._territory.provinces else home.province
        documents, reason = self._documents(serial, draft, origin)
        conditions = self._conditions(draft)
        moved = draft.age >= ADULT and rng.random() < mix.moved_with_first_dose
        employer = self._employer(work, draft)
        twin = draft.twin
        self.people.append(
            SyntheticPerson(
                serial=serial,
                name=name,
                sex=draft.sex,
                birth=self._known_birth(draft),
                born=draft.born,
                nationality="VN",
                ethnic_group=group,
                occupation=work.name,
                occupation_code=work.code,
                sector=work.sector,
                employer=employer,
                phone=self._phone(serial, draft, family_phone),
                has_smartphone=rng.random() < (0.85 if draft.age < 55 else 0.35),
                documents=documents,
                no_document_reason=reason,
                household=household,
                relation=member.relation,
                guardian=guardian if draft.age < ADULT else None,
                province=home.province,
                district=home.district,
                ward=home.ward,
                neighbourhood=home.neighbourhood,
                address=home.address,
                permanent_ward=self._territory.ward_in(rng, origin) if migrant else home.ward,
                priority_groups=self._groups(work, draft, conditions, home),
                pregnant_weeks=self._pregnancy(draft),
                conditions=conditions,
                usual_pressure=self._pressure(draft, conditions),
                earlier_dose=self._earlier_dose(home) if moved else None,
                source="organisation" if employer is not None else self._source(draft, work),
                twin_of=self._elder_twin(twin, household) if twin else None,
            )
        )

    def _elder_twin(self, twin: Draft, household: int) -> int | None:
        found = (p for p in self.people if p.born == twin.born and p.household == household)
        return next((p.serial for p in found), None)

    def _known_birth(self, draft: Draft) -> Birth:
        """Say what the person knows of the own birth; the old often know only the year."""
        share = self._mix.year_only * (3 if draft.age >= _ELDERLY else 0.8)
        precision: Precision = "day"
        if draft.age >= ADULT and self._rng.random() < share:
            precision = "month" if self._rng.random() < 0.1 else "year"
        born = draft.born
        if precision == "day":
            return Birth(born)
        return Birth(date(born.year, born.month if precision == "month" else 1, 1), precision)

    def _work(self, draft: Draft) -> Occupation:
        if draft.age < ADULT:
            return PUPIL if draft.age >= _SCHOOL else SMALL_CHILD
        if draft.age >= _RETIRED and self._rng.random() < 0.75:
            return AT_HOME if draft.age >= AT_HOME.from_age else RETIRED
        if draft.age not in _WORK:
            return AT_HOME
        work = _WORK[draft.age].draw(self._rng)
        wrong_sex = work.name == "Nội trợ" and draft.sex == "male"
        return AT_HOME if wrong_sex else work

    def _employer(self, work: Occupation, draft: Draft) -> int | None:
        if not work.employed or work.sector != "civil" or draft.age < ADULT:
            return None
        if self._rng.random() > self._mix.employed_in_organisation:
            return None
        return self._rng.randrange(_ORGANISATIONS_PER_DISTRICT)

    def _phone(self, serial: int, draft: Draft, family_phone: str | None) -> str | None:
        draw = self._rng.random()
        if draft.age < _DOCUMENTS_FROM:
            return family_phone
        if draw < self._mix.no_phone * (3 if draft.age >= _ELDERLY else 1):
            return None
        shares = family_phone and draw > (0.72 if draft.age < _ELDERLY else 0.45)
        return family_phone if shares else numbers.mobile(self._rng, serial + 5_000_000, self._seed)

    def _documents(
        self, serial: int, draft: Draft, origin: str
    ) -> tuple[tuple[HeldDocument, ...], str | None]:
        rng, year = self._rng, draft.born.year
        held: list[HeldDocument] = []
        draw = rng.random()
        if draft.age < _DOCUMENTS_FROM:
            if year >= 2016 and draw < 0.6:  # numbers given with the birth certificate
                held.append(numbers.personal_number(serial, self._seed, origin, draft.sex, year))
        elif draw < 0.50:
            held.append(numbers.personal_number(serial, self._seed, origin, draft.sex, year))
            if draw < 0.06:  # the old card is still in the drawer
                held.append(numbers.cmnd(serial, self._seed, origin))
        elif draw < 0.965:
            held.append(numbers.cmnd(serial, self._seed, origin))
        reason = None if held else self._why_none(draft)
        if rng.random() < (0.9 if draft.age < _SCHOOL else 0.6):
            held.append(numbers.health_card(rng, serial, self._seed, origin, draft.age))
        return tuple(held), reason

    def _why_none(self, draft: Draft) -> str:
        if draft.age < _DOCUMENTS_FROM:
            return "child"
        return self._rng.choice(("lost", "lost", "not_issued", "not_with_them"))

    def _conditions(self, draft: Draft) -> tuple[str, ...]:
        column = 1 if draft.age < 40 else 2 if draft.age < _ELDERLY else 3
        return tuple(c[0] for c in CONDITIONS if self._rng.random() < float(c[column]))

    def _pressure(self, draft: Draft, conditions: tuple[str, ...]) -> tuple[int, int]:
        high = 18 if "hypertension" in conditions else 0
        systolic = 108 + min(draft.age, 80) * 0.25 + high + self._rng.gauss(0, 8)
        return round(systolic), round(systolic * 0.58 + 8 + self._rng.gauss(0, 4))

    def _pregnancy(self, draft: Draft) -> int | None:
        fertile = draft.sex == "female" and _FERTILE[0] <= draft.age <= _FERTILE[1]
        if not fertile or self._rng.random() >= self._mix.pregnant:
            return None
        return self._rng.randint(4, 39)

    def _groups(
        self, work: Occupation, draft: Draft, conditions: tuple[str, ...], home: Home
    ) -> tuple[str, ...]:
        groups = [work.group] if work.group and draft.age >= ADULT else []
        if draft.age >= _ELDERLY or (draft.age >= ADULT and CHRONIC.intersection(conditions)):
            groups.append("9")
        if draft.age >= ADULT and self._rng.random() < 0.03:
            groups.append("11")
        if home.province == self._mix.home_province:
            groups.append("10")
        return tuple(dict.fromkeys(groups))

    def _earlier_dose(self, home: Home) -> EarlierDose:
        """Make a first dose in another province, of the one product given until July 2021."""
        others = [code for code in self._territory.provinces if code != home.province]
        days = max((self._on - _FIRST_DOSES).days, 1)
        day = _FIRST_DOSES + timedelta(days=self._rng.randrange(days))
        return EarlierDose(self._rng.choice(others or [home.province]), "AZ", day)

    def _source(self, draft: Draft, work: Occupation) -> str | None:
        if work.sector in ("army", "police"):
            return work.sector
        if draft.age < ADULT:
            return "school" if draft.age >= _SCHOOL and self._rng.random() < 0.5 else None
        return _SOURCES.draw(self._rng)

    def _foreigners(self, household: int, members: Household, home: Home) -> None:
        country = self._names.country(self._rng)
        for member in members:
            draft = member.draft
            name = self._names.foreign_name(self._rng, country, draft.sex)
            self._add(household, member, name, home, "", None, self._first + len(self.people))
            self.people[-1] = self._abroad(self.people[-1], country)

    def _abroad(self, person: SyntheticPerson, country: Country) -> SyntheticPerson:
        """Turn a resident into a foreigner: passport, no priority but as an expert, own phone."""
        held = numbers.passport(self._rng, person.serial, self._seed, country.passport)
        return replace(
            person,
            nationality=country.code,
            ethnic_group="",
            occupation="Chuyên gia nước ngoài",
            occupation_code="2",
            sector="civil",
            documents=(held,),
            no_document_reason=None,
            birth=Birth(person.born),
            permanent_ward=person.ward,
            priority_groups=("12",),
            earlier_dose=None,
            twin_of=None,
        )


def _who_inherits(members: Household) -> set[int]:
    """Return the positions of those who bear the family's surname: father, children, his father.

    Without a father in the household the mother's surname goes on; lodgers have their own.
    """
    couple = [at for at, m in enumerate(members) if m.relation in ("head", "spouse")]
    fathers = [at for at in couple if members[at].draft.sex == "male"]
    heirs = {fathers[0] if fathers else 0}
    heirs |= {at for at, m in enumerate(members) if m.relation == "child"}
    return heirs | {
        at for at, m in enumerate(members) if m.relation == "parent" and m.draft.sex == "male"
    }
