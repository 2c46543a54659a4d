"""Every named statement fits the schema, and its columns fit the signature that it serves."""

import importlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest

import tiemchung
from tiemchung.kernel.sql import REGISTRY, SCALARS, Bound, Queries, Tx, row_shape

ROOT = Path(tiemchung.__file__).parent
FITTING: dict[str, tuple[Any, ...]] = {
    "int2": (int,), "int4": (int,), "int8": (int,), "float8": (float,), "numeric": (Decimal,),
    "text": (str,), "varchar": (str,), "uuid": (UUID,), "bool": (bool,), "bytea": (bytes,),
    "date": (date,), "timestamptz": (datetime,), "time": (time,), "interval": (timedelta,),
    "jsonb": (dict, list, Any), "json": (dict, list, Any),
}  # fmt: skip


def query_modules() -> list[str]:
    """Name every module that lies beside a .sql file of its own name."""
    return sorted(
        ".".join(("tiemchung", *path.relative_to(ROOT).with_suffix("").parts))
        for path in ROOT.rglob("*.py")
        if path.with_suffix(".sql").exists()
    )


def statements() -> list[Bound]:
    """Import every module with statements and return what they bind."""
    for name in query_modules():
        importlib.import_module(name)
    return list(REGISTRY)


@pytest.mark.parametrize("name", query_modules())
def test_every_statement_of_a_file_has_a_signature(name: str) -> None:
    module = importlib.import_module(name)
    for value in vars(module).values():
        if isinstance(value, Queries):
            assert value.unbound() == []


@pytest.mark.parametrize(
    "bound", statements(), ids=lambda b: f"{b.stub.__module__}.{b.stub.__name__}"
)
async def test_a_statement_fits_the_schema_and_its_signature(bound: Bound, owner: Tx) -> None:
    prepared = await owner.prepare(bound.text)
    columns = prepared.get_attributes()
    kind, cls = row_shape(bound.stub)
    if kind == "none":
        return
    if cls in SCALARS:
        assert len(columns) == 1
        assert _fits(columns[0].type.name, columns[0].type.kind, cls), columns
        return
    assert [c.name for c in columns] == list(cls.__struct_fields__)
    hints = get_type_hints(cls)
    misfits = [c.name for c in columns if not _fits(c.type.name, c.type.kind, hints[c.name])]
    assert misfits == []


def _fits(name: str, kind: str, hint: Any) -> bool:
    if get_origin(hint) in (UnionType, Union):
        return any(_fits(name, kind, a) for a in get_args(hint) if a is not type(None))
    if kind == "array":
        inner = get_args(hint)
        return get_origin(hint) is list and _fits(name.removesuffix("[]"), "scalar", inner[0])
    origin = get_origin(hint) or hint
    return any(
        origin is t or (isinstance(origin, type) and isinstance(t, type) and issubclass(origin, t))
        for t in FITTING.get(name, ())
    )
