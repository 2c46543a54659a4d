"""A person's health book: who they are, every dose with its state, what comes next and why."""

from datetime import date
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from tiemchung.country.rules import DoseKind
from tiemchung.domains.eligibility.model import NextDose
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.quality import service as quality
from tiemchung.domains.registry.health import CONDITIONS, stated_conditions
from tiemchung.faces.citizen import screens
from tiemchung.faces.citizen.own import Own, foresee, home_words, own_person
from tiemchung.faces.citizen.screens import DoseShown
from tiemchung.faces.citizen.words import DOCUMENTS, DOSE_STATES, FIELDS, FLAGS, VISITS, WISH_STATES
from tiemchung.kernel.i18n import Lazy, lazy, locale
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import citizen
from tiemchung.kernel.web.pages import AnyRequest, render
from tiemchung.runtime import Runtime

KINDS: dict[DoseKind, Lazy] = {
    DoseKind.PRIMARY: lazy("mũi cơ bản"),
    DoseKind.ADDITIONAL: lazy("mũi bổ sung"),
    DoseKind.BOOSTER: lazy("mũi nhắc lại"),
}


class Card(Struct, frozen=True, kw_only=True):
    """A dose as the page draws it."""

    number: int
    product: str
    maker: str
    at: object
    lot: str
    place: str | None
    state: str
    note: str


class Option(Struct, frozen=True):
    """A product that may be given next, with its days and the decision that says so."""

    product: str
    same: bool
    needs_consent: bool
    earliest: date
    usual: date
    latest: date | None


class Next(Struct, frozen=True, kw_only=True):
    """The next dose in words; `why` are titles with decision numbers."""

    number: int
    kind: str
    is_due: bool
    is_late: bool
    options: list[Option]
    why: list[str]
    unverified: bool


def state_of(dose: DoseShown) -> str:
    """Return the state that a person is shown: a recorded dose with a flag is 'flagged'."""
    return "flagged" if dose.state == "recorded" and dose.flags else dose.state


def note_of(dose: DoseShown) -> str:
    """Explain the state of a dose in one or two sentences."""
    words = [str(DOSE_STATES[state_of(dose)])]
    known = [str(FLAGS[f]) for f in dose.flags if f in FLAGS]
    if known and dose.state == "recorded":
        words.append(_("Lý do: %(reasons)s.", reasons=", ".join(known)))
    if dose.entry == "late" and dose.counts:
        words.append(_("Mũi này được nhập bù từ giấy."))
    return " ".join(words)


def cards_of(doses: list[DoseShown]) -> list[Card]:
    """Return the doses that count, the newest first, each with its running number."""
    return [
        Card(
            number=number, product=d.product or _("Chưa rõ loại vắc xin"), maker=d.holder,
            at=d.happened_at, lot=d.lot or _("chưa ghi"), place=d.place, state=state_of(d),
            note=note_of(d),
        )
        for number, d in enumerate((d for d in doses if d.counts), start=1)
    ][::-1]  # fmt: skip


def next_of(found: NextDose, today: date, products: dict[str, str]) -> Next:
    """Put the next dose into words."""
    first = found.options[0]
    return Next(
        number=found.number,
        kind=str(KINDS[found.kind]),
        is_due=found.usual <= today,
        is_late=found.latest is not None and today > found.latest,
        options=[
            Option(products.get(o.product, o.product), o.same, o.needs_consent, o.earliest,
                   o.usual, o.latest)
            for o in found.options
        ],
        why=[
            f"{getattr(r.title, locale())}{f' ({r.number})' if r.number else ''}"
            for r in first.rules
        ],
        unverified=any(not r.verified for r in first.rules),
    )  # fmt: skip


@get("/me/nguoi/{person_id:uuid}", opt=citizen)
async def show_record(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
    person_id: FromPath[UUID],
) -> Response[str]:
    """Show the health book of one person of the family."""
    own = await own_person(tx, actor, person_id)
    today = runtime.clock.today()
    doses = await screens.doses(tx, people=own.ids)
    book = runtime.reference.current.of(Rules).book
    found = foresee(own.person, doses, book, today)
    told = await stated_conditions(tx, runtime.vault, own.ids)
    return render(
        "citizen/record/show.html",
        request,
        here="family",
        own=own,
        home_names=await home_words(tx, own.person),
        documents=await screens.documents(tx, people=own.ids),
        document_words=DOCUMENTS,
        cards=cards_of(doses),
        gone=[d for d in doses if not d.counts],
        gone_words=DOSE_STATES,
        visits=await screens.visits(tx, people=own.ids),
        visit_words=VISITS,
        appointments=[
            a for a in await screens.appointments(tx, people=own.ids) if a.state == "open"
        ],
        wishes=await screens.wishes(tx, people=own.ids),
        wish_words=WISH_STATES,
        certificates=[
            c for c in await screens.certificates(tx, people=own.ids) if c.revoked_at is None
        ],
        next=next_of(found, today, await _products(tx)) if found is not None else None,
        verification=await _verification(tx, own),
        conditions=[CONDITIONS[c] for c in told if c in CONDITIONS],
    )


async def _products(tx: Tx) -> dict[str, str]:
    return {p.code: p.short_name for p in await screens.products(tx)}


async def _verification(tx: Tx, own: Own) -> str:
    """Say what the population register answered, if anything is to be done about it."""
    if own.person.identity_status == "verified":
        return ""
    result = await quality.latest_result(tx, own.person.person_id)
    if result is None:
        return ""
    if result.result == "mismatched":
        fields = ", ".join(str(FIELDS[f]) for f in result.differing if f in FIELDS)
        return _("CSDLQG về dân cư ghi khác: %(fields)s. Hãy xem lại giấy tờ.", fields=fields)
    if result.result == "not_found":
        return _("Số giấy tờ này chưa có trong CSDLQG về dân cư. Hãy xem lại số.")
    return ""


routes = [show_record]
