"""A log line of a failure tells where it was and never what was in the variables."""

import json

import pytest
import structlog

from tiemchung.kernel.logs import configure_logs

NAME = "Nguyễn Thị Ánh Nguyệt"


def fail(number: str) -> None:
    raise ValueError(f"{NAME} has {number}")


def test_a_failure_is_logged_without_values(capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    configure_logs()
    try:
        fail("079184000123")
    except ValueError:
        structlog.get_logger().exception("it_failed", follower="corrections")
    finally:
        structlog.configure(**before)
    line = capsys.readouterr().out.strip()
    said = json.loads(line)
    assert (said["event"], said["level"], said["follower"]) == ("it_failed", "error", "corrections")
    assert said["exception"][0]["exc_type"] == "ValueError"
    assert said["exception"][0]["frames"][-1]["filename"].endswith("test_logs.py")
    assert NAME not in line
    assert "079184000123" not in line
