"""What the description of the API allows, and what it does not, sent by every role to the server.

Schemathesis makes requests from `/api/openapi.json`: the first goes out as every role, the others
as those who may enter, in turn. The answer is what the description says, or a problem of RFC 9457:
never a fault of the server. The same requests are made at every run; `--fuzz-examples` makes more.
"""

import itertools
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, cast
from zlib import crc32

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from msgspec import Struct
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks

from tests.faces.served import ACTORS, POLICY, Served, Subjects, jar_of, kind_of, served
from tests.support.routes import Endpoint, endpoints

API = [e for e in endpoints() if e.path.startswith(("/api/v1", "/health"))]
_of_all: Any = checks
_of_openapi: Any = openapi_checks
CHECKS = [
    _of_all.not_a_server_error, _of_openapi.status_code_conformance,
    _of_openapi.content_type_conformance,
]  # fmt: skip
EVERY_CHECK = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large,
               HealthCheck.large_base_example]  # fmt: skip
LONGEST_LIST = 4
"""Longer lists of the same things say no more, and take long to make."""


class Fuzzed(Struct, frozen=True):
    """The server, its description (also with short lists), and what each actor sends along."""

    served: Served
    description: Any  # the types of the library are generic in ways that say nothing here
    short: Any
    headers: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
async def fuzzed(owner_dsn: str, secrets_folder: Path) -> AsyncGenerator[Fuzzed]:
    async with served(owner_dsn, secrets_folder) as made:
        raw = (await made.client.get("/api/openapi.json")).json()
        headers = {actor: await made.headers(actor, "/api/v1/x") for actor in ACTORS}
        load: Any = schemathesis.openapi.from_dict
        yield Fuzzed(made, load(raw), load(shortened(raw)), headers)


def shortened(schema: Any) -> Any:
    """Return a description whose lists are short."""
    if isinstance(schema, list):
        return [shortened(part) for part in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    made = {name: shortened(part) for name, part in cast("dict[str, Any]", schema).items()}
    if made.get("type") == "array":
        made["maxItems"] = max(LONGEST_LIST, made.get("minItems", 0))
    return made


def test_every_endpoint_for_programs_is_described(fuzzed: Fuzzed) -> None:
    described = {
        f"{operation.ok().method.upper()} {operation.ok().path}"
        for operation in fuzzed.description.get_all_operations()
    }
    assert described == {e.name for e in API}


def admits(endpoint: Endpoint, actor: str) -> bool:
    """Tell whether an actor gets past the guard; a citizen's cookie does not count in this API."""
    assert endpoint.who is not None
    if "public" in endpoint.who.kinds:
        return True
    if actor == "public" or jar_of(endpoint.path) != kind_of(actor):
        return False
    return not endpoint.who.roles or actor in endpoint.who.roles


@pytest.mark.parametrize("endpoint", API, ids=lambda e: e.name)
async def test_what_is_described_is_what_happens(
    fuzzed: Fuzzed, endpoint: Endpoint, fuzz_examples: int
) -> None:
    subjects = Subjects(fuzzed.served.owner, inside=True)
    params = {
        name: await subjects.filled(f"${subject}")
        for name, subject in POLICY[endpoint.name].get("params", {}).items()
    }
    described = fuzzed.description[endpoint.path][endpoint.method]
    operation = fuzzed.short[endpoint.path][endpoint.method]
    strategies = [operation.as_strategy(GenerationMode.POSITIVE, path_parameters=params or None)]
    if {"parameters", "requestBody"} & set(operation.definition.raw):  # else nothing can be wrong
        strategies.append(operation.as_strategy(GenerationMode.NEGATIVE))
    admitted = [actor for actor in ACTORS if admits(endpoint, actor)]
    turns, asked = itertools.cycle(admitted), set[str]()
    with requests.Session() as session:

        def ask(case: Any, actor: str) -> None:
            answer = case.call(fuzzed.served.address, session, fuzzed.headers[actor], timeout=20)
            asked.add(actor)
            case.validate_response(answer, CHECKS)
            described.validate_response(answer)
            if actor not in admitted:
                assert answer.status_code in (401, 403), f"{actor}: {answer.status_code}"
            if answer.status_code >= 400:
                told = answer.json()
                assert told["status"] == answer.status_code
                assert told["type"].startswith("/problems/")

        for strategy in strategies:

            @seed(crc32(endpoint.name.encode()))
            @settings(
                max_examples=fuzz_examples,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=EVERY_CHECK,
            )
            @given(case=strategy)
            def asked_in_turn(case: Any) -> None:
                for actor in [a for a in ACTORS if a not in asked] or [next(turns), next(turns)]:
                    ask(case, actor)

            asked_in_turn()
    assert asked == set(ACTORS)
