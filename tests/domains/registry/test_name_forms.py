"""Names: what is kept, how they are found, sorted, and what is asked about."""

import csv
from importlib.resources import files
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiemchung.domains.registry.names import (
    AccentEvidence,
    NameProblem,
    accent_evidence,
    fold_name,
    name_tokens,
    normal_form,
    read_name,
    sort_key,
    title_case,
    token_variants,
)
from tiemchung.domains.registry.spelling import fold_word, is_syllable, place_tone


def parts_of_names() -> list[str]:
    found: list[str] = []
    for part in ("surname", "middle", "given"):
        text = files("tiemchung.demo.names").joinpath(f"{part}.csv").read_text(encoding="utf-8")
        found += [row["name"] for row in csv.DictReader(text.splitlines()) if row["name"]]
    return found


PARTS = parts_of_names()
names = st.builds(" ".join, st.lists(st.sampled_from(PARTS), min_size=1, max_size=4))


def test_every_name_of_the_data_is_made_of_vietnamese_syllables() -> None:
    words = {word for part in PARTS for word in part.split()}
    assert len(words) > 500
    assert [word for word in words if not is_syllable(word)] == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn   Văn\u00a0An ", "Nguyễn Văn An"),
        (normalize("NFD", "Đặng Thị Hoà"), "Đặng Thị Hoà"),
        ("Trần\u200b Bình\ufeff", "Trần Bình"),
        ("Lê\u202eThị", "LêThị"),
        ("H’Wen Niê", "H'Wen Niê"),
        ("Ðặng Văn Ðức", "Đặng Văn Đức"),
        ("Guðrún Sigurðardóttir", "Guðrún Sigurðardóttir"),
        ("Phạm Hùng.", "Phạm Hùng"),
        ("Anne–Marie", "Anne-Marie"),
    ],
)
def test_normal_form_drops_what_is_invisible_and_keeps_the_rest(typed: str, kept: str) -> None:
    assert normal_form(typed) == kept


@given(st.text(max_size=80))
def test_normal_form_is_stable_and_composed(text: str) -> None:
    once = normal_form(text)
    assert normal_form(once) == once
    assert normalize("NFC", once) == once


@given(names)
def test_tokens_are_plain_letters_however_the_name_is_typed(name: str) -> None:
    tokens = name_tokens(name)
    assert all(token.isascii() and token.isalpha() and token.islower() for token in tokens)
    assert name_tokens(normalize("NFD", name)) == tokens
    assert name_tokens(name.upper()) == tokens
    assert name_tokens(fold_name(name)) == tokens


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("Đỗ Thị Đào", ("do", "thi", "dao")),
        ("H'Wen Niê Kdăm", ("hwen", "nie", "kdam")),
        ("Y Blơm", ("y", "blom")),
        ("Jean-Pierre Müller", ("jean", "pierre", "muller")),
        ("Søren Łukasz Strauß", ("soren", "lukasz", "strauss")),
        ("Nguyễn Nguyễn", ("nguyen",)),
        ("Ayŭn Êñuôl", ("ayun", "enuol")),
        ("", ()),
    ],
)
def test_tokens_of_unusual_names(name: str, tokens: tuple[str, ...]) -> None:
    assert name_tokens(name) == tokens


def test_sort_key_gives_the_order_of_a_school_list() -> None:
    in_order = [
        "Nguyễn Thị Ái", "Nguyễn An", "Trần Văn An", "Lê Ánh", "Bùi Ân", "Phạm Bảo", "Lê Công",
        "Lê Dung", "Lê Đào", "Lê Đức", "Lê Em", "Bùi Hoa", "Cao Hoa", "Lê Hòa", "Lê Hỏa",
        "Lê Hóa", "Lê Họa", "Lê Hùng", "Lê Hưng", "Lê Oanh", "Lê Ô", "Lê Ơn", "Lê Uyên", "Lê Ưng",
    ]  # fmt: skip
    shuffled = sorted(in_order)
    assert shuffled != in_order
    assert sorted(shuffled, key=sort_key) == in_order


@given(names)
def test_sort_key_is_ascii_and_the_same_for_both_tone_placements(name: str) -> None:
    key = sort_key(name)
    assert key.isascii()
    placed = " ".join(place_tone(word.lower()) for word in name.split())
    assert sort_key(placed) == key
    assert sort_key(normalize("NFD", name)) == key


def test_sort_key_of_other_scripts_is_ascii_too() -> None:
    assert sort_key("王小明").isascii()
    assert sort_key("Lê 王") > sort_key("Lê Zung")


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("huỷ", "hủy")],
)
def test_the_two_schools_of_tone_placement_are_one_word(one: str, other: str) -> None:
    assert place_tone(one) == place_tone(other) == other
    assert accent_evidence(f"Lê {one}", f"Lê {other}") is AccentEvidence.SAME


@pytest.mark.parametrize("word", ["quý", "giữa", "ngoài", "khuỷu", "nguyễn", "mía", "gì", "giếng"])
def test_words_in_their_place_stay(word: str) -> None:
    assert place_tone(word) == word


def test_accents_are_evidence_only_when_both_sides_have_them() -> None:
    assert accent_evidence("Nguyễn Văn Hùng", "Nguyen Van Hung") is AccentEvidence.NONE
    assert accent_evidence("Nguyễn Văn Hùng", "Nguyễn Văn Hưng") is AccentEvidence.DIFFERENT


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("   ", NameProblem.EMPTY),
        ("Nguyễn Văn A1", NameProblem.HAS_DIGIT),
        ("Lan (Hoa)", NameProblem.HAS_SYMBOL),
        ("Lan 😀", NameProblem.HAS_SYMBOL),
        ("=HYPERLINK()", NameProblem.HAS_SYMBOL),
        ("L\u0430n Nguyễn", NameProblem.MIXED_SCRIPT),
        ("Z" + "\u0301" * 20, NameProblem.HAS_SYMBOL),
        ("A" * 500, NameProblem.TOO_LONG),
        ("không có tên", NameProblem.PLACEHOLDER),
        ("Test", NameProblem.PLACEHOLDER),
    ],
)
def test_what_is_no_name(typed: str, problem: NameProblem) -> None:
    assert read_name(typed).problem is problem


@pytest.mark.parametrize(
    "name",
    ["Amin", "Y Blơm Niê", "H'Mla", "Ka Hạnh", "K'Brèo", "Nguyễn", "王小明", "O'Brien",
     "J. R. Smith", "Êñuôl", "María-José Núñez", "Yăng"],
)  # fmt: skip
def test_every_kind_of_name_is_a_name(name: str) -> None:
    assert read_name(name).problem is None


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("đặng thị hoà", "Đặng Thị Hoà"),
        ("H'WEN NIÊ KDĂM", "H'Wen Niê Kdăm"),
        ("ANNE-MARIE O'BRIEN", "Anne-Marie O'Brien"),
        ("Nguyễn Văn An", None),
        ("Y", None),
    ],
)
def test_capitals_are_kept_and_title_case_is_offered(typed: str, offered: str | None) -> None:
    reading = read_name(typed)
    assert reading.normal == typed
    assert reading.proposal == offered


@given(names)
def test_title_case_gives_back_the_names_of_the_data(name: str) -> None:
    assert title_case(name.upper()) == name


def test_regional_spellings_are_hints_both_ways() -> None:
    assert token_variants("hoang") == ("huynh",)
    assert "hoang" in token_variants("huynh")
    assert "vu" in token_variants("vo")
    assert token_variants("quy") == ("qui",)
    assert token_variants("lan") == ()


def test_folding_takes_the_stroke_of_d_by_hand() -> None:
    assert fold_word("Đ") == fold_word("đ") == "d"
    assert normalize("NFD", "Đ") == "Đ"
