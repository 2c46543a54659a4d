import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiemchung.domains.certificates.model import CannotCertify, Refusal
from tiemchung.domains.certificates.transliterate import machine_readable


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nguyễn", "NGUYEN"),
        ("Thị Ánh Nguyệt", "THI<ANH<NGUYET"),
        ("Đặng Đình Đức", "DANG<DINH<DUC"),
        ("đỗ", "DO"),
        ("Trương Mỹ Hạnh", "TRUONG<MY<HANH"),
        ("Ưng Hoàng Phúc", "UNG<HOANG<PHUC"),
        ("Y", "Y"),
        ("H'Hen Niê", "HHEN<NIE"),
        ("Hʼ Mŏ-Êban", "H<MO<EBAN"),
        ("  Lê \u00a0 Văn\tTám ", "LE<VAN<TAM"),
        ("Lövström", "LOEVSTROEM"),
        ("d'Červenková Panklová", "DCERVENKOVA<PANKLOVA"),
        ("Jiřina-Maria Alena", "JIRINA<MARIA<ALENA"),
        ("Weiß Ångström Łódź Þór Œuvre", "WEISS<AANGSTROEM<LODZ<THOR<OEUVRE"),
        ("NGUYEN<<VAN", "NGUYEN<VAN"),
    ],
)
def test_names_are_spelled_as_in_a_passport(name: str, expected: str) -> None:
    assert machine_readable(name) == expected


def test_decomposed_input_of_a_phone_gives_the_same_letters() -> None:
    name = "Nguyễn Thị Đặng Ường"
    assert machine_readable(unicodedata.normalize("NFD", name)) == machine_readable(name)


@pytest.mark.parametrize("name", ["Иван", "山田", "Nguyễn 2", "An 🙂", "Ωmega"])
def test_other_scripts_digits_and_symbols_are_refused(name: str) -> None:
    with pytest.raises(CannotCertify) as refused:
        machine_readable(name)
    assert refused.value.refusal is Refusal.NAME_NOT_LATIN


@pytest.mark.parametrize("name", ["", "   ", "'", "\u0301", "---"])
def test_a_name_without_a_letter_is_refused(name: str) -> None:
    with pytest.raises(CannotCertify) as refused:
        machine_readable(name)
    assert refused.value.refusal is Refusal.NAME_EMPTY


def test_eighty_characters_at_most_and_no_filler_at_the_end() -> None:
    assert machine_readable("A" * 200) == "A" * 80
    assert machine_readable("A" * 79 + " B") == "A" * 79


@given(st.text())
def test_any_text_is_refused_or_fits_the_schema(name: str) -> None:
    try:
        letters = machine_readable(name)
    except CannotCertify:
        return
    assert re.fullmatch("[A-Z]+(<[A-Z]+)*", letters)
    assert len(letters) <= 80
