"""Which cells of a public table are merged upward, so that no small group can be read off it.

A cell of 1 to 4 is hidden. Where totals are public a lone hidden cell could be computed, so others
are hidden with it: in each row and column with a public total at least two cells, together at least
five, and no cell that all totals together would still fix (complementary suppression).
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

SMALLEST = 5
"""The least count that is published; zero is published too."""

_LEAST_HIDDEN = 2

Row = int
"""The id of a unit."""
Column = Hashable
"""A day, or the number of a dose."""
Cell = tuple[Row, Column]
Key = TypeVar("Key", bound=Hashable)


class Hidden(Struct, frozen=True):
    """The cells, and the totals of rows, that are not published."""

    cells: set[Cell]
    totals: set[Row]


def hide_small(counts: Mapping[Key, int], *, total_is_public: bool = True) -> set[Key]:
    """Choose which of some counts, whose sum is public or not, are not published.

    Where the sum itself is hidden, every count but zero is.
    """
    ordered = sorted(counts.items(), key=lambda item: (item[1], str(item[0])))
    positive = [(n, key) for key, n in ordered if n > 0]
    if not total_is_public:
        return {key for _, key in positive}
    hidden = [(n, row) for n, row in positive if n < SMALLEST]
    rest = positive[len(hidden) :]
    while hidden and rest and _gives_away([n for n, _ in hidden]):
        hidden.append(rest.pop(0))
    return {key for _, key in hidden}


def _gives_away(hidden: Sequence[int]) -> bool:
    return len(hidden) < _LEAST_HIDDEN or sum(hidden) < SMALLEST


def protect(
    table: Mapping[Row, Mapping[Column, int]],
    *,
    hidden_columns: Iterable[Column] = (),
    total_is_public: bool = True,
) -> Hidden:
    """Choose the hidden cells of a table of counts, in which every row has every column.

    Totals of columns are public but for `hidden_columns` (what the unit above does not publish);
    totals of rows are public as far as `totals` of the answer says.
    """
    free = set(hidden_columns)
    small = any(0 < n < SMALLEST for cells in table.values() for n in cells.values())
    if not (free or small) and total_is_public:
        return Hidden(set(), set())  # the usual case of large units
    guard = _Guard(table, free, total_is_public=total_is_public)
    while guard.balance() or guard.break_bridges():
        pass
    return Hidden(guard.hidden, guard.free_rows)


class _Guard:
    """Works on one table until nothing gives away a hidden cell."""

    def __init__(
        self,
        table: Mapping[Row, Mapping[Column, int]],
        free_columns: set[Column],
        *,
        total_is_public: bool,
    ) -> None:
        self.counts: dict[Cell, int] = {
            (row, column): n for row, cells in table.items() for column, n in cells.items()
        }
        self.sums = {row: sum(cells.values()) for row, cells in table.items()}
        self.total_is_public = total_is_public
        self.free_columns = free_columns
        self.free_rows = hide_small(self.sums, total_is_public=total_is_public)
        self.rows: dict[Row, list[Cell]] = defaultdict(list)
        self.columns: dict[Column, list[Cell]] = defaultdict(list)
        # The smallest count is the least loss; a zero tells the reader nothing, so it goes last.
        for cell in sorted(self.counts, key=lambda c: (not self.counts[c], self.counts[c], str(c))):
            self.rows[cell[0]].append(cell)
            self.columns[cell[1]].append(cell)
        self.hidden = {
            cell
            for cell, n in self.counts.items()
            if 0 < n < SMALLEST
            or (n and (cell[0] in self.free_rows or cell[1] in self.free_columns))
        }

    def balance(self) -> bool:
        """Hide more where a public total would give a hidden cell away; tell whether it did."""
        before = len(self.hidden), len(self.free_rows)
        for row, line in self.rows.items():
            if row not in self.free_rows and not self._hide_in(line):
                self._free(row)
        for column, line in self.columns.items():
            if column not in self.free_columns:
                self._hide_in(line)
        return before != (len(self.hidden), len(self.free_rows))

    def _hide_in(self, line: Sequence[Cell]) -> bool:
        """Hide cells of a line until none is given away; False when the line has no more."""
        hidden = [self.counts[cell] for cell in line if cell in self.hidden]
        if not hidden:
            return True
        for cell in line:
            if not _gives_away(hidden):
                return True
            if cell not in self.hidden:
                self.hidden.add(cell)
                hidden.append(self.counts[cell])
        return not _gives_away(hidden)

    def _free(self, row: Row) -> None:
        """Take the total of a row from the public too, and others with it."""
        self.free_rows.add(row)
        rest = sorted((n, r) for r, n in self.sums.items() if n and r not in self.free_rows)
        while rest and self.total_is_public and _gives_away([self.sums[r] for r in self.free_rows]):
            self.free_rows.add(rest.pop(0)[1])
        self.hidden |= {c for r in self.free_rows for c in self.rows[r] if self.counts[c]}

    def break_bridges(self) -> bool:
        """Hide a neighbour of each cell that all totals together fix; tell whether it did.

        Rows and columns with public totals are the nodes of a graph, hidden cells its edges, all
        lines without a public total one node: a cell is fixed exactly if its edge is a bridge.
        """
        changed = False
        for cell in _bridges({c: self._ends(c) for c in sorted(self.hidden, key=str)}):
            line = self.rows[cell[0]] + self.columns[cell[1]]
            neighbour = next((c for c in line if c not in self.hidden), None)
            if neighbour is not None:
                self.hidden.add(neighbour)
                changed = True
        return changed

    def _ends(self, cell: Cell) -> tuple[Hashable, Hashable]:
        row, column = cell
        return (
            "outside" if row in self.free_rows else ("row", row),
            "outside" if column in self.free_columns else ("column", column),
        )


def _bridges(edges: Mapping[Cell, tuple[Hashable, Hashable]]) -> list[Cell]:
    """Return the edges of a multigraph whose removal parts it (Tarjan, without recursion)."""
    touching: dict[Hashable, list[tuple[Cell, Hashable]]] = defaultdict(list)
    for edge, (one, other) in edges.items():
        touching[one].append((edge, other))
        touching[other].append((edge, one))
    found: list[Cell] = []
    order: dict[Hashable, int] = {}
    low: dict[Hashable, int] = {}
    for start in list(touching):
        if start in order:
            continue
        order[start] = low[start] = len(order)
        path: list[tuple[Hashable, Cell | None, Iterator[tuple[Cell, Hashable]]]] = [
            (start, None, iter(touching[start]))
        ]
        while path:
            node, came_by, rest = path[-1]
            step = next(rest, None)
            if step is None:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                    if low[node] > order[above] and came_by is not None:
                        found.append(came_by)
            elif step[0] != came_by:
                edge, other = step
                if other in order:
                    low[node] = min(low[node], order[other])
                else:
                    order[other] = low[other] = len(order)
                    path.append((other, edge, iter(touching[other])))
    return found
