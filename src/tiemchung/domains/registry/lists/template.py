"""The blank list that organisations and wards fill in: one sheet to fill, guidance, choices."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tiemchung.domains.registry.lists.headings import CANONICAL
from tiemchung.domains.registry.lists.model import Field
from tiemchung.domains.registry.lists.reader import OWN_SHEETS
from tiemchung.kernel.i18n import Lazy, lazy

_LAST_ROW: Final = 2_000
_HEADING: Final = PatternFill("solid", start_color="FF005EB8")
_REQUIRED: Final = PatternFill("solid", start_color="FF003087")
_WHITE: Final = Font(bold=True, color="FFFFFFFF")
_WRAPPED: Final = Alignment(wrap_text=True, vertical="center", horizontal="center")

# Column, width, required, what to write there.
_COLUMNS: Final[tuple[tuple[Field, int, bool, Lazy], ...]] = (
    (Field.NUMBER, 6, False, lazy("Số thứ tự, có thể để trống.")),
    (Field.NAME, 28, True, lazy("Họ, tên đệm và tên như trên giấy tờ, có dấu, trong một ô.")),
    (
        Field.BIRTH,
        14,
        True,
        lazy("Ngày/tháng/năm, ví dụ 05/03/1970. Không nhớ ngày thì chỉ ghi năm."),
    ),
    (Field.SEX, 10, True, lazy("Chọn Nam hoặc Nữ.")),
    (Field.PHONE, 16, False, lazy("Mỗi người một số nếu có; cả nhà dùng chung một số cũng được.")),
    (
        Field.DOCUMENT,
        22,
        False,
        lazy("CMND 9 số, CCCD 12 số hoặc hộ chiếu. Chưa có thì ghi “chưa có” hoặc “mất”."),
    ),
    (Field.HEALTH_CARD, 18, False, lazy("15 ký tự trên thẻ cũ hoặc 10 số trên thẻ mới.")),
    (Field.NATIONALITY, 12, False, lazy("Để trống nếu là người Việt Nam.")),
    (Field.OCCUPATION, 18, False, lazy("Nghề đang làm.")),
    (Field.WORKPLACE, 24, False, lazy("Phòng, ban, xưởng hoặc lớp.")),
    (Field.PROVINCE, 20, True, lazy("Nơi đang ở, không phải nơi thường trú.")),
    (Field.DISTRICT, 20, True, lazy("Nơi đang ở.")),
    (Field.WARD, 20, True, lazy("Nơi đang ở.")),
    (Field.NEIGHBOURHOOD, 18, False, lazy("Ví dụ: Tổ dân phố 12, Khu phố 3, Ấp 2.")),
    (Field.ADDRESS, 30, False, lazy("Số nhà và tên đường.")),
    (Field.PRIORITY_GROUP, 30, False, lazy("Chọn trong danh sách.")),
    (Field.NOTE, 24, False, lazy("Điều cần lưu ý; không ghi bệnh tật của người được tiêm.")),
)
_RULES: Final = (
    lazy("Mỗi người một dòng. Không gộp ô, không thêm dòng tổng cộng."),
    lazy("Các cột đã ở dạng Văn bản để giữ số 0 ở đầu; khi dán hãy chọn “Chỉ dán giá trị”."),
    lazy("Dùng phông Unicode (Arial, Times New Roman), không dùng .VnTime hay VNI."),
    lazy("Gửi tệp trên cổng thông tin; dòng sai được trả lại trong tệp có ghi cách sửa."),
)


def template_workbook(
    *, groups: Mapping[str, str] | None = None, provinces: Sequence[str] = ()
) -> bytes:
    """Make the blank list as .xlsx bytes, in the language of the request where it explains.

    `groups` (code → name) and `provinces` fill the drop-downs. Headings stay Vietnamese, because
    the reader and the offices know them so.
    """
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    page.title = "Danh sách"
    _headings(page)
    choices = book.create_sheet(OWN_SHEETS[1])
    lists = {
        Field.SEX: ["Nam", "Nữ"],
        Field.PROVINCE: list(provinces),
        Field.PRIORITY_GROUP: [f"{code}. {name}" for code, name in (groups or {}).items()],
    }
    for index, (field, values) in enumerate(lists.items(), start=1):
        _choose(page, choices, field, index, values)
    choices.sheet_state = "hidden"
    _guidance(book.create_sheet(OWN_SHEETS[0]))
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def _headings(page: Worksheet) -> None:
    for index, (field, width, required, _) in enumerate(_COLUMNS, start=1):
        cell = page.cell(1, index, CANONICAL[field] + (" (*)" if required else ""))
        cell.font, cell.alignment = _WHITE, _WRAPPED
        cell.fill = _REQUIRED if required else _HEADING
        column = page.column_dimensions[get_column_letter(index)]
        column.width = width
        column.number_format = "@"
        for row in range(2, _LAST_ROW // 10 + 2):
            page.cell(row, index).number_format = "@"
    page.freeze_panes = "C2"


def _choose(
    page: Worksheet, choices: Worksheet, field: Field, index: int, values: list[str]
) -> None:
    """Put the values in a column of the hidden sheet and offer them as a drop-down."""
    if not values:
        return
    letter = get_column_letter(index)
    for row, value in enumerate(values, start=1):
        choices.cell(row, index, value)
    at = next(i for i, column in enumerate(_COLUMNS, start=1) if column[0] is field)
    formula = f"'{choices.title}'!${letter}$1:${letter}${len(values)}"
    offered = DataValidation(type="list", formula1=formula, allow_blank=True)
    offered.showErrorMessage = field is Field.SEX
    target = get_column_letter(at)
    offered.sqref = MultiCellRange(f"{target}2:{target}{_LAST_ROW}")
    page.add_data_validation(offered)


def _guidance(page: Worksheet) -> None:
    page.column_dimensions["A"].width = 32
    page.column_dimensions["B"].width = 90
    row = 1
    for rule in _RULES:
        page.cell(row, 2, str(rule)).alignment = Alignment(wrap_text=True)
        row += 1
    for field, _, required, explained in _COLUMNS:
        row += 1
        page.cell(row, 1, CANONICAL[field] + (" (*)" if required else "")).font = Font(bold=True)
        page.cell(row, 2, str(explained)).alignment = Alignment(wrap_text=True)
