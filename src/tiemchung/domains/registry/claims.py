"""Keyed digests by which a person is found without reading anybody's record.

A claim on a number may be a typing error, so equal numbers alone make a case, never a match. An
exact form joins a number (or a phone, or a home) with folded name and birth: equal exact forms are
one person, also for one whose jurisdiction does not cover the record.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from tiemchung.domains.registry.names import fold_name
from tiemchung.domains.registry.spelling import fold

EXACT: Final = "exact"
"""The kind of claim that exact forms are stored under."""


class Digests(Protocol):
    """What makes keyed digests: the vault, or that of one person."""

    def digest(self, kind: str, normal: str) -> bytes: ...


def exact_forms(
    *,
    name: str,
    birth_date: date | None,
    birth_precision: str | None,
    documents: Iterable[tuple[str, str]],
    phones: Iterable[str],
    ward: int | None,
    address: str | None,
) -> list[str]:
    """Return the texts whose digests say that two registrations are one person.

    `documents` are pairs of kind and normal form. The home counts only for one without document
    and phone, and only with a birth known to the day: homonyms live next door to each other.
    Without a birth nobody is matched.
    """
    folded = fold_name(name)
    if birth_date is None or birth_precision not in ("day", "month", "year") or not folded:
        return []
    who = f"{folded}|{birth_date:%Y-%m-%d}:{birth_precision}"
    forms = [f"{kind}:{number}|{who}" for kind, number in documents]
    forms += [f"phone:{phone}|{who}" for phone in phones]
    if not forms and birth_precision == "day" and ward is not None and address:
        forms.append(f"home:{ward}:{fold(address)}|{who}")
    return list(dict.fromkeys(forms))


def contact_id(digests: Digests, phone: str) -> UUID:
    """Return the id of a contact: a keyed digest, so that a phone is searched by equality."""
    return UUID(bytes=digests.digest("contact", phone)[:16])
