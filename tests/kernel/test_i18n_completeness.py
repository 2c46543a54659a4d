"""English says everything that Vietnamese says."""

from pathlib import Path

import pytest
from tools.messages import add_missing, problems


def test_every_message_of_pages_and_code_is_translated() -> None:
    found = problems()
    assert not found, "\n".join(f"{problem.area}: {problem}" for problem in found)


@pytest.fixture
def product(tmp_path: Path) -> tuple[Path, Path]:
    """A product of one page and one module, with a place for its catalogues."""
    source, folder = tmp_path / "src", tmp_path / "po"
    (source / "ui").mkdir(parents=True)
    folder.mkdir()
    (source / "ui" / "page.html").write_text(
        '{% do [] %}{{ _("Trang %(page)s", page=1) }}{% trans trimmed %}\n  Xin\n  chào\n'
        "{% endtrans %}",
        "utf-8",
    )
    (source / "words.py").write_text('A = lazy("Một")\nB = plazy("ngày", "Một")\n', "utf-8")
    return source, folder


def translate(folder: Path, area: str, text: str) -> None:
    path = folder / f"{area}.po"
    path.write_text(path.read_text("utf-8").replace('msgstr ""\n', text, 1), "utf-8")


def test_what_is_said_is_found_with_its_area_and_context(product: tuple[Path, Path]) -> None:
    found = problems(*product)
    assert [(p.area, p.kind, p.message) for p in found] == [
        ("ui", "missing", "Trang %(page)s"),
        ("ui", "missing", "Xin chào"),
        ("words", "missing", "Một"),
        ("words", "missing", "Một"),
    ]


@pytest.mark.parametrize(
    ("po", "kind"),
    [
        ('msgid "Xin chào"\nmsgstr ""\n', "empty"),
        ('#, fuzzy\nmsgid "Xin chào"\nmsgstr "Hello"\n', "fuzzy"),
        ('msgid "Trang %(page)s"\nmsgstr "Page %(number)s"\n', "placeholders differ"),
    ],
)
def test_a_bad_translation_is_named(product: tuple[Path, Path], po: str, kind: str) -> None:
    source, folder = product
    (folder / "ui.po").write_text(po, "utf-8")
    assert [p.area for p in problems(source, folder) if p.kind.startswith(kind)] == ["ui"]


def test_two_areas_may_not_differ_on_one_message(product: tuple[Path, Path]) -> None:
    source, folder = product
    (folder / "a.po").write_text('msgid "Xin chào"\nmsgstr "Hello"\n', "utf-8")
    (folder / "b.po").write_text('msgid "Xin chào"\nmsgstr "Welcome"\n', "utf-8")
    assert "translated differently in a.po" in [p.kind for p in problems(source, folder)]


def test_missing_messages_are_added_once_and_nothing_else_is_touched(
    product: tuple[Path, Path],
) -> None:
    source, folder = product
    assert add_missing("words", source, folder) == 2
    written = (folder / "words.po").read_text("utf-8")
    assert add_missing("words", source, folder) == 0
    assert (folder / "words.po").read_text("utf-8") == written
    assert {(p.area, p.kind) for p in problems(source, folder) if p.area == "words"} == {
        ("words", "empty")
    }
