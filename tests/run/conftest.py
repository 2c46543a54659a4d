import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.support.ports import free_port
from tiemchung.kernel.embedded.process import Identity, carrying
from tiemchung.kernel.embedded.record import server_on
from tiemchung.run.premises import MARK

HERE = Path(__file__).parent
PATHS = [str(HERE.parents[1] / "src"), str(HERE), os.environ.get("PYTHONPATH", "")]


class Up:
    """A running `up`, seen and handled from outside as a person at a terminal would."""

    def __init__(self, folder: Path, **given: Any) -> None:
        self.folder = folder
        self.port: int = given.setdefault("port", free_port())
        self.said = ""
        self.process = subprocess.Popen(  # noqa: S603 - a list of words
            [sys.executable, HERE / "tiny_up.py", json.dumps({"folder": str(folder), **given})],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(PATHS), "NOT_YOUR_BUSINESS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def until_said(self, pattern: str) -> str:
        """Read what it says until the pattern appears; return its first group or the match."""
        limit = time.monotonic() + 30
        assert self.process.stdout is not None
        while (found := re.search(pattern, self.said)) is None:
            ready, _, _ = select.select([self.process.stdout], [], [], 0.2)
            if ready:
                chunk = os.read(self.process.stdout.fileno(), 65536)
                assert chunk, f"it ended without saying {pattern!r}:\n{self.said}"
                self.said += chunk.decode()
            assert time.monotonic() < limit, f"it never said {pattern!r}:\n{self.said}"
        return found[found.lastindex or 0]

    def forget(self) -> None:
        """Look only at what is said from now on."""
        self.said = ""

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.address + path, timeout=5) as answer:  # noqa: S310
            return json.load(answer)

    def until_answers(self, path: str) -> Any:
        limit = time.monotonic() + 30
        while True:
            try:
                return self.get(path)
            except OSError:
                assert time.monotonic() < limit, f"{path} never answers:\n{self.said}"
                time.sleep(0.05)

    def processes(self) -> list[Identity]:
        """Web server, its workers and the background process."""
        note = json.loads((self.folder / "up.lock").read_text())
        return carrying(MARK, note["mark"])

    def database(self) -> Identity | None:
        return server_on(self.folder / "postgres" / "data")

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send the signal, read to the end, return the exit code."""
        self.process.send_signal(number)
        return self.left()

    def left(self) -> int:
        """Wait for it to end by itself, read to the end, return the exit code."""
        rest, _ = self.process.communicate(timeout=40)
        self.said += rest.decode()
        return self.process.returncode


@pytest.fixture
def folder() -> Iterator[Path]:
    base = Path(tempfile.mkdtemp(prefix="tiemchung-test-"))
    base.chmod(0o711)
    yield base / "var"
    while server := server_on(base / "var" / "postgres" / "data"):
        with suppress(ProcessLookupError):
            os.kill(server.pid, signal.SIGQUIT)
        time.sleep(0.02)
    shutil.rmtree(base)


@pytest.fixture
def run_up(folder: Path) -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def start(**given: Any) -> Up:
        started.append(Up(given.pop("folder", folder), **given))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.communicate()


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Wait for something real to happen; fail when it does not."""

    def wait(condition: Callable[[], object]) -> None:
        limit = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < limit, "it did not happen in time"
            time.sleep(0.01)

    return wait
