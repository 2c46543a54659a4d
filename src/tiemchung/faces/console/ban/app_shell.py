"""Serves the stations' app: a page that knows nothing, so it is open to all and works offline."""

from pathlib import Path

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import (
    create_static_files_router,  # pyright: ignore[reportUnknownVariableType] -- its hooks are untyped
)

import tiemchung
from tiemchung.kernel.web.entry import open_to_all
from tiemchung.kernel.web.static import YEAR

FOLDER = Path(tiemchung.__file__).parent / "static" / "dist" / "console"


def shell_routes(folder: Path = FOLDER) -> list[Router]:
    """Make the routes of the app: its parts for ever, its page and service worker asked anew."""
    return [
        create_static_files_router(
            "/console/ban/assets",
            [folder / "assets"],
            name="stations-assets",
            opt=open_to_all,
            cache_control=CacheControlHeader(public=True, max_age=YEAR, immutable=True),
        ),
        create_static_files_router(
            "/console/ban",
            [folder],
            name="stations",
            html_mode=True,
            opt=open_to_all,
            cache_control=CacheControlHeader(no_cache=True),
        ),
    ]
