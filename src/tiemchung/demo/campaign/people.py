"""People of the story on their way through sites: what is known of them, what happened so far."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.demo.campaign.areas import known_age
from tiemchung.demo.population.model import SyntheticPerson
from tiemchung.domains.eligibility.model import GivenDose

ADULT: Final = 18


class Resident(Struct):
    """A registered person with everything that the story needs of them.

    `doses` grows as the story goes on. Who is `is_out` is not called any more; `not_before` keeps
    away who was put off; `is_second` is a second entry of somebody; `list_id` names the file that
    brought the person.
    """

    person_id: UUID
    person: SyntheticPerson
    home: int
    registered_at: datetime
    doses: list[GivenDose]
    dose_events: list[UUID]
    not_before: date | None = None
    is_out: bool = False
    is_second: bool = False
    list_id: UUID | None = None

    @property
    def age(self) -> int:
        """Age in whole years in August 2021, as the table tells it from what is known."""
        return known_age(self.person, _MIDDLE)

    @property
    def group(self) -> str | None:
        """The first priority group, which decides when a person is called."""
        groups = self.person.priority_groups
        return groups[0] if groups else None

    @property
    def is_adult(self) -> bool:
        """Tell whether the person may be vaccinated by the rules of 2021."""
        return known_age(self.person, _FIRST_DAY) >= ADULT


_FIRST_DAY: Final = date(2021, 7, 22)
_MIDDLE: Final = date(2021, 8, 1)


class Visitor(Struct, frozen=True, kw_only=True):
    """Someone who is called to a session, or comes without (`walk_in`)."""

    resident: Resident
    arrives: datetime
    appointment: UUID | None = None
    walk_in: bool = False
