"""What `up` is told by the command line, and what others do for it."""

import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

Say = Callable[[str], None]
"""Shows one line of progress."""


def own_command() -> str:
    """Return the `tiemchung` command of the environment that runs this."""
    return str(Path(sys.executable).with_name("tiemchung"))


@dataclass(frozen=True, kw_only=True)
class UpOptions:
    """What to run and where."""

    folder: Path
    """Keeps data, secrets and logs; made if missing."""
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str | None = None
    """The owner's libpq URI of a PostgreSQL to use instead of the embedded one."""
    workers: int = 1
    """Processes that serve pages."""
    web_target: str = "tiemchung.app:create_app"
    """module:factory of the ASGI application."""
    worker_command: tuple[str, ...] = (own_command(), "worker")
    watch: Path | None = None
    """Restart the processes when a file below changes: for development."""

    @property
    def address(self) -> str:
        """The address a browser on this machine opens."""
        host = self.reachable_host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def reachable_host(self) -> str:
        """The host to connect to when listening on every address."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """The environment of each process: with logins and settings, and nothing it does not need.

    Added to the few variables of the system that every process gets (PATH, language, time zone).
    """

    web: Mapping[str, str]
    worker: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Hooks:
    """The parts of `up` that know the product.

    `prepare` gets the owner's URI when the database answers: migrations, the country pack, the
    first slice of the demo. It is cancelled by Ctrl-C, and run again at the next start, so each
    of its steps is whole or not done. It raises `CannotRun(reason=...)` for what the operator can
    put right. `welcome` gets the address once the first page is served, and returns lines.
    """

    prepare: Callable[[str, Say], Awaitable[Prepared]]
    welcome: Callable[[str], Iterable[str]]
