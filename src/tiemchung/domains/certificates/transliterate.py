"""Names in the letters of a passport's machine-readable zone (ICAO Doc 9303 part 3, section 6)."""

import unicodedata

from tiemchung.domains.certificates.model import CannotCertify, Refusal

LONGEST = 80
"""Characters that the DCC schema 1.3.3 allows in one name field."""

# Letters that NFD does not take apart, or that ICAO spells with two letters although NFD would
# leave one. Vietnamese needs only the first: tones, breve, circumflex and horn are combining marks.
_SPELLED = {
    "Đ": "D",
    "Ð": "D",
    "Ä": "AE",
    "Å": "AA",
    "Æ": "AE",
    "Ö": "OE",
    "Ø": "OE",
    "Œ": "OE",
    "Ü": "UE",
    "Þ": "TH",
    "Ł": "L",
    "Ħ": "H",
    "Ŋ": "N",
    "Ŧ": "T",
    "Ĳ": "IJ",
    "Ə": "E",
    "ẞ": "SS",
}
_FILLER = "<"
_SEPARATING = {"Zs", "Pd", "Pc", "Cc"}
_DROPPED = {"Mn", "Po", "Pi", "Pf", "Sk", "Lm", "Cf"}


def machine_readable(name: str) -> str:
    """Return `name` as `^[A-Z<]*$`, at most 80 characters: `Nguyễn Thị Đào` -> `NGUYEN<THI<DAO`.

    Tones are dropped, Đ becomes D, gaps and hyphens become one `<`, apostrophes vanish
    (`H'Hen Niê` -> `HHEN<NIE`). Raises `CannotCertify` for a digit, a symbol or a letter of
    another script: such a person's passport spelling must be entered instead of guessed.
    """
    spelled = "".join(_SPELLED.get(c, c) for c in unicodedata.normalize("NFC", name).upper())
    letters = "".join(_letter(c) for c in unicodedata.normalize("NFD", spelled))
    parts = [part for part in letters.split(_FILLER) if part]
    if not parts:
        raise CannotCertify(Refusal.NAME_EMPTY)
    return _FILLER.join(parts)[:LONGEST].rstrip(_FILLER)


def _letter(character: str) -> str:
    """Return A to Z as it is, `<` for a gap, nothing for a mark; refuse what cannot be read."""
    if "A" <= character <= "Z":
        return character
    category = unicodedata.category(character)
    if character in {_FILLER, ",", "/"} or category in _SEPARATING:
        return _FILLER
    if category in _DROPPED:
        return ""
    raise CannotCertify(Refusal.NAME_NOT_LATIN)
