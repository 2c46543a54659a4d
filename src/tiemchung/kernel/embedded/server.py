"""Starts, adopts and stops the one server of a folder."""

import shutil
import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from tiemchung.kernel.embedded import record as records
from tiemchung.kernel.embedded.cluster import SUPERUSER, create, remove_leftovers
from tiemchung.kernel.embedded.errors import DidNotStart, OtherVersion, StartedByOthers
from tiemchung.kernel.embedded.launch import Launched, launch, wait_ready
from tiemchung.kernel.embedded.passwords import password
from tiemchung.kernel.embedded.places import Places, settle, socket_folder
from tiemchung.kernel.embedded.programs import major_version, runnable_programs
from tiemchung.kernel.embedded.record import FolderLock
from tiemchung.kernel.embedded.roles import DATABASE, OWNER, ensure_owner
from tiemchung.kernel.embedded.tuning import ACCESS_RULES, FOR_ONE_RUN, digest, server_settings
from tiemchung.kernel.i18n import gettext as _


class Running:
    """A server that answers, and the way to reach and to stop it."""

    def __init__(
        self,
        *,
        places: Places,
        programs: Path,
        settings: Mapping[str, str],
        launched: Launched,
        lock: FolderLock,
        passwords: Mapping[str, str],
    ) -> None:
        self.home = places.home
        """Where the data are: the folder given, or for root a folder of the server's account."""
        self.account = places.account
        """Whom the server runs as."""
        self.log = places.log
        self.programs = programs
        """The folder of psql, pg_dump, pgbench and the others, of the server's own version."""
        self.socket = Path(settings["unix_socket_directories"])
        self.port = int(settings["port"])
        self._places = places
        self._launched = launched
        self._lock = lock
        self._passwords = dict(passwords)

    @property
    def pid(self) -> int:
        return self._launched.server.pid

    @property
    def owner_dsn(self) -> str:
        """URI for libpq of the owner: may make roles and databases, is no superuser."""
        return self.dsn(OWNER, self._passwords[OWNER], DATABASE)

    @property
    def superuser_dsn(self) -> str:
        """URI for libpq of the superuser: for tests and repairs, for no process of the product."""
        return self.dsn(SUPERUSER, self._passwords[SUPERUSER], "postgres")

    def dsn(self, user: str, secret: str, database: str) -> str:
        """Return the libpq URI of a login to a database of this server, over its socket."""
        place = f"host={quote(str(self.socket), safe='')}&port={self.port}"
        login = f"{quote(user, safe='')}:{quote(secret, safe='')}"
        return f"postgresql://{login}@/{quote(database, safe='')}?{place}"

    def alive(self) -> bool:
        """Tell whether the server still runs."""
        return self._launched.alive()

    def stop(self, *, immediately: bool = False) -> None:
        """Stop the server and let others start one here; safe to call twice.

        What was committed is kept either way; `immediately` leaves the flush to the next start.
        """
        self._launched.stop(immediately=immediately)
        records.forget(self._places)
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(
    folder: Path,
    *,
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
    programs: Path | None = None,
    progress: Callable[[str], None] | None = None,
    tethered: bool = False,
) -> Running:
    """Start the embedded server of a folder, or take over one that an earlier starter left.

    `port` lets it listen on 127.0.0.1, too; passwords are asked for everywhere. `settings` are
    PostgreSQL's own and win over those of `tuning`. `programs` is the `bin` folder of another
    PostgreSQL (15 or later) than the wheel's. `tethered` ends the server when this process dies;
    without it the server outlives a starter that is killed, and the next one takes it over.

    Raises EmbeddedError: each of its kinds says what to do. The caller stops what it started.
    """
    places = settle(folder)
    lock = FolderLock(places)
    try:
        return _start(
            places,
            lock,
            port,
            settings or {},
            programs,
            progress=progress or _quiet,
            tethered=tethered,
        )
    except BaseException:
        lock.release()
        raise


def _start(
    places: Places,
    lock: FolderLock,
    port: int | None,
    more: Mapping[str, str],
    programs: Path | None,
    *,
    progress: Callable[[str], None],
    tethered: bool,
) -> Running:
    programs = programs or runnable_programs(places.account, places.home)
    socket = socket_folder(places)
    settings = server_settings(places, socket, port, more)
    passwords = _passwords(places)
    remove_leftovers(places)
    launched = _left_over(places, digest(programs, settings))
    places.access_rules.write_text(ACCESS_RULES, encoding="ascii")
    places.access_rules.chmod(0o644)
    if launched is None:
        if not places.initialised:
            progress(_("Tạo cơ sở dữ liệu mới ở %(data)s", data=places.data))
            durable = settings["fsync"] == "on"
            create(places, programs, passwords[SUPERUSER], durable=durable)
        _check_version(places, programs)
        progress(_("Khởi động PostgreSQL"))
        launched = launch(places, programs, settings, tethered=tethered)
    else:
        progress(_("Nhận lại PostgreSQL đang chạy (tiến trình %(pid)s)", pid=launched.server.pid))
    running = Running(
        places=places,
        programs=programs,
        settings=settings,
        launched=launched,
        lock=lock,
        passwords=passwords,
    )
    try:
        ensure_owner(running.superuser_dsn, passwords[OWNER])
    except psycopg.Error as error:
        running.stop()
        raise DidNotStart(log=places.log, tail=str(error)) from error
    except BaseException:
        running.stop()
        raise
    return running


def _passwords(places: Places) -> dict[str, str]:
    """Return the passwords of the two roles; a lost owner's is made anew, a superuser's cannot."""
    return {
        SUPERUSER: password(
            places.folder, "postgres-superuser", data=places.data, initialised=places.initialised
        ),
        OWNER: password(places.folder, "postgres-owner", data=places.data, initialised=False),
    }


def _left_over(places: Places, wanted: str) -> Launched | None:
    """Return the server an earlier starter left running, if it runs as wanted; stop it if not.

    Raises StartedByOthers for a server that no starter of this project launched.
    """
    server = records.server_on(places.data)
    if server is None:
        return None
    note = records.read(places)
    if note is None or not records.is_ours(note, server):
        raise StartedByOthers(server=server.pid, data=places.data)
    found = Launched(server=server, child=None)
    if note.settings == wanted and wait_ready(found, places):
        return found
    found.stop()
    return None


def _check_version(places: Places, programs: Path) -> None:
    found = (places.data / "PG_VERSION").read_text(encoding="ascii").strip()
    installed = major_version(programs, places.account)
    if found != str(installed):
        raise OtherVersion(data=places.data, found=found, installed=installed)


def _quiet(_message: str) -> None:
    """Say nothing."""


@contextmanager
def throwaway(
    *,
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
    programs: Path | None = None,
) -> Generator[Running]:
    """Run a server on a fresh folder for one test or benchmark run; nothing of it remains.

    It does not flush to disk unless `settings` say so, and ends with this process at the latest.
    """
    folder = Path(tempfile.mkdtemp(prefix="tiemchung-"))
    folder.chmod(0o711)  # so that the server's account, where it is another, gets in
    home = folder
    try:
        running = start(
            folder,
            port=port,
            settings={**FOR_ONE_RUN, **(settings or {})},
            programs=programs,
            tethered=True,
        )
        home = running.home
        try:
            yield running
        finally:
            running.stop(immediately=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
