"""Runs a command beside a throwaway server of other PostgreSQL programs.

with_postgres.py BIN COMMAND...: the command finds the owner's URI in TIEMCHUNG_TEST_DSN, and its
exit code is passed on.
"""

import os
import subprocess
import sys
from pathlib import Path

from tiemchung.kernel import embedded


def main() -> int:
    """Start the server, run the command, stop the server."""
    programs, *command = sys.argv[1:]
    with embedded.throwaway(programs=Path(programs)) as running:
        env = {**os.environ, "TIEMCHUNG_TEST_DSN": running.owner_dsn}
        return subprocess.run(command, env=env, check=False).returncode  # noqa: S603 - as asked


if __name__ == "__main__":
    sys.exit(main())
