"""The lists that the employers of a synthetic population send, with what is true beside them."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from random import Random
from typing import Final

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tiemchung.demo.population.dialects import Dialect, draw_dialect
from tiemchung.demo.population.list_pages import Page, Writer
from tiemchung.demo.population.list_rows import Truth, Written
from tiemchung.demo.population.model import SyntheticPerson
from tiemchung.demo.population.territory import Territory
from tiemchung.domains.registry.lists.units import UnitRecord
from tiemchung.domains.registry.spelling import TONE_MARKS, fold_word, letters_and_tones

_KINDS: Final = (
    "Công ty TNHH",
    "Công ty Cổ phần",
    "Xí nghiệp",
    "Trường THPT",
    "Siêu thị",
    "Khách sạn",
)
_WORDS: Final = (
    "An Phát", "Đại Thành", "Hòa Bình", "Minh Khang", "Tân Tiến", "Sài Gòn Xanh", "Thủy Nguyên",
    "Hưng Thịnh", "Nhật Quang", "Bến Thành", "Phước Lộc", "Việt Mỹ",
)  # fmt: skip
_LONGEST_LIST: Final = 400


class ExpectedRow(Struct, frozen=True):
    """What is true of one row of the file; rows count as in Excel."""

    sheet: str
    row: int
    truth: Truth


class OrganisationList(Struct, frozen=True, kw_only=True):
    """A file as an organisation sends it, and every row of people in it as it really is."""

    filename: str
    organisation: str
    district: str
    content: bytes
    dialect: Dialect
    expected: tuple[ExpectedRow, ...]


def organisation_lists(
    people: Iterable[SyntheticPerson],
    *,
    seed: int,
    units: Iterable[UnitRecord],
    smallest: int = 12,
    province: str = "79",
) -> Iterator[OrganisationList]:
    """Yield the list of every employer with at least `smallest` people in the province.

    The people are those with an `employer`, first entries only. Each list is written in a dialect
    of its own, drawn from the seed; lists longer than 400 people are cut into several.
    """
    territory = Territory(units)
    staff: dict[tuple[str, int], list[SyntheticPerson]] = {}
    for person in people:
        if person.employer is not None and person.same_as is None and person.province == province:
            staff.setdefault((person.district, person.employer), []).append(person)
    for (district, number), everybody in sorted(staff.items()):
        for part in range(0, len(everybody), _LONGEST_LIST):
            members = everybody[part : part + _LONGEST_LIST]
            if len(members) >= smallest:
                rng = Random(f"{seed}:{district}:{number}:{part}")
                yield _list(rng, district, number, members, territory)


def _list(
    rng: Random, district: str, number: int, people: list[SyntheticPerson], territory: Territory
) -> OrganisationList:
    dialect = draw_dialect(rng)
    organisation = f"{rng.choice(_KINDS)} {rng.choice(_WORDS)} {number + 1}"
    writer = Writer(rng, dialect, territory, organisation)
    step = -(-len(people) // dialect.sheets)
    pages = [
        writer.page(
            "Sheet1" if dialect.sheets == 1 else f"Xưởng {at + 1}",
            people[at * step : (at + 1) * step],
        )
        for at in range(dialect.sheets)
        if people[at * step : (at + 1) * step]
    ]
    is_excel = dialect.file == "xlsx"
    content = _workbook(pages, dialect) if is_excel else _csv(rng, pages[0], dialect.file)
    expected = tuple(
        ExpectedRow(page.name if is_excel else "CSV", row, truth)
        for page in pages
        for row, truth in page.truths
    )
    suffix = "xlsx" if is_excel else "csv"
    return OrganisationList(
        filename=f"danh-sach-{district}-{number + 1:02}.{suffix}",
        organisation=organisation,
        district=district,
        content=content,
        dialect=dialect,
        expected=expected,
    )


def _workbook(pages: list[Page], dialect: Dialect) -> bytes:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    if dialect.other_sheet:
        first.title = "Ghi chú"
        first["A1"] = "Gửi trước ngày 25/7"
    for index, page in enumerate(pages):
        sheet = first if index == 0 and not dialect.other_sheet else book.create_sheet()
        sheet.title = page.name
        _fill(sheet, page)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def _fill(sheet: Worksheet, page: Page) -> None:
    fonts: dict[str, Font] = {}
    for number, cells in enumerate(page.rows, start=1):
        for column, written in enumerate(cells, start=1):
            if written.value is None:
                continue
            cell = sheet.cell(number, column, written.value)
            if written.font:
                cell.font = fonts.setdefault(written.font, Font(name=written.font))
            if written.format:
                cell.number_format = written.format
    for first_row, last_row, first_column, last_column in page.merges:
        first, last = get_column_letter(first_column + 1), get_column_letter(last_column + 1)
        sheet.merge_cells(f"{first}{first_row}:{last}{last_row}")
    for row in page.hidden:
        sheet.row_dimensions[row].hidden = True


def _csv(rng: Random, page: Page, file: str) -> bytes:
    encoding = file.removeprefix("csv-")
    text = StringIO(newline="")
    delimiter = "\t" if encoding == "utf-16" else rng.choice((",", ";"))
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    for cells in page.rows:
        writer.writerow([_csv_text(cell) for cell in cells])
    if encoding == "cp1258":
        return b"".join(_cp1258(char) for char in text.getvalue())
    return text.getvalue().encode(encoding, "replace")


def _csv_text(cell: Written) -> str:
    return "" if cell.value is None else str(cell.value)


def _cp1258(char: str) -> bytes:
    """Write one letter in Windows-1258: the letter with its mark, then the tone behind it."""
    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        letter, (tone,) = letters_and_tones(char)
        try:
            return (letter + TONE_MARKS[tone]).encode("cp1258")
        except UnicodeEncodeError:
            return fold_word(char).encode("cp1258", "replace")
