"""The same person entered a second time, with the slips that people and clerks make."""

# ruff: noqa: PLR2004 - the shares of a demonstration are named by what they decide
from datetime import date
from random import Random
from typing import Final

from msgspec.structs import replace

from tiemchung.demo.population import numbers
from tiemchung.demo.population.model import HeldDocument, SyntheticPerson
from tiemchung.demo.population.territory import Territory
from tiemchung.domains.registry.birth import Birth, exchanged
from tiemchung.domains.registry.identity_documents import DocumentKind
from tiemchung.domains.registry.names import fold_name, title_case

_PLACED: Final = (
    ("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"), ("ùy", "uỳ"),
    ("úy", "uý"), ("ủy", "uỷ"), ("ũy", "uỹ"), ("ụy", "uỵ"), ("óe", "oé"), ("ỏe", "oẻ"),
)  # fmt: skip
_REGIONAL: Final = {"Hoàng": "Huỳnh", "Huỳnh": "Hoàng", "Vũ": "Võ", "Võ": "Vũ", "Phúc": "Phước"}


def second_entry(
    rng: Random, serial: int, seed: int, person: SyntheticPerson, territory: Territory, on: date
) -> SyntheticPerson:
    """Enter a person again through another way, often with one or two things different."""
    source = rng.choice([s for s in ("self", "ward", "organisation", "site") if s != person.source])
    again = replace(person, serial=serial, same_as=person.serial, source=source, slip="none")
    slips = list(_SLIPS)
    rng.shuffle(slips)
    for slip in slips[: rng.choice((1, 1, 1, 2))]:
        changed = slip(rng, seed, again, territory)
        if changed is not None and changed.birth.on <= on:
            name = slip.__name__.strip("_")
            said = name if again.slip == "none" else f"{again.slip}+{name}"
            again = replace(changed, slip=said)
    return again


def _renamed(person: SyntheticPerson, name: str) -> SyntheticPerson | None:
    return replace(person, name=name) if name != person.name and name else None


def _no_accents(
    _rng: Random, _seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    return _renamed(person, title_case(fold_name(person.name)))


def _capitals(
    _rng: Random, _seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    return _renamed(person, person.name.upper())


def _tone_placement(
    _rng: Random, _seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    words = [_newer(word) for word in person.name.split()]
    return _renamed(person, " ".join(words))


def _newer(word: str) -> str:
    for old, new in _PLACED:
        if word.endswith(old) and not word.startswith(("Qu", "qu")):
            return word[: -len(old)] + new
    return word


def _regional(
    _rng: Random, _seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    return _renamed(person, " ".join(_REGIONAL.get(word, word) for word in person.name.split()))


def _middle_dropped(
    _rng: Random, _seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    words = person.name.split()
    return _renamed(person, f"{words[0]} {words[-1]}") if len(words) > 2 else None


def _day_month(
    _rng: Random, _seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    other = exchanged(person.birth)
    return replace(person, birth=other) if other else None


def _year_only(
    _rng: Random, _seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    if person.birth.precision == "year":
        return None
    return replace(person, birth=Birth(date(person.birth.year, 1, 1), "year"))


def _year_slip(
    rng: Random, _seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    on = person.birth.on
    moved = date(on.year + rng.choice((-1, 1)), on.month, min(on.day, 28))
    return replace(person, birth=Birth(moved, person.birth.precision))


def _proofs(person: SyntheticPerson) -> list[HeldDocument]:
    return [d for d in person.documents if d.kind is not DocumentKind.HEALTH_CARD]


def _other_document(
    _rng: Random, seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    """Come with the old card the second time, or with none."""
    proofs = _proofs(person)
    if len(proofs) == 1 and proofs[0].kind is DocumentKind.PERSONAL_NUMBER:
        place = proofs[0].number[1:3]
        return replace(person, documents=(numbers.cmnd(person.same_as or 0, seed, place),))
    return replace(person, documents=(), no_document_reason="not_with_them") if proofs else None


def _digit_slip(
    rng: Random, _seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    """Exchange two neighbouring digits of the number, as happens when copying by hand."""
    proofs = [d for d in _proofs(person) if d.number.isdigit()]
    if not proofs:
        return None
    number = proofs[0].number
    at = rng.randrange(len(number) - 6, len(number) - 1)
    slipped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return replace(person, documents=(HeldDocument(proofs[0].kind, slipped, slipped),))


def _other_phone(
    rng: Random, seed: int, person: SyntheticPerson, _territory: Territory
) -> SyntheticPerson | None:
    return replace(person, phone=numbers.mobile(rng, person.serial + 9_000_000, seed))


def _other_ward(
    rng: Random, _seed: int, person: SyntheticPerson, territory: Territory
) -> SyntheticPerson | None:
    home = territory.home(rng, person.province)
    return replace(
        person, district=home.district, ward=home.ward, neighbourhood=home.neighbourhood,
        address=home.address, household=person.serial,
    )  # fmt: skip


_SLIPS: Final = (
    _no_accents, _capitals, _tone_placement, _regional, _middle_dropped, _day_month, _year_only,
    _year_slip, _other_document, _digit_slip, _other_phone, _other_ward,
)  # fmt: skip
