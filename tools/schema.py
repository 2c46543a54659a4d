"""Writes the whole schema into one file for readers: `make schema`.

The migrations make it, pg_dump of the embedded PostgreSQL writes it down; a test holds the file to
what the migrations make, so that a change of the schema is read as a whole in its review.
"""

import asyncio
import os
import re
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from tiemchung.kernel.embedded.programs import installed_programs
from tiemchung.kernel.embedded.server import throwaway
from tiemchung.kernel.migrate import FOLDER, migrate

FILE = FOLDER / "schema.sql"
_NOISE = re.compile(
    r"^(\\(un)?restrict .*|-- Dumped .*|-- PostgreSQL database dump.*|--)\n", re.MULTILINE
)


def dump(owner_dsn: str) -> str:
    """Return the schema of a database as pg_dump of the embedded version writes it.

    Without what differs from run to run, and without empty comments.
    """
    address = urlsplit(owner_dsn)
    asked = parse_qs(address.query)
    told = {
        "PGHOST": asked["host"][0] if "host" in asked else str(address.hostname),
        "PGPORT": asked["port"][0] if "port" in asked else str(address.port),
        "PGUSER": unquote(str(address.username)),
        "PGPASSWORD": unquote(str(address.password)),
        "PGDATABASE": address.path[1:],
    }
    done = subprocess.run(  # noqa: S603 -- our own program and words
        [installed_programs() / "pg_dump", "--schema-only", "--no-owner"],
        env=os.environ | told, check=True, capture_output=True, text=True,
    )  # fmt: skip
    text = _NOISE.sub("", done.stdout)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def main() -> None:
    """Migrate a database that is thrown away, and write its schema."""
    with throwaway() as server, tempfile.TemporaryDirectory() as secrets:
        asyncio.run(migrate(server.owner_dsn, Path(secrets)))
        FILE.write_text(dump(server.owner_dsn), encoding="utf-8")


if __name__ == "__main__":
    main()
