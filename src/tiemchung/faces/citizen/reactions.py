"""Reports a reaction from home; signs of danger lead to the emergency number first."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from tiemchung.country.rules import ListItem
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.safety.events import ReactionReported
from tiemchung.faces.citizen import screens
from tiemchung.faces.citizen.own import CHANGES, Own, home_unit, own_person
from tiemchung.faces.citizen.screens import DoseShown
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import citizen
from tiemchung.kernel.web.forms import Form, read_form
from tiemchung.kernel.web.limits import count
from tiemchung.kernel.web.pages import AnyRequest, redirect, render
from tiemchung.runtime import Runtime

SEVERE = "severe"
FOR_DOCTORS = frozenset(
    {"anaphylaxis", "shock", "thrombosis_low_platelets", "myocarditis", "anxiety_reaction", "other"}
)
"""Names that only an examination can give, and what says nothing without words."""

Sign = Annotated[str, Meta(pattern="^[a-z_]{2,60}$")]


class ReactionForm(Struct, frozen=True, kw_only=True):
    """After which dose, and which signs of the list."""

    dose: UUID
    signs: list[Sign]


@get("/me/nguoi/{person_id:uuid}/phan-ung", opt=citizen)
async def show_reactions(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
) -> Response[str]:
    """Show what was reported, and the form."""
    own = await own_person(tx, actor, person_id)
    form: Form[ReactionForm] = Form()
    return await _page(request, tx, runtime, own, form)


@post("/me/nguoi/{person_id:uuid}/phan-ung", opt=citizen)
async def report(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
) -> Response[Any]:
    """Record a reaction to a dose of this person."""
    own = await own_person(tx, actor, person_id)
    form = await read_form(request, ReactionForm)
    doses = {d.event_id: d for d in await screens.doses(tx, people=own.ids) if d.counts}
    signs = {item.code: item for item in signs_of(runtime)}
    if form.value is not None and form.value.dose not in doses:
        form.fault("dose", _("Xin chọn mũi tiêm."))
    if form.value is not None and not set(form.value.signs) <= set(signs):
        form.fault("signs", _("Xin chọn trong danh sách."))
    if form.value is None or form.errors:
        return await _page(request, tx, runtime, own, form)
    await count(runtime.db.limits, CHANGES, str(actor.account_id))
    dose, told = doses[form.value.dose], list(dict.fromkeys(form.value.signs))
    danger = any(signs[s].group == SEVERE for s in told)
    await _record(runtime, actor, own, dose, told, danger=danger)
    text = _("Đã ghi nhận. Cán bộ y tế thấy báo cáo này.")
    if danger:
        text = _("Đã ghi nhận. Dấu hiệu này cần xử trí ngay: gọi 115 hoặc đến cơ sở y tế gần nhất.")
    to = f"/me/nguoi/{own.person.person_id}/phan-ung"
    return redirect(request, to, text, tone="bad" if danger else "good")


async def _record(
    runtime: Runtime, actor: Actor, own: Own, dose: DoseShown, signs: list[str], *, danger: bool
) -> None:
    """Record it for the record that owns the dose; it counts apart from what sites report."""
    data = ReactionReported(
        dose=dose.event_id,
        severity="severe" if danger else "common",
        signs=signs,
        reported_from="home",
        lot=dose.lot_id,
        home=home_unit(own.person),
    )
    event = write_event(
        "reaction_reported",
        event_id=uuid7(),
        at=runtime.clock.now(),
        data=data,
        person=dose.person_id,
    )
    await record(runtime.intake, [event], Voucher(account_id=actor.account_id))


def signs_of(runtime: Runtime) -> tuple[ListItem, ...]:
    """Return the signs of the date's list that a person can tell without a doctor."""
    book = runtime.reference.current.of(Rules).book
    found = book.on(runtime.clock.today()).code_list("reaction")
    items = found.items if found is not None else ()
    return tuple(item for item in items if item.code not in FOR_DOCTORS)


async def _page(
    request: AnyRequest, tx: Tx, runtime: Runtime, own: Own, form: Form[ReactionForm]
) -> Response[str]:
    items = signs_of(runtime)
    return render(
        "citizen/reactions/report.html",
        request,
        here="family",
        own=own,
        form=form,
        doses=[d for d in await screens.doses(tx, people=own.ids) if d.counts][::-1],
        common=[i for i in items if i.group != SEVERE],
        danger=[i for i in items if i.group == SEVERE],
        signs={i.code: i.name for i in items},
        reported=await screens.reactions(tx, people=own.ids),
        status=form.status,
    )


routes = [show_reactions, report]
