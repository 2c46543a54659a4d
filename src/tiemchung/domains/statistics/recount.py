"""Counts doses anew from what is there, for the reconciliation and the nightly sample."""

from uuid import UUID

from tiemchung.domains.registry.aliases import roots, with_aliases
from tiemchung.domains.statistics import queries
from tiemchung.domains.statistics.counting import Counted, count
from tiemchung.kernel.sql import Tx


async def recount(tx: Tx, people: list[UUID]) -> list[Counted]:
    """Return every dose of these people and their aliases as it has to be counted."""
    everyone, links = await with_aliases(tx, people)
    doses = await queries.doses_of(tx, people=everyone)
    return count(doses, roots(everyone, links))
