"""What the documentation names is there: links, commands, options, addresses, files, screen words.

Every check is a function from a page to what is wrong in it, and is shown a page with a fault.
"""

import ast
import importlib
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from tests.support.routes import application
from tiemchung.cli import app

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "src" / "tiemchung"
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
BASES = (ROOT, PRODUCT, PRODUCT / "country" / "vn", ROOT / "frontend")
"""Where a path of a page may begin."""

UNWRITTEN = {"_x.html", "_x"}
"""Names that stand for any file of their kind."""

PREFIXES = {"/api/v1", "/api/v1/open/", "/health", "/problems/http-400"}
"""Beginnings of addresses that pages speak of as a whole, and the one problem of many names."""

PROBLEMS = "/problems/"
"""Names of problems look like addresses and lead nowhere."""

MOST_PICTURE_BYTES = 300_000
_SPAN = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ADDRESS = re.compile(r"(?:(?:GET|POST|DELETE) )?(/[a-z0-9_{}./-]*)(?:\?\S*)?")
_FILE = re.compile(r"[\w.<>*-]+(?:/[\w.<>*{},-]+)*")
_ENDINGS = (".py", ".sql", ".toml", ".ts", ".tsx", ".html", ".md", ".json", ".csv", ".sh", ".po")


def fences(text: str, language: str = "") -> list[str]:
    """Return the code blocks, of one language if it is named."""
    return [m[3] for m in _FENCE.finditer(text) if not language or m[2] == language]


def spans(text: str) -> list[str]:
    """Return what stands in backticks within sentences."""
    return _SPAN.findall(_FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as the forges make them."""
    heads = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    plain = (re.sub(r"[^\w\s-]", "", head.lower()).strip() for head in heads)
    return {head.replace(" ", "-") for head in plain}


def broken_links(at: Path, text: str) -> Iterator[str]:
    for target in _LINK.findall(_FENCE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        place = (at.parent / file).resolve() if file else at
        known = place.exists() and (
            not anchor or anchor in anchors(place.read_text(encoding="utf-8"))
        )
        if not known:
            yield target


@cache
def make_targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))


def unknown_targets(_: Path, text: str) -> Iterator[str]:
    for code in [*spans(text), *fences(text)]:
        for target in re.findall(r"(?:^|[\s;&])make ([a-z][a-z-]*)", code, re.MULTILINE):
            if target not in make_targets():
                yield f"make {target}"


@cache
def commands() -> dict[str, set[str]]:
    """Return the options of each command of the command line."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return {
        name: {option for p in command.params for option in (*p.opts, *p.secondary_opts)}
        for name, command in group.commands.items()
    }


def unknown_commands(_: Path, text: str) -> Iterator[str]:
    for code in [*spans(text), *(line for f in fences(text) for line in f.splitlines())]:
        found = re.search(r"(?:^|[\s/])tiemchung ([a-z][a-z-]*)(.*)", code.partition("#")[0])
        if found is None:
            continue
        if found[1] not in commands():
            yield f"tiemchung {found[1]}"
            continue
        for option in re.findall(r"--[a-z][a-z-]*", found[2]):
            if option not in commands()[found[1]]:
                yield f"tiemchung {found[1]} {option}"


@cache
def templates() -> list[re.Pattern[str]]:
    """Return every address of the framework as a pattern; parameters stand for one part."""
    paths = {re.sub(r"\{[^}]+\}", "\0", route.path) for route in application().routes}
    return [re.compile(re.escape(p).replace("\0", "[^/]+") + "/?") for p in sorted(paths)]


def is_served(address: str) -> bool:
    if address in PREFIXES:
        return True
    if address.startswith(PROBLEMS):
        return f'"{address.removeprefix(PROBLEMS)}"' in sources()
    return any(p.fullmatch(address) for p in templates())


def unknown_addresses(_: Path, text: str) -> Iterator[str]:
    named = [m[1] for span in spans(text) if (m := _ADDRESS.fullmatch(span))]
    for code in fences(text):
        named += re.findall(r"(?:\$ADDRESS|\")(/[a-z][a-z0-9_{}./-]*)(?=[\"?\s])", code)
    for address in named:
        if not is_served(address):
            yield address


@cache
def file_names() -> set[str]:
    skipped = {"node_modules", ".venv", "var", ".git", "dist", "__pycache__"}
    found: set[str] = set()
    for folder in ROOT.iterdir():
        if folder.is_dir() and folder.name not in skipped:
            found |= {p.name for p in folder.rglob("*") if not skipped & set(p.parts)}
    return found | {p.name for p in ROOT.iterdir()}


@cache
def tops() -> set[str]:
    """Return the folders at which a path of a page begins."""
    made = {"var", ".venv", "node_modules"}
    return {p.name for base in BASES for p in base.iterdir() if p.is_dir()} - made


def missing_files(_: Path, text: str) -> Iterator[str]:
    for span in spans(text):
        name = re.sub(r"<[^>]+>", "*", span).split(" ")[0].rstrip("/")
        if not _FILE.fullmatch(name) or name in UNWRITTEN:
            continue
        if not is_file(name):
            yield name


def is_file(name: str) -> bool:
    """Tell whether a path is there; what looks like none, or is made by running, is not judged."""
    if name.startswith("var/"):
        return True
    if "/" in name:
        judged = name.endswith(_ENDINGS) or name.partition("/")[0] in tops()
        return not judged or any(next(base.glob(name), None) for base in BASES)
    return "*" in name or not name.endswith(_ENDINGS) or name in file_names()


@cache
def sources() -> str:
    """Return all sources that hold words of screens; what is filled in reads as n."""
    found = [
        p.read_text(encoding="utf-8")
        for folder, ending in (
            (PRODUCT, "*.py"), (PRODUCT, "*.html"), (ROOT / "frontend" / "console" / "src", "*.ts"),
        )
        for p in sorted(folder.rglob(ending))
    ]  # fmt: skip
    return re.sub(r"\{\w+\}|%\(\w+\)s", "n", "\n".join(found))


def unsaid_words(_: Path, text: str) -> Iterator[str]:
    for words in re.findall(r"«([^»]+)»", text):
        if words not in sources():
            yield words


def unknown_settings(_: Path, text: str) -> Iterator[str]:
    for name in re.findall(r"`\$?(TIEMCHUNG_[A-Z_]+|[A-Z]+_URL)\b", text):
        if name not in sources():
            yield name


def broken_examples(_: Path, text: str) -> Iterator[str]:
    """Parse what is Python, and look for what it imports of the product."""
    for code in fences(text, "python"):
        for node in ast.walk(ast.parse(code)):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("tiemch"):
                continue
            module = importlib.import_module(node.module or "")
            for alias in node.names:
                if not hasattr(module, alias.name):
                    yield f"{node.module}.{alias.name}"


Check = Callable[[Path, str], Iterator[str]]
CHECKS: dict[Check, str] = {
    broken_links: "[the way](nowhere.md) and [there](docs/map.md#not-a-heading)",
    unknown_targets: "say `make coffee`\n\n```\nmake tea\n```",
    unknown_commands: "`tiemchung fly` and `tiemchung up --fast`",
    unknown_addresses: "`/command/nowhere` and `POST /api/v1/nothing`",
    missing_files: "`domains/nothing/fold.py` and `nothing_like_this.py`",
    unsaid_words: "«Nút này không có» and «Không có nút này đâu»",
    unknown_settings: "`TIEMCHUNG_NOTHING` and `$NOTHING_URL`",
    broken_examples: "```python\nfrom tiemchung.cli import nobody, nothing\n```",
}
"""Every check, and a page in which it must find two faults."""


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
@pytest.mark.parametrize("place", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_a_page_names_is_there(place: Path, check: Check) -> None:
    assert list(check(place, place.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("check", "faulty"), CHECKS.items(), ids=lambda c: getattr(c, "__name__", "")
)
def test_a_check_finds_what_it_looks_for(check: Check, faulty: str) -> None:
    assert len(list(check(ROOT / "README.md", faulty))) == 2


def test_the_checks_have_something_to_look_at() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert len(_LINK.findall(text)) > 60
    assert sum(bool(_ADDRESS.fullmatch(span)) for span in spans(text)) > 80
    assert len(re.findall(r"«[^»]+»", text)) > 100
    assert {"up", "migrate", "demo", "doctor", "rebuild"} <= set(commands())
    assert is_served("/command/so-lieu/doses")
    assert not is_served("/command/so-lieu/doses/x")


def test_the_index_leads_to_every_page_and_every_decision() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {str(p.relative_to(ROOT / "docs")) for p in (ROOT / "docs").rglob("*.md")}
    assert pages - {"README.md"} == set(_LINK.findall(index))


def test_pictures_are_small_and_shown() -> None:
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert len(pictures) >= 4
    for picture in pictures:
        content = picture.read_bytes()
        assert content.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(content) < MOST_PICTURE_BYTES, picture.name
        assert f"docs/pictures/{picture.name}" in shown


def test_rows_of_the_bench_that_are_explained_are_measured() -> None:
    page = (ROOT / "docs" / "developer.md").read_text(encoding="utf-8")
    part = page.partition("## Bench")[2].partition("\n## ")[0]
    named = {
        row for line in re.findall(r"^\| (`.+?) \|", part, re.MULTILINE) for row in spans(line)
    }
    program = ast.parse((ROOT / "bench" / "__main__.py").read_text(encoding="utf-8"))
    known = {n.value for n in ast.walk(program) if isinstance(n, ast.Constant)}
    assert named
    assert named <= known


def test_the_licences_of_built_packages_are_noticed() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower().replace("-", " ")
    packages = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    built = [name.rpartition("/")[2] for name in packages["dependencies"]]
    assert len(built) > 5
    assert [name for name in built if name.replace("-", " ") not in notice] == []
