"""Cases about records: listed with their clock, answered by whom they lie with."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.registry import access
from tiemchung.domains.registry.answers import AnswerCase, settle_by_hand
from tiemchung.faces.console.words import CASE_KINDS, FLAGS
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

READERS = requires(
    Role.FACILITY_HEAD, Role.SITE_HEAD, Role.DISTRICT, Role.PROVINCE, Role.SUPPORT_DISTRICT
)
LIST = "/console/ho-so"
PAGE_SIZE = 50


class CaseLine(Struct, frozen=True):
    """A case as its list shows it."""

    case_id: UUID
    person_id: UUID
    number: str
    kind: str
    flags: list[str]
    opened_at: datetime
    due_at: datetime | None
    state: str
    answer: str | None
    full_name: str | None
    facility: str | None


class Answer(Struct, frozen=True, kw_only=True):
    """What was found out."""

    answer: str


@sql
async def cases(tx: Tx, *, open: bool, page_size: int, skipped: int) -> list[CaseLine]: ...  # noqa: A002 -- the statement's word


@sql
async def how_many(tx: Tx, *, open: bool) -> int: ...  # noqa: A002 -- the statement's word


@sql
async def one_case(tx: Tx, *, case_id: UUID) -> CaseLine | None: ...


@get(LIST, opt=READERS)
async def show_cases(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    loc: FromQuery[str] = "open",
    trang: FromQuery[int] = 1,
) -> Response[str]:
    """Show the cases that wait, or those that are settled (`loc=settled`)."""
    wait, page = loc != "settled", max(1, min(trang, 10_000))
    found = await cases(tx, open=wait, page_size=PAGE_SIZE, skipped=(page - 1) * PAGE_SIZE)
    total = await how_many(tx, open=wait)
    people = list(dict.fromkeys(c.person_id for c in found if c.full_name is not None))
    await access.log_listed(tx, actor, people, "in_scope", now=runtime.clock.now())
    return render(
        "console/cases/list.html", request, here="cases", cases=found, total=total, page=page,
        pages=-(-total // PAGE_SIZE), show="open" if wait else "settled", kinds=CASE_KINDS,
        flags=FLAGS, now=runtime.clock.now(),
    )  # fmt: skip


@get("/console/ho-so/{case_id:uuid}", opt=READERS)
async def show_case(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    case_id: FromPath[UUID],
) -> Response[str]:
    """Show a case with the record that it is about."""
    return await _page(request, tx, actor, runtime, case_id, Form[Answer]())


async def _page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, case_id: UUID, form: Form[Answer]
) -> Response[str]:
    found = await one_case(tx, case_id=case_id)
    if found is None:
        raise NotFound(_("Không có hồ sơ này trong phạm vi của bạn."))
    if found.full_name is not None:
        await access.log_listed(tx, actor, [found.person_id], "in_scope", now=runtime.clock.now())
    return render(
        "console/cases/case.html", request, here="cases", status=form.status, case=found,
        form=form, kinds=CASE_KINDS, flags=FLAGS, now=runtime.clock.now(),
    )  # fmt: skip


@post("/console/ho-so/{case_id:uuid}", opt=READERS)
async def answer(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    case_id: FromPath[UUID],
) -> Response[Any]:
    """Answer a case; its clock stops and the dose it was about may be confirmed."""
    form = await read_form(request, Answer)
    if form.value is not None:
        try:
            command = msgspec.convert(
                {"case_id": case_id, "answer": form.value.answer,
                 "owner": f"{actor.name} · {actor.role_title}"[:160]},
                AnswerCase,
            )  # fmt: skip
        except msgspec.ValidationError:
            form.fault("answer", _("Xin ghi từ 3 đến 500 ký tự."))
        else:
            async with form.attempt(tx):
                await settle_by_hand(tx, command, now=runtime.clock.now())
                return redirect(request, LIST, _("Đã trả lời hồ sơ."))
    return await _page(request, tx, actor, runtime, case_id, form)


routes = [show_cases, show_case, answer]
