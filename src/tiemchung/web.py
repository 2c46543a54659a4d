"""The pages and the API of all faces as one Litestar application."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from importlib.metadata import version
from pathlib import Path

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.router import Router

from tiemchung.asking import Asked, check_form, find_actor, method_of
from tiemchung.domains.identity.actor import Actor
from tiemchung.faces.citizen import routes as citizen
from tiemchung.faces.command import routes as command
from tiemchung.faces.console import routes as console
from tiemchung.faces.exchange import routes as exchange
from tiemchung.faces.exchange.description import Description, as_problem
from tiemchung.faces.portal import routes as portal
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.refused import REFUSALS
from tiemchung.kernel.settings import secret
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.entry import Who, open_to_all, who_of
from tiemchung.kernel.web.pages import Site
from tiemchung.kernel.web.refusals import (
    NotSignedIn,
    WrongRole,
    refuse,
    refuse_by_database,
    refuse_http,
    report_fault,
)
from tiemchung.kernel.web.requests import CarefulRequest, check_address
from tiemchung.kernel.web.static import static_routes
from tiemchung.kernel.web.templates import MAPS, environment
from tiemchung.runtime import Runtime

Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]
FACES = (portal, citizen, console, command)
DIST = Path(__file__).parent / "static" / "dist"


def give_runtime(state: State) -> Runtime:
    """Hand the parts of this process to a handler."""
    runtime: Runtime = state.runtime
    return runtime


def give_actor(request: Asked) -> Actor:
    """Hand over who asks; the guard has found it out."""
    actor: Actor = request.state.actor
    return actor


async def open_transaction(
    runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> AsyncGenerator[Tx]:
    """Open the one transaction of a request, in the jurisdiction of who asks.

    It commits before the answer goes out, and rolls back on any refusal.
    """
    async with transaction(runtime.db.app, actor.scope) as tx:
        yield tx


async def admit(connection: Asked, handler: BaseRouteHandler) -> None:
    """Let in whom the route declares, and nobody where it declares nothing."""
    if method_of(connection) == "OPTIONS":
        return
    runtime: Runtime = connection.app.state.runtime
    actor = await find_actor(connection, runtime)
    connection.state.actor = actor
    who = who_of(handler.opt)
    if who is None:
        raise WrongRole
    if not who.admits(actor):
        raise NotSignedIn(actor) if actor.kind == "public" else WrongRole(actor)
    check_address(connection.scope["query_string"], connection.path_params.values())
    await check_form(connection, own_proof=who.own_proof)


def make_site(runtime: Runtime, app: Litestar) -> Site:
    """Put together what rendering needs; raises MissingAssets when the front end is not built."""
    settings = runtime.settings
    templates = environment(
        DIST,
        demo_date=lambda: runtime.clock.today() if runtime.is_demo else None,
        compiled=settings.folder / "cache" / "templates",
    )
    site = Site(
        templates,
        [f.face for f in FACES],
        secret(settings.folder, "forms.key"),
        secure=settings.public_url.startswith("https:"),
    )
    site.entrances = entrances(app)
    return site


def entrances(app: Litestar) -> dict[str, Who]:
    """Return who may open each page, by path: menus show only what opens."""
    found: dict[str, Who] = {}
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            who = who_of(handler.opt)
            if "GET" in getattr(handler, "http_methods", ()) and who is not None:
                found[route.path] = who
    return found


def make_pages(lifespan: Lifespan) -> Litestar:
    """Make the framework's application of all faces."""
    return Litestar(
        [
            *exchange.routes,
            *(route for face in FACES for route in face.routes),
            *static_routes(DIST, MAPS),
        ],
        lifespan=[lifespan],
        logging_config=None,  # structlog writes; the framework would turn on everybody's log
        guards=[admit],
        dependencies={
            "runtime": Provide(give_runtime, sync_to_thread=False),
            "actor": Provide(give_actor, sync_to_thread=False),
            "tx": Provide(open_transaction),
        },
        exception_handlers={
            DomainError: refuse,
            HTTPException: refuse_http,
            **dict.fromkeys(REFUSALS, refuse_by_database),
            Exception: report_fault,
        },
        request_class=CarefulRequest,
        compression_config=CompressionConfig(backend="gzip", minimum_size=1000),
        openapi_config=OpenAPIConfig(
            title="tiemchung",
            version=version("tiemchung"),
            path="/api",
            render_plugins=[Description(path="/openapi.json")],
            openapi_router=Router(
                "/api", route_handlers=[], opt=open_to_all, after_request=as_problem
            ),
            use_handler_docstrings=True,
        ),
    )
