"""Brings one server process up, and takes it down again."""

import os
import secrets
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from tiemchung.kernel.embedded import record as records
from tiemchung.kernel.embedded import tether
from tiemchung.kernel.embedded.account import ENVIRONMENT
from tiemchung.kernel.embedded.errors import DidNotStart, StillInUse
from tiemchung.kernel.embedded.places import Places
from tiemchung.kernel.embedded.process import Identity, alive, identity, send, wait_gone
from tiemchung.kernel.embedded.record import Record
from tiemchung.kernel.embedded.tuning import digest

START_SECONDS = 300.0
"""How long a start may take: recovery after a crash replays up to max_wal_size."""

LEFTOVER_SECONDS = 20.0
"""How long sessions of a killed server may take to notice that it is gone."""

STOP_SECONDS = 60.0
"""How long a fast shutdown may take before an immediate one is asked for."""

_LOG_LIMIT = 16 * 2**20
_STATUS_LINE = 7  # of postmaster.pid, counted from 0
_GUARDED = "pre-existing shared memory block"  # what the server says of LEFTOVER sessions


@dataclass(frozen=True, kw_only=True)
class Launched:
    """A server that answers; `child` is None when an earlier starter launched it."""

    server: Identity
    child: subprocess.Popen[bytes] | None

    def alive(self) -> bool:
        """Tell whether the server still runs; collects it when it has ended."""
        if self.child is not None and self.child.poll() is not None:
            return False
        return alive(self.server)

    def stop(self, *, immediately: bool = False) -> None:
        """End the server: sessions are broken off, what was committed is kept.

        `immediately` leaves the checkpoint to the next start's recovery.
        """
        if not immediately:
            send(self.server, signal.SIGINT)
            if self._ended(STOP_SECONDS):
                return
        send(self.server, signal.SIGQUIT)
        if not self._ended(STOP_SECONDS):
            send(self.server, signal.SIGKILL)
            self._ended(STOP_SECONDS)

    def _ended(self, seconds: float) -> bool:
        gone = wait_gone(self.server, seconds)
        if gone and self.child is not None:
            self.child.wait()
        return gone


def launch(
    places: Places, programs: Path, settings: Mapping[str, str], *, tethered: bool
) -> Launched:
    """Start the server and wait until it takes connections.

    `tethered` lets it end with this process. Raises DidNotStart, StillInUse.
    """
    records.void_lock_file(places.data)
    patience = time.monotonic() + LEFTOVER_SECONDS
    while True:
        _turn_log(places.log)
        begin = places.log.stat().st_size if places.log.exists() else 0
        launched = _spawn(places, programs, settings, tethered=tethered)
        try:
            ready = wait_ready(launched, places)
        except BaseException:  # Ctrl-C, too, must not leave a server behind
            launched.stop()
            raise
        if ready:
            return launched
        launched.stop(immediately=True)
        said = places.log.read_bytes()[begin:].decode(errors="replace")
        records.forget(places)
        if _GUARDED not in said:
            raise DidNotStart(log=places.log, tail="\n".join(said.splitlines()[-12:]))
        if time.monotonic() > patience:
            raise StillInUse(data=places.data)
        time.sleep(0.1)


def wait_ready(launched: Launched, places: Places) -> bool:
    """Wait until the server takes connections; False if it ends or is not ready in time."""
    limit = time.monotonic() + START_SECONDS
    while launched.alive() and time.monotonic() < limit:
        try:
            lines = (places.data / "postmaster.pid").read_text(errors="replace").splitlines()
        except FileNotFoundError:
            lines = []
        if (
            len(lines) > _STATUS_LINE
            and lines[0] == str(launched.server.pid)
            and lines[_STATUS_LINE].strip() == "ready"
        ):
            return True
        time.sleep(0.01)
    return False


def _spawn(
    places: Places, programs: Path, settings: Mapping[str, str], *, tethered: bool
) -> Launched:
    """Start the process, leaving a note before and after."""
    note = Record(
        launch=secrets.token_hex(16),
        settings=digest(programs, settings),
    )
    words = [str(programs / "postgres"), "-D", str(places.data)]
    for name, value in settings.items():
        words += ["-c", f"{name}={value}"]
    words += ["-c", records.launch_setting(note.launch)]
    user, group, groups = places.account.user, places.account.group, places.account.groups
    if tethered:
        words = tether.command(
            words, parent=os.getpid(), signal=signal.SIGQUIT, uid=user, gid=group
        )
        user, group, groups = None, None, None
    records.write(places, note)
    log = os.open(places.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        child = subprocess.Popen(  # noqa: S603 - a list of words, no shell reads it
            words,
            user=user,
            group=group,
            extra_groups=groups,
            cwd="/",
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C at the terminal is the starter's to pass on
            umask=0o077,
        )
    finally:
        os.close(log)
    server = identity(child.pid)
    if server is None:
        child.wait()
        server = Identity(pid=child.pid, started=0, boot="")
    records.write(places, replace(note, server=server))
    return Launched(server=server, child=child)


def _turn_log(log: Path) -> None:
    """Begin a new log when the old one has grown; one old one is kept."""
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.rename(log.with_suffix(".log.1"))
