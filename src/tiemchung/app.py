"""Where the web server is put together: parts, faces, and the one hot endpoint beside them."""

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.types import ASGIApp, Receive, Scope, Send

from tiemchung.asking import signed_in_voucher
from tiemchung.faces.exchange import events
from tiemchung.faces.exchange.metrics import CountRequests
from tiemchung.kernel.logs import configure_logs
from tiemchung.kernel.settings import Settings, read_settings
from tiemchung.kernel.web.draining import draining
from tiemchung.kernel.web.headers import SecurityHeaders
from tiemchung.kernel.web.language import LanguageMiddleware
from tiemchung.runtime import Runtime, running
from tiemchung.web import make_pages, make_site


class Application:
    """The ASGI application: the framework, and the way into the ledger beside it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._events: events.EventsEndpoint | None = None
        self.runtime: Runtime | None = None
        self.pages = make_pages(self._lifespan)
        # Outside the framework, so that a path it does not know is framed and guarded too.
        framed = SecurityHeaders()(LanguageMiddleware()(self.pages))
        self._framed = CountRequests()(framed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        receive, send = draining(scope, receive, send)
        if (
            scope["type"] == "http"
            and scope["path"] == events.PATH
            and scope["method"] == "POST"
            and self._events is not None
        ):
            await self._events(scope, receive, send)
            return
        await self._framed(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, app: Litestar) -> AsyncGenerator[None]:
        async with running(self._settings) as runtime:
            app.state.runtime = self.runtime = runtime
            app.state.site = make_site(runtime, app)
            self._events = events.EventsEndpoint(runtime.intake, signed_in_voucher(runtime, app))
            _settle_memory()
            yield


def _settle_memory() -> None:
    """Take what lives as long as the process out of the collector's sight, and let it run rarely.

    The reference data are a hundred thousand objects that each full collection would walk.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def create_app(settings: Settings | None = None) -> ASGIApp:
    """Make the application; granian calls it once a process."""
    configure_logs()
    return Application(settings or read_settings())
