"""Phone and document numbers that are well-formed, plausible and never given twice.

A number is made from the serial of its holder by a multiplication that maps each serial below the
modulus to a different value, so that no list of given numbers has to be kept.
"""

# ruff: noqa: PLR2004 - the shares of a demonstration are named by what they decide
from random import Random
from typing import Final

from tiemchung.demo.population.model import HeldDocument
from tiemchung.domains.registry.identity_documents import DocumentKind

_MULTIPLIERS: Final = (7_368_787, 6_700_417, 5_915_587, 3_267_000_013)
"""Primes, so coprime to every power of ten; one for each kind of number."""
_MOBILE_PREFIXES: Final = (
    "90", "93", "70", "79", "77", "76", "78", "91", "94", "88", "83", "84", "85", "81", "82",
    "96", "97", "98", "86", "32", "33", "34", "35", "36", "37", "38", "39", "92", "56", "58", "59",
)  # fmt: skip
_CMND_PREFIX: Final = {"79": "02", "01": "01", "48": "20", "92": "36", "31": "03"}
_HEALTH_GROUPS: Final = ("DN", "GD", "HC", "CN", "HN", "SV", "HS", "CK", "HT")
_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"


def _spread(serial: int, seed: int, modulus: int, kind: int) -> int:
    return (serial * _MULTIPLIERS[kind] + (seed + kind) * 104_729_473) % modulus


def mobile(rng: Random, serial: int, seed: int) -> str:
    """Return a mobile number in its normal form."""
    return f"+84{rng.choice(_MOBILE_PREFIXES)}{_spread(serial, seed, 10**7, 0):07}"


def personal_number(serial: int, seed: int, birth_place: str, sex: str, year: int) -> HeldDocument:
    """Return a 12-digit number that agrees with place, sex and year of birth."""
    century = 2 * ((year - 1900) // 100) + (sex == "female")
    number = f"0{birth_place}{century}{year % 100:02}{_spread(serial, seed, 10**6, 1):06}"
    return HeldDocument(DocumentKind.PERSONAL_NUMBER, number, number)


def cmnd(serial: int, seed: int, birth_place: str) -> HeldDocument:
    """Return a 9-digit number of the old card."""
    prefix = _CMND_PREFIX.get(birth_place, birth_place)
    number = f"{prefix}{_spread(serial, seed, 10**7, 2):07}"
    return HeldDocument(DocumentKind.CMND, number, number)


def passport(rng: Random, serial: int, seed: int, pattern: str) -> HeldDocument:
    """Return a passport number of a country's pattern (A letter, 9 digit, else itself)."""
    places = pattern.count("9")
    digits = iter(f"{_spread(serial, seed, 10**places, 1):0{places}}")
    number = "".join(
        rng.choice(_LETTERS) if c == "A" else next(digits) if c == "9" else c for c in pattern
    )
    return HeldDocument(DocumentKind.PASSPORT, number, number)


def health_card(rng: Random, serial: int, seed: int, province: str, age: int) -> HeldDocument:
    """Return a health-insurance card: the ten digits alone for some, all 15 characters for most."""
    digits = f"{province}{_spread(serial, seed, 10**8, 3):08}"
    if rng.random() < 0.3:  # the new card shows ten digits
        return HeldDocument(DocumentKind.HEALTH_CARD, digits, digits)
    group = "TE" if age < 6 else rng.choice(_HEALTH_GROUPS)
    return HeldDocument(DocumentKind.HEALTH_CARD, digits, f"{group}4{province}{digits}")
