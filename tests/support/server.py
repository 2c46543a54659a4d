"""The real web server on a free port, for tests over HTTP."""

import atexit
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import closing, contextmanager, suppress
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.support.ports import free_port
from tests.support.warm_server import Order
from tests.support.world import World
from tiemchung.kernel.settings import Settings

START_SECONDS = 30


class Warm:
    """The process that forks servers, one for each process of the run."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.warm_server"],
            cwd=Path(__file__).parents[2],
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # a fork must find no other thread
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def fork(self, order: Order) -> int:
        """Start a server; returns its process id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(order) + b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End the forking process; it ends the servers that still run."""
        self._process.communicate()


@cache
def warm() -> Warm:
    """Return the forking process of this process; it ends with it."""
    made = Warm()
    atexit.register(made.close)
    return made


@contextmanager
def serving(settings: Settings, log: Path | None = None) -> Generator[str]:
    """Run the server on these settings; yields its address, fails with its log.

    The log is kept where `log` says, else it is gone with the server.
    """
    port = free_port()
    env = {
        "PATH": os.environ["PATH"],
        "TIEMCHUNG_HOME": str(settings.folder),
        "PORT": str(port),
        **{f"TIEMCHUNG_{login.upper()}_DSN": dsn for login, dsn in settings.dsn.items()},
    }
    with tempfile.NamedTemporaryFile("r") as own:
        written = log or Path(own.name)
        pid = warm().fork(Order(port=port, env=env, log=str(written)))
        try:
            _wait_until_ready(pid, port, written)
            yield f"http://127.0.0.1:{port}"
        finally:
            _end(pid)


def _end(pid: int) -> None:
    """Ask the server and what it forked to end; make them after ten seconds."""
    for number, seconds in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not _runs(pid):
                return
            time.sleep(0.01)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_until_ready(pid: int, port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and _runs(pid):
        asked = HTTPConnection("127.0.0.1", port, timeout=2)
        with suppress(OSError, HTTPException), closing(asked):
            asked.request("GET", "/health/ready")
            if asked.getresponse().status == 200:
                return
        time.sleep(0.02)
    pytest.fail("the server did not get ready:\n" + log.read_text(errors="replace"))


@pytest.fixture
def served(world: World, settings: Settings) -> Generator[str]:
    """A server on the test's own database, the small world included; its address."""
    assert world.staff
    with serving(settings) as address:
        yield address


@pytest.fixture
async def browser(served: str) -> AsyncGenerator[httpx.AsyncClient]:
    """One who keeps cookies and follows nothing by itself."""
    async with httpx.AsyncClient(base_url=served, timeout=10) as client:
        yield client
