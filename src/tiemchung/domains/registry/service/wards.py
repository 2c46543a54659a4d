"""The people of a ward, by neighbourhood and household, also those who never registered a wish."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from tiemchung.domains.ledger.private import Vault
from tiemchung.domains.registry import queries
from tiemchung.domains.registry.model import Household, NeighbourhoodPeople, PersonFound
from tiemchung.domains.registry.spelling import fold
from tiemchung.kernel.sql import Tx


async def ward_people(
    tx: Tx, ward: int, *, neighbourhood: int | None = None, page: int = 1, page_size: int = 100
) -> tuple[list[NeighbourhoodPeople], int]:
    """Return one page of a ward's people (pages count from 1) and how many there are in all.

    Who has died is left out. The caller logs who was shown.
    """
    found = await queries.people_of_ward(
        tx,
        ward=ward,
        neighbourhood=neighbourhood,
        page_size=page_size,
        skipped=(page - 1) * page_size,
    )
    names = {n.neighbourhood_id: n.name for n in await queries.neighbourhood_names(tx, ward=ward)}
    total = await queries.count_of_ward(tx, ward=ward, neighbourhood=neighbourhood)
    return group_households(found, names), total


def group_households(
    people: Sequence[PersonFound], names: dict[int, str]
) -> list[NeighbourhoodPeople]:
    """Group people that come in the order of the list into neighbourhoods and households."""
    return [
        NeighbourhoodPeople(
            neighbourhood,
            names.get(neighbourhood, "") if neighbourhood is not None else "",
            [
                Household(household, list(members))
                for household, members in groupby(own, key=lambda p: p.household_id)
            ],
        )
        for neighbourhood, own in groupby(people, key=lambda p: p.neighbourhood_id)
    ]


def household_of(vault: Vault, ward: int, address: str) -> UUID | None:
    """Return the household of an address in a ward: the same for everyone who writes it alike.

    The id is a keyed digest, so the address cannot be read out of it. An address without a house
    number names a street, not a household.
    """
    folded = fold(address)
    if not any(char.isdigit() for char in folded):
        return None
    return UUID(bytes=vault.digest("household", f"{ward}:{folded}")[:16])
