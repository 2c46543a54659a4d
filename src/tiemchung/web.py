"""The pages and the API of all faces as one Litestar application."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import Scope

from tiemchung.domains.ledger.judge import Voucher
from tiemchung.faces.exchange import health
from tiemchung.kernel.db import transaction
from tiemchung.kernel.errors import DomainError
from tiemchung.kernel.scope import NOBODY
from tiemchung.kernel.sql import Tx
from tiemchung.kernel.web.headers import SecurityHeaders
from tiemchung.kernel.web.language import LanguageMiddleware
from tiemchung.kernel.web.problems import MEDIA_TYPE, encode, problem
from tiemchung.runtime import Runtime

Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]


def give_runtime(state: State) -> Runtime:
    """Hand the parts of this process to a handler."""
    runtime: Runtime = state.runtime
    return runtime


async def open_transaction(runtime: Runtime) -> AsyncGenerator[Tx]:
    """Open the one transaction of a request; it commits before the answer goes out."""
    async with transaction(runtime.db.app, NOBODY) as tx:
        yield tx


def refuse(_: Request[object, object, State], error: DomainError) -> Response[bytes]:
    """Answer a refusal as a problem."""
    made = problem(error.status, error.code, error.detail, error.field)
    return Response(encode(made), status_code=error.status, media_type=MEDIA_TYPE)


def refuse_http(_: Request[object, object, State], error: HTTPException) -> Response[bytes]:
    """Answer the framework's own refusals as problems too."""
    made = problem(error.status_code, f"http-{error.status_code}", error.detail)
    return Response(encode(made), status_code=error.status_code, media_type=MEDIA_TYPE)


def signed_in_voucher(_: Runtime) -> Callable[[Scope], Awaitable[Voucher | None]]:
    """Return the check that turns a request's log-in into a voucher for its events."""

    async def authenticate(_: Scope) -> Voucher | None:
        return None

    return authenticate


def make_pages(lifespan: Lifespan) -> Litestar:
    """Make the framework's application of all faces."""
    return Litestar(
        [health.live, health.ready],
        lifespan=[lifespan],
        dependencies={
            "runtime": Provide(give_runtime, sync_to_thread=False),
            "tx": Provide(open_transaction),
        },
        exception_handlers={DomainError: refuse, HTTPException: refuse_http},
        middleware=[SecurityHeaders(), LanguageMiddleware()],
    )
