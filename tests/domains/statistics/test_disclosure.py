"""No public table lets anybody compute a small count."""

import itertools
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tiemchung.domains.statistics.disclosure import Cell, Column, Hidden, hide_small, protect

Table = dict[int, dict[Column, int]]
A, B, OTHER, SMALL = 1, 2, 3, 4


def test_a_lone_small_count_takes_the_next_smallest_with_it() -> None:
    assert hide_small({1: 3, 2: 9, 3: 40}) == {1, 2}
    assert hide_small({1: 3, 2: 2, 3: 40}) == {1, 2}
    assert hide_small({1: 1, 2: 2, 3: 40}) == {1, 2, 3}
    assert hide_small({1: 0, 2: 9}) == set()
    assert hide_small({1: 0, 2: 9, 3: 7}, total_is_public=False) == {2, 3}


def test_a_unit_with_a_small_total_shows_no_day() -> None:
    table: Table = {SMALL: {1: 2, 2: 1}, A: {1: 50, 2: 60}, OTHER: {1: 70, 2: 80}}
    hidden = protect(table)
    assert hidden.totals == {SMALL, A}
    assert {c for c in hidden.cells if c[0] == SMALL} == {(SMALL, 1), (SMALL, 2)}


def test_days_that_the_unit_above_hides_are_hidden_below() -> None:
    table: Table = {A: {1: 50, 2: 60, 3: 9}, B: {1: 70, 2: 80, 3: 9}}
    hidden = protect(table, hidden_columns=[3])
    assert {(A, 3), (B, 3)} <= hidden.cells
    assert len([c for c in hidden.cells if c[0] == A]) >= 2


def test_a_table_of_large_counts_stays_whole() -> None:
    assert protect({A: {1: 50, 2: 0}, B: {1: 70, 2: 5}}) == Hidden(set(), set())


def test_two_squares_joined_by_one_cell_do_not_fix_it() -> None:
    rows: Table = {r: dict.fromkeys(range(4), 20) for r in range(4)}
    for row, column in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (1, 2)]:
        rows[row][column] = 3
    hidden = protect(rows)
    assert hidden.totals == set()
    assert fixed_cells(rows, hidden, set()) == set()


def fixed_cells(table: Table, hidden: Hidden, free: set[int]) -> set[Cell]:
    """Solve the public totals for the hidden cells and return those with one solution."""
    cells = sorted(hidden.cells, key=str)
    rows = [r for r in table if r not in hidden.totals]
    columns = [c for c in next(iter(table.values())) if c not in free]
    equations = [[Fraction(int(cell[0] == r)) for cell in cells] for r in rows]
    equations += [[Fraction(int(cell[1] == c)) for cell in cells] for c in columns]
    rank = rank_of(equations)
    return {
        cell for i, cell in enumerate(cells)
        if rank_of([*equations, [Fraction(int(j == i)) for j in range(len(cells))]]) == rank
    }  # fmt: skip


def rank_of(matrix: list[list[Fraction]]) -> int:
    rows = [row[:] for row in matrix]
    rank = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for i in range(rank + 1, len(rows)):
            factor = rows[i][column] / rows[rank][column]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[rank], strict=True)]
        rank += 1
    return rank


counts = st.one_of(st.just(0), st.integers(1, 12), st.integers(20, 400))
tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=2, max_size=6)
)


@settings(max_examples=300, deadline=None)
@given(tables)
def test_public_totals_never_fix_a_hidden_cell(drawn: list[list[int]]) -> None:
    table: Table = {i: dict(enumerate(row)) for i, row in enumerate(drawn)}
    # The unit above hides what it must of its own totals, as it does for every table.
    columns = {c: sum(row[c] for row in table.values()) for c in range(len(drawn[0]))}
    whole = sum(columns.values())
    free = hide_small(columns, total_is_public=whole == 0 or whole >= 5)
    hidden = protect(table, hidden_columns=free, total_is_public=whole == 0 or whole >= 5)
    visible = {
        (row, column): n for row, cells in table.items() for column, n in cells.items()
        if (row, column) not in hidden.cells
    }  # fmt: skip
    assert all(n == 0 or n >= 5 for n in visible.values())
    assert all(sum(table[r].values()) not in range(1, 5) for r in table if r not in hidden.totals)
    everything_hidden = len(hidden.cells) == sum(n > 0 for n in itertools.chain(*drawn))
    assert everything_hidden or fixed_cells(table, hidden, free) == set()
