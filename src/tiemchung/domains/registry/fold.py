"""Folds the events of one person into the rows of the registry (data-model 5)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.ledger.kinds import Folder, Rows, Table
from tiemchung.domains.ledger.private import PersonVault
from tiemchung.domains.registry.claims import EXACT, contact_id, exact_forms
from tiemchung.domains.registry.events import (
    Consented,
    Document,
    Merged,
    PersonDetails,
    Reasoned,
    Registered,
    Updated,
    Verified,
)
from tiemchung.domains.registry.identity_documents import mask_number
from tiemchung.domains.registry.names import name_tokens, sort_key

PERSON = Table("registry.person", (
    "person_id", "event_id", "full_name", "sort_key", "birth_date", "birth_precision", "sex",
    "nationality", "sector", "occupation", "workplace", "address", "home_province",
    "home_district", "home_ward", "neighbourhood_id", "household_id", "permanent_ward",
    "identity_status", "no_document_reason", "provisional_code", "priority_group", "source",
    "registered_at", "guardian_name", "guardian_phone", "deceased_on",
), 1)  # fmt: skip
NAME_KEY = Table(
    "registry.name_key", ("person_id", "token", "home_province", "home_district", "home_ward"), 2
)
_HOME = ("home_province", "home_district", "home_ward")
CONTACT = Table(
    "registry.contact", ("person_id", "contact_id", "kind", "value", "preferred", *_HOME), 2
)
DOCUMENT = Table("registry.identity_document", (
    "person_id", "document_id", "kind", "nonce", "sealed", "masked", "status", *_HOME,
), 2)  # fmt: skip
CLAIM = Table(
    "registry.identity_claim", ("digest", "person_id", "kind", "key_id"), 2, by_claim=True
)
CODE = Table("registry.provisional_code", ("code", "person_id"), 1, by_claim=True)
CONSENT = Table("registry.consent", (
    "person_id", "event_id", "product_id", "given", "happened_at",
), 2)  # fmt: skip
ALIAS = Table("registry.alias", (
    "person_id", "merge_id", "other_id", "side", "surviving_id", "event_id", "undone_at",
), 2)  # fmt: skip

ERASED_NAME = "(đã xóa theo yêu cầu)"


class _State:
    """What is known of one person so far, while events are folded in order."""

    def __init__(self, event: Event, data: Registered, details: PersonDetails | None) -> None:
        self.event = event
        self.facts: dict[str, Any] = {f: getattr(data, f) for f in data.__struct_fields__}
        self.home = event.home
        self.details: dict[str, Any] = {}
        self.documents: dict[UUID, Document] = {}
        self.phones: list[str] = []
        self.erased = details is None
        self.deceased_on: object = None
        if details is not None:
            self.learn(details)

    def learn(self, details: PersonDetails) -> None:
        """Take over what a private document says; what it leaves out stays."""
        for field in ("full_name", "birth_date", "birth_precision", "address", "workplace",
                      "occupation", "guardian_name", "guardian_phone"):  # fmt: skip
            value = getattr(details, field)
            if value is not None:
                self.details[field] = value
        for document in details.documents:
            self.documents[document.id] = document
        if details.phones:
            self.phones = details.phones


def fold(events: Sequence[Event], vault: PersonVault | None) -> Rows:
    """Fold a person's events, in order, into registry rows."""
    rows: Rows = {}
    state: _State | None = None
    aliases: dict[UUID, list[Any]] = {}
    for event in events:
        e = event.envelope
        if e.kind == "registered" and state is None:
            state = _State(event, event.read(Registered),
                           _details(event, vault))  # fmt: skip
        elif e.kind in ("consented", "consent_withdrawn"):
            consent = event.read(Consented)
            rows.setdefault(CONSENT, []).append(
                (e.person, e.id, consent.product, e.kind == "consented", e.at)
            )
        elif e.kind in ("merged", "unmerged"):
            _alias(aliases, event)
        elif state is not None:
            _amend(state, event, vault)
    if aliases:
        rows[ALIAS] = [tuple(a) for a in aliases.values()]
    if state is not None:
        _person_rows(rows, state, vault)
    return rows


def _details(event: Event, vault: PersonVault | None) -> PersonDetails | None:
    document = vault.document(event.envelope.id) if vault is not None else None
    return None if document is None else msgspec.convert(document, PersonDetails, strict=False)


def _alias(aliases: dict[UUID, list[Any]], event: Event) -> None:
    e = event.envelope
    merge = event.read(Merged)
    if e.kind == "merged":
        side = "surviving" if merge.surviving == e.person else "merged"
        aliases[merge.merge] = [
            e.person, merge.merge, merge.other, side, merge.surviving, e.id, None,
        ]  # fmt: skip
    elif merge.merge in aliases:
        aliases[merge.merge][-1] = e.at


def _amend(state: _State, event: Event, vault: PersonVault | None) -> None:
    kind = event.envelope.kind
    if kind == "updated":
        _update(state, event, vault)
    elif kind == "verified":
        verified = event.read(Verified)
        state.facts["identity_status"] = "verified"
        for document in list(state.documents.values()):
            if document.kind == verified.document_kind:
                state.documents[document.id] = msgspec.structs.replace(document, status="verified")
    elif kind == "deceased":
        state.deceased_on = event.read(Reasoned).on
    elif kind == "erased":
        state.erased = True


def _update(state: _State, event: Event, vault: PersonVault | None) -> None:
    changes = event.read(Updated)
    for field in changes.__struct_fields__:
        value = getattr(changes, field)
        if value is not None and field != "reason":
            state.facts[field] = value
    if changes.home is not None:
        state.home = event.home
    details = _details(event, vault)
    if details is not None:
        state.learn(details)


def _person_rows(rows: Rows, state: _State, vault: PersonVault | None) -> None:
    person = state.event.envelope.person
    facts, details = state.facts, {} if state.erased else state.details
    name = details.get("full_name") or ERASED_NAME
    province, district, ward = state.home
    rows[PERSON] = [(
        person, state.event.envelope.id, name, sort_key(name), details.get("birth_date"),
        details.get("birth_precision") or "unknown", facts["sex"], facts["nationality"],
        facts["sector"], details.get("occupation"), details.get("workplace"),
        details.get("address"), province, district, ward, facts["neighbourhood"],
        facts["household"], facts["permanent"], facts["identity_status"],
        facts["no_document_reason"], facts["provisional_code"], facts["priority_group"],
        facts["source"], state.event.envelope.at, details.get("guardian_name"),
        details.get("guardian_phone"), state.deceased_on,
    )]  # fmt: skip
    if facts["provisional_code"]:
        rows[CODE] = [(facts["provisional_code"], person)]
    if state.erased or vault is None:
        return
    rows[NAME_KEY] = [(person, t, *state.home) for t in name_tokens(name)]
    rows[CONTACT] = [
        (person, contact_id(vault, phone), "phone", phone, i == 0, *state.home)
        for i, phone in enumerate(dict.fromkeys(state.phones))
    ]
    rows[DOCUMENT] = [
        (person, d.id, d.kind, *vault.seal(f"number:{d.id}", d.number), mask_number(d.number),
         d.status, *state.home)
        for d in state.documents.values()
    ]  # fmt: skip
    forms = exact_forms(
        name=name,
        birth_date=details.get("birth_date"),
        birth_precision=details.get("birth_precision"),
        documents=[(d.kind, d.number) for d in state.documents.values()],
        phones=state.phones,
        ward=ward,
        address=details.get("address"),
    )
    rows[CLAIM] = [
        (vault.digest(d.kind, d.number), person, d.kind, vault.digest_key_id)
        for d in state.documents.values()
    ] + [(vault.digest(EXACT, form), person, EXACT, vault.digest_key_id) for form in forms]


FOLDER = Folder(
    "registry",
    "person",
    (PERSON, NAME_KEY, CONTACT, DOCUMENT, CLAIM, CODE, CONSENT, ALIAS),
    frozenset({"registered", "updated", "verified", "consented", "consent_withdrawn", "merged",
               "unmerged", "deceased", "erased"}),
    fold,
)  # fmt: skip
