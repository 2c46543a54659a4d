"""CSV tables of a country pack, one msgspec Struct a row.

The header must be exactly the fields of the Struct in their order, so that a moved or renamed
column is found at once and not as a wrong value later.
"""

import csv
import io
import re
from pathlib import Path
from typing import TypeVar

import msgspec

from tiemchung.country.errors import PackError

Row = TypeVar("Row", bound=msgspec.Struct)

_PLACE = re.compile(r" - at `\$\[(?P<row>\d+)\](?:\.(?P<column>\w+))?.*`$")


def read_table(path: Path, row: type[Row]) -> tuple[Row, ...]:
    """Read a UTF-8 CSV file into Structs; an empty cell is None.

    Raises PackError with file, line and column for a missing file, a wrong header, a row of the
    wrong length and a value that its column does not take.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PackError(path, "the file is missing") from None
    except UnicodeDecodeError as error:
        raise PackError(path, f"not UTF-8: {error.reason} at byte {error.start}") from None
    columns = row.__struct_fields__
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = tuple(next(reader, ()))
    if header != columns:
        raise PackError(path, f"the header must be {','.join(columns)}", line=1)
    cells: list[dict[str, str | None]] = []
    for line, values in enumerate(reader, start=2):
        if len(values) != len(columns):
            raise PackError(path, f"{len(values)} columns where {len(columns)} are due", line=line)
        cells.append({c: v or None for c, v in zip(columns, values, strict=True)})
    try:
        return msgspec.convert(cells, tuple[row, ...], strict=False)
    except msgspec.ValidationError as error:
        raise _located(path, error, cells) from None


def _located(
    path: Path, error: msgspec.ValidationError, cells: list[dict[str, str | None]]
) -> PackError:
    text = str(error)
    place = _PLACE.search(text)
    if place is None:
        return PackError(path, text)
    message = text[: place.start()]
    index = int(place["row"])
    column = place["column"] or ""
    value = cells[index].get(column)
    if value is not None:
        message += f", got {value!r}"
    return PackError(path, message, line=index + 2, column=column)
