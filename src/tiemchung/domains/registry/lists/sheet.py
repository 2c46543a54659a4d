"""One sheet of a workbook, read row by row in bounded memory.

openpyxl's streaming mode leaves out what lists turn on (hidden rows, merged ranges, the formula
beside its value, the font of a cell) and its full mode holds the whole sheet, so the few elements
of a sheet are parsed here. openpyxl remains the writer, and the tests read workbooks both ways.
"""

import re
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from xml.parsers.expat import ExpatError

from tiemchung.domains.registry.lists.archive import Archive
from tiemchung.domains.registry.lists.cells import (
    EMPTY,
    CannotReadFile,
    Cell,
    CellFault,
    Grid,
    GridRow,
    Merge,
)
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import ListLimits
from tiemchung.domains.registry.lists.workbook import (
    Attributes,
    SheetPart,
    Style,
    Workbook,
    local_name,
    parser,
)

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MERGE: Final = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)
_OVERLAP: Final = 200
_MOST_MERGES: Final = 20_000
_EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no time zones
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL: Final = 2_958_466
_WHOLE: Final = 1e15
_CAPTURED: Final = frozenset({"v", "t", "f"})


def read_sheet(archive: Archive, book: Workbook, sheet: SheetPart, limits: ListLimits) -> Grid:
    """Open a sheet; its rows come as the caller asks for them."""
    merges = _merges(archive, sheet.part)
    rows = _rows(archive, book, sheet.part, limits)
    return Grid(sheet.name, rows, sheet.hidden, True, book.from_1904, merges)


def _merges(archive: Archive, part: str) -> tuple[Merge, ...]:
    """Find the merged ranges, which stand behind the rows, in one quick pass over the bytes."""
    found: list[Merge] = []
    tail = b""
    for chunk in archive.chunks(part):
        window = tail + chunk
        end = 0
        for match in _MERGE.finditer(window):
            end = match.end()
            merge = _merge(match[1].decode())
            if merge and len(found) < _MOST_MERGES:
                found.append(merge)
        tail = window[max(end, len(window) - _OVERLAP) :]
    return tuple(found)


def _merge(reference: str) -> Merge | None:
    first, _, last = reference.partition(":")
    one, other = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if one is None or other is None:
        return None
    return Merge(int(one[2]), int(other[2]), column_index(one[1]), column_index(other[1]))


def column_index(letters: str) -> int:
    """Return the column of its letters counted from 0: A → 0, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


class _Rows:
    """Handlers for a sheet's XML; finished rows wait in `ready` until they are taken."""

    def __init__(self, book: Workbook, limits: ListLimits) -> None:
        self.ready: deque[GridRow] = deque()
        self._book = book
        self._limits = limits
        self._columns: dict[str, int] = {}
        self._number = 0
        self._hidden = False
        self._cells: list[Cell] = []
        self._column = -1
        self._kind = ""
        self._style = Style()
        self._has_formula = False
        self._capturing = ""
        self._texts: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        name = tag if ":" not in tag else local_name(tag)
        if name == "c":
            self._start_cell(attributes)
        elif name in _CAPTURED:
            self._capturing = name
            self._has_formula = self._has_formula or name == "f"
        elif name == "row":
            given = attributes.get("r", "")
            usable = given.isdecimal() and len(given) < 8  # noqa: PLR2004
            self._number = int(given) if usable else self._number + 1
            self._hidden = attributes.get("hidden", "0") in ("1", "true")
            self._cells, self._column = [], -1

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r", "")
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            usable = letters.isalpha() and letters.isascii() and len(letters) < 4  # noqa: PLR2004
            column = column_index(letters.upper()) if usable else self._column + 1
            if usable:
                self._columns[letters] = column
        self._column = column
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        known = style.isdecimal() and len(style) < 6 and int(style) < len(self._book.styles)  # noqa: PLR2004
        self._style = self._book.styles[int(style)] if known else self._book.styles[0]
        self._has_formula = False
        self._texts, self._length = [], 0

    def text(self, text: str) -> None:
        if self._capturing and self._capturing != "f":
            self._length += len(text)
            if self._length <= self._limits.cell_characters:
                self._texts.append(text)

    def end(self, tag: str) -> None:
        name = tag if ":" not in tag else local_name(tag)
        if name == "c":
            self._end_cell()
        elif name in _CAPTURED:
            self._capturing = ""
        elif name == "row" and self._cells:
            self.ready.append(GridRow(self._number, self._cells, self._hidden))

    def _end_cell(self) -> None:
        if not 0 <= self._column < self._limits.columns:
            return
        cell = self._cell()
        if cell is not EMPTY:
            missing = self._column - len(self._cells)
            if missing > 0:
                self._cells.extend([EMPTY] * missing)
            if missing >= 0:
                self._cells.append(cell)

    def _cell(self) -> Cell:
        raw = "".join(self._texts)
        if self._length > self._limits.cell_characters:
            return Cell(raw[:40] + "…", fault=CellFault.TOO_LONG)
        if not raw:
            return Cell("", fault=CellFault.FORMULA_WITHOUT_VALUE) if self._has_formula else EMPTY
        if self._kind == "s":
            return self._shared(raw)
        if self._kind == "n":
            return _number(raw, self._style, from_1904=self._book.from_1904)
        return _other_cell(self._kind, raw, self._style.font)

    def _shared(self, raw: str) -> Cell:
        index = int(raw) if raw.isdecimal() and len(raw) < 9 else -1  # noqa: PLR2004
        if not 0 <= index < len(self._book.texts):
            raise CannotReadFile(Code.DAMAGED)
        text, font = self._book.texts[index]
        if len(text) > self._limits.cell_characters:
            return Cell(text[:40] + "…", fault=CellFault.TOO_LONG)
        return Cell(text, font=font or self._style.font) if text.strip() else EMPTY


def _other_cell(kind: str, raw: str, font: str) -> Cell:
    """Make a cell of the rarer types: error, date as text, truth value, text in place."""
    if kind == "e":
        return Cell(raw, fault=CellFault.ERROR)
    if kind == "d":
        return _iso_moment(raw)
    if kind == "b":
        return Cell("x") if raw == "1" else EMPTY
    return Cell(raw, font=font) if raw.strip() else EMPTY


def _number(raw: str, style: Style, *, from_1904: bool) -> Cell:
    try:
        number = float(raw)
    except ValueError:
        return Cell(raw)
    if style.is_date and 0 < number < _LAST_SERIAL:
        moment = (_EPOCH_1904 if from_1904 else _EPOCH_1900) + timedelta(days=number)
        if not from_1904 and number < 60:  # noqa: PLR2004 - before the phantom 29 February 1900
            moment += timedelta(days=1)
        return Cell(moment.strftime("%d/%m/%Y"), moment, style.font)
    if number.is_integer() and abs(number) < _WHOLE:
        return Cell(str(int(number)), number, style.font)
    return Cell(raw, number, style.font)


def _iso_moment(raw: str) -> Cell:
    try:
        moment = datetime.fromisoformat(raw).replace(tzinfo=None)
    except ValueError:
        return Cell(raw)
    return Cell(moment.strftime("%d/%m/%Y"), moment)


def _rows(archive: Archive, book: Workbook, part: str, limits: ListLimits) -> Iterator[GridRow]:
    handlers = _Rows(book, limits)
    made = parser(handlers.start, handlers.end, handlers.text)
    try:
        for chunk in archive.chunks(part):
            made.Parse(chunk, False)
            while handlers.ready:
                yield handlers.ready.popleft()
        made.Parse(b"", True)
    except ExpatError as error:
        raise CannotReadFile(Code.DAMAGED) from error
