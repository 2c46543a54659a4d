"""Codes that people read aloud, copy by hand and type: invitations, provisional codes.

The alphabet leaves out what sounds or looks alike (0 O Q, 1 I L, Z, 5 S, G, B, U W). It has 23
characters, a prime, so the last character, a weighted sum, shows every single wrong character and
every exchange of two neighbours.
"""

import secrets
from typing import Final

ALPHABET: Final = "2346789ACDEFHJKMNPRTVXY"
_VALUE: Final = {char: place for place, char in enumerate(ALPHABET)}
_DROPPED: Final = str.maketrans("", "", " -.\t")


def check_character(body: str) -> str:
    """Return the last character for a body of the alphabet; weights 1, 2, 3 ... from the left."""
    total = sum((place + 1) * _VALUE[char] for place, char in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


def make_code(length: int) -> str:
    """Make a random code of this length, its check character included."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return body + check_character(body)


def read_code(typed: str, length: int) -> str | None:
    """Return the code in its normal form, or None when some character must be wrong."""
    code = typed.translate(_DROPPED).upper()
    if len(code) != length or any(char not in _VALUE for char in code):
        return None
    return code if code[-1] == check_character(code[:-1]) else None


def spoken(code: str) -> str:
    """Write a code in groups of four, as it is printed and read aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
