"""TCVN3 and VNI: recognised by spelling, decoded without loss, never seen where they are not."""

# ruff: noqa: S311 - the same broken bytes and names each time, no secret

import csv
from importlib.resources import files
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiemchung.domains.registry.lists.legacy_fonts import (
    LegacyFont,
    decode_tcvn3,
    decode_vni,
    encode_tcvn3,
    encode_vni,
    font_family,
    prevailing,
    recognise,
    to_unicode,
    unscramble,
)
from tiemchung.domains.registry.lists.units import UnitRecord


def _parts(part: str) -> list[str]:
    text = files("tiemchung.demo.names").joinpath(f"{part}.csv").read_text(encoding="utf-8")
    return [row["name"] for row in csv.DictReader(text.splitlines())]


SURNAMES, MIDDLES, GIVENS = _parts("surname"), _parts("middle"), _parts("given")
full_names = st.builds(
    lambda *parts: " ".join(" ".join(parts).split()),
    st.sampled_from(SURNAMES),
    st.sampled_from(MIDDLES),
    st.sampled_from(GIVENS),
)


def many_names(count: int) -> list[str]:
    rng = Random(2021)
    drawn = (
        f"{rng.choice(SURNAMES)} {rng.choice(MIDDLES)} {rng.choice(GIVENS)}" for _ in range(count)
    )
    return [" ".join(name.split()) for name in drawn]


@pytest.mark.parametrize(
    ("tcvn3", "vni", "unicode"),
    [
        ("NguyÔn V¨n Hïng", "Nguyeãn Vaên Huøng", "Nguyễn Văn Hùng"),
        ("TrÇn ThÞ Kim Oanh", "Traàn Thò Kim Oanh", "Trần Thị Kim Oanh"),
        ("§Æng H÷u Ph\u00adíc", "Ñaëng Höõu Phöôùc", "Đặng Hữu Phước"),
        ("Ph¹m Quúnh Nh\u00ad", "Phaïm Quyønh Nhö", "Phạm Quỳnh Như"),
        ("Vò Mü Linh", "Vuõ Myõ Linh", "Vũ Mỹ Linh"),
        ("Lª ThÞ BÝch Thñy", "Leâ Thò Bích Thuûy", "Lê Thị Bích Thủy"),
    ],
)
def test_known_texts_in_both_encodings(tcvn3: str, vni: str, unicode: str) -> None:
    assert to_unicode(tcvn3) == to_unicode(tcvn3, ".VnTime") == unicode
    assert to_unicode(vni) == to_unicode(vni, "VNI-Times") == unicode


@given(full_names)
def test_every_name_survives_both_encodings(name: str) -> None:
    assert decode_tcvn3(encode_tcvn3(name)) == name
    assert decode_vni(encode_vni(name)) == name
    assert decode_vni(encode_vni(name.upper())) == name.upper()
    assert decode_tcvn3(encode_tcvn3(name.upper())) == name.upper()
    assert decode_tcvn3(encode_tcvn3(name.lower()), ".VnTimeH") == name.upper()


def test_recognition_is_precise_on_names() -> None:
    names = many_names(5_000)
    changed = [name for name in names if encode_vni(name) != name and encode_tcvn3(name) != name]
    as_tcvn3 = [recognise(encode_tcvn3(name)) for name in changed]
    as_vni = [recognise(encode_vni(name)) for name in changed]
    assert LegacyFont.VNI not in as_tcvn3
    assert LegacyFont.TCVN3 not in as_vni
    assert as_tcvn3.count(LegacyFont.TCVN3) > len(changed) * 0.98
    assert as_vni.count(LegacyFont.VNI) > len(changed) * 0.97
    # What is unclear alone is settled by the font, or by what prevails in it.
    assert all(to_unicode(encode_tcvn3(n), ".VnTime") == n for n in changed)
    assert all(to_unicode(encode_vni(n), "VNI-Times") == n for n in changed)


def test_no_unicode_name_is_taken_for_legacy_text(units: list[UnitRecord]) -> None:
    texts = [*many_names(5_000), *SURNAMES, *MIDDLES, *GIVENS, *(unit.name for unit in units)]
    assert [text for text in texts if text and recognise(text)] == []


FOREIGN = """
Müller José François Søren Núñez René Zoë Noël André Chloé Gonçalves Ångström Guðrún Kübra Łukasz
Thérèse Hélène Björn Jürgen Peña João Aurélie Léa Anaïs Günther Käthe Öztürk Strauß Éric Óscar
Ødegård Ayŭn Êñuôl
"""


@pytest.mark.parametrize("name", FOREIGN.split())
def test_foreign_names_are_left_alone(name: str) -> None:
    assert to_unicode(name) == name


def test_abbreviations_follow_the_font() -> None:
    assert to_unicode("SÑT", "VNI-Times") == "SĐT"
    assert to_unicode("§T", ".VnTime") == "ĐT"
    assert to_unicode("SÑT", "Arial") == "SÑT"


def test_plain_letters_in_a_font_of_capitals_are_capitals() -> None:
    assert to_unicode("long", ".VnTimeH") == "LONG"
    assert to_unicode("long", ".VnTime") == "long"


def test_what_prevails_in_a_font_settles_unclear_cells() -> None:
    clear = [(encode_tcvn3(name), "Arial") for name in many_names(30)]
    hints = prevailing(clear)
    assert hints == {"Arial": LegacyFont.TCVN3}
    unclear = encode_tcvn3("Lê Thị Hà")
    assert to_unicode(unclear, "Arial", hints["Arial"]) == "Lê Thị Hà"
    assert prevailing([(name, "Arial") for name in many_names(30)]) == {}


def test_utf8_read_as_windows_1252_is_repaired() -> None:
    for name in many_names(200):
        scrambled = "".join(
            bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in name.encode()
        )
        assert unscramble(scrambled) == name
        assert to_unicode(scrambled) == name
    assert unscramble("Nguyễn Văn Hùng") == "Nguyễn Văn Hùng"


def test_font_names() -> None:
    assert font_family(".VnArialH") is LegacyFont.TCVN3
    assert font_family("VNI-Helve") is LegacyFont.VNI
    assert font_family("Times New Roman") is None


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=60))
def test_any_latin_text_can_be_asked_about(text: str) -> None:
    found = recognise(text)
    assert found is None or to_unicode(text) != text
