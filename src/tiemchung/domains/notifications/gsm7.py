"""Text for one SMS part (3GPP TS 23.038, 7-bit default alphabet).

Vietnamese with accents goes out as UCS-2: 70 characters a part instead of 160. So the texts are
written without accents, which every phone of 2021 shows alike and which costs one part.
"""

import unicodedata

ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
"""Characters that take two septets (an escape before them)."""

ONE_PART, EACH_OF_MANY = 160, 153
_BY_HAND = str.maketrans({"Đ": "D", "đ": "d", "–": "-", "—": "-", "…": "...", "“": '"', "”": '"'})


def plain(text: str) -> str:
    """Return the text without accents and with nothing outside the alphabet ('?' for the rest)."""
    bare = "".join(
        c
        for c in unicodedata.normalize("NFD", text.translate(_BY_HAND))
        if not unicodedata.combining(c)
    )
    return "".join(c if c in ALPHABET or c in EXTENDED else "?" for c in bare)


def septets(text: str) -> int:
    """Return how many septets a text of the alphabet takes."""
    return sum(2 if c in EXTENDED else 1 for c in text)


def parts(text: str) -> int:
    """Return how many SMS parts a text of the alphabet takes."""
    length = septets(text)
    return 1 if length <= ONE_PART else -(-length // EACH_OF_MANY)


def fit(text: str, limit: int) -> str:
    """Cut a text of the alphabet to at most `limit` septets, at a word where one is near."""
    if septets(text) <= limit:
        return text
    cut = text
    while cut and septets(cut) > limit - 2:
        cut = cut[:-1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > len(cut) - 12 else cut).rstrip(" ,.") + ".."
