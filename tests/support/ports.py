"""Ports for the servers of tests: no two servers of a run are given the same one.

Processes of the web server share their port on purpose, so two tests with one port would not fail
but talk to each other's server.
"""

import itertools
import os
import secrets
import socket
from contextlib import suppress

FIRST, EACH = 20_000, 1_000
"""Below the ports that the kernel gives to clients; so many for each process of a run."""

_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 12
_next = itertools.count(secrets.randbelow(EACH))


def free_port() -> int:
    """Return a port that is free and that this process was not given before (for a while)."""
    for _ in range(EACH):
        port = FIRST + _worker * EACH + next(_next) % EACH
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")
