"""Cells and sheets as the readers of Excel and CSV files hand them on: text first, types beside."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from tiemchung.domains.registry.lists.messages import Code


class CellFault(StrEnum):
    """Why a cell has no value although something stands in it."""

    TOO_LONG = "too_long"
    ERROR = "error"
    FORMULA_WITHOUT_VALUE = "formula_without_value"


class Cell(Struct, frozen=True, gc=False):
    """One cell: its text as people see it, the number or moment behind it, the font, a fault."""

    text: str
    value: float | datetime | None = None
    font: str = ""
    fault: CellFault | None = None


EMPTY = Cell("")


class GridRow(Struct, frozen=True):
    """One row of a sheet: its number as Excel shows it, whether it is hidden, its cells from A."""

    number: int
    cells: list[Cell]
    hidden: bool = False


class Merge(Struct, frozen=True):
    """A merged range, rows and columns counted from 1 and 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Grid(Struct):
    """A sheet that is read row by row; `typed` is False where every value arrived as text (CSV)."""

    name: str
    rows: Iterator[GridRow]
    hidden: bool = False
    typed: bool = True
    from_1904: bool = False
    merges: tuple[Merge, ...] = ()


class CannotReadFile(Exception):
    """The file as a whole cannot be read; `code` says what it is, `value` fills the message."""

    def __init__(self, code: Code, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value


def column_letter(index: int) -> str:
    """Return the letter of a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
