"""What a registration form says, read into normal forms; identity is checked at entry.

Every refusal names its field and says what to do. What only looks wrong (a personal number that
tells another year or sex) is refused until the one who types confirms it.
"""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from tiemchung.domains.registry.birth import Birth, BirthProblem, read_birth
from tiemchung.domains.registry.events import Source
from tiemchung.domains.registry.identity_documents import (
    DocumentKind,
    DocumentProblem,
    Mismatch,
    NoDocumentReason,
    mismatches,
    read_document,
)
from tiemchung.domains.registry.model import NewDocument, NewPerson, PersonChange, Sector, Sex
from tiemchung.domains.registry.names import NameProblem, normal_form, read_name
from tiemchung.domains.registry.phones import read_phone
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.i18n import Lazy, lazy
from tiemchung.kernel.i18n import gettext as _

Short = Annotated[str, Meta(max_length=160)]
Long = Annotated[str, Meta(max_length=300)]
HealthCode = Annotated[str, Meta(pattern="^[a-z_]{2,40}$")]


class TypedPerson(Struct, frozen=True, kw_only=True):
    """The fields of a form as they were typed; empty text means not told.

    `confirmed` accepts a personal number that contradicts birth or sex.
    """

    full_name: Long
    birth: Short
    sex: Sex
    home: int
    phone: Short = ""
    document: Short = ""
    document_kind: DocumentKind | None = None
    health_card: Short = ""
    no_document_reason: NoDocumentReason | None = None
    nationality: Annotated[str, Meta(pattern="^[A-Z]{2}$")] = "VN"
    sector: Sector = "civil"
    permanent: int | None = None
    neighbourhood: int | None = None
    household: UUID | None = None
    priority_group: str | None = None
    address: Long = ""
    workplace: Long = ""
    occupation: Long = ""
    guardian_name: Long = ""
    guardian_phone: Short = ""
    health: list[HealthCode] = []
    document_seen: bool = False
    confirmed: bool = False


_NAMES: Final[dict[NameProblem, Lazy]] = {
    NameProblem.EMPTY: lazy("Thiếu họ và tên. Hãy ghi đầy đủ như trên giấy tờ."),
    NameProblem.TOO_LONG: lazy("Họ tên quá dài. Chỉ ghi họ tên như trên giấy tờ."),
}
_NO_NAME: Final = lazy("Đây không phải họ tên. Hãy ghi họ tên như trên giấy tờ.")
_BIRTHS: Final[dict[BirthProblem, Lazy]] = {
    BirthProblem.EMPTY: lazy("Thiếu ngày sinh. Nếu không nhớ ngày, chỉ cần ghi năm sinh."),
    BirthProblem.NO_SUCH_DAY: lazy("Không có ngày này. Hãy sửa ngày hoặc tháng."),
    BirthProblem.IN_FUTURE: lazy("Ngày sinh ở sau hôm nay. Hãy sửa lại."),
    BirthProblem.TOO_OLD: lazy("Năm sinh quá xa. Hãy sửa lại."),
}
_NO_BIRTH: Final = lazy("Không hiểu ngày sinh. Hãy ghi dạng 05/03/1970 hoặc 1970.")
_DOCUMENTS: Final[dict[DocumentProblem, Lazy]] = {
    DocumentProblem.WRONG_LENGTH: lazy(
        "Số giấy tờ sai độ dài (CMND 9 số, CCCD 12 số, mã BHXH 10 số). Hãy sửa lại."
    ),
    DocumentProblem.ONE_DIGIT_REPEATED: lazy("Số giấy tờ không thể chỉ có một chữ số lặp lại."),
}
_NO_DOCUMENT: Final = lazy("Đây không phải số CMND, CCCD, hộ chiếu hay thẻ BHYT.")


def read_typed(typed: TypedPerson, *, source: Source, today: date) -> NewPerson:
    """Read a form into a person to register; raises Invalid with the field at fault.

    `today` is campaign time.
    """
    name = _name(typed.full_name)
    birth = _birth(typed.birth, today)
    documents = _documents(typed)
    if not typed.confirmed:
        _check_number(documents, birth, typed.sex)
    identified = any(d.kind is not DocumentKind.HEALTH_CARD for d in documents)
    if not identified and typed.no_document_reason is None:
        raise Invalid(
            _("Hãy ghi số CMND, CCCD hoặc hộ chiếu; nếu chưa có, hãy chọn lý do."), field="document"
        )
    return NewPerson(
        full_name=name, birth=birth, sex=typed.sex, home=typed.home, source=source,
        documents=documents, phones=_phones(typed.phone, "phone"),
        no_document_reason=None if identified else str(typed.no_document_reason),
        nationality=typed.nationality, sector=typed.sector, permanent=typed.permanent,
        neighbourhood=typed.neighbourhood, household=typed.household,
        priority_group=typed.priority_group, address=_text(typed.address),
        workplace=_text(typed.workplace), occupation=_text(typed.occupation),
        guardian_name=_text(typed.guardian_name),
        guardian_phone=next(iter(_phones(typed.guardian_phone, "guardian_phone")), None),
        health=tuple(dict.fromkeys(typed.health)),
        document_seen=typed.document_seen and identified,
    )  # fmt: skip


def _name(typed: str) -> str:
    reading = read_name(typed)
    if reading.problem is not None:
        raise Invalid(str(_NAMES.get(reading.problem, _NO_NAME)), field="full_name")
    return reading.normal


def _birth(typed: str, today: date) -> Birth | None:
    reading = read_birth(typed, today=today)
    if reading.problem is not None:
        raise Invalid(str(_BIRTHS.get(reading.problem, _NO_BIRTH)), field="birth")
    return reading.birth


def _documents(typed: TypedPerson) -> tuple[NewDocument, ...]:
    found: list[NewDocument] = []
    for number, kind, field in (
        (typed.document, typed.document_kind, "document"),
        (typed.health_card, DocumentKind.HEALTH_CARD, "health_card"),
    ):
        if not number.strip():
            continue
        reading = read_document(number, kind)
        if reading.problem is not None or reading.kind is None:
            problem = _DOCUMENTS.get(reading.problem) if reading.problem is not None else None
            raise Invalid(str(problem or _NO_DOCUMENT), field=field)
        found.append(NewDocument(reading.kind, reading.normal))
    return tuple(dict.fromkeys(found))


def _check_number(documents: tuple[NewDocument, ...], birth: Birth | None, sex: Sex) -> None:
    """Hold a personal number against birth and sex; the number itself carries both."""
    for document in documents:
        if document.kind is not DocumentKind.PERSONAL_NUMBER:
            continue
        known = sex if sex in ("male", "female") else None
        found = mismatches(document.number, birth=birth, sex=known)
        if Mismatch.BIRTH_YEAR in found:
            raise Invalid(
                _("Số định danh cho năm sinh khác với ngày sinh đã ghi. Hãy xem lại giấy tờ."),
                field="document",
            )
        if Mismatch.SEX in found:
            raise Invalid(
                _("Số định danh cho giới tính khác với giới tính đã chọn. Hãy xem lại giấy tờ."),
                field="document",
            )


def _phones(typed: str, field: str) -> tuple[str, ...]:
    if not typed.strip():
        return ()
    reading = read_phone(typed)
    if reading.problem is not None:
        raise Invalid(_("Số điện thoại không đúng. Hãy ghi 10 số, ví dụ 0901234567."), field=field)
    return (reading.normal,)


def _text(typed: str) -> str | None:
    return normal_form(typed) or None


class TypedChange(Struct, frozen=True, kw_only=True):
    """What is typed to change a record; empty text leaves it as it is. The reason is kept."""

    full_name: Long = ""
    birth: Short = ""
    phone: Short = ""
    document: Short = ""
    address: Long = ""
    document_seen: bool = False
    reason: Annotated[str, Meta(min_length=3, max_length=200)]


def read_change(typed: TypedChange, *, person_id: UUID, today: date) -> PersonChange:
    """Read a form into a change of a person; raises Invalid with the field at fault."""
    documents: tuple[NewDocument, ...] = ()
    if typed.document.strip():
        reading = read_document(typed.document)
        if reading.problem is not None or reading.kind is None:
            problem = _DOCUMENTS.get(reading.problem) if reading.problem is not None else None
            raise Invalid(str(problem or _NO_DOCUMENT), field="document")
        documents = (NewDocument(reading.kind, reading.normal),)
    return PersonChange(
        person_id=person_id,
        full_name=_name(typed.full_name) if typed.full_name.strip() else None,
        birth=_birth(typed.birth, today) if typed.birth.strip() else None,
        phones=_phones(typed.phone, "phone"), documents=documents, address=_text(typed.address),
        document_seen=typed.document_seen, reason=typed.reason,
    )  # fmt: skip
