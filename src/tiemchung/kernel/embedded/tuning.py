"""The settings the server is started with, and who may connect to it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tiemchung.kernel.embedded.places import Places

DEFAULT_PORT = 5432

FOR_ONE_RUN = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""For servers whose data nobody needs after the run."""

ACCESS_RULES = """\
# Written by tiemchung at each start; changes here do not last.
# TYPE  DATABASE     USER  ADDRESS       METHOD
local   all          all                 scram-sha-256
host    all          all   127.0.0.1/32  scram-sha-256
host    all          all   ::1/128       scram-sha-256
local   replication  all                 scram-sha-256
"""


def server_settings(
    places: Places, socket: Path, port: int | None, more: Mapping[str, str]
) -> dict[str, str]:
    """Return what goes on the command line, where neither a file nor ALTER SYSTEM can undo it.

    Without a port the server listens on its private socket alone. Statements, parameters, and
    errors, which quote values, stay out of the log: they hold names and numbers of people. The
    one who gets the error logs it, and knows what may be said.
    """
    return {
        "listen_addresses": "" if port is None else "127.0.0.1",
        "port": str(DEFAULT_PORT if port is None else port),
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "hba_file": str(places.access_rules),
        "password_encryption": "scram-sha-256",
        "cluster_name": f"tiemchung-{places.tag[:8]}",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "max_connections": "200",
        "shared_buffers": "256MB",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "jit": "off",  # short statements are done before it has compiled anything
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %u ",
        "log_min_messages": "log",  # above errors in the server's own order
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_checkpoints": "off",
        **more,
    }


def digest(programs: Path, settings: Mapping[str, str]) -> str:
    """Return a word that changes with the programs and the settings."""
    text = msgspec.json.encode([str(programs), sorted(settings.items())])
    return hashlib.sha256(text).hexdigest()
