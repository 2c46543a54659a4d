"""The daily report: drawn up live, frozen and numbered when it is sent (data-model 8).

A report covers what happened after the cut-off of the day before, up to its own, in the columns of
appendix 5 of 3588/QĐ-BYT. Once sent it never changes; what arrived later shows as differences, and
a second version of the day is a new report.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from msgspec import Struct

from tiemchung.country.rulebook import RuleBook
from tiemchung.kernel.clock import local_time
from tiemchung.kernel.errors import DomainError, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Queries, Tx

sql = Queries(__file__)

CAMPAIGN_BEGAN = datetime(2021, 3, 7, tzinfo=local_time(date(2021, 3, 7)).tzinfo)
"""Before the first dose of the campaign (8 March 2021): where cumulative figures begin."""

DEFAULT_CUTOFF = time(16, 0)


class CannotSend(DomainError):
    """A report of a day that is not over, or one that was sent meanwhile."""

    code: ClassVar[str] = "statistics.cannot_send"


class ReportLine(Struct, frozen=True):
    """One child unit's figures, in people or doses; `declared` is None where nobody declared.

    `declared_entered` are the doses of the sessions that declared, and of no others.
    """

    unit_id: int | None
    name: str
    called: int
    referred: int
    declined: int
    deferred: int
    contraindicated: int
    first_doses: int
    second_doses: int
    further_doses: int
    used: int
    discarded: int
    common_reactions: int
    severe_events: int
    declared: int | None
    declared_entered: int = 0

    @property
    def entry_percent(self) -> float | None:
        """Return entered doses as a share of the declared ones, one decimal; None if unknown."""
        return round(100 * self.declared_entered / self.declared, 1) if self.declared else None


SUMMED = ReportLine.__struct_fields__[2:]
COLUMNS = SUMMED[:-1]
"""What a report shows and compares; `declared_entered` stands in its share alone."""


class ReportUnit(Struct, frozen=True):
    """The unit that reports."""

    unit_id: int
    level: str
    name: str
    code: str


class Figures(Struct, frozen=True):
    """The lines of one report: of the day, and cumulative."""

    day: list[ReportLine]
    cumulative: list[ReportLine]


class SentReport(Struct, frozen=True):
    """A frozen report; `figures` is Figures as it was."""

    report_id: UUID
    unit_id: int
    day: date
    version: int
    number: str | None
    cutoff_at: datetime
    figures: dict[str, Any]
    made_at: datetime


class Difference(Struct, frozen=True):
    """A figure that has moved since the report was sent."""

    part: str
    unit: str
    column: str
    sent: int | None
    now: int | None


@sql
async def report_rows(
    tx: Tx, *, unit: int, level: str, since: datetime, until: datetime
) -> list[ReportLine]: ...


@sql
async def unit_of_report(tx: Tx, *, unit: int) -> ReportUnit | None: ...


@sql
async def last_of_day(tx: Tx, *, unit: int, day: date) -> SentReport | None: ...


@sql
async def add_report(
    tx: Tx,
    *,
    report_id: UUID,
    unit: int,
    day: date,
    version: int,
    number: str,
    cutoff_at: datetime,
    figures: dict[str, Any],
    now: datetime,
    sent_by: UUID,
) -> list[UUID]: ...


@sql
async def report(tx: Tx, *, report_id: UUID) -> SentReport | None: ...


@sql
async def reports_of(tx: Tx, *, unit: int, limit: int) -> list[SentReport]: ...


def cutoff_of(book: RuleBook, day: date) -> datetime:
    """Return the moment at which the report of a day closes, by the rule in force on it."""
    rule = book.on(day).report_cutoff
    at = rule.cutoff if rule is not None else DEFAULT_CUTOFF
    return local_time(day, at.hour, at.minute)


async def draw_up(tx: Tx, unit_id: int, day: date, book: RuleBook) -> Figures:
    """Count the report of a day as it stands now, in the jurisdiction of who asks."""
    unit = await unit_of_report(tx, unit=unit_id)
    if unit is None:
        raise NotFound(_("Không có đơn vị này."))
    until = cutoff_of(book, day)
    before = cutoff_of(book, day - timedelta(days=1))
    return Figures(
        day=await report_rows(
            tx, unit=unit_id, level=unit.level, since=before, until=until
        ),
        cumulative=await report_rows(
            tx, unit=unit_id, level=unit.level, since=CAMPAIGN_BEGAN, until=until
        ),
    )  # fmt: skip


def total(lines: Sequence[ReportLine]) -> ReportLine:
    """Add the lines up; a column that nobody knows has no total either."""
    sums: dict[str, int | None] = {}
    for column in SUMMED:
        known = [v for line in lines if (v := getattr(line, column)) is not None]
        sums[column] = sum(known) if known or column != "declared" else None
    return ReportLine(None, "", **sums)  # type: ignore[arg-type] -- only `declared` may be None


async def send(
    tx: Tx, unit_id: int, day: date, book: RuleBook, *, staff_id: UUID, now: datetime
) -> UUID:
    """Freeze and number the report of a day whose cut-off has passed; returns its id.

    Raises CannotSend before the cut-off, when nothing has moved since the last version, and when
    somebody else sends at the same moment.
    """
    unit = await unit_of_report(tx, unit=unit_id)
    cutoff = cutoff_of(book, day)
    if unit is None:
        raise NotFound(_("Không có đơn vị này."))
    if now < cutoff:
        raise CannotSend(
            _("Báo cáo này chốt lúc %(at)s; chưa thể gửi.", at=f"{cutoff:%H:%M %d/%m/%Y}")
        )
    figures = await draw_up(tx, unit_id, day, book)
    last = await last_of_day(tx, unit=unit_id, day=day)
    if last is not None and not differences(frozen(last), figures):
        raise CannotSend(_("Số liệu không khác bản đã gửi %(number)s.", number=last.number or ""))
    version = last.version + 1 if last is not None else 1
    report_id = uuid7()
    added = await add_report(
        tx, report_id=report_id, unit=unit_id, day=day, version=version,
        number=f"BC-{day:%Y%m%d}-{unit.code}" + (f".{version}" if version > 1 else ""),
        cutoff_at=cutoff, figures=msgspec.to_builtins(figures), now=now, sent_by=staff_id,
    )  # fmt: skip
    if not added:
        raise CannotSend(_("Báo cáo ngày này vừa được người khác gửi. Hãy tải lại trang."))
    return report_id


def frozen(sent: SentReport) -> Figures:
    """Read the figures of a sent report back."""
    return msgspec.convert(sent.figures, Figures)


def differences(sent: Figures, now: Figures) -> list[Difference]:
    """List every figure that is not what was sent."""
    found: list[Difference] = []
    for part in ("day", "cumulative"):
        old = {line.unit_id: line for line in getattr(sent, part)}
        new = {line.unit_id: line for line in getattr(now, part)}
        for unit_id in sorted(old.keys() | new.keys(), key=str):
            was, is_now = old.get(unit_id), new.get(unit_id)
            name = (was or is_now or total([])).name
            for column in COLUMNS:
                one = getattr(was, column) if was is not None else None
                other = getattr(is_now, column) if is_now is not None else None
                if (one or 0) != (other or 0):
                    found.append(Difference(part, name, column, one, other))
    return found


def as_text(unit: ReportUnit, day: date, figures: Figures) -> str:
    """Write the report as the text that people paste into messages."""
    today, all_days = total(figures.day), total(figures.cumulative)
    lines = [
        _("BÁO CÁO TIÊM CHỦNG NGÀY %(day)s – %(unit)s", day=f"{day:%d/%m/%Y}", unit=unit.name),
        _("Trong ngày: %(n)s mũi (mũi 1: %(a)s; mũi 2: %(b)s).", n=_n(today.used),
          a=_n(today.first_doses), b=_n(today.second_doses)),
        _("Lũy kế: %(n)s mũi (mũi 1: %(a)s; mũi 2: %(b)s).", n=_n(all_days.used),
          a=_n(all_days.first_doses), b=_n(all_days.second_doses)),
        _("Trì hoãn %(d)s, chống chỉ định %(c)s, chuyển viện %(r)s, từ chối %(x)s.",
          d=_n(today.deferred), c=_n(today.contraindicated), r=_n(today.referred),
          x=_n(today.declined)),
        _("Phản ứng thông thường %(a)s, tai biến nặng %(b)s.", a=_n(today.common_reactions),
          b=_n(today.severe_events)),
    ]  # fmt: skip
    if today.declared is not None:
        lines.append(
            _(
                "Số báo cáo nhanh %(d)s, đã nhập %(n)s.",
                d=_n(today.declared),
                n=_n(today.declared_entered),
            )
        )
    return "\n".join(lines)


def _n(number: int) -> str:
    return f"{number:,}".replace(",", ".")
