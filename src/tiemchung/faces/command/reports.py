"""The daily report: live until its cut-off, frozen and numbered when sent, compared ever after."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from tiemchung.country.rulebook import RuleBook
from tiemchung.domains.geography.places import Places
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.statistics import figures, report
from tiemchung.domains.statistics.report import Figures, ReportUnit, SentReport
from tiemchung.faces.command import report_files, screens
from tiemchung.faces.command.report_files import COLUMNS, PARTS, Paper
from tiemchung.faces.command.roles import READERS, REPORTERS
from tiemchung.faces.command.sites import day_of
from tiemchung.kernel import formats
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

PATH = "/command/bao-cao"
LISTED = 30
FIRST_DOSE = formats.local_date(report.CAMPAIGN_BEGAN) + timedelta(days=1)
"""The first day of the campaign, where no round of a province covers the day."""

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class SendReport(Struct, frozen=True):
    """The report of a day is sent for a unit."""

    ngay: date
    don_vi: int


class Asked(Struct, frozen=True):
    """The unit and day of a report that one may read."""

    unit: ReportUnit
    day: date
    book: RuleBook
    cutoff: datetime


def book_of(runtime: Runtime) -> RuleBook:
    """Return the dated rules in force."""
    return runtime.reference.current.of(Rules).book


async def unit_of(tx: Tx, actor: Actor, runtime: Runtime, unit_id: int) -> ReportUnit:
    """Return a unit within the reader's scope that makes reports; raises NotFound."""
    places = runtime.reference.current.of(Places)
    await figures.unit_place(tx, unit_id, actor.scope, places)
    unit = await report.unit_of_report(tx, unit=unit_id)
    if unit is None:
        raise NotFound(_("Đơn vị này không lập báo cáo ngày."))
    return unit


async def own_unit(tx: Tx, actor: Actor) -> int:
    """Return the unit whose report one sees first: one's own, or the first of one's region."""
    unit_id, where = actor.acting.unit_id, figures.own_place(actor.scope)
    if unit_id is not None and await report.unit_of_report(tx, unit=unit_id) is not None:
        return unit_id
    if where is None or where.level in ("nation", "facility"):
        raise NotFound(_("Vai trò đang dùng không gắn với đơn vị nào lập báo cáo."))
    return where.units[0]


async def asked_for(tx: Tx, request: AnyRequest, actor: Actor, runtime: Runtime) -> Asked:
    """Return the unit and day that an address names, else one's own and today."""
    wanted = request.query_params.get("don-vi", "")
    known = wanted.isascii() and wanted.isdigit() and len(wanted) < 10  # noqa: PLR2004 -- an int4
    unit_id = int(wanted) if known else await own_unit(tx, actor)
    day = day_of(request, "ngay", runtime.clock.today())
    book = book_of(runtime)
    return Asked(await unit_of(tx, actor, runtime, unit_id), day, book, report.cutoff_of(book, day))


async def _draft_page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, asked: Asked, form: Form[Any]
) -> Response[str]:
    drawn = await report.draw_up(tx, asked.unit.unit_id, asked.day, asked.book)
    sent = await report.reports_of(tx, unit=asked.unit.unit_id, limit=LISTED)
    own = actor.acting.unit_id == asked.unit.unit_id
    return render(
        "command/reports/draft.html", request, here="reports", asked=asked, parts=tables(drawn),
        columns=COLUMNS, form=form, status=form.status, sent=sent, now=runtime.clock.now(),
        of_day=[s for s in sent if s.day == asked.day],
        is_closed=runtime.clock.now() >= asked.cutoff,
        may_send=own and REPORTERS["who"].admits(actor), units=await _units(tx, actor, asked),
        text=report.as_text(asked.unit, asked.day, drawn),
    )  # fmt: skip


async def _units(tx: Tx, actor: Actor, asked: Asked) -> list[Any]:
    """Return the units below one's own, whose reports one reads too."""
    where = figures.own_place(actor.scope)
    if where is None:
        return []
    return list(await figures.units_below(tx, where, figures.Period(asked.day, asked.day)))


def tables(drawn: Figures) -> list[dict[str, Any]]:
    """Return the parts of a report for the page, each with its total."""
    found: list[dict[str, Any]] = []
    for part, title in PARTS.items():
        lines = report_files.unknown_named(getattr(drawn, part))
        sums = replace(report.total(lines), name=_("Cộng"))
        found.append({"title": title, "lines": lines, "total": sums})
    return found


@get(PATH, opt=READERS)
async def show_draft(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:  # fmt: skip
    """Show the report of a day as it stands now, and what was sent before."""
    asked = await asked_for(tx, request, actor, runtime)
    return await _draft_page(request, tx, actor, runtime, asked, Form())


@post(PATH + "/gui", opt=REPORTERS)
async def send(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:  # fmt: skip
    """Freeze and number the report of one's own unit."""
    form = await read_form(request, SendReport)
    if form.value is None:
        raise NotFound(_("Không có báo cáo này."))
    if form.value.don_vi != actor.acting.unit_id:
        raise NotFound(_("Mỗi đơn vị gửi báo cáo của mình."))
    book, day = book_of(runtime), form.value.ngay
    asked = Asked(
        await unit_of(tx, actor, runtime, form.value.don_vi), day, book, report.cutoff_of(book, day)
    )
    async with form.attempt(tx):
        report_id = await report.send(
            tx, asked.unit.unit_id, day, book, staff_id=actor.staff_id, now=runtime.clock.now()
        )
        return redirect(request, f"{PATH}/{report_id}", _("Đã gửi báo cáo. Số liệu đã chốt."))
    return await _draft_page(request, tx, actor, runtime, asked, form)


async def _sent(
    tx: Tx, actor: Actor, runtime: Runtime, report_id: UUID
) -> tuple[SentReport, Asked]:
    """Return a sent report of a unit within the reader's scope; raises NotFound."""
    sent = await report.report(tx, report_id=report_id)
    if sent is None:
        raise NotFound(_("Không có báo cáo này."))
    unit = await unit_of(tx, actor, runtime, sent.unit_id)
    return sent, Asked(unit, sent.day, book_of(runtime), sent.cutoff_at)


@get(PATH + "/{report_id:uuid}", opt=READERS)
async def show_sent(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime], report_id: FromPath[UUID],
) -> Response[str]:  # fmt: skip
    """Show a report as it was sent, and every figure that has moved since."""
    sent, asked = await _sent(tx, actor, runtime, report_id)
    frozen = report.frozen(sent)
    live = await report.draw_up(tx, asked.unit.unit_id, asked.day, asked.book)
    others = await report.reports_of(tx, unit=asked.unit.unit_id, limit=LISTED)
    return render(
        "command/reports/sent.html", request, here="reports", sent=sent, asked=asked,
        parts=tables(frozen), columns=COLUMNS, part_titles=PARTS,
        differences=report.differences(frozen, live), now=runtime.clock.now(),
        versions=[o for o in others if o.day == sent.day],
        text=report.as_text(asked.unit, asked.day, frozen),
    )  # fmt: skip


async def _paper(tx: Tx, runtime: Runtime, asked: Asked, number: str) -> Paper:
    places = runtime.reference.current.of(Places)
    province = places.units[asked.unit.unit_id].province
    above = "" if province is None else (await figures.name_of(tx, province))
    known = None
    if province is not None:
        known = await screens.round_of(tx, province=province, day=asked.day)
    return Paper(
        unit=asked.unit, above=above, day=asked.day, cutoff=formats.date_time(asked.cutoff),
        number=number, round_name=known.name if known else "Chiến dịch tiêm chủng COVID-19",
        started_on=known.starts_on if known else FIRST_DOSE,
        demo=runtime.is_demo,
    )  # fmt: skip


async def _file(kind: str, paper: Paper, drawn: Figures) -> Response[bytes]:
    """Answer with a file; setting it takes up to a tenth of a second, so not in the event loop."""
    if kind not in MEDIA:
        raise NotFound(_("Không có tệp này."))
    make = report_files.workbook if kind == "xlsx" else report_files.paper_of
    content = await asyncio.to_thread(make, paper, drawn)
    name = paper.number or f"nhap-{paper.day:%Y%m%d}-{paper.unit.code}"
    return Response(
        content, media_type=MEDIA[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )  # fmt: skip


@get(PATH + "/nhap/{kind:str}", opt=READERS)
async def download_draft(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime], kind: FromPath[str],
) -> Response[bytes]:  # fmt: skip
    """Download the report as it stands now: xlsx or pdf."""
    asked = await asked_for(tx, request, actor, runtime)
    drawn = await report.draw_up(tx, asked.unit.unit_id, asked.day, asked.book)
    return await _file(kind, await _paper(tx, runtime, asked, ""), drawn)


@get(PATH + "/{report_id:uuid}/{kind:str}", opt=READERS)
async def download_sent(
    tx: NamedDependency[Tx], actor: NamedDependency[Actor], runtime: NamedDependency[Runtime],
    report_id: FromPath[UUID], kind: FromPath[str],
) -> Response[bytes]:  # fmt: skip
    """Download a report as it was sent: xlsx or pdf."""
    sent, asked = await _sent(tx, actor, runtime, report_id)
    paper = await _paper(tx, runtime, asked, sent.number or "")
    return await _file(kind, paper, report.frozen(sent))


routes = [show_draft, send, show_sent, download_draft, download_sent]
