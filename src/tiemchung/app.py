"""Where the web server is put together: parts, faces, and the one hot endpoint beside them."""

import asyncio
import gc
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import structlog
from litestar import Litestar
from litestar.types import Receive, Scope, Send

from tiemchung.asking import signed_in_voucher
from tiemchung.faces.exchange import events
from tiemchung.faces.exchange.metrics import CountRequests
from tiemchung.kernel.logs import configure_logs
from tiemchung.kernel.settings import Settings, read_settings
from tiemchung.kernel.web import rsgi
from tiemchung.kernel.web.draining import draining
from tiemchung.kernel.web.headers import SecurityHeaders
from tiemchung.kernel.web.language import LanguageMiddleware
from tiemchung.runtime import Runtime, running
from tiemchung.web import make_pages, make_site

log = structlog.get_logger()


class Application:
    """The application of one process: the framework, and the way into the ledger beside it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._events: events.EventsEndpoint | None = None
        self.runtime: Runtime | None = None
        self.pages = make_pages(self._lifespan)
        # Outside the framework, so that a path it does not know is framed and guarded too.
        framed = SecurityHeaders()(LanguageMiddleware()(self.pages))
        self._framed = CountRequests()(framed)
        self._life = rsgi.Life(self.pages.lifespan())

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Open what the process needs; the server calls it before the first request."""
        try:
            self._life.begin(loop)
        except Exception:  # whatever it was: a server that cannot answer must not listen
            log.exception("start_failed")
            sys.exit(1)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Close it after the last request."""
        self._life.end(loop)

    async def __rsgi__(self, request: rsgi.Request, line: rsgi.Line) -> None:
        """Serve one request."""
        if (
            request.path == events.PATH
            and self._events is not None
            and request.proto == "http"
            and request.method == "POST"
        ):
            await self._events.serve(request, line)
            return
        await rsgi.serve(self._answer, request, line)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._framed(scope, *draining(scope, receive, send))

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


def create_app(settings: Settings | None = None) -> Application:
    """Make the application; granian calls it once a process."""
    configure_logs()
    return Application(settings or read_settings())
