"""Telephone numbers: one normal form (E.164), old prefixes brought forward, lost zeros restored.

A phone is a contact and never a key: a household shares one. The normal form is only there so that
a message can be sent and the same number is recognised however it was typed.
"""

import re
from enum import StrEnum
from typing import Final

from msgspec import Struct


class PhoneKind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"
    FOREIGN = "foreign"


class PhoneProblem(StrEnum):
    """Why a text is no number that can be called."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    WRONG_LENGTH = "wrong_length"
    UNKNOWN_PREFIX = "unknown_prefix"


class PhoneRepair(StrEnum):
    """What had to be assumed to read the number."""

    ZERO_RESTORED = "zero_restored"
    PREFIX_OF_2018 = "prefix_of_2018"
    FIRST_OF_SEVERAL = "first_of_several"


class PhoneReading(Struct, frozen=True):
    """`normal` is E.164 ("+84901234567") or empty when `problem` says why."""

    normal: str
    kind: PhoneKind | None = None
    problem: PhoneProblem | None = None
    repairs: tuple[PhoneRepair, ...] = ()


# Eleven-digit mobile numbers became ten-digit ones between 15 September and 14 November 2018.
_PREFIX_OF_2018: Final = {
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38",
    "169": "39", "120": "70", "121": "79", "122": "77", "126": "76", "128": "78", "123": "83",
    "124": "84", "125": "85", "127": "81", "129": "82", "186": "56", "188": "58", "199": "59",
}  # fmt: skip
_OLD_OF: Final = {new: old for old, new in _PREFIX_OF_2018.items()}
_MOBILE: Final = re.compile(r"(?:3\d|5[125689]|7[06-9]|8[1-9]|9\d)\d{7}")
_OLD_MOBILE: Final = re.compile(r"1[2689]\d{8}")
_LANDLINE: Final = re.compile(r"2\d{9}")
_PLAIN_MOBILE: Final = re.compile(r"0(?:3\d|5[125689]|7[06-9]|8[1-9]|9\d)\d{7}")
_SEPARATORS: Final = re.compile(r"[\s.\-()\u00a0\u2010-\u2015]+")
_SEVERAL: Final = re.compile(r"[/,;\n|]|\bhoặc\b|\bhay\b|\s-\s(?=0)")
_LABEL: Final = re.compile(
    r"^(?:(?:sđt|sdt|đt|dt|tel|phone|mobile|di động)\s*[:.]?\s*)", re.IGNORECASE
)
_LONGEST: Final = 80
_SHORTEST_FOREIGN, _LONGEST_FOREIGN = 8, 15


def read_phone(typed: str) -> PhoneReading:
    """Read a typed number; numbers without "+" or "00" are taken for Vietnamese ones."""
    if _PLAIN_MOBILE.fullmatch(typed):
        return PhoneReading("+84" + typed[1:], PhoneKind.MOBILE)
    text = _LABEL.sub("", typed.strip()) if len(typed) <= _LONGEST else typed
    if not text:
        return PhoneReading("", problem=PhoneProblem.EMPTY)
    if len(text) > _LONGEST:
        return PhoneReading("", problem=PhoneProblem.WRONG_LENGTH)
    several = [part for part in _SEVERAL.split(text) if part.strip()]
    reading = _read_one(several[0] if several else text)
    if len(several) > 1 and not reading.problem:
        extra = (*reading.repairs, PhoneRepair.FIRST_OF_SEVERAL)
        return PhoneReading(reading.normal, reading.kind, repairs=extra)
    return reading


def _read_one(text: str) -> PhoneReading:
    digits = _SEPARATORS.sub("", text).removesuffix(",")
    abroad = digits.startswith(("+", "00"))
    digits = digits.removeprefix("+").removeprefix("00")
    if not (digits.isascii() and digits.isdigit()):
        return PhoneReading("", problem=PhoneProblem.NOT_A_NUMBER)
    if abroad and not digits.startswith("84"):
        return _foreign(digits)
    if digits.startswith("84") and (abroad or len(digits) > 10):  # noqa: PLR2004
        return _national(digits[2:].removeprefix("0"), with_zero=True)
    return _national(digits.removeprefix("0"), with_zero=digits.startswith("0"))


def _foreign(digits: str) -> PhoneReading:
    if digits.startswith("0") or not _SHORTEST_FOREIGN <= len(digits) <= _LONGEST_FOREIGN:
        return PhoneReading("", problem=PhoneProblem.WRONG_LENGTH)
    return PhoneReading("+" + digits, PhoneKind.FOREIGN)


def _national(number: str, *, with_zero: bool) -> PhoneReading:
    """Read the national significant number, without its trunk zero."""
    repairs = () if with_zero else (PhoneRepair.ZERO_RESTORED,)
    if _MOBILE.fullmatch(number):
        return PhoneReading("+84" + number, PhoneKind.MOBILE, repairs=repairs)
    if _OLD_MOBILE.fullmatch(number) and number[:3] in _PREFIX_OF_2018:
        current = _PREFIX_OF_2018[number[:3]] + number[3:]
        repairs = (*repairs, PhoneRepair.PREFIX_OF_2018)
        return PhoneReading("+84" + current, PhoneKind.MOBILE, repairs=repairs)
    if _LANDLINE.fullmatch(number):
        return PhoneReading("+84" + number, PhoneKind.LANDLINE, repairs=repairs)
    known = len(number) in (9, 10)
    problem = PhoneProblem.UNKNOWN_PREFIX if known else PhoneProblem.WRONG_LENGTH
    return PhoneReading("", problem=problem)


def as_dialled(normal: str) -> str:
    """Write an E.164 number as people dial it at home: "+84901234567" → "0901234567"."""
    return "0" + normal[3:] if normal.startswith("+84") else normal


def before_2018(normal: str) -> str | None:
    """Return the eleven-digit number that a mobile number had until 2018, or None."""
    old = _OLD_OF.get(normal[3:5]) if normal.startswith("+84") else None
    return f"0{old}{normal[5:]}" if old else None


def mask_phone(text: str) -> str:
    """Hide all but the last three digits, for messages and logs."""
    return "•" * max(len(text) - 3, 0) + text[-3:]
