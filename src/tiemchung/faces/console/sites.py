"""Sites where a facility vaccinates, fixed or mobile, and its teams."""

from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from msgspec import Struct

from tiemchung.domains.geography import service as geography
from tiemchung.domains.geography.service import OpenSite
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.identity.roles import Role
from tiemchung.domains.planning import service as planning
from tiemchung.faces.console import choices
from tiemchung.faces.console.rows import options
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

KEEPERS = requires(Role.FACILITY_HEAD, Role.DISTRICT, Role.PROVINCE)
LIST = "/console/diem-tiem"


class TeamLine(Struct, frozen=True):
    """A team with its facility."""

    team_id: UUID
    name: str
    facility: str


class NewSite(Struct, frozen=True, kw_only=True):
    """A site as it is typed."""

    facility_id: int
    name: str
    kind: Literal["fixed", "mobile"]
    unit_id: int
    tables: int
    address: str | None = None


class NewTeam(Struct, frozen=True, kw_only=True):
    """A team as it is typed."""

    team_facility: int
    team_name: str


@sql
async def teams(tx: Tx) -> list[TeamLine]: ...


@get(LIST, opt=KEEPERS)
async def show_sites(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:
    """Show sites and teams within one's place."""
    return await _page(request, tx, actor, runtime, Form[Any]())


async def _page(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, form: Form[Any]
) -> Response[str]:
    wards = await choices.wards_of(tx, actor, runtime.clock.today())
    return render(
        "console/sites/list.html", request, here="sites", status=form.status, form=form,
        sites=await choices.sites(tx), teams=await teams(tx),
        facilities=options(await choices.stores(tx), "facility_id", "name"),
        wards=[{"value": str(w.unit_id), "text": f"{w.name} · {w.parent}"} for w in wards],
    )  # fmt: skip


@post(LIST, opt=KEEPERS)
async def open_site(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Open a site of a facility."""
    form = await read_form(request, NewSite)
    if form.value is not None:
        try:
            command = msgspec.convert(msgspec.structs.asdict(form.value), OpenSite)
        except msgspec.ValidationError:
            form.fault("tables", _("Từ 1 đến 60 bàn."))
        else:
            async with form.attempt(tx):
                await geography.require_facility(tx, command.facility_id)
                await geography.open_site(tx, command)
                return redirect(request, LIST, _("Đã mở điểm tiêm."))
    return await _page(request, tx, actor, runtime, form)


@post("/console/diem-tiem/doi", opt=KEEPERS)
async def open_team(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[Any]:
    """Open a team of a facility."""
    form = await read_form(request, NewTeam)
    if form.value is not None:
        async with form.attempt(tx):
            await planning.open_team(
                tx, uuid7(), facility_id=form.value.team_facility,
                name=form.value.team_name[:160],
            )  # fmt: skip
            return redirect(request, LIST, _("Đã lập đội tiêm."))
    return await _page(request, tx, actor, runtime, form)


routes = [show_sites, open_site, open_team]
