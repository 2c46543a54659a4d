"""What the person who typed `make run` sees."""

import contextlib
import sys
import time


class Terminal:
    """Lines on standard output; a terminal that has gone away is no error."""

    def __init__(self) -> None:
        self._begin = time.monotonic()

    def step(self, text: str) -> None:
        """Show progress, with the seconds since the start."""
        self._write(f"[{time.monotonic() - self._begin:5.1f} s] {text}")

    def show(self, text: str) -> None:
        """Show a line as it is."""
        self._write(text)

    def child(self, name: str, text: str) -> None:
        """Show a line of a process's log."""
        self._write(f"{name:>6} | {text}")

    def _write(self, text: str) -> None:
        with contextlib.suppress(BrokenPipeError, OSError):
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
