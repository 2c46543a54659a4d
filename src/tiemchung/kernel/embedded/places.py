"""Where a database lives: what the starter keeps, what the server may see, and the socket."""

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tiemchung.kernel.embedded.account import Account, can_enter, server_account
from tiemchung.kernel.embedded.errors import CannotWrite

LONGEST_SOCKET = 107
"""Bytes a path to a unix socket may have on Linux, without the closing zero."""

SYSTEM_HOME = Path("/var/lib/tiemchung")
"""Where root keeps databases of checkouts that an unprivileged account cannot enter."""

_SYSTEM_RUN = Path("/run/tiemchung")


@dataclass(frozen=True, kw_only=True)
class Places:
    """The folders and files of one database.

    `folder` is the caller's and keeps the passwords; `home` is `folder` itself or, when the
    server's account cannot enter that, a folder of its own. Everything in `home` but `data` and
    `socket` belongs to the starter, so that the server cannot change how it is started.
    """

    folder: Path
    home: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def access_rules(self) -> Path:
        return self.home / "pg_hba.conf"

    @property
    def lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def record(self) -> Path:
        return self.home / "server.json"

    @property
    def tag(self) -> str:
        """A short name of this database among all of the machine."""
        return hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]

    @property
    def initialised(self) -> bool:
        return (self.data / "PG_VERSION").exists()


def settle(folder: Path) -> Places:
    """Decide where the database of this folder lives, and make the folders.

    Only folders made here get rights set; existing ones, parents above all, keep theirs.
    Raises CannotWrite for a folder that is read-only, NoAccount for root without an account.
    """
    named = folder.absolute()
    try:
        folder = named.resolve()
        _make(folder, 0o711)
        probe = folder / f".write-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotWrite(folder=named, reason=error.strerror) from error
    here = Places(folder=folder, home=folder, account=server_account(folder / "data"))
    if here.account.user is None:
        return here
    there_home = SYSTEM_HOME / here.tag
    there = Places(folder=folder, home=there_home, account=server_account(there_home / "data"))
    if there.initialised or not can_enter(here.account, folder):
        _make(SYSTEM_HOME, 0o711)
        _make(there_home, 0o711)
        (there_home / "belongs-to").write_text(f"{folder}\n", encoding="utf-8")
        return there
    return here


def socket_folder(places: Places) -> Path:
    """Return the private folder of the socket, made with mode 0700 for the server's account.

    It is in `home` unless the path would be longer than a socket's may be; then it is in the
    runtime folder of the system or of the user. Raises CannotWrite if a folder of that name is
    not ours alone.
    """
    near = places.home / "socket"
    if len(os.fsencode(near / ".s.PGSQL.65535")) <= LONGEST_SOCKET:
        chosen = near
    elif os.geteuid() == 0:
        _make(_SYSTEM_RUN, 0o711)
        chosen = _SYSTEM_RUN / places.tag
    elif runtime := os.environ.get("XDG_RUNTIME_DIR"):
        chosen = Path(runtime) / f"tiemchung-{places.tag}"
    else:
        chosen = Path(tempfile.gettempdir()) / f"tiemchung-{os.geteuid()}-{places.tag}"
    _make(chosen, 0o700)
    found = chosen.lstat()
    if found.st_uid == os.geteuid() != places.account.uid and stat.S_ISDIR(found.st_mode):
        os.chown(chosen, places.account.uid, places.account.gid, follow_symlinks=False)
        found = chosen.lstat()
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700  # noqa: PLR2004
    if not private or found.st_uid != places.account.uid:
        raise CannotWrite(
            folder=chosen, reason=f"uid {found.st_uid}, {stat.filemode(found.st_mode)}"
        )
    return chosen


def _make(folder: Path, mode: int) -> None:
    """Make a folder with exactly this mode; leave one that exists as it is."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    folder.chmod(mode)
