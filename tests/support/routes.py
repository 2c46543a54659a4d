"""Every route of the product, as the framework knows it, without starting anything."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from msgspec import Struct

from tiemchung.kernel.web.entry import Who, who_of
from tiemchung.web import make_pages

STATIC = "/static"


class Endpoint(Struct, frozen=True):
    """A method on a path template, who declares to be let in, and the handler behind it."""

    method: str
    path: str
    who: Who | None
    handler: HTTPRouteHandler | None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@asynccontextmanager
async def _nothing(_: Litestar) -> AsyncGenerator[None]:
    yield


@cache
def application() -> Litestar:
    return make_pages(_nothing)


@cache
def endpoints() -> list[Endpoint]:
    """Return all endpoints but files."""
    found: list[Endpoint] = []
    for route in application().routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith(STATIC):
            continue
        for method, (handler, _) in route.route_handler_map.items():
            serves_files = handler.fn.__module__.startswith("litestar.static_files")
            if method not in ("OPTIONS", "HEAD") and not serves_files:
                who = who_of(handler.opt)
                found.append(Endpoint(str(method), route.path_format, who, handler))
    return sorted(found, key=lambda e: (e.path, e.method))
