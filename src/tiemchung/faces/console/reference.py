"""Reference data to read: dated rules, products, units with their succession, facilities.

What the pack marks as unverified says so here, so that an authority can confirm or change it.
"""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from tiemchung.domains.identity.actor import Actor
from tiemchung.faces.console.words import FACILITY_KINDS, SECTORS
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.i18n import lazy
from tiemchung.kernel.sql import Queries, Tx
from tiemchung.kernel.web.entry import requires
from tiemchung.kernel.web.pages import AnyRequest, render
from tiemchung.runtime import Runtime

sql = Queries(__file__)

FAMILIES = {
    "dosing": lazy("Khoảng cách, phối hợp, tuổi và lọ vắc xin"),
    "screening_form": lazy("Phiếu khám sàng lọc"),
    "priority_groups": lazy("Nhóm đối tượng ưu tiên"),
    "observation": lazy("Theo dõi sau tiêm"),
    "report_cutoff": lazy("Giờ chốt số liệu"),
    "legal_clocks": lazy("Thời hạn theo quy định"),
    "certificate": lazy("Chứng nhận"),
    "code_list": lazy("Danh mục dùng chung"),
}


class RuleLine(Struct, frozen=True):
    """A rule set in the list."""

    rule_set_id: str
    family: str
    valid_from: date
    valid_to: date | None
    authority: str
    verified: bool
    scope: str | None
    title: str | None


class RulePage(Struct, frozen=True):
    """A rule set with its text and the hash that decisions carry."""

    rule_set_id: str
    family: str
    valid_from: date
    valid_to: date | None
    authority: str
    verified: bool
    scope: str | None
    title: str | None
    hash: str
    body: str


class ProductLine(Struct, frozen=True):
    """A product; `details` holds codes and which fields are verified."""

    code: str
    name: str
    short_name: str
    holder: str
    doses_per_vial: int
    primary_doses: int
    min_age_years: int | None
    open_vial_hours: int | None
    details: dict[str, Any]


class UnitLine(Struct, frozen=True):
    """A version of a unit."""

    unit_id: int
    code: str
    name: str
    unit_type: str
    valid_from: date
    valid_to: date | None
    decree: str | None
    population: int | None
    has_children: bool


class Successor(Struct, frozen=True):
    """What became of a unit."""

    name: str
    code: str
    relation: str
    effective_from: date
    decree: str | None


class FacilityLine(Struct, frozen=True):
    """A facility of the reader's scope."""

    facility_id: int
    code: str
    name: str
    kind: str
    sector: str
    unit_name: str | None
    verified: bool


@sql
async def rule_sets(tx: Tx, *, family: str | None) -> list[RuleLine]: ...


@sql
async def rule_set(tx: Tx, *, rule_set_id: str) -> RulePage | None: ...


@sql
async def products(tx: Tx) -> list[ProductLine]: ...


@sql
async def units(tx: Tx, *, day: date, parent: int | None) -> list[UnitLine]: ...


@sql
async def unit(tx: Tx, *, unit_id: int) -> UnitLine | None: ...


@sql
async def successors(tx: Tx, *, unit_id: int) -> list[Successor]: ...


@sql
async def facilities(
    tx: Tx, *, nation: bool, provinces: list[int], districts: list[int], facilities: list[int]
) -> list[FacilityLine]: ...


@get("/console/danh-muc", opt=requires())
async def show_rules(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
    ho: FromQuery[str | None] = None,
) -> Response[str]:
    """Show the dated rules, all or of one family (`ho`)."""
    family = ho if ho in FAMILIES else None
    return render(
        "console/reference/rules.html", request, here="reference", families=FAMILIES,
        family=family, rules=await rule_sets(tx, family=family), today=runtime.clock.today(),
    )  # fmt: skip


@get("/console/danh-muc/quy-dinh/{rule_set_id:str}", opt=requires())
async def show_rule(
    request: AnyRequest, tx: NamedDependency[Tx], rule_set_id: FromPath[str]
) -> Response[str]:
    """Show one rule set as it is hashed."""
    found = await rule_set(tx, rule_set_id=rule_set_id)
    if found is None:
        raise NotFound(_("Không có quy định này."))
    return render(
        "console/reference/rule.html", request, here="reference", rule=found, families=FAMILIES
    )


@get("/console/danh-muc/vac-xin", opt=requires())
async def show_products(request: AnyRequest, tx: NamedDependency[Tx]) -> Response[str]:
    """Show the vaccine products."""
    return render(
        "console/reference/products.html", request, here="reference", products=await products(tx)
    )


@get("/console/danh-muc/don-vi", opt=requires())
async def show_units(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    runtime: NamedDependency[Runtime],
    thuoc: FromQuery[int | None] = None,
    ngay: FromQuery[date | None] = None,
) -> Response[str]:
    """Show the units under one (`thuoc`) as of a day (`ngay`), with what became of it."""
    day = ngay or runtime.clock.today()
    parent = await unit(tx, unit_id=thuoc) if thuoc is not None else None
    if thuoc is not None and parent is None:
        raise NotFound(_("Không có đơn vị này."))
    return render(
        "console/reference/units.html", request, here="reference", day=day, parent=parent,
        units=await units(tx, day=day, parent=thuoc),
        successors=await successors(tx, unit_id=thuoc) if thuoc is not None else [],
    )  # fmt: skip


@get("/console/danh-muc/co-so", opt=requires())
async def show_facilities(
    request: AnyRequest, tx: NamedDependency[Tx], actor: NamedDependency[Actor]
) -> Response[str]:
    """Show the facilities of the reader's scope."""
    scope = actor.scope
    found = await facilities(
        tx, nation=scope.nation, provinces=list(scope.provinces),
        districts=list(scope.districts), facilities=list(scope.facilities),
    )  # fmt: skip
    return render(
        "console/reference/facilities.html", request, here="reference", facilities=found,
        kinds=FACILITY_KINDS, sectors=SECTORS,
    )  # fmt: skip


routes = [show_rules, show_rule, show_products, show_units, show_facilities]
