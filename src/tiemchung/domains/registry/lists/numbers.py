"""The numbers of a row: identity documents and phones, with the zeros that Excel takes away."""

import re
from typing import Final

from msgspec import Struct

from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.identity_documents import (
    DocumentKind,
    DocumentProblem,
    DocumentReading,
    Mismatch,
    NoDocumentReason,
    mismatches,
    no_document_reason,
    read_document,
)
from tiemchung.domains.registry.lists.findings import Findings
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import Field, ListedDocument
from tiemchung.domains.registry.phones import PhoneProblem, PhoneRepair, read_phone

_SEVERAL: Final = re.compile(r"\s*[/;,|\n]\s*")
_LEAST_DIGITS: Final = 8
_PROBLEM_CODES: Final = {
    DocumentProblem.ROUNDED: Code.DOCUMENT_ROUNDED,
    DocumentProblem.WRONG_LENGTH: Code.DOCUMENT_LENGTH,
}
_MISMATCH_CODES: Final = {
    Mismatch.SEX: Code.DOCUMENT_SAYS_OTHER_SEX,
    Mismatch.BIRTH_YEAR: Code.DOCUMENT_SAYS_OTHER_YEAR,
    Mismatch.BIRTH_PLACE: Code.DOCUMENT_UNKNOWN_PLACE,
}
KIND_OF: Final = {
    Field.DOCUMENT: None,
    Field.PASSPORT: DocumentKind.PASSPORT,
    Field.HEALTH_CARD: DocumentKind.HEALTH_CARD,
}


class Holder(Struct, frozen=True):
    """What is known of the person when the numbers are read, to check them against it."""

    birth: Birth | None
    sex: str | None
    birth_places: frozenset[str]


class NumberCell(Struct, frozen=True):
    """A cell with a number: `lossy` when Excel or CSV may have dropped leading zeros."""

    text: str
    column: int
    field: Field
    lossy: bool


def read_numbers(
    cell: NumberCell, holder: Holder, findings: Findings
) -> tuple[list[ListedDocument], NoDocumentReason | None]:
    """Read the documents of one cell, or the remark why there is none."""
    kind = KIND_OF[cell.field]
    reading = read_document(cell.text, kind)
    if reading.normal:
        return [_listed(reading, cell, holder, findings)], None
    if reason := no_document_reason(cell.text):
        return [], reason
    parts = _SEVERAL.split(cell.text)
    if len(parts) > 1 and all(sum(map(str.isdigit, part)) >= _LEAST_DIGITS for part in parts):
        readings = [_repaired(read_document(part, kind), cell, holder, findings) for part in parts]
    else:
        readings = [_repaired(reading, cell, holder, findings)]
    return [_listed(found, cell, holder, findings) for found in readings if found], None


def _listed(
    reading: DocumentReading, cell: NumberCell, holder: Holder, findings: Findings
) -> ListedDocument:
    kind = reading.kind or DocumentKind.PASSPORT
    if kind is DocumentKind.PERSONAL_NUMBER:
        for mismatch in _against(reading.normal, holder):
            findings.warn(_MISMATCH_CODES[mismatch], cell.column, cell.field, reading.normal)
    return ListedDocument(kind, reading.normal, reading.printed)


def _against(number: str, holder: Holder) -> tuple[Mismatch, ...]:
    return mismatches(number, birth=holder.birth, sex=holder.sex, birth_places=holder.birth_places)


def _repaired(
    reading: DocumentReading, cell: NumberCell, holder: Holder, findings: Findings
) -> DocumentReading | None:
    """Restore lost zeros where that is sure, propose them where it is likely, else report."""
    if reading.problem is None:
        return reading
    report = findings.warn if cell.field is Field.HEALTH_CARD else findings.error
    if reading.proposals:
        fixed = read_document(reading.proposals[0], reading.kind)
        if fixed.normal and _is_sure(fixed, cell, holder):
            findings.warn(Code.DOCUMENT_ZERO_RESTORED, cell.column, cell.field, fixed.normal)
            return fixed
        findings.propose(cell.column, reading.proposals[0])
        report(Code.DOCUMENT_ZERO_LOST, cell.column, cell.field, cell.text)
        return None
    code = _PROBLEM_CODES.get(reading.problem or DocumentProblem.EMPTY, Code.DOCUMENT_SHAPE)
    report(code, cell.column, cell.field, cell.text)
    return None


def _is_sure(fixed: DocumentReading, cell: NumberCell, holder: Holder) -> bool:
    """Tell whether restored zeros can be taken: Excel dropped them and nothing contradicts."""
    if fixed.kind is not DocumentKind.PERSONAL_NUMBER:
        return cell.lossy
    if _against(fixed.normal, holder):
        return False
    return cell.lossy or (holder.birth is not None and holder.sex is not None)


_NO_PHONE: Final = frozenset(
    {"-", "x", "0", "k", "ko", "ko co", "không", "không có", "chưa có", "n/a"}
)


def read_phone_cell(text: str, column: int, findings: Findings) -> str:
    """Return the normal form of a phone, or "" with the problem reported."""
    reading = read_phone(text)
    if reading.problem is None:
        if PhoneRepair.FIRST_OF_SEVERAL in reading.repairs:
            findings.warn(Code.PHONE_FIRST_OF_SEVERAL, column, Field.PHONE, reading.normal)
        return reading.normal
    if reading.problem is PhoneProblem.EMPTY or text.strip(" .").lower() in _NO_PHONE:
        return ""
    wrong_length = reading.problem is PhoneProblem.WRONG_LENGTH
    code = Code.PHONE_LENGTH if wrong_length else Code.PHONE_UNREADABLE
    findings.error(code, column, Field.PHONE, text)
    return ""
