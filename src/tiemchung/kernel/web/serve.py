"""One process of the web server: `python -m tiemchung.kernel.web.serve HOST PORT MODULE:FACTORY`.

Any number of them share a port, and the kernel gives each connection to one of them. Who starts
them keeps them running; one whose application cannot be made or started ends with an error.
"""

import argparse
import socket

from uvicorn.config import Config
from uvicorn.server import Server

from tiemchung.kernel.web.connection import Connection

GRACE_SECONDS = 5
"""How long answers may take after the end was asked for."""

IDLE_SECONDS = 75
"""How long a connection is kept for the next request: longer than a proxy keeps it (nginx: 60)."""


def serve(host: str, port: int, target: str, *, access_log: bool = False) -> None:
    """Serve the application that a factory makes, until SIGINT or SIGTERM.

    `access_log` writes every address that is asked for: for tests alone, they may name somebody.
    Raises SystemExit when the application cannot start.
    """
    config = Config(
        target, factory=True, loop="uvloop", http=Connection, ws="none",
        proxy_headers=False,  # the application looks for itself whom a proxy speaks for
        server_header=False, access_log=access_log, log_level="info" if access_log else "warning",
        timeout_graceful_shutdown=GRACE_SECONDS, timeout_keep_alive=IDLE_SECONDS,
    )  # fmt: skip
    with _bound(host, port) as place:
        Server(config).run(sockets=[place])


def _bound(host: str, port: int) -> socket.socket:
    """Take the port, together with all other processes of this user that serve there."""
    family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    place = socket.socket(family, kind, number)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    place.bind(address)
    place.set_inheritable(False)
    return place


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="serve", description=__doc__)
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("target")
    parser.add_argument("--access-log", action="store_true")
    given = parser.parse_args()
    serve(given.host, given.port, given.target, access_log=given.access_log)


if __name__ == "__main__":
    main()
