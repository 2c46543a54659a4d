"""The site day's door: tables and desks of a session, its figures, and its close."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from tiemchung.domains.ledger.device_register import device_states
from tiemchung.domains.ledger.intake import Intake, Outcome
from tiemchung.domains.ledger.judge import Voucher
from tiemchung.domains.ledger.record import record, write_event
from tiemchung.domains.siteops import close, queries
from tiemchung.domains.siteops.close import DeviceLine, Gap, Names, SessionFigures
from tiemchung.domains.siteops.events import SessionEnd
from tiemchung.domains.siteops.model import InjectionTable, SessionPlace
from tiemchung.kernel.errors import DomainError, NotFound
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.ids import uuid7
from tiemchung.kernel.sql import Tx

MAX_NAMED = 40
"""Gaps that the signed event names itself; its body has a limit, the open items have none."""


class CannotClose(DomainError):
    """The session cannot be closed as asked; the code says why."""

    code = "siteops.cannot_close"


class CloseSession(Struct, frozen=True, kw_only=True):
    """The head closes a session.

    `made` are the last numbers that devices show on their screens, `notes` what the head says of a
    gap, by kind and key, as codes.
    """

    session_id: UUID
    signed_by: UUID
    made: Mapping[UUID, int] = {}
    notes: Mapping[str, str] = {}


async def find_session(tx: Tx, session_id: UUID) -> SessionPlace:
    """Return a session within the caller's jurisdiction; raises NotFound."""
    place = await queries.session_place(tx, session_id=session_id)
    if place is None:
        raise NotFound(_("Không có buổi tiêm này, hoặc buổi nằm ngoài phạm vi của bạn."))
    return place


def table_id(session_id: UUID, number: int) -> UUID:
    """Return the id of a table: every device and every server makes the same one."""
    return uuid5(session_id, f"table {number}")


async def ensure_tables(tx: Tx, place: SessionPlace) -> list[InjectionTable]:
    """Return the tables of a session; the first to ask sets them up as the plan says."""
    tables = await queries.tables_of_session(tx, session_id=place.session_id)
    known = {t.number for t in tables}
    wanted = [n for n in range(1, place.tables + 1) if n not in known]
    for number in wanted:
        await queries.add_table(
            tx,
            facility_id=place.facility_id,
            table_id=table_id(place.session_id, number),
            session_id=place.session_id,
            number=number,
            product_id=place.product_id,
            place_province=place.place_province,
            place_district=place.place_district,
            place_ward=place.place_ward,
        )
    return await queries.tables_of_session(tx, session_id=place.session_id) if wanted else tables


async def take_person(
    tx: Tx,
    place: SessionPlace,
    *,
    person_id: UUID,
    station: str,
    device_id: UUID,
    held_by: UUID,
    now: datetime,
    until: datetime,
) -> bool:
    """Let a desk take a person until a moment (real time); False when another desk has them."""
    taken = await queries.take_person(
        tx,
        facility_id=place.facility_id,
        session_id=place.session_id,
        person_id=person_id,
        station=station,
        device_id=device_id,
        held_by=held_by,
        until=until,
        now=now,
        place_province=place.place_province,
        place_district=place.place_district,
        place_ward=place.place_ward,
    )
    return taken is not None


async def holds_of(tx: Tx, place: SessionPlace, *, now: datetime) -> list[queries.StationHold]:
    """Return whom the desks of a session have taken (real time)."""
    return await queries.holds_of_session(
        tx, facility_id=place.facility_id, session_id=place.session_id, now=now
    )


async def session_figures(tx: Tx, place: SessionPlace) -> SessionFigures:
    """Count people, vials, doses and devices of a session from what the ledger was folded into."""
    people = await queries.people_of_session(
        tx, session_id=place.session_id, endings=list(close.ENDINGS)
    )
    called = close.count_people(people, called=True)
    walk_ins = close.count_people(people, called=False)
    movements = await queries.vial_movements(tx, session_id=place.session_id)
    opened = await queries.opened_vials(tx, session_id=place.session_id)
    names = await _names(tx, place, [m.lot_id for m in movements if m.lot_id is not None])
    injected, without_vial, entered = await _doses(tx, place, [v.vial_id for v in opened])
    counts = {c.moment: c.injected for c in await _declared(tx, place)}
    vials = close.count_vials(movements, names)
    doses = close.count_doses(opened, injected, names)
    devices = await _devices(tx, place)
    return SessionFigures(
        people=called,
        walk_ins=walk_ins,
        vials=vials,
        doses=doses,
        devices=devices,
        entered=entered,
        declared_noon=counts.get("noon"),
        declared_end=counts.get("end"),
        doses_without_vial=without_vial,
        gaps=close.find_gaps(
            people=called,
            walk_ins=walk_ins,
            vials=vials,
            doses=doses,
            devices=devices,
            entered=entered,
            declared_end=counts.get("end"),
            doses_without_vial=without_vial,
        ),
    )


async def _declared(tx: Tx, place: SessionPlace) -> list[queries.DeclaredCount]:
    return await queries.declared_counts(tx, session_id=place.session_id)


async def _names(tx: Tx, place: SessionPlace, lots: list[int]) -> Names:
    tables = await queries.tables_of_session(tx, session_id=place.session_id)
    numbers = await queries.lot_numbers(tx, lots=sorted(set(lots)))
    return Names(
        {table_id(place.session_id, n): n for n in range(1, place.tables + 1)}
        | {t.table_id: t.number for t in tables},
        {n.lot_id: n.lot_number for n in numbers},
    )


async def _doses(
    tx: Tx, place: SessionPlace, vials: list[UUID]
) -> tuple[dict[UUID | None, int], int, int]:
    """Return doses by vial, doses without a vial, and all doses of the session."""
    rows = await queries.doses_by_vial(
        tx,
        session_id=place.session_id,
        facility_id=place.facility_id,
        day=place.day,
        vials=vials,
    )
    by_vial = {r.vial_id: r.doses for r in rows}
    entered = sum(r.here for r in rows)
    without = by_vial.pop(None, 0)
    strangers = [v for v in by_vial if v is not None and v not in set(vials)]
    if strangers:
        for vial in await queries.opened_elsewhere(
            tx, session_id=place.session_id, facility_id=place.facility_id, vials=strangers
        ):
            del by_vial[vial]
    return by_vial, without, entered


async def _devices(tx: Tx, place: SessionPlace) -> list[DeviceLine]:
    used = await queries.devices_of_session(tx, session_id=place.session_id)
    ids = [d.device_id for d in used]
    states = {s.device_id: s for s in await device_states(tx, devices=ids)}
    held = {q.device_id: q.events for q in await queries.quarantined_by_device(tx, devices=ids)}
    missing: dict[UUID, list[tuple[int, int]]] = {}
    for m in await queries.missing_numbers(tx, devices=ids):
        missing.setdefault(m.device_id, []).append((m.first, m.last))
    return [
        DeviceLine(
            device_id=d.device_id,
            name=d.name,
            highest=state.highest if (state := states.get(d.device_id)) else 0,
            arrived=state.arrived if state else 0,
            missing=tuple(missing.get(d.device_id, ())),
            doubled=state.forks if state else 0,
            broken=state.broken if state else 0,
            quarantined=held.get(d.device_id, 0),
        )
        for d in used
    ]


def close_data(
    figures: SessionFigures, *, made: Mapping[UUID, int], notes: Mapping[str, str]
) -> dict[str, Any]:
    """Return the data of `session_closed`: the outcome, the figures as they were, each gap.

    What is reported of devices and the head's notes come on top of what the ledger shows.
    """
    gaps = close.joined(figures.gaps, close.reported_gaps(figures.devices, made))
    items = [asdict(g) | {"note": notes.get(f"{g.kind}:{g.key}", g.note)} for g in gaps[:MAX_NAMED]]
    return {
        "outcome": "closed_with_open_items" if gaps else "closed_balanced",
        "figures": {
            "people": asdict(figures.people),
            "walk_ins": asdict(figures.walk_ins),
            "entered": figures.entered,
            "declared_noon": figures.declared_noon,
            "declared_end": figures.declared_end,
            "vials": {
                name: sum(getattr(v, name) for v in figures.vials)
                for name in ("issued", "opened", "broken", "returned")
            },
            "doses": {
                name: sum(getattr(d, name) for d in figures.doses)
                for name in ("doses", "injected", "discarded")
            },
            "devices": {str(d.device_id): [d.highest, d.arrived] for d in figures.devices},
            "gaps": len(gaps),
        },
        "open_items": items,
    }


async def close_session(
    tx: Tx, intake: Intake, command: CloseSession, *, now: datetime, voucher: Voucher
) -> Outcome:
    """Close a session from a page of the back office; the stations send the same event themselves.

    Raises CannotClose when it is closed already. The open items follow from the event.
    """
    place = await find_session(tx, command.session_id)
    if await is_closed(tx, place.session_id):
        raise CannotClose(_("Buổi tiêm này đã khóa sổ."))
    figures = await session_figures(tx, place)
    data = close_data(figures, made=command.made, notes=command.notes)
    event = write_event(
        "session_closed",
        event_id=uuid7(),
        at=now,
        data=msgspec.convert(data, SessionEnd),
        facility=place.facility_id,
        site=place.site_id,
        session=place.session_id,
        performed_by=command.signed_by,
        entered_by=voucher.staff_id or command.signed_by,
    )
    outcomes = await record(intake, [event], voucher)
    return outcomes[0]


async def is_closed(tx: Tx, session_id: UUID) -> bool:
    """Tell whether the last word on a session is a close."""
    closes = await queries.session_closes(tx, session_id=session_id)
    return bool(closes) and closes[-1].kind == "session_closed"


def still_open(figures: SessionFigures, items: list[dict[str, Any]]) -> list[Gap]:
    """Return the gaps that remain of a close now: counted anew, and devices that were reported.

    A device whose last number the head read off its screen stays open until so many have arrived.
    """
    named = [_gap(item) for item in items]
    made = {UUID(g.key): g.expected for g in named if g.kind == "device" and g.key}
    notes = [g for g in named if g.note is not None]
    remaining = close.joined(figures.gaps, close.reported_gaps(figures.devices, made))
    identities = {g.identity for g in remaining}
    return close.joined([g for g in notes if g.identity in identities], remaining)


def _gap(item: dict[str, Any]) -> Gap:
    known = {k: v for k, v in item.items() if k in Gap.__struct_fields__}
    return Gap(**known)
