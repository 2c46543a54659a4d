"""Which pages there are, and which address of the running demo shows each of them."""

import re
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from tiemchung.web import make_pages

MACHINES = ("/api", "/health", "/metrics", "/static")


@asynccontextmanager
async def _nothing(_: Litestar) -> AsyncGenerator[None]:
    yield


def page_templates() -> list[str]:
    """Return the path templates of all pages that answer a GET with HTML."""
    found: set[str] = set()
    for route in make_pages(_nothing).routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith(MACHINES):
            continue
        handler = dict(route.route_handler_map).get("GET")
        if handler is not None and returns_page(handler[0]):
            found.add(route.path_format)
    return sorted(found)


def returns_page(handler: HTTPRouteHandler) -> bool:
    """Tell whether a handler answers with a page: streams and files say otherwise."""
    return "str" in str(handler.fn.__annotations__.get("return", ""))


def pattern(template: str) -> re.Pattern[str]:
    """Return what addresses of a template look like."""
    return re.compile("^" + re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template)) + "$")


def address_of(template: str, links: Iterable[str]) -> str | None:
    """Return an address that fits a template: itself, or a link that was seen on some page."""
    if "{" not in template:
        return template
    fits = pattern(template)
    return next((link for link in links if fits.match(link.partition("?")[0])), None)


def file_name(template: str) -> str:
    """Return a name for the picture of a template."""
    return re.sub(r"[^a-z0-9]+", "-", template.lower()).strip("-") or "portal"
