import os
import socket
import stat
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tiemchung.kernel import embedded
from tiemchung.kernel.embedded.errors import (
    AlreadyStarted,
    CannotWrite,
    NotADataFolder,
    OtherVersion,
    PasswordLost,
)
from tiemchung.kernel.embedded.places import LONGEST_SOCKET, SYSTEM_HOME
from tiemchung.kernel.i18n import speaking

FAST = {"fsync": "off"}


def _one(dsn: str, statement: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return row[0]


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _parents(path: Path) -> dict[Path, int]:
    return {parent: _mode(parent) for parent in path.parents if parent.exists()}


def test_data_are_kept_from_one_start_to_the_next(folder: Path) -> None:
    with embedded.start(folder) as first, psycopg.connect(first.owner_dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'Nguyễn Thị Ẩn' AS name")
        connection.commit()
    assert not first.alive()
    with embedded.start(folder) as second:
        assert second.pid != first.pid
        assert second.owner_dsn == first.owner_dsn
        assert _one(second.owner_dsn, "SELECT name FROM kept") == "Nguyễn Thị Ẩn"


def test_the_database_is_safe_and_speaks_utf8(folder: Path) -> None:
    with embedded.start(folder) as running:
        settings = {
            name: _one(running.owner_dsn, f"SHOW {name}")
            for name in ("fsync", "full_page_writes", "data_checksums", "server_encoding")
        }
        assert settings == {
            "fsync": "on",
            "full_page_writes": "on",
            "data_checksums": "on",
            "server_encoding": "UTF8",
        }
        assert _one(running.owner_dsn, "SELECT lower('ẤĐ') || ('a' < 'B')") == "ấđfalse"


def test_the_owner_is_no_superuser_and_may_make_roles_and_databases(folder: Path) -> None:
    with embedded.start(folder, settings=FAST) as running:
        with psycopg.connect(running.owner_dsn, autocommit=True) as connection:
            connection.execute("CREATE ROLE someone LOGIN")
            connection.execute("CREATE DATABASE copy TEMPLATE tiemchung")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("ALTER ROLE someone BYPASSRLS")
        kind = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert _one(running.owner_dsn, kind) is False
        assert _one(running.superuser_dsn, kind) is True


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_without_a_port_nothing_listens_on_the_network(folder: Path) -> None:
    port = _free_port()
    with embedded.start(folder, settings={**FAST, "port": str(port)}) as running:
        assert not _one(running.superuser_dsn, "SHOW listen_addresses")
        assert _one(running.superuser_dsn, "SHOW port") == str(port)
        for address in ("127.0.0.1", "localhost", socket.gethostname()):
            with pytest.raises(OSError, match=r"refused|not known|resolution"):
                socket.create_connection((address, port), timeout=5)


def test_over_tcp_nobody_is_trusted(folder: Path) -> None:
    port = _free_port()
    with embedded.start(folder, port=port, settings=FAST) as running:
        for user in ("postgres", "tiemchung_owner"):
            for password in ("", "postgres"):
                with pytest.raises(psycopg.OperationalError, match=r"password|no password"):
                    psycopg.connect(
                        host="127.0.0.1", port=port, user=user, password=password, dbname="postgres"
                    )
        methods = "SELECT array_agg(DISTINCT auth_method) FROM pg_hba_file_rules"
        assert _one(running.superuser_dsn, methods) == ["scram-sha-256"]
        right = running.owner_dsn.split("?", maxsplit=1)[0].replace("@/", f"@127.0.0.1:{port}/")
        assert _one(right, "SELECT current_user") == "tiemchung_owner"


def test_over_the_socket_a_password_is_needed_too(folder: Path) -> None:
    with (
        embedded.start(folder, settings=FAST) as running,
        pytest.raises(psycopg.OperationalError, match="no password supplied"),
    ):
        psycopg.connect(host=str(running.socket), user="postgres", dbname="postgres")


def test_secrets_and_sockets_are_private_and_parents_keep_their_rights(folder: Path) -> None:
    before = _parents(folder)
    with embedded.start(folder, settings=FAST) as running:
        assert {path.name: _mode(path) for path in (folder / "secrets").iterdir()} == {
            "postgres-owner": 0o600,
            "postgres-superuser": 0o600,
        }
        assert _mode(folder / "secrets") == 0o700
        assert _mode(running.socket) == 0o700
        assert _mode(running.home / "data") == 0o700
        assert _mode(running.log) == 0o600
        assert _parents(folder) == before


def test_the_server_never_runs_as_root(folder: Path) -> None:
    with embedded.start(folder, settings=FAST) as running:
        status = Path(f"/proc/{running.pid}/status").read_text().splitlines()
        fields = {key: set(value.split()) for key, _, value in (x.partition(":") for x in status)}
        assert fields["Uid"] == {str(running.account.uid)}
        assert fields["Gid"] == {str(running.account.gid)}
        assert running.account.uid != 0
        if os.geteuid() == 0:
            assert not fields["Groups"]
            assert fields["CapEff"] == {"0" * 16}
        else:
            assert running.account.uid == os.geteuid()


def test_a_folder_below_a_closed_one_works_without_opening_it(hidden_folder: Path) -> None:
    before = _parents(hidden_folder)
    with embedded.start(hidden_folder, settings=FAST) as running:
        assert _one(running.owner_dsn, "SELECT 1") == 1
        if os.geteuid() == 0:
            assert running.home.parent == SYSTEM_HOME
            assert (running.home / "belongs-to").read_text().strip() == str(hidden_folder)
        else:
            assert running.home == hidden_folder
    assert {
        path: mode for path, mode in _parents(hidden_folder).items() if path in before
    } == before


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(folder: Path) -> None:
    deep = folder / ("a" * 60) / ("b" * 60)
    with embedded.start(deep, settings=FAST) as running:
        path = running.socket / f".s.PGSQL.{running.port}"
        assert path.is_socket()
        assert len(os.fsencode(path)) <= LONGEST_SOCKET
        assert _mode(running.socket) == 0o700
        assert running.home == deep
        assert _one(running.owner_dsn, "SELECT 1") == 1
    running.socket.rmdir()


def test_a_second_starter_is_told_who_runs(folder: Path) -> None:
    with embedded.start(folder, settings=FAST) as running:
        with pytest.raises(AlreadyStarted) as refused:
            embedded.start(folder)
        for number in (os.getpid(), running.pid):
            assert f"tiến trình {number}" in str(refused.value)
        with speaking("en"):
            assert f"process {running.pid}" in str(refused.value)
        assert running.alive()
        assert _one(running.owner_dsn, "SELECT 1") == 1


def test_a_read_only_folder_is_named() -> None:
    # Not even root can write here, whatever the rights say.
    folder = Path("/proc/self/fdinfo/tiemchung")
    with pytest.raises(CannotWrite, match=str(folder)):
        embedded.start(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="rights do not bind root")
def test_a_folder_without_the_right_to_write_is_named(folder: Path) -> None:
    folder.mkdir(mode=0o500)
    with pytest.raises(CannotWrite, match=str(folder)):
        embedded.start(folder)


def test_a_lost_password_is_named_and_nothing_is_overwritten(folder: Path) -> None:
    with embedded.start(folder, settings=FAST) as running:
        version = running.home / "data" / "PG_VERSION"
    secret = folder / "secrets" / "postgres-superuser"
    kept = secret.read_text()
    secret.unlink()
    with pytest.raises(PasswordLost, match=str(secret)):
        embedded.start(folder)
    assert version.exists()
    assert not secret.exists()
    secret.write_text(kept)
    secret.chmod(0o600)
    with embedded.start(folder, settings=FAST) as again:
        assert again.alive()


def test_a_lost_password_of_the_owner_is_made_anew(folder: Path) -> None:
    embedded.start(folder, settings=FAST).stop()
    (folder / "secrets" / "postgres-owner").unlink()
    with embedded.start(folder, settings=FAST) as running:
        assert _one(running.owner_dsn, "SELECT current_user") == "tiemchung_owner"


def test_data_of_another_version_are_left_alone(folder: Path) -> None:
    with embedded.start(folder, settings=FAST) as running:
        version = running.home / "data" / "PG_VERSION"
    version.write_text("14\n")
    with pytest.raises(OtherVersion, match=r"PostgreSQL 14.* là 18"):
        embedded.start(folder)


def test_a_folder_of_something_else_is_left_alone(folder: Path) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "letter.txt").write_text("mine")
    with pytest.raises(NotADataFolder, match=str(folder / "data")):
        embedded.start(folder)
    assert (folder / "data" / "letter.txt").read_text() == "mine"


def test_the_log_holds_no_value_that_somebody_entered(folder: Path) -> None:
    planted = "Trần Văn Cấy 0901234567"
    with embedded.start(folder, settings=FAST) as running:
        with psycopg.connect(running.owner_dsn, autocommit=True) as connection:
            connection.execute("CREATE TABLE person (name text PRIMARY KEY)")
            again = sql.SQL("INSERT INTO person VALUES ({})").format(sql.Literal(planted))
            connection.execute(again)
            with pytest.raises(psycopg.errors.UniqueViolation, match=planted):
                connection.execute(again)
            with pytest.raises(psycopg.errors.InvalidTextRepresentation, match="0901234567"):
                connection.execute("SELECT %s::int", (planted,))
            connection.execute(f"DO $$ BEGIN RAISE WARNING '{planted}'; END $$".encode())
        log = running.log.read_text()
    assert "database system is ready" in log
    assert "0901234567" not in log
