"""Finds people by what is typed into one field: a name, a number, a phone or a code.

Row security decides who is found; what it hides is as if it were not there. The search runs on
leakproof operators, the order on the few candidates that come back.
"""

import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.ledger.private import Vault
from tiemchung.domains.registry import queries
from tiemchung.domains.registry.access import log_listed
from tiemchung.domains.registry.claims import contact_id
from tiemchung.domains.registry.identity_documents import read_document
from tiemchung.domains.registry.model import PROVISIONAL_CODE_LENGTH, PersonFound
from tiemchung.domains.registry.names import (
    AccentEvidence,
    accent_evidence,
    fold_name,
    name_tokens,
)
from tiemchung.domains.registry.phones import as_dialled, mask_phone, read_phone
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.codes import read_code
from tiemchung.kernel.errors import Invalid
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx

MOST_CANDIDATES: Final = 400
MOST_SHOWN: Final = 50
_SHORTEST: Final = 2
_FIRST_YEAR, _LAST_YEAR = 1850, 2100
_YEAR: Final = re.compile(r"[0-9]{4}")


class PersonShown(Struct, frozen=True, kw_only=True):
    """A person with what tells them from others; numbers show only their last characters."""

    person: PersonFound
    phone: str
    documents: tuple[tuple[str, str], ...]


async def find_people(
    tx: Tx, vault: Vault, actor: Actor, typed: str, clock: Clock
) -> list[PersonShown]:
    """Find at most 50 people within the caller's jurisdiction and log each of them as shown.

    A name may be followed by a year of birth. Raises Invalid for a text too short to search.
    """
    text = typed.strip()
    if len(text) < _SHORTEST:
        raise Invalid(_("Hãy gõ ít nhất hai ký tự của họ tên hoặc số giấy tờ."), field="q")
    found = await _candidates(tx, vault, text)
    people = _ordered(await queries.people(tx, people=found), text)[:MOST_SHOWN]
    await log_listed(tx, actor, [p.person_id for p in people], "search", now=clock.now())
    return await show_people(tx, people)


async def show_people(tx: Tx, people: Sequence[PersonFound]) -> list[PersonShown]:
    """Add to people their first phone and their documents, masked."""
    ids = [p.person_id for p in people]
    phones: dict[UUID, str] = {}
    for contact in await queries.contacts_of(tx, people=ids):
        phones.setdefault(contact.person_id, mask_phone(as_dialled(contact.value)))
    documents: dict[UUID, list[tuple[str, str]]] = {}
    for document in await queries.documents_of(tx, people=ids):
        documents.setdefault(document.person_id, []).append((document.kind, document.masked))
    return [
        PersonShown(
            person=person,
            phone=phones.get(person.person_id, ""),
            documents=tuple(documents.get(person.person_id, ())),
        )
        for person in people
    ]


async def _candidates(tx: Tx, vault: Vault, text: str) -> list[UUID]:
    """Read what was typed as a code, a number and a phone at once; only else as a name."""
    found: list[UUID] = []
    if code := read_code(text, PROVISIONAL_CODE_LENGTH):
        holder = await queries.person_by_code(tx, code=code)
        found += [] if holder is None else [holder]
    if any(char.isdigit() for char in text):
        found += await _by_number(tx, vault, text)
    return found or await _by_name(tx, text)


async def _by_number(tx: Tx, vault: Vault, text: str) -> list[UUID]:
    found: list[UUID] = []
    document = read_document(text)
    if document.kind is not None and document.problem is None:
        digest = vault.digest(str(document.kind), document.normal)
        hits = await queries.claims_by_digest(tx, digests=[digest])
        found += [hit.person_id for hit in hits]
    phone = read_phone(text)
    if phone.normal:
        found += await queries.people_by_contact(tx, contact_id=contact_id(vault, phone.normal))
    return found


async def _by_name(tx: Tx, text: str) -> list[UUID]:
    words, _year = _split(text)
    tokens = name_tokens(words)
    if not tokens:
        return []
    beginning, others = tokens[-1], list(tokens[:-1])
    return await queries.people_by_name(
        tx, low=beginning, high=beginning + "\U0010ffff", others=others, most=MOST_CANDIDATES
    )


def _split(text: str) -> tuple[str, int | None]:
    """Take a year of birth off the end: "Trần Thị Lan 1984"."""
    words = text.split()
    if len(words) > 1 and _YEAR.fullmatch(words[-1]) and _FIRST_YEAR < int(words[-1]) < _LAST_YEAR:
        return " ".join(words[:-1]), int(words[-1])
    return text, None


def _ordered(people: Sequence[PersonFound], text: str) -> list[PersonFound]:
    """Put the best fit first: equal parts, equal accents, the year; then the order of a list."""
    words, year = _split(text)
    folded = fold_name(words)

    def rank(person: PersonFound) -> tuple[bool, bool, bool, str]:
        own = fold_name(person.full_name)
        accents = accent_evidence(words, person.full_name) if own == folded else None
        born = person.birth_date.year if person.birth_date is not None else None
        return (
            year is not None and born != year,
            own != folded,
            accents is AccentEvidence.DIFFERENT,
            person.sort_key,
        )

    return sorted(people, key=rank)
