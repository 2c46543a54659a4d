from pathlib import Path

import pytest

from tiemchung.kernel.i18n import speaking
from tiemchung.run import CannotRun, UpOptions
from tiemchung.run import child as child_module
from tiemchung.run.child import LogFile, child_environment
from tiemchung.run.errors import PortTaken
from tiemchung.run.keeper import delay_after


def test_the_wait_before_a_restart_grows_and_is_bounded() -> None:
    assert [delay_after(failures) for failures in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert delay_after(100) == 30.0


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104
        ("::", "http://[::1]:8000"),
        ("tiemchung.example", "http://tiemchung.example:8000"),
    ],
)
def test_the_address_can_be_opened_on_this_machine(host: str, address: str) -> None:
    assert UpOptions(folder=Path("var"), host=host).address == address


def test_a_log_that_has_grown_begins_anew_and_keeps_one_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "_LOG_LIMIT", 100)
    path = tmp_path / "web.log"
    with LogFile(path) as log:
        for number in range(30):
            log.write(f"line {number:03}")
    kept = (path.with_suffix(".log.1").read_text() + path.read_text()).splitlines()
    assert kept == [f"line {number:03}" for number in range(30 - len(kept), 30)]
    assert path.stat().st_size <= 120


def test_the_environment_of_a_child_is_the_systems_few_and_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner:secret@/tiemchung")
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    env = child_environment({"OWN": "1"})
    assert env["OWN"] == "1"
    assert env["TZ"] == "Asia/Ho_Chi_Minh"
    assert "DATABASE_URL" not in env


def test_refusals_speak_the_language_of_the_reader() -> None:
    refused = PortTaken(port=8000, host="127.0.0.1", other=8001)
    assert isinstance(refused, CannotRun)
    assert str(refused).startswith("Cổng 8000")
    with speaking("en"):
        assert str(refused).startswith("Port 8000")
        assert "PORT=8001" in str(refused)
