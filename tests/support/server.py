"""The real web server on a free port, for tests over HTTP."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager

import httpx
import pytest

from tests.support.world import World
from tiemchung.kernel.settings import Settings

START_SECONDS = 30


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(settings: Settings) -> Generator[str]:
    """Run the server on these settings; yields its address, fails with its log."""
    port = free_port()
    env = {
        "PATH": os.environ["PATH"],
        "TIEMCHUNG_HOME": str(settings.folder),
        "PORT": str(port),
        **{f"TIEMCHUNG_{login.upper()}_DSN": dsn for login, dsn in settings.dsn.items()},
    }
    words = [sys.executable, "-m", "granian", "--interface=asgi", "--factory", "--loop=uvloop",
             "--host=127.0.0.1", f"--port={port}", "--workers=1", "--no-access-log",
             "--log-level=warning", "tiemchung.app:create_app"]  # fmt: skip
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own words
            words, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(process, address, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(process: "subprocess.Popen[bytes]", address: str, log: object) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{address}/health/ready", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    log.seek(0)  # type: ignore[attr-defined]
    pytest.fail("the server did not get ready:\n" + log.read())  # type: ignore[attr-defined]


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
