"""A demo whose story is whole, and the people who open its pages."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import asyncpg
from tests.faces.every_page import House, campaign_house
from tests.support.ports import free_port

from tiemchung.demo.job import JOB, find_job
from tiemchung.kernel.db import prepare_connection
from tiemchung.kernel.sql import Tx
from tiemchung.start import settings_of_home

PEOPLE = 2_000
READY_SECONDS = 180
WHOLE_SECONDS = 600


@contextmanager
def own_demo() -> Generator[tuple[str, Path]]:
    """Run a demo of its own; yields its address and its folder."""
    home = Path(tempfile.mkdtemp(prefix="tiemchung-screens-"))
    home.chmod(0o711)
    port = free_port()
    program = "from tiemchung.cli import main; main()"
    words = [sys.executable, "-c", program, "up", "--people", str(PEOPLE)]
    environment = os.environ | {"TIEMCHUNG_HOME": str(home), "PORT": str(port)}
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own words
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(address)
        yield address, home
    finally:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _wait_until_ready(address: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/health/ready", timeout=2)  # noqa: S310 -- loopback
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return


@asynccontextmanager
async def house_of(address: str, home: Path) -> AsyncGenerator[House]:
    """Wait until the story of a running demo is whole, and open its house."""
    settings = settings_of_home(home)
    reads = await asyncpg.connect(settings.dsn["worker"])
    try:
        await prepare_connection(reads)
        await reads.execute("SET app.nation = 'on'")
        await _wait_until_whole(reads)
        yield await campaign_house(address, settings, reads)
    finally:
        await reads.close()


async def _wait_until_whole(reads: Tx) -> None:
    until = time.monotonic() + WHOLE_SECONDS
    while (told := await find_job(reads, job=JOB)) is None or not told.is_done:
        if time.monotonic() > until:
            raise TimeoutError("the demo did not come to its end")
        await asyncio.sleep(1)
