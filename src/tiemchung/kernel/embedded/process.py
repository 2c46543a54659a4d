"""Knows one process from another that was later given the same number."""

import os
import select
import signal
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PROC = Path("/proc")
_STARTED = 19  # the start time is field 22 of /proc/PID/stat; the split begins at field 3
_SESSION = 3  # the session is field 6


@dataclass(frozen=True, kw_only=True)
class Identity:
    """One process for ever: a number alone is reused, together with boot and start it is not."""

    pid: int
    started: int  # clock ticks since boot
    boot: str  # the kernel's id of this boot


@cache
def _boot() -> str:
    return (_PROC / "sys/kernel/random/boot_id").read_text().strip()


def _stat(pid: int) -> list[str] | None:
    try:
        line = (_PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    # The command in brackets may itself hold brackets and spaces, so the last bracket counts.
    fields = line[line.rindex(")") + 2 :].split()
    return None if fields[0] in "ZX" else fields


def identity(pid: int) -> Identity | None:
    """Return who runs under this number now; None if nobody does, or only a zombie."""
    fields = _stat(pid)
    return (
        None if fields is None else Identity(pid=pid, started=int(fields[_STARTED]), boot=_boot())
    )


def alive(process: Identity) -> bool:
    """Tell whether this very process still runs."""
    return identity(process.pid) == process


def arguments(pid: int) -> list[str]:
    """Return the command line of a process; empty if it is gone or a kernel thread."""
    try:
        return (_PROC / str(pid) / "cmdline").read_text(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def folder_of(pid: int) -> Path | None:
    """Return the working folder of a process; None if it is gone or may not be looked at."""
    try:
        return (_PROC / str(pid) / "cwd").readlink()
    except OSError:
        return None


def carrying(name: str, value: str, *, session: int | None = None) -> list[Identity]:
    """Return the living processes that were started with this environment variable.

    Its starter's children inherit it, so it finds theirs, too; `session` keeps to one session.
    """
    wanted = f"{name}={value}".encode()
    found: list[Identity] = []
    for entry in _PROC.iterdir():
        if not entry.name.isdecimal() or (fields := _stat(int(entry.name))) is None:
            continue
        if session is not None and int(fields[_SESSION]) != session:
            continue
        try:
            carried = (entry / "environ").read_bytes().split(b"\0")
        except OSError:  # gone, or another user's
            continue
        if wanted in carried and (process := identity(int(entry.name))):
            found.append(process)
    return found


def send(process: Identity, number: signal.Signals) -> bool:
    """Signal this very process; False if it has ended, even if its number lives on."""
    try:
        handle = os.pidfd_open(process.pid)
    except ProcessLookupError:
        return False
    try:
        # The handle is taken first and the identity looked at second, so no other process
        # can slip in under the number between the two.
        if not alive(process):
            return False
        signal.pidfd_send_signal(handle, number)
    except ProcessLookupError:
        return False
    finally:
        os.close(handle)
    return True


def wait_gone(process: Identity, seconds: float) -> bool:
    """Wait until this very process has ended; False if it has not within the seconds."""
    try:
        handle = os.pidfd_open(process.pid)
    except ProcessLookupError:
        return True
    try:
        if not alive(process):
            return True
        ended = select.poll()
        ended.register(handle, select.POLLIN)
        return bool(ended.poll(seconds * 1000))
    finally:
        os.close(handle)
