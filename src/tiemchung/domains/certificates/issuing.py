"""The work of the signing worker: one set of waiting people at a time.

Each step commits by itself. A crash after the rows and before their `certified` events is mended by
the next run, because events are made of the certificate's own id and moment.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.certificates import queries, signing
from tiemchung.domains.certificates.deciding import (
    Decision,
    HeldDose,
    Human,
    Standing,
    decide,
)
from tiemchung.domains.certificates.keys import IssuerKey
from tiemchung.domains.certificates.model import CertificateFormat, Refusal, VaccinationClaim
from tiemchung.domains.certificates.payload import certificate_number
from tiemchung.domains.ledger.envelope import SentEvent
from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.ledger.statements import insert_rows
from tiemchung.domains.registry.fold import ERASED_NAME
from tiemchung.domains.siteops.events import About
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.db import Pool
from tiemchung.kernel.ids import uuid7, uuid7_of
from tiemchung.kernel.sql import Tx

LEASE = timedelta(minutes=2)
VALID_MONTHS = 12
"""5772/QĐ-BYT: twelve months from the issue, then made anew."""
SET = 500

_COLUMNS = (
    "person_id", "certificate_id", "number", "kind", "identity_status", "dose_event_ids",
    "facts_hash", "text", "key_id", "issued_at", "expires_at",
)  # fmt: skip

Row = TypeVar("Row", HeldDose, Standing)


class Issued(Struct, frozen=True):
    """What one set came to; `looked_at` 0 means that nobody waits."""

    looked_at: int
    signed: int
    taken_back: int
    refused: int


class Humans(Struct, frozen=True):
    """Who is who: `root` names one human being, `survivor` the record that stands for them."""

    root: Mapping[UUID, UUID]
    survivor: Mapping[UUID, UUID]


class Due(Struct, frozen=True):
    """What was decided for one human being; `person_id` is the record that holds certificates."""

    person_id: UUID
    decision: Decision
    text: str = ""


async def issue_waiting(
    pool: Pool, intake: Intake, key: IssuerKey, *, clock_offset: timedelta, limit: int = SET
) -> Issued:
    """Look at up to `limit` people who wait: sign what they are due, take back what is wrong.

    `pool` is the worker's, `clock_offset` that of the campaign clock. Two workers never take the
    same person; a set whose worker died is free again after the lease.
    """
    now = real_now()
    lease = now + LEASE
    async with pool.acquire() as tx, tx.transaction():
        people = await _take(tx, now, lease, limit)
        if not people:
            return Issued(0, 0, 0, 0)
        humans = await who_is_who(tx, people)
        due = await _decide(tx, humans, key, now)
    due = await asyncio.to_thread(_sign, due, key)
    async with pool.acquire() as tx, tx.transaction():
        await _write(tx, due, key, now)
    await _record(pool, intake, due, now, clock_offset)
    async with pool.acquire() as tx, tx.transaction():
        await _leave(tx, people, humans, due, lease)
    return Issued(
        looked_at=len(people),
        signed=sum(d.decision.claim is not None for d in due),
        taken_back=sum(len(d.decision.withdrawals) for d in due),
        refused=sum(d.decision.why_not is not None for d in due),
    )


async def _take(tx: Tx, now: datetime, lease: datetime, limit: int) -> list[UUID]:
    first = await queries.first_waiting(tx, now=now, most=limit)
    if not first:
        return []
    return sorted(await queries.claim(tx, people=sorted(first), lease=lease, now=now))


async def who_is_who(tx: Tx, people: Sequence[UUID]) -> Humans:
    """Widen a set of people by everyone they were merged with, however long the chain."""
    parent = {p: p for p in people}
    gone: set[UUID] = set()

    def find(person: UUID) -> UUID:
        while parent.setdefault(person, person) != person:
            person = parent[person]
        return person

    fresh = set(people)
    while fresh:
        links = await queries.links_of(tx, people=sorted(fresh))
        known = set(parent)
        for link in links:
            low, high = sorted((find(link.person_id), find(link.other_id)))
            parent[high] = low
            gone |= {link.person_id, link.other_id} - {link.surviving_id}
        fresh = set(parent) - known
    root = {p: find(p) for p in list(parent)}
    survivor: dict[UUID, UUID] = {}
    for person in sorted(root, key=lambda p: (p in gone, p)):
        survivor.setdefault(root[person], person)
    return Humans(root, survivor)


def _by_root(humans: Humans, rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(humans.root[row.person_id], []).append(row)
    return found


async def _decide(tx: Tx, humans: Humans, key: IssuerKey, now: datetime) -> list[Due]:
    """Read all facts of the set in a few statements and decide for each human being."""
    everyone = sorted(humans.root)
    holders = {h.person_id: h for h in await queries.holders(tx, people=everyone)}
    products = {p.product_id: p for p in await queries.products(tx)}
    doses = _by_root(humans, await queries.doses_of(tx, people=everyone))
    standing = _by_root(humans, await queries.standing_of(tx, people=everyone))
    issued_at = now.replace(microsecond=0)
    expires_at = signing.expiry(issued_at, key, months=VALID_MONTHS)
    due: list[Due] = []
    for root, person_id in sorted(humans.survivor.items()):
        holder = holders.get(person_id)
        if holder is not None and holder.full_name == ERASED_NAME:
            holder = None
        human = Human(holder=holder, doses=doses.get(root, []), standing=standing.get(root, []))
        decision = decide(
            human,
            products,
            certificate_id=uuid7(),
            issued_at=issued_at,
            expires_at=expires_at,
            kind_of=lambda claim: choose_format(claim, key),
        )
        due.append(Due(person_id, decision))
    return due


def choose_format(
    claim: VaccinationClaim, key: IssuerKey
) -> tuple[CertificateFormat | None, Refusal | None]:
    """Choose the best format that can be signed; a name that no passport spells stays national."""
    kind = signing.format_for(claim)
    why_not = signing.refusal(claim, key, kind)
    if why_not is Refusal.NAME_NOT_LATIN and kind is CertificateFormat.INTERNATIONAL:
        kind = CertificateFormat.NATIONAL
        why_not = signing.refusal(claim, key, kind)
    return (kind, None) if why_not is None else (None, why_not)


def _sign(due: Sequence[Due], key: IssuerKey) -> list[Due]:
    return [
        d
        if (claim := d.decision.claim) is None
        else Due(d.person_id, d.decision, signing.sign(claim, key, choose_format(claim, key)[0]))
        for d in due
    ]


async def _write(tx: Tx, due: Sequence[Due], key: IssuerKey, now: datetime) -> None:
    rows = [
        (
            d.person_id, claim.certificate_id, certificate_number(claim.certificate_id, key.issuer),
            d.text[:3], claim.identity_status, [dose.event_id for dose in d.decision.doses],
            d.decision.facts_hash, d.text, key.key_id, claim.issued_at, claim.expires_at,
        )
        for d in due if (claim := d.decision.claim) is not None
    ]  # fmt: skip
    withdrawals = [w for d in due for w in d.decision.withdrawals]
    if withdrawals:
        await queries.take_back(
            tx,
            people=[w.standing.person_id for w in withdrawals],
            certificates=[w.standing.certificate_id for w in withdrawals],
            reasons=[w.reason for w in withdrawals],
            now=now,
        )
    if false := [w.standing.number for w in withdrawals if w.is_false]:
        await queries.publish_revoked(tx, numbers=false, now=now)
    await insert_rows(tx, "certificates.certificate", _COLUMNS, rows)


async def _record(
    pool: Pool, intake: Intake, due: Sequence[Due], now: datetime, clock_offset: timedelta
) -> None:
    """Tell the ledger: one `certified` event for each record that owns doses of a certificate."""
    fresh: list[tuple[UUID, UUID]] = []
    events: list[SentEvent] = []
    for d in due:
        made = _certificate_of(d)
        if made is not None:
            fresh.append((d.person_id, made[0]))
            events += _certified(d.decision.doses, *made, clock_offset)
    if not fresh:
        return
    await record(intake, events, Voucher(server=True))
    async with pool.acquire() as tx:
        await queries.mark_recorded(
            tx,
            people=[person for person, _ in fresh],
            certificates=[certificate for _, certificate in fresh],
            now=now,
        )


def _certificate_of(d: Due) -> tuple[UUID, datetime] | None:
    """Return id and issue of a certificate that the ledger may not know yet."""
    if d.decision.claim is not None:
        return d.decision.claim.certificate_id, d.decision.claim.issued_at
    kept = d.decision.keeps
    return None if kept is None or kept.recorded else (kept.certificate_id, kept.issued_at)


def _certified(
    doses: Sequence[HeldDose], certificate_id: UUID, issued_at: datetime, clock_offset: timedelta
) -> list[SentEvent]:
    """Write the events of one certificate; written again they are the same bytes."""
    owned: dict[UUID, list[UUID]] = {}
    for dose in doses:
        owned.setdefault(dose.person_id, []).append(dose.event_id)
    return [
        write_event(
            "certified",
            event_id=uuid7_of(certificate_id, str(person_id)),
            at=issued_at - clock_offset,
            data=About(certificate=certificate_id, doses=event_ids),
            person=person_id,
        )
        for person_id, event_ids in owned.items()
    ]


async def _leave(
    tx: Tx, people: Sequence[UUID], humans: Humans, due: Sequence[Due], lease: datetime
) -> None:
    """Take the set out of the queue; whom nothing can be signed for stays, with the reason."""
    by_person = {d.person_id: d.decision for d in due}
    refused: dict[UUID, Refusal] = {}
    for person in people:
        why_not = by_person[humans.survivor[humans.root[person]]].why_not
        if why_not is not None:
            refused[person] = why_not
    await queries.done(tx, people=[p for p in people if p not in refused], lease=lease)
    if refused:
        await queries.refuse(
            tx, people=list(refused), refusals=[str(r) for r in refused.values()], lease=lease
        )
