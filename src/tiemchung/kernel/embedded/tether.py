"""Starts a command that the kernel ends when its starter dies, however that happens.

Run as a program of its own (`python -I -S tether.py`), because the kernel forgets the wish when a
process changes its account, and because Python code between fork and exec is unsafe with threads.
"""

import argparse
import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def command(
    words: list[str], *, parent: int, signal: int, uid: int | None = None, gid: int | None = None
) -> list[str]:
    """Return the command line that runs `words` tethered to `parent`, as uid and gid if given."""
    line = [sys.executable, "-I", "-S", __file__, f"--parent={parent}", f"--signal={signal}"]
    if uid is not None and gid is not None:
        line += [f"--uid={uid}", f"--gid={gid}"]
    return [*line, "--", *words]


def main() -> None:
    """Drop to the account, ask the kernel for the signal, become the command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--signal", type=int, required=True)
    parser.add_argument("--uid", type=int)
    parser.add_argument("--gid", type=int)
    parser.add_argument("words", nargs="+")
    given = parser.parse_args()
    words: list[str] = given.words
    if given.uid is not None:
        os.setgroups([])
        os.setresgid(given.gid, given.gid, given.gid)
        os.setresuid(given.uid, given.uid, given.uid)
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, given.signal) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != given.parent:
        return  # the starter died before the wish was made, so no signal will come
    os.execvp(words[0], words)  # noqa: S606 - becoming the command is what this program is for


if __name__ == "__main__":
    main()
