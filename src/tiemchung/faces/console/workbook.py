"""Excel files for people to work on: texts never become formulas, numbers stay numbers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

from litestar import Response
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font

from tiemchung.kernel.clock import VIET_NAM

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Value = str | int | float | date | datetime | None


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Write one sheet with a heading row.

    A text that a spreadsheet would run as a formula begins with an apostrophe, so that it stays a
    text also when the file is saved as CSV later.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"

    def cell(value: Value, *, bold: bool = False) -> Cell:
        if isinstance(value, str) and value.startswith(FORMULA):
            value = f"'{value}"
        if isinstance(value, datetime):
            value = value.astimezone(VIET_NAM).replace(tzinfo=None)
        elif isinstance(value, date):
            value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 -- a day of Excel
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    for column in range(len(headings)):
        sheet.column_dimensions[chr(ord("A") + column)].width = 22
    sheet.append([cell(heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([cell(value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def download(content: bytes, name: str, media_type: str = XLSX) -> Response[bytes]:
    """Answer with a file to keep; the name is ours, plain letters, and names nobody."""
    return Response(
        content,
        media_type=media_type,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "private, no-store",
        },
    )
