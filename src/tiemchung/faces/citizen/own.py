"""Whose record a page shows: one of the people whom the account stands for, with all their ids."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from tiemchung.country.rulebook import RuleBook
from tiemchung.country.rules import DoseKind
from tiemchung.domains.eligibility.model import GivenDose, NextDose
from tiemchung.domains.eligibility.rules import Person, next_dose
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.registry.access import NOBODY_THERE, NoSuchPerson
from tiemchung.domains.registry.aliases import roots, with_aliases
from tiemchung.faces.citizen import screens
from tiemchung.faces.citizen.screens import DoseShown, Member
from tiemchung.kernel.i18n import Lazy, lazy
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.limits import Limit

RELATIONS: dict[str, Lazy] = {
    "self": lazy("Bản thân"),
    "child": lazy("Con"),
    "parent": lazy("Cha, mẹ"),
    "spouse": lazy("Vợ, chồng"),
    "grandparent": lazy("Ông, bà"),
    "sibling": lazy("Anh, chị, em"),
    "other": lazy("Người khác"),
}

CHANGES = Limit("citizen changes hour", 60, timedelta(hours=1))
"""Acts of one account that write something."""


class Own(Struct, frozen=True):
    """One person of the family; `ids` are all records that were merged into this one."""

    person: Member
    ids: list[UUID]


async def family_of(tx: Tx, actor: Actor) -> list[Member]:
    """Return the people of the account, each human being once."""
    found: dict[UUID, Member] = {}
    for member in await screens.family(tx, account_id=actor.account_id):
        found.setdefault(member.person_id, member)
    return list(found.values())


async def own_person(tx: Tx, actor: Actor, person_id: UUID) -> Own:
    """Return one person of the family; raises NoSuchPerson for everybody else.

    The address may name any id of the person, also one that was merged since.
    """
    family = await family_of(tx, actor)
    everyone, links = await with_aliases(tx, {person_id, *(m.person_id for m in family)})
    root = roots(everyone, links)
    for member in family:
        if root[member.person_id] == root[person_id]:
            ids = [p for p in everyone if root[p] == root[person_id]]
            return Own(member, ids)
    raise NoSuchPerson(str(NOBODY_THERE))


def age_on(member: Member, day: date) -> int | None:
    """Return whole years of age; of a birth known by year or month, the least possible."""
    born = member.birth_date
    if born is None:
        return None
    years = day.year - born.year
    if member.birth_precision == "year":
        return years - 1 if years else 0
    before = (day.month, day.day) < (born.month, born.day)
    if member.birth_precision == "month":
        before = day.month <= born.month
    return max(0, years - before)


def foresee(
    member: Member, doses: Sequence[DoseShown], book: RuleBook, today: date
) -> NextDose | None:
    """Foresee the next dose by the rules of today at the person's home; None: none is foreseen."""
    given = [
        GivenDose(d.product_code, d.day, DoseKind(d.dose_kind) if d.dose_kind else None)
        for d in doses
        if d.counts and d.product_code is not None
    ]
    return next_dose(given, today, Person(age_on(member, today)), book, member.home_province)


def home_unit(member: Member) -> int | None:
    """Return the lowest unit of the home that is known."""
    return member.home_ward or member.home_district or member.home_province


async def home_words(tx: Tx, member: Member) -> list[str]:
    """Return the names of the home's units from the ward up."""
    units = [u for u in (member.home_ward, member.home_district, member.home_province) if u]
    names: Mapping[int, str] = {
        p.unit_id: p.name for p in await screens.place_names(tx, units=units)
    }
    return [names[u] for u in units if u in names]
