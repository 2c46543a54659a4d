"""What a list is read into: persons, problems with their place, and what became of each sheet."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct, field

from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.identity_documents import DocumentKind, NoDocumentReason
from tiemchung.domains.registry.lists.messages import MESSAGES, Code
from tiemchung.domains.registry.lists.units import UnitIndex
from tiemchung.kernel.i18n import gettext


class Field(StrEnum):
    """What a column can mean; the last one is known and not needed."""

    NUMBER = "number"
    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    BIRTH = "birth"
    BIRTH_DAY = "birth_day"
    BIRTH_MONTH = "birth_month"
    BIRTH_YEAR = "birth_year"
    BIRTH_OF_MAN = "birth_of_man"
    BIRTH_OF_WOMAN = "birth_of_woman"
    SEX = "sex"
    SEX_MALE = "sex_male"
    SEX_FEMALE = "sex_female"
    PHONE = "phone"
    EMAIL = "email"
    DOCUMENT = "document"
    PASSPORT = "passport"
    HEALTH_CARD = "health_card"
    NATIONALITY = "nationality"
    ETHNIC_GROUP = "ethnic_group"
    OCCUPATION = "occupation"
    WORKPLACE = "workplace"
    ADDRESS = "address"
    PERMANENT_ADDRESS = "permanent_address"
    NEIGHBOURHOOD = "neighbourhood"
    WARD = "ward"
    DISTRICT = "district"
    PROVINCE = "province"
    PRIORITY_GROUP = "priority_group"
    NOTE = "note"
    NOT_NEEDED = "not_needed"


class Severity(StrEnum):
    """An error keeps a row out until it is repaired; a warning is shown and the row is taken."""

    ERROR = "error"
    WARNING = "warning"


class ListLimits(Struct, frozen=True, kw_only=True):
    """How much is read before a file is refused; the defaults keep a list under 300 MB."""

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 400_000_000
    shared_text_bytes: int = 100_000_000
    rows: int = 100_000
    columns: int = 200
    sheets: int = 60
    cell_characters: int = 1_000
    problems: int = 20_000


class ReadingRules(Struct, frozen=True, kw_only=True):
    """What a list is read against.

    `today` is campaign time. `units` resolves provinces, districts and wards; without it their
    names are kept as text. `groups` maps the code of a priority group to its name. `ward_required`
    makes a row without a ward an error. `birth_places` are the known first three digits of
    personal numbers; empty means that they are not checked. `home_province` is the code of the
    province in which a row without a province is looked up. `find_duplicates` compares the rows
    with each other, in memory that grows with their number; an importer of millions leaves it to
    the database.
    """

    today: date
    units: UnitIndex | None = None
    groups: Mapping[str, str] = field(default_factory=dict[str, str])
    birth_places: frozenset[str] = frozenset()
    home_province: str = ""
    ward_required: bool = False
    find_duplicates: bool = True
    limits: ListLimits = ListLimits()


class ListedDocument(Struct, frozen=True):
    """One identity document of a row: its kind, the form that is compared, the printed number."""

    kind: DocumentKind
    normal: str
    printed: str


class ListedPerson(Struct, frozen=True, kw_only=True):
    """A person as a row of a list tells it, in normal forms; empty text and None mean not told."""

    name: str
    proposed_name: str | None = None
    birth: Birth | None = None
    sex: str | None = None
    phone: str = ""
    email: str = ""
    documents: tuple[ListedDocument, ...] = ()
    no_document_reason: NoDocumentReason | None = None
    nationality: str = ""
    ethnic_group: str = ""
    occupation: str = ""
    workplace: str = ""
    address: str = ""
    permanent_address: str = ""
    neighbourhood: str = ""
    province_code: str | None = None
    district_code: str | None = None
    ward_code: str | None = None
    priority_group: str | None = None
    note: str = ""


class RowProblem(Struct, frozen=True, kw_only=True):
    """One thing to look at: where it stands, what it is, and (as `message`) what to do.

    `column` is the letter of the sheet ("" for a whole row), `value` what stands there (numbers of
    documents and phones masked), `other` the row that it collides with, as "sheet!row".
    """

    severity: Severity
    code: Code
    sheet: str
    row: int
    column: str = ""
    field: Field | None = None
    value: str = ""
    other: str = ""

    @property
    def message(self) -> str:
        """Return what to do, in the language of the request."""
        return gettext(MESSAGES[self.code].message, value=self.value, other=self.other)


class ListRow(Struct, frozen=True, kw_only=True):
    """A row of people: `typed` are its cells as Unicode text in the order of the sheet's columns.

    `accepted` rows can be registered. `proposals` pair a column letter with a value that would
    repair it. `duplicate_of` names the row of the same person in the same file, as "sheet!row".
    """

    sheet: str
    row: int
    typed: tuple[str, ...]
    person: ListedPerson
    accepted: bool
    problems: tuple[RowProblem, ...] = ()
    proposals: tuple[tuple[str, str], ...] = ()
    duplicate_of: str = ""


class SheetColumn(Struct, frozen=True):
    """A column of a sheet: letter, heading as written, what it was understood to mean."""

    letter: str
    heading: str
    field: Field | None


class SheetReading(Struct, kw_only=True):
    """What became of one sheet; `heading_row` 0 means that no heading was found in it."""

    name: str
    heading_row: int = 0
    columns: tuple[SheetColumn, ...] = ()
    rows: int = 0
    hidden_rows: int = 0
    ignored_rows: int = 0


class ListReading(Struct, kw_only=True):
    """A whole list, problems in the order of the file; a refused file has no rows."""

    filename: str
    rows: list[ListRow]
    errors: list[RowProblem]
    warnings: list[RowProblem]
    sheets: list[SheetReading]

    @property
    def accepted(self) -> list[ListRow]:
        """Return the rows that can be registered as they are."""
        return [row for row in self.rows if row.accepted]
