"""What a synthetic person is made of."""

from datetime import date

from msgspec import Struct

from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.identity_documents import DocumentKind


class Mix(Struct, frozen=True, kw_only=True):
    """How often things happen in the population; shares of people unless said otherwise.

    These are tendencies chosen for a lively demonstration, not measured rates. `twins` is the
    share of children of a family who have one, `home_province` the province most people live in.
    """

    home_province: str = "79"
    home_share: float = 0.8
    duplicates: float = 0.015
    foreigners: float = 0.008
    twins: float = 0.012
    year_only: float = 0.06
    no_phone: float = 0.04
    moved_with_first_dose: float = 0.02
    pregnant: float = 0.05
    employed_in_organisation: float = 0.45


class HeldDocument(Struct, frozen=True):
    """A document in its normal form (`number`) and as it is printed on the card."""

    kind: DocumentKind
    number: str
    printed: str


class EarlierDose(Struct, frozen=True):
    """A first dose given elsewhere before the story begins: province code, product key, date."""

    province: str
    product: str
    on: date


class SyntheticPerson(Struct, frozen=True, kw_only=True):
    """One entry of the population, as the person would truthfully tell it.

    `serial` counts from 0. `birth` is what is known (a year only for some), `born` the date that
    nobody may know. Codes of units are those passed in; `permanent_ward` differs for migrants.
    `conditions` are tendencies for the screening, named after the items of the adult form.
    `same_as` is set on a second entry of somebody (`slip` says what differs), `twin_of` on the
    younger twin, `guardian` on a child; all are serials. `employer` numbers an organisation of the
    same district. `source` is how the person tends to be registered, None for nobody yet.
    """

    serial: int
    name: str
    sex: str
    birth: Birth
    born: date
    nationality: str
    ethnic_group: str
    occupation: str
    occupation_code: str
    sector: str
    employer: int | None
    phone: str | None
    has_smartphone: bool
    documents: tuple[HeldDocument, ...]
    no_document_reason: str | None
    household: int
    relation: str
    guardian: int | None
    province: str
    district: str
    ward: str
    neighbourhood: str
    address: str
    permanent_ward: str
    priority_groups: tuple[str, ...]
    pregnant_weeks: int | None
    conditions: tuple[str, ...]
    usual_pressure: tuple[int, int]
    earlier_dose: EarlierDose | None
    source: str | None
    twin_of: int | None = None
    same_as: int | None = None
    slip: str | None = None

    def age(self, on: date) -> int:
        """Return the age in whole years."""
        before = (on.month, on.day) < (self.born.month, self.born.day)
        return on.year - self.born.year - before
