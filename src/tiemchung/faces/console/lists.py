"""Lists from Excel: uploaded, shown line by line, sent back corrected, taken in by the worker."""

from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import list_jobs
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import OpenUpload
from tiemchung.domains.planning.service.lists import SOURCE_TITLES
from tiemchung.domains.registry.events import Source
from tiemchung.domains.registry.lists.corrected import corrected_workbook
from tiemchung.domains.registry.lists.messages import MESSAGES, Code
from tiemchung.domains.registry.lists.model import ListLimits, ListReading
from tiemchung.domains.registry.lists.template import template_workbook
from tiemchung.faces.console import choices
from tiemchung.faces.console.rounds import seen_rounds
from tiemchung.faces.console.rows import options
from tiemchung.faces.console.words import STATES, TONES
from tiemchung.faces.console.workbook import download
from tiemchung.kernel import jobs
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import WHOLE, Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

SENDERS = requires(
    Role.ORGANISATION, Role.WARD, Role.DISTRICT, Role.PROVINCE, Role.FACILITY_HEAD
)  # fmt: skip
LIST = "/console/danh-sach"
LARGEST: Final = ListLimits().file_bytes
SHOWN: Final = 200
SOURCES = ("organisation", "ward", "school", "hospital", "army", "police")
OUTCOMES = {
    "registered": lazy("Đăng ký mới"),
    "known": lazy("Đã có hồ sơ, đưa vào danh sách"),
    "already_listed": lazy("Đã có trong danh sách"),
    "repeated": lazy("Trùng dòng khác trong tệp"),
    "refused": lazy("Chưa nhận, cần sửa"),
    "not_listed": lazy("Không đưa vào danh sách được"),
}
EXTRA = {
    "number_of_another": lazy("Số giấy tờ trùng với hồ sơ khác; đã mở hồ sơ xem xét."),
    "not_recorded": lazy("Hệ thống chưa nhận dòng này. Hãy báo trung tâm đáp ứng."),
}


class ListLine(Struct, frozen=True):
    """A list in the list of lists."""

    list_id: UUID
    name: str
    source: str
    file_name: str | None
    state: str
    rows_read: int
    rows_accepted: int
    rows_refused: int
    entered_at: datetime
    entered_by: str | None


class Upload(Struct, frozen=True, kw_only=True):
    """What goes with a file."""

    round_id: int
    source: Source
    name: str


class NoFields(Struct, frozen=True):
    """An act without fields."""


@sql
async def lists(tx: Tx, *, nation: bool, provinces: list[int], staff: UUID) -> list[ListLine]: ...


@get(LIST, opt=SENDERS)
async def show_lists(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """Show the lists that came as files, and the form for another one."""
    return await _list_page(request, tx, actor, Form[Upload]())


async def _list_page(
    request: AnyRequest, tx: Tx, actor: Actor, form: Form[Upload]
) -> Response[str]:
    if WHOLE in form.errors:
        form.errors["file"] = form.errors.pop(WHOLE)
    return render(
        "console/lists/list.html", request, here="lists", status=form.status, form=form,
        lists=await lists(
            tx, nation=actor.scope.nation, provinces=list(actor.scope.provinces),
            staff=actor.staff_id,
        ),
        rounds=options(await seen_rounds(tx, actor), "round_id", "name", "province"),
        sources=[{"value": s, "text": str(SOURCE_TITLES[s])} for s in SOURCES],
        source_titles=SOURCE_TITLES, states=STATES, tones=TONES,
    )  # fmt: skip


@post(LIST, opt=SENDERS, request_max_body_size=LARGEST + 1_000_000)
async def upload(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Keep a file for reading; the same file is refused a second time within a round."""
    form = await read_form(request, Upload)
    raw = await request.form()
    file = raw.get("file")
    content = b"" if file is None or isinstance(file, str) else await file.read()
    if not content:
        form.fault("file", _("Hãy chọn tệp Excel hoặc CSV."))
    elif len(content) > LARGEST:
        form.fault("file", _("Tệp lớn hơn %(size)s MB. Hãy tách ra.", size=LARGEST // 1_000_000))
    seat = await choices.seat_of(tx, actor)
    unit = None if seat is None else await geography.find_unit(tx, seat.unit_id)
    if unit is None or unit.province is None:
        raise NotFound(_("Vai trò này không thuộc một tỉnh."))
    if form.value is not None and not form.errors:
        name = str(getattr(file, "filename", "") or "danh-sach.xlsx")[-200:]
        sent = form.value
        wanted = {
            "list_id": uuid7(), "round_id": sent.round_id, "source": sent.source,
            "province_id": unit.province, "name": sent.name[:160], "file_name": name,
            "file_digest": sha256(content).digest(),
            "ward_id": unit.ward if actor.role == Role.WARD else None,
        }  # fmt: skip
        async with form.attempt(tx):
            command = msgspec.convert(wanted, OpenUpload)
            made = await planning.open_upload(
                tx, command, actor_id=actor.staff_id, now=runtime.clock.now()
            )
            await list_jobs.stage_list(
                tx, runtime.vault, made, name, content, owner_id=actor.staff_id
            )
            return redirect(request, f"{LIST}/{made}")
    return await _list_page(request, tx, actor, form)


@get("/console/danh-sach/mau.xlsx", opt=SENDERS)
async def give_template() -> Response[bytes]:
    """Give the blank list."""
    return download(template_workbook(), "mau-danh-sach.xlsx")


async def _own(tx: Tx, actor: Actor, list_id: UUID) -> Any:  # noqa: ANN401 -- a row of planning
    """Return a list of the actor's province or one they entered; raises NotFound."""
    found = await planning.find_list(tx, list_id)
    scope = actor.scope
    if scope.nation or found.province_id in scope.provinces or found.entered_by == actor.staff_id:
        return found
    raise NotFound(_("Không có danh sách này."))


@get("/console/danh-sach/{list_id:uuid}", opt=SENDERS)
async def show_list(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    list_id: FromPath[UUID],
    loc: FromQuery[str | None] = None,
    trang: FromQuery[int] = 1,
) -> Response[str]:
    """Show a staged list with its errors, the import with its progress, or what became of it."""
    found = await _own(tx, actor, list_id)
    job = await jobs.job(tx, job_id=list_id)
    reading, page = None, max(1, min(trang, 10_000))
    if found.state == "importing" and job is None:
        reading = await _read(tx, runtime, list_id)
    outcome = loc if loc in OUTCOMES else None
    imported = found.state == "imported"
    kept = await planning.rows_of_list(
        tx, list_id, outcome=outcome, page=page, page_size=SHOWN + 1
    ) if imported else []  # fmt: skip
    return render(
        "console/lists/one.html", request, here="lists", list=found, job=job, reading=reading,
        errors=reading.errors[:SHOWN] if reading else [],
        warnings=reading.warnings[:SHOWN] if reading else [],
        outcomes=await planning.outcomes_of_list(tx, list_id) if imported else [],
        rows=kept[:SHOWN], more=len(kept) > SHOWN, page=page, outcome=outcome,
        outcome_titles=OUTCOMES, sources=SOURCE_TITLES, message=_message, states=STATES,
    )  # fmt: skip


async def _read(tx: Tx, runtime: Runtime, list_id: UUID) -> ListReading:
    book = runtime.reference.current.of(Rules).book
    return await list_jobs.read_staged(
        tx, runtime.vault, list_id, book, today=runtime.clock.today()
    )


def _message(problem: dict[str, Any]) -> str:
    """Return what to do about a problem that was kept as a code."""
    code = str(problem.get("code", ""))
    if code in EXTRA:
        return str(EXTRA[code])
    try:
        words = MESSAGES[Code(code)].message
    except (KeyError, ValueError):
        return code
    return _(words, value=problem.get("value", "…"), other=problem.get("other", ""))


@get("/console/danh-sach/{list_id:uuid}/tien-do", opt=SENDERS)
async def show_progress(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    list_id: FromPath[UUID],
) -> Response[str]:
    """Show how far the import has come: the fragment that the page asks for again."""
    found = await _own(tx, actor, list_id)
    job = await jobs.job(tx, job_id=list_id)
    if job is None:
        raise NotFound(_("Danh sách này chưa được nhận."))
    return render("console/lists/_progress.html", request, list=found, job=job)


@get("/console/danh-sach/{list_id:uuid}/ban-sua.xlsx", opt=SENDERS)
async def give_corrected(
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    list_id: FromPath[UUID],
) -> Response[bytes]:
    """Give the rows with errors back, each with what to repair."""
    await _own(tx, actor, list_id)
    reading = await _read(tx, runtime, list_id)
    content = corrected_workbook(reading, only_with_errors=True)
    return download(content, "danh-sach-can-sua.xlsx")


@post("/console/danh-sach/{list_id:uuid}/nhan", opt=SENDERS)
async def accept(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    list_id: FromPath[UUID],
) -> Response[Any]:
    """Have the rows without errors taken in; the worker does it, the page shows how far it is."""
    await _own(tx, actor, list_id)
    form: Form[NoFields] = Form()
    page = f"{LIST}/{list_id}"
    async with form.attempt(tx):
        reading = await _read(tx, runtime, list_id)
        await list_jobs.accept_list(
            tx, list_id, rows=len(reading.rows), actor_id=actor.staff_id
        )  # fmt: skip
        return redirect(request, page, _("Đang nhập danh sách."))
    return redirect(request, page, form.errors[WHOLE], tone="warn")


@post("/console/danh-sach/{list_id:uuid}/bo", opt=SENDERS)
async def withdraw(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    list_id: FromPath[UUID],
) -> Response[Any]:
    """Take a list back that was not accepted; the repaired file may come in its place."""
    await _own(tx, actor, list_id)
    form: Form[NoFields] = Form()
    async with form.attempt(tx):
        await list_jobs.withdraw_list(tx, list_id)
        return redirect(request, LIST, _("Đã bỏ tệp này. Nộp tệp đã sửa khi sẵn sàng."))
    return redirect(request, f"{LIST}/{list_id}", form.errors[WHOLE], tone="warn")


routes = [
    show_lists, upload, give_template, show_list, show_progress, give_corrected, accept, withdraw,
]  # fmt: skip
