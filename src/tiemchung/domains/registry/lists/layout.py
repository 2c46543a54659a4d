"""Where in a sheet the list stands: heading lines, rows of people, titles, footers, signatures."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from msgspec import Struct

from tiemchung.domains.registry.lists.cells import EMPTY, Cell, Grid, GridRow, Merge, column_letter
from tiemchung.domains.registry.lists.headings import (
    CANONICAL,
    is_heading_set,
    meaning,
    meanings,
)
from tiemchung.domains.registry.lists.legacy_fonts import LegacyFont, prevailing, to_unicode
from tiemchung.domains.registry.lists.model import Field, SheetColumn
from tiemchung.domains.registry.names import normal_form
from tiemchung.domains.registry.spelling import fold

SAMPLE: Final = 1_000
"""Rows looked at before the first is read: headings, legacy fonts, exchanged dates."""

_SEARCHED: Final = 60
_MOST_LINES: Final = 3
_LONGEST_HEADING: Final = 120
_TITLE_CELLS: Final = 3


class Layout(Struct):
    """A list found in a sheet: which column means what, and every row below the heading."""

    heading_row: int
    columns: tuple[SheetColumn, ...]
    where: dict[Field, int]
    documents: tuple[int, ...]
    fonts: dict[str, LegacyFont]
    sample: list[GridRow]
    rest: Iterator[GridRow]
    merges: tuple[Merge, ...]

    def rows(self) -> Iterator[GridRow]:
        """Yield every row below the heading, once; values of tall merged cells are repeated."""
        rows = chain(self.sample, self.rest)
        shared = frozenset(c for f, c in self.where.items() if f in _SPREAD)
        return _spread(rows, self.merges, shared) if self.merges else rows


def find_layout(grid: Grid, sampled: int = SAMPLE) -> Layout | None:
    """Find heading and columns among the first rows of a sheet, or None when there are none."""
    rows = islice(grid.rows, sampled)
    sample = [row for row in rows if any(cell is not EMPTY for cell in row.cells)]
    fonts = prevailing((cell.text, cell.font) for row in sample for cell in row.cells if cell.text)
    found = _best_heading(sample[:_SEARCHED], fonts)
    if found is None:
        return None
    first, lines, fields = found
    below = sample[first + lines :]
    heading_row = sample[first + lines - 1].number
    fields = _with_given_name(fields, below, grid.merges, heading_row)
    headings = [_heading_texts(row, fonts) for row in sample[first : first + lines]]
    return Layout(
        heading_row=heading_row,
        columns=_columns(fields, headings),
        where=_where(fields),
        documents=tuple(c for c, field in enumerate(fields) if field is Field.DOCUMENT),
        fonts=fonts,
        sample=below,
        rest=grid.rows,
        merges=grid.merges,
    )


def _best_heading(
    rows: Sequence[GridRow], fonts: dict[str, LegacyFont]
) -> tuple[int, int, list[Field | None]] | None:
    """Choose the one to three lines that name most columns; fewer lines win when equal."""
    best: tuple[int, int, list[Field | None]] | None = None
    most = (0, 0)
    texts = [_heading_texts(row, fonts) for row in rows]
    for first in range(len(rows)):
        if _holds_values(rows[first]):
            continue
        for lines in range(1, _MOST_LINES + 1):
            block = texts[first : first + lines]
            if len(block) < lines or not any(block[0]) or _holds_values(rows[first + lines - 1]):
                break
            fields = meanings(block)
            score = len(set(fields) - {None, Field.NOT_NEEDED}), -lines
            if score > most and is_heading_set(fields):
                best, most = (first, lines, fields), score
    return best


_DIGITS: Final = re.compile(r"^[^(]*(?:\d{3}|\d[/.\-]\d)")  # an example in brackets is no value


def _holds_values(row: GridRow) -> bool:
    """Tell a row of people or of column numbers, which are no heading lines."""
    if _numbers_columns(row):
        return True
    return any(cell.value is not None or _DIGITS.match(cell.text) for cell in row.cells)


def _heading_texts(row: GridRow, fonts: dict[str, LegacyFont]) -> list[str]:
    """Return the texts that could be headings; numbers, dates and long titles are blanked."""
    return [
        to_unicode(cell.text, cell.font, fonts.get(cell.font))
        if cell.value is None and len(cell.text) <= _LONGEST_HEADING
        else ""
        for cell in row.cells
    ]


def _where(fields: list[Field | None]) -> dict[Field, int]:
    where: dict[Field, int] = {}
    for column, field in enumerate(fields):
        if field not in (None, Field.NOT_NEEDED):
            where.setdefault(field, column)
    return where


def _columns(fields: list[Field | None], headings: list[list[str]]) -> tuple[SheetColumn, ...]:
    found: list[SheetColumn] = []
    for column, field in enumerate(fields):
        lines = [line[column] for line in headings if column < len(line)]
        heading = " ".join(dict.fromkeys(normal_form(text) for text in lines if text.strip()))
        if field and meaning(heading) is not field:
            heading = CANONICAL.get(field, heading)  # its meaning came from the columns around
        found.append(SheetColumn(column_letter(column), heading, field))
    return tuple(found)


def _with_given_name(
    fields: list[Field | None], below: list[GridRow], merges: tuple[Merge, ...], heading_row: int
) -> list[Field | None]:
    """See that "Họ và tên" is merged over two columns: family names, then given names unnamed.

    A merged heading says so; without one (CSV) the heading beside it is blank while most rows have
    one word there.
    """
    if Field.NAME not in fields or Field.GIVEN in fields:
        return fields
    name = fields.index(Field.NAME)
    if name + 1 < len(fields) and fields[name + 1] is not None:
        return fields
    merged = any(
        merge.first_column == name
        and merge.last_column == name + 1
        and merge.first_row <= heading_row <= merge.last_row + _MOST_LINES
        for merge in merges
    )
    if not merged and not _one_word_beside(name, below):
        return fields
    changed = [*fields, *([None] * (name + 2 - len(fields)))]
    changed[name], changed[name + 1] = Field.FAMILY, Field.GIVEN
    return changed


def _one_word_beside(name: int, below: list[GridRow]) -> bool:
    rows = [
        row
        for row in below
        if len(row.cells) > name + 1
        and row.cells[name].text.strip()
        and sum(cell is not EMPTY for cell in row.cells) > _TITLE_CELLS
        and not _numbers_columns(row)
    ]
    beside = [row.cells[name + 1].text for row in rows]
    words = [text for text in beside if len(text.split()) == 1 and not text.isdecimal()]
    return bool(rows) and len(words) * 10 >= len(rows) * 6


_SPREAD: Final = frozenset(
    {
        Field.PHONE, Field.WORKPLACE, Field.OCCUPATION, Field.ADDRESS, Field.PERMANENT_ADDRESS,
        Field.NEIGHBOURHOOD, Field.WARD, Field.DISTRICT, Field.PROVINCE, Field.PRIORITY_GROUP,
        Field.ETHNIC_GROUP, Field.NATIONALITY, Field.NOTE,
    }
)  # fmt: skip


def _spread(
    rows: Iterator[GridRow], merges: tuple[Merge, ...], columns: frozenset[int]
) -> Iterator[GridRow]:
    """Copy what a household or a department shares, merged over several rows, to each of them."""
    tops: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.last_row > merge.first_row and merge.first_column in columns:
            tops.setdefault(merge.first_row, []).append(merge)
    reaching: list[tuple[int, int, Cell]] = []
    for row in rows:
        reaching = [(last, column, cell) for last, column, cell in reaching if last >= row.number]
        for _, column, cell in reaching:
            _put(row.cells, column, cell)
        for merge in tops.get(row.number, ()):
            if merge.first_column < len(row.cells):
                cell = row.cells[merge.first_column]
                reaching.append((merge.last_row, merge.first_column, cell))
        yield row


def _put(cells: list[Cell], column: int, cell: Cell) -> None:
    cells.extend([EMPTY] * (column + 1 - len(cells)))
    if cells[column] is EMPTY:
        cells[column] = cell


_FOOTER: Final = re.compile(
    r"(tong (cong|so)|cong( :|:|$)|nguoi (lap|lam|kiem|tong hop)|lap (bang|bieu|danh sach)|"
    r"ke toan|thu truong|giam doc|tong giam doc|pho giam doc|truong (phong|don vi|ban)|"
    r"xac nhan|noi nhan|ghi chu ?:|luu y|danh sach (nay|tren)|to truong|hieu truong|chu tich|"
    r"t ?m |tm\.|ky,? (ten|ghi)|\(ky|.*\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b)"
)
_SECTION: Final = re.compile(
    r"[ivx]+\s*[.)]|[a-h]\s*[.)]|"
    r"(phong|to|doi|xuong|phan xuong|khoi|lop|bo phan|chi nhanh|ban|khoa|chuyen|nhom|khu pho|ap|"
    r"thon|ca|don vi|cua hang|kho|van phong|trung tam)\b"
)
_NUMBERING: Final = re.compile(r"\(?\s*(\d{1,2}|[a-zA-Z])\s*\)?")


def is_numbering(row: GridRow, heading_row: int) -> bool:
    """Tell the line "(1) (2) (3) ..." that forms put under the heading."""
    return row.number <= heading_row + 2 and _numbers_columns(row)


def _numbers_columns(row: GridRow) -> bool:
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    return len(texts) > 2 and all(_NUMBERING.fullmatch(text.strip()) for text in texts)  # noqa: PLR2004


def is_footer(texts: Sequence[str]) -> bool:
    """Tell a line of totals, dates or signatures by how its first text begins."""
    first = next((text for text in texts if text.strip()), "")
    return _FOOTER.match(fold(first)) is not None


def is_section(texts: Sequence[str], where: dict[Field, int], name_column: int) -> bool:
    """Tell the title of a part of the list ("II. Phòng Kế toán") from a person.

    A title has no number in the first column and nothing that is a person's own beside it; in the
    column of names it must also read like a title, because a name may stand alone by mistake.
    """
    number = where.get(Field.NUMBER, -1)
    shared = {column for field, column in where.items() if field in _SPREAD}
    own = [c for c, text in enumerate(texts) if text.strip() and c not in shared]
    if number in own and texts[number].strip(" .").isdigit():
        return False
    beside = [column for column in own if column not in (number, name_column)]
    if name_column not in own:
        return len(beside) <= 1
    return not beside and _SECTION.match(fold(texts[name_column])) is not None
