"""A log line of a failure tells where it was and never what was in the variables."""

import json
import logging
from collections.abc import Generator
from contextlib import contextmanager

import pytest
import structlog

from tiemchung.kernel.logs import configure_logs

NAME = "Nguyễn Thị Ánh Nguyệt"


def fail(number: str) -> None:
    raise ValueError(f"{NAME} has {number}")


@contextmanager
def configured() -> Generator[None]:
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logs()
    try:
        yield
    finally:
        structlog.configure(**before)
        root.handlers[:] = handlers
        root.setLevel(level)


@pytest.mark.parametrize("by", ["ours", "uvicorn.error", "asyncio"])
def test_a_failure_is_logged_without_values(capsys: pytest.CaptureFixture[str], by: str) -> None:
    with configured():
        try:
            fail("079184000123")
        except ValueError:
            if by == "ours":
                structlog.get_logger().exception("it_failed", follower="corrections")
            else:
                logging.getLogger(by).exception("it_failed")
    line = capsys.readouterr().out.strip()
    said = json.loads(line)  # once, and by itself
    assert (said["event"], said["level"]) == ("it_failed", "error")
    assert said.get("follower") == ("corrections" if by == "ours" else None)
    assert said["exception"][0]["exc_type"] == "ValueError"
    assert said["exception"][0]["frames"][-1]["filename"].endswith("test_logs.py")
    assert NAME not in line
    assert "079184000123" not in line
