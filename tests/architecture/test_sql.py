"""Every bound statement prepares on the migrated schema, returns what its signature says, and
touches only what its domain owns or what others publish."""

import importlib
import pkgutil
import sys
from collections.abc import AsyncGenerator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import asyncpg
import msgspec
import pglast
import pytest
from pglast import visitors

import tiemchung
from tiemchung.kernel import sql as kernel_sql
from tiemchung.kernel.db import prepare_connection
from tiemchung.kernel.sql import REGISTRY, SCALARS, Bound, Queries, row_shape

for module in pkgutil.walk_packages(tiemchung.__path__, "tiemchung."):
    importlib.import_module(module.name)

PYTHON: dict[str, type] = {
    "uuid": UUID, "date": date, "timestamptz": datetime, "time": time, "interval": timedelta,
    "bool": bool, "int2": int, "int4": int, "int8": int, "float8": float, "numeric": Decimal,
    "text": str, "bytea": bytes, "char": bytes, "varchar": str, "xid8": str,
}  # fmt: skip
BUILT_IN = {"pg_catalog", None}


def place(bound: Bound) -> str:
    """Return the owner of a statement: a domain, a face, or the kernel."""
    parts = bound.stub.__module__.split(".")
    return parts[2] if parts[1] in ("domains", "faces") else parts[1]


def name_of(bound: Bound) -> str:
    return f"{bound.stub.__module__.removeprefix('tiemchung.')}.{bound.stub.__name__}"


def plain(hint: Any) -> Any:
    """Take `| None`, `list[...]` and NewTypes away from a hint."""
    if get_origin(hint) in (UnionType, Union):
        hint = next(a for a in get_args(hint) if a is not type(None))
    return list if get_origin(hint) is list or hint is list else hint


def fits(column: str, hint: Any) -> bool:
    """Tell whether a column of this PostgreSQL type may become that Python type."""
    wanted = plain(hint)
    if column.endswith("[]") or column.startswith("_"):
        return wanted is list or wanted is Any
    if column in ("json", "jsonb"):
        return True
    found = PYTHON.get(column)
    return found is not None and (wanted is found or wanted is Any or wanted is object)


def columns_of(bound: Bound) -> list[tuple[str, Any]]:
    """Return (name, type) of the columns that the signature promises."""
    kind, cls = row_shape(bound.stub)
    if kind == "none":
        return []
    if cls in SCALARS:
        return [("", cls)]
    if issubclass(cls, msgspec.Struct):
        return [(f.name, f.type) for f in msgspec.structs.fields(cls)]
    return list(get_type_hints(cls).items())


@pytest.fixture(scope="session")
async def prepared(shared_database: str) -> AsyncGenerator[Any]:
    connection = await asyncpg.connect(shared_database)
    await prepare_connection(connection)
    yield connection
    await connection.close()


@pytest.mark.parametrize("bound", REGISTRY, ids=name_of)
async def test_a_statement_returns_what_its_signature_says(prepared: Any, bound: Bound) -> None:
    statement = await prepared.prepare(bound.text)
    hints = get_type_hints(bound.stub)
    for name, parameter in zip(bound.names, statement.get_parameters(), strict=True):
        assert fits(parameter.name, hints[name]), f"{name}: {parameter.name} is not {hints[name]}"
    found = [(a.name, a.type.name) for a in statement.get_attributes()]
    promised = columns_of(bound)
    if not promised:
        return
    assert len(found) == len(promised), f"{found} != {promised}"
    for (column, kind), (field, hint) in zip(found, promised, strict=True):
        assert field in ("", column), f"column {column} stands where {field} is read"
        assert fits(kind, hint), f"{column}: {kind} is not {hint}"


class Touched(visitors.Visitor):
    """Collects the tables that a statement reads and writes."""

    def __init__(self) -> None:
        self.read: set[tuple[str | None, str]] = set()
        self.written: set[tuple[str | None, str]] = set()

    def visit_RangeVar(self, _: Any, node: Any) -> None:  # noqa: N802 -- the visitor's names
        self.read.add((node.schemaname, node.relname))

    def visit_InsertStmt(self, _: Any, node: Any) -> None:  # noqa: N802
        self.written.add((node.relation.schemaname, node.relation.relname))

    def visit_UpdateStmt(self, _: Any, node: Any) -> None:  # noqa: N802
        self.written.add((node.relation.schemaname, node.relation.relname))

    def visit_DeleteStmt(self, _: Any, node: Any) -> None:  # noqa: N802
        self.written.add((node.relation.schemaname, node.relation.relname))


def is_published(schema: str | None, table: str) -> bool:
    """Tell whether everybody may read it: published views, and what this installation is."""
    return table.startswith("pub_") or (schema, table) == ("kernel", "installation")


def strangers(text: str, owner: str) -> set[str]:
    """Name the tables that a statement of this owner must not touch."""
    touched = Touched()
    touched(pglast.parse_sql(text))
    return {
        f"{schema}.{table}"
        for schema, table in touched.read | touched.written
        if schema not in (owner, *BUILT_IN)
        and not ((schema, table) not in touched.written and is_published(schema, table))
    }


FOLDED = {"ledger", "siteops", "registry", "safety", "statistics", "certificates"}
"""Schemas that are filled by events alone; the demo, too, must go through the way in."""


@pytest.mark.parametrize("bound", REGISTRY, ids=name_of)
def test_a_statement_touches_only_what_its_owner_may(bound: Bound) -> None:
    found = strangers(bound.text, place(bound))
    if place(bound) == "demo":  # a composition: it makes the ground that a campaign stands on
        touched = Touched()
        touched(pglast.parse_sql(bound.text))
        found = {
            f"{schema}.{table}"
            for schema, table in touched.written
            if schema in FOLDED or (schema, table) == ("supply", "stock_movement")
        }
    assert found == set()


def test_the_check_finds_a_foreign_table() -> None:
    assert strangers("SELECT 1 FROM booking.slot", "siteops") == {"booking.slot"}
    assert strangers("UPDATE booking.pub_slot SET taken = 1", "siteops") == {"booking.pub_slot"}
    assert strangers("SELECT 1 FROM booking.pub_slot JOIN siteops.dose ON true", "siteops") == set()


def test_every_statement_in_a_file_has_a_signature() -> None:
    modules = [m for name, m in sys.modules.items() if name.startswith("tiemchung.")]
    found = [v for m in modules for v in cast("dict[str, object]", vars(m)).values()]
    files = {v.source: v.unbound() for v in found if isinstance(v, Queries)}
    assert files
    assert {str(f): left for f, left in files.items() if left} == {}


def test_the_registry_is_filled() -> None:
    assert len(kernel_sql.REGISTRY) > 5
