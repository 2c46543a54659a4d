"""One row of cells read into a person, field by field."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from tiemchung.domains.registry.birth import (
    Birth,
    BirthDoubt,
    BirthProblem,
    exchanged,
    read_birth,
)
from tiemchung.domains.registry.identity_documents import (
    DocumentKind,
    NoDocumentReason,
    facts_of,
)
from tiemchung.domains.registry.lists.cells import EMPTY, Cell, CellFault, Grid, GridRow
from tiemchung.domains.registry.lists.findings import Findings
from tiemchung.domains.registry.lists.layout import Layout
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import (
    Field,
    ListedDocument,
    ListedPerson,
    ReadingRules,
)
from tiemchung.domains.registry.lists.numbers import (
    Holder,
    NumberCell,
    read_numbers,
    read_phone_cell,
)
from tiemchung.domains.registry.lists.places import PlaceReader
from tiemchung.domains.registry.names import NameProblem, NameReading, normal_form, read_name
from tiemchung.domains.registry.spelling import fold

_SEXES: Final = {
    "nam": "male", "male": "male", "m": "male", "trai": "male", "1": "male", "ong": "male",
    "nu": "female", "female": "female", "f": "female", "gai": "female", "2": "female",
    "0": "female", "ba": "female",
}  # fmt: skip
_LOST_LETTER: Final = re.compile(r"\w\?|\?\w|\ufffd")
_DIGIT: Final = re.compile(r"\d")
_EMAIL: Final = re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}")
_FIRST_NUMBER: Final = re.compile(r"\s*(\d{1,2})\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}\s*")
_GROUP_NUMBER: Final = re.compile(r"(?:nhom|nhom so|doi tuong|uu tien)?\s*0*(\d{1,2})\b(?!\d)")
_VIETNAMESE: Final = frozenset(
    {"", "viet nam", "vietnam", "vn", "vnm", "kinh", "viet", "vietnamese"}
)
_CHILD_UNDER: Final = 14
_EXCHANGE_EACH, _EXCHANGE_ALL = 2, 5
_LONGEST_TEXT: Final = 300
_BIRTH_CODES: Final = {
    BirthProblem.EMPTY: Code.BIRTH_MISSING,
    BirthProblem.UNREADABLE: Code.BIRTH_UNREADABLE,
    BirthProblem.NO_SUCH_DAY: Code.BIRTH_NO_SUCH_DAY,
    BirthProblem.IN_FUTURE: Code.BIRTH_IN_FUTURE,
    BirthProblem.TOO_OLD: Code.BIRTH_TOO_OLD,
}
_DOUBT_CODES: Final = {
    BirthDoubt.MONTH_BEFORE_DAY: Code.BIRTH_MONTH_BEFORE_DAY,
    BirthDoubt.CENTURY_ASSUMED: Code.BIRTH_CENTURY,
    BirthDoubt.RUN_TOGETHER: Code.BIRTH_RUN_TOGETHER,
}
_FAULT_CODES: Final = {
    CellFault.TOO_LONG: Code.CELL_TOO_LONG,
    CellFault.ERROR: Code.CELL_ERROR,
    CellFault.FORMULA_WITHOUT_VALUE: Code.FORMULA_WITHOUT_VALUE,
}


class Exchange(StrEnum):
    """Whether Excel has exchanged day and month in a column of births."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


def excel_exchange(layouts: Iterable[Layout]) -> Exchange:
    """Judge whether a computer set to American dates has turned 05/12 into 12 May.

    It turns every text it can and leaves the rest: then the dates all have a "day" up to 12 and the
    texts all begin with a number above 12. Two of each and five in all leave little to chance
    (1 in 30); fewer make a doubt. All sheets of a file come from one computer and are judged
    together; every date concerned is shown for checking.
    """
    days: list[int] = []
    firsts: list[int] = []
    for layout in layouts:
        column = layout.where.get(Field.BIRTH, -1)
        rows = layout.sample if column >= 0 else ()
        for cell in (row.cells[column] for row in rows if column < len(row.cells)):
            if isinstance(cell.value, datetime):
                days.append(cell.value.day)
            elif found := _FIRST_NUMBER.fullmatch(cell.text):
                firsts.append(int(found[1]))
    if not days or not firsts or not max(days) <= 12 < min(firsts):  # noqa: PLR2004
        return Exchange.NO
    each, together = min(len(days), len(firsts)), len(days) + len(firsts)
    sure = each >= _EXCHANGE_EACH and together >= _EXCHANGE_ALL
    return Exchange.YES if sure else Exchange.MAYBE


class PersonReader:
    """Reads the rows of one sheet; the columns are looked up once."""

    def __init__(self, grid: Grid, layout: Layout, rules: ReadingRules, exchange: Exchange) -> None:
        self._rules = rules
        self._grid = grid
        self._at = {field: layout.where.get(field, -1) for field in Field}
        self._numbers = [(column, Field.DOCUMENT) for column in layout.documents]
        for field in (Field.PASSPORT, Field.HEALTH_CARD):
            if field in layout.where:
                self._numbers.append((layout.where[field], field))
        self._texts_at = [(f.value, layout.where[f]) for f in _PLAIN_TEXTS if f in layout.where]
        self._exchange = exchange
        self._places = PlaceReader(layout.where, rules)
        self._telling = [layout.where[f] for f in _TELLING if f in layout.where]
        self._telling += [column for column, _ in self._numbers]
        self._name_column = layout.where.get(Field.NAME, layout.where.get(Field.FAMILY, -1))
        self._used = [c for f, c in layout.where.items() if f not in (Field.NUMBER, Field.NOTE)]

    def looks_like_person(self, texts: list[str]) -> bool:
        """Tell whether birth, document or phone has digits: then the row is no title or footer."""
        return any(map(_DIGIT.search, [texts[column] for column in self._telling]))

    @property
    def name_column(self) -> int:
        """The column of the whole name, or of the family name."""
        return self._name_column

    def read(self, row: GridRow, texts: list[str], findings: Findings) -> ListedPerson:
        """Read a row; `texts` are its cells in Unicode, padded to the width of the list."""
        cells = row.cells
        if [cell for cell in cells if cell.fault is not None]:
            self._report_faults(cells, findings)
        name = self._name(texts, findings)
        sex = self._sex(texts, findings)
        birth = self._birth(cells, texts, findings)
        documents, reason = self._documents(
            cells, texts, Holder(birth, sex, self._rules.birth_places), findings
        )
        if sex is None:
            sex = self._sex_from(documents, findings)
        if not any(d.kind is not DocumentKind.HEALTH_CARD for d in documents):
            reason = self._without_document(reason, birth, findings)
        place = self._places.read(texts, findings)
        phone_at = self._at[Field.PHONE]
        phone = texts[phone_at] if phone_at >= 0 else ""
        return ListedPerson(
            name=name.normal,
            proposed_name=name.proposal,
            birth=birth,
            sex=sex,
            phone=read_phone_cell(phone, phone_at, findings) if phone else "",
            email=self._email(texts, findings),
            documents=tuple(documents),
            no_document_reason=reason,
            address=place.address,
            province_code=place.province,
            district_code=place.district,
            ward_code=place.ward,
            priority_group=self._group(texts, findings),
            **{field: _text(texts[column]) for field, column in self._texts_at},
        )

    def _report_faults(self, cells: list[Cell], findings: Findings) -> None:
        for column in self._used:
            cell = cells[column] if column < len(cells) else EMPTY
            if cell.fault:
                findings.error(_FAULT_CODES[cell.fault], column, None, cell.text)

    def _name(self, texts: list[str], findings: Findings) -> NameReading:
        column = self.name_column
        typed = texts[column]
        if self._at[Field.FAMILY] >= 0 and self._at[Field.GIVEN] >= 0:
            typed = f"{texts[self._at[Field.FAMILY]]} {texts[self._at[Field.GIVEN]]}"
        name = read_name(typed)
        if name.problem is NameProblem.EMPTY:
            findings.error(Code.NAME_MISSING, column, Field.NAME)
        elif name.problem is NameProblem.TOO_LONG:
            findings.error(Code.NAME_TOO_LONG, column, Field.NAME, name.normal)
        elif name.problem:
            lost = _LOST_LETTER.search(typed) is not None
            code = Code.UNREADABLE_TEXT if lost else Code.NAME_NOT_A_NAME
            findings.error(code, column, Field.NAME, name.normal)
        return name

    def _sex(self, texts: list[str], findings: Findings) -> str | None:
        """Read the sex from one column, from marks in two, or from where the birth stands."""
        man, woman = (
            self._filled(texts, Field.BIRTH_OF_MAN),
            self._filled(texts, Field.BIRTH_OF_WOMAN),
        )
        if man != woman:
            return "male" if man else "female"
        column = self._at[Field.SEX]
        if column >= 0 and (text := texts[column].strip()):
            sex = _SEXES.get(fold(text).strip(" .()"))
            if sex is None:
                findings.error(Code.SEX_UNREADABLE, column, Field.SEX, text)
            return sex
        return self._sex_from_marks(texts, findings)

    def _sex_from_marks(self, texts: list[str], findings: Findings) -> str | None:
        male_at, female_at = self._at[Field.SEX_MALE], self._at[Field.SEX_FEMALE]
        male, female = self._filled(texts, Field.SEX_MALE), self._filled(texts, Field.SEX_FEMALE)
        if male_at >= 0 and female_at >= 0:
            if male and female:
                findings.error(Code.SEX_UNREADABLE, female_at, Field.SEX, texts[female_at])
            return None if male == female else "male" if male else "female"
        if female_at >= 0:
            return "female" if female else "male"
        if male_at >= 0:
            return "male" if male else "female"
        return None

    def _filled(self, texts: list[str], field: Field) -> bool:
        column = self._at[field]
        return column >= 0 and texts[column].strip() not in ("", "0", "-")

    def _sex_from(self, documents: list[ListedDocument], findings: Findings) -> str | None:
        """Take the sex from the personal number; without one it is missing."""
        column = max(self._at[Field.SEX], self._at[Field.SEX_MALE], self._at[Field.SEX_FEMALE])
        if any(p.code is Code.SEX_UNREADABLE for p in findings.problems):
            return None
        for document in documents:
            if document.kind is DocumentKind.PERSONAL_NUMBER:
                findings.warn(Code.SEX_FROM_NUMBER, column, Field.SEX)
                return facts_of(document.normal).sex
        findings.error(Code.SEX_MISSING, column, Field.SEX)
        return None

    def _birth(self, cells: list[Cell], texts: list[str], findings: Findings) -> Birth | None:
        column = self._birth_column(texts)
        cell = cells[column] if 0 <= column < len(cells) else EMPTY
        typed = texts[column] if column >= 0 else ""
        value: str | float | datetime = typed if cell.value is None else cell.value
        day, month = self._at[Field.BIRTH_DAY], self._at[Field.BIRTH_MONTH]
        if month >= 0 and column == self._at[Field.BIRTH_YEAR] and len(typed.strip()) <= 4:  # noqa: PLR2004
            parts = [texts[day].strip() or "0" if day >= 0 else "0", texts[month].strip() or "0"]
            value = typed = "/".join([*parts, typed.strip()]) if typed.strip() else ""
        reading = read_birth(value, today=self._rules.today, from_1904=self._grid.from_1904)
        if reading.problem:
            findings.error(_BIRTH_CODES[reading.problem], column, Field.BIRTH, typed.strip())
            return None
        if self._exchange is not Exchange.NO and isinstance(value, datetime) and reading.birth:
            birth = self._exchanged(reading.birth, column, findings)
            texts[column] = birth.written()  # so that the corrected list is read as it is meant
            return birth
        if BirthDoubt.SERIAL_NUMBER in reading.doubts and reading.birth:
            texts[column] = reading.birth.written()
        for doubt in reading.doubts:
            if doubt in _DOUBT_CODES:
                findings.warn(_DOUBT_CODES[doubt], column, Field.BIRTH, typed.strip())
        return reading.birth

    def _exchanged(self, birth: Birth, column: int, findings: Findings) -> Birth:
        other = exchanged(birth)
        if other is None or other.on > self._rules.today:
            return birth
        if self._exchange is Exchange.MAYBE:
            findings.warn(Code.BIRTH_MAY_BE_EXCHANGED, column, Field.BIRTH, birth.written())
            findings.propose(column, other.written())
            return birth
        findings.warn(Code.BIRTH_EXCHANGED_BY_EXCEL, column, Field.BIRTH, other.written())
        return other

    def _birth_column(self, texts: list[str]) -> int:
        fields = (Field.BIRTH, Field.BIRTH_YEAR, Field.BIRTH_OF_MAN, Field.BIRTH_OF_WOMAN)
        columns = [self._at[field] for field in fields if self._at[field] >= 0]
        filled = [column for column in columns if texts[column].strip()]
        return next(iter(filled or columns), -1)

    def _documents(
        self, cells: list[Cell], texts: list[str], holder: Holder, findings: Findings
    ) -> tuple[list[ListedDocument], NoDocumentReason | None]:
        found: list[ListedDocument] = []
        reason: NoDocumentReason | None = None
        nationality = self._at[Field.NATIONALITY]
        foreign = nationality >= 0 and fold(texts[nationality]) not in _VIETNAMESE
        for column, field in self._numbers:
            text = texts[column]
            if not text or text.isspace():
                continue
            lossy = not self._grid.typed or (
                column < len(cells) and cells[column].value is not None
            )
            kind = Field.PASSPORT if field is Field.DOCUMENT and foreign else field
            cell = NumberCell(text, column, kind, lossy)
            documents, remark = read_numbers(cell, holder, findings)
            found += [d for d in documents if d not in found]
            if len(documents) == 1 and documents[0].printed.endswith(text.strip()):
                texts[column] = documents[0].printed  # with the zeros that were restored
            if field is not Field.HEALTH_CARD:
                reason = reason or remark
        return found, reason

    def _without_document(
        self, reason: NoDocumentReason | None, birth: Birth | None, findings: Findings
    ) -> NoDocumentReason:
        if birth and _age(birth, self._rules.today) < _CHILD_UNDER:
            return reason or NoDocumentReason.CHILD
        if not any(p.field in (Field.DOCUMENT, Field.PASSPORT) for p in findings.problems):
            column = self._numbers[0][0] if self._numbers else -1
            findings.warn(Code.DOCUMENT_MISSING, column, Field.DOCUMENT)
        return reason or NoDocumentReason.UNKNOWN

    def _email(self, texts: list[str], findings: Findings) -> str:
        column = self._at[Field.EMAIL]
        text = texts[column].strip() if column >= 0 else ""
        if text and not _EMAIL.fullmatch(text):
            findings.warn(Code.EMAIL_UNREADABLE, column, Field.EMAIL, text)
            return ""
        return text

    def _group(self, texts: list[str], findings: Findings) -> str | None:
        """Find the priority group by its number or its name; unknown ones are a warning."""
        column = self._at[Field.PRIORITY_GROUP]
        text = texts[column].strip() if column >= 0 else ""
        groups = self._rules.groups
        if not text or not groups:
            return None
        folded = fold(text)
        if text in groups:
            return text
        if (number := _GROUP_NUMBER.match(folded)) and number[1] in groups:
            return number[1]
        named = [code for code, name in groups.items() if folded in fold(name)]
        if len(named) == 1:
            return named[0]
        findings.warn(Code.GROUP_UNKNOWN, column, Field.PRIORITY_GROUP, text)
        return None


_PLAIN_TEXTS: Final = (
    Field.NATIONALITY, Field.ETHNIC_GROUP, Field.OCCUPATION, Field.WORKPLACE,
    Field.PERMANENT_ADDRESS, Field.NEIGHBOURHOOD, Field.NOTE,
)  # fmt: skip
_TELLING: Final = (
    Field.BIRTH, Field.BIRTH_YEAR, Field.BIRTH_OF_MAN, Field.BIRTH_OF_WOMAN, Field.PHONE,
    Field.PASSPORT, Field.HEALTH_CARD,
)  # fmt: skip


def _text(typed: str) -> str:
    return normal_form(typed)[:_LONGEST_TEXT] if typed else ""


def _age(birth: Birth, today: date) -> int:
    return today.year - birth.on.year - ((today.month, today.day) < (birth.on.month, birth.on.day))
