"""Brings people into the registry: by themselves, for the family, at the site, by lists.

They are registered through the registry's own service, in sets of one source and day, so that
second entries of somebody are found or become a case exactly as in life.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from tiemchung.demo.campaign.areas import known_age
from tiemchung.demo.campaign.atlas import Atlas
from tiemchung.demo.campaign.calendar import FIRST_DOSES, LISTS_FROM, TODAY, moment
from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.early import early_day
from tiemchung.demo.campaign.people import Resident
from tiemchung.demo.population.model import SyntheticPerson
from tiemchung.domains.geography.service import name_neighbourhoods
from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.ledger.private import Vault
from tiemchung.domains.registry.events import Source
from tiemchung.domains.registry.model import Entry, NewDocument, NewPerson, Registration, Sex
from tiemchung.domains.registry.service import register_people
from tiemchung.kernel.db import Pool, transaction
from tiemchung.kernel.scope import NATION
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

SOURCES: Final[dict[str, Source]] = {
    "self": "self", "family": "family", "site": "site", "ward": "ward",
    "organisation": "organisation", "school": "school", "army": "army", "police": "police",
}  # fmt: skip
NEVER_REGISTERED_BUT_LISTED: Final = 0.85
"""Of those who never register, the share whom the ward's own list has in the end."""

_SPANS: Final = {
    "self": (5, 38), "family": (6, 38), "site": (20, 38), "ward": (1, 20), "organisation": (7, 20),
    "school": (10, 20), "army": (3, 8), "police": (3, 8),
}  # fmt: skip
_DAYS_A_SOURCE: Final = 4
_BEFORE_EARLY: Final = date(2021, 4, 26)
_SET: Final = 120


@sql
async def registered_among(tx: Tx, *, people: list[UUID]) -> list[UUID]: ...


class Registrar:
    """Registers synthetic people; the same person has the same id in every run."""

    def __init__(self, pool: Pool, vault: Vault, atlas: Atlas, chance: Chance) -> None:
        self._pool = pool
        self._vault = vault
        self._atlas = atlas
        self._chance = chance
        self._neighbourhoods: dict[tuple[int, str], int] = {}

    async def name_neighbourhoods(self, people: Iterable[SyntheticPerson]) -> None:
        """Learn the numbers of these people's neighbourhoods; their wards get to know new ones."""
        named = {(self._atlas.unit("ward", p.ward), p.neighbourhood) for p in people}
        async with transaction(self._pool, NATION) as tx:
            self._neighbourhoods |= await name_neighbourhoods(tx, named)

    async def register(
        self, intake: Intake, people: Iterable[SyntheticPerson], entry: Entry
    ) -> list[Resident]:
        """Register people of one source and moment; those known already are found again."""
        residents: list[Resident] = []
        people = list(people)
        for start in range(0, len(people), _SET):
            some = people[start : start + _SET]
            new = [self._new(person, entry.at) for person in some]
            found = await self._send(intake, new, entry)
            residents += [
                _resident(person, record, one, entry.at)
                for person, record, one in zip(some, new, found, strict=True)
            ]
        return residents

    async def _send(
        self, intake: Intake, new: Sequence[NewPerson], entry: Entry
    ) -> list[Registration]:
        """Ask the registry only for people whom an earlier, cut-off run has not brought in."""
        ids = [person.person_id for person in new if person.person_id is not None]
        async with transaction(self._pool, NATION) as tx:
            there = set(await registered_among(tx, people=ids))
            fresh = [person for person in new if person.person_id not in there]
            made = await register_people(tx, intake, self._vault, fresh, entry)
        by_id = {p.person_id: m for p, m in zip(fresh, made, strict=True)}
        return [
            by_id.get(p.person_id)
            or Registration(person_id=p.person_id or _NOBODY, outcome="registered")
            for p in new
        ]

    def _new(self, person: SyntheticPerson, at: datetime) -> NewPerson:
        sex: Sex = "female" if person.sex == "female" else "male"
        ward = self._atlas.unit("ward", person.ward)
        groups = person.priority_groups
        return NewPerson(
            person_id=self.person_id(person, at), full_name=person.name, birth=person.birth,
            sex=sex, home=ward, source=source_of(person), nationality=person.nationality,
            documents=tuple(NewDocument(d.kind, d.number) for d in person.documents),
            phones=(person.phone,) if person.phone else (),
            no_document_reason=person.no_document_reason,
            sector="army" if person.sector == "army" else
            "police" if person.sector == "police" else "civil",
            permanent=self._atlas.unit_of_code.get(("ward", person.permanent_ward)),
            neighbourhood=self._neighbourhoods.get((ward, person.neighbourhood)),
            household=self._chance.id(_EPOCH, "household", person.ward, person.household),
            priority_group=groups[0] if groups else None, address=person.address,
            occupation=person.occupation,
            document_seen=person.source in ("site", "ward") and bool(person.documents),
        )  # fmt: skip

    def person_id(self, person: SyntheticPerson, at: datetime) -> UUID:
        """Return the id that a person gets who is registered at a moment."""
        return self._chance.id(at, "person", person.serial)


_NOBODY: Final = UUID(int=0)
_EPOCH: Final = moment(LISTS_FROM, 0)


def _resident(
    person: SyntheticPerson, record: NewPerson, found: Registration, at: datetime
) -> Resident:
    return Resident(
        person_id=found.person_id, person=person, home=record.home or 0, registered_at=at,
        doses=[], dose_events=[],
        is_second=found.outcome == "known" or person.same_as is not None,
    )  # fmt: skip


def source_of(person: SyntheticPerson) -> Source:
    """Return how a person came into the registry; the ward lists those who never came."""
    return SOURCES.get(person.source or "ward", "ward")


def day_of(person: SyntheticPerson, chance: Chance) -> date | None:
    """Return when a person is registered; None for the few who never are."""
    if person.earlier_dose is not None:
        return max(person.earlier_dose.on.replace(day=1), FIRST_DOSES)
    if early_day(person, chance) is not None:
        return _BEFORE_EARLY
    drawn = chance.share("registered", person.serial)
    if person.source is None:
        if drawn >= NEVER_REGISTERED_BUT_LISTED or known_age(person, TODAY) < 18:  # noqa: PLR2004
            return None
        return LISTS_FROM + timedelta(days=18 + int(drawn * 3) * 6)
    first, last = _SPANS[source_of(person)]
    step = int(drawn * _DAYS_A_SOURCE) / _DAYS_A_SOURCE
    return LISTS_FROM + timedelta(days=round(first + (last - first) * step))


def hour_of(source: Source) -> float:
    """Return the hour at which registrations of a source come in together."""
    return {"self": 20.5, "family": 20.75, "site": 9.0, "ward": 16.25, "organisation": 10.5}.get(
        source, 14.0
    )


def sets_of(
    people: Iterable[SyntheticPerson], chance: Chance
) -> list[tuple[date, Source, list[SyntheticPerson]]]:
    """Group people by day and source, in the order of time; the never registered are left out."""
    groups: dict[tuple[date, Source], list[SyntheticPerson]] = {}
    for person in people:
        day = day_of(person, chance)
        if day is not None and day >= FIRST_DOSES:
            groups.setdefault((day, source_of(person)), []).append(person)
    return [(day, source, some) for (day, source), some in sorted(groups.items())]
