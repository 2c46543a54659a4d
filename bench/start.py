"""start: from an empty folder to a served page with the first slice of the demo, then once more."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.support.ports import free_port

from bench.rows import Row

FIRST, SECOND = 20.0, 5.0
LIMIT = 120.0


def _start(home: Path) -> float:
    port = free_port()
    environment = os.environ | {"TIEMCHUNG_HOME": str(home), "PORT": str(port)}
    command = [sys.executable, "-c", "from tiemchung.cli import main; main()", "up"]
    started = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 -- our own command
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while time.monotonic() - started < LIMIT:
            with suppress(OSError, urllib.error.URLError):
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
                if page.status == 200:  # noqa: PLR2004 -- an HTTP status
                    return time.monotonic() - started
            time.sleep(0.05)
        raise RuntimeError("no page was served")
    finally:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)


def run() -> list[Row]:
    """Measure the first and the second start."""
    home = Path(tempfile.mkdtemp(prefix="tiemchung-start-"))
    home.chmod(0o711)
    try:
        first, second = _start(home), _start(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return [
        Row(name="start", value=first, unit="s", target=FIRST, met=first <= FIRST),
        Row(name="start-again", value=second, unit="s", target=SECOND, met=second <= SECOND),
    ]
