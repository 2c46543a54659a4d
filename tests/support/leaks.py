"""Looks for people in logs and addresses: names, phones and numbers, however they are written.

A text is read as its writer meant it: escapes of JSON, of bytes and of addresses are undone,
accents and capitals do not count, nor what stands between words and between groups of digits.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from msgspec import Struct

_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")
_BETWEEN = re.compile(r"[^a-z0-9\n]+")
_DIGITS = re.compile(r"\d+(?:[ .\-]\d+)*")
_LONGEST = 13
_SHORTEST_NAME = 6


class Planted(Struct, frozen=True):
    """What must stand nowhere: full names; phones without 0 and +84; identity numbers."""

    names: frozenset[str]
    phones: frozenset[str]
    numbers: frozenset[str]


def plain(text: str) -> str:
    """Return a text without escapes, accents and capitals."""
    text = _UNICODE.sub(lambda m: chr(int(m[1], 16)), text)
    text = _BYTES.sub(
        lambda m: bytes.fromhex(m[0].replace("\\x", "")).decode(errors="replace"), text
    )
    parts = unicodedata.normalize("NFD", unquote(text).casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("đ", "d")


def leaks(text: str, planted: Planted) -> set[str]:
    """Return the planted names, phones and numbers that stand in a text."""
    read = plain(text)
    words = _BETWEEN.sub("", read)
    keys = {_BETWEEN.sub("", plain(name)): name for name in planted.names}
    assert min(map(len, keys), default=_SHORTEST_NAME) >= _SHORTEST_NAME, "a name found by chance"
    found = {name for key, name in keys.items() if key in words}
    for digits in _numbers(read):
        if digits in planted.numbers:
            found.add(digits)
        national = digits.removeprefix("84") if len(digits) > 10 else digits.removeprefix("0")
        if national in planted.phones:
            found.add(national)
    return found


def _numbers(text: str) -> Iterator[str]:
    """Give every number of a text, alone and joined with the groups of digits that follow it."""
    for match in _DIGITS.finditer(text):
        groups = re.split(r"[ .\-]", match[0])
        for first in range(len(groups)):
            digits = ""
            for group in groups[first:]:
                digits += group
                if len(digits) > _LONGEST:
                    break
                yield digits


def all_leaks(texts: Iterable[str], planted: Planted) -> set[str]:
    """Look through several texts."""
    return {found for text in texts for found in leaks(text, planted)}
