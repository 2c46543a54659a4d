"""Identity is checked at entry: a refusal names its field, what looks wrong can be confirmed."""

from datetime import date
from typing import Any

import pytest

from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.forms import TypedPerson, read_typed
from tiemchung.domains.registry.identity_documents import DocumentKind, NoDocumentReason
from tiemchung.domains.registry.model import NewDocument, NewPerson
from tiemchung.kernel.errors import Invalid

TODAY = date(2021, 7, 20)


def read(**more: Any) -> NewPerson:
    fields: dict[str, Any] = {
        "full_name": "  Nguyễn  Thị Ánh ", "birth": "15/3/1984", "sex": "female", "home": 26734,
        "phone": "0903 123 456", "document": "079184000123",
    } | more  # fmt: skip
    return read_typed(TypedPerson(**fields), source="self", today=TODAY)


def test_a_form_becomes_a_person_in_normal_forms() -> None:
    person = read(health_card="GD4797912345678", address=" 12/3  Nguyễn Trãi ")
    assert person.full_name == "Nguyễn Thị Ánh"
    assert person.birth == Birth(date(1984, 3, 15))
    assert person.phones == ("+84903123456",)
    assert person.documents == (
        NewDocument(DocumentKind.PERSONAL_NUMBER, "079184000123"),
        NewDocument(DocumentKind.HEALTH_CARD, "7912345678"),
    )
    assert (person.address, person.no_document_reason) == ("12/3 Nguyễn Trãi", None)


def test_a_year_stays_a_year() -> None:
    assert read(birth="1984").birth == Birth(date(1984, 1, 1), "year")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("full_name", ""),
        ("full_name", "x1"),
        ("birth", ""),
        ("birth", "31/02/1984"),
        ("birth", "01/01/2030"),
        ("document", "07918400012"),
        ("document", "000000000000"),
        ("phone", "12345"),
        ("health_card", "GD47979"),
        ("guardian_phone", "abc"),
    ],
)
def test_a_wrong_field_is_named(field: str, wrong: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(**{field: wrong})
    assert refusal.value.field == field
    assert refusal.value.detail


def test_one_without_a_document_tells_why() -> None:
    with pytest.raises(Invalid):
        read(document="")
    person = read(document="", no_document_reason=NoDocumentReason.LOST)
    assert (person.documents, person.no_document_reason) == ((), "lost")


@pytest.mark.parametrize("more", [{"birth": "15/03/1985"}, {"sex": "male"}])
def test_a_number_that_tells_otherwise_must_be_confirmed(more: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        read(**more)
    assert refusal.value.field == "document"
    assert read(**more, confirmed=True).documents
