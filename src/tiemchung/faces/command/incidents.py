"""Incidents of the system and of operations: opened, taken, closed, each step in a timeline."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.response import service
from tiemchung.domains.response.model import (
    INCIDENT_STATES,
    INCIDENT_STEPS,
    SEVERITIES,
    CannotChange,
    Incident,
    OpenIncident,
)
from tiemchung.faces.command import screens
from tiemchung.faces.command.roles import RESPONDERS, WATCHERS
from tiemchung.faces.command.words import INCIDENT_TONES, SEVERITY_TONES
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

PATH = "/command/su-co"
ONE = PATH + "/{incident_id:uuid}"


class Note(Struct, frozen=True):
    """A sentence for the timeline."""

    note: Annotated[str, Meta(max_length=1000)]


class Taken(Struct, frozen=True):
    """An incident is taken; nothing needs to be said."""


def words() -> dict[str, Any]:
    """Return what the pages call states and severities."""
    return {
        "states": INCIDENT_STATES,
        "severities": SEVERITIES,
        "incident_tones": INCIDENT_TONES,
        "severity_tones": SEVERITY_TONES,
    }


@get(PATH, opt=WATCHERS)
async def list_incidents(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """List incidents, open and worst first."""
    found = await service.incidents(tx, actor.scope)
    which = "da-dong" if request.query_params.get("loc") == "da-dong" else "dang-mo"
    closed = [i for i in found if i.state == "closed"]
    shown = closed if which == "da-dong" else [i for i in found if i.state != "closed"]
    return render(
        "command/incidents/list.html", request, here="incidents", incidents=shown, which=which,
        open_count=len(found) - len(closed), closed_count=len(closed),
        may_open=RESPONDERS["who"].admits(actor), **words(),
    )  # fmt: skip


async def _new_page(
    request: AnyRequest, tx: Tx, runtime: Runtime, form: Form[Any]
) -> Response[str]:
    sites = await screens.sites_of_day(tx, day=runtime.clock.today())
    return render(
        "command/incidents/new.html", request, here="incidents", form=form, sites=sites,
        status=form.status, **words(),
    )  # fmt: skip


@get(PATH + "/moi", opt=RESPONDERS)
async def new_incident(
    request: AnyRequest, tx: NamedDependency[Tx], runtime: NamedDependency[Runtime]
) -> Response[str]:
    """Show the form for a new incident."""
    return await _new_page(request, tx, runtime, Form())


@post(PATH + "/moi", opt=RESPONDERS)
async def open_incident(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:  # fmt: skip
    """Open an incident."""
    form = await read_form(request, OpenIncident)
    if form.value is not None:
        async with form.attempt(tx):
            incident_id = await service.open_incident(
                tx, form.value, scope=actor.scope, staff_id=actor.staff_id,
                staff_name=actor.name, now=runtime.clock.now(),
            )  # fmt: skip
            return redirect(request, f"{PATH}/{incident_id}", _("Đã mở sự cố."))
    return await _new_page(request, tx, runtime, form)


@get(ONE, opt=WATCHERS)
async def show_incident(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    incident_id: FromPath[UUID],
) -> Response[str]:  # fmt: skip
    """Show an incident with its timeline and what can be done next."""
    incident = await service.find_incident(tx, incident_id, actor.scope)
    return _page(request, actor, incident, Form())


def _page(request: AnyRequest, actor: Actor, incident: Incident, form: Form[Any]) -> Response[str]:
    return render(
        "command/incidents/one.html", request, here="incidents", incident=incident, form=form,
        status=form.status, may_act=RESPONDERS["who"].admits(actor),
        is_mine=incident.owner_id == actor.staff_id, steps=_steps(incident), **words(),
    )  # fmt: skip


def _steps(incident: Incident) -> list[dict[str, object]]:
    """Return the timeline for its macro, newest first."""
    tones = {"opened": "bad", "reopened": "bad", "closed": "good"}
    return [
        {
            "at": datetime.fromisoformat(step["at"]),
            "title": INCIDENT_STEPS.get(step["what"], step["what"]),
            "text": step.get("note") or "",
            "who": step["by"],
            "tone": tones.get(step["what"], ""),
        }
        for step in reversed(incident.timeline)
    ]


async def _move(
    request: AnyRequest, tx: Tx, actor: Actor, runtime: Runtime, incident_id: UUID, state: str,
    shape: type[Struct], said: str,
) -> Response[str]:  # fmt: skip
    """Move an incident; a fault is shown on its page."""
    form: Form[Any] = await read_form(request, shape)
    if form.value is not None:
        async with form.attempt(tx):
            await service.move_incident(
                tx, incident_id, state, note=getattr(form.value, "note", None),
                scope=actor.scope, staff_id=actor.staff_id, staff_name=actor.name,
                now=runtime.clock.now(),
            )  # fmt: skip
            return redirect(request, f"{PATH}/{incident_id}", said)
    incident = await service.find_incident(tx, incident_id, actor.scope)
    return _page(request, actor, incident, form)


@post(ONE + "/nhan", opt=RESPONDERS)
async def take(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime], incident_id: FromPath[UUID],
) -> Response[str]:  # fmt: skip
    """Take an incident into work: who takes it owns it."""
    if (await service.find_incident(tx, incident_id, actor.scope)).state == "closed":
        raise CannotChange(_("Sự cố này đã đóng. Hãy mở lại và nói vì sao."))
    said = _("Bạn đã nhận sự cố này.")
    return await _move(request, tx, actor, runtime, incident_id, "in_progress", Taken, said)


@post(ONE + "/dong", opt=RESPONDERS)
async def close(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime], incident_id: FromPath[UUID],
) -> Response[str]:  # fmt: skip
    """Close an incident and say what was done."""
    said = _("Đã đóng sự cố.")
    return await _move(request, tx, actor, runtime, incident_id, "closed", Note, said)


@post(ONE + "/mo-lai", opt=RESPONDERS)
async def reopen(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime], incident_id: FromPath[UUID],
) -> Response[str]:  # fmt: skip
    """Take up again what was closed, and say why."""
    said = _("Đã mở lại sự cố.")
    return await _move(request, tx, actor, runtime, incident_id, "in_progress", Note, said)


@post(ONE + "/ghi-chu", opt=RESPONDERS)
async def add_note(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime], incident_id: FromPath[UUID],
) -> Response[str]:  # fmt: skip
    """Add a sentence to the timeline."""
    form = await read_form(request, Note)
    if form.value is not None:
        async with form.attempt(tx):
            await service.note_incident(
                tx, incident_id, form.value.note, scope=actor.scope, staff_name=actor.name,
                now=runtime.clock.now(),
            )  # fmt: skip
            return redirect(request, f"{PATH}/{incident_id}", _("Đã ghi vào diễn biến."))
    incident = await service.find_incident(tx, incident_id, actor.scope)
    return _page(request, actor, incident, form)


routes = [
    list_incidents, new_incident, open_incident, show_incident, take, close, reopen, add_note,
]  # fmt: skip
