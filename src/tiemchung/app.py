"""Where the web server is put together: parts, faces, and the one hot endpoint beside them."""

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.types import Receive, Scope, Send

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
    """The application of one process: the framework, and the way into the ledger beside it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.short: events.EventsEndpoint | None = None
        """What `kernel.web.connection` answers without ASGI."""
        self.runtime: Runtime | None = None
        self.pages = make_pages(self._lifespan)
        # Outside the framework, so that a path it does not know is framed and guarded too.
        framed = SecurityHeaders()(LanguageMiddleware()(self.pages))
        self._framed = CountRequests()(framed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or live as long as the server."""
        if scope["type"] == "http":
            if scope["path"] == events.PATH and scope["method"] == "POST" and self.short:
                await self.short(scope, receive, send)
            else:
                await self._framed(scope, *draining(scope, receive, send))
        else:
            await self.pages(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, app: Litestar) -> AsyncGenerator[None]:
        async with running(self._settings) as runtime:
            app.state.runtime = self.runtime = runtime
            app.state.site = make_site(runtime, app)
            self.short = events.EventsEndpoint(runtime.intake, signed_in_voucher(runtime, app))
            _settle_memory()
            yield


def _settle_memory() -> None:
    """Take what lives as long as the process out of the collector's sight, and let it run rarely.

    The reference data are a hundred thousand objects that each full collection would walk.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def create_app(settings: Settings | None = None) -> Application:
    """Make the application; uvicorn calls it once a process."""
    configure_logs()
    return Application(settings or read_settings())
