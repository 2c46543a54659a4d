"""One process of `up`: started with little, heard to the last line, ended with all it started."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tiemchung.kernel.embedded import tether
from tiemchung.kernel.embedded.process import carrying, send
from tiemchung.run.premises import MARK
from tiemchung.run.terminal import Terminal

END_SECONDS = 10.0
"""How long a process may take to finish what it does."""

_LOG_LIMIT = 32 * 2**20
_TAIL = 12
_LONGEST_LINE = 64 * 2**10

_SYSTEM = (
    "PATH",
    "HOME",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TMPDIR",
    "PYTHONPATH",
    "PYTHONDONTWRITEBYTECODE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)


def child_environment(own: Mapping[str, str]) -> dict[str, str]:
    """Return the variables a process gets: the system's few, and its own."""
    kept = {name: value for name in _SYSTEM if (value := os.environ.get(name)) is not None}
    return {**kept, "PYTHONUNBUFFERED": "1", **own}


class Child:
    """A command that is started, listened to and ended, any number of times."""

    def __init__(
        self, name: str, words: list[str], env: Mapping[str, str], folder: Path, terminal: Terminal
    ) -> None:
        self.name = name
        self.log = folder / "log" / f"{name}.log"
        self.tail: deque[str] = deque(maxlen=_TAIL)
        self._words = words
        self._env = child_environment(env)
        self._terminal = terminal
        self._process: subprocess.Popen[bytes] | None = None
        self._ended: asyncio.Future[None] | None = None
        self._listener: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the command; the kernel asks it to end should this process die."""
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        words = tether.command(self._words, parent=os.getpid(), signal=signal.SIGTERM)
        process = subprocess.Popen(  # noqa: ASYNC220, S603 - no shell reads it; a fork is quick
            words,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C comes to `up` alone, which ends things in order
        )
        self._process = process
        self._ended = _when_ended(process.pid)
        self._listener = asyncio.create_task(self._listen(process))

    async def wait(self) -> int:
        """Wait for the command to end by itself, and end what it left of its own processes."""
        process, ended, listener = self._started()
        await asyncio.shield(ended)
        self._clear(process.pid)
        code = process.wait()
        await listener
        return code

    async def end(self, hurry: asyncio.Event) -> None:
        """Ask the command to end; make it when it takes too long or there is no time."""
        process, ended, listener = self._started()
        process.terminate()
        hurried = asyncio.create_task(hurry.wait())
        await asyncio.wait(
            (ended, hurried), timeout=END_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        hurried.cancel()
        self._clear(process.pid)
        await ended
        process.wait()
        await listener

    def _started(
        self,
    ) -> tuple[subprocess.Popen[bytes], asyncio.Future[None], asyncio.Task[None]]:
        if self._process is None or self._ended is None or self._listener is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process, self._ended, self._listener

    def _clear(self, session: int) -> None:
        """End what the command left behind: a web server that is killed leaves its workers.

        A session's number alone may be another's by now, so only processes with our mark count.
        """
        for process in carrying(MARK, self._env[MARK], session=session):
            send(process, signal.SIGKILL)

    async def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Pass every line to the terminal and the log file, until the last writer has ended."""
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), process.stdout
        )
        rest = b""
        with LogFile(self.log) as log:
            while chunk := await reader.read(_LONGEST_LINE):
                *lines, rest = (rest + chunk).split(b"\n")
                if len(rest) > _LONGEST_LINE:
                    lines, rest = [*lines, rest], b""
                for line in lines:
                    self._heard(line, log)
            if rest:
                self._heard(rest, log)
        transport.close()

    def _heard(self, line: bytes, log: "LogFile") -> None:
        text = line.decode(errors="replace").rstrip("\r")
        self.tail.append(text)
        self._terminal.child(self.name, text)
        log.write(text)


def _when_ended(pid: int) -> asyncio.Future[None]:
    """Return a future for the end of a child that nobody has waited for yet.

    asyncio's own waits until the last holder of the child's output has ended, too.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()
    handle = os.pidfd_open(pid)

    def has_ended() -> None:
        loop.remove_reader(handle)
        os.close(handle)
        ended.set_result(None)

    loop.add_reader(handle, has_ended)
    return ended


class LogFile:
    """A file of lines that begins anew when it has grown; one old one is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1
        self._size = 0

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._handle)

    def write(self, line: str) -> None:
        """Append a line. A full disk must not stop the product for want of a log."""
        if self._size > _LOG_LIMIT:
            os.close(self._handle)
            self._path.rename(self._path.with_suffix(".log.1"))
            self._open()
        with contextlib.suppress(OSError):
            self._size += os.write(self._handle, (line + "\n").encode())

    def _open(self) -> None:
        self._handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._size = os.fstat(self._handle).st_size
