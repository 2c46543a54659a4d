"""The daily report as a spreadsheet and on paper."""

from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tiemchung.domains.statistics.report import Figures, ReportLine, ReportUnit, total
from tiemchung.kernel import formats
from tiemchung.kernel.i18n import Lazy, lazy, speaking
from tiemchung.kernel.i18n import gettext as _
from tiemchung.print.daily_report import DailyReport, ReportRow, daily_report_pdf
from tiemchung.print.letterhead import Letterhead
from tiemchung.print.press import Press

FONTS = Path(__file__).parents[2] / "static" / "dist" / "fonts-pdf"

COLUMNS: dict[str, Lazy] = {
    "called": lazy("Số đối tượng"),
    "referred": lazy("Chuyển bệnh viện"),
    "declined": lazy("Không đồng ý"),
    "deferred": lazy("Hoãn tiêm"),
    "contraindicated": lazy("Chống chỉ định"),
    "first_doses": lazy("Mũi 1"),
    "second_doses": lazy("Mũi 2"),
    "further_doses": lazy("Nhắc lại, bổ sung"),
    "used": lazy("Liều sử dụng"),
    "discarded": lazy("Liều hủy"),
    "common_reactions": lazy("Phản ứng thông thường"),
    "severe_events": lazy("Tai biến nặng"),
    "declared": lazy("Số báo cáo nhanh"),
    "entry_percent": lazy("Tỷ lệ nhập liệu (%)"),
}
"""Columns in the order of appendix 5 of decision 3588/QĐ-BYT, then what stands beside them."""

PARTS: dict[str, Lazy] = {"day": lazy("Trong ngày"), "cumulative": lazy("Lũy kế")}


class Paper(Struct, frozen=True, kw_only=True):
    """What a report says beside its figures."""

    unit: ReportUnit
    above: str
    day: date
    cutoff: str
    number: str
    round_name: str
    started_on: date
    demo: bool


def unknown_named(lines: list[ReportLine]) -> list[ReportLine]:
    """Give what happened in no known unit a name."""
    return [x if x.name else replace(x, name=_("Chưa rõ đơn vị")) for x in lines]


def workbook(paper: Paper, figures: Figures) -> bytes:
    """Write the report as a workbook, one sheet a part; what is not known is an empty cell."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for part, title in PARTS.items():
        sheet: Worksheet = book.create_sheet(str(title))
        _head(sheet, paper, str(title))
        _table(sheet, unknown_named(getattr(figures, part)))
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _head(sheet: Worksheet, paper: Paper, title: str) -> None:
    heads = (
        _("Báo cáo kết quả tiêm chủng ngày %(day)s", day=formats.date_short(paper.day)),
        paper.unit.name,
        f"{title} · {_('Chốt số liệu')}: {paper.cutoff}",
        _("Số: %(number)s", number=paper.number) if paper.number else _("Bản nháp, chưa gửi"),
        *([_("DEMO: dữ liệu mẫu, không có giá trị.")] if paper.demo else []),
    )
    for row, text in enumerate(heads, start=1):
        sheet.cell(row, 1, text).font = Font(bold=row == 1, size=14 if row == 1 else 11)


def _table(sheet: Worksheet, lines: list[ReportLine]) -> None:
    top = sheet.max_row + 2
    for column, title in enumerate((lazy("Đơn vị"), *COLUMNS.values()), start=1):
        cell = sheet.cell(top, column, str(title))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = 34 if column == 1 else 13
    rows = [*lines, replace(total(lines), name=_("Cộng"))]
    for row, line in enumerate(rows, start=top + 1):
        sheet.cell(row, 1, line.name).font = Font(bold=line is rows[-1])
        for column, name in enumerate(COLUMNS, start=2):
            value: int | float | None = getattr(line, name)
            sheet.cell(row, column, value).font = Font(bold=line is rows[-1])
    sheet.freeze_panes = f"B{top + 1}"


@cache
def press() -> Press:
    """Return the typesetter of this process."""
    return Press(FONTS)


def paper_of(paper: Paper, figures: Figures) -> bytes:
    """Print the report as it leaves the house: in Vietnamese, whoever asks."""
    with speaking("vi"):
        report = DailyReport(
            number=paper.number, round=paper.round_name, day=paper.day,
            started_on=paper.started_on, cutoff=paper.cutoff, place=paper.unit.name,
            signer="THỦ TRƯỞNG ĐƠN VỊ", day_rows=_rows(figures.day),
            day_total=_row(replace(total(figures.day), name="Cộng")),
            cumulative_rows=_rows(figures.cumulative),
            cumulative_total=_row(replace(total(figures.cumulative), name="Cộng")),
            remarks=[] if paper.number else ["Bản nháp, chưa gửi."],
        )  # fmt: skip
        return daily_report_pdf(press(), _letterhead(paper), report, demo=paper.demo)


def _rows(lines: list[ReportLine]) -> list[ReportRow]:
    return [_row(line) for line in unknown_named(lines)]


def _row(line: ReportLine) -> ReportRow:
    values = {name: getattr(line, name) for name in COLUMNS}
    return ReportRow(name=line.name, **values)


def _letterhead(paper: Paper) -> Letterhead:
    """Return who issues the report: the health office of the level."""
    name, above = paper.unit.name.upper(), paper.above.upper()
    heads = {
        "nation": ("", "BỘ Y TẾ"),
        "province": (f"ỦY BAN NHÂN DÂN {name}", "SỞ Y TẾ"),
        "district": (f"SỞ Y TẾ {above}", f"TRUNG TÂM Y TẾ {name}"),
    }
    superior, unit = heads.get(paper.unit.level, (above, f"TRẠM Y TẾ {name}"))
    return Letterhead(superior=superior, unit=unit)
