"""A ward's people by neighbourhood and household, also those who never registered a wish."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import service as planning
from tiemchung.domains.planning.model import Enlisted, WardLine
from tiemchung.domains.planning.service.lists import SHOWN
from tiemchung.domains.registry import access
from tiemchung.faces.console import choices
from tiemchung.faces.console.printing import PDF, press
from tiemchung.faces.console.words import REMOVE_REASONS, SEXES, STATES, TONES, state_of
from tiemchung.faces.console.workbook import download
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.formats import birth_date, masked
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import WHOLE, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.print.letterhead import Letterhead
from tiemchung.print.ward_list import (
    ListedNeighbourhood,
    ListedPerson,
    WardList,
    ward_list_pdf,
)
from tiemchung.runtime import Runtime

sql = Queries(__file__)

KEEPERS = requires(Role.WARD, Role.DISTRICT, Role.PROVINCE, Role.FACILITY_HEAD)
LIST = "/console/phuong"
PAGE_SIZE = 100
MOST_PRINTED = 3_000
FILTERS = ("all", "unlisted", "waiting", "assigned", "called", "deferred", "vaccinated", "removed")


class RoundChoice(Struct, frozen=True):
    """A round of the ward's province."""

    round_id: int
    name: str
    province_id: int
    starts_on: date
    ends_on: date


class Removal(Struct, frozen=True, kw_only=True):
    """A person taken off the lists of a round, with a reason."""

    person_id: UUID
    candidate_id: UUID
    reason: str
    ward: int


class Adding(Struct, frozen=True, kw_only=True):
    """A resident put on the ward's list."""

    person_id: UUID
    ward: int
    round_id: int | None = None


@sql
async def rounds(tx: Tx, *, ward: int) -> list[RoundChoice]: ...


@get(LIST, opt=KEEPERS)
async def show_ward(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    xa: FromQuery[int | None] = None,
    to: FromQuery[int | None] = None,
    dot: FromQuery[int | None] = None,
    loc: FromQuery[str] = "all",
    trang: FromQuery[int] = 1,
) -> Response[str]:
    """Show a ward's list: `xa` the ward, `to` a neighbourhood, `dot` a round, `loc` a state."""
    wards = await choices.wards_of(tx, actor, runtime.clock.today())
    ward = next((w for w in wards if w.unit_id == xa), None)
    if xa is not None and ward is None:
        raise NotFound(_("Không có phường, xã này trong phạm vi của bạn."))
    if ward is None and len(wards) == 1:
        ward = wards[0]
    options = [{"value": str(w.unit_id), "text": f"{w.name} · {w.parent}"} for w in wards]
    if ward is None:
        return render("console/wards/choose.html", request, here="wards", wards=options)
    known = await rounds(tx, ward=ward.unit_id)
    round_id = dot if dot is not None else (known[0].round_id if known else None)
    page, show = max(1, trang), loc if loc in SHOWN else "all"
    lines, counts = await planning.ward_list(
        tx, ward.unit_id, round_id=round_id, neighbourhood=to, show=show, page=page,
        page_size=PAGE_SIZE,
    )  # fmt: skip
    await access.log_listed(
        tx, actor, [n.person_id for n in lines], "ward_list", now=runtime.clock.now()
    )
    by_state = {c.state or "unlisted": c.people for c in counts}
    total = sum(by_state.values()) if show == "all" else by_state.get(show, 0)
    return render(
        "console/wards/list.html", request, here="wards", ward=ward, wards=options,
        groups=grouped(lines), counts=by_state, total=total, page=page,
        pages=-(-total // PAGE_SIZE), show=show, filters=FILTERS, states=STATES, tones=TONES,
        state_of=state_of, sexes=SEXES, rounds=known, round_id=round_id, neighbourhood=to,
        neighbourhoods=await choices.neighbourhoods(tx, ward=ward.unit_id),
        reasons=REMOVE_REASONS,
    )  # fmt: skip


def grouped(lines: Sequence[WardLine]) -> list[dict[str, Any]]:
    """Group lines that come in order into neighbourhoods and households."""
    return [
        {
            "name": name,
            "households": [
                list(members)
                for _household, members in groupby(own, key=lambda n: n.household_id or n.person_id)
            ],
        }
        for name, own in groupby(lines, key=lambda n: n.neighbourhood)
    ]


@post("/console/phuong/them", opt=KEEPERS)
async def add(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Put a resident who never registered on the ward's list."""
    form = await read_form(request, Adding)
    if form.value is None:
        return redirect(request, LIST, _("Không đọc được yêu cầu."), tone="warn")
    sent = form.value
    back = f"{LIST}?xa={sent.ward}"
    async with form.attempt(tx):
        place = await geography.find_unit(tx, sent.ward)
        listed = await planning.standing_list(
            tx, "ward", round_id=sent.round_id, province_id=place.province, ward_id=sent.ward,
            actor_id=actor.staff_id, now=runtime.clock.now(),
        )  # fmt: skip
        done = await planning.enlist(
            tx, listed, [Enlisted(person_id=sent.person_id)], now=runtime.clock.now(),
            actor_id=actor.staff_id,
        )  # fmt: skip
        if not done:
            raise NotFound(_("Không có người này trong phạm vi của bạn."))
        return redirect(request, back, _("Đã đưa vào danh sách của phường."))
    return redirect(request, back, form.errors[WHOLE], tone="warn")


@post("/console/phuong/bo", opt=KEEPERS)
async def remove(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Take a person off the round's lists with a reason; what happened stays."""
    form = await read_form(request, Removal)
    if form.value is None or form.value.reason not in REMOVE_REASONS:
        return redirect(request, LIST, _("Xin chọn lý do."), tone="warn")
    sent = form.value
    back = f"{LIST}?xa={sent.ward}"
    async with form.attempt(tx):
        await planning.remove_candidate(
            tx, sent.person_id, sent.candidate_id, reason=sent.reason, actor_id=actor.staff_id,
            now=runtime.clock.now(),
        )  # fmt: skip
        return redirect(request, back, _("Đã bỏ khỏi danh sách; có thể đưa lại."))
    return redirect(request, back, form.errors[WHOLE], tone="warn")


@post("/console/phuong/dua-lai", opt=KEEPERS)
async def give_back(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Put a person back on the list who was taken off, has deferred or declined."""
    form = await read_form(request, Removal)
    if form.value is None:
        return redirect(request, LIST, _("Không đọc được yêu cầu."), tone="warn")
    sent = form.value
    back = f"{LIST}?xa={sent.ward}"
    async with form.attempt(tx):
        await planning.return_candidate(
            tx, sent.person_id, sent.candidate_id, reason="by_hand", actor_id=actor.staff_id,
            now=runtime.clock.now(),
        )  # fmt: skip
        return redirect(request, back, _("Đã đưa lại vào danh sách chờ."))
    return redirect(request, back, form.errors[WHOLE], tone="warn")


@get("/console/phuong/danh-sach.pdf", opt=KEEPERS)
async def print_ward(
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    xa: FromQuery[int],
    dot: FromQuery[int | None] = None,
    loc: FromQuery[str] = "all",
) -> Response[bytes]:
    """Print the ward's list by neighbourhood and household, with boxes to tick by pen."""
    wards = await choices.wards_of(tx, actor, runtime.clock.today())
    ward = next((w for w in wards if w.unit_id == xa), None)
    if ward is None:
        raise NotFound(_("Không có phường, xã này trong phạm vi của bạn."))
    lines, _counts = await planning.ward_list(
        tx, xa, round_id=dot, show=loc if loc in SHOWN else "all", page_size=MOST_PRINTED
    )
    await access.log_listed(
        tx, actor, [n.person_id for n in lines], "ward_list", now=runtime.clock.now()
    )
    printed = WardList(
        title="DANH SÁCH ĐỐI TƯỢNG TIÊM CHỦNG", subtitle=f"{ward.name}, {ward.parent}",
        neighbourhoods=[
            ListedNeighbourhood(
                name=g["name"] or "Chưa rõ tổ dân phố",
                households=[[_printed(n) for n in h] for h in g["households"]],
            )
            for g in grouped(lines)
        ],
        place=ward.name, made_on=runtime.clock.today(), signer="TM. ỦY BAN NHÂN DÂN",
    )  # fmt: skip
    head = Letterhead(superior=f"UBND {ward.parent}", unit=f"UBND {ward.name}")
    pdf = ward_list_pdf(press(), head, printed, demo=runtime.is_demo)
    return download(pdf, f"danh-sach-{xa}.pdf", PDF)


def _printed(line: WardLine) -> ListedPerson:
    precision = line.birth_precision
    return ListedPerson(
        code="", full_name=line.full_name,
        birth=birth_date(
            line.birth_date, precision if precision in ("year", "month") else "day"
        ),
        sex="male" if line.sex == "male" else "female" if line.sex == "female" else "",
        document=line.document or "", phone=masked(line.phone) if line.phone else "",
        address=line.address or "", priority_group=line.priority_group or "",
        dose=str(line.dose_number or ""), hour="", note=str(state_of(line.state)),
    )  # fmt: skip


routes = [show_ward, add, remove, give_back, print_ward]
