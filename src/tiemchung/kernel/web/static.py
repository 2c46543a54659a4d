"""Serves built files: those named by their content for ever, all others asked for anew."""

from pathlib import Path

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import (
    create_static_files_router,  # pyright: ignore[reportUnknownVariableType] -- its hooks are untyped
)

from tiemchung.kernel.web.entry import open_to_all

YEAR = 31_536_000


def static_routes(dist: Path, maps: Path) -> list[Router]:
    """Make the routes under /static: assets of the front end, and maps of the country pack."""
    return [
        create_static_files_router(
            "/static/assets",
            [dist / "assets"],
            name="assets",
            opt=open_to_all,
            cache_control=CacheControlHeader(public=True, max_age=YEAR, immutable=True),
        ),
        create_static_files_router(
            "/static/map",
            [maps],
            name="maps",
            opt=open_to_all,
            cache_control=CacheControlHeader(public=True, max_age=YEAR),
        ),
        create_static_files_router(
            "/static",
            [dist],
            name="static",
            opt=open_to_all,
            cache_control=CacheControlHeader(public=True, max_age=300),
        ),
    ]
