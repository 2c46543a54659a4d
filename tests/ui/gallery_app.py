"""The gallery on a server of its own: every component under the headers of the real one."""

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path
from typing import Any

from litestar import Litestar, Request, Response, get, post
from litestar.config.compression import CompressionConfig
from litestar.enums import MediaType
from litestar.exceptions import NotFoundException
from litestar.response import ServerSentEvent

from tiemchung.kernel.web.headers import SecurityHeaders
from tiemchung.kernel.web.language import LanguageMiddleware
from tiemchung.kernel.web.static import static_routes
from tiemchung.kernel.web.templates import MAPS, environment
from tiemchung.ui.gallery import NOON, PAGES, gallery_context

DIST = Path(__file__).parents[2] / "src" / "tiemchung" / "static" / "dist"
MESSAGE = {
    "figures": {"doses_today": 999999, "severe": None},
    "texts": {"as_of": "12:06"},
    "areas": {"79": {"q": "0", "text": "TP. Hồ Chí Minh: 1%"}},
    "series": {"doses_per_minute": [[int(NOON.timestamp()) + 60, 71]]},
    "changed": ["incidents"],
}


def create_app() -> Litestar:
    """Make the application; raises MissingAssets when the front end is not built."""
    templates = environment(DIST, demo_date=lambda: date(2021, 8, 20))

    def render(page: str, request: Request[Any, Any, Any]) -> Response[str]:
        if page not in PAGES:
            raise NotFoundException
        template = templates.get_template(f"ui/gallery/{page}.html")
        body = template.render(request=request, csrf_input="", **gallery_context(page))
        return Response(body, media_type=MediaType.HTML)

    @get("/gallery/{page:str}", sync_to_thread=False)
    def show(page: str, request: Request[Any, Any, Any]) -> Response[str]:
        return render(page, request)

    @post("/gallery/{page:str}", sync_to_thread=False, status_code=422)
    def refuse(page: str, request: Request[Any, Any, Any]) -> Response[str]:
        return render(page, request)

    @get("/gallery/stream", sync_to_thread=False)
    def stream() -> ServerSentEvent:
        async def messages() -> AsyncGenerator[dict[str, str]]:
            yield {"data": json.dumps(MESSAGE)}
            await asyncio.sleep(60)

        return ServerSentEvent(messages())

    return Litestar(
        [show, refuse, stream, *static_routes(DIST, MAPS)],
        middleware=[SecurityHeaders(), LanguageMiddleware()],
        compression_config=CompressionConfig(backend="gzip", minimum_size=1000),
        openapi_config=None,
        logging_config=None,
    )
