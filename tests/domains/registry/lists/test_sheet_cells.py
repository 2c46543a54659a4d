"""Our reader of sheets against openpyxl, the library that reads them whole."""

# ruff: noqa: DTZ001 - Excel knows no time zones

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tiemchung.domains.registry.lists.archive import Archive
from tiemchung.domains.registry.lists.cells import Cell, CellFault, Grid, column_letter
from tiemchung.domains.registry.lists.model import ListLimits
from tiemchung.domains.registry.lists.sheet import column_index, read_sheet
from tiemchung.domains.registry.lists.workbook import read_workbook

LIMITS = ListLimits()


def packed(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def first_page(book: Workbook) -> Worksheet:
    page = book.active
    assert isinstance(page, Worksheet)
    return page


def grids(content: bytes) -> list[Grid]:
    archive = Archive(BytesIO(content), LIMITS.unpacked_bytes)
    book = read_workbook(archive, LIMITS)
    return [read_sheet(archive, book, sheet, LIMITS) for sheet in book.sheets]


def cells(content: bytes, sheet: int = 0) -> dict[str, Cell]:
    return {
        f"{column_letter(at)}{row.number}": cell
        for row in grids(content)[sheet].rows
        for at, cell in enumerate(row.cells)
        if cell.text or cell.fault
    }


def repacked(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """Write a workbook anew with one part changed as another program would have written it."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body.decode()).encode() if name == part else body)
        if part not in old.namelist():
            new.writestr(part, change(""))
    return out.getvalue()


texts = st.text(
    alphabet=st.characters(min_codepoint=32, max_codepoint=0xFFFD, exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=20,
).filter(lambda text: text.strip() and not text.startswith("=") and "_x" not in text)
values = st.one_of(
    st.none(),
    texts,
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.datetimes(datetime(1900, 3, 1), datetime(2021, 7, 20)).map(
        lambda t: t.replace(microsecond=0)
    ),
)


@given(st.lists(st.lists(values, min_size=1, max_size=6), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_cell_is_read_as_openpyxl_reads_it(rows: list[list[Any]]) -> None:
    book = Workbook()
    page = first_page(book)
    for row in rows:
        page.append(row)
    content = packed(book)
    ours = cells(content)
    theirs = load_workbook(BytesIO(content), data_only=True).worksheets[0]
    for row in theirs.iter_rows():
        for cell in row:
            mine = ours.get(cell.coordinate, Cell(""))
            if isinstance(cell.value, datetime):
                assert mine.text == cell.value.strftime("%d/%m/%Y")
            elif isinstance(cell.value, (int, float)):
                assert mine.value == pytest.approx(cell.value)
            else:
                assert mine.text.strip() == (str(cell.value or "")).strip()


@given(st.integers(0, 16_383))
def test_column_letters_go_both_ways(index: int) -> None:
    assert column_index(column_letter(index)) == index


def test_hidden_rows_merges_fonts_and_sheets_are_seen() -> None:
    book = Workbook()
    page = first_page(book)
    page["A1"], page["A2"], page["B2"] = "một", "hai", "NguyÔn"
    page["B2"].font = Font(name=".VnTime")
    page.row_dimensions[2].hidden = True
    page.merge_cells("A3:C5")
    hidden = book.create_sheet("Ẩn")
    hidden["A1"], hidden.sheet_state = "x", "hidden"
    first, second = grids(packed(book))
    rows = list(first.rows)
    assert [(row.number, row.hidden) for row in rows if any(c.text for c in row.cells)] == [
        (1, False), (2, True),
    ]  # fmt: skip
    assert rows[1].cells[1].font == ".VnTime"
    merge = first.merges[0]
    assert (merge.first_row, merge.last_row, merge.first_column, merge.last_column) == (3, 5, 0, 2)
    assert (second.name, second.hidden) == ("Ẩn", True)


def test_dates_of_the_1904_system() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    first_page(book)["A1"] = datetime(1970, 3, 5)
    content = packed(book)
    assert grids(content)[0].from_1904
    assert cells(content)["A1"].text == "05/03/1970"


@pytest.mark.parametrize(
    ("form", "is_date"),
    [("dd/mm/yyyy", True), ("mm-dd-yy", True), ("[$-42A]dd mmmm yyyy", True), ("0", False),
     ("General", False), ("@", False), ('0" ngày"', False), ("#,##0.00", False), ("[Red]0", False)],
)  # fmt: skip
def test_formats_tell_dates_from_numbers(form: str, *, is_date: bool) -> None:
    book = Workbook()
    cell = first_page(book)["A1"]
    cell.value, cell.number_format = 25632, form
    found = cells(packed(book))["A1"]
    assert isinstance(found.value, datetime) is is_date
    assert found.text == ("05/03/1970" if is_date else "25632")


def test_formulas_with_and_without_a_result_and_errors() -> None:
    book = Workbook()
    page = first_page(book)
    page["A1"], page["A2"], page["A3"] = "=1+1", '="Lan"', "#N/A"
    content = packed(book)
    assert cells(content)["A1"].fault is CellFault.FORMULA_WITHOUT_VALUE
    assert cells(content)["A3"].fault is CellFault.ERROR
    saved = repacked(
        content,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>").replace(
            "<f>1+1</f><v />", "<f>1+1</f><v>2</v>"
        ),
    )
    assert cells(saved)["A1"] == Cell("2", 2.0, "Calibri")


def test_sheets_as_other_programs_write_them() -> None:
    book = Workbook()
    first_page(book)["A1"] = "x"
    strange = (
        '<?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main">'
        '<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>Nguyễn </x:t></x:r><x:r><x:t>An'
        "</x:t></x:r></x:is></x:c><x:c><x:v>1E3</x:v></x:c></x:row><x:row/>"
        '<x:row><x:c r="C3" t="d">'
        '<x:v>1970-03-05T00:00:00</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c></x:row></x:sheetData>'
        "</x:worksheet>"
    )
    content = repacked(packed(book), "xl/worksheets/sheet1.xml", lambda _: strange)
    found = cells(content)
    assert found["A1"].text == "Nguyễn An"
    assert found["B1"].text == "1000"
    assert found["C3"].text == "05/03/1970"
    assert found["D3"].text == "x"


def test_shared_rich_text_keeps_the_font_of_its_run_and_leaves_readings_out() -> None:
    book = Workbook()
    first_page(book)["A1"] = "x"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    content = repacked(
        packed(book),
        "xl/sharedStrings.xml",
        lambda _: (
            f'<sst {main} count="2"><si><t>An</t></si><si><r><rPr><rFont val="VNI-Times"/></rPr>'
            "<t>Nguyeãn</t></r><rPh><t>phonetic</t></rPh></si></sst>"
        ),
    )
    content = repacked(
        content,
        "xl/worksheets/sheet1.xml",
        lambda _: (
            f'<worksheet {main}><sheetData><row r="2"><c r="B2" t="s"><v>1</v></c>'
            '<c r="C2" t="s"><v>0</v></c></row></sheetData></worksheet>'
        ),
    )
    assert cells(content) == {
        "B2": Cell("Nguyeãn", font="VNI-Times"),
        "C2": Cell("An", font="Calibri"),
    }
