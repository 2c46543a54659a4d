"""Health of this process, for load balancers and people: /health/live and /health/ready."""

import asyncpg
from litestar import Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from tiemchung.kernel.web.entry import open_to_all
from tiemchung.runtime import Runtime


class Health(Struct, frozen=True):
    """What is ready: `database` answers, `reference` is the version of the cached snapshot."""

    ready: bool
    database: bool
    reference: int
    demo: bool


@get("/health/live", sync_to_thread=False, opt=open_to_all)
def live() -> dict[str, bool]:
    """Tell that the process runs."""
    return {"live": True}


@get("/health/ready", opt=open_to_all)
async def ready(runtime: NamedDependency[Runtime]) -> Response[Health]:
    """Tell whether work can be taken: 200, or 503 while the database does not answer."""
    try:
        answers = await runtime.db.app.fetchval("SELECT true", timeout=2)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        answers = False
    state = Health(bool(answers), bool(answers), runtime.reference.current.version, runtime.is_demo)
    return Response(state, status_code=200 if answers else 503)


routes = [live, ready]
