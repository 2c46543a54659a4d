"""Figures that open: what they count, by unit and day, down to every event under them."""

from collections.abc import Sequence
from datetime import date, timedelta

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from tiemchung.domains.geography.places import Places
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.statistics import figures
from tiemchung.domains.statistics.figure_list import FIGURES
from tiemchung.domains.statistics.figure_statements import EventLine
from tiemchung.domains.statistics.figures import Opened, Period, Where
from tiemchung.domains.supply.lots import Lots
from tiemchung.faces.command import screens
from tiemchung.faces.command.roles import WATCHERS
from tiemchung.faces.command.sites import day_of
from tiemchung.faces.command.words import EVENT_KINDS
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import Invalid, NotFound
from tiemchung.kernel.i18n import Lazy, lazy
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.pages import AnyRequest, render
from tiemchung.runtime import Runtime

PATH = "/command/so-lieu"
PAGE = 50
LAST_PAGE = 200
"""Further back nobody reads; a day or a unit is chosen instead."""

USUAL_DAYS = 7
MOST_DAYS = 800

COUNTS: dict[str, Lazy] = {
    "doses": lazy("liều"),
    "people": lazy("người"),
    "events": lazy("ca"),
}
"""What a figure counts."""


class View(Struct, frozen=True):
    """What one looks at: a place, days, perhaps one product."""

    where: Where
    days: Period
    product: int | None
    place: str

    @property
    def query(self) -> str:
        """The view as part of an address, without the page."""
        product = f"&san-pham={self.product}" if self.product is not None else ""
        return f"{self.place}tu={self.days.since}&den={self.days.until}{product}"


class Line(Struct, frozen=True):
    """An event as its row says it."""

    at: object
    what: str
    amount: int
    place: str
    product: str
    lot: str
    note: str
    session_id: object


def number_of(request: AnyRequest, name: str) -> int | None:
    """Return a number that an address names, or None."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004 -- an int4


def period_of(request: AnyRequest, today: date) -> Period:
    """Return the days that an address names, else the last seven."""
    until = day_of(request, "den", today)
    since = day_of(request, "tu", until - timedelta(days=USUAL_DAYS - 1))
    if since > until:
        raise Invalid(_("Ngày đầu phải trước ngày cuối."), field="tu")
    return Period(max(since, until - timedelta(days=MOST_DAYS)), until)


async def view_of(tx: Tx, request: AnyRequest, actor: Actor, runtime: Runtime) -> View:
    """Return what an address asks for, within the reader's scope (else NotFound)."""
    places = runtime.reference.current.of(Places)
    days = period_of(request, runtime.clock.today())
    product = number_of(request, "san-pham")
    if (facility := number_of(request, "co-so")) is not None:
        where = figures.facility_place(facility, actor.scope, places)
        return View(where, days, product, f"co-so={facility}&")
    if (unit := number_of(request, "don-vi")) is not None:
        where = await figures.unit_place(tx, unit, actor.scope, places)
        return View(where, days, product, f"don-vi={unit}&")
    own = figures.own_place(actor.scope, actor.place)
    if own is None:
        raise NotFound(_("Vai trò đang dùng không có số liệu của đơn vị nào."))
    return View(own, days, product, "")


@get(PATH, opt=WATCHERS)
async def list_figures(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor],
    runtime: NamedDependency[Runtime],
) -> Response[str]:  # fmt: skip
    """Show every figure of a place over some days; each opens."""
    view = await view_of(tx, request, actor, runtime)
    offered = [f for f in FIGURES.values() if f.offered(view.where.level)]
    values = {f.name: await figures.value(tx, f, view.where, view.days) for f in offered}
    return render(
        "command/figures/list.html", request, here="figures", view=view, figures=offered,
        values=values, counts=COUNTS, now=runtime.clock.now(),
    )  # fmt: skip


@get(PATH + "/{figure_id:str}", opt=WATCHERS)
async def open_figure(
    request: AnyRequest, actor: NamedDependency[Actor], runtime: NamedDependency[Runtime],
    figure_id: FromPath[str],
) -> Response[str]:  # fmt: skip
    """Open a figure: by unit, day and product, and the events under it.

    Two transactions, one after the other: the second may see the rows of the facilities that the
    place of the figure covers.
    """
    figure = figures.find_figure(figure_id)
    async with transaction(runtime.db.app, actor.scope) as tx:
        view = await view_of(tx, request, actor, runtime)
        if not figure.offered(view.where.level):
            raise NotFound(_("Số liệu này không tính cho cấp này."))
        args = (figure, view.where, view.days)
        value = await figures.value(tx, *args, view.product)
        by_day = await figures.by_day(tx, *args, view.product)
        by_unit = await figures.by_unit(tx, *args, view.product)
        by_product = await figures.parts(tx, *args, "product")
        products = {p.product_id: p.short_name for p in await screens.products(tx)}
        wide = await figures.opening(tx, *args, actor.scope)
    page = min(max(1, number_of(request, "trang") or 1), LAST_PAGE)
    async with transaction(runtime.db.app, wide) as tx:
        opened = await figures.events(tx, *args, view.product, limit=PAGE, skip=(page - 1) * PAGE)
    return render(
        "command/figures/one.html", request, here="figures", figure=figure, view=view,
        value=value, days=_every_day(by_day, view.days), page=page,
        by_unit=sorted(by_unit, key=lambda pair: (-pair[1], pair[0].name)),
        elsewhere=value - sum(n for _unit, n in by_unit) if by_unit else 0,
        by_product={k: n for k, n in by_product.items() if k in products and n},
        products=products, opened=opened, pages=_pages(opened, page), counts=COUNTS,
        lines=_lines(opened.lines, runtime, products), path=PATH, now=runtime.clock.now(),
        has_products=figure.source != "registration",
    )  # fmt: skip


def _every_day(found: dict[date, int], days: Period) -> list[tuple[date, int]]:
    """Return each day of the period, days without anything as zeros."""
    count = (days.until - days.since).days + 1
    return [(d, found.get(d, 0)) for d in (days.since + timedelta(days=n) for n in range(count))]


def _pages(opened: Opened, page: int) -> int:
    """Return how many pages there are; a page beyond the last says nothing about it."""
    if not opened.events:
        return page
    return min(LAST_PAGE, -(-opened.events // PAGE))


def _lines(events: Sequence[EventLine], runtime: Runtime, products: dict[int, str]) -> list[Line]:
    places, lots = runtime.reference.current.of(Places), runtime.reference.current.of(Lots)
    found: list[Line] = []
    for e in events:
        place = places.place(e.facility_id, e.site_id)
        lot = lots.by_id.get(e.lot_id or 0)
        found.append(Line(
            at=e.happened_at,
            what=str(EVENT_KINDS.get(e.kind, e.kind)),
            amount=e.amount,
            place=place.name if place is not None else "",
            product=products.get(e.product_id or 0, ""),
            lot=e.lot_number or (lot.lot_number if lot is not None else ""),
            note=_note(e),
            session_id=e.session_id,
        ))  # fmt: skip
    return found


NOTES: dict[str, Lazy] = {
    "noon": lazy("giữa buổi"), "end": lazy("cuối buổi"), "self": lazy("tự đăng ký"),
    "family": lazy("người nhà đăng ký"), "site": lazy("tại điểm tiêm"),
    "ward": lazy("danh sách phường, xã"), "organisation": lazy("danh sách cơ quan"),
    "school": lazy("danh sách trường học"), "hospital": lazy("danh sách bệnh viện"),
    "army": lazy("quân đội"), "police": lazy("công an"), "import": lazy("nhập từ tệp"),
    "open": lazy("chưa đến"), "arrived": lazy("đã đến"), "done": lazy("đã xong"),
}  # fmt: skip
"""What the note of an event says, where it is a code of these lists."""


def _note(event: EventLine) -> str:
    """Say what tells this event from others of its kind."""
    if not event.note:
        return ""
    if event.kind in ("injected", "entered_late"):
        return _("mũi %(n)s", n=event.note)
    if event.kind in ("severe", "common"):
        return _("độ %(n)s", n=event.note)
    return str(NOTES.get(event.note, event.note))


routes = [list_figures, open_figure]
