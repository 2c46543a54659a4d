"""Names of people: one normal form, search tokens, Vietnamese order, and what to ask about.

A name is kept as it was typed, apart from invisible characters and the composition of its letters.
Everything else here is derived: tokens find it, a key sorts it, a proposal offers title case for a
name in capitals, and variants are hints for a clerk, never a match. One-word names, names of all
54 ethnic groups and foreign names are names like any other.
"""

import re
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import Final
from unicodedata import combining, is_normalized, name, normalize

from msgspec import Struct

from tiemchung.domains.registry.spelling import (
    fold_word,
    is_syllable,
    letters_and_tones,
    place_tone,
)

LONGEST_NAME: Final = 120
"""Characters; longer texts are notes or sentences that slipped into the column."""

_MANY_MARKS: Final = 3
_ODD: Final = re.compile(r"[^\w\s'.\-]|[\d_\u00ad\u0300-\u036f]")
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’‘ʼʻ`´′", "'") | dict.fromkeys("‐‑‒–—−", "-"))
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_UNUSUAL: Final = re.compile(f"{_INVISIBLE.pattern}|[’‘ʼʻ`´′‐‑‒–—−]")
_EDGE: Final = " .,;:-_*'\""
_SPLIT: Final = re.compile(r"[\s.\-]+")
_CASED_PART: Final = re.compile(r"[^\s'\-.]+")
_PLACEHOLDERS: Final = frozenset(
    {
        "khong co", "khong co ten", "khong ten", "khong ro", "khong biet",
        "chua co ten", "chua ro", "chua dat ten", "ho va ten", "ho ten", "unknown", "test", "null",
        "none", "n/a", "xxx", "abc",
    }
)  # fmt: skip


class NameProblem(StrEnum):
    """Why a text is no name that can be recorded, worst first."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    PLACEHOLDER = "placeholder"
    HAS_DIGIT = "has_digit"
    HAS_SYMBOL = "has_symbol"
    MIXED_SCRIPT = "mixed_script"


class NameReading(Struct, frozen=True):
    """What was understood of a typed name; `proposal` is a spelling to offer, never imposed."""

    normal: str
    problem: NameProblem | None
    proposal: str | None


def normal_form(typed: str) -> str:
    """Compose the letters (NFC), drop invisible characters and set one space between words.

    Capitals, tone placement and word order stay as typed. An Icelandic Ð is read as Đ where that
    makes a Vietnamese syllable: old keyboards and code pages confuse the two.
    """
    text = typed
    if _UNUSUAL.search(text):
        text = _INVISIBLE.sub("", text.translate(_APOSTROPHES))
    if not text.isascii() and not is_normalized("NFC", text):
        text = normalize("NFC", text)
    words = text.split()
    if "Ð" in text or "ð" in text:
        words = [_with_stroke(word) for word in words]
    return " ".join(words).strip(_EDGE)


@lru_cache(65_536)
def _with_stroke(word: str) -> str:
    stroked = word.replace("Ð", "Đ").replace("ð", "đ")
    return stroked if is_syllable(stroked) else word


def read_name(typed: str) -> NameReading:
    """Read a typed name into its normal form with at most one problem and one proposal."""
    normal = normal_form(typed)
    problem = _problem(normal)
    return NameReading(normal, problem, None if problem else _proposal(normal))


def _problem(normal: str) -> NameProblem | None:
    if not normal:
        return NameProblem.EMPTY
    if len(normal) > LONGEST_NAME:
        return NameProblem.TOO_LONG
    if fold_name(normal) in _PLACEHOLDERS:
        return NameProblem.PLACEHOLDER
    return _odd_characters(normal) if _ODD.search(normal) else _mixed_scripts(normal)


def _odd_characters(normal: str) -> NameProblem | None:
    if any(c.isdigit() for c in normal):
        return NameProblem.HAS_DIGIT
    return _mixed_scripts(normal) if _marks_are_plausible(normal) else NameProblem.HAS_SYMBOL


def _mixed_scripts(normal: str) -> NameProblem | None:
    if normal.isascii() or all(is_syllable(word) for word in normal.split()):
        return None
    return NameProblem.MIXED_SCRIPT if any(map(_mixes, normal.split())) else None


def _marks_are_plausible(normal: str) -> bool:
    """Tell letters with the few marks that some languages need from symbols and stacked marks."""
    if any(not combining(c) and _ODD.match(c) for c in normal):
        return False
    runs = [
        len(list(run)) for marked, run in groupby(normal, lambda c: bool(combining(c))) if marked
    ]
    return max(runs, default=0) < _MANY_MARKS


@lru_cache(4_096)
def _script(char: str) -> str:
    return name(char, "").partition(" ")[0]


def _mixes(word: str) -> bool:
    """Tell whether one word borrows look-alike letters of another alphabet (Cyrillic а in Lan)."""
    scripts = {_script(c) for c in word if c.isalpha()}
    return "LATIN" in scripts and len(scripts) > 1


def _proposal(normal: str) -> str | None:
    """Offer title case for a name all in capitals or all in small letters."""
    if normal != normal.upper() and normal != normal.lower():
        return None
    offered = title_case(normal)
    return offered if offered != normal else None


def title_case(text: str) -> str:
    """Write each part of a name with one capital: "H'WEN NIÊ" → "H'Wen Niê"."""
    return _CASED_PART.sub(lambda part: part[0][0].upper() + part[0][1:].lower(), text)


def fold_name(text: str) -> str:
    """Return the folded parts of a name with one space between: the form that ignores accents."""
    return " ".join(_parts(text))


def name_tokens(text: str) -> tuple[str, ...]:
    """Return the distinct folded parts of a name in their order, for `name_key` rows.

    Latin letters become plain a-z, so that ranges under COLLATE "C" find beginnings of words.
    Hyphens, full stops and spaces separate parts; apostrophes vanish (H'Wen is found as "hwen").
    """
    return tuple(dict.fromkeys(_parts(text)))


def _parts(text: str) -> list[str]:
    plain = text.replace("'", "")
    words = plain.split() if "." not in plain and "-" not in plain else _SPLIT.split(plain)
    return [fold_word(word) for word in words if word]


# a-z with the Vietnamese letters behind their base; "{" and "|" sort after "z" and before nothing.
_PRIMARY: Final = {"ă": "a{", "â": "a|", "đ": "d{", "ê": "e{", "ô": "o{", "ơ": "o|", "ư": "u{"}


def sort_key(text: str) -> str:
    """Return an ASCII key whose byte order is the order of a Vietnamese list of people.

    The given name (last word) comes first, then the words from the left; within a word the letters
    a ă â b c d đ e ê ... decide before the tones ngang, huyền, hỏi, ngã, sắc, nặng, as school and
    ward lists are sorted. Works under COLLATE "C" without ICU.
    """
    words = text.lower().replace("'", "").replace("-", " ").replace(".", " ").split()
    return " ".join(map(_word_key, words[-1:] + words[:-1]))


@lru_cache(65_536)
def _word_key(word: str) -> str:
    letters, tones = letters_and_tones(place_tone(normalize("NFC", word)))
    primary = "".join(map(_letter_key, letters))
    secondary = "".join(map(str, tones)).rstrip("0")
    return f"{primary}!{secondary}" if secondary else f"{primary}!"


@lru_cache(8_192)
def _letter_key(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _PRIMARY:
        return _PRIMARY[letter]
    folded = fold_word(letter)
    return folded if folded.isascii() else f"~{ord(letter):06x}"


# Regional spellings of one name; the left one prevails in the North, the right one in the South.
_REGIONAL: Final = (
    ("hoàng", "huỳnh"), ("vũ", "võ"), ("phúc", "phước"), ("nhật", "nhựt"), ("nhân", "nhơn"),
    ("chính", "chánh"), ("sinh", "sanh"), ("thịnh", "thạnh"), ("phượng", "phụng"),
    ("nghĩa", "ngãi"), ("bảo", "bửu"), ("lĩnh", "lãnh"), ("trường", "tràng"),
)  # fmt: skip
_VARIANTS: Final[dict[str, str]] = {
    fold_word(a): fold_word(b) for pair in _REGIONAL for a, b in (pair, pair[::-1])
}
_FINAL_I: Final = re.compile(r"(?<=[hklmqstvu])(?:y|i)$")


def token_variants(token: str) -> tuple[str, ...]:
    """Return other folded spellings under which the same word may have been written.

    Hints for search and for the duplicate queue only: Hoàng and Huỳnh are one clan and two names.
    """
    found = [_VARIANTS[token]] if token in _VARIANTS else []
    if _FINAL_I.search(token):
        found.append(token[:-1] + ("i" if token.endswith("y") else "y"))
    return tuple(found)


class AccentEvidence(StrEnum):
    """What the accents say about two names whose folded forms are equal."""

    SAME = "same"
    DIFFERENT = "different"
    NONE = "none"


def accent_evidence(one: str, other: str) -> AccentEvidence:
    """Compare accents, which count as evidence only when both sides have written any."""
    if one.isascii() or other.isascii():
        return AccentEvidence.NONE
    placed = [
        [place_tone(word) for word in normal_form(text).lower().split()] for text in (one, other)
    ]
    return AccentEvidence.SAME if placed[0] == placed[1] else AccentEvidence.DIFFERENT
