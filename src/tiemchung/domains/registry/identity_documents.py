"""Identity documents: kinds, normal forms, checks against the record, repair of lost zeros.

A person holds a set of documents, none of them a key. The same card is recognised however it was
typed, because claims are digests of `digest_input`. The formats are those of vietnam.md 1.3 and are
not confirmed against the laws that set them; only shape is refused here, everything else is a
question to a person.
"""

import re
from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Final
from unicodedata import normalize

from msgspec import Struct

from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.spelling import fold


class DocumentKind(StrEnum):
    """CMND of 9 digits; personal number of 12 (CCCD); passport; health-insurance card (BHYT)."""

    CMND = "cmnd"
    PERSONAL_NUMBER = "personal_number"
    PASSPORT = "passport"
    HEALTH_CARD = "health_card"


class DocumentProblem(StrEnum):
    """Why a text is no number of its kind."""

    EMPTY = "empty"
    ROUNDED = "rounded"
    NOT_A_NUMBER = "not_a_number"
    WRONG_LENGTH = "wrong_length"
    WRONG_SHAPE = "wrong_shape"
    ONE_DIGIT_REPEATED = "one_digit_repeated"


class NoDocumentReason(StrEnum):
    """Why a person has no identity document; such a person gets a provisional code."""

    LOST = "lost"
    NOT_ISSUED = "not_issued"
    CHILD = "child"
    NOT_WITH_THEM = "not_with_them"
    FOREIGNER = "foreigner"
    UNKNOWN = "unknown"


class DocumentReading(Struct, frozen=True):
    """A number understood, or `problem` with `proposals` that a person may accept.

    `normal` is the form that is compared: digits or capitals without separators; for a
    health-insurance card the last ten digits, which old 15-character and new cards share.
    `printed` is the whole number as it stands on the card.
    """

    kind: DocumentKind | None
    normal: str = ""
    printed: str = ""
    problem: DocumentProblem | None = None
    proposals: tuple[str, ...] = ()


class Mismatch(StrEnum):
    """Where a personal number contradicts the record it is written in."""

    SEX = "sex"
    BIRTH_YEAR = "birth_year"
    BIRTH_PLACE = "birth_place"


class PersonalNumberFacts(Struct, frozen=True):
    """What the 12 digits say: place of birth (3 digits), sex and year of birth."""

    birth_place: str
    sex: str
    birth_year: int


_SEPARATORS: Final = re.compile(r"[\s.\-_/]+")
_ROUNDED: Final = re.compile(r"\d[.,]?\d*[eE]\+?\d+")
_WHOLE_FLOAT: Final = re.compile(r"(\d+)\.0+")
_LABEL: Final = re.compile(
    r"^(?:SỐ|SO)?(?:(?:CMND|CMTND|CMT|CCCD|HỘCHIẾU|PASSPORT|BHYT)[:#]?|HC[:#]|[:#])"
)
_PASSPORT: Final = re.compile(r"(?=.*\d)[A-Z0-9]{5,15}")
_VIETNAMESE_PASSPORT: Final = re.compile(r"[A-Z]\d{7}")
_OLD_HEALTH_CARD: Final = re.compile(r"[A-Z]{2}[1-5]\d{12}")
_LONGEST: Final = 60
_CMND, _PERSONAL, _SOCIAL, _CARD = 9, 12, 10, 15
_FIRST_CENTURY: Final = 1900


def read_document(typed: str, kind: DocumentKind | None = None) -> DocumentReading:
    """Read a typed number of a known or unknown kind.

    Without a kind the shape decides: 9 digits CMND, 12 digits personal number, letters with digits
    passport, 15 characters health card. Ten digits alone are then a personal number that has lost
    two zeros or a health-insurance code, so they are a question with a proposal.
    """
    if len(typed) > _LONGEST:
        return DocumentReading(kind, problem=DocumentProblem.WRONG_LENGTH)
    text = _compact(typed)
    if not text:
        return DocumentReading(kind, problem=DocumentProblem.EMPTY)
    if _ROUNDED.fullmatch(text):
        return DocumentReading(kind, problem=DocumentProblem.ROUNDED)
    return _READERS[kind or _guess(text)](text)


def _compact(typed: str) -> str:
    if typed.isascii() and typed.isdigit():
        return typed
    text = normalize("NFKC", typed).strip().strip("'\"`*").upper()
    whole = _WHOLE_FLOAT.fullmatch(text)
    text = whole[1] if whole else _SEPARATORS.sub("", text)
    return _LABEL.sub("", text)


def _guess(text: str) -> DocumentKind:
    if _OLD_HEALTH_CARD.fullmatch(text):
        return DocumentKind.HEALTH_CARD
    if not text.isdigit():
        return DocumentKind.PASSPORT
    return DocumentKind.CMND if len(text) in (_CMND, _CMND - 1) else DocumentKind.PERSONAL_NUMBER


def _wrong(
    kind: DocumentKind, problem: DocumentProblem, proposals: tuple[str, ...] = ()
) -> DocumentReading:
    return DocumentReading(kind, problem=problem, proposals=proposals)


def _read_digits(text: str, kind: DocumentKind, length: int, lost: int) -> DocumentReading:
    """Read a number of a fixed length; up to `lost` missing leading zeros become a proposal."""
    if not (text.isascii() and text.isdigit()):
        return _wrong(kind, DocumentProblem.NOT_A_NUMBER)
    missing = length - len(text)
    if missing:
        proposals = (text.zfill(length),) if 0 < missing <= lost else ()
        return _wrong(kind, DocumentProblem.WRONG_LENGTH, proposals)
    if len(set(text)) == 1:
        return _wrong(kind, DocumentProblem.ONE_DIGIT_REPEATED)
    return DocumentReading(kind, text, text)


def _read_cmnd(text: str) -> DocumentReading:
    if len(text) == _PERSONAL:  # people write the new number under the old heading
        return _read_digits(text, DocumentKind.PERSONAL_NUMBER, _PERSONAL, 0)
    return _read_digits(text, DocumentKind.CMND, _CMND, 1)


def _read_personal(text: str) -> DocumentReading:
    if len(text) == _CMND:
        return _read_digits(text, DocumentKind.CMND, _CMND, 0)
    return _read_digits(text, DocumentKind.PERSONAL_NUMBER, _PERSONAL, 2)


def _read_passport(text: str) -> DocumentReading:
    if not text.isascii() or not _PASSPORT.fullmatch(text):
        return _wrong(DocumentKind.PASSPORT, DocumentProblem.WRONG_SHAPE)
    return DocumentReading(DocumentKind.PASSPORT, text, text)


def _read_health_card(text: str) -> DocumentReading:
    if _OLD_HEALTH_CARD.fullmatch(text):
        return DocumentReading(DocumentKind.HEALTH_CARD, text[-_SOCIAL:], text)
    if text.isdigit():
        return _read_digits(text, DocumentKind.HEALTH_CARD, _SOCIAL, 2)
    problem = DocumentProblem.WRONG_SHAPE if len(text) == _CARD else DocumentProblem.WRONG_LENGTH
    return _wrong(DocumentKind.HEALTH_CARD, problem)


_READERS: Final[dict[DocumentKind, Callable[[str], DocumentReading]]] = {
    DocumentKind.CMND: _read_cmnd,
    DocumentKind.PERSONAL_NUMBER: _read_personal,
    DocumentKind.PASSPORT: _read_passport,
    DocumentKind.HEALTH_CARD: _read_health_card,
}


_NO_DOCUMENT: Final[tuple[tuple[NoDocumentReason, tuple[str, ...]], ...]] = (
    (NoDocumentReason.LOST, ("mat", "that lac", "roi", "mat giay to")),
    (NoDocumentReason.NOT_ISSUED, ("chua co", "chua cap", "dang lam", "cho cap", "chua lam")),
    (NoDocumentReason.CHILD, ("tre em", "con nho", "em be", "chua du tuoi")),
    (NoDocumentReason.NOT_WITH_THEM, ("khong mang", "quen", "de quen", "bo sung sau")),
    (NoDocumentReason.UNKNOWN, ("khong", "khong co", "ko", "ko co", "k co", "0", "-", "x")),
)


def no_document_reason(typed: str) -> NoDocumentReason | None:
    """Recognise a remark in place of a number ("chưa cấp", "mất"), or None when it is none."""
    if len(typed) > _LONGEST:
        return None
    text = fold(typed.strip(" .()*"))
    for reason, words in _NO_DOCUMENT:
        if text in words or any(len(w) > 4 and text.startswith(w) for w in words):  # noqa: PLR2004
            return reason
    return NoDocumentReason.LOST if text.startswith("mat ") else None


def is_vietnamese_passport(normal: str) -> bool:
    """Tell whether a passport number has the Vietnamese shape: one letter and seven digits."""
    return _VIETNAMESE_PASSPORT.fullmatch(normal) is not None


def facts_of(personal_number: str) -> PersonalNumberFacts:
    """Read place, sex and year of birth out of a 12-digit personal number.

    The fourth digit gives sex and century: 0 and 1 male and female of the 1900s, 2 and 3 of the
    2000s, and so on. Raises ValueError for anything but 12 digits.
    """
    if len(personal_number) != _PERSONAL or not personal_number.isdigit():
        raise ValueError(personal_number)
    century, female = divmod(int(personal_number[3]), 2)
    year = _FIRST_CENTURY + 100 * century + int(personal_number[4:6])
    return PersonalNumberFacts(personal_number[:3], "female" if female else "male", year)


def mismatches(
    personal_number: str,
    *,
    birth: Birth | None,
    sex: str | None,
    birth_places: Collection[str] = (),
) -> tuple[Mismatch, ...]:
    """List where a personal number contradicts the record; unknown facts contradict nothing.

    `birth_places` are the known three-digit codes (provinces and countries of birth); empty means
    that the place is not checked.
    """
    facts = facts_of(personal_number)
    found: list[Mismatch] = []
    if sex and sex != facts.sex:
        found.append(Mismatch.SEX)
    if birth and birth.year != facts.birth_year:
        found.append(Mismatch.BIRTH_YEAR)
    if birth_places and facts.birth_place not in birth_places:
        found.append(Mismatch.BIRTH_PLACE)
    return tuple(found)


def digest_input(kind: DocumentKind, normal: str) -> bytes:
    """Return what the keyed digest of an identity claim is made of: kind and normal form."""
    return f"{kind}:{normal}".encode()


def mask_number(text: str) -> str:
    """Hide all but the last three characters, for messages and logs."""
    return "•" * max(len(text) - 3, 0) + text[-3:]
