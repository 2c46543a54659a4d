"""The description of the API: what programs may call, and the problems that refuse them."""

from typing import Any

import msgspec
from litestar import Response
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.status_codes import HTTP_404_NOT_FOUND

from tiemchung.kernel.web.pages import AnyRequest
from tiemchung.kernel.web.problems import MEDIA_TYPE, Problem, encode, problem

PATHS = ("/api/v1/", "/health/")
NO_CONTENT = "204"


class Description(JsonRenderPlugin):
    """Serves the description as JSON."""

    def render(self, request: AnyRequest, openapi_schema: dict[str, Any]) -> bytes:
        """Return what the framework knows of the endpoints for programs."""
        return self.render_json(request, described(openapi_schema))  # pyright: ignore[reportUnknownMemberType]


def as_problem(answer: Response[Any]) -> Response[Any]:
    """Say that an address below the description is none as the API says it."""
    if answer.status_code != HTTP_404_NOT_FOUND:
        return answer
    made = problem(answer.status_code, "http-404")
    return Response(encode(made), status_code=answer.status_code, media_type=MEDIA_TYPE)


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """Leave out the pages, and say how every endpoint refuses: with a problem (RFC 9457).

    The framework would describe its own shape of errors, which nobody is ever answered with.
    """
    paths = {
        path: {method: _operation(operation) for method, operation in item.items()}
        for path, item in schema["paths"].items()
        if path.startswith(PATHS)
    }
    _, components = msgspec.json.schema_components(
        [Problem], ref_template="#/components/schemas/{name}"
    )
    known = schema["components"]["schemas"]
    return schema | {
        "paths": paths,
        "components": schema["components"] | {"schemas": known | components},
    }


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    answers = {
        status: {k: v for k, v in answer.items() if k != "content" or status != NO_CONTENT}
        for status, answer in operation["responses"].items()
        if not status.startswith("4")
    }
    refusal = {
        "description": "A problem: its type is a stable name, its detail says what to do.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return operation | {"responses": answers | {"4XX": refusal, "5XX": refusal}}
