"""TOML documents of a country pack: read, converted, and faults traced back to their line."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tiemchung.country.errors import PackError

Shape = TypeVar("Shape")

_SYNTAX_PLACE = re.compile(r" \(at line (?P<line>\d+), column (?P<column>\d+)\)$")
_PLACE = re.compile(r" - at `\$(?P<path>.*)`$")
_STEP = re.compile(r"\.(?P<key>\w+)|\[(?P<index>\d+)\]")
_HEADER = re.compile(r"^\s*\[(?P<array>\[)?\s*(?P<name>[\w.\-]+)\s*\]")
_KEY = re.compile(r"^\s*(?P<name>[\w.\-]+)\s*=")


def read_document(path: Path) -> tuple[dict[str, Any], str]:
    """Parse a TOML file; gives the tree and its text (the text serves `shape` to find lines)."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PackError(path, "the file is missing") from None
    except UnicodeDecodeError as error:
        raise PackError(path, f"not UTF-8: {error.reason} at byte {error.start}") from None
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _SYNTAX_PLACE.search(message)
        if place is None:
            raise PackError(path, message) from None
        raise PackError(
            path, message[: place.start()], line=int(place["line"]), column=place["column"]
        ) from None


def shape(
    path: Path, tree: dict[str, Any], text: str, convert: Callable[[dict[str, Any]], Shape]
) -> Shape:
    """Turn a parsed tree into its Struct by `convert`; raises PackError with line and key."""
    try:
        return convert(tree)
    except msgspec.ValidationError as error:
        message = str(error)
        place = _PLACE.search(message)
        steps = _steps(place["path"]) if place else ()
        column = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).lstrip(".")
        raise PackError(
            path,
            message[: place.start()] if place else message,
            line=line_of(text, steps),
            column=column,
        ) from None


def _steps(path: str) -> tuple[str | int, ...]:
    return tuple(
        m["key"] if m["key"] is not None else int(m["index"]) for m in _STEP.finditer(path)
    )


def line_of(text: str, steps: tuple[str | int, ...]) -> int:
    """Give the line (from 1) of the longest prefix of `steps` that the TOML text writes out.

    Knows headers, arrays of tables and keys, which is all that pack files use; what stands inside
    an inline table is traced to the line of its key.
    """
    places = _places(text)
    for length in range(len(steps), 0, -1):
        if (line := places.get(steps[:length])) is not None:
            return line
    return 1


def _places(text: str) -> dict[tuple[str | int, ...], int]:
    places: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str, ...], int] = {}
    table: tuple[str | int, ...] = ()
    for line, content in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(content):
            names = tuple(header["name"].split("."))
            if header["array"]:
                counts[names] = counts.get(names, -1) + 1
            table = _table(names, counts)
            places.setdefault(table, line)
        elif key := _KEY.match(content):
            places.setdefault((*table, *key["name"].split(".")), line)
    return places


def _table(names: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> tuple[str | int, ...]:
    steps: list[str | int] = []
    for length in range(1, len(names) + 1):
        steps.append(names[length - 1])
        if (index := counts.get(names[:length])) is not None:
            steps.append(index)
    return tuple(steps)
