"""A list from its bytes to rows and problems, sheet by sheet and row by row."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, Final

from msgspec.structs import replace

from tiemchung.domains.registry.lists.archive import Archive, is_workbook
from tiemchung.domains.registry.lists.cells import CannotReadFile, Grid, GridRow
from tiemchung.domains.registry.lists.csv_text import read_csv
from tiemchung.domains.registry.lists.duplicates import SeenRows
from tiemchung.domains.registry.lists.findings import Findings
from tiemchung.domains.registry.lists.layout import (
    SAMPLE,
    Layout,
    find_layout,
    is_footer,
    is_numbering,
    is_section,
)
from tiemchung.domains.registry.lists.legacy_fonts import is_unicode, to_unicode
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import (
    ListReading,
    ListRow,
    ReadingRules,
    RowProblem,
    Severity,
    SheetReading,
)
from tiemchung.domains.registry.lists.person import Exchange, PersonReader, excel_exchange
from tiemchung.domains.registry.lists.sheet import read_sheet
from tiemchung.domains.registry.lists.workbook import read_workbook

OWN_SHEETS: Final = ("Hướng dẫn", "Danh mục")
"""Sheets of our own template, which hold no people."""

_MEGABYTE: Final = 1_000_000
_LEAST_SAMPLE: Final = 100


def read_list(content: bytes, filename: str, *, rules: ReadingRules) -> ListReading:
    """Read a whole list. Never raises for bad input: a refused file has no rows and one error."""
    reading = ListReading(filename=filename, rows=[], errors=[], warnings=[], sheets=[])
    stream = ListStream(BytesIO(content), filename, rules=rules)
    reading.rows.extend(stream)
    reading.sheets = stream.sheets
    _keep_both_out(reading.rows)
    problems = [*stream.problems, *(p for row in reading.rows for p in row.problems)]
    for problem in problems:
        into = reading.errors if problem.severity is Severity.ERROR else reading.warnings
        if len(into) < rules.limits.problems:
            into.append(problem)
    if len(reading.errors) == rules.limits.problems:
        reading.errors[-1] = _of_file(Code.TOO_MANY_PROBLEMS, str(rules.limits.problems))
    return reading


def _of_file(code: Code, value: str = "", sheet: str = "") -> RowProblem:
    return RowProblem(severity=Severity.ERROR, code=code, sheet=sheet, row=0, value=value)


def _keep_both_out(rows: list[ListRow]) -> None:
    """Where two rows give one number to two people, nobody knows which is wrong: mark the first."""
    index = {f"{row.sheet}!{row.row}": at for at, row in enumerate(rows)}
    for row in list(rows):
        for problem in row.problems:
            at = index.get(problem.other, -1)
            if problem.code is Code.SAME_NUMBER and at >= 0:
                first = rows[at]
                mirrored = replace(
                    problem, sheet=first.sheet, row=first.row, other=f"{row.sheet}!{row.row}"
                )
                rows[at] = replace(first, accepted=False, problems=(*first.problems, mirrored))


class ListStream:
    """Yields the rows of a list in bounded memory, for lists of any length.

    `sheets` and `problems` (those of the file and its sheets) are complete when the rows are. The
    file must be seekable. A file that cannot be read yields nothing and leaves one error.
    """

    def __init__(self, file: BinaryIO, filename: str, *, rules: ReadingRules) -> None:
        self.sheets: list[SheetReading] = []
        self.problems: list[RowProblem] = []
        self._file = file
        self._filename = filename
        self._rules = rules
        self._seen = SeenRows()
        self._rows = 0

    def __iter__(self) -> Iterator[ListRow]:
        try:
            found = list(self._layouts())
            exchange = excel_exchange(layout for _, layout, _ in found)
            for grid, layout, sheet in found:
                yield from self._people(grid, layout, sheet, exchange)
                if sheet.hidden_rows:
                    self._warn(Code.HIDDEN_ROWS, grid.name, value=str(sheet.hidden_rows))
        except CannotReadFile as refusal:
            self.problems.append(_of_file(refusal.code, refusal.value))
            return
        if any(sheet.heading_row for sheet in self.sheets):
            if not self._rows:
                self.problems.append(_of_file(Code.NO_PEOPLE))
        else:
            code = Code.NO_HEADING if any(s.ignored_rows for s in self.sheets) else Code.EMPTY_FILE
            self.problems = [_of_file(code)]

    def _grids(self) -> Iterator[Grid]:
        limits = self._rules.limits
        self._file.seek(0, 2)
        size = self._file.tell()
        if size > limits.file_bytes:
            raise CannotReadFile(Code.FILE_TOO_LARGE, str(limits.file_bytes // _MEGABYTE))
        if size == 0:
            raise CannotReadFile(Code.EMPTY_FILE)
        if not is_workbook(self._file):
            yield read_csv(self._file, "CSV", limits)
            return
        archive = Archive(self._file, limits.unpacked_bytes)
        book = read_workbook(archive, limits)
        for sheet in book.sheets[: limits.sheets]:
            yield read_sheet(archive, book, sheet, limits)
        if len(book.sheets) > limits.sheets:
            self.problems.append(_of_file(Code.TOO_MANY_SHEETS, str(limits.sheets)))

    def _warn(
        self, code: Code, sheet: str, row: int = 0, column: str = "", value: str = ""
    ) -> None:
        self.problems.append(
            RowProblem(
                severity=Severity.WARNING,
                code=code,
                sheet=sheet,
                row=row,
                column=column,
                value=value,
            )
        )

    def _layouts(self) -> Iterator[tuple[Grid, Layout, SheetReading]]:
        """Find the list in every sheet before the first row is read, from a sample of its rows."""
        grids = [grid for grid in self._grids() if grid.name not in OWN_SHEETS]
        for grid in grids:
            if grid.hidden:
                self._warn(Code.HIDDEN_SHEET, grid.name, value=grid.name)
                continue
            reading = SheetReading(name=grid.name)
            self.sheets.append(reading)
            layout = find_layout(grid, max(SAMPLE // len(grids), _LEAST_SAMPLE))
            if layout is None:
                reading.ignored_rows = 1
                self._warn(Code.SHEET_WITHOUT_HEADING, grid.name, value=grid.name)
                continue
            reading.heading_row, reading.columns = layout.heading_row, layout.columns
            self._name_unused_columns(grid.name, layout)
            yield grid, layout, reading

    def _name_unused_columns(self, sheet: str, layout: Layout) -> None:
        for column in layout.columns:
            if column.field is None and column.heading:
                at = layout.heading_row
                self._warn(Code.COLUMN_NOT_UNDERSTOOD, sheet, at, column.letter, column.heading)

    def _people(
        self, grid: Grid, layout: Layout, sheet: SheetReading, exchange: Exchange
    ) -> Iterator[ListRow]:
        reader = PersonReader(grid, layout, self._rules, exchange)
        sieve = _Sieve(layout, reader)
        width = len(layout.columns)
        for row in layout.rows():
            texts = _unicode_texts(row, layout, width)
            if not any(texts):
                continue
            if not sieve.is_person(row, texts):
                sheet.ignored_rows += 1
                if named := texts[reader.name_column].strip():
                    self._warn(Code.ROW_IGNORED, grid.name, row.number, value=named[:60])
                continue
            if self._rows >= self._rules.limits.rows:
                limit = str(self._rules.limits.rows)
                self.problems.append(_of_file(Code.TOO_MANY_ROWS, limit, grid.name))
                return
            self._rows += 1
            sheet.rows += 1
            sheet.hidden_rows += row.hidden
            yield self._list_row(reader, row, texts, grid.name)

    def _list_row(
        self, reader: PersonReader, row: GridRow, texts: list[str], sheet: str
    ) -> ListRow:
        findings = Findings(sheet, row.number)
        person = reader.read(row, texts, findings)
        duplicate_of = ""
        if person.name and self._rules.find_duplicates:
            duplicate_of = self._seen.check(person, sheet, row.number, findings)
        return ListRow(
            sheet=sheet,
            row=row.number,
            typed=tuple(texts),
            person=person,
            accepted=not duplicate_of and not findings.has_error,
            problems=tuple(findings.problems),
            proposals=tuple(findings.proposals),
            duplicate_of=duplicate_of,
        )


def _unicode_texts(row: GridRow, layout: Layout, width: int) -> list[str]:
    hints = layout.fonts
    texts = [
        cell.text
        if (cell.text.isascii() and cell.font[:1] != ".") or is_unicode(cell.text)
        else to_unicode(cell.text, cell.font, hints.get(cell.font))
        for cell in row.cells[:width]
    ]
    texts.extend([""] * (width - len(texts)))
    return texts


class _Sieve:
    """Tells rows of people from repeated headings, numbering, titles, totals and signatures."""

    def __init__(self, layout: Layout, reader: PersonReader) -> None:
        self._heading_row = layout.heading_row
        self._where = layout.where
        self._headings = [column.heading for column in layout.columns]
        self._reader = reader
        self._after_footer = False

    def is_person(self, row: GridRow, texts: list[str]) -> bool:
        """Decide on one row; after a footer only rows with a birth or a number still count."""
        if row.number <= self._heading_row + 2 and is_numbering(row, self._heading_row):
            return False
        if self._repeats_heading(texts):
            return False
        named = bool(texts[self._reader.name_column].strip())
        if self._reader.looks_like_person(texts) and (named or sum(map(bool, texts)) > 1):
            return True
        if is_footer(texts):
            self._after_footer = True
            return False
        section = is_section(texts, self._where, self._reader.name_column)
        return not self._after_footer and not section

    def _repeats_heading(self, texts: list[str]) -> bool:
        column = self._reader.name_column
        if texts[column].strip() != self._headings[column]:
            return False
        same = sum(a.strip() == b for a, b in zip(texts, self._headings, strict=True) if b)
        return same * 2 > sum(map(bool, self._headings))
