"""Where the demo may be and where not; what a newcomer is told."""

import re
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from tiemchung.demo.badges import badge_lines
from tiemchung.demo.beginning import begin, read_standing
from tiemchung.demo.hints import Hints, read_hints, write_hints
from tiemchung.demo.keys import DemoKeys
from tiemchung.demo.loading import load
from tiemchung.demo.marking import (
    CannotDemo,
    database_host,
    is_loopback,
    mark,
    refuse_other_hosts,
)
from tiemchung.demo.welcome import code_line, welcome
from tiemchung.domains.identity import passwords
from tiemchung.domains.identity.second_factor import matching_step
from tiemchung.kernel.clock import real_now
from tiemchung.kernel.settings import Settings


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("", True),
        ("/run/sockets", True), ("0.0.0.0", False), ("::", False), ("192.168.1.4", False),  # noqa: S104 -- to be refused
        ("db.example.org", False), ("localhost.example.org", False),
    ],
)  # fmt: skip
def test_only_this_machine_is_loopback(host: str, *, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_the_host_of_a_database_is_read_from_its_uri() -> None:
    assert database_host("postgresql://u:p@/tc?host=%2Frun%2Fx&port=1") == "/run/x"
    assert database_host("postgresql://u:p@db.example.org:5432/tc") == "db.example.org"
    assert database_host("postgresql://u@[::1]/tc") == "::1"


def test_serving_other_machines_is_refused() -> None:
    with pytest.raises(CannotDemo):
        refuse_other_hosts("0.0.0.0")  # noqa: S104 -- refused
    refuse_other_hosts("127.0.0.1")


async def test_a_database_elsewhere_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    elsewhere = "postgresql://owner:secret@192.0.2.7/tiemchung"
    with pytest.raises(CannotDemo):
        await mark(elsewhere)
    with pytest.raises(CannotDemo):
        await load(
            elsewhere, tmp_path, people=1_000, seed=1, followers=lambda _: [],
            say=lambda _: None, show=lambda _: None,
        )  # fmt: skip
    assert not (tmp_path / "secrets").exists()


async def test_a_database_without_a_country_pack_is_refused(database: str) -> None:
    with pytest.raises(CannotDemo):
        await mark(database)


async def run(database: str, *statements: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET app.nation = 'on'")
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


A_UNIT = (
    "INSERT INTO geography.unit (unit_id, code, level, name, unit_type, valid_from)"
    " VALUES (1, 'VN', 'nation', 'Việt Nam', 'nation', '2021-01-01')"
)
A_FACILITY = (
    A_UNIT,
    "INSERT INTO geography.facility (code, name, kind) VALUES ('X', 'X', 'ministry')",
)


async def test_a_database_with_anything_in_it_is_left_alone(
    database: str, settings: Settings
) -> None:
    await run(
        database, *A_FACILITY,
        "INSERT INTO identity.staff (staff_id, username, full_name, created_at)"
        " VALUES (gen_random_uuid(), 'real', 'Người thật', now())",
    )  # fmt: skip
    with pytest.raises(CannotDemo):
        await mark(database)
    begun = await begin(
        database, settings, host="127.0.0.1", people=1_000, seed=1, say=lambda _: None
    )
    assert not begun
    assert not (await read_standing(database)).marked


async def test_an_empty_database_is_marked_once_and_its_clock_begins_that_morning(
    database: str,
) -> None:
    await run(database, *A_FACILITY)
    first = await mark(database)
    again = await mark(database)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.offset == again.offset > timedelta(days=365)
    campaign_now = real_now() - first.offset
    assert campaign_now.strftime("%Y-%m-%d %H:%M") == "2021-08-16 02:40"  # 09:40 in Viet Nam


async def test_a_marked_database_is_not_begun_for_other_machines(
    database: str, settings: Settings
) -> None:
    await run(database, *A_FACILITY)
    await mark(database)
    with pytest.raises(CannotDemo):
        await begin(database, settings, host="0.0.0.0", people=1_000, seed=1, say=lambda _: None)  # noqa: S104 -- refused


def test_secrets_are_the_installation_s_own_and_usable(tmp_path: Path) -> None:
    one, other = DemoKeys(tmp_path / "one"), DemoKeys(tmp_path / "other")
    assert one.password == DemoKeys(tmp_path / "one").password != other.password
    passwords.refuse_weak(one.password, "truongdiem")
    assert re.fullmatch(r"\d{6}", one.pin)
    assert one.badge("bacsi") != one.badge("tram") != other.badge("tram")
    assert one.device("x") != one.device("y")
    assert (tmp_path / "one" / "secrets" / "demo.key").stat().st_mode & 0o777 == 0o600


def test_the_code_is_that_of_the_demo_s_second_factor(tmp_path: Path) -> None:
    at = int(real_now().timestamp())
    secret = DemoKeys(tmp_path).totp_secret
    assert matching_step(secret, code_line(tmp_path), at) is not None


def test_a_newcomer_is_told_what_to_try(tmp_path: Path) -> None:
    write_hints(tmp_path, Hints(citizen_phone="+84901234567", site="Điểm tiêm"))
    assert read_hints(tmp_path).site == "Điểm tiêm"
    text = "\n".join(welcome(tmp_path, "http://127.0.0.1:8000"))
    for word in (DemoKeys(tmp_path).password, "0901234567", "truongdiem", "boyte", "--live"):
        assert word in text
    assert read_hints(tmp_path / "nowhere") == Hints()


def test_badges_can_be_shown_to_a_camera(tmp_path: Path) -> None:
    lines = list(badge_lines(tmp_path))
    assert DemoKeys(tmp_path).badge("bacsi") in "\n".join(lines)
    assert any("█" in line or "▀" in line for line in lines)
