"""Lets a citizen's account stand for a person who is registered already.

The ground has to be proven: a code that was handed to the person together with their birth, or, for
one who registers the person again in every detail, the phone that signs the account in. A phone
alone opens nothing, because a household, a firm or a whole neighbourhood may share one.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.identity.citizens import Relation, is_phone_of, link_person
from tiemchung.domains.ledger.private import Vault
from tiemchung.domains.registry.access import opened
from tiemchung.domains.registry.birth import Birth, Precision
from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.scope import opening
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class CannotLink(DomainError):
    """The code and the birth do not belong together; which of the two is wrong is not said."""

    code: ClassVar[str] = "registry.cannot_link"
    status: ClassVar[int] = 422


class BirthOf(Struct, frozen=True):
    """A person's birth as it is recorded."""

    person_id: UUID
    birth_date: date | None
    birth_precision: str


@sql
async def holders_of_code(tx: Tx, *, code: str, now: datetime) -> list[UUID]: ...


@sql
async def births_of(tx: Tx, *, people: list[UUID]) -> list[BirthOf]: ...


@sql
async def phones_of(tx: Tx, *, people: list[UUID]) -> list[str]: ...


async def link_by_code(
    tx: Tx, account_id: UUID, code: str, birth: Birth, relation: Relation, *, now: datetime
) -> UUID:
    """Link the person who holds a code, if the birth is theirs; returns the person.

    `code` is in its normal form, `now` campaign time. Raises CannotLink with the same words
    whichever is wrong; the caller limits how often one may try.
    """
    holders = await holders_of_code(tx, code=code, now=now)
    async with _looking_at(tx, holders):
        found = [b.person_id for b in await births_of(tx, people=holders) if _fits(b, birth)]
    if len(found) != 1:
        raise CannotLink(
            _("Mã và ngày sinh không khớp với hồ sơ nào. Hãy xem lại giấy mời."), field="code"
        )
    await link_person(tx, account_id, found[0], relation, by="code", now=now)
    return found[0]


async def link_by_phone(
    tx: Tx, vault: Vault, account_id: UUID, person_id: UUID, relation: Relation, *, now: datetime
) -> bool:
    """Link a person who was named in every detail, if the account's phone is one of theirs.

    Only for one whom `register_person` has found to be known already. Tells whether it was linked.
    """
    async with _looking_at(tx, [person_id]):
        phones = await phones_of(tx, people=[person_id])
    for phone in phones:
        if await is_phone_of(tx, account_id, phone, digest=vault.digest):
            await link_person(tx, account_id, person_id, relation, by="phone", now=now)
            return True
    return False


@asynccontextmanager
async def _looking_at(tx: Tx, people: Sequence[UUID]) -> AsyncGenerator[None]:
    """Open people for a comparison inside this module, and close them again."""
    before = await opened(tx)
    await tx.execute(opening((*before, *people)))
    try:
        yield
    finally:
        await tx.execute(opening(tuple(before)))


def _fits(recorded: BirthOf, stated: Birth) -> bool:
    if recorded.birth_date is None:
        return False
    precision = _PRECISIONS.get(recorded.birth_precision)
    if precision is None or _FINENESS[stated.precision] < _FINENESS[precision]:
        return False  # who knows the person knows the birthday as well as the record does
    return stated.could_be(Birth(recorded.birth_date, precision))


_PRECISIONS: dict[str, Precision] = {"year": "year", "month": "month", "day": "day"}
_FINENESS: dict[Precision, int] = {"year": 1, "month": 2, "day": 3}
