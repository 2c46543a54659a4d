"""The daily report on paper, in the columns of appendix 5 of decision 3588/QĐ-BYT.

The figures are those of the frozen report; this module adds nothing up except to check that the
totals it is given are the sums of the rows, because a report that does not add up must not leave.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from tiemchung.print.letterhead import Letterhead
from tiemchung.print.press import Press

TEMPLATE = "daily_report"

SUMMED = (
    "called",
    "referred",
    "declined",
    "deferred",
    "contraindicated",
    "first_doses",
    "second_doses",
    "further_doses",
    "used",
    "discarded",
    "common_reactions",
    "severe_events",
    "declared",
)


class ReportRow(Struct, frozen=True, kw_only=True):
    """One unit's figures in people or doses; None is unknown and printed as a dash.

    `declared` is the Số báo cáo nhanh; `entry_percent` the entered share of it, one decimal.
    """

    name: str
    called: int | None
    referred: int | None
    declined: int | None
    deferred: int | None
    contraindicated: int | None
    first_doses: int | None
    second_doses: int | None
    further_doses: int | None
    used: int | None
    discarded: int | None
    common_reactions: int | None
    severe_events: int | None
    declared: int | None
    entry_percent: float | None
    note: str = ""


class DailyReport(Struct, frozen=True, kw_only=True):
    """A frozen report: day and cumulative, each with rows and their total."""

    number: str
    round: str
    day: date
    started_on: date
    cutoff: str
    place: str
    signer: str
    day_rows: Sequence[ReportRow]
    day_total: ReportRow
    cumulative_rows: Sequence[ReportRow]
    cumulative_total: ReportRow
    remarks: Sequence[str] = ()


class DoesNotAddUpError(Exception):
    """A total differs from the sum of its rows; names the column and both numbers."""


def daily_report_pdf(press: Press, head: Letterhead, report: DailyReport, *, demo: bool) -> bytes:
    """Return the report, A4 landscape. Raises `DoesNotAddUpError`."""
    return press.pdf(TEMPLATE, daily_report_values(head, report, demo=demo))


def daily_report_values(head: Letterhead, report: DailyReport, *, demo: bool) -> dict[str, object]:
    """Return what the template reads. Raises `DoesNotAddUpError`."""
    _check_sums("Trong ngày", report.day_rows, report.day_total)
    _check_sums("Lũy kế", report.cumulative_rows, report.cumulative_total)
    values = {name: getattr(report, name) for name in report.__struct_fields__}
    return {"head": head, "demo": demo, **values}


def _check_sums(part: str, rows: Sequence[ReportRow], total: ReportRow) -> None:
    """Compare sums of what is known; a column nobody knows has no total either."""
    for column in SUMMED:
        known = [value for row in rows if (value := getattr(row, column)) is not None]
        expected = sum(known) if known else None
        stated = getattr(total, column)
        if stated != expected:
            raise DoesNotAddUpError(f"{part}, {column}: {stated} != {expected}")
