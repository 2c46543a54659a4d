"""Looks at a whole pack: whether its parts fit together. For whoever adds or changes one.

python -m tiemchung.country.check vn
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from fnmatch import fnmatchcase
from itertools import pairwise

from tiemchung.country.errors import PackError
from tiemchung.country.pack import DAILY_FIGURES, Pack, read_pack
from tiemchung.country.rules import ANY, DosingRules, ScreeningForm
from tiemchung.country.units import (
    LEVEL_DIGIT,
    NATION,
    UNKNOWN_UNIT,
    Level,
    UnitVersion,
)

FIRST_LINE = 2  # of a table, after its header


def faults(pack: Pack) -> Iterator[PackError]:
    """Yield every fault between the parts; a part that cannot be read raises its own PackError."""
    yield from _unit_faults(pack)
    yield from _succession_faults(pack)
    yield from _reference_faults(pack)
    yield from _facility_faults(pack)
    yield from _rule_faults(pack)
    yield from _seal_faults(pack)
    yield from _source_faults(pack)


def _unit_faults(pack: Pack) -> Iterator[PackError]:
    path = pack.root / "units" / "unit.csv"
    for line, unit in enumerate(pack.units, start=FIRST_LINE):
        if unit.id // 10_000_000 != LEVEL_DIGIT[unit.level]:
            yield PackError(path, f"{unit.id} is not of level {unit.level}", line=line, column="id")
        if unit.id // 100 % 100_000 != int(unit.code):
            yield PackError(path, f"{unit.id} is not of {unit.code}", line=line, column="id")
        if unit.valid_to is not None and unit.valid_to <= unit.valid_from:
            yield PackError(path, "ends before it begins", line=line, column="valid_to")
        yield from (
            PackError(path, message, line=line, column="parent_id")
            for message in _parent_faults(unit, pack)
        )
    yield from _repeated(path, "id", [u.id for u in pack.units])
    for needed in (NATION, UNKNOWN_UNIT):
        if needed not in pack.unit:
            yield PackError(path, f"the reserved unit {needed} is missing")
    yield from _overlaps(pack)


def _parent_faults(unit: UnitVersion, pack: Pack) -> Iterator[str]:
    if unit.level is Level.NATION:
        return
    parent = pack.unit.get(unit.parent_id or 0)
    if parent is None:
        yield f"{unit.name} has no parent"
        return
    if parent.valid_from > unit.valid_from:
        yield f"{unit.name} begins before {parent.name} {parent.id}"
    if parent.valid_to is not None and (unit.valid_to is None or unit.valid_to > parent.valid_to):
        yield f"{unit.name} outlives {parent.name} {parent.id}"


def _overlaps(pack: Pack) -> Iterator[PackError]:
    """Find two versions of one unit that hold on the same day."""
    path = pack.root / "units" / "unit.csv"
    by_unit: dict[tuple[Level, str], list[UnitVersion]] = {}
    for unit in pack.units:
        by_unit.setdefault((unit.level, unit.code), []).append(unit)
    for versions in by_unit.values():
        ordered = sorted(versions, key=lambda u: u.valid_from)
        for earlier, later in pairwise(ordered):
            if earlier.holds_on(later.valid_from):
                yield PackError(path, f"{earlier.id} and {later.id} overlap", column="valid_to")


def _succession_faults(pack: Pack) -> Iterator[PackError]:
    path = pack.root / "units" / "succession.csv"
    defaults: Counter[int] = Counter()
    for line, edge in enumerate(pack.successions, start=FIRST_LINE):
        defaults[edge.from_id] += edge.is_default
        before = pack.unit.get(edge.from_id)
        if before is None or before.valid_to != edge.effective_from:
            yield PackError(path, "does not end on this day", line=line, column="from_id")
        after = pack.unit.get(edge.to_id) if edge.to_id is not None else None
        if edge.to_id is not None and (after is None or not after.holds_on(edge.effective_from)):
            yield PackError(path, "does not hold on this day", line=line, column="to_id")
    open_ended = {e.from_id for e in pack.successions if e.to_id is None}
    for unit in pack.units:
        if unit.valid_to is not None and defaults[unit.id] != (unit.id not in open_ended):
            message = f"{unit.id} {unit.name} ended and has {defaults[unit.id]} default successors"
            yield PackError(path, message, column="from_id")


def _reference_faults(pack: Pack) -> Iterator[PackError]:
    """Find rows that speak of a unit the pack does not have."""
    tables: tuple[tuple[str, str, Iterable[int]], ...] = (
        ("units/point.csv", "unit_id", (p.unit_id for p in pack.unit_points)),
        ("units/population.csv", "unit_id", (p.unit_id for p in pack.populations)),
        ("units/region_member.csv", "province_id", (m.province_id for m in pack.region_members)),
        ("units/region_member.csv", "region_id", (m.region_id for m in pack.region_members)),
        ("facilities/facility.csv", "unit_id", (f.unit_id for f in pack.facilities)),
    )
    for name, column, ids in tables:
        for line, unit in enumerate(ids, start=FIRST_LINE):
            if unit not in pack.unit:
                yield PackError(
                    pack.root / name, f"there is no unit {unit}", line=line, column=column
                )


def _facility_faults(pack: Pack) -> Iterator[PackError]:
    path = pack.root / "facilities" / "facility.csv"
    known: set[str] = set()
    for line, seed in enumerate(pack.facilities, start=FIRST_LINE):
        for column, key in (("parent_key", seed.parent_key), ("supplier_key", seed.supplier_key)):
            if key is not None and key not in known:
                yield PackError(path, f"{key} does not stand above", line=line, column=column)
        known.add(seed.key)
    yield from _repeated(path, "key", [f.key for f in pack.facilities])


def _rule_faults(pack: Pack) -> Iterator[PackError]:
    ids = {r.id for r in pack.rule_sets}
    products = {p.key for p in pack.products}
    for file in pack.rule_files:
        path, rules = pack.root / file.path, file.rules
        if rules.scope not in pack.unit:
            yield PackError(path, f"there is no unit {rules.scope}", column="scope")
        if not path.name.startswith(rules.valid_from.isoformat()):
            yield PackError(path, "the name of the file must begin with valid_from")
        for name in set(rules.withdraws) - ids:
            yield PackError(path, f"there is no rule set {name}", column="withdraws")
        if isinstance(rules, DosingRules):
            for name in _products_named(rules) - products - {ANY}:
                yield PackError(path, f"there is no product {name}")
        if isinstance(rules, ScreeningForm):
            yield from (PackError(path, message) for message in _form_faults(rules))
    yield from _repeated(pack.root / "rules", "id", [r.id for r in pack.rule_sets])


def _products_named(rules: DosingRules) -> set[str]:
    return {
        *(u.product for u in rules.uses),
        *(h.product for h in rules.handling),
        *(h.product for h in rules.holds),
        *(name for e in (*rules.intervals, *rules.mixing) for name in (e.after, e.next)),
    }


def _form_faults(form: ScreeningForm) -> Iterator[str]:
    codes = [i.code for i in form.items]
    for item in form.items:
        if item.asked_if is not None and item.asked_if not in codes:
            yield f"item {item.code} hangs on {item.asked_if}, which is not there"
        for outcome in (item.outcome, *item.outcome_by_product.values()):
            if outcome is not None and outcome not in form.strictness:
                yield f"item {item.code}: {outcome} has no place in strictness"
    if len(codes) != len(set(codes)):
        yield "two items have one code"


def _seal_faults(pack: Pack) -> Iterator[PackError]:
    path = pack.root / "rules" / "SEALED.csv"
    now = {r.id: r.hash for r in pack.rule_sets}
    sealed = {s.id: s.hash for s in pack.sealed_rules}
    for name, digest in sealed.items():
        if now.get(name) != digest:
            yield PackError(path, f"{name} was edited; add a rule set with a later valid_from")
    for name in now.keys() - sealed.keys():
        yield PackError(path, f"{name} is not sealed (tools/country_pack/seal.py)")


def _source_faults(pack: Pack) -> Iterator[PackError]:
    path = pack.root / "SOURCES.toml"
    rows = [s.file for s in pack.sources]
    yield from _repeated(path, "file", rows)
    files = [p.relative_to(pack.root).as_posix() for p in pack.root.rglob("*") if p.is_file()]
    for file in sorted(files):
        if not any(fnmatchcase(file, row) for row in rows):
            yield PackError(path, f"{file} has no row")
    for row in rows:
        if not any(fnmatchcase(file, row) for file in files):
            yield PackError(path, f"there is no file {row}")
    if pack.daily_figures and not pack.credit_of(DAILY_FIGURES):
        yield PackError(path, f"{DAILY_FIGURES} has no credit, and pages name its source")


def _repeated(path: object, column: str, values: list[int] | list[str]) -> Iterator[PackError]:
    for value, count in Counter(values).items():
        if count > 1:
            yield PackError(str(path), f"{value} stands {count} times", column=column)


def units_on(pack: Pack, day: date, level: Level) -> list[UnitVersion]:
    """Give the units of a level that hold on a day."""
    return [u for u in pack.units if u.level is level and u.holds_on(day)]


def main() -> int:
    """Print the faults of a pack; the exit status is 1 when there are any."""
    count = 0
    try:
        for fault in faults(read_pack(sys.argv[1] if len(sys.argv) > 1 else "vn")):
            sys.stderr.write(f"{fault}\n")
            count += 1
    except PackError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
