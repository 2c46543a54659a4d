"""Records that are one human being: the chain of merges that still stand (data-model 5)."""

from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)


class Link(Struct, frozen=True):
    """Two records that are one human being."""

    person_id: UUID
    other_id: UUID


@sql
async def links_of(tx: Tx, *, people: list[UUID]) -> list[Link]: ...


async def with_aliases(
    tx: Tx, people: Iterable[UUID]
) -> tuple[list[UUID], list[tuple[UUID, UUID]]]:
    """Widen a set of people by everyone they were merged with, however long the chain.

    Returns everyone, and the links among them for `roots`.
    """
    known = set(people)
    fresh = set(known)
    links: list[tuple[UUID, UUID]] = []
    while fresh:
        found = await links_of(tx, people=sorted(fresh))
        links += [(link.person_id, link.other_id) for link in found]
        fresh = {link.other_id for link in found} - known
        known |= fresh
    return sorted(known), links


def roots(people: Iterable[UUID], links: Iterable[tuple[UUID, UUID]]) -> dict[UUID, UUID]:
    """Join people by their links; returns the same representative for one human being."""
    parent = {p: p for p in people}

    def find(person: UUID) -> UUID:
        while parent.setdefault(person, person) != person:
            person = parent[person]
        return person

    for one, other in links:
        low, high = sorted((find(one), find(other)))
        parent[high] = low
    return {p: find(p) for p in list(parent)}
