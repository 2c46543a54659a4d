"""What this project started on a folder, kept so that it can be told from what others started."""

import fcntl
import os
from pathlib import Path

import msgspec
from msgspec import Struct

from tiemchung.kernel.embedded.errors import AlreadyStarted
from tiemchung.kernel.embedded.places import Places
from tiemchung.kernel.embedded.process import Identity, alive, arguments, folder_of, identity


class Record(Struct, frozen=True, kw_only=True):
    """A server this project started.

    `launch` is a random word on its command line, written down before the server starts: so a
    starter killed between start and note-taking leaves nothing unclaimed.
    """

    launch: str
    settings: str  # digest of the programs and settings it runs with
    server: Identity | None = None


def read(places: Places) -> Record | None:
    """Return the record; None if there is none or a crash left it unreadable."""
    try:
        return msgspec.json.decode(places.record.read_bytes(), type=Record)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def write(places: Places, record: Record) -> None:
    """Replace the record in one step."""
    fresh = places.record.with_suffix(".new")
    fresh.write_bytes(msgspec.json.encode(record))
    fresh.rename(places.record)


def forget(places: Places) -> None:
    """Remove the record of a server that has ended."""
    places.record.unlink(missing_ok=True)


def launch_setting(launch: str) -> str:
    """Return the setting that carries the random word on the command line."""
    return f"tiemchung.launch={launch}"


def is_ours(record: Record | None, server: Identity) -> bool:
    """Tell whether this project started the server: by its identity, or by the word it carries."""
    if record is None:
        return False
    return record.server == server or launch_setting(record.launch) in arguments(server.pid)


def server_on(data: Path) -> Identity | None:
    """Return the PostgreSQL that runs on the data, whoever started it; None if none does."""
    try:
        first = (data / "postmaster.pid").read_text(errors="replace").partition("\n")[0]
        found = identity(abs(int(first)))  # negative for a single-user server
    except (OSError, ValueError):
        return None
    return found if found is not None and _serves(found.pid, data) else None


def _serves(pid: int, data: Path) -> bool:
    """Tell a server of this data from a process that came by a dead server's number."""
    words = arguments(pid)
    if not words or Path(words[0]).name != "postgres":
        return False
    if "-D" in words[:-1]:
        return Path(words[words.index("-D") + 1]) == data
    folder = folder_of(pid)
    # Started by others without naming the data: unless it is seen elsewhere, it is on these.
    return folder is None or folder == data


def void_lock_file(data: Path) -> None:
    """Tell the next server that the number in its lock file is nobody's.

    After a reboot that number may be another process's, and PostgreSQL would refuse to start. The
    file itself must stay: the next server reads from it which shared memory it has to find
    unused, its guard against sessions that outlive a killed server.
    """
    lock_file = data / "postmaster.pid"
    if not lock_file.exists() or server_on(data) is not None:
        return
    lines = lock_file.read_text(errors="replace").splitlines(keepends=True)
    above_all = int(Path("/proc/sys/kernel/pid_max").read_text()) + 1
    owner = lock_file.stat()
    fresh = data / "postmaster.pid.new"
    fresh.write_text("".join([f"{above_all}\n", *lines[1:]]))
    os.chown(fresh, owner.st_uid, owner.st_gid)
    fresh.chmod(0o600)
    fresh.rename(lock_file)


class FolderLock:
    """Held by a starter as long as it lives; the kernel lets go of it, however the starter ends."""

    def __init__(self, places: Places) -> None:
        """Take the lock. Raises AlreadyStarted when a living starter holds it."""
        handle = os.open(places.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(handle, "r+", encoding="ascii")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = self._file.read().strip() or "?"
            self._file.close()
            record = read(places)
            server = record.server if record and record.server and alive(record.server) else None
            raise AlreadyStarted(
                folder=places.folder, starter=holder, server=server.pid if server else "?"
            ) from None
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def release(self) -> None:
        """Let the next starter in; safe to call twice, from two threads, too."""
        self._file.close()
