"""What the way in decides from memory: may it be taken, and with which flags (data-model 1).

A dose that went into an arm is always recorded: a broken rule flags it. A decision without a
grant at the moment it happened is quarantined.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct

from tiemchung.domains.geography.places import NOWHERE, Place, Places, Stamp
from tiemchung.domains.identity.grants import Device, Grants
from tiemchung.domains.ledger.envelope import Envelope, Event
from tiemchung.domains.ledger.kinds import Kind
from tiemchung.kernel.reference import Snapshot

FUTURE_TOLERANCE = timedelta(minutes=10)


class Voucher(Struct, frozen=True, kw_only=True):
    """Who vouches for a set of events: a signature of a device, a log-in, or the server itself."""

    device: Device | None = None
    staff_id: UUID | None = None
    account_id: UUID | None = None
    server: bool = False


class Judged(Struct, frozen=True):
    """The verdict on one event: `quarantine` is a reason, else it is taken with its flags."""

    event: Event
    quarantine: str | None = None


def _home(places: Places, envelope: Envelope) -> Stamp:
    """Return the units of the home, once, as they are on arrival."""
    home = envelope.data.get("home")
    return places.units.get(home, NOWHERE) if isinstance(home, int) else NOWHERE


def judge(
    snapshot: Snapshot,
    kind: Kind,
    envelope: Envelope,
    body: bytes,
    body_hash: bytes,
    voucher: Voucher,
    now: datetime,
) -> Judged:
    """Judge one readable event of a known kind."""
    places = snapshot.of(Places)
    place = places.place(envelope.facility, envelope.site)
    at, home = place.stamp if place is not None else NOWHERE, _home(places, envelope)
    flags: list[str] = []
    typed, unreadable = None, None
    if kind.data is not None:
        try:
            typed = msgspec.convert(envelope.data, kind.data, strict=False)
        except msgspec.ValidationError as error:
            unreadable = f"unreadable data: {error}"
    event = Event(
        envelope=envelope,
        body=body,
        hash=body_hash,
        received_at=now,
        place=(at.province, at.district, at.ward),
        home=(home.province, home.district, home.ward),
        typed=typed,
    )
    if unreadable is not None:
        return Judged(event, unreadable)
    if fault := _actor_fault(snapshot, kind, envelope, voucher, place):
        if kind.decision:
            return Judged(event, fault)
        flags.append(fault)
    if voucher.device is not None:
        flags += _device_flags(voucher.device, envelope, now)
    if envelope.at > now + FUTURE_TOLERANCE:
        flags.append("in_the_future")
    if kind.judge is not None:
        flags += kind.judge(event, snapshot)
    if flags:
        event = msgspec.structs.replace(event, outcome="flagged", flags=tuple(flags))
    return Judged(event)


def _actor_fault(
    snapshot: Snapshot, kind: Kind, envelope: Envelope, voucher: Voucher, place: Place | None
) -> str | None:
    """Check actor, role, facility and session against the grants of the moment.

    What a ward or a province enters about a resident happens at no facility: then the home counts.
    """
    if voucher.server:
        return None
    if voucher.account_id is not None:
        return None if kind.citizen else "not_for_citizens"
    if voucher.staff_id is not None and envelope.entered_by != voucher.staff_id:
        return "entered_by_another"
    grants = snapshot.of(Grants)
    if place is None and envelope.facility is None:
        place = snapshot.of(Places).dwelling(envelope.data.get("home"))
    for staff_id, roles, fault in (
        (envelope.entered_by, kind.enterers, "enterer_without_grant"),
        (envelope.performed_by, kind.performers, "performer_without_grant"),
    ):
        if not roles:
            continue
        if staff_id is None or not grants.holds(
            staff_id, roles, envelope.at, place, envelope.session
        ):
            return fault
    return None


def _device_flags(device: Device, envelope: Envelope, now: datetime) -> list[str]:
    flags: list[str] = []
    if device.revoked_at is not None and device.revoked_at <= now:
        flags.append("device_revoked")
    if envelope.facility is not None and envelope.facility != device.facility_id:
        flags.append("device_of_another_facility")
    if envelope.seq is None:
        flags.append("device_without_number")
    return flags
