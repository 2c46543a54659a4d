"""Registers people, one or many at once, and changes what is known of them.

The same person is found again by keyed exact forms, so a second registration leaves the first one
as it is. An equal number under another name or birth is a case and never a refusal: a typing error
must not block the true owner.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from tiemchung.domains.ledger.envelope import SentEvent
from tiemchung.domains.ledger.intake import Intake, Outcome
from tiemchung.domains.ledger.private import Vault
from tiemchung.domains.ledger.record import offer, record, write_event
from tiemchung.domains.registry import queries
from tiemchung.domains.registry.claims import EXACT, exact_forms
from tiemchung.domains.registry.events import Document, PersonDetails, Registered, Updated
from tiemchung.domains.registry.identity_documents import DocumentKind
from tiemchung.domains.registry.model import (
    PROVISIONAL_CODE_LENGTH,
    CannotRegister,
    Entry,
    NewDocument,
    NewPerson,
    PersonChange,
    PersonFound,
    Registration,
)
from tiemchung.kernel.codes import make_code
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7, uuid7_of
from tiemchung.kernel.sql import Tx

_RECORDED = ("recorded", "flagged", "duplicate")


class Known(Struct, frozen=True):
    """What the claims say about one person to be registered.

    `same` is the record of this very person, `others` hold the same number under another name or
    birth. Both may lie outside the caller's jurisdiction.
    """

    same: UUID | None
    others: tuple[UUID, ...]


async def register_people(
    tx: Tx, intake: Intake, vault: Vault, people: Sequence[NewPerson], entry: Entry
) -> list[Registration]:
    """Register people; returns what became of each, in order.

    `tx` keeps the locks that make twin requests wait, so it should end soon after. Two rows for the
    same person within `people` become one. Unavailable means that nothing was acknowledged.
    """
    forms = [_forms(person) for person in people]
    await _lock(tx, vault, forms)
    known = await _look_up(tx, vault, people, forms)
    found: list[Registration] = []
    first: dict[str, UUID] = {}
    fresh: list[tuple[int, Registration, SentEvent]] = []
    for at, (person, own, what) in enumerate(zip(people, forms, known, strict=True)):
        same = what.same or next((first[form] for form in own if form in first), None)
        if same is not None:
            found.append(Registration(person_id=same, outcome="known", others=what.others))
            continue
        registration, event = _write(vault, person, entry, what.others)
        first.update(dict.fromkeys(own, registration.person_id))
        fresh.append((at, registration, event))
        found.append(registration)
    outcomes = await offer(intake, [event for _at, _made, event in fresh], entry.voucher)
    for (at, registration, _event), outcome in zip(fresh, outcomes, strict=True):
        found[at] = _settled(registration, outcome)
    return found


async def find_known(tx: Tx, vault: Vault, person: NewPerson) -> Known:
    """Tell before registering who is this person already, and who holds the same number."""
    return (await _look_up(tx, vault, [person], [_forms(person)]))[0]


async def register_person(
    tx: Tx, intake: Intake, vault: Vault, person: NewPerson, entry: Entry
) -> Registration:
    """Register one person; raises CannotRegister when the way in has put the event aside."""
    found = (await register_people(tx, intake, vault, [person], entry))[0]
    if found.outcome == "refused":
        raise CannotRegister(_("Hệ thống chưa nhận đăng ký này. Hãy báo trung tâm đáp ứng."))
    return found


async def update_person(
    tx: Tx, intake: Intake, vault: Vault, change: PersonChange, entry: Entry
) -> None:
    """Record what has changed; the registry shows it as soon as the event has been folded.

    Raises NotFound when the caller may not see the person. The home goes with every change,
    because it decides who may enter it.
    """
    found = await queries.people(tx, people=[change.person_id])
    if not found:
        raise NotFound(_("Không có người này, hoặc nằm ngoài phạm vi của bạn."))
    await record(intake, [_write_change(vault, change, found[0], entry)], entry.voucher)


def _forms(person: NewPerson) -> list[str]:
    return exact_forms(
        name=person.full_name,
        birth_date=None if person.birth is None else person.birth.on,
        birth_precision=None if person.birth is None else person.birth.precision,
        documents=[(str(d.kind), d.number) for d in person.documents],
        phones=person.phones,
        ward=person.home,
        address=person.address,
    )


async def _lock(tx: Tx, vault: Vault, forms: Iterable[Sequence[str]]) -> None:
    """Put twin requests one after the other; a large set takes one lock for all of them."""
    keys = sorted({_key(vault, form) for own in forms for form in own})
    if len(keys) > _MOST_LOCKS:
        keys = [_ALL_FORMS]
    if keys:
        await queries.lock_forms(tx, keys=keys)


_MOST_LOCKS = 64
_ALL_FORMS = 0x7265676973747279  # 'registry'


def _key(vault: Vault, form: str) -> int:
    return int.from_bytes(vault.digest(EXACT, form)[:8], "big", signed=True)


async def _look_up(
    tx: Tx, vault: Vault, people: Sequence[NewPerson], forms: Sequence[Sequence[str]]
) -> list[Known]:
    exact = [[vault.digest(EXACT, form) for form in own] for own in forms]
    numbers = [[vault.digest(str(d.kind), d.number) for d in p.documents] for p in people]
    wanted = {digest for own in (*exact, *numbers) for digest in own}
    holders: dict[bytes, list[UUID]] = {}
    for hit in await queries.claims_by_digest(tx, digests=sorted(wanted)):
        holders.setdefault(hit.digest, []).append(hit.person_id)
    return [
        _judge(
            [person for digest in own for person in holders.get(digest, ())],
            [person for digest in shown for person in holders.get(digest, ())],
        )
        for own, shown in zip(exact, numbers, strict=True)
    ]


def _judge(same: Sequence[UUID], holding: Sequence[UUID]) -> Known:
    """Take the oldest record with an equal exact form; ids are ordered by time."""
    person = min(same, default=None)
    return Known(person, tuple(sorted(set(holding) - set(same) - {person})))


def _write(
    vault: Vault, person: NewPerson, entry: Entry, others: tuple[UUID, ...]
) -> tuple[Registration, SentEvent]:
    person_id = person.person_id or uuid7()
    code = None
    identified = any(d.kind is not DocumentKind.HEALTH_CARD for d in person.documents)
    if not identified and person.no_document_reason is not None:
        code = make_code(PROVISIONAL_CODE_LENGTH)
    data = Registered(
        home=person.home, permanent=person.permanent, sex=person.sex, source=person.source,
        priority_group=person.priority_group, neighbourhood=person.neighbourhood,
        household=person.household, nationality=person.nationality, sector=person.sector,
        no_document_reason=None if identified else person.no_document_reason,
        identity_status="document_seen" if person.document_seen else "unverified",
        provisional_code=code,
    )  # fmt: skip
    event = write_event(
        "registered", event_id=uuid7_of(person_id, "registered"), at=entry.at, data=data,
        private=_details(vault, person, person_id), person=person_id, facility=entry.facility,
        site=entry.site, session=entry.session, entered_by=entry.entered_by,
    )  # fmt: skip
    return (
        Registration(
            person_id=person_id, outcome="registered", provisional_code=code, others=others
        ),
        event,
    )


def _details(vault: Vault, person: NewPerson, person_id: UUID) -> PersonDetails:
    return PersonDetails(
        full_name=person.full_name,
        birth_date=None if person.birth is None else person.birth.on,
        birth_precision="unknown" if person.birth is None else person.birth.precision,
        documents=_documents(vault, person.documents, person_id),
        phones=list(person.phones), address=person.address, workplace=person.workplace,
        occupation=person.occupation, guardian_name=person.guardian_name,
        guardian_phone=person.guardian_phone, health=list(person.health),
    )  # fmt: skip


def _documents(vault: Vault, documents: Iterable[NewDocument], person_id: UUID) -> list[Document]:
    """Give each document an id by a keyed digest, so that the same one is not added twice."""
    purpose = f"document:{person_id}"
    return [
        Document(
            id=UUID(bytes=vault.digest(purpose, f"{d.kind}:{d.number}")[:16]),
            kind=str(d.kind),
            number=d.number,
        )
        for d in documents
    ]


def _settled(registration: Registration, outcome: Outcome) -> Registration:
    if outcome.outcome in _RECORDED:
        return registration
    return replace(registration, outcome="refused", refused=outcome.reason or outcome.outcome)


def _write_change(
    vault: Vault, change: PersonChange, person: PersonFound, entry: Entry
) -> SentEvent:
    home = change.home or person.home_ward or person.home_district or person.home_province
    data = Updated(
        home=home, sex=change.sex, priority_group=change.priority_group,
        neighbourhood=change.neighbourhood, household=change.household,
        identity_status="document_seen" if change.document_seen else None, reason=change.reason,
    )  # fmt: skip
    details = PersonDetails(
        full_name=change.full_name,
        birth_date=None if change.birth is None else change.birth.on,
        birth_precision=None if change.birth is None else change.birth.precision,
        documents=_documents(vault, change.documents, change.person_id), phones=list(change.phones),
        address=change.address, workplace=change.workplace, occupation=change.occupation,
        guardian_name=change.guardian_name, guardian_phone=change.guardian_phone,
    )  # fmt: skip
    return write_event(
        "updated", event_id=uuid7(), at=entry.at, data=data, private=details,
        person=change.person_id, facility=entry.facility, site=entry.site,
        session=entry.session, entered_by=entry.entered_by,
    )  # fmt: skip
