"""A production server on its own database for one benchmark: embedded PostgreSQL, fsync on."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct
from tests.support.ports import free_port
from tests.support.world import World, make_world

from tiemchung.kernel.embedded.server import Running, throwaway
from tiemchung.kernel.migrate import migrate
from tiemchung.run.supervisor import WEB


class Bench(Struct):
    """A running server: its port, its database, and the small world in it."""

    port: int
    postgres: Running
    owner_dsn: str
    dsn: dict[str, str]
    folder: Path
    world: World


@contextmanager
def bench_server(*, workers: int = 2) -> Generator[Bench]:
    """Run PostgreSQL (durable) and the web server; both end with the block."""
    durable = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
    with throwaway(settings=durable) as postgres, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dsn = asyncio.run(migrate(postgres.owner_dsn, folder))
        world = asyncio.run(make_world(postgres.owner_dsn))
        port = free_port()
        environment = os.environ | {
            "TIEMCHUNG_HOME": str(folder), "PORT": str(port),
            "TIEMCHUNG_APP_DSN": dsn["app"], "TIEMCHUNG_WRITER_DSN": dsn["writer"],
            "TIEMCHUNG_WORKER_DSN": dsn["worker"],
        }  # fmt: skip
        command = [sys.executable, *WEB, "127.0.0.1", str(port), "tiemchung.app:create_app"]
        servers = [subprocess.Popen(command, env=environment) for _ in range(workers)]  # noqa: S603 -- our own command
        try:
            _wait(port)
            yield Bench(port, postgres, postgres.owner_dsn, dsn, folder, world)
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                with suppress(subprocess.TimeoutExpired):
                    server.wait(10)
                server.kill()


def _wait(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=1)
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not become ready")
