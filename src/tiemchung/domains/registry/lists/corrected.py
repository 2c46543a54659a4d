"""The list sent back: the same rows, each with what to repair, ready to be sent again."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final, Protocol, cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension, DimensionHolder
from openpyxl.worksheet.worksheet import Worksheet

from tiemchung.domains.registry.lists.model import ListReading, ListRow, Severity, SheetReading
from tiemchung.kernel.i18n import gettext as _

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_TITLE: Final = re.compile(r"[\\/*?:\[\]]")
_ERROR: Final = PatternFill("solid", start_color="FFF4C7C3")
_WARNING: Final = PatternFill("solid", start_color="FFFFF2CC")
_BOLD: Final = Font(bold=True)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_LONGEST: Final = 2_000
_TITLE: Final = 31


class _Page(Protocol):
    """What is used of a worksheet that is written row by row and never held."""

    freeze_panes: str
    column_dimensions: DimensionHolder[str, ColumnDimension]

    def append(self, row: Iterable[Cell], /) -> None: ...


def corrected_workbook(reading: ListReading, *, only_with_errors: bool = False) -> bytes:
    """Write the rows of a list with their problems marked, for the sender to repair.

    Every value is written as text: leading zeros stay, and a value that begins with "=", "+", "-"
    or "@" is no formula. Cells with an error are red, with a warning yellow; two last columns say
    what to do and what is proposed, and are left out when the file is read again.
    """
    book = Workbook(write_only=True)
    for sheet in reading.sheets:
        if sheet.heading_row:
            rows = (row for row in reading.rows if row.sheet == sheet.name)
            _write_sheet(book, sheet, (r for r in rows if not only_with_errors or not r.accepted))
    if not book.worksheets:
        problems = [problem.message for problem in reading.errors]
        _write_sheet(book, SheetReading(name=_("Lỗi")), iter(()), problems)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def _write_sheet(
    book: Workbook, sheet: SheetReading, rows: Iterator[ListRow], notes: Iterable[str] = ()
) -> None:
    page = cast("_Page", book.create_sheet(_BAD_TITLE.sub(" ", sheet.name)[:_TITLE] or "1"))
    headings = [column.heading for column in sheet.columns]
    page.freeze_panes = "A2"
    for index in range(len(headings)):
        page.column_dimensions[get_column_letter(index + 1)].width = 18
    for index in (len(headings) + 1, len(headings) + 2):
        page.column_dimensions[get_column_letter(index)].width = 60
    page.append(
        [_text(page, text, bold=True) for text in (*headings, "Lỗi cần sửa", "Đề xuất sửa")]
    )
    for note in notes:
        page.append([_text(page, note)])
    for row in rows:
        page.append(_row(page, row, [column.letter for column in sheet.columns]))


def _row(page: _Page, row: ListRow, letters: list[str]) -> list[Cell]:
    fills: dict[str, PatternFill] = {}
    for problem in row.problems:
        if problem.severity is Severity.ERROR or problem.column not in fills:
            fills[problem.column] = _ERROR if problem.severity is Severity.ERROR else _WARNING
    cells = [
        _text(page, text, fill=fills.get(letter))
        for letter, text in zip(letters, row.typed, strict=False)
    ]
    said = "\n".join(
        f"{problem.column}: {problem.message}" if problem.column else problem.message
        for problem in row.problems
    )
    proposed = "\n".join(f"{letter}: {value}" for letter, value in row.proposals)
    return [*cells, _text(page, said), _text(page, proposed)]


def _text(page: _Page, text: str, *, bold: bool = False, fill: PatternFill | None = None) -> Cell:
    """Make a cell that can only be text, whatever it begins with."""
    cell = WriteOnlyCell(cast("Worksheet", page))
    cell.value = _ILLEGAL.sub("", text)[:_LONGEST]
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    if bold:
        cell.font = _BOLD
    if fill is not None:
        cell.fill = fill
    if "\n" in text:
        cell.alignment = _WRAPPED
    return cell
