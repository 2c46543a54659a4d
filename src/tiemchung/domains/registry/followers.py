"""What follows from who is registered: a case for everyone whose number another record holds too.

A case, never a refusal: a typing error must not block the true owner. It settles by itself when the
records are merged. Reads claims, which updates add to, so it waits for the fold of corrections.
"""

from collections.abc import Sequence
from uuid import UUID

from tiemchung.domains.ledger.followers import Follower, Seen
from tiemchung.domains.registry import cases, queries
from tiemchung.domains.registry.aliases import roots, with_aliases
from tiemchung.domains.registry.cases import Judged
from tiemchung.domains.registry.claims import EXACT
from tiemchung.kernel.sql import Tx

KINDS = frozenset({"registered", "updated", "merged", "unmerged"})
CASE = "duplicate"
SAME_PERSON, SAME_NUMBER = "same_person", "same_number"


async def _duplicates(tx: Tx, seen: Sequence[Seen]) -> None:
    people = sorted({s.person_id for s in seen if s.person_id is not None})
    shared = await queries.shared_claims(tx, people=people)
    everyone, links = await with_aliases(tx, {*people, *(s.other_id for s in shared)})
    root = roots(everyone, links)
    flags: dict[UUID, set[str]] = {person: set() for person in people}
    for claim in shared:
        if root[claim.person_id] != root[claim.other_id]:
            flags[claim.person_id].add(SAME_PERSON if claim.kind == EXACT else SAME_NUMBER)
    found = [
        Judged(
            row.person_id, row.event_id, tuple(sorted(flags[row.person_id])), None,
            (row.home_province, row.home_district, row.home_ward),
        )
        for row in await queries.registrations_of(tx, people=people)
    ]  # fmt: skip
    await cases.settle(tx, CASE, found, now=max(s.received_at for s in seen))


def followers() -> list[Follower]:
    """Return the followers of the registry."""
    return [Follower("registry.duplicates", _duplicates, KINDS, after="corrections", patient=True)]
