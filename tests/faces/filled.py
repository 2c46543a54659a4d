"""A good form or JSON for every endpoint that takes one, made from what its handler reads.

A value fits its type; where only some values of a type are good, filled.toml says which, by the
name of the field. What a handler reads is found in its source: the Struct of its JSON, the Structs
that it hands to `read_form`, and those it hands to functions that do.
"""

import ast
import inspect
import re
import textwrap
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast, get_type_hints

from litestar.params import QueryParameter
from msgspec import Struct
from msgspec import inspect as types
from msgspec.structs import fields

from tests.faces.served import POLICY
from tests.support.routes import Endpoint

FILLED: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "filled.toml").read_text(encoding="utf-8")
)
ANYWHERE = FILLED["anywhere"]
READING = ("tiemchung.faces", "tiemchung.kernel.web.forms")
QUERY = re.compile("[a-z-]{1,12}")


def json_shape(endpoint: Endpoint) -> type[Struct] | None:
    """Return the Struct of the JSON that an endpoint takes."""
    assert endpoint.handler is not None
    shape = get_type_hints(endpoint.handler.fn).get("data")
    return shape if isinstance(shape, type) and issubclass(shape, Struct) else None


@cache
def calls_of(function: Callable[..., Any]) -> list[tuple[ast.Call, dict[str, Any]]]:
    """Return the calls in a handler and in what it calls of the faces, with the names they see."""
    found: list[tuple[ast.Call, dict[str, Any]]] = []
    waiting, seen = [function], {function}
    while waiting:
        known = inspect.unwrap(waiting[0]).__globals__
        for call in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(waiting.pop(0))))):
            if not isinstance(call, ast.Call):
                continue
            found.append((call, known))
            called = known.get(call.func.id) if isinstance(call.func, ast.Name) else None
            if inspect.isfunction(called) and called not in seen:
                seen.add(called)
                if called.__module__.startswith("tiemchung.faces"):
                    waiting.append(called)
    return found


def form_shapes(endpoint: Endpoint) -> list[type[Struct]]:
    """Return the Structs that a handler hands to `read_form`, or to what may."""
    assert endpoint.handler is not None
    found: set[type[Struct]] = set()
    for call, known in calls_of(endpoint.handler.fn):
        called = known.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if inspect.isfunction(called) and called.__module__.startswith(READING):
            given = [known.get(a.id) for a in call.args if isinstance(a, ast.Name)]
            found |= {s for s in given if isinstance(s, type) and issubclass(s, Struct)}
    return sorted(found, key=str)


def queries_of(endpoint: Endpoint) -> list[str]:
    """Return what an address may carry behind its question mark."""
    assert endpoint.handler is not None
    if not endpoint.handler.fn.__module__.startswith("tiemchung"):
        return []  # the framework's own
    found = {
        name
        for name, hint in get_type_hints(endpoint.handler.fn, include_extras=True).items()
        if any(isinstance(m, QueryParameter) for m in getattr(hint, "__metadata__", ()))
    }
    for call, _known in calls_of(endpoint.handler.fn):
        texts = [a.value for a in call.args if isinstance(a, ast.Constant)]
        reads = isinstance(call.func, ast.Attribute) and call.func.attr == "get"
        hands_on = bool(call.args) and isinstance(call.args[0], ast.Name) and (
            call.args[0].id == "request"
        )  # fmt: skip
        if reads or hands_on:
            found |= {t for t in texts if isinstance(t, str) and QUERY.fullmatch(t)}
    return sorted(found | set(POLICY[endpoint.name].get("query", {})))


def example(kind: types.Type, name: str) -> Any:
    """Return a good value of a type for a field of this name."""
    if name in ANYWHERE:
        return ANYWHERE[name]
    match kind:
        case types.Metadata():
            made = example(kind.type, name)
        case types.UnionType():
            made = example(next(t for t in kind.types if not isinstance(t, types.NoneType)), name)
        case types.LiteralType():
            made = kind.values[0]
        case types.EnumType():
            made = next(iter(kind.cls)).value
        case types.StructType():
            made = {f.encode_name: example(f.type, f.encode_name) for f in kind.fields}
        case types.CollectionType():
            made = [example(kind.item_type, name)]
        case types.TupleType():
            made = [example(t, name) for t in kind.item_types]
        case _:
            made = PLAIN[type(kind)]
    return made


PLAIN: dict[type[types.Type], Any] = {
    types.BoolType: True, types.IntType: 1, types.FloatType: 1.5, types.StrType: "abc",
    types.BytesType: "YWJj", types.DateType: "$today", types.TimeType: "08:00:00",
    types.DateTimeType: "2026-11-01T08:00:00+07:00", types.UUIDType: "$nothing",
    types.AnyType: "abc", types.DictType: {},
}  # fmt: skip


class Good(Struct, frozen=True):
    """What a good request holds, and all that it might hold; names of subjects stand in both.

    `answers` is the status where even the good one is refused (0: it is taken).
    """

    base: dict[str, Any]
    whole: dict[str, Any]
    answers: int = 0


def _good(endpoint: Endpoint, made: dict[str, Any]) -> Good:
    own = dict(FILLED.get(endpoint.name, {}))
    without, answers = own.pop("without", []), own.pop("answers", 0)
    whole = made | own
    return Good({k: v for k, v in whole.items() if k not in without}, whole, answers)


def good_json(endpoint: Endpoint) -> Good | None:
    """Return the JSON of an endpoint, or None where it takes none."""
    shape = json_shape(endpoint)
    return None if shape is None else _good(endpoint, example(types.type_info(shape), ""))


def good_form(endpoint: Endpoint) -> Good | None:
    """Return the form of an endpoint, or None where no form is sent to it."""
    if "form" not in POLICY[endpoint.name]:
        return None
    made: dict[str, Any] = {}
    for shape in form_shapes(endpoint):
        for field in fields(shape):
            name = field.encode_name
            made[name] = example(types.type_info(field.type), name)
    return _good(endpoint, made)


def as_field(value: Any) -> str | list[str]:
    """Return a value as a browser sends it."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return [str(v) for v in cast("list[Any]", value)] if isinstance(value, list) else str(value)
