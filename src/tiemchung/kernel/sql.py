"""Binds typed Python signatures to named statements kept in .sql files.

`queries.sql` holds `-- name: x`, a comment that says why, and the statement with `:params`.
`queries.py` beside it declares, under `@sql`, an async function of the same name whose keyword
parameters are those of the statement. Its return type says how many rows come back: `None`
nothing, `T` exactly one, `T | None` at most one, `list[T]` many. Rows are built by position; a
test prepares every statement on the migrated schema and compares columns and types.
"""

import inspect
import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, Union, get_args, get_origin
from typing import get_type_hints as hints_of
from uuid import UUID

import asyncpg

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Tx = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
else:
    Tx = asyncpg.Connection

P = ParamSpec("P")
R = TypeVar("R")

_HEADER = re.compile(r"^-- name: (?P<name>[a-z0-9_]+)\n", re.MULTILINE)
_PARAM = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")

SCALARS = (bool, int, float, str, bytes, UUID, date, datetime, time, timedelta, Decimal)
"""Types whose statement returns one column, handed over bare."""

REGISTRY: "list[Bound]" = []
"""Every bound statement of the program, for the tests that prepare and parse them."""


class Bound:
    """One statement: its text with $n parameters, their order, and the signature it serves."""

    def __init__(self, text: str, names: list[str], stub: Callable[..., Any]) -> None:
        self.text = text
        self.names = names
        self.stub = stub


def row_shape(stub: Callable[..., Any]) -> tuple[str, Any]:
    """Read how many rows of which type the signature promises: (none|one|optional|many, type)."""
    hint = hints_of(stub)["return"]
    if hint is type(None):
        return "none", None
    if get_origin(hint) is list:
        return "many", get_args(hint)[0]
    if get_origin(hint) in (UnionType, Union):
        return "optional", next(a for a in get_args(hint) if a is not type(None))
    return "one", hint


class Queries:
    """The statements of the .sql file that lies beside a module; used as decorator."""

    def __init__(self, module_file: str) -> None:
        self.source = Path(module_file).with_suffix(".sql")
        parts = _HEADER.split(self.source.read_text(encoding="utf-8"))
        self._texts = dict(zip(parts[1::2], (p.strip() for p in parts[2::2]), strict=True))

    def __call__(self, stub: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        """Bind one signature to the statement of its name; a mismatch fails at import."""
        bound = Bound(*self._positional(stub.__name__), stub)
        wanted = [n for n in inspect.signature(stub).parameters if n != "tx"]
        if sorted(bound.names) != sorted(wanted):
            raise TypeError(f"{self.source}: {stub.__name__} takes {bound.names}, not {wanted}")
        REGISTRY.append(bound)
        return _caller(bound)

    def unbound(self) -> list[str]:
        """Name the statements of the file that no signature has taken."""
        return sorted(self._texts)

    def _positional(self, name: str) -> tuple[str, list[str]]:
        names: list[str] = []

        def position(match: re.Match[str]) -> str:
            if match[1] not in names:
                names.append(match[1])
            return f"${names.index(match[1]) + 1}"

        if name not in self._texts:
            raise TypeError(f"{self.source} has no statement named {name}")
        return _PARAM.sub(position, self._texts.pop(name)), names


def _caller(bound: Bound) -> Callable[..., Awaitable[Any]]:
    shape: tuple[str, Any] | None = None

    async def call(tx: Tx, **parameters: Any) -> Any:
        nonlocal shape
        shape = shape or row_shape(bound.stub)
        kind, cls = shape
        arguments = [parameters[name] for name in bound.names]
        if kind == "none":
            await tx.fetch(bound.text, *arguments)  # fetch, not execute: always prepared
            return None
        rows = await tx.fetch(bound.text, *arguments)
        build = _first if cls in SCALARS else cls
        if kind == "many":
            return [build(*row) for row in rows]
        if not rows:
            if kind == "optional":
                return None
            raise LookupError(bound.stub.__name__)
        return build(*rows[0])

    call.__name__ = bound.stub.__name__
    call.__doc__ = bound.stub.__doc__
    return call


def _first(value: Any) -> Any:
    return value
