"""What must hold before anything is started: a folder to write, no other `up`, a free port."""

import errno
import fcntl
import os
import secrets
import signal
import socket
from pathlib import Path

import msgspec
from msgspec import Struct

from tiemchung.kernel.embedded.process import carrying, send, wait_gone
from tiemchung.run.errors import AlreadyUp, FolderNotWritable, PortRefused, PortTaken
from tiemchung.run.options import UpOptions

MARK = "TIEMCHUNG_UP"
"""Environment variable that every process of one `up` carries, and what these start in turn."""

_LEFTOVER_SECONDS = 5.0


class Note(Struct, frozen=True):
    """Who runs `up` on a folder; `mark` is what its processes carry."""

    pid: int
    address: str
    mark: str


class UpLock:
    """Held by the one `up` of a folder as long as it lives, however it ends."""

    def __init__(self, options: UpOptions) -> None:
        """Take the lock and end what a killed `up` left. Raises FolderNotWritable, AlreadyUp."""
        place = options.folder / "up.lock"
        try:
            options.folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise FolderNotWritable(folder=options.folder, reason=error.strerror) from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note = _read(place)
            os.close(self._handle)
            address = note.address if note else "?"
            raise AlreadyUp(
                address=address,
                pid=note.pid if note else "?",
                code=0 if address == options.address else 1,
            ) from None
        if before := _read(place):
            end_marked(before.mark)
        self.mark = secrets.token_hex(16)
        note = Note(os.getpid(), options.address, self.mark)
        os.truncate(self._handle, 0)
        os.pwrite(self._handle, msgspec.json.encode(note), 0)

    def release(self) -> None:
        """Let the next `up` in."""
        os.close(self._handle)


def _read(place: Path) -> Note | None:
    try:
        return msgspec.json.decode(place.read_bytes(), type=Note)
    except (OSError, msgspec.MsgspecError):
        return None


def end_marked(mark: str) -> None:
    """End what carries the mark: asked to when their `up` died, made to after some seconds."""
    for process in carrying(MARK, mark):
        if not wait_gone(process, _LEFTOVER_SECONDS):
            send(process, signal.SIGKILL)
            wait_gone(process, _LEFTOVER_SECONDS)


def check_port(host: str, port: int) -> None:
    """Try the port, so that it is missed now and not when all else has been started.

    Raises PortTaken, PortRefused.
    """
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as trial:
            # As the server does: connections that linger after its last end are no listener.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
            trial.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port=port, host=host, other=port + 1) from error
        raise PortRefused(port=port, host=host, reason=error.strerror) from error
