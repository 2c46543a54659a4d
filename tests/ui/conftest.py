"""The gallery's server, one for all tests of this folder."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator

import httpx
import pytest

from tests.support.ports import free_port
from tiemchung.run.supervisor import WEB

START_SECONDS = 20


@pytest.fixture(scope="session")
def gallery() -> Generator[str]:
    """Run the gallery on a free port; its address without a closing slash."""
    port = free_port()
    words = [sys.executable, *WEB, "127.0.0.1", str(port), "tests.ui.gallery_app:create_app"]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(words, env=dict(os.environ), stdout=log, stderr=log)  # noqa: S603 -- our own words
        address = f"http://127.0.0.1:{port}/gallery"
        try:
            if not _answers(process, f"{address}/components"):
                log.seek(0)
                pytest.fail("the gallery did not start:\n" + log.read())
            yield address
        finally:
            process.terminate()
            process.wait(10)


def _answers(process: "subprocess.Popen[bytes]", address: str) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            return httpx.get(address, timeout=5).status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)
    return False
