import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tiemchung.kernel import embedded
from tiemchung.kernel.embedded.process import Identity, alive, identity

if TYPE_CHECKING:
    from tests.run.conftest import Up

    RunUp = Callable[..., Up]
else:
    RunUp = Callable
Until = Callable[[Callable[[], object]], None]

READY = r"Sẵn sàng: http://127.0.0.1:\d+"


def _gone(processes: list[Identity]) -> bool:
    return not any(alive(process) for process in processes)


def _parts(up: "Up") -> list[Identity]:
    """Two web processes, background process and database: all must be there."""
    database = up.database()
    assert database is not None
    end = time.monotonic() + 10
    while len(found := [*up.processes(), database]) < 4 and time.monotonic() < end:
        time.sleep(0.05)  # the background process begins once the first page can be served
    assert len(found) == 4
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_and_ends_everything_when_told_to(
    run_up: RunUp, folder: Path, number: signal.Signals
) -> None:
    up = run_up()
    up.until_said(READY)
    up.until_said(rf"try {up.address}/ first")
    assert up.get("/database") == ["tiemchung_owner"]
    parts = _parts(up)

    assert up.end(number) == 0
    assert _gone(parts)
    assert str(folder / "postgres") in up.said.splitlines()[-1]
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", up.port)):
        pass

    again = run_up()
    again.until_said(READY)
    assert "Tạo cơ sở dữ liệu mới" not in again.said
    assert again.end() == 0


def test_each_process_gets_only_the_environment_it_needs(run_up: RunUp) -> None:
    up = run_up()
    up.until_said(READY)
    seen = up.get("/env")
    assert "TINY_DSN" in seen
    assert not {"TINY_WORKER", "DATABASE_URL", "NOT_YOUR_BUSINESS", "SHELL"} & seen.keys()
    worker = int(up.until_said(r"worker \| worker (\d+)"))
    carried = Path(f"/proc/{worker}/environ").read_text()
    assert "TINY_WORKER" in carried
    assert "TINY_DSN" not in carried
    assert up.end() == 0


def test_a_second_one_says_where_the_first_is(run_up: RunUp) -> None:
    first = run_up()
    first.until_said(READY)
    second = run_up(port=first.port)
    second.until_said(first.address)
    assert second.left() == 0
    elsewhere = run_up()
    elsewhere.until_said(first.address)
    assert str(first.process.pid) in elsewhere.said
    assert elsewhere.left() == 1
    assert first.get("/database") == ["tiemchung_owner"]
    assert first.end() == 0


def test_a_taken_port_is_named_with_the_way_out(run_up: RunUp, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        up = run_up(port=port)
        up.until_said(rf"(?s)Cổng {port}.*make run PORT={port + 1}")
        assert up.left() == 1
        assert not (folder / "postgres").exists()


def test_a_host_of_other_machines_is_refused(run_up: RunUp) -> None:
    up = run_up(host="192.0.2.1")
    up.until_said("Không mở được cổng")
    assert up.left() == 1


def test_a_read_only_folder_is_named(run_up: RunUp) -> None:
    folder = Path("/proc/self/fdinfo/tiemchung")  # not even root can write here
    up = run_up(folder=folder)
    up.until_said(rf"Không ghi được vào thư mục {folder}.*TIEMCHUNG_HOME")
    assert up.left() == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="rights do not bind root")
def test_a_folder_without_the_right_to_write_is_named(run_up: RunUp, folder: Path) -> None:
    folder.mkdir(mode=0o500)
    up = run_up()
    up.until_said(rf"Không ghi được vào thư mục {folder}.*TIEMCHUNG_HOME")
    assert up.left() == 1


def test_killed_itself_it_takes_its_processes_along_and_the_next_one_the_database(
    run_up: RunUp, until: Until
) -> None:
    with subprocess.Popen(["/bin/sleep", "60"]) as bystander:
        up = run_up()
        up.until_said(READY)
        database = up.database()
        assert database is not None
        processes = up.processes()
        up.process.kill()
        up.process.wait()
        until(lambda: _gone(processes))
        assert alive(database)

        again = run_up(port=up.port)
        again.until_said(r"Nhận lại PostgreSQL")
        again.until_said(READY)
        assert again.database() == database
        assert again.end() == 0
        assert not alive(database)
        assert bystander.poll() is None
        bystander.kill()


def test_what_outlives_a_killed_one_is_ended_by_the_next(run_up: RunUp, until: Until) -> None:
    up = run_up(worker="stubborn")
    up.until_said(READY)
    stubborn = identity(int(up.until_said(r"worker \| worker (\d+)")))
    assert stubborn is not None
    up.process.kill()
    up.process.wait()
    until(lambda: not [one for one in up.processes() if one != stubborn])
    assert alive(stubborn)
    again = run_up()
    again.until_said(READY)
    assert not alive(stubborn)
    assert again.end() == 0


@pytest.mark.parametrize("victim", ["web", "background", "database"])
def test_a_process_that_is_killed_is_started_again(
    run_up: RunUp, until: Until, victim: str
) -> None:
    up = run_up()
    up.until_said(READY)
    web = up.get("/pid")
    background = int(up.until_said(r"worker \| worker (\d+)"))
    database = up.database()
    assert database is not None
    pid = {
        "web": web,
        "background": background,
        "database": database.pid,
    }[victim]
    up.forget()
    os.kill(pid, signal.SIGKILL)
    match victim:
        case "background":
            up.until_said(r"Tiến trình worker đã dừng \(mã -9\)")
            assert int(up.until_said(r"worker \| worker (\d+)")) != background
        case "database":
            up.until_said(r"PostgreSQL đã dừng đột ngột")
            until(lambda: up.database() not in (database, None))
        case _:
            up.until_said(r"Tiến trình web\d đã dừng \(mã -9\)")
            until(lambda: len(up.processes()) == 3)
            assert up.until_answers("/pid") != web
            assert identity(web) is None
    assert up.until_answers("/database") == ["tiemchung_owner"]
    parts = _parts(up)
    assert up.end() == 0
    assert _gone(parts)


def test_an_application_that_cannot_be_built_ends_it_with_the_reason(
    run_up: RunUp, until: Until
) -> None:
    up = run_up(web_target="tiny_app:broken")
    up.until_said("Máy chủ web không chạy được")
    assert up.left() == 1
    assert "the application cannot be built" in up.said.partition("không chạy được")[2]
    until(lambda: not up.processes())
    assert up.database() is None


def test_a_refused_preparation_ends_it_with_its_message(run_up: RunUp) -> None:
    up = run_up(prepare="refused")
    up.until_said("this login is a superuser")
    assert up.left() == 3
    assert up.database() is None


def test_an_error_in_the_preparation_is_shown_and_nothing_is_left_running(run_up: RunUp) -> None:
    up = run_up(prepare="wrong")
    up.until_said("ZeroDivisionError")
    assert up.left() == 1
    assert up.database() is None


def test_it_can_be_ended_while_it_prepares(run_up: RunUp) -> None:
    up = run_up(prepare="endless")
    up.until_said("preparing")
    assert up.end() == 0
    assert up.database() is None


def test_a_second_ctrl_c_does_not_wait(run_up: RunUp) -> None:
    up = run_up(worker="stubborn")
    up.until_said(READY)
    parts = _parts(up)
    begun = time.monotonic()
    up.process.send_signal(signal.SIGINT)
    up.until_said("Đang dừng")
    code = up.end()
    assert code == 0, up.said
    assert time.monotonic() - begun < 8
    assert _gone(parts)


def test_another_postgresql_is_used_instead_and_left_running(run_up: RunUp, folder: Path) -> None:
    with embedded.throwaway() as other:
        up = run_up(database_url=other.owner_dsn)
        up.until_said(READY)
        assert up.get("/database") == ["tiemchung_owner"]
        assert not (folder / "postgres").exists()
        assert up.end() == 0
        assert other.alive()


def test_changed_files_restart_the_processes(run_up: RunUp, until: Until, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("one")
    up = run_up(watch=str(tmp_path))
    up.until_said(READY)
    web = up.get("/pid")
    time.sleep(1)
    (tmp_path / "new.py").write_text("two")
    up.until_said("Tệp nguồn đã thay đổi")
    until(lambda: identity(web) is None)
    assert up.until_answers("/pid") != web
    assert up.end() == 0


def test_logs_are_kept_in_private_files(run_up: RunUp, folder: Path) -> None:
    up = run_up()
    up.until_said(READY)
    worker = up.until_said(r"worker \| (worker \d+)")
    assert up.end() == 0
    log = folder / "log" / "worker.log"
    assert worker in log.read_text().splitlines()
    assert log.stat().st_mode & 0o077 == 0
