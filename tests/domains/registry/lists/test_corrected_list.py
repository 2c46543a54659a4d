"""The corrected file and the blank template: what is written, and that it can be read again."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.domains.registry.conftest import ReadRows

from tiemchung.domains.registry.lists.corrected import corrected_workbook
from tiemchung.domains.registry.lists.headings import CANONICAL
from tiemchung.domains.registry.lists.legacy_fonts import encode_tcvn3
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import Field, ReadingRules
from tiemchung.domains.registry.lists.reader import read_list
from tiemchung.domains.registry.lists.template import template_workbook

HEADING = ["STT", "Họ và tên", "Năm sinh", None, "CMND/CCCD", "SĐT"]
BELOW = [None, None, "Nam", "Nữ", None, None]
ROWS = [
    HEADING,
    BELOW,
    [1, encode_tcvn3("Nguyễn Văn Hùng"), 1970, None, 79070012345, 901234567],
    [2, "Trần Thị 2", None, "x", "24123457", "=1+1"],
    [3, "=HYPERLINK", None, "1985", "-1+1|cmd", "@SUM(1)"],
]


def colour(page: Worksheet, row: int, column: int) -> str:
    fill: Any = page.cell(row, column).fill
    return str(fill.start_color.rgb)


def first_page(content: bytes) -> Worksheet:
    return load_workbook(BytesIO(content)).worksheets[0]


def test_rows_come_back_with_what_to_repair(read_rows: ReadRows) -> None:
    page = first_page(corrected_workbook(read_rows(ROWS)))
    said = [str(page.cell(row, 7).value or "") for row in (2, 3, 4)]
    assert page.cell(1, 7).value == "Lỗi cần sửa"
    assert page.cell(2, 2).value == "Nguyễn Văn Hùng"
    assert page.cell(2, 5).value == "079070012345"
    assert "B: “Trần Thị 2” không phải họ tên" in said[1]
    assert colour(page, 3, 2) == "FFF4C7C3"
    assert colour(page, 2, 2) != "FFF4C7C3"
    assert page.cell(3, 8).value == "E: 024123457"


def test_no_value_is_ever_a_formula(read_rows: ReadRows) -> None:
    page = first_page(corrected_workbook(read_rows(ROWS)))
    for row in page.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert cell.value is None or isinstance(cell.value, str)
            if str(cell.value or "")[:1] in tuple("=+-@"):
                assert cell.quotePrefix


def test_the_corrected_file_is_read_as_the_first_one(
    read_rows: ReadRows, rules: ReadingRules
) -> None:
    first = read_rows(ROWS)
    again = read_list(corrected_workbook(first), "b.xlsx", rules=rules)
    assert [row.person for row in again.rows] == [row.person for row in first.rows]
    assert [p.code for p in again.errors] == [
        p.code for p in first.errors if p.code is not Code.FORMULA_WITHOUT_VALUE
    ]
    assert Code.COLUMN_NOT_UNDERSTOOD not in {p.code for p in again.warnings}


def test_only_rows_with_errors_on_request_and_a_refused_file_says_why(read_rows: ReadRows) -> None:
    reading = read_rows(ROWS)
    page = first_page(corrected_workbook(reading, only_with_errors=True))
    assert page.max_row == 1 + sum(not row.accepted for row in reading.rows)
    refused = read_rows([["xin chào"]])
    assert "tiêu đề" in str(first_page(corrected_workbook(refused))["A2"].value)


def test_the_template_is_understood_and_keeps_zeros(rules: ReadingRules) -> None:
    content = template_workbook(groups=rules.groups, provinces=["Thành phố Hồ Chí Minh"])
    assert [p.code for p in read_list(content, "mau.xlsx", rules=rules).errors] == [Code.NO_PEOPLE]
    book = load_workbook(BytesIO(content))
    page = book["Danh sách"]
    assert page["F2"].number_format == "@"
    assert len(page.data_validations.dataValidation) == 3
    assert book["Danh mục"].sheet_state == "hidden"
    guidance = "\n".join(str(row[1]) for row in book["Hướng dẫn"].iter_rows(values_only=True))
    assert "05/03/1970" in guidance
    filled = {
        Field.NAME: "Nguyễn Văn An", Field.BIRTH: "1970", Field.SEX: "Nam",
        Field.DOCUMENT: "079070012345", Field.PROVINCE: "Thành phố Hồ Chí Minh",
        Field.DISTRICT: "Quận 1", Field.WARD: "Phường Bến Nghé",
        Field.PRIORITY_GROUP: "13. Người lao động", Field.NEIGHBOURHOOD: "Khu phố 1",
    }  # fmt: skip
    headings = [str(cell.value).removesuffix(" (*)") for cell in page[1]]
    for field, value in filled.items():
        page.cell(2, headings.index(CANONICAL[field]) + 1, value)
    packed = BytesIO()
    book.save(packed)
    reading = read_list(packed.getvalue(), "mau.xlsx", rules=rules)
    (row,) = reading.rows
    assert row.accepted
    assert (row.person.ward_code, row.person.priority_group) == ("26740", "13")
    assert row.person.neighbourhood == "Khu phố 1"
