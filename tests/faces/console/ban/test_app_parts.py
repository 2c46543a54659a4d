"""The pure parts of the stations' app: types, chain, folds, arithmetic, golden cases of rules."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[4] / "frontend"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("the front end's packages are not there: npm ci in frontend/")
        pytest.skip("the front end's packages are not there")
    return subprocess.run(  # noqa: S603 -- our own words
        [node, *words], cwd=FRONTEND, capture_output=True, text=True, timeout=180, check=False
    )


def test_the_parts_of_the_app() -> None:
    ran = run("console/tests/run.mjs")
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("project", ["console", "console/tests"])
def test_the_types_of_the_app(project: str) -> None:
    """The compiler also refuses English that lacks a sentence which Vietnamese has."""
    ran = run("node_modules/typescript/bin/tsc", "-p", project)
    assert ran.returncode == 0, ran.stdout + ran.stderr
