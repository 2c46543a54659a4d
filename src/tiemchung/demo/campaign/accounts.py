"""Accounts of citizens who registered by themselves: one phone, the whole family behind it.

As the registration page leaves them, in sets: an account for each phone, linked to the people who
were registered with it. Whoever types such a phone in the demo reads the code in its inbox.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tiemchung.demo.campaign.chance import Chance
from tiemchung.demo.campaign.people import ADULT, Resident
from tiemchung.domains.identity.citizens import masked_phone, phone_digest
from tiemchung.domains.ledger.private import Vault
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

BY_THEMSELVES: Final = frozenset({"self", "family"})
_RELATIONS: Final = {"child": "child", "parent": "parent", "spouse": "spouse", "head": "spouse"}
_FAMILY: Final = 3


@sql
async def add_accounts(
    tx: Tx, *, accounts: list[UUID], digests: list[bytes], masked: list[str],
    created: list[datetime],
) -> None: ...  # fmt: skip


@sql
async def add_links(
    tx: Tx, *, accounts: list[UUID], people: list[UUID], relations: list[str],
    linked: list[datetime],
) -> None: ...  # fmt: skip


async def open_accounts(
    tx: Tx, residents: Iterable[Resident], vault: Vault, chance: Chance
) -> None:
    """Open the accounts of those who registered by themselves, and link their families."""
    families = by_phone(residents)
    ids = {
        phone: chance.id(members[0].registered_at, "account", phone)
        for phone, members in families.items()
    }
    await add_accounts(
        tx,
        accounts=list(ids.values()),
        digests=[phone_digest(vault.digest, phone) for phone in families],
        masked=[masked_phone(phone) for phone in families],
        created=[members[0].registered_at for members in families.values()],
    )
    links = [(ids[phone], m, members[0]) for phone, members in families.items() for m in members]
    await add_links(
        tx,
        accounts=[account for account, _member, _owner in links],
        people=[member.person_id for _account, member, _owner in links],
        relations=[relation(member, owner) for _account, member, owner in links],
        linked=[m.registered_at + timedelta(minutes=1) for _account, m, _owner in links],
    )


def by_phone(residents: Iterable[Resident]) -> dict[str, list[Resident]]:
    """Group people by the phone they gave, the owner first: who registered by themselves."""
    found: dict[str, list[Resident]] = {}
    for resident in residents:
        if resident.person.phone is not None and not resident.is_second:
            found.setdefault(resident.person.phone, []).append(resident)
    return {
        phone: sorted(members, key=lambda m: (m.person.source != "self", m.person.serial))
        for phone, members in found.items()
        if any(m.person.source in BY_THEMSELVES for m in members)
    }


def relation(member: Resident, owner: Resident) -> str:
    """Say what a member is to the owner of the account, as far as the household tells."""
    if member is owner:
        return "self"
    if member.person.household != owner.person.household:
        return "other"
    if owner.person.relation == "child":
        return "parent" if member.person.relation in ("head", "spouse") else "sibling"
    return _RELATIONS.get(member.person.relation, "other")


def show_family(residents: Sequence[Resident]) -> str | None:
    """Return the phone of a family worth showing: with a dose given, and with a child."""
    families = by_phone(residents)
    for phone, members in sorted(families.items()):
        vaccinated = [m for m in members if m.dose_events and not m.is_out]
        children = [m for m in members if m.person.age(members[0].registered_at.date()) < ADULT]
        if len(members) >= _FAMILY and vaccinated and children and phone.startswith("+84"):
            return phone
    return next((p for p, ms in sorted(families.items()) if any(m.dose_events for m in ms)), None)
