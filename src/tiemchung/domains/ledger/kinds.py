"""What the composition tells the ledger: which kinds there are and how they become rows.

A fold is a pure function of its domain from the events of one key (a person or a facility), in
order, to the rows of its tables. The same fold serves the hot path (on one event alone), the
follower of corrections and `rebuild`, so there is one truth about every row. For that, rows of
hot kinds must not depend on other events; kinds that change earlier rows are `correcting`.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from tiemchung.domains.ledger.envelope import Event
from tiemchung.domains.ledger.private import PersonVault
from tiemchung.kernel.reference import Snapshot


class Table(Struct, frozen=True, cache_hash=True):
    """A projection: its columns in the order of its rows; the first `key` of them are the key.

    Columns of the table that are not named here belong to other writers (followers) and are left
    alone. A table `by_claim` is keyed by a digest or code: rows are only ever added. The columns
    `from_event` hold what the event has under the same name, so it is sent to the database once.
    """

    name: str
    columns: tuple[str, ...]
    key: int
    by_claim: bool = False
    from_event: tuple[str, ...] = ()

    @property
    def is_of_one_event(self) -> bool:
        """Tell whether each row belongs to one event, so that a new event's rows are new, too."""
        return not self.by_claim and "event_id" in self.columns[: self.key]


Row = tuple[Any, ...]
Rows = dict[Table, list[Row]]
Fold = Callable[[Sequence[Event], PersonVault | None], Rows]
Judge = Callable[[Event, Snapshot], list[str]]


class Folder(Struct, frozen=True):
    """The fold of one domain, over all events of one key."""

    name: str
    ledger: str
    tables: tuple[Table, ...]
    kinds: frozenset[str]
    fold: Fold


class Kind(Struct, frozen=True, kw_only=True):
    """One kind of event.

    `performers` and `enterers` are the roles of whom it is taken unflagged; empty means anyone who
    is vouched for. A `decision` without a grant is quarantined and folds nothing; a fact is
    recorded and flagged. `judge` adds flags from reference data alone; rules that need the
    person's history are judged by a follower.
    """

    name: str
    ledger: str
    data: type[Struct] | None = None
    decision: bool = False
    correcting: bool = False
    private: bool = False
    citizen: bool = False
    performers: frozenset[str] = frozenset()
    enterers: frozenset[str] = frozenset()
    judge: Judge | None = None


class Kinds:
    """Every kind and every folder of the platform; each table belongs to one folder."""

    def __init__(self, kinds: Sequence[Kind], folders: Sequence[Folder]) -> None:
        self.by_name = {k.name: k for k in kinds}
        self.folders = tuple(folders)
        self._folders_of = {k.name: tuple(f for f in folders if k.name in f.kinds) for k in kinds}
        tables = [table.name for folder in folders for table in folder.tables]
        if len(set(tables)) < len(tables):
            raise ValueError("a table is of two folders")
        self.correcting = frozenset(k.name for k in kinds if k.correcting)

    def fold_one(self, event: Event, vault: PersonVault | None) -> Rows:
        """Project one event as it arrives; correcting kinds wait for their follower."""
        kind = event.envelope.kind
        rows: Rows = {}
        if kind in self.correcting:
            return rows
        for folder in self._folders_of[kind]:
            rows.update(folder.fold((event,), vault))
        return rows

    def fold_all(self, ledger: str, events: Sequence[Event], vault: PersonVault | None) -> Rows:
        """Fold every event of one key, in folding order, into the rows of all domains."""
        ordered = sorted(events, key=lambda e: e.order)
        rows: Rows = {}
        for folder in self.folders:
            if folder.ledger == ledger:
                for table, made in folder.fold(ordered, vault).items():
                    rows.setdefault(table, []).extend(made)
        return rows


def key_of(event: Event) -> UUID | int | None:
    """Return the person or, for events of a site, the facility."""
    return event.envelope.person or event.envelope.facility
