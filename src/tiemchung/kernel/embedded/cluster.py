"""Makes an empty database folder, whole or not at all."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

from tiemchung.kernel.embedded import tether
from tiemchung.kernel.embedded.account import Account, initdb_account, run
from tiemchung.kernel.embedded.errors import InitFailed, NotADataFolder
from tiemchung.kernel.embedded.passwords import verifier
from tiemchung.kernel.embedded.places import Places
from tiemchung.kernel.embedded.programs import major_version

SUPERUSER = "postgres"

_BUILTIN_LOCALE = 17  # the first version with C.UTF-8 of its own

_PREFIX = ".new-"


def create(places: Places, programs: Path, password: str, *, durable: bool) -> None:
    """Run initdb beside the final place and rename its result, which is all or nothing.

    `durable=False` leaves out the flush to disk, for servers that live for one test run. Raises
    InitFailed, NotADataFolder.
    """
    if places.data.exists() and any(places.data.iterdir()):
        raise NotADataFolder(data=places.data)
    maker = initdb_account(places.account)
    work = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=places.home))
    try:
        os.chown(work, maker.uid, maker.gid)
        _initdb(maker, work, programs, password, durable=durable)
        _hand_over(work / "data", maker, places.account)
        (work / "data").rename(places.data)
        if durable:
            _flush(places.home)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def remove_leftovers(places: Places) -> None:
    """Remove what a first start left behind that was killed at any moment, also after the rename.

    Its initdb is gone: it is tethered to the starter that was killed.
    """
    for leftover in places.home.glob(f"{_PREFIX}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _initdb(maker: Account, work: Path, programs: Path, password: str, *, durable: bool) -> None:
    """Make a UTF-8 database in code point order, with checksums and scram for everybody.

    From 17 on PostgreSQL brings C.UTF-8 itself, so letters above ASCII have upper and lower case
    and the order never changes with the system; before, it is the system's C.UTF-8.
    """
    verifier_file = work / "verifier"
    verifier_file.write_text(verifier(password) + "\n", encoding="ascii")
    os.chown(verifier_file, maker.uid, maker.gid)
    verifier_file.chmod(0o600)
    words = [
        str(programs / "initdb"),
        f"--pgdata={work / 'data'}",
        f"--username={SUPERUSER}",
        f"--pwfile={verifier_file}",
        "--auth=scram-sha-256",
        "--data-checksums",
        "--encoding=UTF8",
        "--locale=C",
        "--text-search-config=simple",
        "--no-instructions",
    ]
    if major_version(programs, maker) >= _BUILTIN_LOCALE:
        words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-ctype=C.UTF-8"]
    else:
        words += ["--lc-collate=C.UTF-8", "--lc-ctype=C.UTF-8"]
    if not durable:
        words.append("--no-sync")
    tethered = tether.command(
        words, parent=os.getpid(), signal=signal.SIGKILL, uid=maker.user, gid=maker.group
    )
    # The tether runs as this user, whose Python the account may be unable to enter.
    answer = run(Account(uid=os.geteuid(), gid=os.getegid()), tethered)
    if answer.returncode != 0:
        raise InitFailed(reason=answer.stderr.strip() or answer.stdout.strip())
    verifier_file.unlink()


def _hand_over(data: Path, maker: Account, owner: Account) -> None:
    """Give the new folder to the server's account; nothing but the maker's own files change hands.

    `nobody` may be shared, so a file that another of its processes linked in keeps its owner.
    """
    if maker == owner:
        return
    for path in [*data.rglob("*"), data]:
        if path.lstat().st_uid == maker.uid:
            os.chown(path, owner.uid, owner.gid, follow_symlinks=False)


def _flush(folder: Path) -> None:
    """Make a rename in the folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
