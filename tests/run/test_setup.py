import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "tools" / "setup").glob("*.sh"))
LOCKS = sorted(ROOT.glob("requirements*.lock"))
SYSTEM_PYTHON = Path("/usr/bin/python3")


def _pins(lock: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """Return version and hashes of each package; every line must belong to one."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for entry in re.split(r"(?<!\\)\n", lock.read_text().strip()):
        name, _, rest = entry.partition("==")
        hashes = frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest))
        assert hashes, f"{lock.name}: {name} has no hash"
        found[name] = (rest.split()[0], hashes)
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_by_hash_and_no_host_is_named(lock: Path) -> None:
    assert _pins(lock)
    assert "://" not in lock.read_text()
    assert "index-url" not in lock.read_text()


def test_the_development_environment_holds_exactly_what_runs() -> None:
    run = _pins(ROOT / "requirements.lock")
    development = _pins(ROOT / "requirements-dev.lock")
    assert {name: development.get(name) for name in run} == run


@pytest.mark.parametrize("script", [*SCRIPTS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_a_script_is_read_without_errors(script: Path) -> None:
    answer = subprocess.run(  # noqa: S603 - a list of words
        ["/bin/bash", "-n", script], capture_output=True, text=True, check=False
    )
    assert answer.stderr == ""
    assert answer.returncode == 0


def test_help_names_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text()
    internal = {"environment", "environment-dev", "frontend", "peers", "browser", "postgres"}
    commands = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE)) - internal
    said = subprocess.run(  # noqa: S603 - a list of words
        ["/usr/bin/make", "-C", ROOT, "--no-print-directory", "help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert {line.split()[1] for line in said.splitlines()} == commands
    assert {"run", "test"} <= commands


def _interpreter(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Look for a Python as an ordinary user does, from a copy that such a user may read."""
    copy = folder / "tools" / "setup"
    copy.mkdir(parents=True)
    for name in ("common.sh", "interpreter.sh"):
        shutil.copy(ROOT / "tools" / "setup" / name, copy)
    words = [
        "/bin/bash",
        "-c",
        f"source {copy}/common.sh; source {copy}/interpreter.sh; echo found $PYTHON",
    ]
    return subprocess.run(  # noqa: S603 - a list of words
        words,
        env={"PATH": "/usr/bin:/bin", **env},
        user=None if os.geteuid() else 65534,
        group=None if os.geteuid() else 65534,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="tiemchung-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(not SYSTEM_PYTHON.exists(), reason="this system has no Python of its own")
def test_a_user_without_venv_is_told_which_package_to_install(open_folder: Path) -> None:
    # Debian splits ensurepip from Python: here a module of that name that cannot be imported.
    (open_folder / "ensurepip.py").write_text("raise ModuleNotFoundError\n")
    answer = _interpreter(open_folder, PYTHON=str(SYSTEM_PYTHON), PYTHONPATH=str(open_folder))
    assert answer.returncode == 1
    assert "sudo apt-get install python3-venv" in answer.stderr
    assert "found" not in answer.stdout


def test_a_user_without_a_new_python_is_told_what_is_needed(open_folder: Path) -> None:
    (open_folder / "bin").mkdir()
    for name in ("bash", "id", "dirname"):
        (open_folder / "bin" / name).symlink_to(shutil.which(name) or "")
    answer = _interpreter(open_folder, PATH=str(open_folder / "bin"))
    assert answer.returncode == 1
    assert "Python 3.11 or newer is needed" in answer.stderr
    assert "sudo apt-get install python3 python3-venv" in answer.stderr
