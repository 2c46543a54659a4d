"""The session pack: everything that a device needs to know of one session."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from tiemchung.country.rulebook import RulesOfDay
from tiemchung.country.rules import ListItem, ScreeningForm
from tiemchung.domains.geography.places import Places
from tiemchung.domains.geography.rules import Rules
from tiemchung.domains.identity.actor import Actor
from tiemchung.domains.siteops import service
from tiemchung.domains.siteops.model import InjectionTable, SessionPlace
from tiemchung.domains.supply.lots import Lots
from tiemchung.faces.console.ban import people, screens
from tiemchung.faces.console.ban.people import PersonShown, Table
from tiemchung.faces.console.ban.screens import (
    DeviceHere,
    Hospital,
    LotIssued,
    Product,
    SiteOf,
    StaffHere,
)
from tiemchung.kernel.errors import NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.reference import Snapshot
from tiemchung.kernel.sql import Tx
from tiemchung.runtime import Runtime

LISTS = ("deferral_reason", "decline_reason", "discard_reason", "reaction", "anaphylaxis_grade")


class FacilityShown(Struct, frozen=True):
    """Who answers for and signs the doses."""

    id: int
    name: str
    address: str | None


class SiteShown(Struct, frozen=True):
    """The place of the day; its ward is where walk-ins most likely live."""

    id: int
    name: str
    ward: int | None
    ward_name: str | None


class SessionShown(Struct, frozen=True, kw_only=True):
    """One site, one date, one half-day, one product."""

    id: UUID
    day: date
    half_day: str
    starts_at: datetime
    ends_at: datetime
    state: str
    product: int
    facility: FacilityShown
    site: SiteShown


class TableShown(Struct, frozen=True):
    """An injection table."""

    id: UUID
    number: int
    product: int


class LotShown(Struct, frozen=True):
    """A lot of the session; usable only when its state is `released`."""

    id: int
    product: int
    number: str
    expires_on: date
    state: str
    vials: int
    doses: int


class ObservationShown(Struct, frozen=True):
    """How long people stay, and by which decision."""

    minutes: int
    authority: str | None
    verified: bool


class Pack(Struct, frozen=True, kw_only=True):
    """What a device knows of a session. `now` is campaign time: the device sets its clock by it."""

    now: datetime
    demo: bool
    session: SessionShown
    tables: list[TableShown]
    products: list[Product]
    lots: list[LotShown]
    forms: list[dict[str, Any]]
    observation: ObservationShown | None
    lists: dict[str, list[ListItem]]
    staff: list[StaffHere]
    devices: list[DeviceHere]
    hospitals: list[Hospital]
    rules_hash: str
    called: int
    people: list[PersonShown]


async def make_pack(tx: Tx, actor: Actor, runtime: Runtime, session_id: UUID) -> Pack:
    """Put the pack of a session together; opens and logs the record of everybody called."""
    now = runtime.clock.now()
    snapshot = runtime.reference.current
    place = await service.find_session(tx, session_id)
    site = await screens.site_of(tx, site_id=place.site_id, facility_id=place.facility_id)
    if site is None:
        raise NotFound(_("Không có điểm tiêm của buổi này."))
    products = await screens.products(tx)
    table = table_of(snapshot, place, products)
    rules = table.book.on(place.day, table.province)
    tables = await service.ensure_tables(tx, place)
    staff = await screens.staff_here(
        tx, facility_id=place.facility_id, session_id=session_id, now=now
    )
    devices = await screens.devices_here(tx, facility_id=place.facility_id)
    hospitals = await screens.hospitals(tx, province_id=site.province_id)
    called = await screens.called_people(tx, session_id=session_id)
    return Pack(
        now=now,
        demo=runtime.is_demo,
        session=_session(place, site),
        tables=[_table(t) for t in tables],
        products=products,
        lots=await session_lots(tx, snapshot, place, now),
        forms=forms_of(rules),
        observation=_observation(rules),
        lists={name: items_of(rules, name) for name in LISTS},
        staff=staff,
        devices=devices,
        hospitals=hospitals,
        rules_hash=rules.hash,
        called=len(called),
        people=await people.open_people(tx, actor, place, table, called, now=now),
    )


def table_of(snapshot: Snapshot, place: SessionPlace, products: Sequence[Product]) -> Table:
    """Return what judging needs: the session's product, day and province, and the rules."""
    product = next((p.code for p in products if p.id == place.product_id), "")
    return Table(product, place.day, place.place_province, snapshot.of(Rules).book)


def _session(place: SessionPlace, site: SiteOf) -> SessionShown:
    return SessionShown(
        id=place.session_id,
        day=place.day,
        half_day=place.half_day,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        state=place.state,
        product=place.product_id,
        facility=FacilityShown(place.facility_id, site.facility, site.address),
        site=SiteShown(site.site_id, site.name, site.ward_id, site.ward),
    )


def _table(table: InjectionTable) -> TableShown:
    return TableShown(table.table_id, table.number, table.product_id)


async def session_lots(
    tx: Tx, snapshot: Snapshot, place: SessionPlace, now: datetime
) -> list[LotShown]:
    """Return the lots issued to a session with the decision on each that counts here now."""
    lots: Sequence[LotIssued] = await screens.lots_issued(tx, session_id=place.session_id)
    known = snapshot.of(Lots).by_id
    here = snapshot.of(Places).place(place.facility_id, place.site_id)
    above = here.above if here is not None else frozenset[int]()

    def state(lot: LotIssued) -> str:
        found = known.get(lot.lot_id)
        for hold in found.holds if found is not None else ():
            if hold.decided_at <= now and (hold.unit_id is None or hold.unit_id in above):
                if hold.state != "released":
                    return hold.state
                break
        return "expired" if lot.expires_on < place.day else "released"

    return [
        LotShown(
            lot.lot_id, lot.product_id, lot.lot_number, lot.expires_on, state(lot), lot.vials,
            lot.doses,
        )
        for lot in lots
    ]  # fmt: skip


def forms_of(rules: RulesOfDay) -> list[dict[str, Any]]:
    """Return the screening forms of the day, the one that counts most last, each with its hash."""
    return [msgspec.to_builtins(form) for form in rules.of(ScreeningForm)]


def items_of(rules: RulesOfDay, name: str) -> list[ListItem]:
    """Return the items of a code list of the day."""
    found = rules.code_list(name)
    return [] if found is None else list(found.items)


def _observation(rules: RulesOfDay) -> ObservationShown | None:
    rule = rules.observation
    if rule is None:
        return None
    return ObservationShown(rule.minutes, rule.authority.number, rule.verified)
