"""A process that has imported the product once and forks a web server whenever a test wants one.

The imports are most of a server's start, and a run starts hundreds of servers. What is forked
serves as a process of `tiemchung up` does. One order a line of JSON on standard input; the process
id of what was forked is answered on standard output.
"""

import gc
import os
import select
import signal
import sys
from importlib import import_module

import msgspec

from tiemchung.kernel.web.serve import serve

TARGET = "tiemchung.app:create_app"


class Order(msgspec.Struct, frozen=True):
    """A server on a port, with these variables alone, writing to this file."""

    port: int
    env: dict[str, str]
    log: str


def main() -> None:
    """Import, then fork until the tests close the line."""
    import_module(TARGET.partition(":")[0])
    for late in ("uvicorn.lifespan.on", "uvloop"):
        import_module(late)
    gc.freeze()  # what is imported stays shared between the forks
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    running: list[int] = []
    for line in sys.stdin.buffer:
        order = msgspec.json.decode(line, type=Order)
        if (pid := os.fork()) == 0:
            _become(order)
            serve("127.0.0.1", order.port, TARGET)
            return
        running = [*_still(running), os.pidfd_open(pid)]
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
    for server in _still(running):  # the tests were killed and could not end them
        signal.pidfd_send_signal(server, signal.SIGTERM)


def _still(servers: list[int]) -> list[int]:
    """Return those that run, by their handles, which no later process can take over."""
    ended, _, _ = select.select(servers, [], [], 0)
    for server in ended:
        os.close(server)
    return [server for server in servers if server not in ended]


def _become(order: Order) -> None:
    """Give up what the parent held: its session, its files, its variables, its signals."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(order.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for place, held in ((0, nothing), (1, log), (2, log)):
        os.dup2(held, place)
    os.environ.clear()
    os.environ.update(order.env)


if __name__ == "__main__":
    main()
