"""One row of the table of results, and where it is written."""

import json
from pathlib import Path

from msgspec import Struct, to_builtins
from rich.console import Console
from rich.table import Table


class Row(Struct, kw_only=True):
    """A measured value and, where there is one, its ratio against something in the same run."""

    name: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    target: float | None = None
    met: bool | None = None
    note: str = ""


def report(rows: list[Row], place: Path) -> None:
    """Print the table and write it as JSON, keeping rows of earlier runs that were not run now."""
    kept: list[dict[str, object]] = []
    if place.exists():
        names = {r.name for r in rows}
        kept = [r for r in json.loads(place.read_text()) if r["name"] not in names]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(kept + [to_builtins(r) for r in rows], indent=2))
    table = Table("row", "value", "unit", "against", "ratio", "target", "met", "note")
    for r in rows:
        table.add_row(
            r.name, f"{r.value:,.2f}", r.unit, r.against,
            "" if r.ratio is None else f"{r.ratio:.2f}",
            "" if r.target is None else f"{r.target:g}",
            "" if r.met is None else ("yes" if r.met else "NO"), r.note,
        )  # fmt: skip
    Console(width=160).print(table)
