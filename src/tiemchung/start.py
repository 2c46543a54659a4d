"""What `tiemchung up` does for this product: migrations, country pack, demo, and what to try."""

import json
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from tiemchung.demo.beginning import begin, read_standing
from tiemchung.demo.marking import CannotDemo, refuse_other_hosts
from tiemchung.demo.welcome import welcome as demo_welcome
from tiemchung.install import install_pack
from tiemchung.kernel import embedded
from tiemchung.kernel.i18n import gettext as _
from tiemchung.kernel.migrate import CannotMigrate, migrate
from tiemchung.kernel.settings import LOGINS, Settings
from tiemchung.run import CannotRun, Hooks, Prepared, Say, UpOptions

LOGIN_FILE = "logins.json"
DEMO_SEED = 2021
"""What the demo of `up` is drawn from: the same story everywhere."""


def plan(home: Path, *, host: str, port: int, demo: bool, people: int) -> tuple[UpOptions, Hooks]:
    """Return what to run and the product's part of it."""
    options = UpOptions(
        folder=home, host=host, port=port, database_url=os.environ.get("DATABASE_URL"),
        workers=max(1, min(4, os.cpu_count() or 1)),
    )  # fmt: skip
    preparation = _Preparation(options, demo=demo and options.database_url is None, people=people)
    return options, Hooks(prepare=preparation, welcome=preparation.welcome)


def settings_of_home(home: Path) -> Settings:
    """Return the settings that `up` left for the tools of the same home."""
    try:
        dsn: dict[str, str] = json.loads((home.absolute() / "secrets" / LOGIN_FILE).read_text())
    except FileNotFoundError:
        raise SystemExit(
            f"{home} holds no running installation: start it with 'make run'"
        ) from None
    return Settings(folder=home.absolute(), dsn=dsn)


@contextmanager
def owner_of(home: Path, database_url: str, say: Say) -> Generator[str]:
    """Yield the owner's URI: of the PostgreSQL that is named, else of the home's own, started.

    Raises EmbeddedError when that runs already: then `up` does the work.
    """
    if database_url:
        yield database_url
        return
    running = embedded.start(home / "postgres", progress=say)
    try:
        yield running.owner_dsn
    finally:
        running.stop()


class _Preparation:
    def __init__(self, options: UpOptions, *, demo: bool, people: int) -> None:
        self._options = options
        self._demo = demo
        self._people = people
        self._is_demo = False

    async def __call__(self, owner_dsn: str, say: Say) -> Prepared:
        """Bring the database up to date and give each process the logins it needs."""
        home = self._options.folder
        try:
            dsn = await migrate(owner_dsn, home, say=lambda name: say(_("Nâng cấp: %(f)s", f=name)))
        except CannotMigrate as error:
            raise CannotRun(reason=str(error)) from error
        if await _is_empty(owner_dsn):
            say(_("Nạp danh mục hành chính, sản phẩm và quy định của Việt Nam"))
            await install_pack(owner_dsn)
        _leave_logins(home, dsn)
        if self._demo:
            self._is_demo = await self._begin_demo(owner_dsn, dsn, say)
        else:
            await _refuse_demo_elsewhere(owner_dsn, self._options.host)
        return self._environments(dsn)

    async def _begin_demo(self, owner_dsn: str, dsn: dict[str, str], say: Say) -> bool:
        settings = Settings(folder=self._options.folder, dsn=dsn)
        try:
            return await begin(
                owner_dsn, settings, host=self._options.host, people=self._people, seed=DEMO_SEED,
                say=say,
            )  # fmt: skip
        except CannotDemo as error:
            raise CannotRun(reason=str(error)) from error

    def welcome(self, address: str) -> Iterable[str]:
        """Return the addresses and, of a demo, its accounts and what to try first."""
        yield from _addresses(address)
        if self._is_demo:
            yield from demo_welcome(self._options.folder, address)

    def _environments(self, dsn: dict[str, str]) -> Prepared:
        common = {
            "TIEMCHUNG_HOME": str(self._options.folder),
            "PORT": str(self._options.port),
            "HOST": self._options.host,
            "PUBLIC_URL": os.environ.get("PUBLIC_URL", self._options.address),
        }
        web = {f"TIEMCHUNG_{n.upper()}_DSN": dsn[n] for n in ("app", "writer")}
        every = {f"TIEMCHUNG_{n.upper()}_DSN": dsn[n] for n in LOGINS}
        return Prepared(web=common | web, worker=common | every)


async def _is_empty(owner_dsn: str) -> bool:
    connection = await asyncpg.connect(owner_dsn)
    try:
        return not await connection.fetchval("SELECT EXISTS (SELECT FROM geography.unit)")
    finally:
        await connection.close()


def _leave_logins(home: Path, dsn: dict[str, str]) -> None:
    place = home / "secrets" / LOGIN_FILE
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(dsn, file)


async def _refuse_demo_elsewhere(owner_dsn: str, host: str) -> None:
    """Serve a database marked demo on this machine alone, however it came to be started."""
    if (await read_standing(owner_dsn)).marked:
        try:
            refuse_other_hosts(host)
        except CannotDemo as error:
            raise CannotRun(reason=str(error)) from error


def _addresses(address: str) -> Iterable[str]:
    yield _("Cổng thông tin:        %(a)s/", a=address)
    yield _("Sổ sức khỏe điện tử:   %(a)s/me", a=address)
    yield _("Hệ thống hỗ trợ:       %(a)s/console", a=address)
    yield _("Trung tâm đáp ứng:     %(a)s/command", a=address)
