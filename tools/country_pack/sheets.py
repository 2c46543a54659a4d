"""Reading the source tables and writing the pack's: UTF-8, LF, one header, stable order."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import msgspec

Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Read a source CSV into dictionaries of text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(rows: Iterable[msgspec.Struct]) -> str:
    """Write Structs of one type as CSV in the given order; None is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    fields: tuple[str, ...] = ()
    for row in rows:
        if not fields:
            fields = row.__struct_fields__
            writer.writerow(fields)
        writer.writerow([_cell(getattr(row, name)) for name in fields])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


def quoted(text: str) -> str:
    """Write a TOML basic string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def words(vi: str, en: str) -> str:
    """Write a text in two languages as a TOML inline table."""
    return f"{{ vi = {quoted(vi)}, en = {quoted(en)} }}"
