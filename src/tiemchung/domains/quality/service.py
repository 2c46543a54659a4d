"""The door of quality: a batch of people is asked of the population register, set after set."""

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.ledger.intake import Intake
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.private import Vault
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.ledger.refold import open_vaults
from tiemchung.domains.quality import queries
from tiemchung.domains.quality.model import Batch, LatestResult
from tiemchung.domains.quality.queries import Unanswered
from tiemchung.domains.quality.register import Answer, PopulationRegister, Question
from tiemchung.domains.registry.birth import Birth
from tiemchung.domains.registry.events import Verified
from tiemchung.kernel.clock import Clock
from tiemchung.kernel.db import Pool
from tiemchung.kernel.errors import DomainError, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7, uuid7_of
from tiemchung.kernel.scope import Scope
from tiemchung.kernel.sql import Tx

SET = 500
MOST_LISTED = 100


class CannotVerify(DomainError):
    """The batch cannot be sent; the detail says why."""

    code: ClassVar[str] = "quality.cannot_verify"


class RequestBatch(Struct, frozen=True, kw_only=True):
    """Send the people of a unit who are not verified yet; only those with a dose if asked so."""

    unit_id: int
    vaccinated_only: bool = False


class Asked(Struct, frozen=True):
    """One person of a set: the question (None: no number can be read) and the document asked."""

    person_id: UUID
    document_kind: str
    question: Question | None


async def request_batch(tx: Tx, order: RequestBatch, *, staff_id: UUID, clock: Clock) -> UUID:
    """Set down who is to be asked for; the worker asks. Raises NotFound or CannotVerify."""
    if not await geography.covers_unit(tx, order.unit_id):
        raise NotFound(_("Không có đơn vị này, hoặc nằm ngoài phạm vi của bạn."))
    batch_id = uuid7()
    await queries.add_batch(
        tx, batch_id=batch_id, unit_id=order.unit_id, requested_by=staff_id, now=clock.now()
    )
    await queries.choose_people(
        tx, batch_id=batch_id, unit_id=order.unit_id, vaccinated_only=order.vaccinated_only
    )
    if await queries.count_sent(tx, batch_id=batch_id) == 0:
        raise CannotVerify(
            _("Không còn ai cần xác thực: mọi người đã xác thực hoặc chưa có số giấy tờ.")
        )
    return batch_id


async def read_batches(tx: Tx, scope: Scope) -> list[Batch]:
    """Return the latest batches of all units within the scope, newest first."""
    units = [*scope.provinces, *scope.districts, *scope.wards]
    return await queries.batches(tx, every=scope.nation, units=units, most=MOST_LISTED)


async def latest_result(tx: Tx, person_id: UUID) -> LatestResult | None:
    """Return what the register last said of a person whose record is open, or None."""
    return await queries.latest_result(tx, person_id=person_id)


async def run_waiting(
    pool: Pool, intake: Intake, vault: Vault, register: PopulationRegister, clock: Clock
) -> int:
    """Work off the oldest batch that waits; returns how many people were answered.

    `pool` is the worker's. Safe to end at any moment: each set commits by itself and is taken up
    where it was left. Raises RegisterUnavailable; the batch then waits.
    """
    async with pool.acquire() as tx:
        batch_id = await queries.oldest_waiting(tx)
        if batch_id is None:
            return 0
        await queries.start_batch(tx, batch_id=batch_id, register=register.name)
    answered = 0
    while True:
        await _record_matches(pool, intake, batch_id)
        found = await _ask_set(pool, vault, register, batch_id, clock)
        if not found:
            break
        answered += found
    async with pool.acquire() as tx:
        await queries.finish_batch(tx, batch_id=batch_id, now=clock.now())
    return answered


async def _ask_set(
    pool: Pool, vault: Vault, register: PopulationRegister, batch_id: UUID, clock: Clock
) -> int:
    async with pool.acquire() as tx:
        people = await queries.unanswered(tx, batch_id=batch_id, most=SET)
        asked = await _questions(tx, vault, people)
    if not asked:
        return 0
    answers = await _answers(register, asked)
    counts = Counter(a.result for a in answers)
    async with pool.acquire() as tx, tx.transaction():
        await queries.store_answers(
            tx,
            batch_id=batch_id,
            people=[a.person_id for a in asked],
            results=[a.result for a in answers],
            kinds=[a.document_kind for a in asked],
            differing=[",".join(a.differing) for a in answers],
            now=clock.now(),
        )
        await queries.count_answers(
            tx,
            batch_id=batch_id,
            matched=counts["matched"],
            mismatched=counts["mismatched"],
            not_found=counts["not_found"],
        )
    return len(asked)


async def _questions(tx: Tx, vault: Vault, people: Sequence[Unanswered]) -> list[Asked]:
    """Open the numbers of a set; a person without one is answered without being asked for."""
    ids = [p.person_id for p in people]
    vaults = await open_vaults(tx, vault, ids)
    numbers: dict[UUID, tuple[str, str]] = {}
    for sealed in await queries.numbers_of(tx, people=ids):
        opened = vaults.get(sealed.person_id)
        if opened is not None:
            number = opened.open(sealed.nonce, sealed.sealed)
            numbers.setdefault(sealed.person_id, (sealed.kind, number))
    return [_asked(person, numbers.get(person.person_id)) for person in people]


def _asked(person: Unanswered, number: tuple[str, str] | None) -> Asked:
    if number is None:
        return Asked(person.person_id, "", None)
    question = Question(
        person_id=person.person_id,
        number=number[1],
        full_name=person.full_name,
        birth=_birth(person),
        sex=person.sex,
    )
    return Asked(person.person_id, number[0], question)


def _birth(person: Unanswered) -> Birth | None:
    if person.birth_date is None:
        return None
    if person.birth_precision == "day":
        return Birth(person.birth_date, "day")
    if person.birth_precision == "month":
        return Birth(person.birth_date, "month")
    return Birth(person.birth_date, "year") if person.birth_precision == "year" else None


async def _answers(register: PopulationRegister, asked: Sequence[Asked]) -> list[Answer]:
    questions = [a.question for a in asked if a.question is not None]
    answered = iter(await register.ask(questions) if questions else [])
    return [Answer("not_found") if a.question is None else next(answered) for a in asked]


async def _record_matches(pool: Pool, intake: Intake, batch_id: UUID) -> None:
    """Tell the ledger of matches; events are made of the batch, so a retry makes the same ones."""
    while True:
        async with pool.acquire() as tx:
            matches = await queries.unrecorded_matches(tx, batch_id=batch_id, most=SET)
        if not matches:
            return
        events = [
            write_event(
                "verified",
                event_id=uuid7_of(batch_id, str(match.person_id)),
                at=match.answered_at,
                data=Verified(
                    register=match.register, batch=batch_id, document_kind=match.document_kind
                ),
                person=match.person_id,
            )
            for match in matches
        ]
        await record(intake, events, Voucher(server=True))
        async with pool.acquire() as tx:
            await queries.mark_recorded(
                tx, batch_id=batch_id, people=[m.person_id for m in matches]
            )
