"""Seal new rule sets: note the hash of each in rules/SEALED.csv, and refuse a changed one.

    python -m tools.country_pack.seal

A sealed rule set is never edited. To change a rule, add a file with a later `valid_from`; to end
one, add a file that names it in `withdraws`. Comments and layout of a file are not sealed.
"""

import csv
import sys
from pathlib import Path

from tiemchung.country import read_pack
from tiemchung.country.pack import Pack, SealedRule


def broken_seals(pack: Pack) -> list[str]:
    """Name the sealed rule sets that are gone or say something else now."""
    now = {r.id: r.hash for r in pack.rule_sets}
    return [s.id for s in pack.sealed_rules if now.get(s.id) != s.hash]


def seal(pack: Pack, path: Path) -> None:
    """Write all rule sets of the pack with their hashes, sorted by id."""
    rows = sorted((r.id, r.hash) for r in pack.rule_sets)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([SealedRule.__struct_fields__, *rows])


def main() -> None:
    pack = read_pack("vn")
    path = pack.root / "rules" / "SEALED.csv"
    if path.exists() and (broken := broken_seals(pack)):
        sys.exit(f"sealed rule sets are not to be edited: {', '.join(broken)}")
    seal(pack, path)


if __name__ == "__main__":
    main()
