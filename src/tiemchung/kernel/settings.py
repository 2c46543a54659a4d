"""Settings of a process, from the environment and from files of mode 0600."""

import contextlib
import os
import secrets
import stat
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from msgspec import Struct

LOGINS = ("app", "writer", "worker")


class Settings(Struct, frozen=True, kw_only=True):
    """Where things are; nothing here is secret but what the named files hold.

    `dsn` maps a login's name to its libpq URI; a process gets only those it needs.
    """

    folder: Path
    dsn: dict[str, str]
    port: int = 8000
    host: str = "127.0.0.1"
    public_url: str = "http://127.0.0.1:8000"


def read_settings() -> Settings:
    """Read the settings of this process; TIEMCHUNG_HOME is the folder of data and secrets."""
    folder = Path(os.environ.get("TIEMCHUNG_HOME", "var")).absolute()
    port = int(os.environ.get("PORT", "8000"))
    dsn = {
        login: value
        for login in LOGINS
        if (value := os.environ.get(f"TIEMCHUNG_{login.upper()}_DSN"))
    }
    return Settings(
        folder=folder,
        dsn=dsn,
        port=port,
        host=os.environ.get("HOST", "127.0.0.1"),
        public_url=os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{port}"),
    )


def secret(folder: Path, name: str, size: int = 32) -> bytes:
    """Return the secret of that name, made at its first use and kept in a file of mode 0600."""
    place = folder / "secrets" / name
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not place.exists():
        fresh = place.with_name(f".{name}.{secrets.token_hex(4)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(size) + "\n")
        with contextlib.suppress(FileExistsError):  # another process was first: its value counts
            os.link(fresh, place)
        fresh.unlink()
    mode = stat.S_IMODE(place.stat().st_mode)
    if mode & 0o077:
        raise PermissionError(f"{place} is readable by others ({mode:o}): run chmod 600")
    return bytes.fromhex(place.read_text(encoding="ascii").strip())


def login_dsn(owner_dsn: str, login: str, password: str) -> str:
    """Return the owner's URI with the name and password of another login of the same database."""
    parts = urlsplit(owner_dsn)
    place = parts.netloc.rpartition("@")[2]
    netloc = f"tiemchung_{login}:{quote(password, safe='')}@{place}"
    return urlunsplit((parts.scheme, netloc, parts.path, parts.query, parts.fragment))


def user_of(dsn: str) -> str:
    """Return the user a libpq URI names."""
    return unquote(urlsplit(dsn).username or "")
