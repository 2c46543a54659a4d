"""Text typed for TCVN3 (ABC, .VnTime) and VNI fonts, recognised and turned into Unicode.

Before Unicode, fonts drew Vietnamese letters in the places of other Latin letters, and offices
still paste such text into their lists: "NguyÔn V¨n Hïng" (TCVN3) and "Nguyeãn Vaên Huøng" (VNI) are
Nguyễn Văn Hùng. Recognition is by spelling: a reading is taken only when it turns words that are no
Vietnamese into words that are; the font of the cell, or what prevails in cells of that font,
settles the rest. The tables are the published ones of TCVN 5712:1993 (VN3) and of VNI for Windows.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from tiemchung.domains.registry.spelling import is_written_well, letters_and_tones


class LegacyFont(StrEnum):
    """How a text was encoded when it was not Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    UTF8_AS_1252 = "utf8_as_1252"


_TCVN3: Final = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_CODE: Final = {letter: code for code, letter in _TCVN3.items()}


def _tcvn3_capitals() -> dict[str, str]:
    """Write each capital with a tone as common converters do: the bare capital, then the code."""
    table: dict[str, str] = {}
    for letter, code in _CODE.items():
        if letter.islower() and letter.upper() not in _CODE:
            (bare,), _ = letters_and_tones(letter)
            table[_CODE.get(bare.upper(), bare.upper()) + code] = letter.upper()
    return table


_TCVN3_CAPITALS: Final = _tcvn3_capitals()
_TCVN3_LETTER: Final = _TCVN3 | _TCVN3_CAPITALS
_TCVN3_TOKEN: Final = re.compile("|".join(map(re.escape, [*_TCVN3_CAPITALS, *_TCVN3])))
_TO_TCVN3: Final = str.maketrans(_CODE | {big: pair for pair, big in _TCVN3_CAPITALS.items()})

# VNI writes a vowel and, behind it, one sign for tone and mark together; these are the signs.
_VNI_SIGNS: Final = {
    "a": "ùáøàûảõãïạââáấàầåẩãẫäậêăéắèằúẳüẵëặ",
    "e": "ùéøèûẻõẽïẹâêáếàềåểãễäệ",
    "o": "ùóøòûỏõõïọâôáốàồåổãỗäộ",
    "ô": "ùớøờûởõỡïợ",
    "u": "ùúøùûủõũïụ",
    "ö": "ùứøừûửõữïự",
    "y": "ùýøỳûỷõỹ",
}
_VNI_ALONE: Final = {
    "ô": "ơ",
    "ö": "ư",
    "ñ": "đ",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
    "í": "í",
    "ì": "ì",
}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_ALONE) | {code.upper(): letter.upper() for code, letter in _VNI_ALONE.items()}
    for base, signs in _VNI_SIGNS.items():
        for sign, letter in zip(signs[::2], signs[1::2], strict=True):
            table[base + sign] = letter
            table[base.upper() + sign] = table[base.upper() + sign.upper()] = letter.upper()
    return table


_VNI: Final = _vni_table()
_VNI_TOKEN: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_TO_VNI: Final = str.maketrans(
    {letter: code.upper() if letter.isupper() else code for code, letter in _VNI.items()}
)


@lru_cache(256)
def draws_capitals(font: str) -> bool:
    """Tell a TCVN3 font that shows small letters as capitals (.VnTimeH)."""
    return font.startswith(".") and font.upper().endswith("H")


def decode_tcvn3(text: str, font: str = "") -> str:
    """Turn text typed for a TCVN3 font into Unicode.

    TCVN3 has no capitals with tones. Converters write them in pairs ("A¸" for Á); fonts whose name
    ends in H draw small letters as capitals; elsewhere a capital is told from its neighbours.
    """
    plain = _TCVN3_TOKEN.sub(lambda found: _TCVN3_LETTER[found[0]], text)
    if draws_capitals(font) or _in_capitals(text):
        return plain.upper()
    words = plain.split(" ")
    capitals = sum(word[:1].isupper() for word in words)
    if capitals * 2 < len(words):
        return plain
    return " ".join([_with_capital(word) for word in words])


_TWO_CAPITALS: Final = re.compile(r"[A-Z]\S*[A-Z]")
_SMALL: Final = re.compile("[a-z]")


def _in_capitals(text: str) -> bool:
    """Tell by its plain letters whether a whole text is in capitals ("NGUYÔN V¡N")."""
    return _TWO_CAPITALS.search(text) is not None and _SMALL.search(text) is None


def _with_capital(word: str) -> str:
    """Give a capital to a word that begins with a toned vowel, for which TCVN3 has none."""
    return word[:1].upper() + word[1:] if word[:1] and not word[0].isascii() else word


def decode_vni(text: str) -> str:
    """Turn text typed for a VNI font into Unicode; the longest sign sequence wins."""
    return _VNI_TOKEN.sub(lambda found: _VNI[found[0]], text)


def encode_tcvn3(text: str) -> str:
    """Write Unicode as a converter writes it for a TCVN3 font."""
    return normalize("NFC", text).translate(_TO_TCVN3)


def encode_vni(text: str) -> str:
    """Write Unicode as it would have been typed for a VNI font."""
    return normalize("NFC", text).translate(_TO_VNI)


_SCRAMBLED: Final = re.compile("[ÃÂÄÅÆ][\u0080-\u00bf‚-€š-ƒ]|á[º»]")
_BYTE_OF: Final = {bytes([b]).decode("cp1252", "ignore") or chr(b): b for b in range(256)}


def unscramble(text: str) -> str:
    """Repair UTF-8 that was read as Windows-1252 ("Nguyá»…n"); anything else is unchanged."""
    if text.isascii() or not _SCRAMBLED.search(text):
        return text
    try:
        return bytes([_BYTE_OF[char] for char in text]).decode()
    except (KeyError, UnicodeDecodeError):
        return text


_UNICODE: Final = re.compile("[ăđơưĂĐƠƯĩũĨŨ\u0300-\u0323\u1ea0-\u1ef9]")
"""Letters that no text typed for a legacy font, and no UTF-8 read as Windows-1252, can contain."""

is_unicode: Final = _UNICODE.search
"""Truthy when a text is Unicode beyond doubt; the quick way round `to_unicode`."""

_DECODERS: Final[dict[LegacyFont, Callable[[str], str]]] = {
    LegacyFont.TCVN3: decode_tcvn3,
    LegacyFont.VNI: decode_vni,
}
_TCVN3_WORD: Final = re.compile("[A-Za-z" + "".join(_TCVN3) + "]+")
_VNI_WORD: Final = re.compile(f"(?:{_VNI_TOKEN.pattern}|[A-Za-z])+")
_WORD: Final = re.compile(r"[^\s\d,;:/()\[\]\-.'\"*+&@#%!?_]+")


@lru_cache(256)
def font_family(font: str) -> LegacyFont | None:
    """Tell by the name of a font how its text is encoded."""
    name = font.lower()
    if name.startswith(".vn"):
        return LegacyFont.TCVN3
    return LegacyFont.VNI if name.startswith("vni-") or name == "vni" else None


@lru_cache(65_536)
def _scores(word: str) -> tuple[bool, bool, bool]:
    """Tell whether one word is Vietnamese as it stands, as TCVN3, as VNI."""
    return (
        is_written_well(word),
        _TCVN3_WORD.fullmatch(word) is not None and is_written_well(decode_tcvn3(word)),
        _VNI_WORD.fullmatch(word) is not None and is_written_well(decode_vni(word)),
    )


def _is_latin1(text: str) -> bool:
    """Tell whether a text can be legacy at all: those fonts use only the Latin-1 places."""
    return max(text) <= "\xff"


def _could_be(text: str, font: LegacyFont) -> bool:
    """Tell whether every letter of an abbreviation ("SÑT" for SĐT) is one of the encoding."""
    pattern = _TCVN3_WORD if font is LegacyFont.TCVN3 else _VNI_WORD
    return all(pattern.fullmatch(word) for word in _WORD.findall(text))


def recognise(text: str, hint: LegacyFont | None = None) -> LegacyFont | None:
    """Return the legacy encoding of a text, or None for Unicode and for what cannot be told.

    Without a hint a reading must make Vietnamese of words that are none as they stand, and no other
    reading may do as well. A hint (font name, or what prevails around) decides between readings
    that are equally good, and never against the spelling.
    """
    if text.isascii():
        return None
    if unscramble(text) != text:
        return LegacyFont.UTF8_AS_1252
    scores = [_scores(word) for word in _WORD.findall(text) if not word.isascii()]
    if not scores or not _is_latin1(text):
        return None
    as_is, tcvn3, vni = (sum(column) for column in zip(*scores, strict=True))
    by_font = {LegacyFont.TCVN3: tcvn3, LegacyFont.VNI: vni}
    if hint is not None and by_font.get(hint, -1) >= as_is and _could_be(text, hint):
        return hint
    abbreviation = len(text) < 5 and _TWO_CAPITALS.fullmatch(text)  # noqa: PLR2004
    return None if abbreviation else _clear_winner(len(scores), as_is, tcvn3, vni)


def _clear_winner(words: int, as_is: int, tcvn3: int, vni: int) -> LegacyFont | None:
    """Take the reading that makes more words than any other, and nearly all of them."""
    best, count, other = (
        (LegacyFont.TCVN3, tcvn3, vni) if tcvn3 > vni else (LegacyFont.VNI, vni, tcvn3)
    )
    needed = words if words < 3 else words * 4 // 5  # noqa: PLR2004
    return best if count > max(as_is, other) and count >= needed else None


def to_unicode(text: str, font: str = "", hint: LegacyFont | None = None) -> str:
    """Return the Unicode text of a cell, whatever it was typed for."""
    if text.isascii():
        return text.upper() if font and draws_capitals(font) else text
    if _UNICODE.search(text):
        return text
    found = recognise(text, font_family(font) or hint)
    if found is None:
        return text
    if found is LegacyFont.UTF8_AS_1252:
        return unscramble(text)
    return decode_tcvn3(text, font) if found is LegacyFont.TCVN3 else _DECODERS[found](text)


def prevailing(cells: Iterable[tuple[str, str]]) -> dict[str, LegacyFont]:
    """Count, per font name, which legacy encoding its texts are in; the hint for unclear cells.

    `cells` are (text, font name). A font is listed when most of its decided texts agree.
    """
    votes: dict[str, Counter[LegacyFont | None]] = {}
    for text, font in cells:
        if not text.isascii():
            votes.setdefault(font, Counter())[recognise(text, font_family(font))] += 1
    found: dict[str, LegacyFont] = {}
    for font, counted in votes.items():
        winner, count = counted.most_common(1)[0]
        if winner is not None and count * 2 > counted.total():
            found[font] = winner
    return found
