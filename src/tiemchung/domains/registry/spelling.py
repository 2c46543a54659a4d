"""Vietnamese spelling: letters, tones and syllables, taken apart and put together.

Names, search, sorting and the recognition of legacy fonts all ask the same questions of a word:
which letters, which tone, is it a syllable at all. PostgreSQL's embedded server has no ICU, so the
answers are worked out here. Every function is pure and caches by word, because a nation's names
are built from a few thousand words.
"""

import re
from functools import lru_cache
from typing import Final
from unicodedata import combining, normalize

TONE_MARKS: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Combining marks in dictionary order: ngang, huyền, hỏi, ngã, sắc, nặng."""

VOWELS: Final = "aăâeêioôơuưy"
_TONE_OF_MARK: Final = {mark: tone for tone, mark in enumerate(TONE_MARKS) if mark}

# Letters that Unicode does not decompose, as ICAO 9303 and common practice write them.
_UNDECOMPOSED: Final = {
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ħ": "h",
    "Ħ": "H", "ı": "i", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "þ": "th", "Þ": "TH", "ƀ": "b", "Ƀ": "B",
}  # fmt: skip
_FOLD: Final = str.maketrans(_UNDECOMPOSED)

_ONSETS: Final = (
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip

_RHYME_LIST: Final = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay
oăc oăm oăn oăng oăt oe oem oen oeo oet ooc oong
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêu uơ
uôc uôi uôm uôn uông uôp uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y ych yêm yên yêng yêt yêu ynh yt
"""
_RHYMES: Final = frozenset(_RHYME_LIST.split())
_STOPPED: Final = ("c", "ch", "p", "t")
_ACUTE, _DOT = 4, 5
_WORDS: Final = 65_536
_MARKED: Final = frozenset("ăâêôơư")
_FINAL: Final = re.compile(r"[^aăâeêioôơuưy]*$")


@lru_cache(_WORDS)
def fold_word(word: str) -> str:
    """Return a word in lower case without tones, marks and Vietnamese letters (Đ by hand)."""
    if word.isascii():
        return word.lower()
    plain = normalize("NFKD", word.translate(_FOLD))
    return "".join(c for c in plain if not combining(c)).translate(_FOLD).lower()


def fold(text: str) -> str:
    """Fold every word of a text and separate them by one space; "Đặng Thị Hoà" → "dang thi hoa"."""
    return " ".join([fold_word(word) for word in text.split()])


@lru_cache(_WORDS)
def letters_and_tones(word: str) -> tuple[str, tuple[int, ...]]:
    """Split a lower-case NFC word into its letters (ă, đ kept) and the tone over each, 0 to 5."""
    letters: list[str] = []
    tones: list[int] = []
    for char in word:
        bare, tone = _bare(char)
        letters.append(bare)
        tones.append(tone)
    return "".join(letters), tuple(tones)


@lru_cache(4_096)
def _bare(char: str) -> tuple[str, int]:
    """Take the tone off one letter: "ậ" → ("â", 5)."""
    if char.isascii():
        return char, 0
    parts = normalize("NFD", char)
    tone = next((_TONE_OF_MARK[c] for c in parts if c in _TONE_OF_MARK), 0)
    if not tone:
        return char, 0
    return normalize("NFC", "".join(c for c in parts if c not in _TONE_OF_MARK)), tone


def _split(letters: str) -> tuple[str, str] | None:
    """Split bare letters into onset and rhyme, or None when they make no syllable."""
    for onset in _ONSETS:
        if letters.startswith(onset) and letters[len(onset) :] in _RHYMES:
            return onset, letters[len(onset) :]
    return ("g", "i") if letters == "gi" else None


@lru_cache(_WORDS)
def is_syllable(word: str) -> bool:
    """Tell whether a word (any case, NFC) is a Vietnamese syllable with at most one tone.

    A syllable that ends in c, ch, p or t bears sắc or nặng; words in plain ASCII are let off that
    rule, because many people type without accents.
    """
    letters, tones = letters_and_tones(word.lower())
    split = _split(letters)
    borne = [tone for tone in tones if tone]
    if split is None or len(borne) > 1:
        return False
    if split[1].endswith(_STOPPED) and not word.isascii():
        return bool(borne) and borne[0] in (_ACUTE, _DOT)
    return True


@lru_cache(_WORDS)
def is_written_well(word: str) -> bool:
    """Tell whether a syllable also bears its tone where one of the two schools would put it.

    Text in a wrong encoding often makes syllables by accident, but rarely with the tone in place.
    """
    small = word.lower()
    return is_syllable(small) and small in (place_tone(small), _place_tone_newer(small))


def _place_tone_newer(word: str) -> str:
    """Write an open oa, oe, uy with the tone on the second vowel: "hòa" → "hoà"."""
    letters, tones = letters_and_tones(word)
    if not letters.endswith(("oa", "oe", "uy")) or letters.startswith("qu"):
        return word
    mark = TONE_MARKS[max(tones)]
    return normalize("NFC", letters + mark)


@lru_cache(_WORDS)
def place_tone(word: str) -> str:
    """Write a lower-case syllable with its tone in the older place: "hoà" → "hòa", "thuý" → "thúy".

    Both placements are in daily use, so words are compared in this one form. Words that are no
    Vietnamese syllable come back unchanged.
    """
    letters, tones = letters_and_tones(word)
    tone = max(tones, default=0)
    split = _split(letters)
    if not tone or split is None or sum(map(bool, tones)) > 1:
        return word
    onset, rhyme = split
    at = len(onset) + _tone_seat(rhyme)
    return normalize("NFC", letters[: at + 1] + TONE_MARKS[tone] + letters[at + 1 :])


def _tone_seat(rhyme: str) -> int:
    """Return which letter of a rhyme bears the tone: the last marked one, else by its shape."""
    marked = [i for i, letter in enumerate(rhyme) if letter in _MARKED]
    if marked:
        return marked[-1]
    final = _FINAL.search(rhyme)
    nucleus = len(rhyme) - len(final[0]) if final else len(rhyme)
    closed = nucleus < len(rhyme)
    return 1 if nucleus > 2 or (nucleus == 2 and closed) else 0  # noqa: PLR2004
