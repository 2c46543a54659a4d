"""The arithmetic that closes a session: people, vials, doses, devices, each apart (data-model 4).

Pure: rows in, figures and gaps out. A gap is a difference with a name; a session closes balanced
when there is none, else with each gap as an open item that has an owner and a clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

ENDINGS = ("deferred", "contraindicated", "referred", "declined", "left", "no_show")
"""Outcomes without an injection, in the order in which they are shown."""

CLOCK = timedelta(hours=24)
"""How long the owner of an open item has. The platform's own rule: no decision sets it."""


class PersonOutcome(Struct, frozen=True):
    """One person of a session. `outcome` is `injected`, one of ENDINGS, or None while open."""

    person_id: UUID
    called: bool
    checked_in: bool
    outcome: str | None


class PeopleFigures(Struct, frozen=True, kw_only=True):
    """People by their one outcome; `inside` came and have none, `absent` never came."""

    total: int = 0
    injected: int = 0
    deferred: int = 0
    contraindicated: int = 0
    referred: int = 0
    declined: int = 0
    left: int = 0
    no_show: int = 0
    inside: int = 0
    absent: int = 0

    @property
    def balanced(self) -> bool:
        """Tell whether everybody has an outcome: total = the sum of all outcomes."""
        return self.inside == 0 and self.absent == 0


class VialMovement(Struct, frozen=True):
    """Unopened vials of one lot that were issued, opened, broken, returned or moved."""

    kind: str
    table_id: UUID | None
    other_table_id: UUID | None
    lot_id: int | None
    vials: int


class VialLine(Struct, frozen=True, kw_only=True):
    """Vials of one lot at one table, or at the session itself (`table_id` None).

    issued + moved_in = opened + broken + moved_out + returned; `difference` is left less right.
    """

    table_id: UUID | None
    table: int | None
    lot_id: int
    lot: str
    issued: int = 0
    moved_in: int = 0
    opened: int = 0
    broken: int = 0
    moved_out: int = 0
    returned: int = 0
    difference: int = 0


class OpenedVial(Struct, frozen=True):
    """An opened vial with the yield that was entered and what was thrown away."""

    vial_id: UUID
    table_id: UUID | None
    lot_id: int | None
    opened_at: datetime | None
    doses: int
    discarded: int


class DoseLine(Struct, frozen=True, kw_only=True):
    """Doses of one opened vial: actual yield = injected + discarded."""

    vial_id: UUID
    table: int | None
    lot: str
    opened_at: datetime | None
    doses: int
    injected: int
    discarded: int
    difference: int


class DeviceLine(Struct, frozen=True, kw_only=True):
    """Numbers of one device: the highest that arrived, how many arrived, which are missing.

    `missing` are ranges (first, last); `doubled` numbers came with two different events, `broken`
    events do not name the one before them.
    """

    device_id: UUID
    name: str
    highest: int
    arrived: int
    missing: tuple[tuple[int, int], ...] = ()
    doubled: int = 0
    broken: int = 0
    quarantined: int = 0


class Gap(Struct, frozen=True, kw_only=True):
    """A difference with a name: what was expected, what was found, of what.

    `key` names the thing within its kind (a vial, a device, a table and lot), so that the same gap
    is recognised when it is counted again.
    """

    kind: str
    key: str = ""
    subject: str = ""
    expected: int = 0
    found: int = 0
    note: str | None = None

    @property
    def identity(self) -> tuple[str, str]:
        """What makes two gaps the same one."""
        return self.kind, self.key


class SessionFigures(Struct, frozen=True, kw_only=True):
    """Everything the close of a session shows and signs."""

    people: PeopleFigures
    walk_ins: PeopleFigures
    vials: list[VialLine]
    doses: list[DoseLine]
    devices: list[DeviceLine]
    entered: int
    declared_noon: int | None
    declared_end: int | None
    doses_without_vial: int
    gaps: list[Gap]

    @property
    def outcome(self) -> str:
        """How the session closes with these figures."""
        return "closed_with_open_items" if self.gaps else "closed_balanced"


class Names(Struct, frozen=True):
    """What tables and lots are called."""

    tables: Mapping[UUID, int]
    lots: Mapping[int, str]

    def lot(self, lot_id: int) -> str:
        """Return the number of a lot, or its id when it is not known here."""
        return self.lots.get(lot_id, f"#{lot_id}")


def count_people(people: Iterable[PersonOutcome], *, called: bool) -> PeopleFigures:
    """Count the called people, or the walk-ins."""
    count = dict.fromkeys(PeopleFigures.__struct_fields__, 0)
    for person in people:
        if person.called != called:
            continue
        count["total"] += 1
        if person.outcome is not None:
            count[person.outcome] += 1
        else:
            count["inside" if person.checked_in else "absent"] += 1
    return PeopleFigures(**count)


def count_vials(movements: Iterable[VialMovement], names: Names) -> list[VialLine]:
    """Balance the vials of each table and lot.

    Vials are issued to a table or to the session. A table that opens more than it was handed has
    taken the rest from the session's own: that is a move which nobody had to type.
    """
    lines: dict[tuple[UUID | None, int], dict[str, int]] = {}

    def line(table: UUID | None, lot: int) -> dict[str, int]:
        zero: dict[str, int] = dict.fromkeys(_VIAL_COLUMNS, 0)
        return lines.setdefault((table, lot), zero)

    for m in movements:
        if m.lot_id is None:
            continue
        column = _COLUMN[m.kind]
        line(m.table_id, m.lot_id)[column] += m.vials
        if m.kind == "vials_moved":
            line(m.other_table_id, m.lot_id)["moved_in"] += m.vials
    for (table, lot), own in list(lines.items()):
        short = -_difference(own)
        if table is not None and short > 0:
            own["moved_in"] += short
            line(None, lot)["moved_out"] += short
    return sorted(
        (
            VialLine(
                table_id=table,
                table=names.tables.get(table) if table is not None else None,
                lot_id=lot,
                lot=names.lot(lot),
                difference=_difference(own),
                **own,
            )
            for (table, lot), own in lines.items()
        ),
        key=lambda v: (v.lot, v.table is not None, v.table or 0),
    )


_VIAL_COLUMNS = ("issued", "moved_in", "opened", "broken", "moved_out", "returned")
_COLUMN = {
    "stock_issued": "issued",
    "vial_opened": "opened",
    "vial_broken": "broken",
    "vials_returned": "returned",
    "vials_moved": "moved_out",
}


def _difference(own: Mapping[str, int]) -> int:
    have = own["issued"] + own["moved_in"]
    return have - own["opened"] - own["broken"] - own["moved_out"] - own["returned"]


def count_doses(
    vials: Iterable[OpenedVial], injected: Mapping[UUID | None, int], names: Names
) -> list[DoseLine]:
    """Balance the doses of each opened vial, in the order of opening; `injected` by vial.

    A vial that only doses or a discard name has a yield of 0: what came out of it is a gap.
    """
    known = list(vials)
    lines = [
        DoseLine(
            vial_id=v.vial_id,
            table=names.tables.get(v.table_id) if v.table_id is not None else None,
            lot=names.lot(v.lot_id) if v.lot_id is not None else "",
            opened_at=v.opened_at,
            doses=v.doses,
            injected=injected.get(v.vial_id, 0),
            discarded=v.discarded,
            difference=v.doses - injected.get(v.vial_id, 0) - v.discarded,
        )
        for v in known
    ]
    unopened = injected.keys() - {v.vial_id for v in known}
    lines += [
        DoseLine(
            vial_id=vial_id, table=None, lot="", opened_at=None, doses=0,
            injected=injected[vial_id], discarded=0, difference=-injected[vial_id],
        )
        for vial_id in sorted(v for v in unopened if v is not None)
    ]  # fmt: skip
    return sorted(lines, key=lambda d: (d.opened_at is None, d.opened_at, d.vial_id))


def find_gaps(
    *,
    people: PeopleFigures,
    walk_ins: PeopleFigures,
    vials: Sequence[VialLine],
    doses: Sequence[DoseLine],
    devices: Sequence[DeviceLine],
    entered: int,
    declared_end: int | None,
    doses_without_vial: int,
) -> list[Gap]:
    """Name every difference of a session."""
    gaps: list[Gap] = []
    for kind, count in (("people", people), ("walk_ins", walk_ins)):
        if not count.balanced:
            found = count.total - count.inside - count.absent
            gaps.append(Gap(kind=kind, expected=count.total, found=found))
    for lot in dict.fromkeys(v.lot_id for v in vials):
        gaps += _vial_gaps([v for v in vials if v.lot_id == lot])
    gaps += [
        Gap(kind="doses", key=str(d.vial_id), subject=_place(d.table, d.lot), expected=d.doses,
            found=d.injected + d.discarded)
        for d in doses if d.difference
    ]  # fmt: skip
    if doses_without_vial:
        gaps.append(Gap(kind="doses_without_vial", found=doses_without_vial))
    for device in devices:
        gaps += _device_gaps(device)
    if declared_end is None:
        gaps.append(Gap(kind="not_declared", found=entered))
    elif declared_end != entered:
        gaps.append(Gap(kind="declared", expected=declared_end, found=entered))
    return gaps


def _vial_gaps(lines: Sequence[VialLine]) -> list[Gap]:
    return [
        Gap(
            kind="vials",
            key=f"{line.table_id or ''}/{line.lot_id}",
            subject=_place(line.table, line.lot),
            expected=line.issued + line.moved_in,
            found=line.opened + line.broken + line.moved_out + line.returned,
        )
        for line in lines
        if line.difference
    ]


def _device_gaps(device: DeviceLine) -> list[Gap]:
    key = str(device.device_id)
    gaps: list[Gap] = []
    if device.missing:
        found = device.highest - sum(last - first + 1 for first, last in device.missing)
        gaps.append(
            Gap(kind="device", key=key, subject=device.name, expected=device.highest, found=found)
        )
    for kind, found in (
        ("device_doubled", device.doubled),
        ("device_broken", device.broken),
        ("quarantined", device.quarantined),
    ):
        if found:
            gaps.append(Gap(kind=kind, key=key, subject=device.name, found=found))
    return gaps


def _place(table: int | None, lot: str) -> str:
    """Name a table and a lot in a form that needs no language: `3 · ABW0411`."""
    return f"{table} · {lot}" if table is not None else lot


def reported_gaps(devices: Sequence[DeviceLine], made: Mapping[UUID, int]) -> list[Gap]:
    """Compare the last number that the screen of each device shows with what arrived of it.

    A device that broke or was lost cannot say it itself: the head reads it off or writes it down.
    """
    known = {d.device_id: d for d in devices}
    gaps: list[Gap] = []
    for device_id, number in made.items():
        device = known.get(device_id)
        arrived = device.arrived if device is not None else 0
        if number > arrived:
            gaps.append(
                Gap(
                    kind="device",
                    key=str(device_id),
                    subject=device.name if device is not None else str(device_id),
                    expected=number,
                    found=arrived,
                )
            )
    return gaps


def joined(*lists: Sequence[Gap]) -> list[Gap]:
    """Join lists of gaps; of the same gap the last one stands, with a note that any of them had."""
    gaps: dict[tuple[str, str], Gap] = {}
    for gaps_ in lists:
        for gap in gaps_:
            before = gaps.get(gap.identity)
            note = gap.note or (before.note if before is not None else None)
            gaps[gap.identity] = replace(gap, note=note)
    return list(gaps.values())
