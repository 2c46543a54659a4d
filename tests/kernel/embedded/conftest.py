import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tiemchung.kernel.embedded.account import Account
from tiemchung.kernel.embedded.places import SYSTEM_HOME, Places
from tiemchung.kernel.embedded.record import server_on


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other accounts may enter, like a checkout outside anybody's home."""
    base = Path(tempfile.mkdtemp(prefix="tiemchung-test-"))
    base.chmod(0o711)
    yield base / "postgres"
    _clean(base / "postgres")
    shutil.rmtree(base)


@pytest.fixture
def hidden_folder() -> Iterator[Path]:
    """A folder below one that nobody else may enter, like a checkout below /root."""
    base = Path(tempfile.mkdtemp(prefix="tiemchung-test-"))
    yield base / "checkout" / "var" / "postgres"
    _clean(base / "checkout" / "var" / "postgres")
    shutil.rmtree(base)


def _clean(folder: Path) -> None:
    """End what a failed test left running, and remove what root keeps elsewhere."""
    account = Account(uid=os.geteuid(), gid=os.getegid())
    tag = Places(folder=folder, home=folder, account=account).tag
    for home in (folder, SYSTEM_HOME / tag):
        data = home / "data"
        while (server := server_on(data)) is not None:
            with suppress(ProcessLookupError):
                os.kill(server.pid, signal.SIGQUIT)
            time.sleep(0.02)
        if home != folder:
            shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Wait for something real to happen; fail when it does not."""

    def wait(condition: Callable[[], object]) -> None:
        limit = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < limit, "it did not happen in time"
            time.sleep(0.005)

    return wait


@pytest.fixture
def starter(folder: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start the database from a process of its own, which a test may kill."""
    running: list[subprocess.Popen[str]] = []

    def run() -> subprocess.Popen[str]:
        script = (
            "import sys, time; from pathlib import Path; from tiemchung.kernel import embedded\n"
            "running = embedded.start(Path(sys.argv[1]))\n"
            "print(running.pid, flush=True); time.sleep(60)"
        )
        child = subprocess.Popen(  # noqa: S603 - a list of words
            [sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True
        )
        running.append(child)
        return child

    yield run
    for child in running:
        child.kill()
        child.communicate()
